//! Every word of the page, in each of its languages.
//!
//! French spaces are written as escapes so that they can be seen: `\u{a0}` before a colon, inside
//! guillemets and before a unit, `\u{202f}` before `;`, `!` and `?`.

use super::chart::{Level, SURE};
use super::locale::Locale;
use super::model::{Band, DocumentWarning, Doubt, FileKind, LeftOut, Side, TermKind};

/// The page's fixed words.
pub(super) struct Phrases {
    pub(super) kind: &'static str,
    pub(super) skip: &'static str,
    pub(super) contents: &'static str,
    pub(super) key_figures: &'static str,
    pub(super) first_look: &'static str,
    pub(super) summary: &'static str,
    pub(super) summary_lead: &'static str,
    pub(super) documents: &'static str,
    pub(super) documents_lead: &'static str,
    pub(super) doubts: &'static str,
    pub(super) doubts_lead: &'static str,
    pub(super) dropped: &'static str,
    pub(super) dropped_lead: &'static str,
    pub(super) terms: &'static str,
    pub(super) terms_lead: &'static str,
    pub(super) analysis: &'static str,
    pub(super) analysis_lead: &'static str,
    pub(super) matches: &'static str,
    pub(super) files: &'static str,
    pub(super) unpaired: &'static str,
    pub(super) warnings: &'static str,
    pub(super) how_sure: &'static str,
    pub(super) histogram: &'static str,
    pub(super) what_was_read: &'static str,
    pub(super) what_was_written: &'static str,
    pub(super) confidence: &'static str,
    pub(super) beads: &'static str,
    pub(super) share: &'static str,
    pub(super) segments: &'static str,
    pub(super) in_beads: &'static str,
    pub(super) in_nulls: &'static str,
    pub(super) words: &'static str,
    pub(super) dropped_lines: &'static str,
    pub(super) unaccounted: &'static str,
    pub(super) units_written: &'static str,
    pub(super) document: &'static str,
    pub(super) one_to_one: &'static str,
    pub(super) nulls: &'static str,
    pub(super) mean_confidence: &'static str,
    pub(super) doubtful: &'static str,
    pub(super) all_documents: &'static str,
    pub(super) no_translation: &'static str,
    pub(super) source: &'static str,
    pub(super) target: &'static str,
    pub(super) rank: &'static str,
    pub(super) term: &'static str,
    pub(super) equivalents: &'static str,
    pub(super) no_equivalent: &'static str,
    pub(super) frequency: &'static str,
    pub(super) in_documents: &'static str,
    pub(super) forms: &'static str,
    pub(super) band: &'static str,
    pub(super) total: &'static str,
    pub(super) new_text: &'static str,
    pub(super) memory: &'static str,
    pub(super) translation: &'static str,
    pub(super) file: &'static str,
    pub(super) content: &'static str,
    pub(super) size: &'static str,
}

const ENGLISH: Phrases = Phrases {
    kind: "Alignment and terminology report",
    skip: "Skip to the report",
    contents: "Contents",
    key_figures: "Key figures",
    first_look: "What needs your eye first",
    summary: "At a glance",
    summary_lead: "A bead is a group of source segments with the target segments that translate \
        them. Its confidence says how sure the alignment is that exactly these belong together.",
    documents: "Documents",
    documents_lead: "Each band follows a document from its beginning (left) to its end (right) and \
        shows where the alignment is unsure.",
    doubts: "Doubtful beads",
    doubts_lead: "The least certain alignments, worst first. What is right can stay; what is wrong \
        should not stay in the memory.",
    dropped: "Lines left out",
    dropped_lead: "Cleaning took these lines out before alignment. Check that no real sentence is \
        among them.",
    terms: "First terms",
    terms_lead: "The best candidates for the glossary. Nobody has reviewed them yet.",
    analysis: "New text against the memory",
    analysis_lead: "How much of the new text the memory already knows.",
    matches: "Best matches",
    files: "Files written",
    unpaired: "Files without a counterpart",
    warnings: "Warnings",
    how_sure: "How sure the alignment is",
    histogram: "Linked beads by confidence",
    what_was_read: "What was read",
    what_was_written: "What was written to the memory",
    confidence: "Confidence",
    beads: "Beads",
    share: "Share",
    segments: "Segments",
    in_beads: "in linked beads",
    in_nulls: "without a translation",
    words: "Words",
    dropped_lines: "Lines left out",
    unaccounted: "Unaccounted for",
    units_written: "Units written",
    document: "Document pair",
    one_to_one: "1–1",
    nulls: "Nulls",
    mean_confidence: "Mean confidence",
    doubtful: "Doubtful",
    all_documents: "All documents",
    no_translation: "No counterpart",
    source: "Source",
    target: "Target",
    rank: "Rank",
    term: "Term",
    equivalents: "Equivalents",
    no_equivalent: "none found",
    frequency: "Frequency",
    in_documents: "Documents",
    forms: "Forms:",
    band: "Match",
    total: "Total",
    new_text: "New text",
    memory: "Memory",
    translation: "Translation",
    file: "File",
    content: "Content",
    size: "Size",
};

const FRENCH: Phrases = Phrases {
    kind: "Rapport d’alignement et de terminologie",
    skip: "Aller au rapport",
    contents: "Sommaire",
    key_figures: "Chiffres clés",
    first_look: "À regarder en premier",
    summary: "En bref",
    summary_lead: "Un appariement réunit des segments source et les segments cible qui les \
        traduisent. Sa confiance dit à quel point il est sûr que ces segments-là vont ensemble.",
    documents: "Documents",
    documents_lead: "Chaque bande suit un document du début (à gauche) à la fin (à droite) et montre \
        les passages où l’alignement est incertain.",
    doubts: "Appariements douteux",
    doubts_lead: "Les appariements les moins sûrs, les pires en tête. Ce qui est juste peut rester\
        \u{202f}; ce qui est faux ne devrait pas rester dans la mémoire.",
    dropped: "Lignes écartées",
    dropped_lead: "Le nettoyage a retiré ces lignes avant l’alignement. Vérifiez qu’aucune vraie \
        phrase ne s’y trouve.",
    terms: "Premiers termes",
    terms_lead: "Les meilleurs candidats pour le glossaire. Personne ne les a encore validés.",
    analysis: "Le nouveau texte face à la mémoire",
    analysis_lead: "La part du nouveau texte que la mémoire connaît déjà.",
    matches: "Meilleures correspondances",
    files: "Fichiers écrits",
    unpaired: "Fichiers sans équivalent",
    warnings: "Avertissements",
    how_sure: "Sûreté de l’alignement",
    histogram: "Appariements liés, par confiance",
    what_was_read: "Ce qui a été lu",
    what_was_written: "Ce qui a été écrit dans la mémoire",
    confidence: "Confiance",
    beads: "Appariements",
    share: "Part",
    segments: "Segments",
    in_beads: "appariés",
    in_nulls: "sans traduction",
    words: "Mots",
    dropped_lines: "Lignes écartées",
    unaccounted: "Écart inexpliqué",
    units_written: "Unités écrites",
    document: "Paire de documents",
    one_to_one: "1–1",
    nulls: "Sans traduction",
    mean_confidence: "Confiance moyenne",
    doubtful: "Douteux",
    all_documents: "Tous les documents",
    no_translation: "Sans équivalent",
    source: "Source",
    target: "Cible",
    rank: "Rang",
    term: "Terme",
    equivalents: "Équivalents",
    no_equivalent: "aucun trouvé",
    frequency: "Fréquence",
    in_documents: "Documents",
    forms: "Formes\u{a0}:",
    band: "Correspondance",
    total: "Total",
    new_text: "Nouveau texte",
    memory: "Mémoire",
    translation: "Traduction",
    file: "Fichier",
    content: "Contenu",
    size: "Taille",
};

impl Locale {
    /// The fixed words.
    pub(super) fn phrases(self) -> &'static Phrases {
        match self {
            Self::English => &ENGLISH,
            Self::French => &FRENCH,
        }
    }

    /// One of two texts by language.
    fn choose<T>(self, english: T, french: T) -> T {
        match self {
            Self::English => english,
            Self::French => french,
        }
    }

    /// The form for a number: singular for 1, in French for 0 as well.
    fn form<T>(self, number: usize, one: T, many: T) -> T {
        let singular = match self {
            Self::English => number == 1,
            Self::French => number < 2,
        };
        if singular { one } else { many }
    }

    /// A number with its noun; the pairs are singular and plural.
    fn counted(self, n: usize, english: (&str, &str), french: (&str, &str)) -> String {
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
    fn quoted(self, text: &str) -> String {
        self.choose(format!("“{text}”"), format!("«\u{a0}{text}\u{a0}»"))
    }

    /// `French → English`.
    pub(super) fn direction(self, source: &str, target: &str) -> String {
        format!("{} → {}", self.language(source), self.language(target))
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
        let share = self.share(doubtful, beads);
        let counted = self.counted(
            doubtful,
            ("doubtful bead", "doubtful beads"),
            ("appariement douteux", "appariements douteux"),
        );
        let place = most.map_or_else(String::new, |(name, count)| {
            let (name, count) = (self.quoted(name), self.count(count));
            self.choose(
                format!("; the most, {count}, in {name}"),
                format!("\u{202f}; le plus grand nombre, {count}, dans {name}"),
            )
        });
        self.choose(
            format!("Start with the {counted} ({share} of all){place}."),
            format!("Commencez par {counted} ({share} de l’ensemble){place}."),
        )
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
        let counted = self.counted(
            n,
            (
                "file had no counterpart and was not aligned.",
                "files had no counterpart and were not aligned.",
            ),
            (
                "fichier sans équivalent n’a pas été aligné.",
                "fichiers sans équivalent n’ont pas été alignés.",
            ),
        );
        counted
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
                let has = self.form(without, "n’a", "n’ont");
                format!("{n} candidats sur {of} {has} pas encore d’équivalent.").replacen(
                    "candidats",
                    self.form(without, "candidat", "candidats"),
                    1,
                )
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

    /// How a document was read.
    pub(super) fn encoding(self, name: &str, guessed: bool, replaced: usize) -> String {
        let mut text = name.to_owned();
        if guessed {
            text.push_str(self.choose(" (guessed)", " (deviné)"));
        }
        if replaced > 0 {
            text.push_str(", ");
            text.push_str(&self.counted(
                replaced,
                (
                    "unreadable character replaced",
                    "unreadable characters replaced",
                ),
                (
                    "caractère illisible remplacé",
                    "caractères illisibles remplacés",
                ),
            ));
        }
        text
    }

    /// A warning about a pair; whether it says that the pair is none.
    pub(super) fn document_warning(self, warning: &DocumentWarning) -> String {
        match warning {
            DocumentWarning::SameLanguage(tag) => {
                let language = self.language(tag);
                self.choose(
                    format!("Both documents seem to be in the same language ({language})."),
                    format!("Les deux documents semblent être dans la même langue ({language})."),
                )
            }
            DocumentWarning::UnexpectedLanguage(side, tag) => {
                let language = self.language(tag);
                match (self, side) {
                    (Self::English, Side::Source) => {
                        format!("The source document seems to be in another language: {language}.")
                    }
                    (Self::English, Side::Target) => {
                        format!("The target document seems to be in another language: {language}.")
                    }
                    (Self::French, Side::Source) => format!(
                        "Le document source semble être dans une autre langue\u{a0}: {language}."
                    ),
                    (Self::French, Side::Target) => format!(
                        "Le document cible semble être dans une autre langue\u{a0}: {language}."
                    ),
                }
            }
            DocumentWarning::DifferentLength(times) => {
                let times = self.decimal(*times);
                self.choose(
                    format!("One document is {times} times as long as the other."),
                    format!("L’un des documents est {times}\u{a0}fois plus long que l’autre."),
                )
            }
            DocumentWarning::OutOfOrder => self
                .choose(
                    "Passages seem to stand in another order.",
                    "Des passages semblent figurer dans un autre ordre.",
                )
                .to_owned(),
            DocumentWarning::Other(text) => text.clone(),
        }
    }

    /// Why beads are not in the memory.
    pub(super) fn left_out(self, why: &LeftOut) -> String {
        match why {
            LeftOut::Null => {
                self.choose("Left out: no translation", "Écartés\u{a0}: sans traduction")
            }
            LeftOut::LowConfidence => self.choose(
                "Left out: low confidence",
                "Écartés\u{a0}: confiance trop faible",
            ),
            LeftOut::Duplicate => self.choose("Left out: duplicates", "Écartés\u{a0}: doublons"),
            LeftOut::Other(text) => text,
        }
        .to_owned()
    }

    /// Why a bead is doubted.
    pub(super) fn doubt(self, why: &Doubt) -> String {
        match why {
            Doubt::Null => self.choose("no counterpart", "sans équivalent"),
            Doubt::ManyToMany => self.choose("many to many", "plusieurs à plusieurs"),
            Doubt::LowConfidence => self.choose("low confidence", "confiance faible"),
            Doubt::UntranslatedCopy => self.choose("untranslated copy", "copie non traduite"),
            Doubt::DifferentLength => {
                self.choose("very different lengths", "longueurs très inégales")
            }
            Doubt::DifferentNumbers => self.choose("numbers differ", "nombres différents"),
            Doubt::OutOfOrder => self.choose("out of order", "hors de l’ordre"),
            Doubt::Other(text) => text,
        }
        .to_owned()
    }

    /// Which segments a bead links: `segments 12–13 ↔ 11`; the ranges count from 0.
    pub(super) fn segments_at(
        self,
        source: &std::ops::Range<usize>,
        target: &std::ops::Range<usize>,
    ) -> String {
        let side = |range: &std::ops::Range<usize>| match range.len() {
            0 => "–".to_owned(),
            1 => self.count(range.end),
            _ => format!(
                "{}–{}",
                self.count(range.start.saturating_add(1)),
                self.count(range.end)
            ),
        };
        format!("segments {} ↔ {}", side(source), side(target))
    }

    /// `line 12`.
    pub(super) fn line(self, line: usize) -> String {
        format!("{}\u{a0}{}", self.choose("line", "ligne"), self.count(line))
    }

    /// `14 lines`.
    pub(super) fn lines(self, n: usize) -> String {
        self.counted(n, ("line", "lines"), ("ligne", "lignes"))
    }

    /// What a rule of cleaning is about, where the page knows it.
    pub(super) fn rule(self, name: &str) -> String {
        let (english, french) = match name {
            "date-head" => ("Date before the text", "Date avant le texte"),
            "photo-credit" => ("Captions and photo credits", "Légendes et crédits photo"),
            "copyright" => ("Copyright lines", "Mentions de droit d’auteur"),
            "source" => ("Sources", "Sources"),
            "web-address" => ("Web addresses", "Adresses web"),
            "comments" => ("Reader comments", "Commentaires de lecteurs"),
            "page-button" => ("Buttons of the page", "Boutons de la page"),
            "read-also" => ("Links to other articles", "Renvois à d’autres articles"),
            "agency-mark" => ("Agency signatures", "Signatures d’agence"),
            _ => return name.to_owned(),
        };
        self.choose(english, french).to_owned()
    }

    /// What a term is, if it is anything but a term: `acronym of “…”`.
    pub(super) fn term_kind(self, kind: &TermKind) -> Option<String> {
        Some(match kind {
            TermKind::Plain => return None,
            TermKind::Name => self.choose("name", "nom propre").to_owned(),
            TermKind::Acronym(None) => self.choose("acronym", "sigle").to_owned(),
            TermKind::Acronym(Some(full)) => {
                let full = self.quoted(full);
                self.choose(format!("acronym of {full}"), format!("sigle de {full}"))
            }
            TermKind::FullForm(acronym) => self.choose(
                format!("full form of {acronym}"),
                format!("forme développée de {acronym}"),
            ),
        })
    }

    /// A band of scores.
    pub(super) fn band(self, band: Band) -> String {
        match band {
            Band::Context => self.choose(
                "101% (in context)".to_owned(),
                "101\u{a0}% (en contexte)".to_owned(),
            ),
            Band::Repetition => self.choose("Repetitions", "Répétitions").to_owned(),
            Band::Exact => self.per_cent("100"),
            Band::Fuzzy(from, to) => self.per_cent(&format!("{from}–{to}")),
            Band::None => self.choose("No match", "Aucune correspondance").to_owned(),
        }
    }

    /// How a difference is drawn: what stands in the memory alone, and in the new text alone.
    pub(super) fn difference_legend(self) -> [&'static str; 2] {
        self.choose(
            ["only in the memory", "only in the new text"],
            [
                "seulement dans la mémoire",
                "seulement dans le nouveau texte",
            ],
        )
    }

    /// What a file holds.
    pub(super) fn file(self, kind: &FileKind, entries: Option<usize>) -> String {
        let what = match kind {
            FileKind::Memory => {
                self.choose("Translation memory (TMX)", "Mémoire de traduction (TMX)")
            }
            FileKind::GlossaryTable => self.choose("Glossary (table)", "Glossaire (tableau)"),
            FileKind::Termbase => self.choose("Glossary (TBX)", "Glossaire (TBX)"),
            FileKind::Report => self.choose("This report", "Ce rapport"),
            FileKind::Other(text) => text,
        };
        let Some(n) = entries else {
            return what.to_owned();
        };
        let counted = match kind {
            FileKind::Memory => self.counted(n, ("unit", "units"), ("unité", "unités")),
            FileKind::GlossaryTable | FileKind::Termbase => {
                self.counted(n, ("entry", "entries"), ("entrée", "entrées"))
            }
            FileKind::Report | FileKind::Other(_) => self.count(n),
        };
        format!("{what}, {counted}")
    }

    /// The side of a file.
    pub(super) fn side(self, side: Side) -> &'static str {
        match side {
            Side::Source => self.phrases().source,
            Side::Target => self.phrases().target,
        }
    }

    /// The page's last line.
    pub(super) fn made_by(self, version: &str) -> String {
        self.choose(
            format!(
                "Made by bitext {version}, offline. Texts are shown as they stand in the documents."
            ),
            format!(
                "Produit par bitext {version}, hors ligne. Les textes sont montrés tels quels."
            ),
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
