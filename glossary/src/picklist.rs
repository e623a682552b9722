//! Closed lists of names that stay open: a value of the list, or whatever else a file said.

/// Declares an enum whose variants are the names of a TBX picklist, with an `Other` that keeps
/// any other value as written. Reading a name ignores ASCII case and knows the aliases.
macro_rules! picklist {
    (
        $(#[$meta:meta])*
        $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal $(| $alias:literal)* ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
            /// A value that is not in the picklist, as written.
            Other(String),
        }

        impl $name {
            /// The value's name as TBX writes it; any other value as it was written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )+
                    Self::Other(text) => text,
                }
            }

            /// Whether the value is one of the picklist's.
            #[must_use]
            pub fn is_standard(&self) -> bool {
                !matches!(self, Self::Other(_))
            }

            fn known(text: &str) -> Option<Self> {
                $(
                    if [$text $(, $alias)*].iter().any(|name| name.eq_ignore_ascii_case(text)) {
                        return Some(Self::$variant);
                    }
                )+
                None
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Other(text.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::known(&text).unwrap_or(Self::Other(text))
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                match value {
                    $name::Other(text) => text,
                    value => value.as_str().to_owned(),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
    };
}

pub(crate) use picklist;
