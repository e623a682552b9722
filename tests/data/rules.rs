//! Segmentation rules (SRX) of other tools.

use crate::support::squeezed;
use crate::{data, files};
use bitext::document::Rules;
use bitext::language::Language;

#[test]
fn rules_of_other_tools_are_loaded_and_what_is_not_is_told() {
    let mut loaded = 0;
    for path in files(&data("formats/srx"), ".srx") {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match Rules::read(&path) {
            Ok(rules) => {
                loaded += 1;
                assert!(
                    rules.warnings().iter().all(|warning| warning.line > 0),
                    "{name}: a warning without a place"
                );
                for language in [Language::french(), Language::english()] {
                    let Ok(segmenter) = rules.segmenter(Some(&language)) else {
                        continue;
                    };
                    let text = "Il est venu. Elle est partie.";
                    let segments = segmenter.segments(text);
                    // All but white space, in order.
                    let kept: String = segments.iter().map(|range| &text[range.clone()]).collect();
                    assert_eq!(squeezed(&kept), squeezed(text), "{name}");
                }
            }
            Err(error) => {
                assert_eq!(name, "invalid.srx", "{error}");
                assert!(error.to_string().contains("invalid.srx"), "{error}");
            }
        }
    }
    assert!(loaded >= 14, "{loaded} files loaded");
}

/// Rules made for French cut where a French reader would.
#[test]
fn omegats_rules_cut_sentences() {
    for name in ["defaultRules.srx", "languagetool_segment.srx"] {
        let rules = Rules::read(&data(&format!("formats/srx/{name}"))).expect("rules");
        let segmenter = rules
            .segmenter(Some(&Language::french()))
            .expect("for French");
        let text = "Le traité est signé. Il entre en vigueur demain.";
        let pieces: Vec<&str> = segmenter
            .segments(text)
            .into_iter()
            .map(|range| text[range].trim())
            .collect();
        assert_eq!(
            pieces,
            ["Le traité est signé.", "Il entre en vigueur demain."],
            "{name}"
        );
    }
}
