//! How technical words are built: the roots that sciences share, and endings that tell actions,
//! qualities and relations.

use crate::language::Language;

/// Greek and Latin beginnings that sciences and techniques build words with.
const BEGINNINGS: [&str; 92] = [
    "aéro",
    "agro",
    "anthropo",
    "anti",
    "archéo",
    "arthro",
    "astro",
    "auto",
    "bactéri",
    "bio",
    "calori",
    "cardio",
    "cérébro",
    "chimio",
    "chromo",
    "chrono",
    "cosmo",
    "cryo",
    "crypto",
    "cyber",
    "cyto",
    "démo",
    "dermato",
    "dynamo",
    "éco",
    "électro",
    "endo",
    "entéro",
    "épi",
    "ergo",
    "ethno",
    "extra",
    "gastro",
    "géno",
    "géo",
    "glyco",
    "gyn",
    "hélio",
    "hémato",
    "hémo",
    "hépato",
    "hétéro",
    "histo",
    "homéo",
    "hydro",
    "hygro",
    "hyper",
    "hypo",
    "immuno",
    "infra",
    "inter",
    "intra",
    "iso",
    "litho",
    "macro",
    "magnéto",
    "méga",
    "méta",
    "métro",
    "micro",
    "mono",
    "morpho",
    "multi",
    "myo",
    "nano",
    "narco",
    "néo",
    "neuro",
    "ortho",
    "ostéo",
    "patho",
    "péri",
    "pharmaco",
    "phono",
    "photo",
    "phyto",
    "pluri",
    "pneumo",
    "poly",
    "proto",
    "psycho",
    "pyro",
    "radio",
    "semi",
    "socio",
    "stéréo",
    "sub",
    "supra",
    "techno",
    "télé",
    "thermo",
    "zoo",
];

/// The same as English writes them, where it differs.
const ENGLISH_BEGINNINGS: [&str; 16] = [
    "aero", "archeo", "chemo", "demo", "eco", "electro", "gastro", "geno", "geo", "hemato", "hemo",
    "hetero", "immuno", "neo", "osteo", "tele",
];

/// Greek and Latin endings.
const ENDINGS: [&str; 74] = [
    "algie",
    "cardie",
    "cide",
    "cratie",
    "cyte",
    "cytose",
    "drome",
    "ectomie",
    "émie",
    "gène",
    "génèse",
    "génique",
    "gramme",
    "graphe",
    "graphie",
    "graphique",
    "lithe",
    "logie",
    "logique",
    "logue",
    "lyse",
    "lytique",
    "mètre",
    "métrie",
    "métrique",
    "morphe",
    "nomie",
    "onyme",
    "ose",
    "pathie",
    "pathique",
    "pénie",
    "phage",
    "phile",
    "phobie",
    "phone",
    "phonie",
    "plasie",
    "plastie",
    "plégie",
    "pnée",
    "rragie",
    "scope",
    "scopie",
    "sphère",
    "stat",
    "statique",
    "technie",
    "thérapie",
    "thermie",
    "tomie",
    "trope",
    "trophie",
    "tropie",
    "urie",
    "ite",
    // English
    "algia",
    "cracy",
    "ectomy",
    "emia",
    "genesis",
    "genic",
    "graphy",
    "itis",
    "logy",
    "lysis",
    "metry",
    "osis",
    "pathy",
    "phobia",
    "plasty",
    "scopy",
    "therapy",
    "tropic",
];

/// Adjectives that relate to a thing rather than describe one: `numérique`, `humanitaire`.
const RELATIONS: [&str; 20] = [
    "ique", "aire", "al", "el", "if", "eux", "ien", "oire", "oïde", "ial", "iel", "éen", "ène",
    // English
    "ic", "ical", "ary", "ive", "ous", "oid", "ory",
];

const ACTIONS: [&str; 9] = [
    "tion", "sion", "ment", "age", "isation", "ure", "xion", "ing", "eur",
];

const QUALITIES: [&str; 10] = [
    "ité", "isme", "ance", "ence", "iste", "ité", "ity", "ism", "ness", "ship",
];

/// Letters that must be left of a word beside its root.
const REST: usize = 3;

/// Whether a folded lemma is built from a Greek or Latin root.
pub(super) fn is_neoclassical(lemma: &str, language: &Language) -> bool {
    let length = lemma.chars().count();
    let leaves = |part: &str| length >= part.chars().count() + REST;
    let begins = |part: &&&str| leaves(part) && lemma.starts_with(**part);
    BEGINNINGS.iter().any(|part| begins(&part))
        || language.is("en") && ENGLISH_BEGINNINGS.iter().any(|part| begins(&part))
        || ENDINGS
            .iter()
            .any(|part| leaves(part) && lemma.ends_with(part))
}

/// Whether it ends as relational adjectives do.
pub(super) fn is_relational(lemma: &str) -> bool {
    ends(lemma, &RELATIONS)
}

/// Endings of French adjectives that say what kind of thing it is rather than how good or how strong.
const SORTS: [&str; 12] = [
    "el", "al", "ique", "aire", "ier", "ien", "ois", "ain", "oire", "eur", "in", "éen",
];

/// French adjectives that end like those but rate: one can be more or less so. Folded, sorted.
const RATES: [&str; 45] = [
    "antérieur",
    "arbitraire",
    "authentique",
    "certain",
    "contraire",
    "crucial",
    "drastique",
    "dynamique",
    "emblématique",
    "entier",
    "exceptionnel",
    "exemplaire",
    "extraordinaire",
    "familier",
    "habituel",
    "idéal",
    "lointain",
    "loyal",
    "magnifique",
    "majeur",
    "meilleur",
    "moteur",
    "méthodique",
    "nécessaire",
    "ordinaire",
    "originel",
    "pacifique",
    "pionnier",
    "pragmatique",
    "prioritaire",
    "problématique",
    "prochain",
    "similaire",
    "singulier",
    "soudain",
    "spectaculaire",
    "spécifique",
    "substantiel",
    "symbolique",
    "sympathique",
    "tragique",
    "typique",
    "énergique",
    "éternel",
    "éventuel",
];

/// Whether it ends as adjectives do that sort things into kinds; not those that rate them (`-able`,
/// `-if`, and those of a list) nor most short ones.
pub(super) fn sorts(lemma: &str) -> bool {
    ends(lemma, &SORTS) && !RATES.contains(&lemma)
}

/// Whether it ends as nouns of action do.
pub(super) fn is_action(lemma: &str) -> bool {
    ends(lemma, &ACTIONS)
}

/// Whether it ends as nouns of quality and doctrine do.
pub(super) fn is_quality(lemma: &str) -> bool {
    ends(lemma, &QUALITIES)
}

fn ends(lemma: &str, endings: &[&str]) -> bool {
    let length = lemma.chars().count();
    endings
        .iter()
        .any(|ending| length >= ending.chars().count() + REST && lemma.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_of_sciences_are_seen_at_either_end() {
        let french = Language::french();
        for word in ["cybercriminalité", "cardiomyopathie", "anémomètre"] {
            assert!(is_neoclassical(word, &french), "{word}");
        }
        for word in ["cyber", "état", "mètre", "pays"] {
            assert!(!is_neoclassical(word, &french), "{word}");
        }
        assert!(!is_neoclassical("electromagnet", &french));
        assert!(is_neoclassical("electromagnet", &Language::english()));
        assert!(is_relational("humanitaire") && !is_relational("état"));
        assert!(is_action("signature") && is_quality("cybercriminalité"));
    }
}
