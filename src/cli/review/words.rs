//! Every word of the pages, in each language.
//!
//! French spaces are written as escapes, as in the report.

use crate::cli::report::Locale;
use bitext_glossary::{Action, RelationKind, Status};

/// Declares the fixed words: a name, English, French.
macro_rules! words {
    ($($name:ident: $english:literal, $french:literal;)+) => {
        /// The words of the pages in one language.
        pub(super) struct Words {
            french: bool,
            $(pub(super) $name: &'static str,)+
        }

        pub(super) static ENGLISH: Words = Words { french: false, $($name: $english,)+ };
        pub(super) static FRENCH: Words = Words { french: true, $($name: $french,)+ };
    };
}

words! {
    colon: ": ", "\u{a0}: ";
    review: "Review", "Révision";
    skip: "Skip to the content", "Aller au contenu";
    overview: "Overview", "Aperçu";
    alignments: "Alignments", "Alignements";
    terms: "Terms", "Termes";
    search: "Search", "Recherche";
    history: "History", "Historique";
    sections: "Sections", "Rubriques";
    reviewer: "Reviewer", "Réviseur";
    language_choice: "Language", "Langue";
    theme: "Colours", "Couleurs";
    theme_auto: "as the system", "selon le système";
    theme_light: "light", "clair";
    theme_dark: "dark", "sombre";
    apply: "Apply", "Appliquer";
    settings: "Settings", "Réglages";
    keys: "Keyboard", "Clavier";
    close: "Close", "Fermer";
    shortcuts_on: "Single keys work as shortcuts", "Les touches seules servent de raccourcis";
    key_move: "Next, previous", "Suivant, précédent";
    key_accept: "Accept", "Accepter";
    key_reject: "Reject", "Rejeter";
    key_restore: "Leave open again", "Laisser ouvert";
    key_undo: "Undo your latest decision", "Annuler votre dernière décision";
    key_mark: "Mark for merging or deciding together", "Marquer pour fusionner ou décider ensemble";
    key_merge: "Merge (marked terms; a bead with the next one)", "Fusionner (termes marqués\u{a0}; un segment avec le suivant)";
    key_split: "Split", "Scinder";
    key_edit: "Edit", "Modifier";
    key_unlink: "Unlink the two sides", "Délier les deux côtés";
    key_next_doubt: "Next doubt", "Doute suivant";
    key_move_text: "Move the first sentence up, the last one down (source; with Shift the target)", "Déplacer la première phrase vers le haut, la dernière vers le bas (source\u{a0}; avec Maj la cible)";
    key_search: "To the search field", "Au champ de recherche";
    key_help: "This page of keys", "Cette liste de touches";
    key_go: "Go to overview, alignments, terms, history", "Aller à l’aperçu, aux alignements, aux termes, à l’historique";
    undo: "Undo", "Annuler";
    redo: "Bring back", "Rétablir";
    nothing_changed: "Nothing changed: it was so already.", "Rien n’a changé\u{a0}: c’était déjà le cas.";
    saved: "Saved", "Enregistré";
    elsewhere: "changed the project elsewhere", "a modifié le projet ailleurs";
    show_changes: "Show", "Afficher";
    lost: "bitext does not answer. Nothing that was saved is lost; start bitext review again and open the address that it prints.", "bitext ne répond pas. Rien de ce qui était enregistré n’est perdu\u{a0}; relancez bitext review et ouvrez l’adresse affichée.";
    start_doubts: "Begin with the most doubtful", "Commencer par le plus douteux";
    start_terms: "Review the candidates", "Réviser les candidats";
    no_alignments: "The project has no aligned documents yet: bitext align SRC TGT puts them there.", "Le projet n’a pas encore de documents alignés\u{a0}: bitext align SRC TGT les y met.";
    no_terms: "The project has no terms yet: bitext mine finds candidates.", "Le projet n’a pas encore de termes\u{a0}: bitext mine trouve des candidats.";
    approved: "accepted", "acceptés";
    rejected: "rejected", "rejetés";
    documents: "Documents", "Documents";
    document: "Document", "Document";
    progress: "Progress", "Avancement";
    doubts_heading: "Doubtful first", "Les plus douteux d’abord";
    doubts_column: "Doubts", "Doutes";
    no_doubts: "No bead is in doubt.", "Aucun segment n’est douteux.";
    latest: "Latest changes", "Dernières modifications";
    no_history: "Nothing has been changed yet.", "Rien n’a encore été modifié.";
    source: "Source", "Source";
    target: "Target", "Cible";
    confidence: "Confidence", "Confiance";
    accept: "Accept", "Accepter";
    reject: "Reject", "Rejeter";
    restore: "Leave open", "Laisser ouvert";
    merge_next: "Merge with next", "Fusionner avec le suivant";
    merge_previous: "Merge with previous", "Fusionner avec le précédent";
    split: "Split", "Scinder";
    edit: "Edit", "Modifier";
    unlink: "Unlink", "Délier";
    realign: "Re-align from here", "Réaligner à partir d’ici";
    source_up: "Source: first sentence up", "Source\u{a0}: première phrase vers le haut";
    source_down: "Source: last sentence down", "Source\u{a0}: dernière phrase vers le bas";
    target_up: "Target: first sentence up", "Cible\u{a0}: première phrase vers le haut";
    target_down: "Target: last sentence down", "Cible\u{a0}: dernière phrase vers le bas";
    mend: "Mend", "Corriger";
    bead: "Bead", "Segment";
    no_text: "no text", "aucun texte";
    next_doubt: "Next doubt", "Doute suivant";
    previous_page: "Previous page", "Page précédente";
    next_page: "Next page", "Page suivante";
    earlier: "Earlier", "Précédents";
    later: "Later", "Suivants";
    all_pairs: "All documents", "Tous les documents";
    accept_sure: "Accept all from", "Accepter tout à partir de";
    per_cent: "per cent confidence", "pour cent de confiance";
    preview: "Preview", "Aperçu";
    split_help: "An empty line is a cut. Both sides need as many parts.", "Une ligne vide marque une coupe. Il faut autant de parties des deux côtés.";
    save: "Save", "Enregistrer";
    cancel: "Cancel", "Abandonner";
    last_touched: "Last changed", "Dernière modification";
    note: "Note", "Note";
    notes: "Notes (an empty line between two)", "Notes (une ligne vide entre deux)";
    filter: "Filter by words", "Filtrer par mots";
    filter_go: "Filter", "Filtrer";
    facets: "Narrow the list", "Restreindre la liste";
    status_facet: "Status", "Statut";
    part_facet: "Part of speech", "Catégorie";
    frequency: "Frequency", "Fréquence";
    acronym: "Acronym", "Sigle";
    yes: "yes", "oui";
    no: "no", "non";
    order: "Order", "Ordre";
    by_score: "likeliest", "plus probables";
    by_frequency: "most frequent", "plus fréquents";
    by_term: "A–Z", "A–Z";
    score: "Termhood", "Caractère terminologique";
    mark: "Mark", "Marquer";
    marked: "Marked", "Marqués";
    accept_marked: "Accept marked", "Accepter les marqués";
    reject_marked: "Reject marked", "Rejeter les marqués";
    merge_marked: "Merge marked", "Fusionner les marqués";
    accept_all: "Accept all listed…", "Accepter toute la liste…";
    reject_all: "Reject all listed…", "Rejeter toute la liste…";
    no_match: "No term is listed here.", "Aucun terme dans cette liste.";
    pick: "Choose a term on the list.", "Choisissez un terme dans la liste.";
    list: "List of terms", "Liste des termes";
    detail: "Details", "Détails";
    definition: "Definition", "Définition";
    subject: "Subject", "Domaine";
    usage: "Usage", "Usage";
    no_usage: "not set", "non fixé";
    set: "Set", "Fixer";
    term: "Term", "Terme";
    term_type: "Type", "Type";
    full_form: "short for", "abrège";
    forms: "Forms", "Formes";
    context_defining: "defining", "définitoire";
    evidence: "Evidence", "Attestations";
    first_term: "Head", "Vedette";
    make_first: "Make the head", "Mettre en vedette";
    remove: "Remove", "Retirer";
    add_term: "Add a term or an equivalent", "Ajouter un terme ou un équivalent";
    add: "Add", "Ajouter";
    related: "Related terms", "Termes associés";
    similar: "has its words", "contient ses mots";
    split_terms: "Split off terms", "Détacher des termes";
    split_terms_help: "The chosen terms become a concept of their own.", "Les termes choisis deviennent un concept à part.";
    decisions: "Decisions", "Décisions";
    confirm: "Do it", "Confirmer";
    nothing_to_do: "Nothing of what is listed would change.", "Rien de ce qui est listé ne changerait.";
    search_label: "Words to look for, in any form", "Mots à chercher, sous toute forme";
    search_help: "Inflected forms are found too; accents may be left out; a word that ends in * stands for all that begin so.", "Les formes fléchies sont trouvées aussi\u{a0}; les accents sont facultatifs\u{a0}; un mot terminé par * représente tous ceux qui commencent ainsi.";
    no_words: "There is no word to look for in this.", "Il n’y a pas de mot à chercher dans cette requête.";
    in_glossary: "In the glossary", "Dans le glossaire";
    in_memory: "In the memory", "Dans la mémoire";
    when: "When", "Quand";
    who: "Who", "Qui";
    what: "What", "Quoi";
    was_undone: "taken back", "annulé";
    taken_back: "Took back", "Annulation";
    brought_back: "Brought back", "Rétablissement";
    trouble: "This was not done", "Ceci n’a pas été fait";
    go_back: "Back", "Retour";
    missing: "There is no such page, or what it showed is gone.", "Cette page n’existe pas, ou ce qu’elle montrait a disparu.";
    conflict: "It changed since you saw it, so your decision was not taken over. Look at it as it is now, and decide again.", "L’élément a changé depuis que vous l’avez vu\u{a0}: votre décision n’a pas été prise en compte. Regardez son état actuel et décidez de nouveau.";
    conflict_by: "It was changed by", "Il a été modifié par";
    blocked: "A later change builds on this one. Take that back first:", "Une modification ultérieure s’appuie sur celle-ci. Annulez-la d’abord\u{a0}:";
    already: "It was taken back already.", "C’était déjà annulé.";
    unfit_form: "The request is incomplete. Load the page again.", "La demande est incomplète. Rechargez la page.";
    unfit_token: "The form is not one of this run. Load the page again.", "Le formulaire n’est pas de cette session. Rechargez la page.";
    unfit_empty: "A term needs text.", "Un terme doit avoir un texte.";
    unfit_none: "Mark something first.", "Marquez d’abord quelque chose.";
    unfit_one: "Mark at least two terms to merge them.", "Marquez au moins deux termes pour les fusionner.";
    unfit_neighbour: "There is no text or no neighbour for that here.", "Il n’y a pas ici de texte ou de voisin pour cela.";
    unfit_text: "Splitting may only cut the text; to change its words, edit it.", "Scinder ne fait que couper le texte\u{a0}; pour changer les mots, modifiez-le.";
    unfit_parts: "Both sides need the same number of parts, at least two: put an empty line where each is to be cut.", "Il faut le même nombre de parties des deux côtés, au moins deux\u{a0}: mettez une ligne vide à chaque coupe.";
    unfit_selection: "The list changed since the preview. Look at it again before you decide.", "La liste a changé depuis l’aperçu. Regardez-la de nouveau avant de décider.";
    failed: "The project could not be read or written:", "Le projet n’a pas pu être lu ou écrit\u{a0}:";
}

impl Words {
    fn choose(&self, english: &'static str, french: &'static str) -> &'static str {
        if self.french { french } else { english }
    }

    /// A number with its noun.
    fn counted(
        &self,
        locale: Locale,
        number: usize,
        english: (&'static str, &'static str),
        french: (&'static str, &'static str),
    ) -> String {
        let one = number == 1 || self.french && number == 0;
        let (single, many) = if self.french { french } else { english };
        format!(
            "{}\u{a0}{}",
            locale.count(number),
            if one { single } else { many }
        )
    }

    /// `412 of 1,530 reviewed`.
    pub(super) fn reviewed(&self, locale: Locale, done: usize, all: usize) -> String {
        let (done, all) = (locale.count(done), locale.count(all));
        if self.french {
            format!("{done} sur {all} révisés")
        } else {
            format!("{done} of {all} reviewed")
        }
    }

    pub(super) fn doubts(&self, locale: Locale, number: usize) -> String {
        self.counted(
            locale,
            number,
            ("doubt left", "doubts left"),
            ("doute restant", "doutes restants"),
        )
    }

    /// Which part of a list is shown: `51–100 of 1,530`.
    pub(super) fn range(&self, locale: Locale, start: usize, end: usize, all: usize) -> String {
        if all == 0 {
            return locale.count(0);
        }
        let (start, end, all) = (
            locale.count(start + 1),
            locale.count(end),
            locale.count(all),
        );
        format!("{start}–{end} {} {all}", self.choose("of", "sur"))
    }

    pub(super) fn and_more(&self, locale: Locale, number: usize) -> String {
        let number = locale.count(number);
        if self.french {
            format!("… et {number} de plus")
        } else {
            format!("… and {number} more")
        }
    }

    pub(super) fn bulk_heading(&self, locale: Locale, action: &str, number: usize) -> String {
        let concepts = self.counted(locale, number, ("term", "terms"), ("terme", "termes"));
        match (action, self.french) {
            ("accept", false) => format!("Accept {concepts}?"),
            ("accept", true) => format!("Accepter {concepts}\u{202f}?"),
            (_, false) => format!("Reject {concepts}?"),
            (_, true) => format!("Rejeter {concepts}\u{202f}?"),
        }
    }

    pub(super) fn accept_above_heading(
        &self,
        locale: Locale,
        number: usize,
        least: &str,
    ) -> String {
        let beads = self.counted(locale, number, ("bead", "beads"), ("segment", "segments"));
        if self.french {
            format!("Accepter {beads} d’une confiance de {least} ou plus, sans remarque\u{202f}?")
        } else {
            format!("Accept {beads} with a confidence of {least} or more, and no remark?")
        }
    }

    pub(super) fn found(&self, locale: Locale, terms: usize, units: usize, most: usize) -> String {
        let number = |number: usize| {
            if number == most {
                format!("{}+", locale.count(number))
            } else {
                locale.count(number)
            }
        };
        let (terms, units) = (number(terms), number(units));
        if self.french {
            format!("{terms} dans le glossaire, {units} dans la mémoire")
        } else {
            format!("{terms} in the glossary, {units} in the memory")
        }
    }

    /// A concept's status.
    pub(super) fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Candidate => self.choose("candidate", "candidat"),
            Status::Approved => self.choose("accepted", "accepté"),
            Status::Rejected => self.choose("rejected", "rejeté"),
        }
    }

    /// A unit's status.
    pub(super) fn unit_status(&self, status: bitext::memory::Status) -> &'static str {
        use bitext::memory::Status;
        match status {
            Status::Rejected => self.choose("rejected", "rejeté"),
            Status::Draft => self.choose("draft", "ébauche"),
            Status::Imported => self.choose("imported", "importé"),
            Status::Reviewed => self.choose("mended", "corrigé"),
            Status::Approved => self.choose("accepted", "accepté"),
            _ => self.choose("aligned", "aligné"),
        }
    }

    /// A part of speech by its name in TBX; one that is not known stands for itself.
    pub(super) fn part_of_speech<'a>(&self, name: &'a str) -> &'a str {
        match name {
            "noun" => self.choose("noun", "nom"),
            "verb" => self.choose("verb", "verbe"),
            "adjective" => self.choose("adjective", "adjectif"),
            "adverb" => self.choose("adverb", "adverbe"),
            "properNoun" => self.choose("proper noun", "nom propre"),
            other => other,
        }
    }

    /// A term's type by its name in TBX.
    pub(super) fn term_type<'a>(&self, name: &'a str) -> &'a str {
        match name {
            "fullForm" => self.choose("full form", "forme complète"),
            "acronym" => self.choose("acronym", "sigle"),
            "abbreviation" => self.choose("abbreviation", "abréviation"),
            "shortForm" => self.choose("short form", "forme courte"),
            "variant" => self.choose("variant", "variante"),
            "phrase" => self.choose("phrase", "locution"),
            other => other,
        }
    }

    /// Whether a term should be used, by its short name.
    pub(super) fn usage<'a>(&self, name: &'a str) -> &'a str {
        match name {
            "preferred" => self.choose("preferred", "privilégié"),
            "admitted" => self.choose("admitted", "admis"),
            "deprecated" => self.choose("forbidden (deprecated)", "proscrit (déconseillé)"),
            "superseded" => self.choose("superseded", "remplacé"),
            other => other,
        }
    }

    pub(super) fn relation(&self, kind: RelationKind) -> &'static str {
        match kind {
            RelationKind::Broader => self.choose("broader", "générique"),
            RelationKind::Narrower => self.choose("narrower", "spécifique"),
            RelationKind::Related => self.choose("related", "associé"),
        }
    }

    /// What the aligner or a check remarked on a bead; `None` where that is not known here.
    pub(super) fn flag(&self, flag: &str) -> Option<&'static str> {
        Some(match flag {
            "null" => self.choose("without counterpart", "sans contrepartie"),
            "many-to-many" => self.choose(
                "several sentences on both sides",
                "plusieurs phrases des deux côtés",
            ),
            "low-confidence" => self.choose("the aligner is not sure", "l’aligneur n’est pas sûr"),
            "crossing" => self.choose("out of order", "hors de l’ordre du texte"),
            "untranslated-copy" => self.choose(
                "source and target are the same",
                "source et cible identiques",
            ),
            "wrong-language" => self.choose(
                "seems to be in the other language",
                "semble être dans l’autre langue",
            ),
            "length" => self.choose("lengths differ much", "longueurs très différentes"),
            "numbers" => self.choose("numbers differ", "nombres différents"),
            _ => return None,
        })
    }

    /// A decision of this page by its verb in the history.
    pub(super) fn verb(&self, verb: &str) -> Option<&'static str> {
        Some(match verb {
            "accept" => self.choose("Accepted", "Accepté"),
            "reject" => self.choose("Rejected", "Rejeté"),
            "restore" => self.choose("Left open", "Laissé ouvert"),
            "edit" => self.choose("Edited", "Modifié"),
            "merge" => self.choose("Merged", "Fusionné"),
            "split" => self.choose("Split", "Scindé"),
            "move" => self.choose("Moved", "Déplacé"),
            "unlink" => self.choose("Unlinked", "Délié"),
            "realign" => self.choose("Re-aligned", "Réaligné"),
            "usage" => self.choose("Usage set", "Usage fixé"),
            "add-term" => self.choose("Term added", "Terme ajouté"),
            "remove-term" => self.choose("Term removed", "Terme retiré"),
            "head" => self.choose("Head changed", "Vedette changée"),
            "undo" => self.choose("Took back", "Annulation"),
            _ => return None,
        })
    }

    /// A decision of the glossary's history.
    pub(super) fn decision(&self, action: &Action) -> String {
        match action {
            Action::Created => self.choose("written by hand", "saisi à la main").to_owned(),
            Action::Imported => self.choose("imported", "importé").to_owned(),
            Action::Status { from, to } => format!("{} → {}", self.status(*from), self.status(*to)),
            Action::AdministrativeStatus { term, to, .. } => {
                let usage = to
                    .as_ref()
                    .map_or(self.no_usage, |to| self.usage(to.short_name()));
                format!("{}{}{term} → {usage}", self.usage, self.colon)
            }
            Action::Edit { .. } => self.choose("edited", "modifié").to_owned(),
            Action::Merge { absorbed, .. } => {
                format!(
                    "{} ({})",
                    self.choose("merged", "fusionné"),
                    absorbed.len() + 1
                )
            }
            Action::Split { .. } => self.choose("split", "scindé").to_owned(),
            Action::SplitFrom { .. } => self.choose("split off", "détaché").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_sentences() {
        let (english, french) = (&ENGLISH, &FRENCH);
        assert_eq!(
            english.reviewed(Locale::English, 412, 1530),
            "412 of 1,530 reviewed"
        );
        assert_eq!(
            french.reviewed(Locale::French, 412, 1530),
            "412 sur 1\u{202f}530 révisés"
        );
        assert_eq!(english.doubts(Locale::English, 1), "1\u{a0}doubt left");
        assert_eq!(french.doubts(Locale::French, 0), "0\u{a0}doute restant");
        assert_eq!(
            english.range(Locale::English, 50, 100, 1530),
            "51–100 of 1,530"
        );
        assert_eq!(english.range(Locale::English, 0, 0, 0), "0");
    }
}
