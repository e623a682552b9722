//! Which of many expressions match some text that starts at a given position.
//!
//! A lazy DFA answers where it can; it cannot decide Unicode word boundaries beside characters
//! outside ASCII, so a plain simulation of the NFA stands behind it. (`regex-automata`'s own
//! fallback for this question does not keep to the anchor: 0.4.18, `PikeVM::which_overlapping`.)

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{NFA, State, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::util::primitives::StateID;
use regex_automata::{Anchored, Input, MatchKind, PatternSet};
use regex_syntax::hir::Hir;

/// What the compiled expressions of one language may take, in bytes; the largest rule sets in use
/// (two thousand rules with Unicode classes) take a quarter of this.
const SIZE_LIMIT: usize = 128 << 20;

/// What the lazy DFA may keep for reuse, in bytes.
const CACHE: usize = 8 << 20;

type Caches = Pool<Work, Box<dyn Fn() -> Work + Send + Sync>>;

/// Many expressions, compiled together.
pub(super) struct Multi {
    nfa: NFA,
    dfa: DFA,
    caches: Caches,
}

/// What one search needs; kept between searches.
struct Work {
    dfa: Cache,
    current: States,
    next: States,
    stack: Vec<StateID>,
}

/// A set of states in the order of their arrival; emptied in constant time.
#[derive(Default)]
struct States {
    order: Vec<StateID>,
    round_of: Vec<u32>,
    round: u32,
}

impl States {
    fn new(states: usize) -> Self {
        Self {
            order: Vec::new(),
            round_of: vec![0; states],
            round: 1,
        }
    }

    fn clear(&mut self) {
        self.order.clear();
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.round_of.fill(0);
            self.round = 1;
        }
    }

    /// Whether the state is new.
    fn insert(&mut self, id: StateID) -> bool {
        let new = self.round_of[id.as_usize()] != self.round;
        if new {
            self.round_of[id.as_usize()] = self.round;
            self.order.push(id);
        }
        new
    }
}

impl std::fmt::Debug for Multi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Multi({} expressions)", self.nfa.pattern_len())
    }
}

impl Multi {
    /// Compiles the expressions.
    ///
    /// # Errors
    ///
    /// The engine's words when they are too large.
    pub(super) fn new(hirs: &[Hir]) -> Result<Self, String> {
        let nfa = NFA::compiler()
            .configure(
                NFA::config()
                    .nfa_size_limit(Some(SIZE_LIMIT))
                    .which_captures(WhichCaptures::None),
            )
            .build_many_from_hir(hirs)
            .map_err(|error| error.to_string())?;
        let config = DFA::config()
            .match_kind(MatchKind::All)
            .unicode_word_boundary(true)
            .skip_cache_capacity_check(true)
            .cache_capacity(CACHE);
        let dfa = DFA::builder()
            .configure(config)
            .build_from_nfa(nfa.clone())
            .map_err(|error| error.to_string())?;
        let (maker, states) = (dfa.clone(), nfa.states().len());
        let caches: Caches = Pool::new(Box::new(move || Work {
            dfa: maker.create_cache(),
            current: States::new(states),
            next: States::new(states),
            stack: Vec::new(),
        }));
        Ok(Self { nfa, dfa, caches })
    }

    /// A set that has room for every expression.
    pub(super) fn empty_set(&self) -> PatternSet {
        PatternSet::new(self.nfa.pattern_len())
    }

    /// Sets `matched` to the expressions that match some `text[from..x]` with `x <= to`; all of
    /// `text` is context.
    pub(super) fn at(&self, text: &str, from: usize, to: usize, matched: &mut PatternSet) {
        matched.clear();
        let input = Input::new(text).span(from..to).anchored(Anchored::Yes);
        let mut work = self.caches.get();
        let work = &mut *work;
        if self
            .dfa
            .try_which_overlapping_matches(&mut work.dfa, &input, matched)
            .is_err()
        {
            self.simulate(work, text.as_bytes(), from, to, matched);
        }
    }

    fn simulate(
        &self,
        work: &mut Work,
        text: &[u8],
        from: usize,
        to: usize,
        matched: &mut PatternSet,
    ) {
        matched.clear();
        work.current.clear();
        self.follow(work, self.nfa.start_anchored(), text, from, matched, false);
        for at in from..to {
            if work.current.order.is_empty() || matched.is_full() {
                return;
            }
            work.next.clear();
            let current = std::mem::take(&mut work.current);
            for &id in &current.order {
                let byte = text[at];
                let to = match self.nfa.state(id) {
                    State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
                    State::Sparse(sparse) => sparse.matches_byte(byte),
                    State::Dense(dense) => dense.matches_byte(byte),
                    _ => None,
                };
                if let Some(next) = to {
                    self.follow(work, next, text, at + 1, matched, true);
                }
            }
            work.current = std::mem::replace(&mut work.next, current);
        }
    }

    /// Adds the states reached from `start` without reading a byte.
    fn follow(
        &self,
        work: &mut Work,
        start: StateID,
        text: &[u8],
        at: usize,
        matched: &mut PatternSet,
        into_next: bool,
    ) {
        let Work {
            current,
            next,
            stack,
            ..
        } = work;
        let set = if into_next { next } else { current };
        stack.push(start);
        while let Some(id) = stack.pop() {
            if !set.insert(id) {
                continue;
            }
            match self.nfa.state(id) {
                State::Look { look, next } if self.nfa.look_matcher().matches(*look, text, at) => {
                    stack.push(*next);
                }
                State::Union { alternates } => stack.extend(alternates.iter().rev()),
                State::BinaryUnion { alt1, alt2 } => stack.extend([*alt2, *alt1]),
                State::Capture { next, .. } => stack.push(*next),
                State::Match { pattern_id } => {
                    matched.insert(*pattern_id);
                }
                _ => {}
            }
        }
    }
}
