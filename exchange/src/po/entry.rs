//! Lines to entries.

/// What a line of a PO file is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    Blank,
    /// A comment: the sign behind `#`, or a space, and the text.
    Comment(char, &'a str),
    /// A keyword with the text behind it.
    Keyword(Keyword, Result<String, String>),
    /// A string that goes on from the line before.
    More(Result<String, String>),
    Nonsense,
}

/// The keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Context,
    Id,
    Plural,
    /// A translation, with the number of its form.
    Translation(u8),
}

/// One entry.
#[derive(Debug, Default, Clone)]
pub(super) struct Entry {
    /// Line of its first keyword.
    pub(super) line: u64,
    pub(super) context: Option<String>,
    pub(super) id: Option<String>,
    pub(super) plural: Option<String>,
    /// By the number of the form.
    pub(super) translations: Vec<String>,
    pub(super) comments: Vec<String>,
    pub(super) extracted: Vec<String>,
    pub(super) references: Vec<String>,
    pub(super) flags: Vec<String>,
    pub(super) obsolete: bool,
    /// Line and description of what makes it unusable.
    pub(super) broken: Option<(u64, String)>,
}

impl Entry {
    pub(super) fn is_fuzzy(&self) -> bool {
        self.flags.iter().any(|flag| flag == "fuzzy")
    }

    pub(super) fn is_header(&self) -> bool {
        self.context.is_none() && self.id.as_deref() == Some("")
    }

    /// The text of a keyword, made when it is not there.
    pub(super) fn place(&mut self, keyword: Keyword) -> &mut String {
        match keyword {
            Keyword::Context => self.context.get_or_insert_default(),
            Keyword::Id => self.id.get_or_insert_default(),
            Keyword::Plural => self.plural.get_or_insert_default(),
            Keyword::Translation(form) => {
                let form = usize::from(form);
                if self.translations.len() <= form {
                    self.translations.resize(form + 1, String::new());
                }
                &mut self.translations[form]
            }
        }
    }
}

/// The line, and whether it belongs to an obsolete entry.
pub(super) fn line(text: &str) -> (Line<'_>, bool) {
    let text = text.trim();
    match text.strip_prefix("#~") {
        // What was before an obsolete entry changed is of no use.
        Some(rest) if rest.trim_start().starts_with('|') => (Line::Comment('|', ""), true),
        Some(rest) => (plain(rest.trim_start()), true),
        None => (plain(text), false),
    }
}

fn plain(text: &str) -> Line<'_> {
    if text.is_empty() {
        return Line::Blank;
    }
    if let Some(comment) = text.strip_prefix('#') {
        let mut rest = comment.chars();
        return match rest.next() {
            Some(sign @ ('.' | ':' | ',' | '|')) => Line::Comment(sign, rest.as_str().trim()),
            _ => Line::Comment(' ', comment.strip_prefix(' ').unwrap_or(comment)),
        };
    }
    if text.starts_with('"') {
        return Line::More(string(text));
    }
    let (word, rest) = text.split_at(text.find([' ', '\t', '"']).unwrap_or(text.len()));
    match keyword(word) {
        Some(keyword) => Line::Keyword(keyword, string(rest.trim_start())),
        None => Line::Nonsense,
    }
}

fn keyword(word: &str) -> Option<Keyword> {
    Some(match word {
        "msgctxt" => Keyword::Context,
        "msgid" => Keyword::Id,
        "msgid_plural" => Keyword::Plural,
        "msgstr" => Keyword::Translation(0),
        _ => {
            let form = word.strip_prefix("msgstr[")?.strip_suffix(']')?;
            // The language with the most forms, Arabic, has six.
            Keyword::Translation(form.parse().ok().filter(|form| *form < 16)?)
        }
    })
}

/// A quoted string, its escapes resolved.
fn string(text: &str) -> Result<String, String> {
    let inner = text
        .strip_prefix('"')
        .ok_or("a string in quotation marks is expected")?;
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' if chars.as_str().trim().is_empty() => return Ok(out),
            '"' => return Err("text stands behind the closing quotation mark".to_owned()),
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('a') => out.push('\u{7}'),
                Some('b') => out.push('\u{8}'),
                Some('v') => out.push('\u{B}'),
                Some('f') => out.push('\u{C}'),
                Some(other) => out.push(other),
                None => break,
            },
            other => out.push(other),
        }
    }
    Err("the closing quotation mark is missing".to_owned())
}

/// A string as PO writes it, without the marks around it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{B}' => out.push_str("\\v"),
            '\u{C}' => out.push_str("\\f"),
            other => out.push(other),
        }
    }
    out
}
