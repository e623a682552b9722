//! How pairs, addresses, confidences and doubts are written.

use super::index::PairId;
use crate::cli::report::Locale;
use crate::cli::review::desk::Desk;
use crate::cli::review::fields::{Fields, address};
use crate::cli::review::words::Words;
use crate::cli::units::{DOUBTFUL, FLAG};
use bitext::memory::{DocumentId, Unit, UnitId};

/// The confidence from which beads are accepted together, unless the reviewer says another.
pub(super) const LEAST: f64 = 0.9;

/// The pair that a form or address names: `3-4`.
pub(super) fn pair_field(fields: &Fields) -> Option<PairId> {
    let (source, target) = fields.get("pair")?.split_once('-')?;
    Some((
        DocumentId(source.parse().ok()?),
        DocumentId(target.parse().ok()?),
    ))
}

pub(super) fn pair_name(pair: PairId) -> String {
    format!("{}-{}", pair.0.0, pair.1.0)
}

/// The confidence that a form names, in per cent.
pub(super) fn least(fields: &Fields) -> f64 {
    fields
        .parsed::<f64>("least")
        .filter(|least| (0.0..=100.0).contains(least))
        .map_or(LEAST, |least| least / 100.0)
}

pub(super) fn at_bead(pair: PairId, id: Option<UnitId>) -> String {
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

pub(super) fn percent(share: f64) -> String {
    format!("{}", (share * 100.0).round())
}

pub(super) fn confidence(unit: &Unit, locale: Locale) -> String {
    unit.confidence
        .map(|confidence| locale.confidence(confidence))
        .unwrap_or_default()
}

/// Why a bead is doubted, in words.
pub(super) fn reasons(unit: &Unit, w: &'static Words) -> Vec<&'static str> {
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
