//! What the page says with numbers and names in it, in each of its languages.
//!
//! French spaces are written as escapes, as in `phrases`.

use super::chart::{Level, SURE};
use super::locale::Locale;

impl Locale {
    /// One of two texts by language.
    pub(super) fn choose<T>(self, english: T, french: T) -> T {
        match self {
            Self::English => english,
            Self::French => french,
        }
    }

    /// The form for a number: singular for 1, in French for 0 as well.
    pub(super) fn form<T>(self, number: usize, one: T, many: T) -> T {
        let singular = match self {
            Self::English => number == 1,
            Self::French => number < 2,
        };
        if singular { one } else { many }
    }

    /// A number with its noun; the pairs are singular and plural.
    pub(super) fn counted(self, n: usize, english: (&str, &str), french: (&str, &str)) -> String {
        format!("{}\u{a0}{}", self.count(n), self.noun(n, english, french))
    }

    fn noun<'a>(
        self,
        n: usize,
        english: (&'a str, &'a str),
        french: (&'a str, &'a str),
    ) -> &'a str {
        let (one, many) = self.choose(english, french);
        self.form(n, one, many)
    }

    /// A name in the quotation marks of the language.
    pub(super) fn quoted(self, text: &str) -> String {
        self.choose(format!("“{text}”"), format!("«\u{a0}{text}\u{a0}»"))
    }

    /// `French → English`.
    pub(super) fn direction(self, source: &str, target: &str) -> String {
        format!("{} → {}", self.language_head(source), self.language(target))
    }

    /// The name of a language where it stands alone, as in the head of a column.
    pub(super) fn language_head(self, tag: &str) -> String {
        let name = self.language(tag);
        if name == tag {
            return name;
        }
        let mut chars = name.chars();
        chars.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(chars).collect()
        })
    }

    /// Under the number of units.
    pub(super) fn units_label(self, n: usize) -> &'static str {
        self.noun(
            n,
            (
                "translation unit in the memory",
                "translation units in the memory",
            ),
            (
                "unité de traduction en mémoire",
                "unités de traduction en mémoire",
            ),
        )
    }

    /// Under the number of pairs.
    pub(super) fn pairs_label(self, n: usize) -> &'static str {
        self.noun(
            n,
            ("document pair aligned", "document pairs aligned"),
            ("paire de documents alignée", "paires de documents alignées"),
        )
    }

    /// Under the number of doubtful beads.
    pub(super) fn doubtful_label(self, n: usize) -> &'static str {
        self.noun(
            n,
            ("doubtful bead", "doubtful beads"),
            ("appariement douteux", "appariements douteux"),
        )
    }

    /// Under the number of candidates.
    pub(super) fn candidates_label(self, n: usize) -> &'static str {
        self.noun(
            n,
            ("glossary candidate", "glossary candidates"),
            ("candidat pour le glossaire", "candidats pour le glossaire"),
        )
    }

    /// `18,240 words`.
    pub(super) fn words_read(self, n: usize) -> String {
        self.counted(
            n,
            ("source word", "source words"),
            ("mot source", "mots source"),
        )
    }

    /// `of 3,412 beads`.
    pub(super) fn of_beads(self, n: usize) -> String {
        let counted = self.counted(n, ("bead", "beads"), ("appariement", "appariements"));
        self.choose(format!("of {counted}"), format!("sur {counted}"))
    }

    /// `380 with an equivalent`.
    pub(super) fn with_equivalents(self, n: usize) -> String {
        format!(
            "{} {}",
            self.count(n),
            self.choose("with an equivalent", "avec équivalent")
        )
    }

    /// A level with its limits.
    pub(super) fn level(self, level: Level, doubtful_below: f64) -> String {
        let limit = self.confidence(doubtful_below);
        let sure = self.confidence(doubtful_below.max(SURE));
        match (level, self) {
            (Level::Sure, Self::English) => format!("Sure ({sure} or more)"),
            (Level::Sure, Self::French) => format!("Sûrs ({sure} et plus)"),
            (Level::Fair, Self::English) => format!("Fair ({limit} to {sure})"),
            (Level::Fair, Self::French) => format!("Plausibles ({limit} à {sure})"),
            (Level::Doubtful, Self::English) => format!("Doubtful (below {limit})"),
            (Level::Doubtful, Self::French) => format!("Douteux (moins de {limit})"),
            (Level::Null, _) => self
                .choose("Nulls: no translation", "Sans traduction")
                .to_owned(),
        }
    }

    /// The bar of levels, in words.
    pub(super) fn levels_alt(self, parts: &[(String, String)]) -> String {
        let colon = self.choose(": ", "\u{a0}: ");
        let parts: Vec<_> = parts
            .iter()
            .map(|(label, share)| format!("{label}{colon}{share}"))
            .collect();
        parts.join(self.choose("; ", "\u{202f}; "))
    }

    /// Some pairs look as if they were none.
    pub(super) fn look_at_pairs(self, names: &[&str], all: usize) -> String {
        let names = self.names(names, all);
        match self {
            Self::English if all == 1 => {
                format!("One pair may not be a document and its translation: {names}.")
            }
            Self::English => {
                format!("{all} pairs may not be documents and their translations: {names}.")
            }
            Self::French if all == 1 => format!(
                "Une paire n’est peut-être pas un document et sa traduction\u{a0}: {names}."
            ),
            Self::French => format!(
                "{} paires ne sont peut-être pas des documents et leurs traductions\u{a0}: {names}.",
                self.count(all)
            ),
        }
    }

    /// How many beads are doubtful, and where most of them are.
    pub(super) fn look_at_doubts(
        self,
        doubtful: usize,
        beads: usize,
        most: Option<(&str, usize)>,
    ) -> String {
        let (n, share) = (self.count(doubtful), self.share(doubtful, beads));
        let place = most.map_or_else(String::new, |(name, count)| {
            let (name, count) = (self.quoted(name), self.count(count));
            self.choose(
                format!(", {count} of them in {name}"),
                format!(", dont {count} dans {name}"),
            )
        });
        let what = match self {
            Self::English if doubtful == 1 => {
                format!("Start with the one doubtful bead ({share} of all)")
            }
            Self::English => format!("Start with the {n} doubtful beads ({share} of all)"),
            Self::French if doubtful == 1 => {
                format!("Commencez par le seul appariement douteux ({share} de l’ensemble)")
            }
            Self::French => {
                format!("Commencez par les {n} appariements douteux ({share} de l’ensemble)")
            }
        };
        // «One, 1 of them» says nothing new: one bead's place is simply named.
        match most {
            Some((name, _)) if doubtful == 1 => {
                let name = self.quoted(name);
                self.choose(
                    format!("{what}, in {name}."),
                    format!("{what}, dans {name}."),
                )
            }
            _ => format!("{what}{place}."),
        }
    }

    /// How many beads are null, and where most of them are.
    pub(super) fn look_at_nulls(self, nulls: usize, most: Option<(&str, usize)>) -> String {
        let place = most.map_or_else(String::new, |(name, count)| {
            let (name, count) = (self.quoted(name), self.count(count));
            self.choose(
                format!(" ({count} in {name})"),
                format!(" ({count} dans {name})"),
            )
        });
        let counted = self.counted(
            nulls,
            ("passage has no counterpart", "passages have no counterpart"),
            (
                "passage n’a pas d’équivalent",
                "passages n’ont pas d’équivalent",
            ),
        );
        self.choose(
            format!(
                "{counted} on the other side{place}: an omission, an addition, or a misalignment."
            ),
            format!(
                "{counted} dans l’autre langue{place}\u{a0}: omission, ajout ou mauvais alignement."
            ),
        )
    }

    /// Files that were not aligned.
    pub(super) fn look_at_unpaired(self, n: usize) -> String {
        self.counted(
            n,
            (
                "file had no counterpart and was not aligned.",
                "files had no counterpart and were not aligned.",
            ),
            (
                "fichier sans équivalent n’a pas été aligné.",
                "fichiers sans équivalent n’ont pas été alignés.",
            ),
        )
    }

    /// Candidates without equivalents.
    pub(super) fn look_at_terms(self, without: usize, all: usize) -> String {
        let (n, of) = (self.count(without), self.count(all));
        match self {
            Self::English => {
                let has = self.form(without, "has", "have");
                format!("{n} of {of} glossary candidates {has} no equivalent yet.")
            }
            Self::French => {
                let candidates = self.form(without, "candidat", "candidats");
                let has = self.form(without, "n’a", "n’ont");
                format!("{n}\u{a0}{candidates} sur {of} {has} pas encore d’équivalent.")
            }
        }
    }

    /// The figures do not add up.
    pub(super) fn look_at_sums(self) -> &'static str {
        self.choose(
            "The figures below do not add up: see the rows marked “Unaccounted for”.",
            "Les chiffres ci-dessous ne concordent pas\u{a0}: voir les lignes \
             «\u{a0}Écart inexpliqué\u{a0}».",
        )
    }

    /// Nothing to look at.
    pub(super) fn look_at_nothing(self) -> &'static str {
        self.choose(
            "Nothing stands out: no bead is doubtful, and no passage is without its translation.",
            "Rien à signaler\u{a0}: aucun appariement n’est douteux, aucun passage n’est sans \
             traduction.",
        )
    }

    /// Nothing was aligned.
    pub(super) fn look_at_no_beads(self) -> &'static str {
        self.choose(
            "No documents were aligned.",
            "Aucun document n’a été aligné.",
        )
    }

    /// Names in quotation marks, and how many more there are.
    fn names(self, names: &[&str], all: usize) -> String {
        let mut text: Vec<_> = names.iter().map(|name| self.quoted(name)).collect();
        if all > names.len() {
            text.push(self.more(all - names.len()));
        }
        text.join(", ")
    }

    /// What a list leaves out.
    pub(super) fn more(self, n: usize) -> String {
        let n = self.count(n);
        self.choose(format!("… and {n} more"), format!("… et {n} de plus"))
    }

    /// What a list of so many leaves out.
    pub(super) fn more_of(self, hidden: usize, all: usize) -> String {
        let (hidden, all) = (self.count(hidden), self.count(all));
        self.choose(
            format!("… and {hidden} more ({all} in all)"),
            format!("… et {hidden} de plus ({all} au total)"),
        )
    }

    /// Why a long table shows these documents.
    pub(super) fn documents_cut(self, shown: usize, all: usize) -> String {
        let (n, of, hidden) = (self.count(shown), self.count(all), self.count(all - shown));
        self.choose(
            format!(
                "Shown are the {n} pairs of {of} that most need a look; … and {hidden} more are \
                 counted in the totals."
            ),
            format!(
                "Seules les {n} paires sur {of} qui demandent le plus d’attention figurent ici\
                 \u{202f}; … et {hidden} de plus sont comptées dans les totaux."
            ),
        )
    }

    /// A ribbon, in words.
    pub(super) fn ribbon_alt(
        self,
        doubtful: usize,
        nulls: usize,
        worst_tenth: Option<usize>,
    ) -> String {
        let Some(tenth) = worst_tenth else {
            return self
                .choose("No doubtful passage.", "Aucun passage incertain.")
                .to_owned();
        };
        let doubtful = self.counted(doubtful, ("doubtful", "doubtful"), ("douteux", "douteux"));
        let nulls = self.counted(
            nulls,
            ("without a translation", "without a translation"),
            ("sans traduction", "sans traduction"),
        );
        let (from, to) = (
            (tenth * 10).to_string(),
            self.per_cent(&(tenth * 10 + 10).to_string()),
        );
        self.choose(
            format!("{doubtful}, {nulls}; most of them between {from} and {to} of the way."),
            format!("{doubtful}, {nulls}\u{202f}; surtout entre {from} et {to} du parcours."),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_counts_nothing_as_singular() {
        assert_eq!(Locale::French.lines(0), "0\u{a0}ligne");
        assert_eq!(Locale::English.lines(0), "0\u{a0}lines");
        assert_eq!(Locale::French.lines(1_500), "1\u{202f}500\u{a0}lignes");
    }

    #[test]
    fn segments_are_shown_from_one() {
        assert_eq!(
            Locale::English.segments_at(&(11..13), &(10..11)),
            "segments 12–13 ↔ 11"
        );
        assert_eq!(
            Locale::English.segments_at(&(3..3), &(0..1)),
            "segments – ↔ 1"
        );
        let all = usize::MAX - 1..usize::MAX;
        assert!(
            Locale::French
                .segments_at(&all, &(0..0))
                .ends_with("615 ↔ –")
        );
    }

    #[test]
    fn lists_of_names_say_how_many_more() {
        assert_eq!(
            Locale::French.look_at_pairs(&["a", "b"], 5),
            "5 paires ne sont peut-être pas des documents et leurs traductions\u{a0}: \
             «\u{a0}a\u{a0}», «\u{a0}b\u{a0}», … et 3 de plus."
        );
        assert_eq!(
            Locale::English.look_at_pairs(&["a"], 1),
            "One pair may not be a document and its translation: “a”."
        );
    }
}
