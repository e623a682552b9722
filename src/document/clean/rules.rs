//! The forms of page furniture, in English and French.

use super::{CleaningRule, Place};
use regex::Regex;
use std::sync::LazyLock;

/// Lines of furniture are short; what is longer in characters is text.
const LONGEST: usize = 200;

/// A caption is one or two sentences.
const LONGEST_CAPTION: usize = 320;

/// A credit names a person and an agency, in characters.
const LONGEST_CREDIT: usize = 75;

/// Agencies that sign their texts.
const AGENCIES: &str = "VNA|VOV|AFP|Reuters|AP|UPI|Xinhua|TASS|EFE|DPA|ANSA|Belga|ATS|APS|MAP|TAP|PTI|ANI|Kyodo|Yonhap|PA Media|Bloomberg|CVN|NDEL|Nhân Dân|Le Courrier du Vietnam|VietnamPlus|Vietnam\\+|La Presse canadienne|The Canadian Press|Associated Press";

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that tests compile")
}

static DATE_HEAD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\s*date\s*:?\s+\d{4}(?:[-/.]\d{1,2}){1,2}(?:\s+|$)"));

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^(?i:photos?|crédits?(?:\s+photos?)?|photo\s+credits?|credits?|photo\s+by|image|illustration|source\s+photo|ảnh)",
        r"\s*[:©]\s*\S"
    ))
});

/// A credit behind a caption: after the end of a sentence, a bar, a dash or in brackets.
static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?:[.!?)»”\x22|–—-]\s*|\s\(|\s/\s*)",
        r"((?i:photos?|crédits?\s+photos?|photo\s+credits?)\s*[:©]\s*[\p{Lu}©@][^.!?:;]*[.)]?)\s*$"
    ))
});

/// A copyright line is one line: no sentence follows.
static COPYRIGHT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^(?i:(?:copyright\s*)?(?:©|\(c\)\s*(?:19|20)\d\d\b)|copyright\s+(?:19|20)\d\d\b)[^.!?]*",
        r"(?:\b(?i:inc|ltd|llc|corp|co|gmbh|s\.\s?a)\.[^.!?]*)?",
        r"(?:\.\s*(?i:all rights reserved|tous droits réservés))?\.?$",
        r"|^(?i:tous droits réservés|all rights reserved)\b[^.]*\.?$"
    ))
});

static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"^(?i:sources?)\s*:\s*(?:(?:https?://|www\.)\S+|(?:{AGENCIES})(?:\s*[/,–-]\s*\p{{Lu}}[^:;!?]*)?)\s*\.?$"
    ))
});

static WEB_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^<?(?:https?://|www\.)[^\s<>]+>?(?:\s+<?(?:https?://|www\.)[^\s<>]+>?)*$")
});

static COMMENTS_COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?i:(?:comments?|commentaires?|réactions?|bình luận)\s*(?:\(\s*\d+\s*\)|:\s*\d+)|\d+\s+(?:comments?|commentaires?|réactions?))$",
    )
});

static COMMENTS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?i:comments?|commentaires?|(?:leave|post|write|add)\s+a\s+comment|(?:laisser|ajouter|écrire|poster)\s+un\s+commentaire|no\s+comments?(?:\s+yet)?|aucun\s+commentaire)\s*\.?$",
    )
});

static BUTTON: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^(?i:",
        r"(?:share|tweet|partager|partagez)(?:\s+(?:this|cet?|l['’])\s*(?:article|page|story|post))?",
        r"(?:\s+(?:on|via|sur|par)\s+[^.:!?]+)?",
        r"|(?:print|email|e-mail|imprimer|envoyer)(?:\s+(?:this|cet?|cette|l['’])\s*(?:article|page|story))?",
        r"|envoyer\s+(?:à\s+un\s+ami|par\s+(?:e-?mail|courriel))",
        r"|facebook|twitter|linkedin|whatsapp|telegram|messenger|pinterest",
        r"|copy\s+link|copier\s+le\s+lien|back\s+to\s+top|(?:retour\s+)?en\s+haut(?:\s+de\s+page)?",
        r"|advertisement|publicité|related\s+(?:articles|news|stories)|articles\s+(?:liés|similaires)|sur\s+le\s+même\s+(?:sujet|thème)",
        r"|(?:follow|like)\s+us(?:\s+on\s+[^.:!?]+)?|suivez-nous(?:\s+sur\s+[^.:!?]+)?",
        r"|(?:subscribe\s+to|sign\s+up\s+for)\s+our\s+newsletter|(?:s['’]abonner|abonnez-vous)\s+à\s+(?:la|notre)\s+newsletter",
        r")\s*[!.]?$"
    ))
});

static READ_ALSO: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[>»•*\s-]*(?i:lire\s+aussi|à\s+lire\s+(?:aussi|également)|a\s+lire\s+(?:aussi|également)|lire\s+également|lire\s+la\s+suite|(?:also\s+)?read\s+(?:also|more)|also\s+read|related\s+articles?|more\s+on\s+this\s+(?:story|topic))\s*:",
    )
});

static AGENCY_MARK: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"[.!?…»”\x22](\s*(?:[-–—]+|/)\s*(?:{AGENCIES}|[\p{{Lu}}]{{2,6}})(?:\s*/\s*[\p{{Lu}}]{{2,6}})?\s*|\s+\((?:{AGENCIES})\)\s*|/\.\s*)$"
    ))
});

/// The rule by which a whole paragraph is furniture.
pub(super) fn whole(text: &str, place: Place) -> Option<CleaningRule> {
    let length = text.chars().count();
    if is_caption(text, length) {
        return Some(CleaningRule::PhotoCredit);
    }
    if WEB_ADDRESS.is_match(text) {
        return Some(CleaningRule::WebAddress);
    }
    if SOURCE.is_match(text) {
        return Some(CleaningRule::Source);
    }
    if length > LONGEST {
        return None;
    }
    let short = [
        (&COPYRIGHT, CleaningRule::Copyright, true),
        (&COMMENTS_COUNTED, CleaningRule::Comments, true),
        (&COMMENTS, CleaningRule::Comments, place.after < 8),
        (&BUTTON, CleaningRule::PageButton, place.is_edge()),
        (&READ_ALSO, CleaningRule::ReadAlso, true),
    ];
    let found = short
        .iter()
        .find(|(form, _, here)| *here && form.is_match(text));
    found.map(|(_, rule, _)| *rule)
}

/// A credit alone, or a short caption that ends in one.
fn is_caption(text: &str, length: usize) -> bool {
    if length <= LONGEST && CREDIT.is_match(text) && sentences(text) <= 1 {
        return true;
    }
    length <= LONGEST_CAPTION && credit(text).is_some_and(|start| sentences(&text[..start]) <= 2)
}

/// Where the credit behind a caption starts.
fn credit(text: &str) -> Option<usize> {
    let credit = CAPTION.captures(text)?.get(1)?;
    (credit.as_str().chars().count() <= LONGEST_CREDIT).then_some(credit.start())
}

/// How many sentences a short text seems to have; abbreviations may add to it.
fn sentences(text: &str) -> usize {
    let ends = text
        .trim_end()
        .trim_end_matches(['.', '!', '?'])
        .matches(['.', '!', '?']);
    ends.count() + 1
}

/// How much of a paragraph's head is furniture, in bytes.
pub(super) fn head(text: &str, place: Place) -> Option<(usize, CleaningRule)> {
    if !place.opens {
        return None;
    }
    DATE_HEAD
        .find(text)
        .map(|found| (found.end(), CleaningRule::DateHead))
}

/// Where furniture at a paragraph's foot starts, in bytes; the foot is never all of it.
pub(super) fn foot(text: &str, place: Place) -> Option<(usize, CleaningRule)> {
    if let Some(start) = credit(text) {
        let before = text[..start].trim_end();
        // An opening bracket goes with its credit.
        let start = if before.ends_with('(') {
            before.len() - 1
        } else {
            start
        };
        return (start > 0).then_some((start, CleaningRule::PhotoCredit));
    }
    if place.after >= 12 {
        return None;
    }
    let mark = AGENCY_MARK.captures(text)?.get(1)?;
    Some((mark.start(), CleaningRule::AgencyMark))
}
