use proptest::prelude::*;

use super::*;
use crate::{
    AdministrativeStatus, Concept, Context, Definition, Error, Evidence, Export, Form, Glossary,
    Property, Relation, RelationKind, Selection, Stamp, Status, Term, TermType,
};

fn write(glossary: &Glossary) -> (String, Vec<String>) {
    let selection = Selection {
        statuses: Status::ALL.to_vec(),
        ..Selection::default()
    };
    write_selected(glossary, &selection)
}

fn write_selected(glossary: &Glossary, selection: &Selection) -> (String, Vec<String>) {
    let mut out = Vec::new();
    let report = Tsv.write(glossary, selection, &mut out).unwrap();
    let losses = report.losses.into_iter().map(|loss| loss.what);
    (String::from_utf8(out).unwrap(), losses.collect())
}

fn read_all(table: &str) -> Reading {
    read(table.as_bytes(), &ReadOptions::default()).unwrap()
}

fn messages(reading: &Reading) -> String {
    let findings = reading.findings.iter().map(ToString::to_string);
    findings.collect::<Vec<_>>().join("\n")
}

fn counted(text: &str, frequency: u64) -> Term {
    Term {
        evidence: Evidence {
            frequency,
            ..Evidence::default()
        },
        ..Term::new(text)
    }
}

fn rule_of_law() -> Concept {
    let head = Term {
        part_of_speech: Some("noun".into()),
        gender: Some("masculine".into()),
        number: Some("singular".into()),
        forms: vec![
            Form::new("état de droit", 12),
            Form::new("État de droit", 4),
        ],
        contexts: vec![Context {
            text: "L'état de droit suppose que la loi s'impose à tous.".into(),
            document: Some("droit.fr.txt".into()),
            place: Some("12".into()),
            defining: true,
        }],
        ..Term::new("état de droit")
    };
    let english = Term {
        probability: Some(0.875),
        ..counted("rule of law", 14)
    };
    Concept {
        evidence: Evidence {
            score: Some(0.93),
            frequency: 16,
            documents: 3,
            dispersion: None,
        },
        ..Concept::new("fr", head)
            .with("en", english)
            .with("en", counted("State governed by the rule of law", 2))
    }
}

fn office() -> Concept {
    let full = "Office des Nations Unies contre la drogue et le crime";
    let head = Term {
        term_type: Some(TermType::Acronym),
        full_form: Some(full.into()),
        part_of_speech: Some("properNoun".into()),
        ..Term::new("ONUDC")
    };
    let full = Term {
        term_type: Some(TermType::FullForm),
        ..Term::new(full)
    };
    Concept {
        id: "onudc".into(),
        status: Status::Approved,
        subject: Some("=institutions".into()),
        extra: vec![
            Property::new("client", "ONU"),
            Property::new("term", "x\ty"),
        ],
        notes: vec!["« siège » | Vienne".into()],
        definitions: vec![Definition {
            text: "Organe de l'ONU.".into(),
            language: Some("fr".into()),
            source: Some("site, 2024".into()),
        }],
        relations: vec![Relation::new(RelationKind::Broader, "onudc")],
        ..Concept::new("fr", head).with("fr", full)
    }
}

#[test]
fn the_table_is_stable() {
    let glossary: Glossary = [rule_of_law(), office()].into_iter().collect();
    let (table, losses) = write(&glossary);
    assert!(losses.is_empty(), "{losses:?}");
    // One cell a line, so that a change shows.
    insta::assert_snapshot!(table.replace('\t', "\n\t"), @r#"
    term
    	forms
    	score
    	frequency
    	documents
    	pos
    	full_form
    	acronym
    	contexts
    	equivalents_en
    	gender
    	number
    	definition
    	subject
    	status
    	note
    	id
    	language
    	type
    	form_counts
    	definition_fr
    	relations
    	details_en
    	client
    	extra:term
    état de droit
    	état de droit | État de droit
    	0.93
    	16
    	3
    	noun
    	
    	
    	L'état de droit suppose que la loi s'impose à tous. [droit.fr.txt, 12, definition]
    	rule of law (14) | State governed by the rule of law (2)
    	masculine
    	singular
    	
    	
    	candidate
    	
    	ca78ba283444df085
    	fr
    	
    	12 | 4
    	
    	
    	rule of law {p=0.875}
    	
    	
    ONUDC
    	
    	
    	
    	
    	properNoun
    	Office des Nations Unies contre la drogue et le crime
    	
    	
    	
    	
    	
    	
    	'=institutions
    	approved
    	« siège » \| Vienne
    	onudc
    	fr
    	acronym
    	
    	Organe de l'ONU. [site\, 2024]
    	broader:onudc
    	
    	ONU
    	x\ty
    "#);
    assert_eq!(read_all(&table).glossary, glossary);
}

#[test]
fn losses_are_told() {
    let mut concept = rule_of_law();
    concept.terms["en"][0]
        .forms
        .push(Form::new("rules of law", 1));
    concept.terms["fr"][0].full_form = Some("nothing".into());
    concept.evidence.score = Some(f64::NAN);
    let mut glossary: Glossary = [concept, Concept::default()].into_iter().collect();
    let id = glossary.concepts().next().unwrap().id.clone();
    glossary.accept(&id, Stamp::default()).unwrap();
    let (_, losses) = write(&glossary);
    insta::assert_snapshot!(losses.join("\n"), @r#"
    decision in the history
    form of a synonym or an equivalent
    full form that is no term of the concept
    number that is not finite
    concept without a term
    "#);
}

#[test]
fn a_selection_chooses_languages_and_directions() {
    let glossary: Glossary = [rule_of_law().with("de", Term::new("Rechtsstaat")), office()]
        .into_iter()
        .collect();
    let selection = Selection::pair("en", "fr");
    let mut out = Vec::new();
    let report = Tsv.write(&glossary, &selection, &mut out).unwrap();
    assert_eq!((report.concepts, report.terms, report.left_out), (2, 5, 0));
    let reading = read(&out, &ReadOptions::default()).unwrap();
    let concepts: Vec<_> = reading.glossary.concepts().collect();
    assert_eq!(concepts[0].head().unwrap().0, "en");
    assert!(!concepts[0].terms.contains_key("de"));
    assert_eq!(concepts[1].head().unwrap().0, "fr");
}

#[test]
fn columns_come_in_any_order_and_strangers_are_kept() {
    let table = "\u{feff}Client\tSTATUS\tEquivalents_en\tterm\tlanguage\tacronym\tscore\r\n\
                 ONU\trejected\trule of law (14)|legal state\tétat de droit\tfr\tEDD\t0,5\r\n";
    let reading = read_all(table);
    assert_eq!(messages(&reading), "");
    let concept = reading.glossary.concepts().next().unwrap();
    assert_eq!(concept.status, Status::Rejected);
    assert_eq!(concept.extra, [Property::new("Client", "ONU")]);
    assert_eq!(
        concept.terms["en"],
        [counted("rule of law", 14), Term::new("legal state")]
    );
    assert_eq!(concept.evidence.score, Some(0.5));
    let acronym = &concept.terms["fr"][1];
    assert_eq!(acronym.term_type, Some(TermType::Acronym));
    assert_eq!(acronym.full_form.as_deref(), Some("état de droit"));
}

#[test]
fn bad_rows_are_located_and_skipped() {
    let table = "term\tstatus\tfrequency\tlanguage\tid\trelations\tdetails_en\n\
                 bon\tapproved\t3\tfr\ta\n\
                 \tapproved\n\
                 \n\
                 a\tmaybe\t\tfr\n\
                 b\t\tmany\tfr\n\
                 c\t\t\t\n\
                 d\t\t\tfr\tx\t\t\tone\ttoo many\n\
                 e\0\t\t\tfr\n\
                 f\t\t\tfr\ty\tnear:z\n\
                 g\t\t\tfr\ta\n\
                 \"h\t\t\tfr\tb\n\
                 i\t\t\tfr\tc\t\tgone {p=1}\n";
    let reading = read_all(table);
    insta::assert_snapshot!(messages(&reading), @r#"
    line 3, column 1: no term; the row was skipped
    line 5, column 2: «maybe» is not a status; expected candidate, approved or rejected; the row was skipped
    line 6, column 3: «many» is not a number; the row was skipped
    line 7, column 4: no language for the term; fill the column `language` or name the source language; the row was skipped
    line 8, column 8: 9 cells under a header of 7; is there a tab too many?; the row was skipped
    line 9, column 1: a NUL character; is this a text file?; the row was skipped
    line 10, column 6: «near:z» is not a relation; expected broader:ID, narrower:ID or related:ID; the row was skipped
    line 11, column 5: the id a is taken by an earlier row; this concept became a-2
    line 12, column 1: a quotation mark that does not close; taken as text
    line 13, column 7: «gone {p=1}» are not the details of a term of this row (TERM {key=value; …}); not taken
    "#);
    assert_eq!((reading.rows, reading.skipped()), (11, 7));
    assert_eq!(reading.glossary.len(), reading.rows - reading.skipped());
}

#[test]
fn pairs_without_a_header_are_read_as_they_stand() {
    let table = "# -*- coding: utf-8 -*-\n# commentaire\nC:\\new\tl'été | \"x\"\t=note\nseul\n\"a, b\"\tc\t\tplus\n";
    let reading = read(table.as_bytes(), &ReadOptions::pair("fr", "en")).unwrap();
    insta::assert_snapshot!(messages(&reading), @r#"
    line 2, column 1: a comment; the row was skipped
    line 4, column 2: no translation; expected the source term, a tab, the target term; the row was skipped
    "#);
    assert_eq!(reading.glossary.len() + reading.skipped(), reading.rows);
    let concepts: Vec<_> = reading.glossary.concepts().collect();
    assert_eq!(concepts[0].terms["fr"][0].text, "C:\\new");
    assert_eq!(concepts[0].terms["en"][0].text, "l'été | \"x\"");
    assert_eq!(concepts[0].notes, ["=note"]);
    assert_eq!(concepts[0].status, Status::Approved);
    assert_eq!(concepts[1].terms["fr"][0].text, "a, b");
    assert_eq!(concepts[1].extra, [Property::new("column 4", "plus")]);
}

#[test]
fn languages_are_never_guessed() {
    let missing = |table: &str, options: &ReadOptions| match read(table.as_bytes(), options) {
        Err(Error::NoLanguage { missing, .. }) => missing,
        _ => "",
    };
    let none = ReadOptions::default();
    let source = ReadOptions {
        source_language: Some("fr".into()),
        ..ReadOptions::default()
    };
    assert_eq!(missing("a\tb\n", &none), "source");
    assert_eq!(missing("a\tb\n", &source), "target");
    assert_eq!(missing("term\tnote\na\tb\n", &none), "source");
    assert_eq!(missing("source\ttarget\na\tb\n", &source), "target");
    assert_eq!(missing("a\nb\n", &source), "");
    let swapped = ReadOptions::pair("en", "fr");
    let reading = read(b"fr\ten\na\tb\n", &swapped).unwrap();
    assert_eq!(
        reading.glossary.concepts().next().unwrap().terms["en"][0].text,
        "b"
    );
}

#[test]
fn files_that_are_no_tables_are_refused_or_empty() {
    let none = ReadOptions::default();
    assert!(matches!(
        read(b"\x89PNG\r\n\x1a\n", &none),
        Err(Error::Encoding {
            line: 1,
            byte: 1,
            ..
        })
    ));
    assert!(matches!(
        read(b"forms\tscore\tstatus\n", &none),
        Err(Error::NoTermColumn { line: 1 })
    ));
    for empty in ["", "\u{feff}", "\n\r\n", "  \t \n", "term\tlanguage\n"] {
        let reading = read_all(empty);
        assert!(
            reading.glossary.is_empty() && reading.rows == 0,
            "{empty:?}"
        );
    }
    let reading = read_all("# nothing\n# here\n");
    assert_eq!((reading.rows, reading.skipped()), (2, 2));
}

#[test]
fn spreadsheets_unicode_text_is_read() {
    let text = "term\tlanguage\tnote\r\n\"été, l'\"\tfr\t\"deux\r\nlignes\"\r\n";
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let reading = read(&bytes, &ReadOptions::default()).unwrap();
    let concept = reading.glossary.concepts().next().unwrap();
    assert_eq!(concept.head().unwrap().1.text, "été, l'");
    assert_eq!(concept.notes, ["deux\r\nlignes"]);
}

/// Text of the kind that breaks tables.
fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        "[a-cé '’|=+@\"\\\\(){};:,\\[\\]0-9\t\n\r-]{1,8}",
        "\\PC{1,6}"
    ]
}

fn figure() -> impl Strategy<Value = Option<f64>> {
    prop::option::of(-1e3..1e3_f64)
}

fn term() -> impl Strategy<Value = Term> {
    let words = (
        text(),
        prop::option::of(text()),
        prop::collection::vec(text(), 0..2),
    );
    let grammar = (
        prop::option::of(prop::sample::select(vec!["noun", "properNoun", "SN; {x}"])),
        prop::option::of(prop::sample::select(vec!["feminine", "m?"])),
        prop::option::of(prop::sample::select(vec!["plural", "duel"])),
        prop::option::of(prop::sample::select(vec!["variant", "acronym", "autre"])),
        prop::option::of(prop::sample::select(vec![
            "preferred",
            "forbidden",
            "à voir",
        ])),
    );
    let figures = (0..9_u64, 0..3_u64, figure(), figure(), figure());
    (words, grammar, figures).prop_map(|(words, grammar, figures)| Term {
        text: words.0,
        source: words.1,
        notes: words.2,
        part_of_speech: grammar.0.map(Into::into),
        gender: grammar.1.map(Into::into),
        number: grammar.2.map(Into::into),
        term_type: grammar.3.map(Into::into),
        administrative_status: grammar.4.map(AdministrativeStatus::from),
        evidence: Evidence {
            frequency: figures.0,
            documents: figures.1,
            score: figures.2,
            dispersion: figures.3,
        },
        probability: figures.4,
        ..Term::default()
    })
}

fn head() -> impl Strategy<Value = Term> {
    let form = (text(), 0..9_u64).prop_map(|(text, count)| Form { text, count });
    let place = prop::option::of(text());
    let context = (text(), place.clone(), place, any::<bool>()).prop_map(
        |(text, document, place, defining)| Context {
            text,
            document,
            place,
            defining,
        },
    );
    let contexts = prop::collection::vec(context, 0..3);
    let forms = prop::collection::vec(form, 0..3);
    (term(), forms, contexts).prop_map(|(term, forms, contexts)| Term {
        forms,
        contexts,
        ..term
    })
}

fn concept() -> impl Strategy<Value = Concept> {
    let terms = |count| prop::collection::vec(term(), count);
    // Full forms, acronyms, synonyms: the order in which a row has them.
    let terms = (head(), terms(0..2), terms(0..2), terms(0..2), terms(0..3));
    let definition = (text(), prop::option::of(text()));
    let definitions = (
        prop::collection::vec(definition.clone(), 0..2),
        prop::option::of(definition),
    );
    let property = (
        prop_oneof![text(), Just("term".into()), Just("en".into())],
        text(),
    );
    let words = (
        prop::option::of(text()),
        prop::collection::vec(text(), 0..2),
        prop::collection::vec(property, 0..3),
    );
    let relation = prop::sample::select(&RelationKind::ALL[..]);
    let rest = (
        prop::sample::select(&Status::ALL[..]),
        prop::collection::vec(relation, 0..2),
        (figure(), 0..9_u64, 0..9_u64, figure()),
        text(),
    );
    (terms, definitions, words, rest).prop_map(|(terms, definitions, words, rest)| {
        let (mut head, full, mut short, synonyms, english) = terms;
        let mut full = full;
        head.full_form = full.first().map(|term| term.text.clone());
        full.retain(|term| term.text != head.text);
        if full.is_empty() {
            head.full_form = None;
        }
        for term in &mut short {
            term.full_form = Some(head.text.clone());
        }
        let is_full = |term: &Term| head.full_form.as_ref() == Some(&term.text);
        short.retain(|term| !is_full(term));
        let synonyms = synonyms.into_iter().filter(|term| !is_full(term)).collect();
        let french = [vec![head.clone()], full, short, synonyms].concat();
        let mut concept = Concept {
            id: rest.3.as_str().into(),
            status: rest.0,
            subject: words.0,
            notes: words.1,
            ..Concept::default()
        };
        concept.terms.insert("fr".into(), french);
        if !english.is_empty() {
            concept.terms.insert("en-GB".into(), english);
        }
        let define = |(text, source), language: Option<&str>| Definition {
            text,
            source,
            language: language.map(str::to_owned),
        };
        concept.definitions = definitions
            .0
            .into_iter()
            .map(|one| define(one, None))
            .collect();
        concept
            .definitions
            .extend(definitions.1.map(|one| define(one, Some("fr"))));
        concept.extra = words
            .2
            .into_iter()
            .map(|(name, value)| Property::new(name, value))
            .collect();
        // Properties come back in the order of the table's columns.
        concept.extra.sort_by(|a, b| a.name.cmp(&b.name));
        // Only a concept of the table is linked: here the concept itself.
        let relations = rest.1.into_iter();
        concept.relations = relations
            .map(|kind| Relation::new(kind, concept.id.clone()))
            .collect();
        concept.evidence = Evidence {
            score: rest.2.0,
            frequency: rest.2.1,
            documents: rest.2.2,
            dispersion: rest.2.3,
        };
        concept
    })
}

proptest! {
    #[test]
    fn one_concept_comes_back_as_it_was(concept in concept()) {
        let glossary: Glossary = [concept].into_iter().collect();
        let (table, losses) = write(&glossary);
        prop_assert!(losses.is_empty(), "{:?}", losses);
        let reading = read_all(&table);
        prop_assert_eq!(messages(&reading), "");
        prop_assert_eq!(&reading.glossary, &glossary);
        prop_assert_eq!(write(&reading.glossary).0, table);
    }

    #[test]
    fn several_concepts_are_stable_after_one_round(concepts in prop::collection::vec(concept(), 0..4)) {
        let glossary: Glossary = concepts.into_iter().collect();
        let (table, _) = write(&glossary);
        let once = read_all(&table);
        prop_assert_eq!(messages(&once), "");
        prop_assert_eq!(once.glossary.len(), glossary.len());
        let (again, _) = write(&once.glossary);
        prop_assert_eq!(read_all(&again).glossary, once.glossary);
    }

    #[test]
    fn no_table_makes_the_reader_panic_or_lose_a_row(table in "(term|language|fr|details_en|status|[a\t\n\r\"'=\\\\|{}();\\[\\]0,#])*") {
        for options in [ReadOptions::default(), ReadOptions::pair("fr", "en")] {
            if let Ok(reading) = read(table.as_bytes(), &options) {
                prop_assert_eq!(reading.glossary.len() + reading.skipped(), reading.rows);
            }
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = read(&bytes, &ReadOptions::pair("fr", "en"));
    }
}

#[test]
fn links_lead_to_rows_only() {
    let mut rejected = Concept::new("fr", Term::new("loi"));
    rejected.id = "loi".into();
    rejected.status = Status::Rejected;
    let mut linked = office();
    linked.relations = vec![
        Relation::new(RelationKind::Related, "loi"),
        Relation::new(RelationKind::Related, "gone"),
        Relation::new(RelationKind::Broader, "onudc"),
    ];
    let glossary: Glossary = [linked, rejected].into_iter().collect();
    let (table, losses) = write_selected(&glossary, &Selection::default());
    assert!(table.contains("broader:onudc"), "{table}");
    assert!(!table.contains("related:"), "{table}");
    assert!(
        losses.contains(&"relation to a concept that is not in the file".to_owned()),
        "{losses:?}"
    );
}
