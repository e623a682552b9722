//! PO: any bytes are read or refused, and what was read is written and read the same again.
#![no_main]

use bitext_exchange::{Format, ReadOptions, WriteOptions, create, open_bytes};
use libfuzzer_sys::fuzz_target;

fn read(bytes: &[u8]) -> Vec<bitext_tmx::Unit> {
    let options = ReadOptions {
        source_language: Some("en".to_owned()),
        target_language: Some("fr".to_owned()),
        drafts: true,
        ..ReadOptions::default()
    };
    let Ok(mut source) = open_bytes(Format::Po, bytes.to_vec(), &options) else {
        return Vec::new();
    };
    let mut units = Vec::new();
    while let Ok(Some(unit)) = source.next_unit() {
        units.push(unit);
    }
    units
}

fuzz_target!(|bytes: &[u8]| {
    let units = read(bytes);
    let mut out = Vec::new();
    let mut sink = create(Format::Po, &mut out, &WriteOptions::default()).expect("a vector takes it");
    for unit in &units {
        sink.write(unit, "en").expect("a vector takes it");
    }
    let written = sink.finish().expect("a vector takes it");
    assert_eq!(read(&out).len() as u64, written.pairs);
});
