//! TMX: any bytes are read or refused, and what was read is written and read the same again.
#![no_main]

use bitext_tmx::{Reader, Unit, WriteOptions, Writer, IllegalPolicy};
use libfuzzer_sys::fuzz_target;

fn read(bytes: &[u8]) -> Option<(bitext_tmx::Header, Vec<Unit>)> {
    let mut reader = Reader::new(bytes).ok()?;
    let mut units = Vec::new();
    while let Ok(Some(unit)) = reader.next_unit() {
        units.push(unit);
    }
    let report = reader.report();
    assert_eq!(report.units, units.len() as u64);
    assert!(report.skipped == 0 || report.total() > 0, "skipped in silence");
    Some((reader.header().clone(), units))
}

fuzz_target!(|bytes: &[u8]| {
    let Some((header, units)) = read(bytes) else {
        return;
    };
    let options = WriteOptions {
        illegal: IllegalPolicy::Replace,
        ..WriteOptions::default()
    };
    let Ok(mut writer) = Writer::with_options(Vec::new(), &header, options) else {
        return;
    };
    let mut written = Vec::new();
    for unit in &units {
        // Names of attributes that XML does not allow were dropped in reading; nothing else is refused.
        if writer.write(unit).is_ok() {
            written.push(unit);
        }
    }
    let (file, _) = writer.finish().expect("a vector takes everything");
    let (_, again) = read(&file).expect("what was written is TMX");
    assert_eq!(again.len(), written.len());
    for (unit, again) in written.into_iter().zip(&again) {
        for (one, other) in unit.variants.iter().zip(&again.variants) {
            assert_eq!(one.segment.plain_text(), other.segment.plain_text());
        }
    }
});
