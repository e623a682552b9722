//! Words written in capitals without their accents: `ETAT`, `Etat`, `SECURITE`.

use fst::raw::{CompiledAddr, Fst};

use super::lexicon::{FormLexicon, Reading};

/// Longer words are no words.
const LONGEST: usize = 40;

/// Shorter words in capitals are acronyms sooner than words without their accents.
const SHORTEST: usize = 5;

/// The letters of which `letter` may be the bare form, commonest first.
fn accented(letter: char) -> &'static [char] {
    match letter {
        'a' => &['à', 'â'],
        'c' => &['ç'],
        'e' => &['é', 'è', 'ê', 'ë'],
        'i' => &['î', 'ï'],
        'o' => &['ô'],
        'u' => &['û', 'ù', 'ü'],
        _ => &[],
    }
}

/// A walk through the transducer along the letters of a form, accents free.
struct Walk<'l, F> {
    lexicon: &'l FormLexicon,
    letters: Vec<char>,
    path: String,
    wanted: F,
}

impl<F: Fn(&[Reading]) -> bool> Walk<'_, F> {
    /// Whether a wanted form lies ahead of `address` from letter `place` on; the path leads there.
    fn go(&mut self, address: CompiledAddr, place: usize) -> bool {
        let Some(&bare) = self.letters.get(place) else {
            return (self.wanted)(self.lexicon.readings(&self.path));
        };
        for letter in std::iter::once(bare).chain(accented(bare).iter().copied()) {
            if let Some(next) = step(self.lexicon.transducer(), address, letter) {
                let before = self.path.len();
                self.path.push(letter);
                if self.go(next, place + 1) {
                    return true;
                }
                self.path.truncate(before);
            }
        }
        false
    }
}

/// The node behind `letter`.
fn step(transducer: &Fst<Vec<u8>>, address: CompiledAddr, letter: char) -> Option<CompiledAddr> {
    let mut bytes = [0; 4];
    letter
        .encode_utf8(&mut bytes)
        .bytes()
        .try_fold(address, |address, byte| {
            let node = transducer.node(address);
            node.find_input(byte)
                .map(|input| node.transition_addr(input))
        })
}

/// Whether a reader would look for missing accents in `word`: it begins with a capital, and is no
/// short acronym.
pub(crate) fn may_lack_accents(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_uppercase());
    let all = letters.clone().next().is_some_and(char::is_uppercase);
    first && (!all || word.chars().count() >= SHORTEST)
}

/// The first form of the lexicon that is `form` with accents and has wanted readings.
pub(crate) fn restored(
    lexicon: &FormLexicon,
    form: &str,
    wanted: impl Fn(&[Reading]) -> bool,
) -> Option<String> {
    let letters: Vec<char> = form.chars().take(LONGEST + 1).collect();
    if letters.len() > LONGEST {
        return None;
    }
    let root = lexicon.transducer().root().addr();
    let mut walk = Walk {
        lexicon,
        letters,
        path: String::new(),
        wanted,
    };
    walk.go(root, 0).then_some(walk.path)
}
