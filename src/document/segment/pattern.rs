//! Regular expressions as SRX files write them (ICU's syntax, often Java's) into the syntax of
//! this program's engines.
//!
//! SRX 2.0 prescribes ICU's regular expressions. Most of them mean the same here; this file
//! rewrites what does not, and tells which expressions need backtracking (look-around, back
//! references, atomic groups, possessive quantifiers).

use regex_syntax::hir::Hir;

/// How deep groups may nest: far beyond real rules, far below the stack.
const NEST_LIMIT: u32 = 120;

/// How long one expression may be, in bytes; the longest in the rule sets in use has 4,000.
const LENGTH_LIMIT: usize = 32_000;

/// One expression, ready to be compiled.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// In the syntax shared by the engines.
    pub(super) text: String,
    /// The syntax tree where the expression is regular in the strict sense: matched in linear
    /// time, forwards and backwards. `None` where it needs backtracking.
    pub(super) regular: Option<Hir>,
}

impl Pattern {
    /// Reads an expression from an SRX file.
    ///
    /// # Errors
    ///
    /// What no engine here understands, in words fit for a message.
    pub(super) fn parse(written: &str) -> Result<Self, String> {
        if written.len() > LENGTH_LIMIT {
            return Err(format!("the expression is longer than {LENGTH_LIMIT} bytes"));
        }
        let Translated { text, fancy } = translate(written)?;
        if !fancy {
            let parsed = regex_syntax::ParserBuilder::new().nest_limit(NEST_LIMIT).build().parse(&text);
            return match parsed {
                Ok(hir) => Ok(Self { text, regular: Some(hir) }),
                Err(error) => Err(last_line(&error.to_string())),
            };
        }
        // The parser with backtracking recurses without a bound of its own.
        if nesting(&text) > NEST_LIMIT as usize {
            return Err("the groups nest too deep".to_owned());
        }
        match fancy_regex::Regex::new(&text) {
            Ok(_) => Ok(Self { text, regular: None }),
            Err(error) => Err(last_line(&error.to_string())),
        }
    }
}

/// Parsers draw the expression over several lines; the reason stands on the last one.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

fn nesting(pattern: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for c in pattern.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// An expression in the syntax shared by `regex-syntax` and `fancy-regex`.
struct Translated {
    text: String,
    fancy: bool,
}

/// Rewrites ICU and Java syntax.
fn translate(written: &str) -> Result<Translated, String> {
    let chars: Vec<char> = written.chars().collect();
    Translator { chars: &chars, at: 0, class_depth: 0, after_set: false, out: String::new(), fancy: false }.run()
}

struct Translator<'a> {
    chars: &'a [char],
    at: usize,
    class_depth: usize,
    /// Whether what was just read in a class is a set (`\d`, `[a-z]`), not a character.
    after_set: bool,
    out: String,
    fancy: bool,
}

impl Translator<'_> {
    fn run(mut self) -> Result<Translated, String> {
        while let Some(c) = self.peek(0) {
            let after_set = std::mem::take(&mut self.after_set);
            match c {
                '\\' => self.escape()?,
                '[' => self.class_start(),
                ']' if self.class_depth > 0 => {
                    self.class_depth -= 1;
                    self.after_set = true;
                    self.take();
                }
                // A set starts no range: what follows is a hyphen, or ICU's set difference.
                '-' if self.class_depth > 0 && after_set => {
                    self.out.push(if self.peek(1) == Some('[') { '-' } else { '\\' });
                    self.take();
                }
                // Outside a class ICU lets these stand for themselves; so do the engines here.
                _ if self.class_depth > 0 => self.in_class(c),
                '(' => self.group(),
                '*' | '+' | '?' => self.quantifier(),
                '}' => {
                    self.take();
                    if self.peek(0) == Some('+') && self.closes_count() {
                        self.fancy = true;
                    }
                }
                _ => self.take(),
            }
        }
        if self.class_depth > 0 {
            return Err("a '[' is never closed".to_owned());
        }
        Ok(Translated { text: self.out, fancy: self.fancy })
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    /// Copies the current character.
    fn take(&mut self) {
        if let Some(c) = self.peek(0) {
            self.out.push(c);
            self.at += 1;
        }
    }

    fn starts_with(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.peek(i) == Some(c))
    }

    /// Whether the `}` just copied ended a count such as `{2,3}`.
    fn closes_count(&self) -> bool {
        self.out.rfind('{').is_some_and(|open| {
            self.out[open + 1..self.out.len() - 1].bytes().all(|b| b.is_ascii_digit() || b == b',')
        })
    }

    /// `a*+` is possessive in ICU; `regex-syntax` would read a repeated repetition.
    fn quantifier(&mut self) {
        self.take();
        if self.peek(0) == Some('+') {
            self.fancy = true;
            self.take();
        } else if self.peek(0) == Some('?') {
            self.take();
        }
    }

    fn class_start(&mut self) {
        if self.class_depth > 0 && self.starts_with("[:") {
            if let Some(property) = self.posix() {
                self.out.push_str(&property);
                self.after_set = true;
                return;
            }
        }
        self.class_depth += 1;
        self.take();
        if self.peek(0) == Some('^') {
            self.take();
        }
        // A bracket in the first place is a member of the class.
        if self.peek(0) == Some(']') {
            self.out.push('\\');
            self.take();
        }
    }

    /// `[:alpha:]` is about ASCII for the engines here and about Unicode for ICU.
    fn posix(&mut self) -> Option<String> {
        let rest: String = self.chars[self.at + 2..].iter().take(32).collect();
        let name = &rest[..rest.find(":]")?];
        let (negated, name) = name.strip_prefix('^').map_or((false, name), |name| (true, name));
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') || name.is_empty() {
            return None;
        }
        let property = property_name(name);
        self.at += 2 + name.len() + usize::from(negated) + 2;
        Some(format!("\\{}{{{property}}}", if negated { 'P' } else { 'p' }))
    }

    fn in_class(&mut self, c: char) {
        // `~~` is an operator here and two tildes there.
        if c == '~' {
            self.out.push('\\');
        }
        self.take();
    }

    fn group(&mut self) {
        if self.starts_with("(?#") {
            while self.peek(0).is_some_and(|c| c != ')') {
                self.at += 1;
            }
            self.at += 1;
            return;
        }
        let around = ["(?=", "(?!", "(?<=", "(?<!", "(?>"];
        if around.iter().any(|opening| self.starts_with(opening)) {
            self.fancy = true;
            self.take();
            self.take();
            self.take();
            return;
        }
        if self.starts_with("(?") {
            self.flags();
            return;
        }
        self.take();
    }

    /// `(?iu)`, `(?s-x:`: only the flags that mean the same on both sides stay.
    fn flags(&mut self) {
        let mut end = self.at + 2;
        while self.chars.get(end).is_some_and(|c| c.is_ascii_alphabetic() || *c == '-') {
            end += 1;
        }
        let closing = self.chars.get(end).copied();
        if !matches!(closing, Some(')' | ':')) {
            self.take();
            self.take();
            return;
        }
        let written: String = self.chars[self.at + 2..end].iter().collect();
        let (on, off) = written.split_once('-').unwrap_or((&written, ""));
        let shared = |flags: &str| flags.chars().filter(|c| "imsx".contains(*c)).collect::<String>();
        let (on, off) = (shared(on), shared(off));
        let flags = if off.is_empty() { on } else { format!("{on}-{off}") };
        self.at = end + 1;
        match (closing, flags.is_empty()) {
            (Some(')'), true) => {}
            (Some(')'), false) => self.out.push_str(&format!("(?{flags})")),
            _ => self.out.push_str(&format!("(?{flags}:")),
        }
    }

    fn escape(&mut self) -> Result<(), String> {
        let Some(c) = self.peek(1) else {
            return Err("it ends in a lone '\\'".to_owned());
        };
        self.at += 2;
        let in_class = self.class_depth > 0;
        self.after_set = in_class && "dDsSwWpPhHvV".contains(c);
        match c {
            'Q' => self.quoted(),
            'h' => self.push_class(r"\t\p{Zs}", false),
            'H' => self.push_class(r"\t\p{Zs}", true),
            'v' => self.push_class(r"\n\x0B\f\r\x{85}\x{2028}\x{2029}", false),
            'V' => self.push_class(r"\n\x0B\f\r\x{85}\x{2028}\x{2029}", true),
            'R' if !in_class => {
                self.out.push_str(r"(?:\r\n|[\n\x0B\f\r\x{85}\x{2028}\x{2029}])");
            }
            'Z' if !in_class => self.out.push_str(r"\z"),
            'e' => self.push_char('\u{1b}'),
            'a' => self.push_char('\u{7}'),
            '0' => self.octal()?,
            'u' => self.hex_escape(4)?,
            'U' => self.hex_escape(8)?,
            'x' => self.hex_of_x()?,
            'p' | 'P' => self.property(c)?,
            'G' | 'k' if !in_class => {
                self.fancy = true;
                self.out.extend(['\\', c]);
            }
            '1'..='9' if !in_class => {
                self.fancy = true;
                self.out.extend(['\\', c]);
            }
            'd' | 'D' | 's' | 'S' | 'w' | 'W' | 't' | 'n' | 'r' | 'f' => {
                self.out.extend(['\\', c]);
            }
            'b' | 'B' | 'A' | 'z' if !in_class => self.out.extend(['\\', c]),
            'X' => return Err(r"\X (a grapheme) is not supported".to_owned()),
            'N' => return Err(r"\N{name} is not supported: write \x{code}".to_owned()),
            c if c.is_ascii_alphanumeric() => {
                return Err(format!(r"'\{c}' has no meaning in a regular expression"));
            }
            c => self.push_char(c),
        }
        Ok(())
    }

    /// A literal character, escaped where it must be.
    fn push_char(&mut self, c: char) {
        if c.is_ascii() {
            self.out.push_str(&format!("\\x{{{:X}}}", u32::from(c)));
        } else {
            self.out.push(c);
        }
    }

    fn push_class(&mut self, members: &str, negated: bool) {
        self.out.push_str(if negated { "[^" } else { "[" });
        self.out.push_str(members);
        self.out.push(']');
    }

    fn quoted(&mut self) {
        while let Some(c) = self.peek(0) {
            if self.starts_with("\\E") {
                self.at += 2;
                return;
            }
            self.push_char(c);
            self.at += 1;
        }
    }

    fn octal(&mut self) -> Result<(), String> {
        let digits: String =
            (0..3).map_while(|i| self.peek(i)).take_while(|c| ('0'..='7').contains(c)).collect();
        self.at += digits.len();
        let c = u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32);
        self.push_char(c.ok_or(r"'\0' needs octal digits")?);
        Ok(())
    }

    /// The number in the next `length` characters, when they are hexadecimal digits.
    fn hex_at(&self, from: usize, length: usize) -> Option<u32> {
        let digits: String = self.chars.get(self.at + from..self.at + from + length)?.iter().collect();
        if digits.chars().all(|c| c.is_ascii_hexdigit()) {
            u32::from_str_radix(&digits, 16).ok()
        } else {
            None
        }
    }

    fn hex_escape(&mut self, length: usize) -> Result<(), String> {
        let what = || format!(r"'\{}' needs {length} hexadecimal digits", if length == 4 { 'u' } else { 'U' });
        let mut code = self.hex_at(0, length).ok_or_else(what)?;
        self.at += length;
        // Java writes characters beyond U+FFFF as two escapes.
        if (0xD800..0xDC00).contains(&code) && self.starts_with("\\u") {
            if let Some(low) = self.hex_at(2, 4).filter(|low| (0xDC00..0xE000).contains(low)) {
                code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                self.at += 6;
            }
        }
        self.push_char(char::from_u32(code).ok_or_else(|| format!("U+{code:04X} is no character"))?);
        Ok(())
    }

    fn hex_of_x(&mut self) -> Result<(), String> {
        if self.peek(0) == Some('{') {
            let digits: String = self.chars[self.at + 1..].iter().take_while(|c| **c != '}').collect();
            let c = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
            self.at += digits.chars().count() + 2;
            self.push_char(c.ok_or_else(|| format!(r"'\x{{{digits}}}' is no character"))?);
            return Ok(());
        }
        // The examples of the SRX standard write \xff61 for U+FF61, which ICU reads as \xff and
        // "61". Where four digits give CJK or general punctuation, that is what was meant.
        let four = self.hex_at(0, 4).filter(|code| {
            matches!(code, 0x2010..=0x205E | 0x3000..=0x303F | 0xFF00..=0xFF9F)
        });
        if let Some(c) = four.and_then(char::from_u32) {
            self.at += 4;
            self.push_char(c);
            return Ok(());
        }
        let (code, length) = self
            .hex_at(0, 2)
            .map(|code| (code, 2))
            .or_else(|| self.hex_at(0, 1).map(|code| (code, 1)))
            .ok_or(r"'\x' needs hexadecimal digits")?;
        self.at += length;
        self.push_char(char::from_u32(code).ok_or("no such character")?);
        Ok(())
    }

    fn property(&mut self, p: char) -> Result<(), String> {
        if self.peek(0) != Some('{') {
            self.out.extend(['\\', p]);
            return Ok(());
        }
        let name: String = self.chars[self.at + 1..].iter().take_while(|c| **c != '}').collect();
        if self.peek(name.chars().count() + 1) != Some('}') {
            return Err(format!(r"'\{p}{{' is never closed"));
        }
        self.at += name.chars().count() + 2;
        self.out.push_str(&format!("\\{p}{{{}}}", property_name(name.trim())));
        Ok(())
    }
}

/// Java's and POSIX's names of properties in Unicode's.
fn property_name(name: &str) -> &str {
    match name {
        "Alpha" | "alpha" | "javaLetter" | "IsAlphabetic" => "Alphabetic",
        "Lower" | "lower" | "javaLowerCase" | "IsLowercase" => "Lowercase",
        "Upper" | "upper" | "javaUpperCase" | "IsUppercase" => "Uppercase",
        "Punct" | "punct" | "IsPunctuation" => "P",
        "Digit" | "digit" | "javaDigit" | "IsDigit" => "Nd",
        "Space" | "space" | "javaWhitespace" | "IsWhite_Space" => "White_Space",
        "cntrl" | "Cntrl" => "Cc",
        _ => name.strip_prefix("Is").filter(|rest| !rest.is_empty()).unwrap_or(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matches(pattern: &str, text: &str) -> bool {
        let translated = translate(pattern).unwrap();
        assert!(!translated.fancy, "{pattern}");
        let whole = format!("^(?:{})$", translated.text);
        regex::Regex::new(&whole).unwrap().is_match(text)
    }

    #[test]
    fn icu_escapes_mean_what_icu_says() {
        for (pattern, text) in [
            (r"\h+", " \t\u{a0}\u{202f}"),
            (r"[\h\v]+", "\u{a0}\n\u{2028}"),
            (r"\u00bb\u2026", "»…"),
            (r"\x{2026}\xbb", "…»"),
            (r"[\xff61\x3002]", "。"),
            (r"\xe9t\xe9", "été"),
            (r"\Q.*[\E\.", ".*[."),
            (r"\uD835\uDC00", "𝐀"),
            (r"[\p{Ll}&&[^aeiou]]+", "xyz"),
            (r"[]a]+", "a]"),
            (r"[[:upper:]]\p{IsLatin}", "Éa"),
            (r"(?iu)ÉTÉ", "été"),
            (r"\<\'\»\-", "<'»-"),
            (r"a(?#never)b", "ab"),
            (r"\R", "\r\n"),
            (r"\0101", "A"),
            (r"[~]{2}", "~~"),
            (r"[\d-–]+", "1-2–3"),
            (r"[\p{Lu}-[A-C]]+", "DE"),
        ] {
            assert!(matches(pattern, text), "{pattern} on {text:?}");
        }
        assert!(!matches(r"[\xff61\x3002]", "1"));
        assert!(!matches(r"[^\h]", "\u{a0}"));
    }

    #[test]
    fn what_needs_backtracking_is_recognised() {
        for pattern in [r"a++", r"\p{L}*+b", r"a{2,3}+b", r"(?<!x)a", r"(?!b)a", r"(?>a|b)", r"(a)\1"] {
            assert!(Pattern::parse(pattern).unwrap().regular.is_none(), "{pattern}");
        }
        for pattern in [r"a+", r"a+?", r"[+]+", r"a\++", r"\}+", r"(?:a|b)", r"(?<name>a)"] {
            assert!(Pattern::parse(pattern).unwrap().regular.is_some(), "{pattern}");
        }
    }

    #[test]
    fn what_no_engine_understands_is_an_error() {
        for pattern in [r"a\", r"(a", r"[a", r"\N{SPACE}", r"\X", r"\u12", r"\p{Nonsense}", r"\p{L", r"\y"] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern}");
        }
        assert!(Pattern::parse(&"(".repeat(10_000)).is_err());
        assert!(Pattern::parse(&format!("{}(?!a){}", "(".repeat(9_000), ")".repeat(9_000))).is_err());
    }

    proptest! {
        #[test]
        fn no_text_trips_the_reader(text in r"[\\()\[\]{}?+*^a-zA-Z0-9é:&|<>=!,.-]{0,24}") {
            let _ = Pattern::parse(&text);
        }
    }
}
