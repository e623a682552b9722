//! A run over four documents about the convention against cybercrime, with everything a page can
//! show.

use super::super::*;
use super::doubts::doubts;

/// The report of the run.
pub(super) fn report(locale: Locale) -> Report {
    let documents = documents();
    let beads: usize = documents.iter().map(|pair| pair.beads.len()).sum();
    let nulls = documents
        .iter()
        .flat_map(|pair| &pair.beads)
        .filter(|bead| bead.source == 0 || bead.target == 0)
        .count();
    Report {
        locale,
        title: "Cybercrime articles, 2025".to_owned(),
        source_language: "fr".to_owned(),
        target_language: "en".to_owned(),
        version: "0.1.0".to_owned(),
        date: Some("2025-11-22".to_owned()),
        documents,
        unpaired: vec![Unpaired {
            side: Side::Source,
            name: "fr/brouillon.txt".to_owned(),
        }],
        units_written: beads - nulls - 3,
        left_out: vec![(LeftOut::Null, nulls), (LeftOut::LowConfidence, 3)],
        doubts: Listed {
            items: doubts(),
            total: 31,
        },
        dropped: dropped(),
        terms: Listed {
            items: terms(),
            total: 412,
        },
        terms_with_equivalents: 377,
        analysis: Some(analysis()),
        files: vec![
            file(
                "out/memory.tmx",
                FileKind::Memory,
                Some(1_204_311),
                Some(1_240),
            ),
            file(
                "out/glossary.tsv",
                FileKind::GlossaryTable,
                Some(84_120),
                Some(412),
            ),
            file(
                "out/glossary.tbx",
                FileKind::Termbase,
                Some(240_018),
                Some(412),
            ),
            file("out/report.html", FileKind::Report, None, None),
        ],
        warnings: vec!["fr/etat-de-droit.txt: the last line has no line end".to_owned()],
        ..Report::default()
    }
}

fn file(name: &str, kind: FileKind, bytes: Option<u64>, entries: Option<usize>) -> WrittenFile {
    WrittenFile {
        name: name.to_owned(),
        kind,
        bytes,
        entries,
    }
}

/// Beads with doubts here and there, from a small generator of numbers.
pub(super) fn beads(length: usize, seed: u64) -> Vec<BeadMark> {
    let mut state = seed;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let shapes = [
        (1, 1),
        (1, 1),
        (1, 1),
        (1, 1),
        (1, 1),
        (1, 1),
        (2, 1),
        (1, 2),
        (1, 1),
        (2, 2),
    ];
    (0..length)
        .map(|at| {
            let trouble = (length / 3..length / 3 + length / 14).contains(&at);
            let (source, target) = match next(60) {
                0 => (1, 0),
                1 => (0, 1),
                n => shapes[usize::try_from(n).unwrap() % 10],
            };
            let percent = if trouble {
                20 + next(60)
            } else {
                100 - next(4) * next(4) * next(4)
            };
            let confidence = f64::from(u32::try_from(percent).unwrap()) / 100.0;
            BeadMark {
                source,
                target,
                confidence,
            }
        })
        .collect()
}

fn documents() -> Vec<DocumentPair> {
    let pair = |name: &str, length, seed, ratio: usize, warnings| {
        let beads = beads(length, seed);
        let segments = |of: fn(&BeadMark) -> usize| beads.iter().map(of).sum::<usize>();
        let side = |folder: &str, segments: usize, words, encoding, dropped| DocumentSide {
            name: format!("{folder}/{name}.txt"),
            segments,
            words: segments * words,
            dropped,
            encoding,
        };
        let encoding = |name: &str, guessed, replaced| {
            Some(Encoding {
                name: name.to_owned(),
                guessed,
                replaced,
            })
        };
        let french = match seed {
            3 => encoding("windows-1252", true, 2),
            _ => encoding("UTF-8", false, 0),
        };
        DocumentPair {
            source: side("fr", segments(|bead| bead.source), 26, french, 4),
            target: side(
                "en",
                segments(|bead| bead.target),
                ratio,
                encoding("UTF-8", false, 0),
                3,
            ),
            beads,
            warnings,
        }
    };
    vec![
        pair("convention-de-hanoi", 188, 1, 23, vec![]),
        pair(
            "gouvernance-du-cyberespace",
            1_204,
            2,
            24,
            vec![DocumentWarning::UnexpectedLanguage(
                Side::Target,
                "de".to_owned(),
            )],
        ),
        pair("reportage-onudc", 96, 3, 22, vec![]),
        pair(
            "etat-de-droit",
            57,
            4,
            24,
            vec![DocumentWarning::DifferentLength(2.4)],
        ),
    ]
}

pub(super) fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn dropped() -> Vec<DroppedGroup> {
    let group = |rule: &str, total, lines: &[(&str, usize, Side, &str)]| DroppedGroup {
        rule: rule.to_owned(),
        lines: Listed {
            items: lines
                .iter()
                .map(|(document, line, side, text)| DroppedLine {
                    document: (*document).to_owned(),
                    line: *line,
                    side: *side,
                    text: (*text).to_owned(),
                })
                .collect(),
            total,
        },
    };
    vec![
        group(
            "photo-credit",
            14,
            &[
                (
                    "fr/convention-de-hanoi.txt",
                    3,
                    Side::Source,
                    "Les délégations réunies au Centre national des congrès, à Hanoï. Photo : Méridien",
                ),
                (
                    "en/convention-de-hanoi.txt",
                    3,
                    Side::Target,
                    "Photo: Meridian",
                ),
                (
                    "en/reportage-onudc.txt",
                    41,
                    Side::Target,
                    "A training session in Dakar in January. Photo: Awa Sow",
                ),
            ],
        ),
        group(
            "source",
            7,
            &[(
                "fr/convention-de-hanoi.txt",
                17,
                Side::Source,
                "Source : https://www.agence-meridien.example/fr/2025/10/26/convention-de-hanoi",
            )],
        ),
        group(
            "date-head",
            4,
            &[(
                "fr/convention-de-hanoi.txt",
                1,
                Side::Source,
                "date 2025-10",
            )],
        ),
        group(
            "comments",
            3,
            &[
                (
                    "fr/convention-de-hanoi.txt",
                    18,
                    Side::Source,
                    "Commentaires (0)",
                ),
                (
                    "en/convention-de-hanoi.txt",
                    19,
                    Side::Target,
                    "Comments (0)",
                ),
                ("en/etat-de-droit.txt", 80, Side::Target, "Comments (2)"),
            ],
        ),
    ]
}

/// Term, frequency, documents, equivalents.
type Row = (&'static str, usize, usize, &'static [(&'static str, usize)]);

fn terms() -> Vec<Term> {
    let rows: [Row; 25] = [
        ("état de droit", 61, 3, &[("rule of law", 58)]),
        ("cybercriminalité", 54, 4, &[("cybercrime", 52)]),
        ("cyberespace", 48, 3, &[("cyberspace", 47)]),
        ("Convention de Hanoï", 31, 2, &[("Hanoi Convention", 30)]),
        ("ONUDC", 29, 3, &[("UNODC", 29)]),
        (
            "Office des Nations Unies contre la drogue et le crime",
            4,
            2,
            &[("United Nations Office on Drugs and Crime", 4)],
        ),
        (
            "preuve électronique",
            26,
            3,
            &[("electronic evidence", 21), ("digital evidence", 4)],
        ),
        (
            "entraide judiciaire",
            22,
            3,
            &[("mutual legal assistance", 20)],
        ),
        ("droit international", 21, 4, &[("international law", 21)]),
        ("rançongiciel", 18, 2, &[("ransomware", 18)]),
        ("hameçonnage", 17, 2, &[("phishing", 17)]),
        ("blanchiment d’argent", 15, 2, &[("money laundering", 15)]),
        ("chaîne de traçabilité", 12, 2, &[("chain of custody", 12)]),
        (
            "infrastructure critique",
            12,
            3,
            &[("critical infrastructure", 12)],
        ),
        (
            "point de contact",
            11,
            2,
            &[("contact point", 7), ("point of contact", 4)],
        ),
        (
            "renforcement des capacités",
            10,
            3,
            &[("capacity-building", 10)],
        ),
        (
            "fournisseur d’accès à Internet",
            9,
            2,
            &[("Internet service provider", 9)],
        ),
        ("données de trafic", 8, 1, &[("traffic data", 8)]),
        ("devoir de vigilance", 7, 2, &[("due diligence", 6)]),
        (
            "contrôle judiciaire",
            7,
            2,
            &[("judicial oversight", 5), ("court supervision", 2)],
        ),
        ("juge d’instruction", 6, 2, &[("investigating judge", 6)]),
        ("commission rogatoire", 5, 1, &[("letters rogatory", 5)]),
        ("carnet d’adresses", 3, 1, &[]),
        (
            "portefeuille de cryptomonnaies",
            3,
            1,
            &[("cryptocurrency wallet", 3)],
        ),
        ("recherche de preuves", 3, 2, &[("search for evidence", 1)]),
    ];
    let mut terms: Vec<_> = rows
        .iter()
        .map(|(term, frequency, documents, equivalents)| Term {
            term: (*term).to_owned(),
            kind: TermKind::Plain,
            forms: vec![(*term).to_owned()],
            frequency: *frequency,
            documents: *documents,
            equivalents: equivalents
                .iter()
                .map(|(text, count)| Equivalent {
                    text: (*text).to_owned(),
                    count: *count,
                })
                .collect(),
            contexts: vec![],
        })
        .collect();
    terms[0].forms = strings(&["état de droit", "l’État de droit", "d’un état de droit"]);
    terms[0].contexts = vec![
        marked("Sans [état de droit], une enquête n’est qu’une chasse à l’homme."),
        marked("L’[État de droit] suppose que la loi s’applique aussi à l’État."),
    ];
    terms[1].contexts = vec![marked(
        "La Convention des Nations Unies contre la [cybercriminalité] est le premier traité mondial consacré aux infractions commises dans le cyberespace.",
    )];
    terms[3].kind = TermKind::Name;
    terms[3].contexts = vec![marked(
        "Les diplomates appellent déjà le texte la « [Convention de Hanoï] ».",
    )];
    terms[4].kind = TermKind::Acronym(Some(terms[5].term.clone()));
    terms[4].contexts = vec![marked("L’[ONUDC] en assurera le secrétariat.")];
    terms[5].kind = TermKind::FullForm("ONUDC".to_owned());
    terms[6].forms = strings(&[
        "preuve électronique",
        "preuves électroniques",
        "preuves numériques",
    ]);
    terms[6].contexts = vec![marked(
        "Le partage transfrontalier des [preuves électroniques] constitue l’autre avancée majeure.",
    )];
    terms[7].contexts = vec![marked(
        "Une demande d’[entraide judiciaire] mettait en moyenne 10,5 mois à aboutir.",
    )];
    terms
}

/// A text with its marked part in brackets.
fn marked(text: &str) -> MarkedText {
    let (before, rest) = text.split_once('[').unwrap();
    let (inside, after) = rest.split_once(']').unwrap();
    let mark = before.len()..before.len() + inside.len();
    MarkedText {
        text: format!("{before}{inside}{after}"),
        marks: [mark].into(),
    }
}

fn analysis() -> Analysis {
    let band = |band, segments, words| BandCount {
        band,
        segments,
        words,
    };
    let equal = |text: &str| Piece {
        kind: Difference::Equal,
        text: text.to_owned(),
    };
    let deleted = |text: &str| Piece {
        kind: Difference::Deleted,
        text: text.to_owned(),
    };
    let inserted = |text: &str| Piece {
        kind: Difference::Inserted,
        text: text.to_owned(),
    };
    Analysis {
        name: "nouveau.fr.txt".to_owned(),
        bands: vec![
            band(Band::Context, 4, 88),
            band(Band::Repetition, 1, 9),
            band(Band::Exact, 6, 121),
            band(Band::Fuzzy(95, 99), 3, 70),
            band(Band::Fuzzy(85, 94), 2, 51),
            band(Band::Fuzzy(75, 84), 2, 44),
            band(Band::Fuzzy(50, 74), 4, 96),
            band(Band::None, 12, 301),
        ],
        matches: Listed {
            items: vec![
                Found {
                    query: "Soixante-quatorze États ont signé la Convention des Nations Unies contre la cybercriminalité.".to_owned(),
                    score: 92.0,
                    source: "Soixante-douze États ont signé samedi la Convention des Nations Unies contre la cybercriminalité.".to_owned(),
                    target: "Seventy-two States signed the United Nations Convention against Cybercrime on Saturday.".to_owned(),
                    difference: vec![
                        deleted("Soixante-douze"), inserted("Soixante-quatorze"), equal(" États ont signé "),
                        deleted("samedi "),
                        equal("la Convention des Nations Unies contre la cybercriminalité."),
                    ],
                },
                Found {
                    query: "L’ONUDC en assure le secrétariat.".to_owned(),
                    score: 83.3,
                    source: "L’ONUDC en assurera le secrétariat.".to_owned(),
                    target: "UNODC will act as its secretariat.".to_owned(),
                    difference: vec![
                        equal("L’ONUDC en "), deleted("assurera"), inserted("assure"), equal(" le secrétariat."),
                    ],
                },
            ],
            total: 17,
        },
    }
}
