//! Regular expressions as SRX files write them (ICU's syntax, often Java's) into the syntax of
//! this program's engines.
//!
//! SRX 2.0 prescribes ICU's regular expressions. Most of them mean the same here; this file
//! rewrites what does not, and tells which expressions need backtracking (look-around, back
//! references, atomic groups, possessive quantifiers).

mod escape;

use escape::property_name;
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
            return Err(format!(
                "the expression is longer than {LENGTH_LIMIT} bytes"
            ));
        }
        let Translated { text, fancy } = translate(written)?;
        if !fancy {
            let parsed = regex_syntax::ParserBuilder::new()
                .nest_limit(NEST_LIMIT)
                .build()
                .parse(&text);
            return match parsed {
                Ok(hir) => Ok(Self {
                    text,
                    regular: Some(hir),
                }),
                Err(error) => Err(last_line(&error.to_string())),
            };
        }
        // The parser with backtracking recurses without a bound of its own.
        if nesting(&text) > NEST_LIMIT as usize {
            return Err("the groups nest too deep".to_owned());
        }
        match fancy_regex::Regex::new(&text) {
            Ok(_) => Ok(Self {
                text,
                regular: None,
            }),
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
    Translator {
        chars: &chars,
        at: 0,
        class_depth: 0,
        after_set: false,
        out: String::new(),
        fancy: false,
    }
    .run()
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
                    self.out
                        .push(if self.peek(1) == Some('[') { '-' } else { '\\' });
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
        Ok(Translated {
            text: self.out,
            fancy: self.fancy,
        })
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
        text.chars()
            .enumerate()
            .all(|(i, c)| self.peek(i) == Some(c))
    }

    /// Whether the `}` just copied ended a count such as `{2,3}`.
    fn closes_count(&self) -> bool {
        self.out.rfind('{').is_some_and(|open| {
            self.out[open + 1..self.out.len() - 1]
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b',')
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
        if self.class_depth > 0
            && self.starts_with("[:")
            && let Some(property) = self.posix()
        {
            self.out.push_str(&property);
            self.after_set = true;
            return;
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
        let (negated, name) = name
            .strip_prefix('^')
            .map_or((false, name), |name| (true, name));
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') || name.is_empty() {
            return None;
        }
        let property = property_name(name);
        self.at += 2 + name.len() + usize::from(negated) + 2;
        Some(format!(
            "\\{}{{{property}}}",
            if negated { 'P' } else { 'p' }
        ))
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
        while self
            .chars
            .get(end)
            .is_some_and(|c| c.is_ascii_alphabetic() || *c == '-')
        {
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
        let shared = |flags: &str| {
            flags
                .chars()
                .filter(|c| "imsx".contains(*c))
                .collect::<String>()
        };
        let (on, off) = (shared(on), shared(off));
        let flags = if off.is_empty() {
            on
        } else {
            format!("{on}-{off}")
        };
        self.at = end + 1;
        match (closing, flags.is_empty()) {
            (Some(')'), true) => {}
            (Some(')'), false) => self.out.push_str(&format!("(?{flags})")),
            _ => self.out.push_str(&format!("(?{flags}:")),
        }
    }
}

#[cfg(test)]
mod tests;
