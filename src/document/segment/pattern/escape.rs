//! What a backslash stands for.

use super::Translator;

impl Translator<'_> {
    /// Reads an escape and writes it in the engines' syntax.
    pub(super) fn escape(&mut self) -> Result<(), String> {
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
                self.out
                    .push_str(r"(?:\r\n|[\n\x0B\f\r\x{85}\x{2028}\x{2029}])");
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
        let digits: String = (0..3)
            .map_while(|i| self.peek(i))
            .take_while(|c| ('0'..='7').contains(c))
            .collect();
        self.at += digits.len();
        let c = u32::from_str_radix(&digits, 8)
            .ok()
            .and_then(char::from_u32);
        self.push_char(c.ok_or(r"'\0' needs octal digits")?);
        Ok(())
    }

    /// The number in the next `length` characters, when they are hexadecimal digits.
    fn hex_at(&self, from: usize, length: usize) -> Option<u32> {
        let digits: String = self
            .chars
            .get(self.at + from..self.at + from + length)?
            .iter()
            .collect();
        if digits.chars().all(|c| c.is_ascii_hexdigit()) {
            u32::from_str_radix(&digits, 16).ok()
        } else {
            None
        }
    }

    fn hex_escape(&mut self, length: usize) -> Result<(), String> {
        let what = || {
            format!(
                r"'\{}' needs {length} hexadecimal digits",
                if length == 4 { 'u' } else { 'U' }
            )
        };
        let mut code = self.hex_at(0, length).ok_or_else(what)?;
        self.at += length;
        // Java writes characters beyond U+FFFF as two escapes.
        if (0xD800..0xDC00).contains(&code)
            && self.starts_with("\\u")
            && let Some(low) = self
                .hex_at(2, 4)
                .filter(|low| (0xDC00..0xE000).contains(low))
        {
            code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            self.at += 6;
        }
        self.push_char(
            char::from_u32(code).ok_or_else(|| format!("U+{code:04X} is no character"))?,
        );
        Ok(())
    }

    fn hex_of_x(&mut self) -> Result<(), String> {
        if self.peek(0) == Some('{') {
            let digits: String = self.chars[self.at + 1..]
                .iter()
                .take_while(|c| **c != '}')
                .collect();
            let c = u32::from_str_radix(&digits, 16)
                .ok()
                .and_then(char::from_u32);
            self.at += digits.chars().count() + 2;
            self.push_char(c.ok_or_else(|| format!(r"'\x{{{digits}}}' is no character"))?);
            return Ok(());
        }
        // The examples of the SRX standard write \xff61 for U+FF61, which ICU reads as \xff and
        // "61". Where four digits give CJK or general punctuation, that is what was meant.
        let four = self
            .hex_at(0, 4)
            .filter(|code| matches!(code, 0x2010..=0x205E | 0x3000..=0x303F | 0xFF00..=0xFF9F));
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
        let name: String = self.chars[self.at + 1..]
            .iter()
            .take_while(|c| **c != '}')
            .collect();
        if self.peek(name.chars().count() + 1) != Some('}') {
            return Err(format!(r"'\{p}{{' is never closed"));
        }
        self.at += name.chars().count() + 2;
        self.out
            .push_str(&format!("\\{p}{{{}}}", property_name(name.trim())));
        Ok(())
    }
}

/// Java's and POSIX's names of properties in Unicode's.
pub(super) fn property_name(name: &str) -> &str {
    match name {
        "Alpha" | "alpha" | "javaLetter" | "IsAlphabetic" => "Alphabetic",
        "Lower" | "lower" | "javaLowerCase" | "IsLowercase" => "Lowercase",
        "Upper" | "upper" | "javaUpperCase" | "IsUppercase" => "Uppercase",
        "Punct" | "punct" | "IsPunctuation" => "P",
        "Digit" | "digit" | "javaDigit" | "IsDigit" => "Nd",
        "Space" | "space" | "javaWhitespace" | "IsWhite_Space" => "White_Space",
        "cntrl" | "Cntrl" => "Cc",
        _ => name
            .strip_prefix("Is")
            .filter(|rest| !rest.is_empty())
            .unwrap_or(name),
    }
}
