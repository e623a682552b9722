use super::*;
use crate::{
    AdministrativeStatus, Concept, Context, Definition, Error, Evidence, Export, Form, Glossary,
    Property, ReadOptions, Reading, Relation, RelationKind, Report, Selection, Stamp, Status, Term,
    TermType,
};

fn read_text(text: &str) -> Reading {
    read(text.as_bytes(), &ReadOptions::default()).unwrap()
}

fn messages(reading: &Reading) -> String {
    let lines: Vec<String> = reading.findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn written(glossary: &Glossary, tbx: Tbx) -> (String, Report) {
    let mut out = Vec::new();
    let report = tbx
        .write(glossary, &Selection::default(), &mut out)
        .unwrap();
    (String::from_utf8(out).unwrap(), report)
}

fn write(glossary: &Glossary, dialect: Dialect) -> (String, Report) {
    let mut out = Vec::new();
    let tbx = Tbx {
        dialect: Some(dialect),
        ..Tbx::default()
    };
    let report = tbx
        .write(glossary, &Selection::default(), &mut out)
        .unwrap();
    (String::from_utf8(out).unwrap(), report)
}

fn losses(report: &Report) -> String {
    let lines = report.losses.iter();
    let lines = lines.map(|loss| format!("{} {} ({})", loss.count, loss.what, loss.first));
    lines.collect::<Vec<_>>().join("\n")
}

fn glossary() -> Glossary {
    let french = Term {
        part_of_speech: Some("noun".into()),
        gender: Some("masculine".into()),
        number: Some("singular".into()),
        administrative_status: Some(AdministrativeStatus::Preferred),
        contexts: vec![Context {
            text: "L'état de droit <suppose> que la loi s'impose à tous & toujours.".into(),
            document: Some("droit.fr.txt".into()),
            place: Some("12".into()),
            defining: true,
        }],
        forms: vec![Form::new("États de droit", 2)],
        source: Some("Constitution".into()),
        notes: vec!["minuscule".into()],
        ..Term::new("état de droit")
    };
    let short = Term {
        term_type: Some(TermType::Acronym),
        full_form: Some("état de droit".into()),
        part_of_speech: Some("sigle".into()),
        ..Term::new("EDD")
    };
    let law = Concept {
        id: "law".into(),
        subject: Some("droit".into()),
        definitions: vec![
            Definition {
                text: "Régime où la loi oblige chacun.".into(),
                language: Some("fr".into()),
                source: Some("Manuel, p. 3".into()),
            },
            Definition {
                text: "Grundsatz.".into(),
                language: Some("de".into()),
                source: None,
            },
        ],
        notes: vec!["à revoir".into()],
        relations: vec![
            Relation::new(RelationKind::Broader, "1 droit"),
            Relation::new(RelationKind::Related, "absent"),
        ],
        evidence: Evidence {
            frequency: 3,
            ..Evidence::default()
        },
        extra: vec![Property::new("client", "ONU")],
        ..Concept::new("fr", french)
            .with("fr", short)
            .with("en_GB", Term::new("rule of law"))
    };
    let wider = Concept {
        id: "1 droit".into(),
        status: Status::Approved,
        ..Concept::new("fr", Term::new("droit\u{1}"))
    };
    let mut glossary: Glossary = [law, wider, Concept::default()].into_iter().collect();
    glossary.title = Some("Droit & loi".into());
    let stamp = Stamp::new("Léa", "2026-01-31T09:30:00Z");
    glossary.accept(&"law".into(), stamp.clone()).unwrap();
    glossary.create(Concept::new("fr", Term::new("loi")), stamp);
    glossary
}

#[test]
fn the_basic_dialect_is_stable_and_tells_its_losses() {
    let (file, report) = write(&glossary(), Dialect::Basic);
    insta::assert_snapshot!(file, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <martif type="TBX-Basic" xml:lang="fr">
      <martifHeader>
        <fileDesc>
          <titleStmt>
            <title>Droit &amp; loi</title>
          </titleStmt>
          <sourceDesc>
            <p>glossary written by bitext</p>
          </sourceDesc>
        </fileDesc>
        <encodingDesc>
          <p type="XCSURI">http://www.lisa.org/fileadmin/standards/tbx_basic/TBXBasicXCSV02.xcs</p>
        </encodingDesc>
      </martifHeader>
      <text>
        <body>
          <termEntry id="law">
            <descrip type="subjectField">droit</descrip>
            <descrip type="definition" xml:lang="de">Grundsatz.</descrip>
            <note>à revoir</note>
            <ref type="crossReference" target="c1_droit">1 droit</ref>
            <transacGrp>
              <transac type="transactionType">modification</transac>
              <transacNote type="responsibility">Léa</transacNote>
              <date>2026-01-31</date>
            </transacGrp>
            <langSet xml:lang="fr">
              <descripGrp>
                <descrip type="definition">Régime où la loi oblige chacun.</descrip>
                <admin type="source">Manuel, p. 3</admin>
              </descripGrp>
              <tig>
                <term>état de droit</term>
                <termNote type="partOfSpeech">noun</termNote>
                <termNote type="grammaticalGender">masculine</termNote>
                <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
                <descripGrp>
                  <descrip type="context">L'état de droit &lt;suppose&gt; que la loi s'impose à tous &amp; toujours.</descrip>
                  <admin type="source">droit.fr.txt, 12</admin>
                </descripGrp>
                <admin type="source">Constitution</admin>
                <note>minuscule</note>
              </tig>
              <tig>
                <term>EDD</term>
                <termNote type="partOfSpeech">other</termNote>
                <termNote type="termType">acronym</termNote>
              </tig>
            </langSet>
            <langSet xml:lang="en-GB">
              <tig>
                <term>rule of law</term>
              </tig>
            </langSet>
          </termEntry>
          <termEntry id="c1_droit">
            <langSet xml:lang="fr">
              <tig>
                <term>droit�</term>
              </tig>
            </langSet>
          </termEntry>
          <termEntry id="c9110544dea59be4d">
            <transacGrp>
              <transac type="transactionType">origination</transac>
              <transacNote type="responsibility">Léa</transacNote>
              <date>2026-01-31</date>
            </transacGrp>
            <langSet xml:lang="fr">
              <tig>
                <term>loi</term>
              </tig>
            </langSet>
          </termEntry>
        </body>
      </text>
    </martif>
    "#);
    insta::assert_snapshot!(losses(&report), @r#"
    1 concept without a term in the languages asked for (caf63bd4c8601b7df)
    1 id that XML does not allow, mended (1 droit)
    1 kind of a relation (broader, narrower) (law)
    1 relation to a concept that is not in the file (law)
    1 property «client» of a concept (law)
    1 grammatical number, which TBX-Basic does not have (law)
    1 mark of a context that defines (law)
    1 form of a term in texts (law)
    1 part of speech outside TBX's list, written as «other» (law)
    1 link of a short form to its full form (law)
    1 language tag that is not BCP 47, mended (law)
    1 figures of mining (law)
    1 character that XML cannot hold, written as U+FFFD (1 droit)
    "#);
    assert_eq!((report.concepts, report.terms, report.left_out), (3, 5, 1));
}

#[test]
fn the_default_dialect_says_more() {
    let (file, _) = write(&glossary(), Dialect::Default);
    for piece in [
        "<martif type=\"TBX\" xml:lang=\"fr\">",
        "<termNote type=\"grammaticalNumber\">singular</termNote>",
        "<termNote type=\"processStatus\">finalized</termNote>",
        "<descrip type=\"superordinateConceptGeneric\" target=\"c1_droit\">1 droit</descrip>",
        "<termNote type=\"partOfSpeech\">sigle</termNote>",
    ] {
        assert!(file.contains(piece), "{piece}");
    }
}

#[test]
fn ids_stay_unique_when_mended() {
    let concept = |id: &str| Concept {
        id: id.into(),
        ..Concept::new("fr", Term::new(id))
    };
    let glossary: Glossary = ["c1", "1", "a b", "a:b", "ca_b"]
        .into_iter()
        .map(concept)
        .collect();
    let (file, report) = write(&glossary, Dialect::Basic);
    for id in ["c1", "c1-2", "ca_b-2", "ca_b-3", "ca_b"] {
        assert_eq!(file.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
    assert_eq!(
        report
            .losses
            .iter()
            .find(|loss| loss.what.starts_with("id"))
            .map(|loss| loss.count),
        Some(3)
    );
}

#[test]
fn an_empty_selection_is_an_error_because_the_body_cannot_be_empty() {
    let german = Selection {
        targets: vec!["de".into()],
        source: Some("de".into()),
        ..Selection::default()
    };
    for (glossary, selection) in [
        (Glossary::new(), Selection::default()),
        (glossary(), german),
    ] {
        let written = Tbx::default().write(&glossary, &selection, &mut Vec::new());
        assert!(matches!(written, Err(Error::Empty { .. })));
    }
}

/// An entry of version 2 that uses what the standard has to offer.
const RICH: &str = r#"<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en">
  <martifHeader><fileDesc>
    <titleStmt><title>Pompes</title></titleStmt>
    <publicationStmt><p>2026</p></publicationStmt>
    <sourceDesc><p>un</p><p>deux</p></sourceDesc>
  </fileDesc><encodingDesc><p type="XCSURI">x.xcs</p></encodingDesc></martifHeader>
  <text><body>
    <termEntry id="c1">
      <descrip type="subjectField">m&#x00E9;canique</descrip>
      <admin type="projectSubset">Delta</admin>
      <descripGrp><descrip type="definition">A <hi type="bold">device</hi>.</descrip>
        <admin type="source">ISO</admin><note>old</note></descripGrp>
      <note id="n1">wrapped
          note</note>
      <ref type="crossReference" target="c2">valve</ref>
      <descrip type="superordinateConceptGeneric" target="c2">c2</descrip>
      <descrip type="relatedConceptBroader">device</descrip>
      <transacGrp><transac type="transactionType">origination</transac>
        <date>20010507T10:57:25Z</date><transacNote type="responsibility" target="p1">L&#233;a</transacNote></transacGrp>
      <xref type="xGraphic" target="https://example.org/a.png">a.png</xref>
      <langSet xml:lang="en">
        <descrip type="definition">A device that moves water.</descrip>
        <note>of the section</note>
        <ntig id="t1"><termGrp>
          <term id="w1">pump</term>
          <termNote type="partOfSpeech">noun</termNote>
          <termNote type="termType">entryTerm</termNote>
          <termNoteGrp><termNote type="usageNote">short</termNote><note>why</note></termNoteGrp>
          <termCompList type="hyphenation"><termComp>pump</termComp></termCompList>
        </termGrp>
          <descripGrp><descrip type="context">The pump runs.</descrip><admin type="source">Manual</admin></descripGrp>
          <admin type="customerSubset">ACME</admin>
        </ntig>
        <tig><term>water <hi>pump</hi></term>
          <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
          <termNote type="abbreviatedFormFor">pump</termNote></tig>
      </langSet>
      <langSet xml:lang="fr"><tig><term>pompe</term><termNote type="processStatus">provisionallyProcessed</termNote></tig></langSet>
    </termEntry>
    <termEntry id="c2"><langSet xml:lang="en"><tig><term>valve</term></tig></langSet></termEntry>
  </body><back><refObjectList type="respPerson"><refObject id="p1"><item type="fn">L&#233;a</item></refObject></refObjectList></back></text>
</martif>
"#;

#[test]
fn everything_an_entry_says_is_read() {
    let reading = read_text(RICH);
    assert_eq!(messages(&reading), "");
    assert_eq!((reading.rows, reading.format), (2, "TBX 2"));
    let concept = reading.glossary.get(&"c1".into()).unwrap();
    assert_eq!(concept.subject.as_deref(), Some("mécanique"));
    assert_eq!(concept.notes, ["wrapped note"]);
    let definitions: Vec<(&str, Option<&str>, Option<&str>)> = concept
        .definitions
        .iter()
        .map(|one| {
            (
                one.text.as_str(),
                one.language.as_deref(),
                one.source.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        definitions,
        [
            ("A device.", None, Some("ISO")),
            ("A device that moves water.", Some("en"), None)
        ]
    );
    assert_eq!(concept.relations[0].name.as_deref(), Some("valve"));
    assert_eq!(concept.relations[1].kind, RelationKind::Broader);
    let pump = &concept.terms["en"][0];
    assert_eq!(pump.part_of_speech, Some("noun".into()));
    assert_eq!(pump.contexts[0].document.as_deref(), Some("Manual"));
    let water = &concept.terms["en"][1];
    assert_eq!(water.text, "water pump");
    assert_eq!(water.full_form.as_deref(), Some("pump"));
    assert_eq!(
        water.administrative_status,
        Some(AdministrativeStatus::Deprecated)
    );
}

#[test]
fn nothing_of_it_is_lost_on_the_way_through_version_2() {
    let first = read_text(RICH).glossary;
    let (file, report) = written(&first, Tbx::default());
    assert_eq!(losses(&report), "");
    let again = read_text(&file);
    assert_eq!(messages(&again), "");
    assert_eq!(sorted(&again.glossary), sorted(&first));
    assert_eq!(written(&again.glossary, Tbx::default()).0, file);
}

/// A glossary with its properties in an order of their own.
fn sorted(glossary: &Glossary) -> Glossary {
    let mut sorted = glossary.clone();
    let order = |property: &Property| (property.name.clone(), property.value.clone());
    sorted.extra.sort_by_key(order);
    for concept in sorted.concepts.values_mut() {
        concept.extra.sort_by_key(order);
        for term in concept.terms.values_mut().flatten() {
            term.extra.sort_by_key(order);
        }
    }
    sorted
}

#[test]
fn version_3_is_stable_in_both_styles_and_tells_what_falls_off() {
    let first = read_text(RICH).glossary;
    for version in [Version::ThreeDca, Version::ThreeDct] {
        let (file, report) = written(&first, Tbx::version_3(version));
        let told = losses(&report);
        for lost in [
            "property «relatedConceptBroader»",
            "property «usageNote»",
            "property «hyphenation»",
            "type of a term outside TBX's list",
        ] {
            assert!(told.contains(lost), "{lost} is not in:\n{told}");
        }
        let again = read_text(&file);
        assert_eq!(messages(&again), "", "{file}");
        assert_eq!(written(&again.glossary, Tbx::version_3(version)).0, file);
        assert_eq!(again.glossary.len(), 2);
        assert!(file.contains("2001-05-07T10:57:25Z"));
        let piece = match version {
            Version::ThreeDct => "<min:subjectField>mécanique</min:subjectField>",
            _ => "<descrip type=\"subjectField\">mécanique</descrip>",
        };
        assert!(file.contains(piece), "{file}");
    }
}

#[test]
fn breaches_are_told_and_cost_nothing() {
    let file = "<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\"><text><admin type=\"x\">y</admin><body>
<conceptEntry id=\"c1\"><langSec><termSec><admin>no type</admin><term>a</term><term>b</term></termSec></langSec></conceptEntry>
<conceptEntry id=\"c1\"><langSec xml:lang=\"en\"><termSec><term>c</term><termNote type=\"own\">z</termNote><termNote type=\"partOfSpeech\">particle</termNote></termSec></langSec></conceptEntry>
<conceptEntry id=\"c3\"><langSec xml:lang=\"en\"><termSec><term> </term></termSec></langSec></conceptEntry>
<conceptEntry id=\"c4\"><langSec xml:lang=\"en\"><termSec><term>d</term></langSec></conceptEntry>
<conceptEntry id=\"c5\"><langSec xml:lang=\"en\"><termSec><term>e</term></termSec></langSec></conceptEntry>
</body></text></tbx>";
    let reading = read_text(file);
    insta::assert_snapshot!(messages(&reading), @r"
    line 1, column 90: <admin> stands where no such element belongs; kept as it is
    line 2, column 1: a section of a term that does not start with the term; kept as it is
    line 2, column 1: several terms in one section; the first is the term; kept as it is
    line 2, column 1: <admin> without a type; kept as it is
    line 2, column 1: a section without a language; its terms are filed under `und`
    line 3, column 1: TBX-Basic has no category «own» for <termNote> (told once)
    line 3, column 1: «particle» is no value of «partOfSpeech» in TBX-Basic (told once)
    line 3, column 1: the id c1 is taken by an earlier row; this concept became c1-2
    line 4, column 1: a term without text in en; left out
    line 4, column 1: an entry without a term; the row was skipped
    line 5, column 69: </langSec> closes nothing: the open element is <termSec>; the row was skipped
    ");
    assert_eq!((reading.rows, reading.skipped()), (5, 2));
    let ids: Vec<&str> = reading
        .glossary
        .concepts()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids, ["c1", "c1-2", "c5"]);
}

#[test]
fn files_cut_off_give_what_comes_before() {
    let whole = "<martif type=\"TBX\" xml:lang=\"en\"><text><body>\
        <termEntry id=\"a\"><langSet xml:lang=\"en\"><tig><term>a</term></tig></langSet></termEntry>\
        <termEntry id=\"b\"><langSet xml:lang=\"en\"><tig><term>b</term></tig></langSet></termEntry>\
        </body></text></martif>";
    for end in 1..whole.len() {
        match read(&whole.as_bytes()[..end], &ReadOptions::default()) {
            Ok(reading) => assert!(reading.is_broken() && !reading.glossary.is_empty(), "{end}"),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    assert!(!read_text(whole).is_broken());
}

#[test]
fn nothing_outside_the_file_is_opened() {
    use std::net::TcpListener;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let file = format!(
        "<!DOCTYPE martif SYSTEM \"http://{address}/a.dtd\" [<!ENTITY x SYSTEM \"http://{address}/x\">\
         <!ENTITY p SYSTEM \"file:///etc/passwd\"><!ENTITY % q SYSTEM \"http://{address}/q\"> %q;]>\
         <martif type=\"TBX\" xml:lang=\"en\"><text><body><termEntry id=\"a\"><langSet xml:lang=\"en\">\
         <tig><term>&x;&p;</term></tig></langSet></termEntry></body></text></martif>"
    );
    let reading = read_text(&file);
    let concept = reading.glossary.get(&"a".into()).unwrap();
    assert_eq!(concept.terms["en"][0].text, "&x;&p;");
    assert!(reading.findings.len() >= 3, "{}", messages(&reading));
    assert!(listener.accept().is_err(), "somebody asked for the entity");
}

#[test]
fn hostile_files_end_at_once() {
    let started = std::time::Instant::now();
    let deep = format!(
        "<martif><text><body><termEntry>{}",
        "<descripGrp>".repeat(100_000)
    );
    let laughs: String = (1..12)
        .map(|level| {
            format!(
                "<!ENTITY l{level} \"{}\">",
                format!("&l{};", level - 1).repeat(10)
            )
        })
        .collect();
    let laughs = format!(
        "<!DOCTYPE martif [<!ENTITY l0 \"ha\">{laughs}]><martif><text><body><termEntry><langSet>\
         <tig><term>&l11;</term></tig></langSet></termEntry></body></text></martif>"
    );
    let long = "x".repeat(100_000);
    let quadratic = format!(
        "<!DOCTYPE martif [<!ENTITY a \"{long}\">]><martif><text><body><termEntry><langSet><tig><term>{}</term>\
         </tig></langSet></termEntry></body></text></martif>",
        "&a;".repeat(10_000)
    );
    for file in [&deep, &laughs, &quadratic] {
        match read(file.as_bytes(), &ReadOptions::default()) {
            Err(_) => {}
            Ok(reading) => assert!(!reading.findings.is_empty()),
        }
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
