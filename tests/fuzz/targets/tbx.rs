//! TBX, and every other glossary: any bytes are read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = bitext_glossary::tsv::ReadOptions::default();
    if let Ok(reading) = bitext_glossary::tsv::read(bytes, &options) {
        assert!(reading.glossary.len() <= bytes.len());
    }
});
