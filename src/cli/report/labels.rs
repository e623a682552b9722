//! What warnings, doubts, rules, kinds and bands are called, in each of the page's languages.
//!
//! French spaces are written as escapes, as in `phrases`.

use super::locale::Locale;
use super::model::{Band, DocumentWarning, Doubt, FileKind, LeftOut, Side, TermKind};
use std::ops::Range;

impl Locale {
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
        }
    }

    /// Why beads are not in the memory.
    pub(super) fn left_out(self, why: LeftOut) -> &'static str {
        match why {
            LeftOut::Null => {
                self.choose("Left out: no translation", "Écartés\u{a0}: sans traduction")
            }
            LeftOut::LowConfidence => self.choose(
                "Left out: low confidence",
                "Écartés\u{a0}: confiance trop faible",
            ),
        }
    }

    /// Why a bead is doubted.
    pub(super) fn doubt(self, why: Doubt) -> &'static str {
        match why {
            Doubt::Null => self.choose("no counterpart", "sans équivalent"),
            Doubt::ManyToMany => self.choose("many to many", "plusieurs à plusieurs"),
            Doubt::LowConfidence => self.choose("low confidence", "confiance faible"),
            Doubt::UntranslatedCopy => self.choose("untranslated copy", "copie non traduite"),
            Doubt::WrongLanguage => self.choose("wrong language", "mauvaise langue"),
            Doubt::Crossing => self.choose("moved elsewhere", "déplacé ailleurs"),
            Doubt::DifferentLength => {
                self.choose("very different lengths", "longueurs très inégales")
            }
            Doubt::DifferentNumbers => self.choose("numbers differ", "nombres différents"),
        }
    }

    /// Which segments a bead links: `segments 12–13 ↔ 11`; the ranges count from 0.
    pub(super) fn segments_at(self, source: &Range<usize>, target: &Range<usize>) -> String {
        let side = |range: &Range<usize>| match range.len() {
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
                format!("forme développée du sigle {acronym}"),
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
