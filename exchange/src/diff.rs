//! Two memories compared: what was added, removed, translated anew, or changed in its metadata only.
//!
//! Units are compared as pairs of segments, by languages and source; the order of a file says nothing.
//! A pair whose source changed is recognised by its name. Both memories are held in memory.

use std::collections::{BTreeMap, BTreeSet};

use bitext_tmx::{CodePiece, Piece, Segment, Unit};

use crate::pair::{Losses, Pair};

/// A pair as it is compared and shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Language of the source.
    pub source_language: String,
    /// Language of the target.
    pub target_language: String,
    /// The source; codes stand as `{name:native}`.
    pub source: String,
    /// The target.
    pub target: String,
    /// The name the file gives it.
    pub id: Option<String>,
    /// Everything else, one `name: value` each, sorted.
    pub metadata: Vec<String>,
}

impl Entry {
    /// The entries of a unit, one for each translation.
    #[must_use]
    pub fn of_unit(unit: &Unit, header_language: &str) -> Vec<Self> {
        Pair::of_unit(unit, header_language, &mut Losses::new())
            .into_iter()
            .map(|pair| Self::of_pair(pair, unit))
            .collect()
    }

    fn of_pair(pair: Pair, unit: &Unit) -> Self {
        let mut metadata = Vec::new();
        let mut add = |name: &str, value: &str| metadata.push(format!("{name}: {value}"));
        let dates = [("created", &pair.created), ("changed", &pair.changed)];
        for (name, date) in dates {
            if let Some(date) = date {
                add(
                    name,
                    &date.canonical().unwrap_or_else(|| date.as_str().to_owned()),
                );
            }
        }
        for (name, user) in [("creator", &pair.creator), ("changer", &pair.changer)] {
            if let Some(user) = user {
                add(name, user);
            }
        }
        if let Some(status) = pair.status {
            add("status", status.as_str());
        }
        for (name, value) in pair.properties.iter().chain(&unit.extra) {
            add(name, value);
        }
        for note in &pair.notes {
            add("note", note);
        }
        metadata.sort();
        Self {
            source: shown(&pair.source),
            target: shown(&pair.target),
            source_language: pair.source_language,
            target_language: pair.target_language,
            id: pair.id,
            metadata,
        }
    }

    /// What two entries must share to be versions of one.
    fn key(&self) -> (String, String, String) {
        (
            self.source_language.to_lowercase(),
            self.target_language.to_lowercase(),
            self.source.clone(),
        )
    }
}

/// A segment as text, with its codes in braces.
fn shown(segment: &Segment) -> String {
    fn push(pieces: &[Piece], out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Code(code) => {
                    let number = code.i.as_deref().or(code.x.as_deref()).unwrap_or_default();
                    out.push_str(&format!("{{{}{number}:", code.kind.name()));
                    for part in &code.content {
                        match part {
                            CodePiece::Native(text) => out.push_str(text),
                            CodePiece::Sub(sub) => push(&sub.pieces, out),
                            CodePiece::Foreign(element) => out.push_str(&element.text()),
                        }
                    }
                    out.push('}');
                }
                Piece::Highlight(highlight) => {
                    out.push_str("{hi:");
                    push(&highlight.pieces, out);
                    out.push('}');
                }
                Piece::Foreign(foreign) => {
                    out.push_str(&format!("{{{}:", foreign.name));
                    push(&foreign.pieces, out);
                    out.push('}');
                }
            }
        }
    }
    let mut out = String::new();
    push(&segment.pieces, &mut out);
    out
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is in the second memory only.
    Added(Entry),
    /// It is in the first memory only.
    Removed(Entry),
    /// Its source or target is another.
    Changed(Entry, Entry),
    /// Its texts are the same, and something else is not.
    Metadata(Entry, Entry),
}

impl Change {
    /// The entry in the second memory, or in the first where it is gone.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        match self {
            Self::Added(entry) | Self::Removed(entry) => entry,
            Self::Changed(_, after) | Self::Metadata(_, after) => after,
        }
    }
}

/// What sets two memories apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Sorted by languages and texts.
    pub changes: Vec<Change>,
    /// Entries that are the same in both.
    pub same: u64,
}

impl Difference {
    /// Numbers of added, removed, changed, and changed in metadata only.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for change in &self.changes {
            counts[match change {
                Change::Added(_) => 0,
                Change::Removed(_) => 1,
                Change::Changed(..) => 2,
                Change::Metadata(..) => 3,
            }] += 1;
        }
        counts
    }
}

/// Compares two memories. Time is that of sorting both.
#[must_use]
pub fn difference(before: Vec<Entry>, after: Vec<Entry>) -> Difference {
    let mut groups: BTreeMap<_, [Vec<Entry>; 2]> = BTreeMap::new();
    for (side, entries) in [before, after].into_iter().enumerate() {
        for entry in entries {
            groups.entry(entry.key()).or_default()[side].push(entry);
        }
    }
    let mut result = Difference::default();
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    for [before, after] in groups.into_values() {
        let (before, after) = result.same_texts(before, after);
        let both = before.len().min(after.len());
        let (mut before, mut after) = (before.into_iter(), after.into_iter());
        let pairs = before.by_ref().take(both).zip(after.by_ref().take(both));
        result
            .changes
            .extend(pairs.map(|(a, b)| Change::Changed(a, b)));
        removed.extend(before);
        added.extend(after);
    }
    result.by_name(removed, added);
    result.changes.sort_by(|a, b| a.entry().cmp(b.entry()));
    result
}

impl Difference {
    /// Pairs off entries of one source that have the same target; gives back the others.
    fn same_texts(
        &mut self,
        mut before: Vec<Entry>,
        after: Vec<Entry>,
    ) -> (Vec<Entry>, Vec<Entry>) {
        // Which of several goes with which must not depend on the order of the file.
        before.sort();
        let mut left: BTreeMap<Entry, u64> = BTreeMap::new();
        for entry in after {
            *left.entry(entry).or_default() += 1;
        }
        // First those that are the same altogether, so that they are not paired with another.
        let mut rest = Vec::new();
        for entry in before {
            match left.get_mut(&entry) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    self.same += 1;
                }
                _ => rest.push(entry),
            }
        }
        let mut by_target: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        let mut others = Vec::new();
        for (entry, count) in left.into_iter().rev() {
            for _ in 0..count {
                by_target
                    .entry(entry.target.clone())
                    .or_default()
                    .push(entry.clone());
            }
        }
        for entry in rest {
            match by_target.get_mut(&entry.target).and_then(Vec::pop) {
                Some(other) => self.changes.push(Change::Metadata(entry, other)),
                None => others.push(entry),
            }
        }
        let mut left: Vec<Entry> = by_target.into_values().flatten().collect();
        left.sort();
        others.sort();
        (others, left)
    }

    /// Of what is left, entries of the same name are versions of one, where the name is nobody else's.
    fn by_name(&mut self, removed: Vec<Entry>, added: Vec<Entry>) {
        let name = |entry: &Entry| {
            let id = entry.id.clone()?;
            Some((
                id,
                entry.source_language.clone(),
                entry.target_language.clone(),
            ))
        };
        let unique = |entries: &[Entry]| {
            let (mut once, mut twice) = (BTreeSet::new(), BTreeSet::new());
            for name in entries.iter().filter_map(name) {
                if !once.insert(name.clone()) {
                    twice.insert(name);
                }
            }
            &once - &twice
        };
        let shared = &unique(&removed) & &unique(&added);
        let mut before = BTreeMap::new();
        for entry in removed {
            match name(&entry).filter(|name| shared.contains(name)) {
                Some(name) => drop(before.insert(name, entry)),
                None => self.changes.push(Change::Removed(entry)),
            }
        }
        for entry in added {
            let other = name(&entry).and_then(|name| before.remove(&name));
            self.changes.push(match other {
                Some(other) => Change::Changed(other, entry),
                None => Change::Added(entry),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitext_tmx::{Note, Property};
    use proptest::prelude::*;

    fn entry(source: &str, target: &str, id: Option<&str>, note: &str) -> Entry {
        let mut unit = Unit::pair(("fr", source), ("en", target));
        unit.tuid = id.map(str::to_owned);
        if !note.is_empty() {
            unit.notes.push(Note::new(note));
        }
        Entry::of_unit(&unit, "fr").remove(0)
    }

    #[test]
    fn every_kind_of_change_is_told() {
        let before = vec![
            entry("a", "A", None, ""),
            entry("b", "B", None, ""),
            entry("c", "C", None, "n"),
            entry("d", "D", None, ""),
            entry("e", "E", Some("7"), ""),
        ];
        let after = vec![
            entry("a", "A", None, ""),
            entry("b", "B2", None, ""),
            entry("c", "C", None, "m"),
            entry("f", "F", None, ""),
            entry("e2", "E", Some("7"), ""),
        ];
        let found = difference(before, after);
        assert_eq!(found.counts(), [1, 1, 2, 1]);
        assert_eq!(found.same, 1);
        let sources: Vec<&str> = found
            .changes
            .iter()
            .map(|change| change.entry().source.as_str())
            .collect();
        assert_eq!(sources, ["b", "c", "d", "e2", "f"]);
    }

    #[test]
    fn metadata_of_either_side_counts() {
        let mut unit = Unit::pair(("fr", "a"), ("en", "A"));
        let plain = Entry::of_unit(&unit, "fr");
        unit.variants[1].props.push(Property::new("x", "1"));
        let found = difference(plain, Entry::of_unit(&unit, "fr"));
        assert_eq!(found.counts(), [0, 0, 0, 1]);
    }

    proptest! {
        #[test]
        fn order_says_nothing_and_directions_mirror(
            texts in prop::collection::vec(("[ab]", "[AB]", 0..3u8, any::<bool>()), 0..12),
        ) {
            let side = |first: bool| -> Vec<Entry> {
                texts.iter().filter(|text| text.3 == first)
                    .map(|(a, b, note, _)| entry(a, b, None, &note.to_string())).collect()
            };
            let (before, after) = (side(true), side(false));
            let found = difference(before.clone(), after.clone());
            let mut turned = before.clone();
            turned.reverse();
            prop_assert_eq!(&difference(turned, after.clone()), &found);
            let [added, removed, changed, metadata] = found.counts();
            prop_assert_eq!(removed + changed + metadata + found.same as usize, before.len());
            prop_assert_eq!(added + changed + metadata + found.same as usize, after.len());
            let back = difference(after, before.clone());
            prop_assert_eq!(back.counts(), [removed, added, changed, metadata]);
            prop_assert!(difference(before.clone(), before).changes.is_empty());
        }
    }
}
