//! TBX, and every other glossary: any bytes are read or refused, and what was read is written as a table
//! and as TBX, and read again.
#![no_main]

use bitext_glossary::{ReadOptions, Selection, Status, exporter, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions::pair("en", "fr");
    for name in ["a.tsv", "a.csv", "a.xml"] {
        let Ok(reading) = read(name, bytes, &options) else {
            continue;
        };
        assert!(reading.glossary.len() <= bytes.len());
        let everything = Selection {
            statuses: Status::ALL.to_vec(),
            ..Selection::default()
        };
        for format in ["tsv", "tbx"] {
            let mut out = Vec::new();
            let exporter = exporter(format).expect("it is there");
            let Ok(written) = exporter.write(&reading.glossary, &everything, &mut out) else {
                continue;
            };
            if written.concepts == 0 {
                continue;
            }
            let again = read(&format!("a.{format}"), &out, &options).expect("what was written is read");
            assert!(!again.glossary.is_empty());
            // Terms without text have no place in a file.
            assert!(again.glossary.len() <= reading.glossary.len());
        }
    }
});
