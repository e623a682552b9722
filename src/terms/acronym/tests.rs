//! Pairs found and pairs refused, in both languages.

use proptest::prelude::*;

use super::{Acronym, Acronyms, Place, Tie, tie_apart};

fn read(documents: &[&str]) -> Vec<Acronym> {
    let mut acronyms = Acronyms::new();
    for (document, text) in documents.iter().enumerate() {
        for (segment, line) in text.lines().enumerate() {
            acronyms.read(Place { document, segment }, line);
        }
    }
    acronyms.finish()
}

/// Every pair of one text as `short = full`.
fn pairs(text: &str) -> Vec<String> {
    let found = read(&[text]);
    let each = |a: &Acronym| {
        let full = a.full_forms.iter();
        full.map(|f| format!("{} = {}", a.short, f.text))
            .collect::<Vec<_>>()
    };
    found.iter().flat_map(each).collect()
}

/// The full forms of the first acronym, with their number.
fn evidence(found: &[Acronym]) -> Vec<(&str, usize)> {
    let full_forms = found.first().into_iter().flat_map(|a| &a.full_forms);
    full_forms.map(|f| (f.text.as_str(), f.evidence)).collect()
}

#[track_caller]
fn finds(cases: &[(&str, &str)]) {
    for (text, pair) in cases {
        assert_eq!(pairs(text), [*pair], "{text}");
    }
}

#[track_caller]
fn finds_none(texts: &[&str]) {
    for text in texts {
        assert_eq!(pairs(text), [""; 0], "{text}");
    }
}

#[test]
fn counted_members_are_not_their_kind() {
    finds_none(&["Les barrages isolés, BARI1, BARI2 et BARI3 sont réglés."]);
}

#[test]
fn french_full_forms_before_a_parenthesis() {
    finds(&[
        (
            "Le chef de la Mission permanente du Vietnam auprès de l'Organisation des Nations Unies (ONU) parle.",
            "ONU = Organisation des Nations Unies",
        ),
        (
            "au sein du Conseil de sécurité des Nations Unies (CSNU)",
            "CSNU = Conseil de sécurité des Nations Unies",
        ),
        (
            "L’Office des Nations Unies contre la drogue et le crime (ONUDC) forme des juges.",
            "ONUDC = Office des Nations Unies contre la drogue et le crime",
        ),
        (
            "la Société nationale des chemins de fer français (SNCF)",
            "SNCF = Société nationale des chemins de fer français",
        ),
        (
            "le produit intérieur brut (PIB) croît",
            "PIB = produit intérieur brut",
        ),
        (
            "Le Groupe d’action financière (GAFI) évalue",
            "GAFI = Groupe d’action financière",
        ),
        (
            "les objectifs de développement durable (ODD)",
            "ODD = objectifs de développement durable",
        ),
        (
            "un train à grande vitesse (TGV)",
            "TGV = train à grande vitesse",
        ),
        (
            "le Comité international de la Croix-Rouge (CICR)",
            "CICR = Comité international de la Croix-Rouge",
        ),
        (
            "une entreprise de taille intermédiaire (ETI)",
            "ETI = entreprise de taille intermédiaire",
        ),
        (
            "l'Office européen de lutte antifraude (OLAF)",
            "OLAF = Office européen de lutte antifraude",
        ),
        (
            "le Haut-Commissariat des Nations Unies pour les réfugiés (HCR)",
            "HCR = Haut-Commissariat des Nations Unies pour les réfugiés",
        ),
        (
            "la Convention des Nations Unies sur le droit de la mer du 10 décembre 1982 (CNUDM)",
            "CNUDM = Convention des Nations Unies sur le droit de la mer",
        ),
        (
            "l’Office européen de police (Europol)",
            "Europol = Office européen de police",
        ),
        (
            "l'Organisation mondiale de la Santé (O.M.S.)",
            "O.M.S. = Organisation mondiale de la Santé",
        ),
        (
            "la Banque européenne d'investissement («\u{a0}BEI\u{a0}»)",
            "BEI = Banque européenne d'investissement",
        ),
        ("l’internet des objets (IdO)", "IdO = internet des objets"),
        (
            "l'institut de l'État moderne (IÉM)",
            "IÉM = institut de l'État moderne",
        ),
        ("le Groupe des Vingt (G20)", "G20 = Groupe des Vingt"),
        (
            "la Conférence des Parties (COP21)",
            "COP21 = Conférence des Parties",
        ),
        (
            "le service recherche et développement (R&D)",
            "R&D = recherche et développement",
        ),
        (
            "les droits de tirage spéciaux (DTS 1 000 000)",
            "DTS = droits de tirage spéciaux",
        ),
    ]);
}

#[test]
fn english_full_forms_before_a_parenthesis() {
    finds(&[
        (
            "The United Nations Office on Drugs and Crime (UNODC) trains judges.",
            "UNODC = United Nations Office on Drugs and Crime",
        ),
        (
            "non-governmental organisations (NGOs)",
            "NGO = non-governmental organisations",
        ),
        (
            "the World Health Organization (WHO)",
            "WHO = World Health Organization",
        ),
        ("the New People’s Army (\"NPA\")", "NPA = New People’s Army"),
        (
            "the International Centre for Settlement of Investment Disputes (hereinafter called ICSID)",
            "ICSID = International Centre for Settlement of Investment Disputes",
        ),
        (
            "an initiative for Heavily Indebted Poor Countries Initiative (HIPC)",
            "HIPC = Heavily Indebted Poor Countries",
        ),
        (
            "electronic identification, authentication and trust services (eIDAS)",
            "eIDAS = electronic identification, authentication and trust services",
        ),
        (
            "the Al-Qaida in Yemen (AQY) group",
            "AQY = Al-Qaida in Yemen",
        ),
        (
            "the Organisation for Economic Co-operation and Development (OECD)",
            "OECD = Organisation for Economic Co-operation and Development",
        ),
    ]);
}

#[test]
fn parentheses_that_hold_more() {
    let office = "l'Office des Nations Unies contre la drogue et le crime";
    for inside in [
        "ONUDC, Vienne",
        "«\u{a0}ONUDC\u{a0}»",
        "ci-après ONUDC",
        "ONUDC ; siège à Vienne",
        "sigle : ONUDC",
    ] {
        finds(&[(
            &format!("{office} ({inside}) a dit"),
            "ONUDC = Office des Nations Unies contre la drogue et le crime",
        )]);
    }
}

#[test]
fn short_form_first() {
    finds(&[
        (
            "L'ONUDC (Office des Nations Unies contre la drogue et le crime, basé à Vienne) agit.",
            "ONUDC = Office des Nations Unies contre la drogue et le crime",
        ),
        (
            "une SPA (pour Single-Page App) rapide",
            "SPA = Single-Page App",
        ),
        (
            "PME (petites et moyennes entreprises)",
            "PME = petites et moyennes entreprises",
        ),
        (
            "TVA : taxe sur la valeur ajoutée, due par l'acheteur",
            "TVA = taxe sur la valeur ajoutée",
        ),
        (
            "OMC – Organisation mondiale du commerce",
            "OMC = Organisation mondiale du commerce",
        ),
        (
            "L'OMC, l'Organisation mondiale du commerce, siège à Genève.",
            "OMC = Organisation mondiale du commerce",
        ),
        (
            "WIP stands for work in progress here.",
            "WIP = work in progress",
        ),
        (
            "UNESCO means the United Nations Educational, Scientific and Cultural Organization.",
            "UNESCO = United Nations Educational, Scientific and Cultural Organization",
        ),
        (
            "PAE Paiement d’aide aux études. (EAP)",
            "PAE = Paiement d’aide aux études",
        ),
    ]);
    finds_none(&["UNESCO (Organisation Unie des Nations pour l'Éducation)"]);
}

#[test]
fn other_signs_between_both() {
    finds(&[
        (
            "l'Organisation mondiale du commerce, ou OMC, siège à Genève",
            "OMC = Organisation mondiale du commerce",
        ),
        (
            "Organisation mondiale du commerce – OMC",
            "OMC = Organisation mondiale du commerce",
        ),
        (
            "la machine synchrone à aimants permanents : MSAP.",
            "MSAP = machine synchrone à aimants permanents",
        ),
        (
            "the Communist Party of the Philippines, CPP, and others",
            "CPP = Communist Party of the Philippines",
        ),
        (
            "le produit national brut « PNB » monte",
            "PNB = produit national brut",
        ),
    ]);
}

#[test]
fn another_languages_short_form() {
    let text = "L'Office des Nations Unies contre la drogue et le crime (ONUDC, en anglais UNODC) et \
                l'Organisation du Traité de l'Atlantique Nord (NATO)";
    let found = read(&[text]);
    let ties: Vec<_> = found
        .iter()
        .filter_map(|a| a.full().map(|f| (a.short.as_str(), f.tie)))
        .collect();
    assert_eq!(
        ties,
        [
            ("NATO", Tie::Reordered),
            ("ONUDC", Tie::Adjacent),
            ("UNODC", Tie::Reordered)
        ]
    );
    finds_none(&[
        "l'application de la convention des Nations Unies contre la corruption (UNCAC)",
        "the Court of Justice of the European Communities (ECJ)",
        "la convention pénale internationale (ICC et autres), puis l'Agence (AE).",
    ]);
}

#[test]
fn what_is_no_pair() {
    finds_none(&[
        "(ci-après « la Commission »)",
        "le règlement de l'Union européenne (UE) no 468/2014",
        "les normes comptables internationales (IAS)",
        "les mécanismes existants (GRECO, OCDE)",
        "le titre premier, partie une (II)",
        "Monsieur le Président parle tard. (PT) Oui.",
        "la Convention de Genève (Protocole II)",
        "selon M. Paul Ivan Bertrand, PDG",
        "l'Agence européenne de sécurité (voir https://UE.eu/AES)",
        "Photo : VNA",
        "at the WHO, whilst observers wait",
        "Les États, les Membres, AELE.",
        "Ce plan (ONU).",
        "(ONU)",
        "ONU",
        "( (",
        "",
    ]);
}

#[test]
fn a_pair_of_one_document_serves_the_others() {
    let found = read(&[
        "Les ONG et l'O.M.S. agissent.",
        "L’Organisation mondiale de la santé (OMS) et les organisations non gouvernementales (ONG).",
        "L'OMS, les ONG et l'Oms.",
    ]);
    let shown: Vec<_> = found
        .iter()
        .map(|a| {
            (
                a.short.as_str(),
                a.occurrences,
                a.documents,
                a.first.document,
            )
        })
        .collect();
    assert_eq!(shown, [("OMS", 4, 3, 0), ("ONG", 3, 3, 0)]);
    let full = found[0].full().unwrap();
    assert_eq!(full.text, "Organisation mondiale de la santé");
    assert_eq!((full.evidence, full.documents), (1, 1));
    assert_eq!(full.first.map(|p| p.document), Some(1));
    assert_eq!(found[0].forms, ["O.M.S.", "OMS"]);
}

#[test]
fn the_spelling_the_texts_prefer() {
    let found = read(&[
        "OFFICE DES NATIONS UNIES (ONU)\nOrganisation des Nations unies (ONU)",
        "ORGANISATION DES NATIONS UNIES (ONU)\nOrganisation des Nations Unies (ONU)",
        "ORGANISATION DES NATIONS UNIES (ONU)\nOrganisation des Nations Unies (ONU)",
    ]);
    assert_eq!(
        evidence(&found),
        [
            ("Organisation des Nations Unies", 5),
            ("OFFICE DES NATIONS UNIES", 1)
        ]
    );
}

#[test]
fn homonyms_stay_apart() {
    let found = read(&[
        "la spécification technique d'interopérabilité (STI)",
        "un système de transport intelligent (STI)",
        "les systèmes de transport intelligents (STI)",
    ]);
    assert_eq!(
        evidence(&found),
        [
            ("système de transport intelligent", 2),
            ("spécification technique d'interopérabilité", 1)
        ]
    );
}

#[test]
fn what_stands_alone() {
    let shorts = |text: &str| {
        read(&[text])
            .into_iter()
            .map(|a| a.short)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        shorts("L'ONU, l’UE et le G20 à l'ère de la 5G."),
        ["5G", "G20", "ONU", "UE"]
    );
    assert_eq!(shorts("Les ONG et les NGOs"), ["NGO", "ONG"]);
    for text in [
        "RAPPORT DE LA COMMISSION SUR LE CRIME",
        "Le XXIe siècle, chapitre IV, titre XIX",
        "un 1er avis, M. Dupont, J.-P. Martin, J.R.R. Tolkien",
        "2 MW, 450 000 EUR, 30 km, 12 kWh",
        "la norme STE 173, JO 136",
        "Monsieur (EN) dit (EN) oui",
        "BCE/2014/59, C-11/00, 1999/352/CE",
        "Il DOIT partir ; il doit rester.",
        "DÉSIRANT resserrer leurs liens",
        "REINE du Royaume",
        "CODE_OF_CONDUCT, JavaScript",
    ] {
        assert_eq!(shorts(text), [""; 0], "{text}");
    }
}

#[test]
fn long_runs_take_linear_time() {
    // Each would take minutes if a short form looked at the whole run around it.
    for piece in ["AB ", "AB-", "A.", "(AB", "AB, ", "l'", "AB (", "("] {
        read(&[&format!("a {}", piece.repeat(100_000))]);
    }
}

#[test]
fn the_order_of_a_list_is_its_alphabet() {
    let text = "L'UE, l'ONU, l'OMC, l'ÉPA.";
    let shorts: Vec<_> = read(&[text]).into_iter().map(|a| a.short).collect();
    assert_eq!(shorts, ["ÉPA", "OMC", "ONU", "UE"]);
}

proptest! {
    #[test]
    fn any_text_is_borne(texts in prop::collection::vec("\\PC{0,60}|[A-Za-z0-9É.,:()«»’ –&/-]{0,80}", 0..6)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut found = read(&texts);
        prop_assert_eq!(&found, &read(&texts));
        for acronym in &found {
            for full in &acronym.full_forms {
                prop_assert!(texts.iter().any(|t| t.contains(&full.text)));
            }
            prop_assert!(acronym.documents <= texts.len() && acronym.documents <= acronym.occurrences);
        }
        tie_apart(&mut found, texts.iter().copied());
    }
}
