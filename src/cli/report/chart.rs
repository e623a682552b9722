//! Figures as geometry of inline SVG.
//!
//! A chart is one path for each colour, in a box of fixed units that the page stretches to the width
//! it has; text never stands inside a chart, so that it keeps its size on narrow screens.

use super::model::BeadMark;
use std::fmt::Write as _;

/// How sure a bead is, as the page groups it. Every bead has exactly one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// At least [`SURE`].
    Sure,
    /// Between the two.
    Fair,
    /// Below the report's limit.
    Doubtful,
    /// One side is empty, whatever the confidence.
    Null,
}

/// The levels, surest first.
pub(super) const LEVELS: [Level; 4] = [Level::Sure, Level::Fair, Level::Doubtful, Level::Null];

/// From this confidence on a bead needs no second look.
pub(super) const SURE: f64 = 0.9;

impl Level {
    /// The level of a bead. What is no number counts as no confidence.
    pub(super) fn of(bead: BeadMark, doubtful_below: f64) -> Self {
        let confidence = bead.confidence;
        if bead.source == 0 || bead.target == 0 {
            Self::Null
        } else if confidence.is_nan() || confidence < doubtful_below {
            Self::Doubtful
        } else if confidence < SURE {
            Self::Fair
        } else {
            Self::Sure
        }
    }

    /// The class that colours it, in page and charts.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Fair => "fair",
            Self::Doubtful => "doubt",
            Self::Null => "null",
        }
    }
}

/// The width of every chart's box; the height is [`HEIGHT`].
pub(super) const WIDTH: f64 = 1000.0;
/// The height of every chart's box.
pub(super) const HEIGHT: f64 = 20.0;

/// The most columns a ribbon has: about three pixels each on a wide page.
const COLUMNS: usize = 240;

/// No doubt or null is drawn lower than this share of a ribbon's height, or one bead among hundreds
/// would not be seen.
const VISIBLE: f64 = 0.1;

/// One coloured path of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    /// The class that colours it.
    pub(super) class: &'static str,
    /// The path's commands.
    pub(super) commands: String,
}

/// The document as a band: from left to right the course of the text, and in colour the share of
/// each passage that is fair, doubtful or null. What is sure shows as the background.
///
/// Up to 240 beads have a column each, as wide as their segments; longer documents are cut into
/// 240 passages of equal length.
pub(super) fn ribbon(beads: &[BeadMark], doubtful_below: f64) -> Vec<Path> {
    let columns = columns(beads, doubtful_below);
    [Level::Doubtful, Level::Null, Level::Fair]
        .into_iter()
        .filter_map(|level| {
            let commands = level_path(&columns, level);
            (!commands.is_empty()).then_some(Path {
                class: level.class(),
                commands,
            })
        })
        .collect()
}

/// Shares of one row, side by side: for a bar of several colours.
pub(super) fn stacked(parts: &[(&'static str, usize)]) -> Vec<Path> {
    let total: usize = parts.iter().map(|part| part.1).sum();
    let mut x = 0.0;
    let mut paths = Vec::new();
    for &(class, count) in parts.iter().filter(|part| part.1 > 0) {
        let width = WIDTH * ratio(count, total);
        let mut commands = String::new();
        rectangle(&mut commands, x, 0.0, width, HEIGHT);
        paths.push(Path { class, commands });
        x += width;
    }
    paths
}

/// The length of a bar for `count` where `largest` fills the width; what exists can be seen.
pub(super) fn bar(count: usize, largest: usize) -> String {
    let width = WIDTH * ratio(count, largest);
    number(if count > 0 {
        width.max(WIDTH * 0.004)
    } else {
        0.0
    })
}

/// In which tenth of the document, 0 to 9, the most segments are doubtful or null, if any are.
pub(super) fn worst_tenth(beads: &[BeadMark], doubtful_below: f64) -> Option<usize> {
    let total = weight_of(beads).max(1);
    let mut doubted = [0usize; 10];
    let mut passed = 0;
    for bead in beads {
        let weight = weight(bead);
        let tenth = ((2 * passed + weight) * 5 / total).min(9);
        passed += weight;
        if matches!(
            Level::of(*bead, doubtful_below),
            Level::Doubtful | Level::Null
        ) {
            doubted[tenth] += weight;
        }
    }
    // The first of equals: readers start at the top.
    let (tenth, most) = doubted
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|entry| entry.1)?;
    (*most > 0).then_some(tenth)
}

/// A share of a whole; nothing of nothing is nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of segments are far below 2^52"
)]
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// A passage of a document.
struct Column {
    left: f64,
    width: f64,
    /// Heights of the levels, in the order of [`LEVELS`], as shares.
    shares: [f64; 4],
}

impl Column {
    fn share(&self, level: Level) -> f64 {
        self.shares[level as usize]
    }
}

fn weight(bead: &BeadMark) -> usize {
    (bead.source + bead.target).max(1)
}

fn weight_of(beads: &[BeadMark]) -> usize {
    beads.iter().map(weight).sum()
}

fn columns(beads: &[BeadMark], doubtful_below: f64) -> Vec<Column> {
    let total = weight_of(beads);
    // Each column's levels by weight, and where it ends.
    let mut columns: Vec<([usize; 4], usize)> = Vec::new();
    let mut passed = 0;
    for (number, bead) in beads.iter().enumerate() {
        let weight = weight(bead);
        let column = if beads.len() <= COLUMNS {
            number
        } else {
            (2 * passed + weight) * COLUMNS / (2 * total)
        };
        passed += weight;
        let level = Level::of(*bead, doubtful_below) as usize;
        let end = if beads.len() <= COLUMNS {
            passed
        } else {
            (column + 1) * total / COLUMNS
        };
        match columns.last_mut() {
            Some(last) if last.1 == end => last.0[level] += weight,
            _ => {
                let mut levels = [0; 4];
                levels[level] = weight;
                columns.push((levels, end));
            }
        }
    }
    let mut left = 0.0;
    columns
        .iter()
        .map(|(levels, end)| {
            let right = WIDTH * ratio(*end, total);
            let column = Column {
                left,
                width: right - left,
                shares: visible_shares(levels),
            };
            left = right;
            column
        })
        .collect()
}

/// The levels as shares of one, no doubt too small to be seen; sure gives way.
fn visible_shares(levels: &[usize; 4]) -> [f64; 4] {
    let total = levels.iter().sum();
    let mut shares = [0.0; 4];
    let mut left = 1.0;
    for level in [Level::Doubtful, Level::Null, Level::Fair, Level::Sure] {
        let at = level as usize;
        let floor = if levels[at] > 0 && matches!(level, Level::Doubtful | Level::Null) {
            VISIBLE
        } else {
            0.0
        };
        shares[at] = ratio(levels[at], total).max(floor).min(left);
        left -= shares[at];
    }
    shares
}

/// The rectangles of one level, neighbours of the same height joined; doubt stands on the ground,
/// nulls on it, fair beads on top.
fn level_path(columns: &[Column], level: Level) -> String {
    let mut commands = String::new();
    // Left, right, top, height.
    let mut open: Option<(f64, f64, f64, f64)> = None;
    for column in columns {
        let below = match level {
            Level::Doubtful | Level::Sure => 0.0,
            Level::Null => column.share(Level::Doubtful),
            Level::Fair => column.share(Level::Doubtful) + column.share(Level::Null),
        };
        let height = HEIGHT * column.share(level);
        let top = HEIGHT * (1.0 - below) - height;
        let right = column.left + column.width;
        match &mut open {
            Some(last) if last.2 == top && last.3 == height && last.1 == column.left => {
                last.1 = right;
            }
            _ => {
                close(&mut commands, open.take());
                open = (height > 0.0).then_some((column.left, right, top, height));
            }
        }
    }
    close(&mut commands, open);
    commands
}

fn close(commands: &mut String, open: Option<(f64, f64, f64, f64)>) {
    if let Some((left, right, top, height)) = open {
        rectangle(commands, left, top, right - left, height);
    }
}

fn rectangle(commands: &mut String, x: f64, y: f64, width: f64, height: f64) {
    let (x, y, width, height) = (number(x), number(y), number(width), number(height));
    // Writing to a string does not fail.
    let _ = write!(commands, "M{x} {y}h{width}v{height}h-{width}z");
}

/// A coordinate with one decimal, without a trailing `.0`.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0")
        .map_or_else(|| text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bead(source: usize, target: usize, confidence: f64) -> BeadMark {
        BeadMark {
            source,
            target,
            confidence,
        }
    }

    #[test]
    fn every_bead_has_the_level_of_its_confidence() {
        let level = |bead| Level::of(bead, 0.7);
        assert_eq!(level(bead(1, 1, 0.9)), Level::Sure);
        assert_eq!(level(bead(1, 1, 0.89)), Level::Fair);
        assert_eq!(level(bead(1, 1, 0.7)), Level::Fair);
        assert_eq!(level(bead(2, 1, 0.69)), Level::Doubtful);
        assert_eq!(level(bead(0, 1, 0.99)), Level::Null);
        assert_eq!(level(bead(1, 1, f64::NAN)), Level::Doubtful);
    }

    #[test]
    fn a_ribbon_has_a_column_for_each_bead_as_wide_as_its_segments() {
        let beads = [
            bead(1, 1, 0.99),
            bead(1, 1, 0.2),
            bead(2, 2, 0.2),
            bead(1, 1, 0.8),
            bead(1, 0, 0.5),
        ];
        let paths = ribbon(&beads, 0.7);
        let shown: Vec<_> = paths
            .iter()
            .map(|p| (p.class, p.commands.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("doubt", "M181.8 0h545.5v20h-545.5z"),
                ("null", "M909.1 0h90.9v20h-90.9z"),
                ("fair", "M727.3 0h181.8v20h-181.8z"),
            ]
        );
    }

    #[test]
    fn one_doubt_among_thousands_is_seen() {
        let mut beads = vec![bead(1, 1, 0.99); 100_000];
        beads[50_000].confidence = 0.1;
        let paths = ribbon(&beads, 0.7);
        assert_eq!(paths.len(), 1);
        assert_eq!(paths[0].commands, "M500 18h4.2v2h-4.2z");
        assert_eq!(worst_tenth(&beads, 0.7), Some(5));
    }

    #[test]
    fn a_long_ribbon_stays_small_and_inside_its_box() {
        let beads: Vec<_> = (0..50_000usize)
            .map(|n| bead(n % 3, (n / 3) % 3, ratio(n * 37 % 101, 100)))
            .collect();
        let paths = ribbon(&beads, 0.7);
        assert!(paths.iter().map(|p| p.commands.len()).sum::<usize>() < 25_000);
        for path in &paths {
            for part in path.commands.split('M').skip(1) {
                let x: f64 = part.split(' ').next().unwrap().parse().unwrap();
                assert!((0.0..=WIDTH).contains(&x), "{x}");
            }
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(ribbon(&[], 0.7).is_empty());
        assert!(stacked(&[("sure", 0)]).is_empty());
        assert_eq!(worst_tenth(&[], 0.7), None);
        assert_eq!(worst_tenth(&[bead(1, 1, 0.9)], 0.7), None);
        assert_eq!(bar(0, 0), "0");
        assert_eq!(bar(1, 1_000_000), "4");
    }

    #[test]
    fn stacked_parts_fill_the_width() {
        let paths = stacked(&[("a", 1), ("b", 0), ("c", 3)]);
        assert_eq!(paths[0].commands, "M0 0h250v20h-250z");
        assert_eq!(paths[1].commands, "M250 0h750v20h-750z");
    }
}
