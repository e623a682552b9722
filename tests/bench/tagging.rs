//! How fast running text is tagged and lemmatised, on one core.
//!
//! ```text
//! cargo bench --bench tagging -- LANGUAGE TREEBANK…
//! ```
//!
//! The sentences of the treebanks (CoNLL-U) are cut into tokens as a document's are; then only the
//! analysis is timed, in CPU seconds.

use bitext::language::conllu::Treebank;
use bitext::language::{Analyser, Language, Token, tokens};
use std::error::Error;
use std::fs::File;
use std::io::BufReader;

/// Timed rounds over the text; the quickest counts, since other programs only slow a round down.
const ROUNDS: usize = 10;

#[allow(clippy::print_stdout, reason = "a table is what this program is for")]
fn main() -> Result<(), Box<dyn Error>> {
    // Cargo passes `--bench` to every bench.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let Some((language, treebanks)) = arguments.split_first() else {
        return Err("usage: cargo bench --bench tagging -- LANGUAGE TREEBANK…".into());
    };
    let language: Language = language.parse()?;
    let analyser = Analyser::for_language(&language).ok_or("no analyser of this language")?;
    let text = sentences(treebanks, &language)?;
    let count: usize = text.iter().map(|(_, tokens)| tokens.len()).sum();
    let tags = fastest(|| {
        for (sentence, tokens) in &text {
            std::hint::black_box(analyser.tags(sentence, tokens));
        }
    })?;
    let analyses = fastest(|| {
        for (sentence, tokens) in &text {
            std::hint::black_box(analyser.analyse(sentence, tokens));
        }
    })?;
    println!("{:24} {:>12} {:>12}", "", "CPU seconds", "tokens/s");
    for (what, seconds) in [("tags", tags), ("tags, lemmas, forms", analyses)] {
        println!("{what:24} {seconds:12.3} {:12.0}", count as f64 / seconds);
    }
    println!("{count} tokens in {} sentences", text.len());
    Ok(())
}

type Text = Vec<(String, Vec<Token>)>;

fn sentences(treebanks: &[String], language: &Language) -> Result<Text, Box<dyn Error>> {
    let mut all = Text::new();
    for path in treebanks {
        let file = File::open(path).map_err(|error| format!("{path}: {error}"))?;
        for sentence in Treebank::new(BufReader::new(file), path.clone()) {
            let (text, _) = sentence?.text();
            let cut = tokens(&text, language);
            all.push((text, cut));
        }
    }
    Ok(all)
}

fn fastest(mut run: impl FnMut()) -> Result<f64, Box<dyn Error>> {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let before = cpu_seconds()?;
        run();
        best = best.min(cpu_seconds()? - before);
    }
    Ok(best)
}

/// Seconds on a core of this thread so far (Linux: nanoseconds, the first field of its
/// `schedstat`).
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = text
        .split_whitespace()
        .next()
        .ok_or("no time in /proc/thread-self/schedstat")?
        .parse()?;
    Ok(nanoseconds / 1e9)
}
