//! gettext's PO files.
//!
//! - `entry`: lines to entries, and what strings escape;
//! - `header`: what a file says of itself, which a PO file made from it takes over;
//! - `plural`: the forms of plural entries;
//! - `read`: entries as units;
//! - `write`: units as entries.
//!
//! Fuzzy entries are drafts; obsolete ones (`#~`) too. A plural entry gives a unit for each form, which
//! are one entry again when they are written. Context, references, flags and extracted comments are
//! properties, and are written back as such; translators' comments are notes.

mod entry;
mod header;
mod plural;
mod read;
mod write;

pub use header::PoHeader;
pub(crate) use read::Reader;
pub(crate) use write::Writer;

/// The property that holds `msgctxt`.
const CONTEXT: &str = "x-context";
/// `#.`: what the program's authors say.
const EXTRACTED: &str = "x-po-extracted";
/// `#:`: where the text stands in the program.
const REFERENCE: &str = "x-po-reference";
/// `#,`: flags other than `fuzzy`.
const FLAG: &str = "x-po-flag";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pair::Pair;
    use crate::sink::Sink;
    use crate::source::{ReadOptions, Source};
    use crate::{Report, Status};
    use bitext_tmx::Unit;
    use proptest::prelude::*;

    const FILE: &str = r##"# Headline
msgid ""
msgstr ""
"Project-Id-Version: x\n"
"Language: fr\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

#. the button
#: src/a.c:12 src/b.c:3
#, c-format
msgctxt "menu"
msgid "Save %s"
msgstr ""
"Enregistrer "
"%s\n"

# à revoir
#, fuzzy, no-wrap
#| msgid "Old"
msgid "Open \"it\""
msgstr "Ouvrir"

msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d fichier"
msgstr[1] "%d fichiers"

msgid "Nothing"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Parti"
"##;

    fn read(bytes: &[u8], drafts: bool) -> (Vec<Unit>, Report) {
        let options = ReadOptions {
            source_language: Some("en".to_owned()),
            target_language: Some("fr".to_owned()),
            drafts,
            ..ReadOptions::default()
        };
        let mut reader = Reader::open(bytes, &options).unwrap();
        let mut units = Vec::new();
        while let Some(unit) = reader.next_unit().unwrap() {
            units.push(unit);
        }
        (units, reader.report())
    }

    fn write(units: &[Unit]) -> String {
        let mut out = Vec::new();
        let mut writer: Box<dyn Sink> = Box::new(Writer::new(&mut out, None));
        for unit in units {
            writer.write(unit, "en").unwrap();
        }
        writer.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn entries_become_units_with_their_states() {
        let (units, report) = read(FILE.as_bytes(), false);
        let texts: Vec<_> = units
            .iter()
            .map(|unit| unit.variants[1].segment.plain_text())
            .collect();
        assert_eq!(texts, ["Enregistrer %s\n", "%d fichier", "%d fichiers"]);
        assert_eq!(units[0].prop(CONTEXT), Some("menu"));
        assert_eq!(units[0].prop(REFERENCE), Some("src/a.c:12 src/b.c:3"));
        assert_eq!(
            (
                report.units,
                report.drafts,
                report.untranslated,
                report.total()
            ),
            (3, 2, 1, 0)
        );

        let (units, _) = read(FILE.as_bytes(), true);
        assert_eq!(units[1].variants[0].segment.plain_text(), "Open \"it\"");
        assert_eq!(units[1].prop(crate::STATUS), Some(Status::Draft.as_str()));
        assert_eq!(units[1].notes[0].text, "à revoir");
        assert_eq!(units.len(), 5);
    }

    #[test]
    fn a_new_file_takes_the_header_over_and_has_one() {
        let options = ReadOptions {
            source_language: Some("en".to_owned()),
            ..ReadOptions::default()
        };
        let copy = |bytes: &[u8]| {
            let mut reader = Reader::open(bytes, &options).unwrap();
            let header = reader.po_header().cloned();
            let mut out = Vec::new();
            let mut writer: Box<dyn Sink> = Box::new(Writer::new(&mut out, header));
            while let Some(unit) = reader.next_unit().unwrap() {
                writer.write(&unit, "en").unwrap();
            }
            writer.finish().unwrap();
            (String::from_utf8(out).unwrap(), reader.report())
        };
        let latin = FILE.replace("UTF-8", "ISO-8859-1").replace('à', "a");
        let (once, _) = copy(latin.as_bytes());
        insta::assert_snapshot!(once.split("\n\n").next().unwrap(), @r##"
        # Headline
        msgid ""
        msgstr ""
        "Project-Id-Version: x\n"
        "Language: fr\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=2; plural=(n > 1);\n"
        "Content-Transfer-Encoding: 8bit\n"
        "X-Source-Language: en\n"
        "##);
        assert_eq!(copy(once.as_bytes()).0, once);
        // A file that was put together from two.
        let (both, report) = copy(format!("{FILE}\n{FILE}").as_bytes());
        assert_eq!(both.matches("Project-Id-Version").count(), 1);
        assert_eq!(report.counts["second-header"], 1);
    }

    #[test]
    fn the_header_names_the_encoding() {
        let latin: Vec<u8> = FILE
            .replace("UTF-8", "ISO-8859-1")
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        assert_eq!(read(&latin, true).0, read(FILE.as_bytes(), true).0);
    }

    #[test]
    fn what_is_broken_is_told_with_its_line_and_costs_one_entry() {
        let (units, report) = read(
            b"msgid \"a\"\nmsgstr \"A\nmsgid \"b\"\nmsgstr \"B\"\n\nnonsense\n",
            false,
        );
        assert_eq!(units.len(), 1);
        let lines: Vec<u64> = report.findings.iter().map(|finding| finding.line).collect();
        assert_eq!((lines, report.skipped), (vec![2, 6], 1));
    }

    #[test]
    fn texts_that_come_twice_get_a_context() {
        let pairs = [("a", "A"), ("a", "B"), ("a", "A")];
        let units = pairs.map(|(a, b)| Pair::new(("en", a), ("fr", b)).into_unit());
        let file = write(&units);
        assert_eq!(file.matches("msgctxt").count(), 2);
        assert_eq!(read(file.as_bytes(), true).0.len(), 3);
    }

    const PLURALS: &str = r##"
msgctxt "list"
msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d файл"
msgstr[1] "%d файла"
msgstr[2] "%d файлов"

msgid "%d word"
msgid_plural "%d words"
msgstr[0] "%d 語"

msgid "Open"
msgstr "Открыть"

msgid "%d page"
msgid_plural "%d pages"
msgstr[0] "%d page"
msgstr[1] "%d pages"
"##;

    #[test]
    fn plural_forms_are_units_and_one_entry_again() {
        let (units, _) = read(PLURALS.as_bytes(), true);
        let texts: Vec<_> = units
            .iter()
            .map(|unit| {
                let [source, target] = [0, 1].map(|at| unit.variants[at].segment.plain_text());
                format!("{source} = {target}")
            })
            .collect();
        assert_eq!(
            texts,
            [
                "%d file = %d файл",
                "%d files = %d файла",
                "%d files = %d файлов",
                "%d words = %d 語",
                "Open = Открыть",
                "%d page = %d page",
                "%d pages = %d pages",
            ]
        );
        let file = write(&units);
        let (_, entries) = file.split_once("\n\n").unwrap();
        assert_eq!(format!("\n{entries}"), PLURALS);
    }

    #[test]
    fn an_entry_says_what_any_of_its_forms_says() {
        let forms = ["0/2", "1/2"].map(|at| {
            let (source, singular) =
                [("file", None), ("files", Some("file"))][usize::from(at == "1/2")];
            let mut pair = Pair::new(("en", source), ("fr", at));
            pair.notes = vec!["both".to_owned(), format!("of {at}")];
            pair.status = (at == "1/2").then_some(Status::Draft);
            pair.properties = vec![(plural::FORM.to_owned(), at.to_owned())];
            pair.properties
                .extend(singular.map(|text| (plural::SINGULAR.to_owned(), text.to_owned())));
            pair.into_unit()
        });
        let file = write(&forms);
        let (_, entry) = file.split_once("\n\n").unwrap();
        insta::assert_snapshot!(entry, @r##"
        # both
        # of 0/2
        # of 1/2
        #, fuzzy
        msgid "file"
        msgid_plural "files"
        msgstr[0] "0/2"
        msgstr[1] "1/2"
        "##);
    }

    #[test]
    fn forms_without_the_others_are_entries_of_their_own() {
        let (mut units, _) = read(PLURALS.as_bytes(), true);
        units.remove(1);
        units.pop();
        let mut out = Vec::new();
        let mut writer: Box<dyn Sink> = Box::new(Writer::new(&mut out, None));
        for unit in &units {
            writer.write(unit, "en").unwrap();
        }
        let written = writer.finish().unwrap();
        let file = String::from_utf8(out).unwrap();
        for unit in &units {
            let text = unit.variants[1].segment.plain_text();
            assert_eq!(
                file.matches(&format!("\"{text}\"\n")).count(),
                1 + usize::from(text == "%d page"),
                "{text}"
            );
        }
        assert_eq!(written.pairs, 5);
        assert_eq!(
            written.losses.get("plural forms without the others"),
            Some(&3)
        );
        assert_eq!(file.matches("msgid_plural").count(), 1);
    }

    proptest! {
        #[test]
        fn no_form_is_lost(forms in prop::collection::vec(("[ab]", 0_usize..4, 0_usize..4, "[ab]"), 0..9)) {
            let units: Vec<Unit> = forms.iter().enumerate().map(|(number, (source, at, of, singular))| {
                let mut pair = Pair::new(("en", source), ("fr", &format!("text {number}")));
                pair.properties = vec![
                    (plural::FORM.to_owned(), format!("{at}/{of}")),
                    (plural::SINGULAR.to_owned(), singular.clone()),
                ];
                pair.into_unit()
            }).collect();
            let (again, _) = read(write(&units).as_bytes(), true);
            let texts = |units: &[Unit]| -> Vec<String> {
                units.iter().map(|unit| unit.variants[1].segment.plain_text().into_owned()).collect()
            };
            prop_assert_eq!(texts(&again), texts(&units));
        }

        #[test]
        fn what_is_written_is_read(texts in prop::collection::vec(("[a\\\\\"\n\té]{1,9}[a-z]", "[a\\\\\"\n\ré]{1,9}[a-z]"), 0..5), fuzzy in any::<bool>()) {
            let units: Vec<Unit> = texts.iter().enumerate().map(|(at, (source, target))| {
                let mut pair = Pair::new(("en", source), ("fr", target));
                pair.status = fuzzy.then_some(Status::Draft);
                pair.notes.push("n\nm".to_owned());
                pair.properties = vec![
                    (CONTEXT.to_owned(), format!("c{at}")),
                    (EXTRACTED.to_owned(), "e".to_owned()),
                    (REFERENCE.to_owned(), "r".to_owned()),
                    (FLAG.to_owned(), "c-format".to_owned()),
                ];
                let mut unit = pair.into_unit();
                unit.src_lang = None;
                unit
            }).collect();
            let file = write(&units);
            let (again, report) = read(file.as_bytes(), true);
            prop_assert_eq!(&again, &units);
            prop_assert_eq!(report.total(), 0);
            prop_assert_eq!(write(&again), file);
        }

        #[test]
        fn no_text_makes_it_panic(text in "(msgid|msgstr|msgctxt|msgid_plural|#~|#,|\\[|\\]|0|\"|\\\\|\n| |a){0,40}") {
            read(text.as_bytes(), true);
        }
    }
}
