//! The categories that segments fall into, and what each is worth.

use std::fmt;
use std::str::FromStr;

/// What a segment counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// The memory has it with the same neighbours: 101 or 102.
    Context,
    /// The memory has it: 100.
    Exact,
    /// An earlier segment of the same file is the same.
    Repetition,
    /// A segment of an earlier file is the same.
    CrossFileRepetition,
    /// The memory has a similar one: the band of this number, from 0, the highest first.
    Fuzzy(usize),
    /// An earlier segment of the files is similar, more than anything in the memory.
    Internal(usize),
    /// None of these.
    New,
}

/// The bands below 100 %, by their lower ends in whole percents.
///
/// ```
/// use bitext::memory::Bands;
///
/// let bands: Bands = "95,85,75,50".parse()?;
/// assert_eq!(bands, Bands::default());
/// assert_eq!(bands.label(1), "85–94 %");
/// # Ok::<(), bitext::memory::InvalidBands>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands(Vec<u32>);

impl Default for Bands {
    /// 95–99, 85–94, 75–84, 50–74: what Trados Studio and memoQ have by default.
    fn default() -> Self {
        Self(vec![95, 85, 75, 50])
    }
}

/// A text that does not name bands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' does not name bands: expected their lower ends, falling, like 95,85,75,50")]
pub struct InvalidBands(String);

impl FromStr for Bands {
    type Err = InvalidBands;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let ends: Option<Vec<u32>> = text.split(',').map(|end| end.trim().parse().ok()).collect();
        ends.filter(|ends| {
            ends.iter().all(|end| (1..=99).contains(end)) && ends.is_sorted_by(|a, b| a > b)
        })
        .map(Self)
        .ok_or_else(|| InvalidBands(text.to_owned()))
    }
}

impl Bands {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none; never so for bands that were read from a text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The least score that falls into a band.
    #[must_use]
    pub fn least(&self) -> f64 {
        f64::from(self.0.last().copied().unwrap_or(100))
    }

    /// The band of a score below 100, as it is shown: whole percents, rounded down.
    #[must_use]
    pub fn of(&self, score: f64) -> Option<usize> {
        self.0.iter().position(|&end| score >= f64::from(end))
    }

    /// What a band is called: `95–99 %`.
    #[must_use]
    pub fn label(&self, band: usize) -> String {
        let upper = match band.checked_sub(1).and_then(|above| self.0.get(above)) {
            Some(above) => above - 1,
            None => 99,
        };
        match self.0.get(band) {
            Some(&lower) if lower == upper => format!("{lower} %"),
            Some(&lower) => format!("{lower}–{upper} %"),
            None => String::new(),
        }
    }

    /// All categories in the order of a table.
    #[must_use]
    pub fn categories(&self) -> Vec<Category> {
        let bands = 0..self.len();
        [
            Category::Context,
            Category::Exact,
            Category::Repetition,
            Category::CrossFileRepetition,
        ]
        .into_iter()
        .chain(bands.clone().map(Category::Fuzzy))
        .chain(bands.map(Category::Internal))
        .chain([Category::New])
        .collect()
    }
}

/// What a word of each category counts, from 0 to 1, for weighted words.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    context: f64,
    exact: f64,
    repetition: f64,
    /// By lower end of a score, falling; a band takes the rate of the last one that it reaches.
    fuzzy: Vec<(u32, f64)>,
    new: f64,
}

impl Default for Rates {
    /// The example of memoQ's documentation («Weighted word counts»): context 10 %, repetitions
    /// 20 %, exact 30 %, higher bands 40 %, lower ones 50 to 70 %, new 100 %. There is no norm: agree
    /// on your own.
    fn default() -> Self {
        Self {
            context: 0.1,
            exact: 0.3,
            repetition: 0.2,
            fuzzy: vec![(85, 0.4), (75, 0.5), (50, 0.7)],
            new: 1.0,
        }
    }
}

/// A text that does not name rates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no rate: expected NAME=RATE with a rate from 0 to 1 or in percent, where NAME is context, exact, \
     repetition, new or the lower end of a band, like context=0,repetition=0.2,100=30%,85=40%,50=0.7,new=1"
)]
pub struct InvalidRates(String);

impl FromStr for Rates {
    type Err = InvalidRates;

    /// Reads `context=0,repetition=0.2,100=30%,85=0.4,50=0.7`. What is not named keeps its default,
    /// but for bands: naming one replaces them all.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut rates = Self::default();
        let mut fuzzy = Vec::new();
        for part in text
            .split([',', '\n'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let invalid = || InvalidRates(part.to_owned());
            let (name, value) = part.split_once('=').ok_or_else(invalid)?;
            let (value, whole) = match value.trim().strip_suffix('%') {
                Some(percent) => (percent.trim(), 100.0),
                None => (value.trim(), 1.0),
            };
            let rate = value
                .parse::<f64>()
                .ok()
                .map(|rate| rate / whole)
                .filter(|rate| (0.0..=1.0).contains(rate))
                .ok_or_else(invalid)?;
            match name.trim() {
                "context" | "101" | "102" => rates.context = rate,
                "exact" | "100" => rates.exact = rate,
                "repetition" => rates.repetition = rate,
                "new" | "0" => rates.new = rate,
                end => {
                    let end: u32 = end
                        .parse()
                        .ok()
                        .filter(|end| (1..=99).contains(end))
                        .ok_or_else(invalid)?;
                    fuzzy.push((end, rate));
                }
            }
        }
        if !fuzzy.is_empty() {
            fuzzy.sort_by_key(|(end, _)| std::cmp::Reverse(*end));
            rates.fuzzy = fuzzy;
        }
        Ok(rates)
    }
}

impl Rates {
    /// The rate of a category.
    #[must_use]
    pub fn of(&self, category: Category, bands: &Bands) -> f64 {
        match category {
            Category::Context => self.context,
            Category::Exact => self.exact,
            Category::Repetition | Category::CrossFileRepetition => self.repetition,
            Category::Fuzzy(band) | Category::Internal(band) => {
                let least = bands.0.get(band).copied().unwrap_or(0);
                self.fuzzy
                    .iter()
                    .find(|(end, _)| least >= *end)
                    .map_or(self.new, |(_, rate)| *rate)
            }
            Category::New => self.new,
        }
    }
}

impl fmt::Display for Bands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ends: Vec<String> = self.0.iter().map(u32::to_string).collect();
        f.write_str(&ends.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_hold_the_percents_that_are_shown() {
        let bands = Bands::default();
        for (score, band) in [
            (99.99, Some(0)),
            (95.0, Some(0)),
            (94.99, Some(1)),
            (85.0, Some(1)),
            (75.0, Some(2)),
            (50.0, Some(3)),
            (49.99, None),
        ] {
            assert_eq!(bands.of(score), band, "{score}");
        }
        let labels: Vec<String> = (0..4).map(|band| bands.label(band)).collect();
        assert_eq!(labels, ["95–99 %", "85–94 %", "75–84 %", "50–74 %"]);
        assert_eq!("99,98".parse::<Bands>().unwrap().label(1), "98 %");
        for wrong in ["", "50,75", "100", "a", "75,75", "0"] {
            assert!(wrong.parse::<Bands>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn rates_are_read_and_found() {
        let bands = Bands::default();
        let rates: Rates = "context=0, 100 = 25%, 75=0.5".parse().unwrap();
        for (category, rate) in [
            (Category::Context, 0.0),
            (Category::Exact, 0.25),
            (Category::Repetition, 0.2),
            (Category::CrossFileRepetition, 0.2),
            (Category::Fuzzy(0), 0.5),
            (Category::Internal(2), 0.5),
            (Category::Fuzzy(3), 1.0),
            (Category::New, 1.0),
        ] {
            assert!(
                (rates.of(category, &bands) - rate).abs() < 1e-12,
                "{category:?}"
            );
        }
        for wrong in ["context", "context=2", "colour=1", "x=0.5", "85=-1"] {
            assert!(wrong.parse::<Rates>().is_err(), "{wrong}");
        }
    }
}
