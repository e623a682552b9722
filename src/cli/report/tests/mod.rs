//! The page as a whole.

mod doubts;
mod fixture;
mod markup;

use super::*;

fn page(report: &Report) -> String {
    let page = report.render().unwrap();
    markup::check(&page);
    page
}

/// What stands between the first `from` and the next `to`.
fn part<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no {from}"));
    rest.split_once(to)
        .unwrap_or_else(|| panic!("no {to} after {from}"))
        .0
}

#[test]
fn the_page_stands_alone() {
    for locale in [Locale::English, Locale::French] {
        let page = page(&fixture::report(locale));
        for foreign in [
            "<script", "<link", "<img", "<iframe", "<base", "@import", "url(", " style=", "src=",
        ] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        assert!(page.contains(r#"content="default-src 'none'; "#));
        assert_eq!(
            markup::attributes(&page, "href")
                .iter()
                .find(|href| !href.starts_with('#')),
            None
        );
    }
}

#[test]
fn the_same_report_gives_the_same_bytes_and_no_date_unless_given() {
    let mut report = fixture::report(Locale::French);
    assert_eq!(page(&report), page(&report.clone()));
    assert!(page(&report).contains("<time datetime=\"2025-11-22\">22\u{a0}novembre 2025</time>"));
    report.date = None;
    assert!(!page(&report).contains("<time"));
    report.date = Some("<b>".to_owned());
    assert!(page(&report).contains("<span>&#60;b&#62;</span>"));
}

#[test]
fn the_figures_are_those_of_the_beads() {
    let bead = |source, target, confidence| BeadMark {
        source,
        target,
        confidence,
    };
    let mut report = fixture::report(Locale::English);
    report.documents.truncate(1);
    let pair = &mut report.documents[0];
    pair.beads = vec![
        bead(1, 1, 1.0),
        bead(2, 1, 0.8),
        bead(1, 1, 0.3),
        bead(1, 0, 0.9),
    ];
    (pair.source.segments, pair.target.segments) = (5, 3);
    (report.units_written, report.left_out) = (3, vec![(LeftOut::Null, 1)]);
    let page = page(&report);
    assert!(!page.contains("Unaccounted"));
    assert!(page.contains("Start with the one doubtful bead (25% of all)."));
    let row = part(&page, "<tfoot", "</tfoot>");
    let cells: Vec<_> = row
        .split("</td>")
        .filter_map(|cell| cell.rsplit_once('>').map(|(_, text)| text))
        .take(7)
        .collect();
    assert_eq!(cells, ["5", "3", "4", "50%", "1", "70%", "1"]);
    assert!(page.contains(
        "aria-label=\"Sure (90% or more): 25%; Fair (70% to 90%): 25%; Doubtful (below 70%): 25%; \
         Nulls: no translation: 25%\""
    ));
}

#[test]
fn figures_that_do_not_add_up_are_shown() {
    let mut report = fixture::report(Locale::English);
    report.units_written += 1;
    report.documents[0].source.segments += 2;
    let page = page(&report);
    assert_eq!(page.matches(r#"<tr class="wrong">"#).count(), 2);
    assert!(part(&page, "id=\"look\"", "</section>").contains("do not add up"));
}

#[test]
fn sections_without_content_are_absent() {
    let report = Report {
        title: "Nothing".to_owned(),
        ..Report::default()
    };
    let page = page(&report);
    assert_eq!(page.matches("<section").count(), 1);
    assert!(page.contains("No documents were aligned."));
    assert!(!page.contains("<nav"));
    let whole = self::page(&fixture::report(Locale::English));
    for id in [
        "summary",
        "documents",
        "doubts",
        "dropped",
        "terms",
        "analysis",
        "files",
        "unpaired",
        "warnings",
    ] {
        assert!(whole.contains(&format!("<h2 id=\"{id}\">")), "{id}");
        assert!(!page.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

#[test]
fn a_single_language_pair_of_empty_documents_is_a_page() {
    let mut report = fixture::report(Locale::French);
    for pair in &mut report.documents {
        pair.beads.clear();
        (pair.source.segments, pair.target.segments) = (0, 0);
    }
    (report.units_written, report.left_out) = (0, vec![]);
    assert!(page(&report).contains("Aucun document n’a été aligné."));
}

#[test]
fn everything_that_can_be_said_is_said_in_both_languages() {
    let mut report = fixture::report(Locale::English);
    report.documents[0].warnings = vec![
        DocumentWarning::UnexpectedLanguage(Side::Source, "es".to_owned()),
        DocumentWarning::UnexpectedLanguage(Side::Target, "de".to_owned()),
        DocumentWarning::SameLanguage("pt-BR".to_owned()),
    ];
    report.left_out.push((LeftOut::LowConfidence, 2));
    let english = markup::text(&page(&report));
    report.locale = Locale::French;
    let french = markup::text(&page(&report));
    for (said, dit) in [
        (
            "in another language: Spanish.",
            "dans une autre langue\u{a0}: espagnol.",
        ),
        ("The target document", "Le document cible"),
        (
            "same language (Portuguese\u{a0}(BR))",
            "même langue (portugais\u{a0}(BR))",
        ),
        (
            "Left out: low confidence",
            "Écartés\u{a0}: confiance trop faible",
        ),
        ("many to many", "plusieurs à plusieurs"),
        ("Captions and photo credits", "Légendes et crédits photo"),
        ("No match", "Aucune correspondance"),
        ("full form of ONUDC", "forme développée du sigle ONUDC"),
    ] {
        assert!(english.contains(said), "{said}");
        assert!(french.contains(dit), "{dit}");
        assert!(!french.contains(said), "{said}");
    }
}

/// Every text that a user's files can put on the page.
fn with_text_everywhere(text: &str) -> Report {
    let mut report = fixture::report(Locale::English);
    let text = || text.to_owned();
    report.title = text();
    report.source_language = text();
    report.target_language = text();
    report.version = text();
    report.date = Some(text());
    for pair in &mut report.documents {
        pair.source.name = text();
        pair.target.name = format!("{}2", text());
        pair.warnings = vec![
            DocumentWarning::UnexpectedLanguage(Side::Source, text()),
            DocumentWarning::SameLanguage(text()),
        ];
        pair.source.encoding = Some(Encoding {
            name: text(),
            guessed: true,
            replaced: 1,
        });
    }
    report.unpaired[0].name = text();
    for bead in &mut report.doubts.items {
        bead.document = text();
        bead.source = vec![text(), text()];
        bead.target = vec![text()];
        bead.before = Some((text(), text()));
        bead.after = Some((text(), text()));
    }
    for group in &mut report.dropped {
        group.rule = text();
        for line in &mut group.lines.items {
            line.document = text();
            line.text = text();
        }
    }
    for term in &mut report.terms.items {
        term.term = text();
        term.kind = TermKind::Acronym(Some(text()));
        term.forms = vec![text(), text()];
        term.equivalents = vec![Equivalent {
            text: text(),
            count: 1,
        }];
        term.contexts = vec![MarkedText {
            text: text(),
            marks: vec![0..3, 2..900, 5..7],
        }];
    }
    let analysis = report.analysis.as_mut().unwrap();
    analysis.name = text();
    for found in &mut analysis.matches.items {
        found.query = text();
        found.source = text();
        found.target = text();
        for piece in &mut found.difference {
            piece.text = text();
        }
    }
    for file in &mut report.files {
        file.name = text();
        file.kind = FileKind::Other(text());
    }
    report.warnings = vec![text()];
    report
}

#[test]
fn no_text_becomes_markup() {
    let attack =
        r#"</style></title>"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ t }}&amp;"#;
    let page = page(&with_text_everywhere(attack));
    assert_eq!(page.matches("<script").count(), 0);
    assert_eq!(page.matches("<img").count(), 0);
    assert_eq!(page.matches("</style>").count(), 1);
    assert_eq!(page.matches("</title>").count(), 1);
    assert!(page.contains("&#38;amp;"));
    assert!(page.contains("{{ t }}"));
}

#[test]
fn odd_texts_leave_a_whole_page() {
    let long = "x".repeat(200_000);
    for text in [
        "",
        "\0\u{1b}[31m",
        "\u{202e}evil\u{2066}",
        "قانون الفضاء الإلكتروني",
        "é\u{301}\u{301}",
        &long,
    ] {
        let page = page(&with_text_everywhere(text));
        assert!(page.len() < 600_000, "{}", page.len());
        let control = page.find(['\0', '\u{1b}']).map(|at| &page[at - 100..at]);
        assert_eq!(control, None);
    }
}

#[test]
fn texts_carry_their_language_and_direction() {
    let mut report = fixture::report(Locale::English);
    report.target_language = "ar".to_owned();
    let page = page(&report);
    assert!(page.contains(r#"lang="ar" dir="auto">rule of law<"#));
    assert!(page.contains(r#"<h1 dir="auto">"#));
    assert!(page.contains("French → Arabic"));
}

#[test]
fn long_lists_are_cut_and_say_so() {
    let mut report = fixture::report(Locale::French);
    let pair = report.documents[0].clone();
    report.documents = (0..2_000)
        .map(|number| {
            let mut pair = pair.clone();
            pair.source.name = format!("fr/{number}.txt");
            pair.beads = fixture::beads(40, number);
            pair
        })
        .collect();
    // The one to look at stands far behind the cut.
    report.documents[1_900].warnings = vec![DocumentWarning::SameLanguage("fr".to_owned())];
    let doubt = report.doubts.items[0].clone();
    report.doubts = Listed {
        items: vec![doubt; 5_000],
        total: 90_000,
    };
    let term = report.terms.items[0].clone();
    report.terms = Listed {
        items: vec![term; 5_000],
        total: 5_000,
    };
    report.warnings = (0..1_000)
        .map(|number| format!("avertissement {number}"))
        .collect();
    report.unpaired = vec![report.unpaired[0].clone(); 1_000];
    let page = page(&report);
    assert!(page.len() < 2_000_000, "{}", page.len());
    assert!(page.contains("fr/1900.txt"));
    assert!(page.contains("les 200 paires sur 2\u{202f}000"));
    assert!(page.contains("… et 1\u{202f}800 de plus"));
    assert!(page.contains("… et 89\u{202f}800 de plus (90\u{202f}000 au total)"));
    assert!(page.contains("… et 4\u{202f}800 de plus (5\u{202f}000 au total)"));
    assert_eq!(
        page.matches("… et 800 de plus (1\u{202f}000 au total)")
            .count(),
        2
    );
}

#[test]
fn terms_are_marked_in_their_contexts() {
    let page = page(&fixture::report(Locale::English));
    assert!(page.contains("dir=\"auto\">L’<mark>État de droit</mark> suppose que"));
    assert!(page.contains("acronym of “Office des Nations Unies contre la drogue et le crime”"));
    assert!(page.contains("États ont signé <del>samedi </del>la Convention"));
}

#[test]
fn french_has_its_spaces() {
    let page = page(&fixture::report(Locale::French));
    let text = markup::text(&page);
    assert!(text.contains("Français → anglais"));
    assert!(text.contains("1\u{202f}240\u{a0}unités"));
    // The page's own words, without the documents' texts.
    let report = Report {
        warnings: vec![],
        ..Report {
            locale: Locale::French,
            ..Report::default()
        }
    };
    let own =
        markup::text(&self::page(&report)) + part(&text, "À regarder", "Appariements douteux");
    for (mark, at) in own
        .match_indices([':', ';', '?', '!', '%', '»'])
        .map(|(at, mark)| (mark, at))
    {
        let before = own[..at].chars().next_back();
        assert!(
            matches!(before, Some('\u{a0}' | '\u{202f}')),
            "{mark} in {}",
            &own[at..]
        );
    }
}
