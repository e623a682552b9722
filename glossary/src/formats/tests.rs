use crate::{
    AdministrativeStatus, Concept, Context, Definition, Export, Gender, Glossary, PartOfSpeech,
    Property, ReadOptions, Reading, Selection, Status, Term, exporter_named, read,
};

fn read_as(name: &str, text: &str) -> Reading {
    read(name, text.as_bytes(), &ReadOptions::default()).unwrap()
}

fn write(format: &str, glossary: &Glossary, selection: &Selection) -> (String, Vec<String>) {
    let mut out = Vec::new();
    let format: Box<dyn Export> = exporter_named(format).unwrap();
    let report = format.write(glossary, selection, &mut out).unwrap();
    let losses = report.losses.into_iter().map(|loss| loss.what).collect();
    (String::from_utf8(out).unwrap(), losses)
}

fn pump() -> Glossary {
    let forbidden = Term {
        administrative_status: Some(AdministrativeStatus::Deprecated),
        ..Term::new("pompe à eau")
    };
    let french = Term {
        part_of_speech: Some(PartOfSpeech::Noun),
        gender: Some(Gender::Feminine),
        contexts: vec![Context {
            text: "La pompe ; elle tourne.".into(),
            ..Context::default()
        }],
        ..Term::new("pompe")
    };
    let pump = Concept {
        id: "7".into(),
        subject: Some("mécanique".into()),
        status: Status::Approved,
        definitions: vec![Definition {
            text: "Machine.".into(),
            language: Some("fr".into()),
            source: None,
        }],
        notes: vec!["à revoir".into()],
        ..Concept::new("en", Term::new("pump"))
            .with("fr", french)
            .with("fr", forbidden)
    };
    let valve = Concept {
        id: "8".into(),
        status: Status::Approved,
        ..Concept::new("en", Term::new("valve")).with("fr", Term::new("vanne, \"la\""))
    };
    [pump, valve].into_iter().collect()
}

#[test]
fn memoq_there_and_back() {
    let glossary = pump();
    let (table, losses) = write("memoq", &glossary, &Selection::default());
    let mut lines = table.lines();
    assert_eq!(
        lines.next(),
        Some(
            "Entry_ID;Entry_Subject;Entry_Domain;Entry_ClientID;Entry_ProjectID;Entry_Created;Entry_Creator;\
             Entry_LastModified;Entry_Modifier;Entry_Note;English_Def;English;Term_Info;Term_Example;French_Def;\
             French;Term_Info;Term_Example;French;Term_Info;Term_Example"
        )
    );
    assert_eq!(
        lines.next(),
        Some(
            "7;mécanique;;;;;;;;à revoir;;pump;\"CasePermissive;HalfPrefix\";;Machine.;pompe;\
             \"CasePermissive;HalfPrefix;Noun;Feminine\";\"La pompe ; elle tourne.\";pompe à eau;\
             \"CasePermissive;HalfPrefix;Forbidden\";"
        )
    );
    assert_eq!(
        losses,
        ["everything of a concept but terms, grammar, examples, definitions, subject and notes"]
    );
    let mut reading = read_as("a.csv", &table);
    assert!(reading.findings.is_empty());
    assert_eq!(
        write("memoq", &reading.glossary, &Selection::default()).0,
        table
    );
    for concept in std::mem::take(&mut reading.glossary).into_concepts() {
        let known = glossary.get(&concept.id).unwrap();
        let texts = |concept: &Concept| -> Vec<String> {
            let terms = concept.terms.values().flatten();
            terms.map(|term| term.text.clone()).collect()
        };
        assert_eq!(texts(&concept), texts(known));
        assert_eq!(concept.definitions, known.definitions);
        assert_eq!(concept.notes, known.notes);
    }
}

#[test]
fn memoq_keeps_what_it_has_no_field_for() {
    let table = "Entry_ID;Entry_ClientID;Own;English_United_States;Term_Info;French\r\n\
                 3;ONU;x;pump;CaseSense;pompe\r\n;;;;;\r\n4;;;;;\r\n";
    let reading = read_as("a.csv", table);
    let concept = reading.glossary.get(&"3".into()).unwrap();
    assert_eq!(concept.head().map(|(tag, _)| tag), Some("en-US"));
    assert_eq!(
        concept.extra,
        [
            Property::new("Entry_ClientID", "ONU"),
            Property::new("Own", "x")
        ]
    );
    assert_eq!(concept.terms["en-US"][0].extra[0].value, "CaseSense");
    assert_eq!((reading.rows, reading.skipped()), (2, 1));
    assert_eq!(reading.findings[0].line, 4);
}

#[test]
fn multiterm_there_and_back() {
    let glossary = pump();
    let (xml, losses) = write("multiterm", &glossary, &Selection::default());
    assert!(
        xml.contains("<language type=\"French\" lang=\"FR\"/>"),
        "{xml}"
    );
    assert!(xml.contains("<descrip type=\"Gender\">feminine</descrip>"));
    assert!(losses.is_empty(), "{losses:?}");
    let reading = read_as("a.xml", &xml);
    assert_eq!(reading.format, "MultiTerm XML");
    assert!(reading.findings.is_empty());
    assert_eq!(reading.glossary, glossary);
}

#[test]
fn multiterm_fields_of_any_name_come_back() {
    let xml = "<?xml version=\"1.0\"?><mtf><conceptGrp><concept>12</concept>\
        <system type=\"entryClass\">1</system>\
        <transacGrp><transac type=\"origination\">léa</transac><date>2005-04-22T14:06:32</date></transacGrp>\
        <descripGrp><descrip type=\"Projet\">Delta</descrip></descripGrp>\
        <languageGrp><language type=\"French\" lang=\"FR\"/>\
        <termGrp><term>pompe</term><descripGrp><descrip type=\"Context\">La pompe.</descrip>\
        <descripGrp><descrip type=\"Source\">Manuel</descrip></descripGrp></descripGrp>\
        <descripGrp><descrip type=\"Registre\">courant</descrip></descripGrp></termGrp></languageGrp>\
        </conceptGrp><conceptGrp><concept>13</concept></conceptGrp></mtf>";
    let reading = read_as("a.xml", xml);
    assert_eq!((reading.rows, reading.skipped()), (2, 1));
    let concept = reading.glossary.get(&"12".into()).unwrap();
    let extra: Vec<(&str, &str)> = concept
        .extra
        .iter()
        .map(|property| (property.name.as_str(), property.value.as_str()))
        .collect();
    assert_eq!(
        extra,
        [
            ("entryClass", "1"),
            ("origination", "léa, 2005-04-22T14:06:32"),
            ("Projet", "Delta")
        ]
    );
    let term = &concept.terms["fr"][0];
    assert_eq!(term.contexts[0].document.as_deref(), Some("Manuel"));
    assert_eq!(term.extra[0].value, "courant");
    let (again, _) = write("multiterm", &reading.glossary, &Selection::default());
    let second = read_as("a.xml", &again);
    assert_eq!(second.glossary, reading.glossary);
    assert_eq!(
        write("multiterm", &second.glossary, &Selection::default()).0,
        again
    );
}

#[test]
fn utx_there_and_back() {
    let table = "#UTX 1.11; en/fr; 2026-01-31T09:30:00Z; license: CC0\r\n\
                 #src\ttgt\tsrc:pos\tterm status\tcomment\r\n\
                 pump\tpompe\tnoun\tapproved\tdevice\r\n\
                 valve\tvanne\tnoun\tforbidden\tuse soupape\r\n\
                 # a remark\r\n\tx\r\nfilter\tfiltre\t\tprovisional\t\r\n";
    let reading = read_as("a.utx", table);
    assert_eq!((reading.rows, reading.skipped()), (5, 2));
    let concepts: Vec<&Concept> = reading.glossary.concepts().collect();
    assert_eq!(concepts[0].notes, ["device"]);
    assert_eq!(
        concepts[1].terms["fr"][0].administrative_status,
        Some(AdministrativeStatus::Deprecated)
    );
    assert_eq!(concepts[2].status, Status::Candidate);
    let (first, _) = write("utx", &reading.glossary, &Selection::default());
    assert!(
        first.starts_with("#UTX 1.11; en/fr; 2026-01-31T09:30:00Z; license: CC0\r\n#src\ttgt\t"),
        "{first}"
    );
    assert!(
        first.contains("valve\tvanne\tnoun\t\tforbidden\t\tuse soupape\r\n"),
        "{first}"
    );
    let second = read_as("a.utx", &first);
    assert_eq!(second.glossary, reading.glossary);
}

#[test]
fn google_takes_one_term_a_language() {
    let (table, losses) = write("google", &pump(), &Selection::default());
    assert_eq!(
        table,
        "en,fr,pos,description\npump,pompe,noun,Machine.\nvalve,\"vanne, \"\"la\"\"\",,\n"
    );
    assert!(
        losses
            .iter()
            .any(|loss| loss.starts_with("further, deprecated"))
    );
    let reading = read_as("a.csv", &table);
    assert_eq!(reading.glossary.languages(), ["en", "fr"]);
    assert_eq!(reading.glossary.len(), 2);
    assert!(reading.findings.is_empty());
    let german = "en,fr,de,pos,description\npump,pompe,Pumpe,noun,device\n";
    let reading = read("x.csv", german.as_bytes(), &ReadOptions::pair("fr", "en")).unwrap();
    let concept = reading.glossary.concepts().next().unwrap();
    assert_eq!(concept.head().map(|(tag, _)| tag), Some("fr"));
    assert_eq!(concept.terms.len(), 3);
    assert_eq!(concept.definitions[0].text, "device");
}

#[test]
fn deepl_takes_each_source_once() {
    let mut glossary = pump();
    glossary.add(Concept {
        status: Status::Approved,
        ..Concept::new("en", Term::new("pump")).with("fr", Term::new("escarpin"))
    });
    let (table, losses) = write("deepl", &glossary, &Selection::pair("en", "fr"));
    assert_eq!(
        table,
        "pump,pompe,en,fr\nvalve,\"vanne, \"\"la\"\"\",en,fr\n"
    );
    assert!(losses.contains(&"source term that an earlier concept has".to_owned()));
    let reading = read_as("a.csv", &table);
    assert_eq!(reading.glossary.len(), 2);
    assert_eq!(reading.glossary.languages(), ["en", "fr"]);
    let header = "source,target,source_lang,target_lang\npump,pompe,en,fr\n";
    let reading = read_as("a.csv", header);
    assert_eq!(reading.glossary.languages(), ["en", "fr"]);
    assert_eq!(reading.rows, 1);
}

#[test]
fn our_csv_defuses_formulas_and_comes_back() {
    let glossary: Glossary = [
        Concept::new("fr", Term::new("=1+1")).with("en", Term::new("+cmd, \"x\"")),
        Concept::new("fr", Term::new("@x")).with("en", Term::new("-y")),
    ]
    .into_iter()
    .collect();
    let (table, losses) = write("csv", &glossary, &Selection::default());
    assert!(losses.is_empty());
    for line in table.lines().skip(1) {
        for cell in line.split(',') {
            assert!(!cell.starts_with(['=', '+', '@']), "{line}");
        }
    }
    assert!(table.contains("'=1+1"));
    assert_eq!(read_as("a.csv", &table).glossary, glossary);
    // Lists of other tools are text, formulas or not.
    let reading = read(
        "a.csv",
        b"=1+1,+cmd\n@x,-y\n",
        &ReadOptions::pair("en", "fr"),
    )
    .unwrap();
    let texts: Vec<&str> = reading
        .glossary
        .concepts()
        .map(|concept| concept.terms["en"][0].text.as_str())
        .collect();
    assert_eq!(texts, ["=1+1", "@x"]);
}

#[test]
fn encodings_are_told_and_guesses_are_findings() {
    let options = ReadOptions::pair("fr", "en");
    let latin = "déjà vu\tseen before\nété\tsummer\nœuvre d'ingénierie\twork\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(latin);
    let reading = read("a.txt", &bytes, &options).unwrap();
    assert!(
        reading.findings[0]
            .to_string()
            .contains("windows-1252 (guessed)"),
        "{}",
        reading.findings[0]
    );
    let texts: Vec<&str> = reading
        .glossary
        .concepts()
        .map(|concept| concept.terms["fr"][0].text.as_str())
        .collect();
    assert_eq!(texts, ["déjà vu", "été", "œuvre d'ingénierie"]);
    let wide: Vec<u8> = latin.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let reading = read("a.txt", &wide, &options).unwrap();
    assert_eq!(reading.glossary.len(), 3);
    let junk: Vec<u8> = (0..=255).cycle().take(1024).collect();
    assert!(read("a.txt", &junk, &options).is_err());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(
        name in "a\\.(csv|tsv|txt|utx|tbx|xml)",
        start in "(#UTX 1.11; en/fr\n|Entry_ID;English;French\n|sep=;\n|<mtf>|<tbx>|<martif><text><body>|)",
        text in "(<(/?(conceptGrp|termEntry|langSet|tig|term|descripGrp|descrip)( type=\"x\")?)>|#src\ttgt\n|[a,;\t\n\"'=|é{}&])*",
    ) {
        let bytes = format!("{start}{text}");
        if let Ok(reading) = read(&name, bytes.as_bytes(), &ReadOptions::pair("en", "fr")) {
            proptest::prop_assert!(reading.glossary.len() + reading.skipped() <= reading.rows);
            for name in crate::exporter_names() {
                if let Some(format) = exporter_named(name) {
                    let _ = format.write(&reading.glossary, &Selection::pair("en", "fr"), &mut Vec::new());
                }
            }
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80)) {
        let _ = read("a.csv", &bytes, &ReadOptions::default());
        let mut zipped = b"PK\x03\x04".to_vec();
        zipped.extend(&bytes);
        let _ = read("a.xlsx", &zipped, &ReadOptions::default());
    }
}
