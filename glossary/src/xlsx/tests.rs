use super::*;
use crate::{Concept, Context, Evidence, Stamp, Term};

fn glossary() -> Glossary {
    let head = Term {
        contexts: vec![Context {
            text: "L'état de droit | la loi\nsuite".into(),
            document: Some("a.txt".into()),
            place: Some("3".into()),
            defining: true,
        }],
        ..Term::new("état de droit")
    };
    let law = Concept {
        evidence: Evidence {
            score: Some(0.9893),
            frequency: 7,
            documents: 2,
            dispersion: None,
        },
        notes: vec!["=1+1".into()],
        ..Concept::new("fr", head).with("en", Term::new("rule of law"))
    };
    let suffix = Concept::new("fr", Term::new("-ité")).with("en", Term::new("@x"));
    [law, suffix].into_iter().collect()
}

fn written(glossary: &Glossary) -> Vec<u8> {
    let mut out = Vec::new();
    Xlsx.write(glossary, &Selection::default(), &mut out)
        .unwrap();
    out
}

/// An archive with these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook with one sheet of these rows, in XML.
fn sheet(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let cells = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
    let start = format!(
        "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    archive(&[
        ("_rels/.rels", start.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", cells.as_bytes()),
    ])
}

#[test]
fn a_workbook_comes_back_as_it_was() {
    let glossary = glossary();
    let bytes = written(&glossary);
    assert!(bytes == written(&glossary), "two writings differ");
    let reading = read(&bytes, &ReadOptions::default()).unwrap();
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    assert_eq!(reading.glossary, glossary);
    assert!(reading.coverage.own_ids && reading.coverage.status);
    assert!(reading.coverage.remarks.is_empty());
}

#[test]
fn what_a_reviewer_writes_comes_back_as_decisions() {
    let glossary = glossary();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let manner = Manner {
        guarded: false,
        remark: true,
    };
    tsv::write_rows(&glossary, &Selection::default(), manner, &mut |cells| {
        rows.push(cells);
        Ok(())
    })
    .unwrap();
    let column = |name: &str| rows[0].iter().position(|one| one == name).unwrap();
    let (status, remark) = (column("status"), column("remark"));
    assert_eq!(remark, status + 1);
    rows[1][status] = "approved".into();
    rows[1][remark] = "voir la loi".into();
    rows[2][status] = "rejected".into();
    let bytes = workbook(&rows, &mut Losses::default()).unwrap();
    let reading = read(&bytes, &ReadOptions::default()).unwrap();
    let mut reviewed = glossary.clone();
    let stamp = Stamp::new("Léa", "2026-01-31T09:30:00Z");
    let coverage = reading.coverage.clone();
    for concept in reading.glossary.into_concepts() {
        reviewed.take_in(concept, &coverage, &stamp).unwrap();
    }
    let states: Vec<Status> = reviewed.concepts().map(|one| one.status).collect();
    assert_eq!(states, [Status::Approved, Status::Rejected]);
    let law = reviewed.concepts().next().unwrap();
    assert_eq!(law.history.len(), 1);
    assert_eq!(law.history[0].stamp.remark.as_deref(), Some("voir la loi"));
    assert_eq!(law.terms, glossary.concepts().next().unwrap().terms);
}

#[test]
fn cells_of_every_kind_are_text_and_formulas_are_not_computed() {
    let bytes = sheet(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>source</t></is></c>\
         <c r=\"B1\" t=\"inlineStr\"><is><t>target</t></is></c></row>\
         <row r=\"3\"><c r=\"A3\"><f>1+1</f><v>2</v></c><c r=\"B3\" t=\"b\"><v>1</v></c></row>",
    );
    let reading = read(&bytes, &ReadOptions::pair("en", "fr")).unwrap();
    let concept = reading.glossary.concepts().next().unwrap();
    assert_eq!(concept.terms["en"][0].text, "2");
    assert_eq!(concept.terms["fr"][0].text, "true");
}

#[test]
fn bombs_and_tricks_are_refused() {
    let zeros = vec![0; 1 << 20];
    let bomb = archive(&[("xl/a.xml", &zeros), ("xl/b.xml", &zeros)]);
    assert!(bomb.len() < 10_000);
    let told = inspect(&bomb, 3 << 19).unwrap_err().to_string();
    assert!(told.contains("unpacks to more than 1 MB"), "{told}");
    assert!(inspect(&bomb, 1 << 21).is_ok());
    let told = inspect(&archive(&[("../../etc/x", b"")]), 1)
        .unwrap_err()
        .to_string();
    assert!(told.contains("outside itself"), "{told}");
    for bytes in [&b"PK\x03\x04"[..], b"PK", &archive(&[("a.txt", b"x")])] {
        assert!(matches!(
            read(bytes, &ReadOptions::default()),
            Err(Error::Workbook(_))
        ));
    }
}

#[test]
fn a_sheet_that_is_mostly_nothing_costs_no_memory() {
    let rows: String = (1..=1000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>"))
        .collect();
    let told = read(&sheet(&rows), &ReadOptions::default()).unwrap_err();
    assert!(told.to_string().contains("cells"), "{told}");
}
