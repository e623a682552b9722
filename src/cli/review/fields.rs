//! Named values of a form or of the query of an address.

use form_urlencoded::Serializer;

/// Names and values, in order; a name may come several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `name=value&…`. Every text gives something: what is no pair is a name without value.
    pub(super) fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).into_owned().collect())
    }

    /// The first value of a name, without white space around it; nothing where it is empty.
    pub(super) fn get<'a>(&'a self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The first value of a name as it was sent, line ends as `\n` (forms send `\r\n`).
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.all(name).next().map(|text| text.replace("\r\n", "\n"))
    }

    /// Every value of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a name is there, with a value or not.
    pub(super) fn is_given(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The first value of a name as a number or another word that can be read.
    pub(super) fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }
}

/// An address within the page: a path with a query of these pairs, empty values left out.
pub(super) fn address<'a>(
    path: &str,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut query = Serializer::new(String::new());
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    let query = query.finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// An address of this page, as a form named it, with one value set; the start where it names
/// another place.
pub(super) fn back(wanted: Option<&str>, name: &str, value: &str) -> String {
    let local = wanted.filter(|address| {
        address.starts_with('/')
            && !address.starts_with("//")
            && !address.contains(['\\', '\r', '\n'])
    });
    let (path, query) = local
        .map(|address| address.split('#').next().unwrap_or(address))
        .map_or(("/", ""), |address| {
            address.split_once('?').unwrap_or((address, ""))
        });
    // What a header may not hold is escaped.
    let path: String = path
        .bytes()
        .map(|byte| match byte {
            0x21..=0x7e => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    let fields = Fields::parse(query.as_bytes());
    let kept = fields.0.iter().filter(|(known, _)| known != name);
    address(
        &path,
        kept.map(|(name, value)| (name.as_str(), value.as_str()))
            .chain([(name, value)]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_written() {
        let fields = Fields::parse("a=1&b=%C3%A9t%C3%A9+x&a=2&c&t=1%0D%0A2".as_bytes());
        assert_eq!(fields.get("a"), Some("1"));
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(fields.get("b"), Some("été x"));
        assert_eq!(fields.get("c"), None);
        assert_eq!(fields.text("t").as_deref(), Some("1\n2"));
        assert_eq!(fields.parsed::<u8>("b"), None);
        assert_eq!(
            address("/terms", [("q", "a&b"), ("page", "")]),
            "/terms?q=a%26b"
        );
    }

    #[test]
    fn a_way_back_stays_on_the_page() {
        assert_eq!(
            back(Some("/terms?q=x&done=3#a"), "done", "4"),
            "/terms?q=x&done=4"
        );
        for elsewhere in [
            "//evil.example/",
            "https://evil.example/",
            "/\\evil",
            "/a\r\nb: c",
        ] {
            assert_eq!(
                back(Some(elsewhere), "done", "4"),
                "/?done=4",
                "{elsewhere}"
            );
        }
        assert_eq!(back(None, "done", ""), "/");
        assert_eq!(back(Some("/é"), "done", ""), "/%C3%A9");
    }
}
