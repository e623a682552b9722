//! The short way through what nearly all of a file is: text without references, start tags, end tags.
//!
//! What lies whole in the decoded text is taken from there, without a copy into the tokenizer's buffer
//! and without its checks of UTF-8, which the text has passed. Whatever is not of the plainest form goes
//! to the tokenizer, with nothing consumed: so both ways give the same events, problems and places,
//! which the tests of this module hold against each other.

use std::io::Read;

use memchr::memchr2;

use super::super::entity::predefined;
use super::token::{attribute_value, push_lines};
use super::{Kind, ReadError, Reader};

/// A token of the plainest form.
enum Plain {
    /// So many bytes of text up to a tag or a reference.
    Text { bytes: usize },
    /// A reference of so many bytes to a character that every document knows.
    Reference { bytes: usize, character: char },
    /// A start tag of so many bytes.
    Start { bytes: usize, self_closing: bool },
    /// The end tag of the innermost element.
    End { bytes: usize },
}

/// Where an attribute's key and value stand, in bytes from the `<`.
#[derive(Clone, Copy)]
pub(super) struct Span {
    key: (usize, usize),
    value: (usize, usize),
    /// Whether the value stands as it is: no references, no white space but spaces.
    is_plain: bool,
}

impl<R: Read> Reader<R> {
    /// Takes one token if it is plain; nothing, with nothing consumed, if the tokenizer has to look.
    pub(super) fn plain_token(&mut self) -> Option<Result<Option<Kind>, ReadError>> {
        if !self.goes_short() {
            return None;
        }
        let mut spans = std::mem::take(&mut self.spans);
        let rest = self.tokens.get_ref().plain_rest();
        let plain = self.look(rest, &mut spans);
        let taken = plain.map(|plain| self.take_plain(&plain, &spans));
        self.spans = spans;
        taken
    }

    fn goes_short(&self) -> bool {
        self.takes_plain && self.between_tokens && !self.open.is_empty()
    }

    /// Consumes white space that stands between two tags.
    pub(super) fn skip_blank(&mut self) {
        if !self.goes_short() {
            return;
        }
        let input = self.tokens.get_mut();
        let rest = input.plain_rest().as_bytes();
        let is_text = |b: &u8| !matches!(b, b' ' | b'\t' | b'\n');
        let Some(bytes) = rest.iter().position(is_text) else {
            return;
        };
        // Behind a comment or a CDATA section the text may go on.
        let is_tag = matches!(rest[bytes..], [b'<', behind, ..] if !matches!(behind, b'!' | b'?'));
        if is_tag && bytes < self.options.max_text {
            input.consume_plain(bytes);
        }
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
            [b'&', name @ ..] => {
                // The longest name is `quot`.
                let length = name.iter().take(5).position(|&b| b == b';')?;
                let character = predefined(&rest[1..=length])?;
                let bytes = length + 2;
                fits(&bytes).then_some(Plain::Reference { bytes, character })
            }
            [] => None,
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
            Plain::Reference { bytes, character } => {
                text.push(character);
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
                for (at, span) in spans.iter().enumerate() {
                    let key = &rest[span.key.0..span.key.1];
                    if at == 0 {
                        tag.begin(key);
                        continue;
                    }
                    let value = &rest[span.value.0..span.value.1];
                    if span.is_plain {
                        tag.push_plain(key, value);
                        continue;
                    }
                    entities.begin_text();
                    result = tag.push(key, |out| attribute_value(value, out, entities, scratch));
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
    spans.clear();
    let mut at = name(bytes, 1)?;
    spans.push(Span {
        key: (1, at),
        value: (at, at),
        is_plain: true,
    });
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
        let key = (at, name(bytes, at)?);
        let quote = *bytes.get(key.1 + 1)?;
        if bytes[key.1] != b'=' || !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let (value, is_plain) = value(bytes, key.1 + 2, quote)?;
        let is_known = |span: &Span| rest[span.key.0..span.key.1] == rest[key.0..key.1];
        if spans[1..].iter().any(is_known) {
            return None;
        }
        spans.push(Span {
            key,
            value,
            is_plain,
        });
        at = value.1 + 1;
    }
}

/// What a byte is to a start tag; most keys and values are so short that looking at each byte once
/// costs less than a vector search for each byte that matters.
mod class {
    /// It may stand in a name, as a letter does at its beginning.
    pub(super) const NAME: u8 = 1;
    /// In a value it stands for something else.
    pub(super) const RESOLVED: u8 = 2;
    /// In a value the tokenizer has to look at it.
    pub(super) const ODD: u8 = 4;

    pub(super) const OF: [u8; 256] = {
        let mut classes = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            classes[byte] = match byte as u8 {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b':' | b'_' => NAME,
                b'&' | b'\t' | b'\n' => RESOLVED,
                b'<' | b'>' | b'\r' => ODD,
                _ => 0,
            };
            byte += 1;
        }
        classes
    };
}

/// Where the name that begins at `start` ends, if it is one in ASCII.
fn name(bytes: &[u8], start: usize) -> Option<usize> {
    if !bytes.get(start)?.is_ascii_alphabetic() {
        return None;
    }
    let is_other = |&b: &u8| class::OF[usize::from(b)] != class::NAME;
    let end = start + bytes[start..].iter().position(is_other)?;
    matches!(bytes[end], b' ' | b'\t' | b'\n' | b'>' | b'/' | b'=').then_some(end)
}

/// The value from `start` to before the quote, and whether it stands as it is.
fn value(bytes: &[u8], start: usize, quote: u8) -> Option<((usize, usize), bool)> {
    let mut classes = 0;
    for (at, &byte) in bytes.get(start..)?.iter().enumerate() {
        if byte == quote {
            let is_plain = classes & class::RESOLVED == 0;
            return (classes & class::ODD == 0).then_some(((start, start + at), is_plain));
        }
        classes |= class::OF[usize::from(byte)];
    }
    None
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
        let manners = [Options::default(), small, strict];
        for (options, skips_blank) in manners.iter().flat_map(|o| [(o, false), (o, true)]) {
            let [short, long] = [true, false]
                .map(|takes_plain| everything(xml, options.clone(), takes_plain, skips_blank));
            assert_eq!(short, long, "{:?}", String::from_utf8_lossy(xml));
        }
    }

    #[test]
    fn the_short_way_sees_what_the_tokenizer_sees() {
        for xml in [
            "<a>x</a>",
            "<a> \n<b/> <!-- --> <b> x</b>\t<![CDATA[ ]]>\r\n<?p?> &amp; </a> ",
            "<a>                                                      <b/></a>",
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
            "<a>&lt;&amp;x&gt;&quot;&apos;&lt &amp ;&toolong;&;&<b>&amp;</b>&",
            "<a>&#55357;&lt;&#56832;&#55357;&#56832;</a>",
            "<a>123456789012345678901234567890123456789&lt;&gt;</a>",
            "<!DOCTYPE a [<!ENTITY lt 'x'>]><a>&lt;</a>",
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
                "&lt;",
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
