//! How fast a memory is written and read: `throughput write UNITS FILE`, `throughput read FILE`.
//!
//! The units are a thousand different ones, again and again: dates, a user, properties, and codes in
//! every tenth. `tests/bench/tmx.py` runs it beside Python's lxml and prints the figures.

use std::error::Error;
use std::fs::File;
use std::io::Write;

use bitext_tmx::{
    Code, CodeKind, CodePiece, Date, Header, Piece, Property, Reader, Segment, Unit, Variant,
    Writer,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["write", units, file] => write(units.parse()?, File::create(file)?),
        ["read", file] => read(File::open(file)?),
        _ => Err("usage: throughput write UNITS FILE | throughput read FILE".into()),
    }
}

fn write(count: usize, file: File) -> Result<(), Box<dyn Error>> {
    let units: Vec<Unit> = (0..1000).map(unit).collect();
    let header = Header {
        src_lang: "fr".to_owned(),
        ..Header::default()
    };
    let mut writer = Writer::new(file, &header)?;
    for unit in units.iter().cycle().take(count) {
        writer.write(unit)?;
    }
    let (_, written) = writer.finish()?;
    say(written.units)
}

fn read(file: File) -> Result<(), Box<dyn Error>> {
    let mut reader = Reader::new(file)?;
    let mut characters = 0;
    while let Some(unit) = reader.next_unit()? {
        for variant in &unit.variants {
            characters += variant.segment.plain_text().len() as u64;
        }
    }
    assert_eq!(reader.report().total(), 0, "the file is faultless");
    assert!(characters > 0, "the file has texts");
    say(reader.report().units)
}

fn say(units: u64) -> Result<(), Box<dyn Error>> {
    Ok(writeln!(std::io::stdout(), "{units}")?)
}

const FRENCH: [&str; 12] = [
    "la commission",
    "adopte",
    "le rapport",
    "sur l'état",
    "de droit",
    "et les mesures",
    "qui s'imposent",
    "à l'égard",
    "des États membres",
    "dès réception",
    "du présent règlement",
    "ci-après « l'accord »",
];

const ENGLISH: [&str; 12] = [
    "the committee",
    "adopts",
    "the report",
    "on the rule",
    "of law",
    "and the measures",
    "that are called for",
    "with regard to",
    "the Member States",
    "on receipt",
    "of this regulation",
    "hereinafter “the agreement”",
];

/// Some words of a list, the same for the same number.
fn sentence(words: &[&str; 12], seed: usize) -> String {
    let count = 4 + seed % 9;
    let chosen: Vec<&str> = (0..count)
        .map(|at| words[(seed / 7 + at * (1 + seed % 5)) % words.len()])
        .collect();
    format!("{} {}.", chosen.join(" "), seed)
}

fn unit(seed: usize) -> Unit {
    let mut unit = Unit {
        tuid: Some(format!("u{seed}")),
        ..Unit::default()
    };
    unit.origin.creation_date = Some(Date::new(format!("202401{:02}T101500Z", 1 + seed % 28)));
    unit.origin.creation_id = Some("TRADUCTION\\ada".to_owned());
    unit.props.push(Property::new(
        "x-document",
        format!("dossier-{}", seed / 50),
    ));
    for (language, words) in [("fr", &FRENCH), ("en", &ENGLISH)] {
        let mut segment = Segment::from_text(sentence(words, seed));
        if seed.is_multiple_of(10) {
            let begin = code(CodeKind::Bpt, "<b class=\"x\">");
            let end = code(CodeKind::Ept, "</b>");
            segment.pieces.insert(0, Piece::Code(begin));
            segment.pieces.push(Piece::Code(end));
        }
        unit.variants.push(Variant::new(language, segment));
    }
    unit
}

fn code(kind: CodeKind, native: &str) -> Code {
    let mut code = Code::new(kind);
    code.i = Some("1".to_owned());
    code.content.push(CodePiece::Native(native.to_owned()));
    code
}
