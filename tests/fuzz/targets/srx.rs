//! SRX: any rules are loaded or refused, and cutting by them loses no character.
#![no_main]

use bitext::document::Rules;
use libfuzzer_sys::fuzz_target;

const TEXT: &str = "M. Roy est venu. Il repart (cf. art. 3). «Non !», dit-il… 12.5 % of U.S. firms agree.";

fuzz_target!(|bytes: &[u8]| {
    let Ok(rules) = Rules::parse(bytes, "rules") else {
        return;
    };
    let Ok(segmenter) = rules.segmenter(None) else {
        return;
    };
    let mut end = 0;
    for range in segmenter.segments(TEXT) {
        assert!(range.start >= end && TEXT[end..range.start].trim().is_empty());
        end = range.end;
    }
    assert!(TEXT[end..].trim().is_empty());
});
