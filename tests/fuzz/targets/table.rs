//! TSV, CSV and JSON lines: any bytes are read or refused, and what was read comes back through a table.
#![no_main]

use bitext_exchange::{Format, ReadOptions, WriteOptions, create, open_bytes};
use libfuzzer_sys::fuzz_target;

fn read(format: Format, bytes: &[u8]) -> Vec<bitext_tmx::Unit> {
    let options = ReadOptions {
        source_language: Some("en".to_owned()),
        target_language: Some("fr".to_owned()),
        drafts: true,
        ..ReadOptions::default()
    };
    let Ok(mut source) = open_bytes(format, bytes.to_vec(), &options) else {
        return Vec::new();
    };
    let mut units = Vec::new();
    while let Ok(Some(unit)) = source.next_unit() {
        units.push(unit);
    }
    units
}

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Tsv, Format::Csv, Format::Jsonl] {
        let units = read(format, bytes);
        let mut out = Vec::new();
        let mut sink = create(format, &mut out, &WriteOptions::default()).expect("a vector takes it");
        for unit in &units {
            // Its source is the language that the table has first.
            let source = unit.variants.first().map_or("en", |variant| &variant.lang);
            sink.write(unit, source).expect("a vector takes it");
        }
        sink.finish().expect("a vector takes it");
        let again = read(format, &out);
        assert_eq!(again.len(), units.len());
        for (unit, again) in units.iter().zip(&again) {
            for (one, other) in unit.variants.iter().zip(&again.variants) {
                let text = |variant: &bitext_tmx::Variant| {
                    // A table's line end is LF.
                    variant.segment.plain_text().replace("\r\n", "\n").replace('\r', "\n")
                };
                assert_eq!(text(one), text(other));
            }
        }
    }
});
