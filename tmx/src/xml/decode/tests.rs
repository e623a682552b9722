use super::*;

fn all(bytes: &[u8]) -> (String, Vec<(Position, Problem)>) {
    // One byte at a time: characters cut between two reads must come through.
    struct Drip<'a>(&'a [u8]);
    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = into.len().min(self.0.len()).min(1);
            self.0.read(&mut into[..count])
        }
    }
    let mut whole = String::new();
    let mut decoded = Decoded::new(bytes);
    decoded.read_to_string(&mut whole).unwrap();
    let mut dripped = String::new();
    let mut slow = Decoded::new(Drip(bytes));
    slow.read_to_string(&mut dripped).unwrap();
    assert_eq!(whole, dripped);
    assert_eq!(decoded.problems, slow.problems);
    (whole, decoded.problems)
}

#[test]
fn reads_every_width() {
    let text = "<a>été 𝄞 \u{FFFD}</a>";
    let utf16 =
        |order: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
    let utf32 = |order: fn(u32) -> [u8; 4]| -> Vec<u8> {
        text.chars().flat_map(|c| order(u32::from(c))).collect()
    };
    for bytes in [
        text.as_bytes().to_vec(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        utf32(u32::to_le_bytes),
        utf32(u32::to_be_bytes),
    ] {
        assert_eq!(all(&bytes).0, text);
    }
}

#[test]
fn replaces_and_locates_bad_bytes_and_controls() {
    let (text, problems) = all(b"<a>\n\xE9t\x01\xE9</a>");
    assert_eq!(text, "<a>\n\u{FFFD}t\u{FFFD}\u{FFFD}</a>");
    let places: Vec<_> = problems.iter().map(|(p, _)| (p.line, p.column)).collect();
    assert_eq!(places, [(2, 1), (2, 3), (2, 4)]);
    assert!(matches!(
        &problems[1].1,
        Problem::IllegalCharacter { code: 1 }
    ));
    assert!(matches!(&problems[0].1, Problem::InvalidBytes { bytes, .. } if bytes == "E9"));
}

#[test]
fn survives_cut_wide_files() {
    assert_eq!(all(b"<\0a\0>").0, "<a\u{FFFD}");
    assert_eq!(all(b"<\0\0\0a\0").0, "<\u{FFFD}");
}
