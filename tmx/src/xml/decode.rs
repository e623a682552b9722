//! Bytes of any encoding into clean UTF-8, piece by piece, with the position kept.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::chars::{has_suspects, is_xml_char};
use super::position::Position;
use super::problem::Problem;
use super::sniff::{self, Coding, PREFIX};

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// A [`BufRead`] over the decoded text.
///
/// It holds only characters XML allows: others, and bytes invalid in the encoding, are replaced
/// by U+FFFD and reported with their exact position once they are consumed.
pub(super) struct Decoded<R> {
    /// Nothing in a place holder.
    input: Option<R>,
    /// Bytes as they were read: `raw[raw_at..raw_end]` are still to be decoded.
    raw: Vec<u8>,
    raw_at: usize,
    raw_end: usize,
    input_ended: bool,
    coding: Option<Coder>,
    name: &'static str,
    /// Decoded and not yet consumed: `text[text_at..]`.
    text: String,
    text_at: usize,
    /// What was replaced in `text`, by offset into it.
    replaced: VecDeque<(usize, Problem)>,
    /// Where `text` begins.
    start: Position,
    /// The place in `text` that was turned into a position last.
    located: Cell<(usize, Position)>,
    marks: Marks,
    problems: Vec<(Position, Problem)>,
    /// Bytes that may be consumed before the next [`Decoded::allow`].
    allowance: usize,
}

/// Places worth remembering. Counting lines and columns costs more than all else that is done with
/// a short token, and nearly no place is asked for: so it waits until somebody asks, or until the
/// text is about to go.
struct Marks {
    /// [`Position::offset`] of each.
    offsets: [u64; Slot::COUNT],
    /// The positions of those that lie before the text.
    found: [Position; Slot::COUNT],
}

/// The places that [`Reader`](super::Reader) remembers.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    /// Where the token being read begins.
    Token,
    /// Where the text being joined begins.
    Text,
    /// Where the last event begins.
    Event,
    /// Where the event waiting behind a text begins.
    Pending,
    /// Where the element begins that whoever reads wants to remember.
    Element,
}

impl Slot {
    const COUNT: usize = Self::ALL.len();
    const ALL: [Self; 5] = [
        Self::Token,
        Self::Text,
        Self::Event,
        Self::Pending,
        Self::Element,
    ];
}

enum Coder {
    Known(Box<Decoder>),
    Utf32 {
        big_endian: bool,
    },
    /// The end was reached: encoding_rs panics when asked again.
    Done,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(input: R) -> Self {
        Self::over(Some(input))
    }

    /// An empty input, to stand where another was taken away.
    pub(super) fn place_holder() -> Self {
        Self::over(None)
    }

    fn over(input: Option<R>) -> Self {
        Self {
            input,
            raw: Vec::new(),
            raw_at: 0,
            raw_end: 0,
            input_ended: false,
            coding: None,
            name: "UTF-8",
            text: String::new(),
            text_at: 0,
            replaced: VecDeque::new(),
            start: Position::START,
            located: Cell::new((0, Position::START)),
            marks: Marks {
                offsets: [0; Slot::COUNT],
                found: [Position::START; Slot::COUNT],
            },
            problems: Vec::new(),
            allowance: usize::MAX,
        }
    }

    /// Where the next byte to be consumed stands.
    pub(super) fn position(&self) -> Position {
        self.locate(self.text_at)
    }

    /// [`Position::offset`] of the next byte to be consumed.
    pub(super) fn offset(&self) -> u64 {
        self.start.offset + self.text_at as u64
    }

    /// Remembers where the next byte to be consumed stands.
    pub(super) fn mark(&mut self, slot: Slot) {
        self.marks.offsets[slot as usize] = self.offset();
    }

    /// Remembers under `to` what is remembered under `from`.
    pub(super) fn copy_mark(&mut self, from: Slot, to: Slot) {
        let offset = self.marked_offset(from);
        self.marks.offsets[to as usize] = offset;
        if offset < self.start.offset {
            self.marks.found[to as usize] = self.marks.found[from as usize];
        }
    }

    /// The place remembered.
    pub(super) fn marked(&self, slot: Slot) -> Position {
        match self.marked_offset(slot).checked_sub(self.start.offset) {
            Some(at) => self.locate(at as usize),
            None => self.marks.found[slot as usize],
        }
    }

    /// [`Position::offset`] of the place remembered.
    pub(super) fn marked_offset(&self, slot: Slot) -> u64 {
        self.marks.offsets[slot as usize]
    }

    /// The position of a place in `text`. Places are asked for in rising order, nearly always: each
    /// byte is counted once.
    fn locate(&self, at: usize) -> Position {
        let (known, position) = self.located.get();
        let bytes = self.text.as_bytes();
        let at = at.min(bytes.len());
        let found = if known <= at {
            position.after(&bytes[known..at])
        } else {
            self.start.after(&bytes[..at])
        };
        self.located.set((at, found));
        found
    }

    /// Before `text` changes: what was remembered in it becomes a position, and what is not yet
    /// consumed becomes its beginning.
    fn leave(&mut self) {
        // In rising order, so that each byte is counted once.
        let mut slots = Slot::ALL;
        slots.sort_by_key(|&slot| self.marked_offset(slot));
        for slot in slots {
            self.marks.found[slot as usize] = self.marked(slot);
        }
        self.start = self.locate(self.text_at);
        self.located.set((0, self.start));
    }

    /// Name of the encoding; known after the first read.
    pub(super) fn encoding(&self) -> &'static str {
        self.name
    }

    pub(super) fn problems_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Problems in what was consumed since the last call.
    pub(super) fn problems(&mut self) -> &mut Vec<(Position, Problem)> {
        &mut self.problems
    }

    /// Lets this many bytes be consumed from here; then reading fails. Bounds a single token.
    pub(super) fn allow(&mut self, bytes: usize) {
        self.allowance = bytes;
    }

    /// Whether the last failure was the allowance's end.
    pub(super) fn exhausted(&self) -> bool {
        self.allowance == 0
    }

    /// What is decoded and not yet consumed, where it can be taken without any report to make; empty
    /// where it cannot.
    pub(super) fn plain_rest(&self) -> &str {
        if self.replaced.is_empty() {
            self.text.get(self.text_at..).unwrap_or_default()
        } else {
            ""
        }
    }

    /// Consumes this many bytes of [`plain_rest`](Self::plain_rest).
    pub(super) fn consume_plain(&mut self, count: usize) {
        self.text_at += count;
    }

    /// Looks at the first bytes; says what the file is when it cannot be XML.
    pub(super) fn open(&mut self) -> io::Result<Option<&'static str>> {
        while self.raw_end < PREFIX && !self.input_ended {
            self.read_more()?;
        }
        let sniffed = sniff::sniff(&self.raw[..self.raw_end]);
        let other = sniff::other_format(&self.raw[..self.raw_end]);
        self.raw_at = sniffed.bom;
        self.name = sniffed.coding.name();
        if let Some(problem) = sniffed.problem {
            self.problems.push((Position::START, problem));
        }
        self.coding = Some(match sniffed.coding {
            Coding::Known(encoding) => {
                Coder::Known(Box::new(encoding.new_decoder_without_bom_handling()))
            }
            Coding::Utf32 { big_endian } => Coder::Utf32 { big_endian },
        });
        Ok(other)
    }

    /// Reads one piece behind what is already there.
    fn read_more(&mut self) -> io::Result<()> {
        self.raw.copy_within(self.raw_at..self.raw_end, 0);
        self.raw_end -= self.raw_at;
        self.raw_at = 0;
        // It grows to its size once, and is not cleared again.
        if self.raw.len() < self.raw_end + CHUNK {
            self.raw.resize(self.raw_end + CHUNK, 0);
        }
        let room = self.raw_end..self.raw_end + CHUNK;
        let result = loop {
            let Some(input) = &mut self.input else {
                break Ok(0);
            };
            match input.read(&mut self.raw[room.clone()]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let count = *result.as_ref().unwrap_or(&0);
        self.raw_end += count.min(CHUNK);
        self.input_ended |= matches!(result, Ok(0));
        result.map(|_| ())
    }

    /// Decodes the next piece of text; leaves it empty only at the end of the input.
    fn refill(&mut self) -> io::Result<()> {
        if self.coding.is_none() {
            self.open()?;
        }
        self.leave();
        self.text.clear();
        self.text_at = 0;
        self.replaced.clear();
        loop {
            if self.raw_at == self.raw_end && !self.input_ended {
                self.read_more()?;
            }
            let finished = match &mut self.coding {
                Some(Coder::Known(decoder)) => decode(
                    decoder,
                    &self.raw[..self.raw_end],
                    &mut self.raw_at,
                    self.input_ended,
                    &mut self.text,
                    &mut self.replaced,
                ),
                Some(Coder::Utf32 { big_endian }) => {
                    let done = decode_utf32(
                        *big_endian,
                        &self.raw[..self.raw_end],
                        &mut self.raw_at,
                        self.input_ended,
                        &mut self.text,
                        &mut self.replaced,
                    );
                    if !done && self.text.is_empty() {
                        self.read_more()?;
                    }
                    done
                }
                Some(Coder::Done) | None => true,
            };
            if finished {
                self.coding = Some(Coder::Done);
            }
            if finished || !self.text.is_empty() {
                break;
            }
        }
        if has_suspects(self.text.as_bytes()) {
            self.clean();
        }
        Ok(())
    }

    /// Consumes everything before the first of these tags (`<tu`, `</body`), which must be whole
    /// names; false when there is none.
    pub(super) fn seek(&mut self, tags: &[String]) -> io::Result<bool> {
        self.allow(usize::MAX);
        let longest = tags.iter().map(String::len).max().unwrap_or_default();
        loop {
            if self.text.len() - self.text_at <= longest && !self.extend()? {
                return Ok(false);
            }
            let rest = &self.text.as_bytes()[self.text_at..];
            let Some(at) = rest.iter().position(|&b| b == b'<') else {
                self.consume(rest.len());
                continue;
            };
            if at > 0 {
                self.consume(at);
                continue;
            }
            let is_tag = |tag: &String| {
                let behind = rest.strip_prefix(tag.as_bytes())?.first()?;
                matches!(behind, b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'/').then_some(())
            };
            if tags.iter().any(|tag| is_tag(tag).is_some()) {
                return Ok(true);
            }
            self.consume(1);
        }
    }

    /// Decodes the next piece behind what is not yet consumed; false at the end of the input.
    fn extend(&mut self) -> io::Result<bool> {
        self.text_at = self.text.floor_char_boundary(self.text_at);
        self.leave();
        let tail = self.text.split_off(self.text_at);
        let before: Vec<_> = self
            .replaced
            .drain(..)
            .map(|(at, problem)| (at.saturating_sub(self.text_at), problem))
            .collect();
        self.refill()?;
        let grown = !self.text.is_empty();
        self.text.insert_str(0, &tail);
        for (at, _) in &mut self.replaced {
            *at += tail.len();
        }
        for entry in before.into_iter().rev() {
            self.replaced.push_front(entry);
        }
        Ok(grown)
    }

    /// Replaces characters XML does not allow, keeping the offsets of earlier replacements right.
    fn clean(&mut self) {
        if self.text.chars().all(is_xml_char) {
            return;
        }
        let mut clean = String::with_capacity(self.text.len() + 64);
        let mut replaced = VecDeque::with_capacity(self.replaced.len() + 1);
        for (at, c) in self.text.char_indices() {
            if let Some((_, problem)) = self.replaced.pop_front_if(|(place, _)| *place == at) {
                replaced.push_back((clean.len(), problem));
            }
            if is_xml_char(c) {
                clean.push(c);
            } else {
                let code = u32::from(c);
                replaced.push_back((clean.len(), Problem::IllegalCharacter { code }));
                clean.push('\u{FFFD}');
            }
        }
        self.text = clean;
        self.replaced = replaced;
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.text_at == self.text.len() {
            self.refill()?;
        }
        let rest = self.text.as_bytes().get(self.text_at..).unwrap_or_default();
        if rest.len() <= self.allowance {
            return Ok(rest);
        }
        // Never half a character: what is consumed stays text.
        let to = self.text.floor_char_boundary(self.text_at + self.allowance);
        if to <= self.text_at {
            self.allowance = 0;
            return Err(io::Error::other("token too long"));
        }
        Ok(rest.get(..to - self.text_at).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let to = (self.text_at + count).min(self.text.len());
        while let Some((at, problem)) = self.replaced.pop_front_if(|(at, _)| *at < to) {
            self.problems.push((self.locate(at), problem));
        }
        self.allowance = self.allowance.saturating_sub(to - self.text_at);
        self.text_at = to;
    }
}

/// One step of encoding_rs; true at the end of the input.
fn decode(
    decoder: &mut Decoder,
    raw: &[u8],
    raw_at: &mut usize,
    last: bool,
    text: &mut String,
    replaced: &mut VecDeque<(usize, Problem)>,
) -> bool {
    loop {
        // Some encodings write three bytes for one; room for a replacement on top.
        text.reserve(CHUNK + 16);
        let source = &raw[*raw_at..];
        let (result, read) = decoder.decode_to_string_without_replacement(source, text, last);
        *raw_at += read;
        match result {
            DecoderResult::InputEmpty => return last,
            DecoderResult::OutputFull => return false,
            DecoderResult::Malformed(length, after) => {
                let end = raw_at.saturating_sub(usize::from(after));
                let bad = raw.get(end.saturating_sub(usize::from(length))..end);
                replaced.push_back((
                    text.len(),
                    Problem::InvalidBytes {
                        bytes: hex(bad.unwrap_or_default()),
                        encoding: decoder.encoding().name(),
                    },
                ));
                text.push('\u{FFFD}');
            }
        }
    }
}

/// UTF-32, four bytes a character; true at the end of the input.
fn decode_utf32(
    big_endian: bool,
    raw: &[u8],
    raw_at: &mut usize,
    last: bool,
    text: &mut String,
    replaced: &mut VecDeque<(usize, Problem)>,
) -> bool {
    let invalid = |bytes: &[u8]| Problem::InvalidBytes {
        bytes: hex(bytes),
        encoding: "UTF-32",
    };
    let (units, rest) = raw.get(*raw_at..).unwrap_or_default().as_chunks::<4>();
    for unit in units {
        let code = if big_endian {
            u32::from_be_bytes(*unit)
        } else {
            u32::from_le_bytes(*unit)
        };
        let c = char::from_u32(code).unwrap_or_else(|| {
            replaced.push_back((text.len(), invalid(unit)));
            '\u{FFFD}'
        });
        text.push(c);
    }
    *raw_at = raw.len() - rest.len();
    if last && !rest.is_empty() {
        replaced.push_back((text.len(), invalid(rest)));
        text.push('\u{FFFD}');
        *raw_at = raw.len();
    }
    last
}

fn hex(bytes: &[u8]) -> String {
    let hex: Vec<String> = bytes.iter().map(|b| format!("{b:02X}")).collect();
    hex.join(" ")
}

#[cfg(test)]
mod tests;
