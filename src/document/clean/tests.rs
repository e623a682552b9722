use super::super::paragraph::paragraphs;
use super::*;
use proptest::prelude::*;

/// What is kept and what is dropped, with its line and rule.
fn cleaned(text: &str) -> (Vec<String>, Vec<String>) {
    let all = paragraphs(text);
    let (kept, dropped) = clean(&all);
    let kept = kept
        .into_iter()
        .map(|(number, part)| all[number].text[part].trim().to_owned())
        .collect();
    let list = dropped
        .into_iter()
        .map(|piece| format!("{} {}: {}", piece.line, piece.rule, piece.text));
    (kept, list.collect())
}

#[test]
fn a_news_page_loses_its_furniture_and_nothing_else() {
    let page = " date 2023-04 Lyon, 3 avril (VNA) - La ville a voté son budget.\n\n\
        Le maire, au centre de la salle . Photo : VNA\n\n\
        Les élus ont débattu. La photo : un souvenir.\n\
        Lire aussi : Le budget de l'an passé\n\
        Le vote est acquis.- VNA\n\n\
        Crédit photo : mairie\n\
        Source : https://www.exemple.org/budget.htm\n\
        Partager sur Facebook\n\
        Comment (0)\n";
    let (kept, dropped) = cleaned(page);
    assert_eq!(
        kept,
        [
            "Lyon, 3 avril (VNA) - La ville a voté son budget.",
            "Les élus ont débattu. La photo : un souvenir.",
            "Le vote est acquis.",
        ]
    );
    assert_eq!(
        dropped,
        [
            "1 date-head: date 2023-04",
            "3 photo-credit: Le maire, au centre de la salle . Photo : VNA",
            "6 read-also: Lire aussi : Le budget de l'an passé",
            "7 agency-mark: - VNA",
            "9 photo-credit: Crédit photo : mairie",
            "10 source: Source : https://www.exemple.org/budget.htm",
            "11 page-button: Partager sur Facebook",
            "12 comments: Comment (0)",
        ]
    );
}

#[test]
fn a_credit_behind_a_long_paragraph_goes_alone() {
    let text = format!(
        "{} Photo: AFP",
        "Une phrase qui compte vraiment. ".repeat(12).trim_end()
    );
    let (kept, dropped) = cleaned(&text);
    assert!(kept[0].ends_with("vraiment."));
    assert_eq!(dropped, ["1 photo-credit: Photo: AFP"]);
    let (kept, dropped) = cleaned(&text.replace(" Photo: AFP", " (Photo: AFP)"));
    assert!(kept[0].ends_with("vraiment."));
    assert_eq!(dropped, ["1 photo-credit: (Photo: AFP)"]);
}

#[test]
fn one_word_lines_go_only_at_the_edges() {
    let body = "Un paragraphe.\n".repeat(20);
    let (_, dropped) = cleaned(&format!(
        "{body}Comments\n{body}Imprimer\nTweet\nComments\n"
    ));
    assert_eq!(
        dropped,
        [
            "42 page-button: Imprimer",
            "43 page-button: Tweet",
            "44 comments: Comments"
        ]
    );
}

#[test]
fn sentences_stay() {
    for text in [
        "Source : le rapport annuel de la Cour des comptes.",
        "Photo : il faut la prendre avant midi. Le soir est trop sombre.",
        "La convention s'applique aux États membres de l'ONU.",
        "Comment (et pourquoi) lire aussi ce texte ?",
        "Copyright Act",
        "(c) No limit may be changed.",
        "Copyright (C) 2019 Hale. You may copy this text.",
        "Copyright 2019 is the title of a play.  It ran for a year.",
        "Le site https://exemple.org est fermé.",
        "Print the form and send it.",
        "date 2021-12 est une colonne du tableau, date 2022-01 aussi.",
        "Les États membres du CSNU - ONU",
        "See also: the report of the committee",
        "Read the manual: it helps.",
        "L'image : un reflet du monde.",
    ] {
        let (kept, dropped) = cleaned(&format!(
            "Premier paragraphe.\n\n{text}\n\n{}",
            "Fin.\n\n".repeat(9)
        ));
        assert_eq!(kept[1], text, "{dropped:?}");
    }
}

proptest! {
    #[test]
    fn what_is_kept_and_what_is_dropped_is_all_there_is(
        parts in prop::collection::vec(prop::sample::select(vec![
            " date 2021-12 ", "date 2021-12", "Photo : VNA", " . Photo : VNA", "\n", "\n\n", "Une phrase.", ".- VNA",
            "Source : http://a.b/c", "Comment (0)", "Partager", "© 2021 X", "\u{a0}", "(Photo: AFP)", "/.", "\u{c}", "Lire aussi : x",
        ]), 0..12)
    ) {
        let text = parts.concat();
        let all = paragraphs(&text);
        let (kept, dropped) = clean(&all);
        let mut pieces: Vec<(usize, String)> = kept
            .into_iter()
            .map(|(number, part)| (all[number].origin(part.start).1, all[number].text[part].to_owned()))
            .collect();
        for piece in dropped {
            prop_assert!(!piece.text.trim().is_empty());
            prop_assert!(text[piece.offset..].starts_with(piece.text.chars().next().unwrap()));
            pieces.push((piece.offset, piece.text));
        }
        pieces.sort();
        let together: String = pieces.into_iter().map(|(_, piece)| piece).collect();
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(squeeze(&together), squeeze(&text));
    }
}
