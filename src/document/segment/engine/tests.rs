use super::*;
use proptest::prelude::*;
use regex_automata::meta::Regex;
use regex_automata::{Anchored, Input, MatchKind};

fn rule(breaks: bool, before: &str, after: &str) -> Rule {
    Rule {
        breaks,
        before: Pattern::parse(before).unwrap(),
        after: Pattern::parse(after).unwrap(),
    }
}

/// The standard, word for word: every rule at every position, every start.
fn naive(rules: &[Rule], text: &str) -> Vec<usize> {
    let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let spans = |pattern: &str| {
        // With all matches asked for, an anchored search reports the longest, so a span matches
        // as a whole when the search stays inside it and ends with it.
        let config = Regex::config().match_kind(MatchKind::All);
        Regex::builder().configure(config).build(pattern).unwrap()
    };
    let whole = |regex: &Regex, from: usize, to: usize| {
        let input = Input::new(text).span(from..to).anchored(Anchored::Yes);
        regex.search(&input).is_some_and(|found| found.end() == to)
    };
    let ends_at = |pattern: &str, at: usize| {
        let regex = spans(pattern);
        boundaries
            .iter()
            .any(|start| *start <= at && whole(&regex, *start, at))
    };
    let starts_at = |pattern: &str, at: usize| {
        let regex = spans(pattern);
        boundaries
            .iter()
            .chain([&text.len()])
            .any(|end| *end >= at && whole(&regex, at, *end))
    };
    let mut breaks = Vec::new();
    for at in boundaries.iter().skip(1) {
        for rule in rules {
            if ends_at(&rule.before.text, *at) && starts_at(&rule.after.text, *at) {
                if rule.breaks {
                    breaks.push(*at);
                }
                break;
            }
        }
    }
    breaks
}

fn fast(rules: &[Rule], text: &str) -> Vec<usize> {
    Engine::new(&rules.iter().collect::<Vec<_>>())
        .unwrap()
        .breaks(text)
}

#[test]
fn the_first_rule_that_matches_decides() {
    let exception = rule(false, r"\bM\.", r"\s");
    let full_stop = rule(true, r"[.?!]+", r"\s");
    let text = "M. Li. Il part. M. X";
    assert_eq!(fast(&[exception.clone(), full_stop.clone()], text), [6, 15]);
    assert_eq!(fast(&[full_stop, exception], text), [2, 6, 15, 18]);
    assert_eq!(fast(&[], text), [0_usize; 0]);
}

#[test]
fn backtracking_rules_take_part() {
    let rules = [
        rule(false, r"(?<!\d)\b[A-Z]\.", r"\s"),
        rule(true, r"\.", r"\s(?!and)"),
    ];
    assert_eq!(fast(&rules, "A. B 1C. and x. y"), [15]);
    let rules = [rule(true, r"\.", r"\s(?!and)")];
    assert_eq!(fast(&rules, "a. and b. c"), [9]);
}

#[test]
fn anchors_see_the_whole_text() {
    let rules = [rule(false, r"^\s*\d+\.", r"\s"), rule(true, r"\.", r"\s")];
    assert_eq!(fast(&rules, "1. A. 2. B"), [5, 8]);
    // A window that is cut off is no start of text.
    let long = format!("{} 1. A", "1".repeat(3 * REACH));
    assert_eq!(fast(&rules, &long), [long.len() - 2]);
}

#[test]
fn a_greedy_rule_does_not_make_a_long_line_quadratic() {
    let rules = [rule(false, r"x.*\.", r"\s"), rule(true, r".*\.", r"\s")];
    let text = "abc def. ".repeat(20_000);
    assert_eq!(fast(&rules, &text).len(), 20_000);
}

fn patterns() -> impl Strategy<Value = String> {
    let atom = prop::sample::select(vec![
        "a", "b", "é", r"\.", r"\s", r"\p{L}", "[.?!]", "[^a]", r"\b", "^", "", r"\p{Lu}", ".",
    ]);
    let suffix = prop::sample::select(vec!["", "", "+", "*", "?", "{2}"]);
    let piece = (atom, suffix).prop_map(|(atom, suffix)| {
        if matches!(atom, "" | "^" | r"\b") {
            atom.to_owned()
        } else {
            format!("{atom}{suffix}")
        }
    });
    prop::collection::vec(piece, 0..4).prop_flat_map(|pieces| {
        let joined = pieces.concat();
        let either = format!(
            "(?:{}|{})",
            pieces.first().cloned().unwrap_or_default(),
            joined
        );
        prop::sample::select(vec![joined, either])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_engine_reads_rules_as_the_standard_does(
        rules in prop::collection::vec((any::<bool>(), patterns(), patterns()), 0..5),
        text in "[abéB.?! \n]{0,14}",
    ) {
        let rules: Vec<Rule> =
            rules.iter().map(|(breaks, before, after)| rule(*breaks, before, after)).collect();
        prop_assert_eq!(fast(&rules, &text), naive(&rules, &text));
    }
}
