//! gzip, ZIP and spreadsheets: any bytes are opened or refused, and never unpack to more than allowed.
#![no_main]

use bitext_exchange::{Format, ReadOptions, open_bytes};
use bitext_tmx::compressed::{self, Limits};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Read};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits {
        max_bytes: 1 << 20,
        free_bytes: 1 << 16,
        ..Limits::default()
    };
    if let Ok(input) = compressed::open(Cursor::new(bytes.to_vec()), &limits) {
        let mut out = Vec::new();
        let _ = input.take(4 << 20).read_to_end(&mut out);
        let compressed = compressed::kind(bytes) != compressed::Kind::Plain;
        assert!(!compressed || out.len() <= (1 << 20) + (1 << 16));
    }
    let options = ReadOptions {
        archive: limits,
        ..ReadOptions::default()
    };
    if let Ok(mut source) = open_bytes(Format::Xlsx, bytes.to_vec(), &options) {
        while let Ok(Some(_)) = source.next_unit() {}
    }
});
