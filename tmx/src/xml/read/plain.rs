//! The short way through what nearly all of a file is: text without references, start tags, end tags.
//!
//! What lies whole in the decoded text is taken from there, without a copy into the tokenizer's buffer
//! and without its checks of UTF-8, which the text has passed. Whatever is not of the plainest form goes
//! to the tokenizer, with nothing consumed: so both ways give the same events, problems and places,
//! which the tests of this module hold against each other.

use std::io::Read;

use memchr::{memchr, memchr2, memchr3};

use super::super::chars::is_name;
use super::token::{attribute_value, push_lines};
use super::{Kind, ReadError, Reader};

/// A token of the plainest form.
enum Plain {
    /// So many bytes of text up to a tag or a reference.
    Text { bytes: usize },
    /// A start tag of so many bytes.
    Start { bytes: usize, self_closing: bool },
    /// The end tag of the innermost element.
    End { bytes: usize },
}

/// Where an attribute's key and value stand, in bytes from the `<`.
pub(super) type Span = [usize; 4];

impl<R: Read> Reader<R> {
    /// Takes one token if it is plain; nothing, with nothing consumed, if the tokenizer has to look.
    pub(super) fn plain_token(&mut self) -> Option<Result<Option<Kind>, ReadError>> {
        if !self.between_tokens || self.open.is_empty() {
            return None;
        }
        let mut spans = std::mem::take(&mut self.spans);
        let rest = self.tokens.get_ref().plain_rest();
        let plain = self.look(rest, &mut spans);
        let taken = plain.map(|plain| self.take_plain(&plain, &spans));
        self.spans = spans;
        taken
    }

    fn look(&self, rest: &str, spans: &mut Vec<Span>) -> Option<Plain> {
        // The tokenizer counts what it reads; at the limit it decides.
        let fits = |bytes: &usize| *bytes < self.options.max_text;
        match rest.as_bytes() {
            [b'<', b'/', ..] => {
                let name = self.innermost();
                let behind = rest[2..].strip_prefix(name)?;
                let bytes = 2 + name.len() + 1;
                (behind.starts_with('>') && fits(&bytes)).then_some(Plain::End { bytes })
            }
            [b'<', ..] => {
                if self.open.len() >= self.options.max_depth {
                    return None;
                }
                let (bytes, self_closing) = start_tag(rest, spans)?;
                let few = spans.len() <= self.options.max_attributes + 1;
                (few && fits(&bytes)).then_some(Plain::Start {
                    bytes,
                    self_closing,
                })
            }
            [b'&', ..] | [] => None,
            bytes => {
                let bytes = memchr2(b'<', b'&', bytes).filter(fits)?;
                Some(Plain::Text { bytes })
            }
        }
    }

    fn take_plain(&mut self, plain: &Plain, spans: &[Span]) -> Result<Option<Kind>, ReadError> {
        let Self {
            tokens,
            text,
            tag,
            entities,
            scratch,
            ..
        } = self;
        let input = tokens.get_mut();
        let rest = input.plain_rest();
        match *plain {
            Plain::Text { bytes } => {
                push_lines(&rest[..bytes], text);
                input.consume_plain(bytes);
                Ok(None)
            }
            Plain::End { bytes } => {
                input.consume_plain(bytes);
                Ok(Some(Kind::End))
            }
            Plain::Start {
                bytes,
                self_closing,
            } => {
                let mut result = Ok(());
                for (at, &[from, to, value, end]) in spans.iter().enumerate() {
                    if at == 0 {
                        tag.begin(&rest[from..to]);
                        continue;
                    }
                    let value = &rest[value..end];
                    if memchr3(b'&', b'\t', b'\n', value.as_bytes()).is_none() {
                        tag.push_plain(&rest[from..to], value);
                        continue;
                    }
                    entities.begin_text();
                    result = tag.push(&rest[from..to], |out| {
                        attribute_value(value, out, entities, scratch)
                    });
                    if result.is_err() {
                        break;
                    }
                }
                input.consume_plain(bytes);
                self.self_closing = self_closing;
                self.resolved(result.is_ok())?;
                Ok(Some(Kind::Start))
            }
        }
    }
}

/// The length of a plain start tag and whether it closes itself. The first span is its name, the others
/// are its attributes, no key twice.
fn start_tag(rest: &str, spans: &mut Vec<Span>) -> Option<(usize, bool)> {
    let bytes = rest.as_bytes();
    let is_space = |b: u8| matches!(b, b' ' | b'\t' | b'\n');
    let ends_name = |b: &u8| is_space(*b) || matches!(b, b'>' | b'/' | b'=' | b'<' | b'\r');
    spans.clear();
    let mut at = 1 + bytes[1..].iter().position(ends_name)?;
    if !is_name(&rest[1..at]) {
        return None;
    }
    spans.push([1, at, at, at]);
    loop {
        let before = at;
        while is_space(*bytes.get(at)?) {
            at += 1;
        }
        match bytes[at] {
            b'>' => return Some((at + 1, false)),
            b'/' if bytes.get(at + 1) == Some(&b'>') => return Some((at + 2, true)),
            _ if at == before => return None,
            _ => {}
        }
        let key = at;
        at += bytes[key..].iter().position(ends_name)?;
        let quote = *bytes.get(at + 1)?;
        if bytes[at] != b'=' || !matches!(quote, b'"' | b'\'') || !is_name(&rest[key..at]) {
            return None;
        }
        let value = at + 2;
        let end = value + memchr(quote, bytes.get(value..)?)?;
        if memchr3(b'<', b'\r', b'>', &bytes[value..end]).is_some() {
            return None;
        }
        let name = &rest[key..at];
        if spans[1..]
            .iter()
            .any(|&[from, to, ..]| &rest[from..to] == name)
        {
            return None;
        }
        spans.push([key, at, value, end]);
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::everything;
    use super::super::{Options, Policy};
    use proptest::prelude::*;

    /// Both ways see the same: events, their places, problems, the error.
    fn same(xml: &[u8]) {
        let small = Options {
            max_text: 40,
            max_depth: 4,
            max_attributes: 2,
            max_expansion: 30,
            ..Options::default()
        };
        let strict = Options {
            policy: Policy::Strict,
            ..Options::default()
        };
        for options in [Options::default(), small, strict] {
            let short = everything(xml, options.clone(), true);
            assert_eq!(
                short,
                everything(xml, options, false),
                "{:?}",
                String::from_utf8_lossy(xml)
            );
        }
    }

    #[test]
    fn the_short_way_sees_what_the_tokenizer_sees() {
        for xml in [
            "<a>x</a>",
            "<a b='1' c=\"2\">x<b/>y</a>",
            "<a b='1'c='2'></a>",
            "<a b = '1'></a>",
            "<a b='1' b='2'/>",
            "<a b='&lt;&nope;' c='a\tb\nc\rd'>&amp;x&y</a>",
            "<a b='>'><b >\r\n\r</b ></a\n>",
            "<a><b></a>",
            "<a><b x='<'/></a>",
            "<a b></a>",
            "<a =''/>",
            "<a><1/></a>",
            "<a>]]><![CDATA[<b>]]><!-- </a> --><?pi?>x</a>",
            "<a><b/><c d='1' e='2' f='3'/></a>",
            "<a><b><c><d><e/></d></c></b></a>",
            "<a>x</a>y",
            "<a/><b/>",
            "<a>1234567890123456789012345678901234567890</a>",
            "<a>123456789012345678901234567890123456789</a>",
            "<a b='123456789012345678901234567890123456789'/>",
            "<!DOCTYPE a [<!ENTITY w 'WWWWWWWWWW'>]><a b='&w;&w;' c='&w;&w;'>&w;</a>",
            "<a>x\r",
            "<a",
            "<a b='",
            "<a>é\u{1}</a>",
            "<a/ ></a>",
            "<a><b/c></a>",
            "<a b='1'/ ></a>",
        ] {
            same(xml.as_bytes());
        }
    }

    #[test]
    fn it_sees_the_same_over_the_edges_of_pieces() {
        let unit = "<tu id='1' lang=\"fr\"><seg>État de droit &amp; loi</seg><b/>\r\n</tu>\n";
        let xml = format!("<a>{}</a>", unit.repeat(5000));
        same(xml.as_bytes());
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            prop::sample::select(vec![
                "<a>",
                "</a>",
                "<b c='1'>",
                "</b>",
                "<b/>",
                " ",
                "\r\n",
                "\r",
                "&amp;",
                "&x;",
                "&",
                "<",
                ">",
                "'",
                "\"",
                "=",
                "/",
                "é",
                "text",
                "<!-- -->",
                "<![CDATA[x]]>",
                "<?p?>",
                " c='2'",
                " d=\"<\"",
                "</a >",
                "\u{1}",
                "\u{FFFF}",
            ])
            .prop_map(str::to_owned),
            "[a-z<>/='\" &;\r\n]{0,6}",
        ]
    }

    proptest! {
        #[test]
        fn any_pieces_are_the_same(pieces in prop::collection::vec(piece(), 0..24)) {
            same(format!("<a>{}", pieces.concat()).as_bytes());
            same(format!("<a>{}</a>", pieces.concat()).as_bytes());
        }

        #[test]
        fn any_bytes_are_the_same(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut xml = b"<a>".to_vec();
            xml.extend(bytes);
            same(&xml);
        }
    }
}
