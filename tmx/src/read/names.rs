//! Names of TMX elements, whatever their case and prefix.

use std::borrow::Cow;

/// The elements of TMX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Header,
    Body,
    Tu,
    Tuv,
    Seg,
    Prop,
    Note,
    Ude,
    Bpt,
    Ept,
    Ph,
    It,
    Ut,
    Hi,
    Sub,
    /// Anything else, and any of these with another prefix.
    Other,
}

/// How this file writes TMX's names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Prefix of the root element with its colon, or nothing.
    prefix: String,
    fold: bool,
}

impl Names {
    /// The habits a root element shows; nothing when it is not TMX's.
    pub(super) fn of_root(name: &str) -> Option<Self> {
        let at = name.rfind(':').map_or(0, |at| at + 1);
        let (prefix, local) = name.split_at(at);
        local.eq_ignore_ascii_case("tmx").then(|| Self {
            prefix: prefix.to_owned(),
            fold: local != "tmx",
        })
    }

    pub(super) fn folds_case(&self) -> bool {
        self.fold
    }

    /// The attribute that declares TMX's own namespace.
    pub(super) fn declaration(&self) -> String {
        match self.prefix.strip_suffix(':') {
            Some(prefix) => format!("xmlns:{prefix}"),
            None => "xmlns".to_owned(),
        }
    }

    /// An attribute's name as TMX writes it.
    pub(super) fn attribute<'a>(&self, name: &'a str) -> Cow<'a, str> {
        if self.fold {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        }
    }

    /// Which element of TMX a name is.
    pub(super) fn element(&self, name: &str) -> Name {
        let Some(local) = name.strip_prefix(self.prefix.as_str()) else {
            return Name::Other;
        };
        if self.fold {
            known(&local.to_ascii_lowercase())
        } else {
            known(local)
        }
    }
}

fn known(local: &str) -> Name {
    match local {
        "header" => Name::Header,
        "body" => Name::Body,
        "tu" => Name::Tu,
        "tuv" => Name::Tuv,
        "seg" => Name::Seg,
        "prop" => Name::Prop,
        "note" => Name::Note,
        "ude" => Name::Ude,
        "bpt" => Name::Bpt,
        "ept" => Name::Ept,
        "ph" => Name::Ph,
        "it" => Name::It,
        "ut" => Name::Ut,
        "hi" => Name::Hi,
        "sub" => Name::Sub,
        _ => Name::Other,
    }
}
