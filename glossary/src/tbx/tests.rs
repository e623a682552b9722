use super::*;
use crate::{
    AdministrativeStatus, Concept, Context, Definition, Error, Evidence, Export, Form, Glossary,
    Property, Relation, RelationKind, Report, Selection, Stamp, Status, Term, TermType,
};

fn write(glossary: &Glossary, dialect: Dialect) -> (String, Report) {
    let mut out = Vec::new();
    let tbx = Tbx { dialect };
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
            Relation {
                kind: RelationKind::Broader,
                concept: "1 droit".into(),
            },
            Relation {
                kind: RelationKind::Related,
                concept: "absent".into(),
            },
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
    1 grammatical number, which TBX-Basic does not have (law)
    1 mark of a context that defines (law)
    1 form of a term in texts (law)
    1 part of speech outside TBX's list, written as «other» (law)
    1 link of a short form to its full form (law)
    1 language tag that is not BCP 47, mended (law)
    1 figures of mining (law)
    1 property «client» of a concept (law)
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
