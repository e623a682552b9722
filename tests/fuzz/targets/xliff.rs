//! XLIFF: any bytes are read or refused, and what was read can be written in both versions and read.
#![no_main]

use bitext_exchange::{Format, ReadOptions, WriteOptions, create, open_bytes};
use libfuzzer_sys::fuzz_target;

fn read(bytes: &[u8]) -> Option<Vec<bitext_tmx::Unit>> {
    let options = ReadOptions {
        source_language: Some("en".to_owned()),
        target_language: Some("fr".to_owned()),
        drafts: true,
        ..ReadOptions::default()
    };
    let mut source = open_bytes(Format::Xliff1, bytes.to_vec(), &options).ok()?;
    let mut units = Vec::new();
    while let Ok(Some(unit)) = source.next_unit() {
        units.push(unit);
    }
    assert_eq!(source.report().units, units.len() as u64);
    Some(units)
}

fuzz_target!(|bytes: &[u8]| {
    let Some(units) = read(bytes) else { return };
    for format in [Format::Xliff1, Format::Xliff2] {
        let mut out = Vec::new();
        let mut sink = create(format, &mut out, &WriteOptions::default()).expect("a vector takes it");
        for unit in &units {
            sink.write(unit, "en").expect("what XML gave, XML holds");
        }
        let written = sink.finish().expect("a vector takes it");
        let again = read(&out).expect("what was written is XLIFF");
        assert_eq!(again.len() as u64, written.pairs);
    }
});
