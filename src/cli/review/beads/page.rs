//! A pair of documents side by side.

use super::index::{Bead, PairId};
use super::overview::overview;
use super::rebead::{Side, language, text};
use super::telling::{LEAST, at_bead, confidence, pair_field, pair_name, percent, reasons};
use crate::cli::report::Locale;
use crate::cli::review::desk::{Desk, Progress, shown, unit_version};
use crate::cli::review::fields::Fields;
use crate::cli::review::frame::{Asked, Frame, Moment, Section, in_words, moment_of};
use crate::cli::review::trouble::Trouble;
use crate::cli::review::words::Words;
use askama::Template;
use bitext::memory::{Status, Unit, UnitId};

/// Beads before and behind the one that is looked at.
const BEFORE: usize = 15;
const BEHIND: usize = 35;

#[derive(Template)]
#[template(path = "review/beads.html")]
struct BeadsPage {
    w: &'static Words,
    frame: Frame,
    source: String,
    target: String,
    source_language: String,
    target_language: String,
    source_tag: String,
    target_tag: String,
    pair: String,
    reviewed: String,
    done: usize,
    all: usize,
    doubts_left: String,
    beads: Vec<BeadView>,
    earlier: Option<String>,
    later: Option<String>,
    next_doubt: Option<String>,
    range: String,
    least: String,
    mode: &'static str,
}

struct BeadView {
    id: i64,
    number: String,
    seen: String,
    href: String,
    status: &'static str,
    status_text: &'static str,
    doubtful: bool,
    confidence: String,
    reasons: Vec<&'static str>,
    source: Vec<String>,
    target: Vec<String>,
    at: bool,
    focus: Option<Focus>,
}

/// What the bead that is looked at has more.
struct Focus {
    previous: Option<String>,
    next: Option<String>,
    /// Where a decision leads.
    onward: String,
    /// Where a change of the bead leads.
    stay: String,
    split: String,
    edit: String,
    source_text: String,
    target_text: String,
    /// The texts with a proposal where to cut.
    source_cut: String,
    target_cut: String,
    last: Option<(String, String, Moment)>,
    notes: Vec<String>,
}

/// A pair of documents side by side.
pub(in crate::cli::review) fn page(
    desk: &mut Desk,
    asked: &Asked,
    fields: &Fields,
) -> Result<String, Trouble> {
    let Some(pair) = pair_field(fields) else {
        return overview(desk, asked);
    };
    let w = asked.look.words();
    let locale = asked.look.locale;
    let beads: Vec<Bead> = desk.beads.beads(pair).to_vec();
    if beads.is_empty() {
        return Err(Trouble::Missing);
    }
    let place = place_of(desk, pair, &beads, fields);
    let start = place.saturating_sub(BEFORE);
    let end = beads.len().min(place + BEHIND);
    let mode = match fields.get("mode") {
        Some("split") => "split",
        Some("edit") => "edit",
        _ => "",
    };
    let mut views = Vec::with_capacity(end - start);
    for at in start..end {
        let Some(unit) = desk.project.unit(beads[at].id)? else {
            continue;
        };
        views.push(bead_view(
            desk,
            pair,
            &beads,
            at,
            &unit,
            at == place,
            mode,
            w,
            locale,
        )?);
    }
    let next_doubt = desk
        .beads
        .next_doubt(pair, place)
        .map(|(pair, id)| at_bead(pair, Some(id)));
    let Progress { done, all } = desk.beads.progress(Some(pair));
    let tags = [pair.0, pair.1].map(|id| {
        desk.document(id)
            .map(|document| document.language.to_string())
            .unwrap_or_default()
    });
    let page = BeadsPage {
        w,
        frame: Frame::new(desk, asked, Section::Alignments, desk.document_name(pair.0))?,
        source: desk.document_name(pair.0),
        target: desk.document_name(pair.1),
        source_language: locale.language(&tags[0]),
        target_language: locale.language(&tags[1]),
        source_tag: tags[0].clone(),
        target_tag: tags[1].clone(),
        pair: pair_name(pair),
        reviewed: w.reviewed(locale, done, all),
        done,
        all,
        doubts_left: w.doubts(locale, desk.beads.doubts(Some(pair))),
        beads: views,
        earlier: start
            .checked_sub(1)
            .map(|at| at_bead(pair, Some(beads[at].id))),
        later: beads.get(end).map(|bead| at_bead(pair, Some(bead.id))),
        next_doubt,
        range: w.range(locale, start, end, beads.len()),
        least: percent(LEAST),
        mode,
    };
    Ok(page.render()?)
}

/// The bead to look at: the one that is named; else the first doubt; else the first.
fn place_of(desk: &Desk, pair: PairId, beads: &[Bead], fields: &Fields) -> usize {
    let named = fields
        .parsed::<i64>("at")
        .and_then(|id| desk.beads.place(UnitId(id)))
        .filter(|(found, _)| *found == pair)
        .map(|(_, place)| place);
    named
        .or_else(|| beads.iter().position(Bead::is_doubtful))
        .unwrap_or(0)
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call; a struct would only repeat them"
)]
fn bead_view(
    desk: &mut Desk,
    pair: PairId,
    beads: &[Bead],
    at: usize,
    unit: &Unit,
    focused: bool,
    mode: &str,
    w: &'static Words,
    locale: Locale,
) -> Result<BeadView, Trouble> {
    let id = unit.id.unwrap_or_default();
    let pieces = |desk: &mut Desk, side| -> Vec<String> {
        let text = text(unit, side);
        desk.sentences(text, language(unit, side))
            .into_iter()
            .map(|range| text[range].to_owned())
            .collect()
    };
    let (source, target) = (pieces(desk, Side::Source), pieces(desk, Side::Target));
    let focus = if focused {
        Some(focus(
            desk,
            pair,
            beads,
            at,
            unit,
            (&source, &target),
            mode,
            locale,
            w,
        )?)
    } else {
        None
    };
    let bead = beads[at];
    Ok(BeadView {
        id: id.0,
        number: locale.count(at + 1),
        seen: shown(id.0, unit_version(unit)),
        href: at_bead(pair, Some(id)),
        status: unit.status.as_str(),
        status_text: w.unit_status(unit.status),
        doubtful: bead.is_doubtful(),
        confidence: confidence(unit, locale),
        reasons: if unit.status.is_decision() {
            Vec::new()
        } else {
            reasons(unit, w)
        },
        source,
        target,
        at: focused,
        focus,
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call; a struct would only repeat them"
)]
fn focus(
    desk: &Desk,
    pair: PairId,
    beads: &[Bead],
    at: usize,
    unit: &Unit,
    (source, target): (&[String], &[String]),
    mode: &str,
    locale: Locale,
    w: &'static Words,
) -> Result<Focus, Trouble> {
    let neighbour = |at: Option<usize>| -> Result<Option<String>, Trouble> {
        let Some(bead) = at.and_then(|at| beads.get(at)) else {
            return Ok(None);
        };
        let unit = desk.project.unit(bead.id)?;
        Ok(unit.map(|unit| shown(bead.id.0, unit_version(&unit))))
    };
    let id = unit.id.unwrap_or_default();
    // From a doubt on to the next doubt; who reads line by line goes on to the next line.
    let next = beads.get(at + 1).map(|bead| (pair, bead.id));
    let onward = if beads[at].is_doubtful() {
        desk.beads
            .next_doubt(pair, at)
            .filter(|(_, next)| *next != id)
            .or(next)
    } else {
        next
    };
    let onward = onward.map_or_else(
        || at_bead(pair, Some(id)),
        |(pair, id)| at_bead(pair, Some(id)),
    );
    let stay = at_bead(pair, Some(id));
    let last = match desk.project.unit_touched_by(id)? {
        Some(entry) if unit.status != Status::Aligned || unit.changed.is_some() => Some((
            in_words(&entry, w),
            entry.who.clone(),
            moment_of(entry.at, locale),
        )),
        _ => None,
    };
    let (source_cut, target_cut) = if mode == "split" {
        proposal(source, target)
    } else {
        (String::new(), String::new())
    };
    Ok(Focus {
        previous: neighbour(at.checked_sub(1))?,
        next: neighbour(Some(at + 1))?,
        onward,
        split: format!("{stay}&mode=split"),
        edit: format!("{stay}&mode=edit"),
        stay,
        source_text: unit.source.clone(),
        target_text: unit.target.clone(),
        source_cut,
        target_cut,
        last,
        notes: unit.notes.clone(),
    })
}

/// Where to cut: sentence by sentence where both sides have as many, else once, where the lengths before
/// and behind agree best.
fn proposal(source: &[String], target: &[String]) -> (String, String) {
    if source.len() == target.len() {
        return (source.join("\n\n"), target.join("\n\n"));
    }
    let lengths = |texts: &[String]| -> Vec<f64> {
        let whole: usize = texts.iter().map(String::len).sum();
        let mut sum = 0;
        texts
            .iter()
            .map(|text| {
                sum += text.len();
                sum as f64 / whole.max(1) as f64
            })
            .collect()
    };
    let (from, to) = (lengths(source), lengths(target));
    let mut best = (f64::INFINITY, 0, 0);
    for (i, a) in from.iter().enumerate().take(from.len().saturating_sub(1)) {
        for (j, b) in to.iter().enumerate().take(to.len().saturating_sub(1)) {
            let difference = (a - b).abs();
            if difference < best.0 {
                best = (difference, i + 1, j + 1);
            }
        }
    }
    let cut = |texts: &[String], at: usize| {
        let (first, second) = texts.split_at(at);
        if first.is_empty() || second.is_empty() {
            texts.join("\n")
        } else {
            format!("{}\n\n{}", first.join("\n"), second.join("\n"))
        }
    };
    (cut(source, best.1), cut(target, best.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_proposed_where_the_lengths_agree() {
        let texts = |texts: &[&str]| {
            texts
                .iter()
                .map(|&text| text.to_owned())
                .collect::<Vec<_>>()
        };
        let (source, target) = proposal(&texts(&["aaaa", "bb", "cc"]), &texts(&["AAAA", "BBCC"]));
        assert_eq!(
            (source.as_str(), target.as_str()),
            ("aaaa\n\nbb\ncc", "AAAA\n\nBBCC")
        );
        let (source, target) = proposal(&texts(&["a", "b"]), &texts(&["A", "B"]));
        assert_eq!((source.as_str(), target.as_str()), ("a\n\nb", "A\n\nB"));
        let (source, target) = proposal(&texts(&["a", "b"]), &texts(&["AB"]));
        assert_eq!((source.as_str(), target.as_str()), ("a\nb", "AB"));
        let (source, target) = proposal(&texts(&["a", "b"]), &[]);
        assert_eq!((source.as_str(), target.as_str()), ("a\nb", ""));
    }
}
