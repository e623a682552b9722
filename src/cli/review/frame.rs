//! What every page has around its content: language, colours, navigation, the latest decision.

use super::desk::{Desk, MARK, file_name};
use super::guard::cookie;
use super::trouble::Trouble;
use super::words::{ENGLISH, FRENCH, Words};
use crate::cli::report::Locale;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use bitext::memory::{Date, LogEntry};

/// The cookies that keep what a reader chose.
pub(super) const LANGUAGE: &str = "bitext-language";
pub(super) const THEME: &str = "bitext-theme";

/// How a reader wants pages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) locale: Locale,
    /// `light`, `dark`, or `auto` for what the system says.
    pub(super) theme: &'static str,
}

impl Look {
    /// What the reader chose, else what the browser says.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let locale = cookie(headers, LANGUAGE).and_then(locale).or_else(|| {
            let wanted = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
            // Browsers name the languages in order of preference.
            wanted
                .split(',')
                .find_map(|one| locale(one.trim().get(..2)?))
        });
        Self {
            locale: locale.unwrap_or_default(),
            theme: cookie(headers, THEME).map_or("auto", theme),
        }
    }

    pub(super) fn words(self) -> &'static Words {
        match self.locale {
            Locale::English => &ENGLISH,
            Locale::French => &FRENCH,
        }
    }
}

fn locale(tag: &str) -> Option<Locale> {
    if tag.eq_ignore_ascii_case("fr") {
        Some(Locale::French)
    } else if tag.eq_ignore_ascii_case("en") {
        Some(Locale::English)
    } else {
        None
    }
}

/// A theme by its name.
pub(super) fn theme(name: &str) -> &'static str {
    match name {
        "light" => "light",
        "dark" => "dark",
        _ => "auto",
    }
}

/// A request, as far as pages depend on it.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) look: Look,
    pub(super) token: String,
    /// Its address, without what only tells of a decision just made.
    pub(super) here: String,
    /// The change that was just made.
    pub(super) done: Option<i64>,
    /// Whether a decision was just made that changed nothing.
    pub(super) nothing: bool,
}

/// A part of the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Overview,
    Alignments,
    Terms,
    Search,
    History,
}

/// What a page has around its content.
pub(super) struct Frame {
    pub(super) locale: Locale,
    pub(super) theme: &'static str,
    pub(super) title: String,
    pub(super) section: Section,
    pub(super) token: String,
    pub(super) here: String,
    /// What stands in the field for searching.
    pub(super) find: String,
    pub(super) known: i64,
    pub(super) reviewer: String,
    pub(super) project: String,
    pub(super) flash: Option<Told>,
    pub(super) nothing: bool,
    pub(super) undo: Option<Told>,
}

/// A change in words.
pub(super) struct Told {
    pub(super) number: i64,
    pub(super) text: String,
}

impl Frame {
    pub(super) fn new(
        desk: &Desk,
        asked: &Asked,
        section: Section,
        title: impl Into<String>,
    ) -> Result<Self, Trouble> {
        let words = asked.look.words();
        let told = |entry: LogEntry| Told {
            number: entry.number,
            text: in_words(&entry, words),
        };
        let flash = match asked.done {
            Some(number) => desk.project.log_entry(number)?.map(told),
            None => None,
        };
        Ok(Self {
            locale: asked.look.locale,
            theme: asked.look.theme,
            title: title.into(),
            section,
            token: asked.token.clone(),
            here: asked.here.clone(),
            find: String::new(),
            known: desk.known(),
            reviewer: desk.reviewer.clone(),
            project: file_name(&desk.project.path().to_string_lossy()).to_owned(),
            flash,
            nothing: asked.nothing,
            undo: desk.own_latest()?.map(told),
        })
    }

    pub(super) fn is(&self, name: &str) -> bool {
        name == match self.section {
            Section::Overview => "overview",
            Section::Alignments => "alignments",
            Section::Terms => "terms",
            Section::Search => "search",
            Section::History => "history",
        }
    }
}

/// An entry of the history in the reader's words.
pub(super) fn in_words(entry: &LogEntry, words: &Words) -> String {
    let Some(decision) = entry.what.strip_prefix(MARK) else {
        return entry.what.clone();
    };
    let (verb, subject) = decision.split_once(' ').unwrap_or((decision, ""));
    match words.verb(verb) {
        Some(verb) if subject.is_empty() => verb.to_owned(),
        Some(verb) => format!("{verb}{}{subject}", words.colon),
        None => decision.to_owned(),
    }
}

/// A moment, for `<time>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) machine: String,
    pub(super) text: String,
}

/// A date as each language writes it, in universal time; the page's script makes it local.
pub(super) fn moment(date: &str, locale: Locale) -> Moment {
    let digits = |range: std::ops::Range<usize>| date.get(range).unwrap_or_default();
    let day = format!("{}-{}-{}", digits(0..4), digits(4..6), digits(6..8));
    let (hour, minute, second) = (digits(9..11), digits(11..13), digits(13..15));
    Moment {
        machine: format!("{day}T{hour}:{minute}:{second}Z"),
        text: format!("{}, {hour}:{minute} UTC", locale.date(&day)),
    }
}

/// [`moment`] of a date of the project.
pub(super) fn moment_of(date: Date, locale: Locale) -> Moment {
    moment(&date.to_string(), locale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use axum::http::header::COOKIE;

    #[test]
    fn readers_get_their_language_and_colours() {
        let mut headers = HeaderMap::new();
        assert_eq!(Look::of(&headers).locale, Locale::English);
        let wanted = HeaderValue::from_static("de-DE,fr-CH;q=0.8, en;q=0.5");
        headers.insert(ACCEPT_LANGUAGE, wanted);
        assert_eq!(Look::of(&headers).locale, Locale::French);
        let kept = HeaderValue::from_static("bitext-language=en; bitext-theme=dark");
        headers.insert(COOKIE, kept);
        let look = Look::of(&headers);
        assert_eq!((look.locale, look.theme), (Locale::English, "dark"));
        assert_eq!(theme("\"><script>"), "auto");
    }

    #[test]
    fn moments_are_written_for_readers_and_machines() {
        let moment = moment("20261126T144554Z", Locale::French);
        assert_eq!(moment.machine, "2026-11-26T14:45:54Z");
        assert_eq!(moment.text, "26\u{a0}novembre 2026, 14:45 UTC");
    }
}
