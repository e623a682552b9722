//! Gradient-boosted decision trees for a yes-or-no question.
//!
//! Friedman (2001), «Greedy Function Approximation: A Gradient Boosting Machine», with Newton leaves
//! and the regularised gain of Chen & Guestrin (2016), «XGBoost»: trees of small depth, each fitted to
//! what the ones before leave unexplained of the logistic loss, over features cut into a few dozen
//! ranges. A feature may be bound to one direction, which keeps
//! a small sample from teaching that rare words are common ones. A model of 300 trees answers in a few
//! microseconds.

use crate::language::DecodeError;
use crate::language::bytes::{Reader, Writer};

/// Trees whose leaves add up to a logit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Forest {
    features: usize,
    base: f32,
    trees: Vec<Vec<Node>>,
}

/// A node of a tree in preorder: the left child follows at once.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Node {
    /// Left where the feature is at most the threshold.
    Split {
        feature: u8,
        threshold: f32,
        right: u16,
    },
    Leaf(f32),
}

/// What to learn from: the features of one thing, the answer, and how much it counts.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// One figure a feature.
    pub features: Vec<f32>,
    /// How likely the answer is yes, from 0 to 1.
    pub target: f32,
    /// How much it counts beside the others.
    pub weight: f32,
}

/// How to learn.
#[derive(Clone, Debug)]
pub(super) struct ForestOptions {
    /// Trees.
    pub(super) trees: usize,
    /// Most questions between the root and a leaf.
    pub(super) depth: usize,
    /// The share of each tree's correction that is taken.
    pub(super) rate: f64,
    /// Least weight of a leaf (its sum of p·(1-p)).
    pub(super) least: f64,
    /// Penalty on the leaves' values (L2).
    pub(super) penalty: f64,
    /// The share of the features that each tree may ask about.
    pub(super) share: f64,
    /// Features that may only speak for the answer (`Rising`) or against it (`Falling`) as they grow;
    /// those beyond its end are free.
    pub(super) directions: Vec<Direction>,
}

/// Which way an answer may follow a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Direction {
    /// Either way.
    #[default]
    Free,
    /// More of it never makes yes less likely.
    Rising,
    /// More of it never makes yes likelier.
    Falling,
}

impl Default for ForestOptions {
    /// Values usual for tables of this size; more trees than 300 added little to the average precision on a
    /// corpus left out.
    fn default() -> Self {
        Self {
            trees: 300,
            depth: 4,
            rate: 0.07,
            least: 6.0,
            penalty: 8.0,
            share: 0.35,
            directions: Vec::new(),
        }
    }
}

impl Forest {
    /// Learns from lessons that all have as many features, at most 255. The same lessons in the same
    /// order give the same forest. Time: lessons × features × share × depth × trees.
    pub(super) fn learn(lessons: &[Lesson], options: &ForestOptions) -> Self {
        let features = lessons.first().map_or(0, |lesson| lesson.features.len());
        let table = Table::new(lessons, features);
        let weight: f64 = lessons.iter().map(|lesson| f64::from(lesson.weight)).sum();
        let yes: f64 = lessons
            .iter()
            .map(|lesson| f64::from(lesson.weight) * f64::from(lesson.target))
            .sum();
        let share = (yes / weight.max(1e-9)).clamp(1e-4, 1.0 - 1e-4);
        let base = libm::log(share / (1.0 - share));
        let mut logits = vec![base; lessons.len()];
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let mut trees = Vec::new();
        for _ in 0..if lessons.is_empty() { 0 } else { options.trees } {
            let slopes: Vec<Slope> = lessons
                .iter()
                .zip(&logits)
                .map(|(lesson, logit)| Slope::of(lesson, *logit))
                .collect();
            let asked = random.choose(features, options.share);
            let mut tree = Growth {
                table: &table,
                slopes: &slopes,
                asked: &asked,
                options,
                nodes: Vec::new(),
                logits: &mut logits,
            };
            let mut rows: Vec<u32> = (0..lessons.len() as u32).collect();
            tree.grow(&mut rows, 0, (f64::NEG_INFINITY, f64::INFINITY));
            trees.push(tree.nodes);
        }
        Self {
            features,
            base: base as f32,
            trees,
        }
    }

    /// How many features a vector must have.
    pub(super) fn features(&self) -> usize {
        self.features
    }

    /// The logarithm of the odds of yes.
    pub(super) fn logit(&self, features: &[f32]) -> f64 {
        let leaves = self.trees.iter().map(|tree| leaf(tree, features));
        leaves.fold(f64::from(self.base), |sum, value| sum + f64::from(value))
    }

    /// The forest as bytes, without an envelope.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.features as u64);
        writer.number(u64::from(self.base.to_bits()));
        writer.number(self.trees.len() as u64);
        for tree in &self.trees {
            writer.number(tree.len() as u64);
            for node in tree {
                match node {
                    Node::Leaf(value) => {
                        writer.byte(u8::MAX);
                        writer.number(u64::from(value.to_bits()));
                    }
                    Node::Split {
                        feature,
                        threshold,
                        right,
                    } => {
                        writer.byte(*feature);
                        writer.number(u64::from(threshold.to_bits()));
                        writer.number(u64::from(*right));
                    }
                }
            }
        }
        writer.0
    }

    /// A forest from what [`encode`](Self::encode) wrote.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let features = reader.number()? as usize;
        let base = float(reader)?;
        let trees = reader.number()?;
        let mut forest = Self {
            features,
            base,
            trees: Vec::new(),
        };
        for _ in 0..trees {
            forest.trees.push(read_tree(reader, features)?);
        }
        Ok(forest)
    }
}

fn read_tree(reader: &mut Reader<'_>, features: usize) -> Result<Vec<Node>, DecodeError> {
    let length = reader.number()?;
    let mut tree = Vec::new();
    for at in 0..length {
        let feature = reader.byte()?;
        if feature == u8::MAX {
            tree.push(Node::Leaf(float(reader)?));
            continue;
        }
        let threshold = float(reader)?;
        let right = reader.number()?;
        // Children stand behind their parent, so every walk ends.
        if usize::from(feature) >= features || right <= at + 1 || right >= length {
            return Err(reader.wrong("a question with two answers"));
        }
        tree.push(Node::Split {
            feature,
            threshold,
            right: u16::try_from(right).map_err(|_| reader.wrong("a small tree"))?,
        });
    }
    if !matches!(tree.last(), Some(Node::Leaf(_))) {
        return Err(reader.wrong("a leaf at the end of a tree"));
    }
    Ok(tree)
}

fn float(reader: &mut Reader<'_>) -> Result<f32, DecodeError> {
    let bits = u32::try_from(reader.number()?).map_err(|_| reader.wrong("a number"))?;
    Some(f32::from_bits(bits))
        .filter(|value| value.is_finite())
        .ok_or_else(|| reader.wrong("a finite number"))
}

fn leaf(tree: &[Node], features: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Leaf(value) => return value,
            Node::Split {
                feature,
                threshold,
                right,
            } => {
                let value = features.get(usize::from(feature)).copied().unwrap_or(0.0);
                at = if value <= threshold {
                    at + 1
                } else {
                    usize::from(right)
                };
            }
        }
    }
}

/// Ranges that a feature is cut into.
const RANGES: usize = 48;

/// The lessons' features as numbers of ranges, feature by feature.
struct Table {
    /// Upper ends of each feature's ranges, but for the last.
    ends: Vec<Vec<f32>>,
    columns: Vec<Vec<u8>>,
}

impl Table {
    fn new(lessons: &[Lesson], features: usize) -> Self {
        let mut table = Self {
            ends: Vec::new(),
            columns: Vec::new(),
        };
        for feature in 0..features {
            let mut values: Vec<f32> = lessons
                .iter()
                .map(|lesson| lesson.features[feature])
                .collect();
            let column = values.clone();
            values.sort_by(f32::total_cmp);
            let mut ends: Vec<f32> = (1..RANGES)
                .map(|range| values[range * (values.len() - 1) / RANGES])
                .collect();
            ends.dedup();
            if ends.last() == values.last() {
                ends.pop();
            }
            let range = |value: &f32| ends.partition_point(|end| end < value) as u8;
            table.columns.push(column.iter().map(range).collect());
            table.ends.push(ends);
        }
        table
    }
}

/// First and second derivative of the loss, by the logit.
#[derive(Clone, Copy, Default)]
struct Slope {
    first: f64,
    second: f64,
}

impl Slope {
    fn of(lesson: &Lesson, logit: f64) -> Self {
        let p = 1.0 / (1.0 + libm::exp(-logit));
        let weight = f64::from(lesson.weight);
        Self {
            first: weight * (f64::from(lesson.target) - p),
            second: weight * p * (1.0 - p),
        }
    }

    fn add(&mut self, other: Self) {
        self.first += other.first;
        self.second += other.second;
    }

    fn without(self, other: Self) -> Self {
        Self {
            first: self.first - other.first,
            second: self.second - other.second,
        }
    }

    /// How much a leaf with this sum lowers the loss.
    fn gain(self, penalty: f64) -> f64 {
        self.first * self.first / (self.second + penalty)
    }
}

/// One tree on its way.
struct Growth<'a> {
    table: &'a Table,
    slopes: &'a [Slope],
    asked: &'a [usize],
    options: &'a ForestOptions,
    nodes: Vec<Node>,
    logits: &'a mut [f64],
}

/// A question, and the answers it leads to.
struct Split {
    feature: usize,
    /// The last range that goes left.
    range: usize,
    left: f64,
    right: f64,
}

impl Growth<'_> {
    /// `bounds` are what directed questions above leave for the values here.
    fn grow(&mut self, rows: &mut [u32], depth: usize, bounds: (f64, f64)) {
        let mut sum = Slope::default();
        for row in rows.iter() {
            sum.add(self.slopes[*row as usize]);
        }
        let best = (depth < self.options.depth)
            .then(|| self.best_split(rows, sum, bounds))
            .flatten();
        let Some(split) = best else {
            let value = (self.options.rate * self.value(sum, bounds)) as f32;
            for row in rows.iter() {
                self.logits[*row as usize] += f64::from(value);
            }
            self.nodes.push(Node::Leaf(value));
            return;
        };
        let column = &self.table.columns[split.feature];
        // Stable, so that sums are taken in the same order whatever the tree.
        rows.sort_by_key(|row| usize::from(column[*row as usize]) > split.range);
        let middle = rows.partition_point(|row| usize::from(column[*row as usize]) <= split.range);
        let at = self.nodes.len();
        self.nodes.push(Node::Leaf(0.0));
        let (left, right) = rows.split_at_mut(middle);
        let between = 0.5 * (split.left + split.right);
        let (low, high) = match self.direction(split.feature) {
            Direction::Free => (bounds, bounds),
            Direction::Rising => ((bounds.0, between), (between, bounds.1)),
            Direction::Falling => ((between, bounds.1), (bounds.0, between)),
        };
        self.grow(left, depth + 1, low);
        let behind = self.nodes.len();
        self.grow(right, depth + 1, high);
        self.nodes[at] = Node::Split {
            feature: split.feature as u8,
            threshold: self.table.ends[split.feature][split.range],
            right: behind as u16,
        };
    }

    fn direction(&self, feature: usize) -> Direction {
        self.options
            .directions
            .get(feature)
            .copied()
            .unwrap_or_default()
    }

    /// The value of a leaf with this sum.
    fn value(&self, sum: Slope, bounds: (f64, f64)) -> f64 {
        (sum.first / (sum.second + self.options.penalty)).clamp(bounds.0, bounds.1)
    }

    fn best_split(&self, rows: &[u32], sum: Slope, bounds: (f64, f64)) -> Option<Split> {
        let mut best: Option<(f64, Split)> = None;
        let penalty = self.options.penalty;
        for &feature in self.asked {
            let ends = self.table.ends[feature].len();
            let column = &self.table.columns[feature];
            let mut ranges = [Slope::default(); RANGES];
            for row in rows {
                ranges[usize::from(column[*row as usize])].add(self.slopes[*row as usize]);
            }
            let mut left = Slope::default();
            for (range, slope) in ranges.iter().enumerate().take(ends) {
                left.add(*slope);
                let right = sum.without(left);
                if left.second < self.options.least || right.second < self.options.least {
                    continue;
                }
                let gain = left.gain(penalty) + right.gain(penalty) - sum.gain(penalty);
                if gain <= best.as_ref().map_or(1e-6, |best| best.0) {
                    continue;
                }
                let split = Split {
                    feature,
                    range,
                    left: self.value(left, bounds),
                    right: self.value(right, bounds),
                };
                let allowed = match self.direction(feature) {
                    Direction::Free => true,
                    Direction::Rising => split.left <= split.right,
                    Direction::Falling => split.left >= split.right,
                };
                if allowed {
                    best = Some((gain, split));
                }
            }
        }
        best.map(|(_, split)| split)
    }
}

/// Marsaglia's xorshift: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A share of the numbers below `count`, at least one, in order.
    fn choose(&mut self, count: usize, share: f64) -> Vec<usize> {
        let wanted = ((count as f64 * share).ceil() as usize).clamp(1, count.max(1));
        let mut numbers: Vec<usize> = (0..count).collect();
        for at in 0..wanted.min(count) {
            let other = at + (self.next() % (count - at) as u64) as usize;
            numbers.swap(at, other);
        }
        numbers.truncate(wanted);
        numbers.sort_unstable();
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::bytes::Envelope;
    use proptest::prelude::*;

    /// Yes where exactly one of two features is large: no straight line tells.
    fn lessons() -> Vec<Lesson> {
        let mut random = Random(7);
        let mut part = || (random.next() % 1000) as f32 / 1000.0;
        (0..2000)
            .map(|_| {
                let features = vec![part(), part(), part()];
                let target = f32::from(u8::from((features[0] > 0.5) != (features[1] > 0.3)));
                Lesson {
                    features,
                    target,
                    weight: 1.0,
                }
            })
            .collect()
    }

    fn read(bytes: &[u8]) -> Result<Forest, DecodeError> {
        let envelope = Envelope {
            kind: "forest",
            magic: *b"BTTT",
            version: 1,
        };
        Forest::read(&mut envelope.open(&envelope.seal(bytes))?)
    }

    #[test]
    fn a_forest_learns_what_no_line_can_tell() {
        let lessons = lessons();
        let forest = Forest::learn(&lessons[..1500], &ForestOptions::default());
        let right = lessons[1500..]
            .iter()
            .filter(|lesson| (forest.logit(&lesson.features) > 0.0) == (lesson.target > 0.5))
            .count();
        assert!(right >= 480, "{right} of 500");
        assert_eq!(
            forest,
            Forest::learn(&lessons[..1500], &ForestOptions::default())
        );
        assert_eq!(read(&forest.encode()), Ok(forest));
    }

    #[test]
    fn a_directed_feature_never_turns() {
        let options = ForestOptions {
            directions: vec![Direction::Rising, Direction::Free, Direction::Falling],
            ..ForestOptions::default()
        };
        let forest = Forest::learn(&lessons(), &options);
        for other in [0.1, 0.4, 0.9] {
            let logits: Vec<f64> = (0..50)
                .map(|step| forest.logit(&[step as f32 / 50.0, other, 0.5]))
                .collect();
            assert!(logits.is_sorted(), "{logits:?}");
        }
    }

    #[test]
    fn nothing_to_learn_from_gives_even_odds() {
        let forest = Forest::learn(&[], &ForestOptions::default());
        assert!(forest.logit(&[1.0, 2.0]).is_finite());
    }

    proptest! {
        #[test]
        fn damaged_forests_are_refused_or_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(forest) = read(&bytes) {
                prop_assert!(!forest.logit(&[0.0]).is_nan());
            }
        }
    }
}
