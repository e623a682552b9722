//! The pages about alignments.

use super::index::{Bead, PairId};
use super::rebead::{Side, language, text};
use crate::cli::report::Locale;
use crate::cli::review::desk::{Desk, Progress, shown, unit_version};
use crate::cli::review::fields::{Fields, address};
use crate::cli::review::frame::{Asked, Frame, Moment, Section, in_words, moment_of};
use crate::cli::review::trouble::Trouble;
use crate::cli::review::words::Words;
use crate::cli::units::{DOUBTFUL, FLAG};
use askama::Template;
use bitext::memory::{DocumentId, Status, Unit, UnitId};
use twox_hash::XxHash3_64;

/// Beads before and behind the one that is looked at.
const BEFORE: usize = 15;
const BEHIND: usize = 35;

/// Doubtful beads that the overview lists.
const DOUBTS: usize = 25;

/// Beads of a bulk decision that its preview lists: the least sure ones.
const PREVIEW: usize = 20;

/// The confidence from which beads are accepted together, unless the reviewer says another.
const LEAST: f64 = 0.9;

#[derive(Template)]
#[template(path = "review/pairs.html")]
struct PairsPage {
    w: &'static Words,
    frame: Frame,
    pairs: Vec<PairView>,
    doubts: Vec<DoubtView>,
    reviewed: String,
    done: usize,
    all: usize,
    doubts_left: String,
    least: String,
}

pub(in crate::cli::review) struct PairView {
    pub(in crate::cli::review) href: String,
    pub(in crate::cli::review) source: String,
    pub(in crate::cli::review) target: String,
    pub(in crate::cli::review) reviewed: String,
    pub(in crate::cli::review) done: usize,
    pub(in crate::cli::review) all: usize,
    pub(in crate::cli::review) doubts: String,
}

struct DoubtView {
    href: String,
    confidence: String,
    source: String,
    source_language: String,
    target: String,
    target_language: String,
    reasons: Vec<&'static str>,
    document: String,
}

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

#[derive(Template)]
#[template(path = "review/beads_bulk.html")]
struct BulkPage {
    w: &'static Words,
    frame: Frame,
    heading: String,
    rows: Vec<(String, String, String)>,
    more: String,
    pair: String,
    least: String,
    digest: String,
    back: String,
    count: usize,
}

/// The pair that a form or address names: `3-4`.
pub(super) fn pair_field(fields: &Fields) -> Option<PairId> {
    let (source, target) = fields.get("pair")?.split_once('-')?;
    Some((
        DocumentId(source.parse().ok()?),
        DocumentId(target.parse().ok()?),
    ))
}

fn pair_name(pair: PairId) -> String {
    format!("{}-{}", pair.0.0, pair.1.0)
}

/// The confidence that a form names, in per cent.
pub(super) fn least(fields: &Fields) -> f64 {
    fields
        .parsed::<f64>("least")
        .filter(|least| (0.0..=100.0).contains(least))
        .map_or(LEAST, |least| least / 100.0)
}

fn at_bead(pair: PairId, id: Option<UnitId>) -> String {
    let id = id.map(|id| id.0.to_string()).unwrap_or_default();
    address(
        "/alignments",
        [("pair", pair_name(pair).as_str()), ("at", &id)],
    )
}

/// The address of a bead, for other pages.
pub(in crate::cli::review) fn address_of(desk: &Desk, id: UnitId) -> Option<String> {
    Some(at_bead(desk.beads.pair_of(id)?, Some(id)))
}

/// Every pair of documents with how far its review is.
pub(in crate::cli::review) fn pair_views(
    desk: &Desk,
    w: &'static Words,
    locale: Locale,
) -> Vec<PairView> {
    let ids: Vec<PairId> = desk.beads.pairs().map(|(pair, _)| pair).collect();
    let mut views: Vec<PairView> = ids
        .into_iter()
        .map(|pair| {
            let Progress { done, all } = desk.beads.progress(Some(pair));
            PairView {
                href: at_bead(pair, None),
                source: desk.document_name(pair.0),
                target: desk.document_name(pair.1),
                reviewed: w.reviewed(locale, done, all),
                done,
                all,
                doubts: w.doubts(locale, desk.beads.doubts(Some(pair))),
            }
        })
        .collect();
    views.sort_by(|a, b| a.source.cmp(&b.source));
    views
}

/// The pairs, and the most doubtful beads of all.
pub(in crate::cli::review) fn overview(desk: &mut Desk, asked: &Asked) -> Result<String, Trouble> {
    let w = asked.look.words();
    let locale = asked.look.locale;
    let mut doubts = Vec::new();
    for (pair, bead) in desk.beads.doubtful_first(DOUBTS) {
        let Some(unit) = desk.project.unit(bead.id)? else {
            continue;
        };
        doubts.push(DoubtView {
            href: at_bead(pair, Some(bead.id)),
            confidence: confidence(&unit, locale),
            source_language: unit.source_language.to_string(),
            target_language: unit.target_language.to_string(),
            reasons: reasons(&unit, w),
            document: desk.document_name(pair.0),
            source: unit.source,
            target: unit.target,
        });
    }
    let Progress { done, all } = desk.beads.progress(None);
    let page = PairsPage {
        w,
        frame: Frame::new(desk, asked, Section::Alignments, w.alignments)?,
        pairs: pair_views(desk, w, locale),
        doubts,
        reviewed: w.reviewed(locale, done, all),
        done,
        all,
        doubts_left: w.doubts(locale, desk.beads.doubts(None)),
        least: percent(LEAST),
    };
    Ok(page.render()?)
}

fn percent(share: f64) -> String {
    format!("{}", (share * 100.0).round())
}

fn confidence(unit: &Unit, locale: Locale) -> String {
    unit.confidence
        .map(|confidence| locale.confidence(confidence))
        .unwrap_or_default()
}

/// Why a bead is doubted, in words.
fn reasons(unit: &Unit, w: &'static Words) -> Vec<&'static str> {
    let mut reasons: Vec<&'static str> = unit
        .properties
        .get(FLAG)
        .into_iter()
        .flatten()
        .filter_map(|flag| w.flag(flag))
        .collect();
    if reasons.is_empty()
        && unit
            .confidence
            .is_some_and(|confidence| confidence < DOUBTFUL)
    {
        reasons.extend(w.flag("low-confidence"));
    }
    reasons
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

/// What accepting all sure beads would do.
pub(super) struct Selection {
    pub(super) beads: Vec<(PairId, Bead)>,
    pub(super) digest: String,
}

pub(super) fn sure(desk: &Desk, pair: Option<PairId>, least: f64) -> Selection {
    let beads = desk.beads.sure(pair, least);
    let mut told = Vec::with_capacity(beads.len() * 16);
    for (_, bead) in &beads {
        told.extend(bead.id.0.to_le_bytes());
        told.extend(bead.confidence.unwrap_or_default().to_le_bytes());
    }
    Selection {
        beads,
        digest: format!("{:016x}", XxHash3_64::oneshot(&told)),
    }
}

/// What accepting all sure beads would do, shown before it is done.
pub(in crate::cli::review) fn bulk_page(
    desk: &mut Desk,
    asked: &Asked,
    fields: &Fields,
) -> Result<String, Trouble> {
    let w = asked.look.words();
    let locale = asked.look.locale;
    let (pair, least) = (pair_field(fields), least(fields));
    let selection = sure(desk, pair, least);
    let count = selection.beads.len();
    let mut lowest = selection.beads;
    lowest.sort_by(|(_, a), (_, b)| {
        let sure = |bead: &Bead| bead.confidence.unwrap_or_default();
        sure(a).total_cmp(&sure(b)).then_with(|| a.id.cmp(&b.id))
    });
    let mut rows = Vec::new();
    for (_, bead) in lowest.iter().take(PREVIEW) {
        if let Some(unit) = desk.project.unit(bead.id)? {
            rows.push((confidence(&unit, locale), unit.source, unit.target));
        }
    }
    let page = BulkPage {
        w,
        frame: Frame::new(desk, asked, Section::Alignments, w.alignments)?,
        heading: w.accept_above_heading(locale, count, &locale.confidence(least)),
        rows,
        more: match count.saturating_sub(PREVIEW) {
            0 => String::new(),
            more => w.and_more(locale, more),
        },
        pair: pair.map(pair_name).unwrap_or_default(),
        least: percent(least),
        digest: selection.digest,
        back: pair.map_or_else(|| "/alignments".to_owned(), |pair| at_bead(pair, None)),
        count,
    };
    Ok(page.render()?)
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
