//! The byte layout shared by the compiled-in models: variable-length integers, strings, and an
//! envelope of magic, version and checksum.

/// Why the bytes of a model cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone)]
#[non_exhaustive]
pub enum DecodeError {
    /// The file starts otherwise than a model of this kind.
    #[error("not a {0} file: its first bytes differ; rebuild it with `bitext train`")]
    Magic(&'static str),
    /// The file was written by another version of the program.
    #[error(
        "version {found} of the {kind} file is not readable (expected {expected}); rebuild it with `bitext train`"
    )]
    Version {
        /// What the file holds.
        kind: &'static str,
        /// The version in the file.
        found: u8,
        /// The version this program reads.
        expected: u8,
    },
    /// The checksum does not fit the content: the file was cut or altered.
    #[error("damaged {0} file: its checksum does not fit; fetch or rebuild it")]
    Checksum(&'static str),
    /// The content contradicts itself.
    #[error("damaged {kind} file at byte {offset}: {expected}; rebuild it")]
    Content {
        /// What the file holds.
        kind: &'static str,
        /// Where reading stopped, counted from the start of the content.
        offset: usize,
        /// What should have stood there.
        expected: &'static str,
    },
    /// The model was trained beside another lexicon, so its features mean something else.
    #[error("the tagger was trained with another lexicon; train it again with this one")]
    Lexicon,
}

/// What marks one kind of model file.
pub(crate) struct Envelope {
    pub(crate) kind: &'static str,
    pub(crate) magic: [u8; 4],
    pub(crate) version: u8,
}

impl Envelope {
    /// Magic, version and checksum stand before the content.
    const HEAD: usize = 4 + 1 + 8;

    /// `content` with its head.
    pub(crate) fn seal(&self, content: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::HEAD + content.len());
        bytes.extend_from_slice(&self.magic);
        bytes.push(self.version);
        bytes.extend_from_slice(&checksum(content).to_le_bytes());
        bytes.extend_from_slice(content);
        bytes
    }

    /// A reader of the content, once the head is found right.
    pub(crate) fn open<'b>(&self, bytes: &'b [u8]) -> Result<Reader<'b>, DecodeError> {
        let rest = bytes
            .strip_prefix(&self.magic)
            .ok_or(DecodeError::Magic(self.kind))?;
        let (&found, rest) = rest.split_first().ok_or(DecodeError::Checksum(self.kind))?;
        if found != self.version {
            let expected = self.version;
            return Err(DecodeError::Version {
                kind: self.kind,
                found,
                expected,
            });
        }
        let (sum, content) = rest
            .split_first_chunk::<8>()
            .ok_or(DecodeError::Checksum(self.kind))?;
        if u64::from_le_bytes(*sum) != checksum(content) {
            return Err(DecodeError::Checksum(self.kind));
        }
        Ok(Reader {
            kind: self.kind,
            content,
            offset: 0,
        })
    }
}

/// Reads what [`Writer`] wrote; every method fails rather than running past the end.
pub(crate) struct Reader<'b> {
    kind: &'static str,
    content: &'b [u8],
    offset: usize,
}

impl<'b> Reader<'b> {
    /// The error for a wrong value at the current place.
    pub(crate) fn wrong(&self, expected: &'static str) -> DecodeError {
        DecodeError::Content {
            kind: self.kind,
            offset: self.offset,
            expected,
        }
    }

    pub(crate) fn byte(&mut self) -> Result<u8, DecodeError> {
        let byte = *self
            .content
            .get(self.offset)
            .ok_or_else(|| self.wrong("one more byte"))?;
        self.offset += 1;
        Ok(byte)
    }

    /// An integer in LEB128.
    pub(crate) fn number(&mut self) -> Result<u64, DecodeError> {
        let mut value = 0u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.wrong("a shorter number"))
    }

    /// A number below `limit`.
    pub(crate) fn index(&mut self, limit: usize) -> Result<usize, DecodeError> {
        let value = self.number()?;
        usize::try_from(value)
            .ok()
            .filter(|&index| index < limit)
            .ok_or_else(|| self.wrong("a smaller number"))
    }

    /// The number of things that follow, each at least one byte long.
    pub(crate) fn count(&mut self) -> Result<usize, DecodeError> {
        let left = self.content.len() - self.offset;
        self.index(left + 1)
    }

    pub(crate) fn bytes(&mut self) -> Result<&'b [u8], DecodeError> {
        let length = self.count()?;
        let end = self.offset + length;
        let bytes = self
            .content
            .get(self.offset..end)
            .ok_or_else(|| self.wrong("more bytes"))?;
        self.offset = end;
        Ok(bytes)
    }

    pub(crate) fn text(&mut self) -> Result<&'b str, DecodeError> {
        let bytes = self.bytes()?;
        std::str::from_utf8(bytes).map_err(|_| self.wrong("UTF-8 text"))
    }

    /// Fails unless everything was read.
    pub(crate) fn finish(&self) -> Result<(), DecodeError> {
        if self.offset == self.content.len() {
            Ok(())
        } else {
            Err(self.wrong("the end"))
        }
    }
}

/// Writes the content of a model.
#[derive(Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(crate) fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            // Masked to seven bits: fits.
            self.0.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    pub(crate) fn count(&mut self, value: usize) {
        self.number(value as u64);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }
}

/// FNV-1a over 64 bits (Fowler, Noll and Vo), a byte at a time.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TOY: Envelope = Envelope {
        kind: "toy",
        magic: *b"BTTY",
        version: 3,
    };

    fn sealed() -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(300);
        writer.text("état");
        TOY.seal(&writer.0)
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = sealed();
        let mut reader = TOY.open(&bytes).unwrap();
        assert_eq!(reader.number(), Ok(300));
        assert_eq!(reader.text(), Ok("état"));
        assert_eq!(reader.finish(), Ok(()));
        assert!(reader.byte().is_err());
    }

    #[test]
    fn foreign_newer_cut_and_altered_files_are_told_apart() {
        let bytes = sealed();
        assert_eq!(
            TOY.open(b"PK\x03\x04").err(),
            Some(DecodeError::Magic("toy"))
        );
        let mut newer = bytes.clone();
        newer[4] = 4;
        assert!(matches!(
            TOY.open(&newer).err(),
            Some(DecodeError::Version { found: 4, .. })
        ));
        for cut in 5..bytes.len() {
            assert_eq!(
                TOY.open(&bytes[..cut]).err(),
                Some(DecodeError::Checksum("toy"))
            );
        }
        for place in 13..bytes.len() {
            let mut altered = bytes.clone();
            altered[place] ^= 0x20;
            assert_eq!(TOY.open(&altered).err(), Some(DecodeError::Checksum("toy")));
        }
    }

    proptest! {
        #[test]
        fn numbers_survive(value in 0u64..1 << 62) {
            let mut writer = Writer::default();
            writer.number(value);
            let bytes = TOY.seal(&writer.0);
            prop_assert_eq!(TOY.open(&bytes).unwrap().number(), Ok(value));
        }

        #[test]
        fn no_content_runs_past_its_end(content: Vec<u8>) {
            let bytes = TOY.seal(&content);
            let mut reader = TOY.open(&bytes).unwrap();
            while reader.text().is_ok() {}
            while reader.number().is_ok() {}
            prop_assert!(reader.offset <= content.len());
        }
    }
}
