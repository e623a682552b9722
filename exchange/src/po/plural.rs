//! Plural entries: a unit for each form, and the forms put together again.

use crate::pair::Pair;
use crate::status::Status;

/// Which form of how many a unit is: `0/3` is `msgstr[0]` of three.
pub(super) const FORM: &str = "x-po-plural-form";
/// `msgid` of the entry, where the unit's source is its `msgid_plural`.
pub(super) const SINGULAR: &str = "x-po-singular";

/// A form with the properties by which it finds back to the others.
pub(super) struct Form {
    pub(super) source: String,
    pub(super) translation: String,
    pub(super) properties: Vec<(String, String)>,
}

/// The forms of an entry: the first one translates the singular, the others the plural. The only one
/// of a language without number translates the plural.
pub(super) fn forms(singular: &str, plural: &str, translations: Vec<String>) -> Vec<Form> {
    let count = translations.len();
    let form = |(at, translation)| {
        let is_singular = at == 0 && count > 1;
        let mut properties = vec![(FORM.to_owned(), format!("{at}/{count}"))];
        if !is_singular {
            properties.push((SINGULAR.to_owned(), singular.to_owned()));
        }
        Form {
            source: if is_singular { singular } else { plural }.to_owned(),
            translation,
            properties,
        }
    };
    translations.into_iter().enumerate().map(form).collect()
}

/// The place of a pair among the forms of its entry, and their number.
fn place(pair: &Pair) -> Option<(usize, usize)> {
    let (at, count) = pair.property(FORM)?.split_once('/')?;
    let (at, count) = (at.parse().ok()?, count.parse().ok()?);
    (at < count).then_some((at, count))
}

/// A plural entry, whole again.
pub(super) struct Plural {
    pub(super) singular: String,
    pub(super) forms: Vec<Pair>,
}

impl Plural {
    /// What stands above the entry: it is fuzzy if one of its forms is, and says what any of them says.
    pub(super) fn head(&self) -> Pair {
        let mut head = Pair::default();
        for form in &self.forms {
            if head.status != Some(Status::Draft) {
                head.status = form.status;
            }
            head.id = head.id.or_else(|| form.id.clone());
            add_new(&mut head.notes, &form.notes);
            add_new(&mut head.properties, &form.properties);
        }
        head
    }
}

fn add_new<T: Clone + PartialEq>(all: &mut Vec<T>, others: &[T]) {
    for other in others {
        if !all.contains(other) {
            all.push(other.clone());
        }
    }
}

/// Forms that wait for those behind them.
#[derive(Default)]
pub(super) struct Waiting {
    forms: Vec<Pair>,
}

/// What becomes of a pair.
pub(super) struct Step {
    /// What waited in vain, and is written before it.
    pub(super) before: Vec<Pair>,
    pub(super) now: Now,
}

pub(super) enum Now {
    /// It waits for the forms behind it.
    Waits,
    /// It was the last form.
    Whole(Plural),
    /// It is no form, or none that belongs here.
    Alone,
}

impl Waiting {
    /// Takes the next pair of the file.
    pub(super) fn take(&mut self, pair: &Pair) -> Step {
        let place = place(pair);
        let continues = place.is_some_and(|(at, count)| self.continues(pair, at, count));
        let before = if continues { Vec::new() } else { self.rest() };
        let singular = pair.property(SINGULAR);
        let begins = |at, count| at == 0 && (count > 1 || singular.is_some());
        let now = match place {
            Some((at, count)) if continues || begins(at, count) => {
                self.forms.push(pair.clone());
                if at + 1 < count {
                    Now::Waits
                } else {
                    Now::Whole(Plural {
                        singular: singular.unwrap_or_default().to_owned(),
                        forms: self.rest(),
                    })
                }
            }
            _ => Now::Alone,
        };
        Step { before, now }
    }

    /// Whether a pair is the form behind those that wait.
    fn continues(&self, pair: &Pair, at: usize, count: usize) -> bool {
        let (Some(first), Some(last)) = (self.forms.first(), self.forms.last()) else {
            return false;
        };
        let plural_is_same = at < 2 || last.source.plain_text() == pair.source.plain_text();
        at == self.forms.len()
            && place(last).is_some_and(|(_, of)| of == count)
            && pair.property(SINGULAR) == Some(&*first.source.plain_text())
            && plural_is_same
    }

    /// What waits, and will not be whole.
    pub(super) fn rest(&mut self) -> Vec<Pair> {
        std::mem::take(&mut self.forms)
    }
}
