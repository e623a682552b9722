//! Builds the lexicons of `data/lemma` from their sources.
//!
//! ```text
//! cargo run --release --example build_lexicon -- fr LEFFF.mlex -o data/lemma/fr.bin TREEBANK.conllu…
//! cargo run --release --example build_lexicon -- en WORDNET_FOLDER -o data/lemma/en.bin TREEBANK.conllu…
//! ```
//!
//! The treebanks tell which reading of a form is the usual one; for English they also give the
//! closed classes, which WordNet leaves out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, Result, bail};
use bitext::language::conllu::{Treebank, Word};
use bitext::language::lemma::{Class, FormLexiconBuilder, Gender, Morphology, Number};
use bitext::language::tagger::Tag;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [language, source, option, output, treebanks @ ..] = arguments.as_slice() else {
        bail!("usage: build_lexicon fr|en SOURCE -o FILE TREEBANK…");
    };
    if option != "-o" {
        bail!("expected -o after the source, found '{option}'");
    }
    let words = read_words(treebanks)?;
    let mut builder = FormLexiconBuilder::new();
    match language.as_str() {
        "fr" => french(&mut builder, Path::new(source))?,
        "en" => english(&mut builder, Path::new(source), &words)?,
        other => bail!("no source is known for '{other}': expected fr or en"),
    }
    for word in &words {
        if let Some(class) = class(word) {
            builder.saw(&word.form, class, &word.lemma);
        }
    }
    fs::write(output, builder.build()?).with_context(|| format!("cannot write {output}"))
}

fn read_words(files: &[String]) -> Result<Vec<Word>> {
    let mut words = Vec::new();
    for file in files {
        let input = fs::File::open(file).with_context(|| format!("cannot read {file}"))?;
        for sentence in Treebank::new(BufReader::new(input), file.as_str()) {
            words.extend(sentence?.words);
        }
    }
    Ok(words)
}

/// The class of a word in a treebank.
fn class(word: &Word) -> Option<Class> {
    let has = |feature: &str| word.features.split('|').any(|item| item == feature);
    Some(match word.tag {
        Tag::Adj => Class::Adjective,
        Tag::Adp | Tag::AdpDet => Class::Adposition,
        Tag::Adv => Class::Adverb,
        Tag::Aux => Class::Auxiliary,
        Tag::Cconj => Class::Conjunction,
        Tag::Det => Class::Determiner,
        Tag::Intj => Class::Interjection,
        Tag::Noun => Class::Noun,
        Tag::Num => Class::Numeral,
        Tag::Part => Class::Particle,
        Tag::Pron | Tag::AdpPron => Class::Pronoun,
        Tag::Sconj => Class::Subordinator,
        Tag::Verb if has("VerbForm=Inf") => Class::Infinitive,
        Tag::Verb if has("Tense=Past") && has("VerbForm=Part") => Class::Participle,
        Tag::Verb if has("VerbForm=Part") || has("VerbForm=Ger") => Class::Gerund,
        Tag::Verb => Class::Finite,
        Tag::Propn | Tag::Punct | Tag::Sym | Tag::X => return None,
    })
}

/// Lefff: form, category, lemma and features, divided by tabs.
fn french(builder: &mut FormLexiconBuilder, file: &Path) -> Result<()> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let lines = || {
        text.lines().filter_map(|line| {
            let mut columns = line.split('\t');
            let (form, category, lemma) = (columns.next()?, columns.next()?, columns.next()?);
            let features = columns.next().unwrap_or_default();
            (!form.contains([' ', '_'])).then_some((form, category, lemma, features))
        })
    };
    // Participles that are adjectives have the verb as their lemma there; a dictionary lists them
    // under the masculine singular.
    let participles: BTreeMap<&str, &str> = lines()
        .filter(|&(_, category, _, features)| category == "adj" && features == "Kms")
        .map(|(form, _, lemma, _)| (lemma, form))
        .collect();
    // A feminine noun is listed under its own singular: `avocate`, not `avocat`.
    let nouns = || lines().filter(|&(_, category, ..)| category == "nc");
    let masculines: BTreeSet<&str> = nouns()
        .filter(|&(.., features)| features == "ms")
        .map(|(_, _, lemma, _)| lemma)
        .collect();
    let mut feminines: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (form, _, lemma, features) in nouns() {
        if features == "fs" && masculines.contains(lemma) {
            feminines.entry(lemma).or_default().push(form);
        }
    }
    for (form, category, lemma, features) in lines() {
        let Some(class) = lefff_class(category, features) else {
            continue;
        };
        let adjective = class == Class::Adjective && features.starts_with('K');
        let closed = matches!(
            class,
            Class::Pronoun | Class::Conjunction | Class::Subordinator
        );
        let lemma = match lemma {
            verb if adjective => participles.get(verb).copied().unwrap_or(form),
            _ if closed => form.trim_start_matches("-t-").trim_start_matches('-'),
            masculine if class == Class::Noun && features.starts_with('f') => {
                let own = feminines.get(masculine).into_iter().flatten();
                own.copied()
                    .max_by_key(|own| shared(own, form))
                    .unwrap_or(masculine)
            }
            // Units stand under their names: `mg` under `milligramme`.
            name if class == Class::Noun && name.len() > form.len() + 3 => form,
            other => other.trim_end_matches('?'),
        };
        let whole = match (lemma.strip_suffix('\''), class) {
            (Some("s"), Class::Subordinator) => "si".to_owned(),
            (Some(stem), _) => format!("{stem}e"),
            (None, _) => lemma.to_owned(),
        };
        builder.add(form, class, &whole, lefff_morphology(class, features));
    }
    for (form, lemma) in [
        ("du", "de"),
        ("des", "de"),
        ("d'", "de"),
        ("au", "à"),
        ("aux", "à"),
    ] {
        builder.add(form, Class::Adposition, lemma, Morphology::default());
    }
    Ok(())
}

/// Letters that both words begin with.
fn shared(one: &str, other: &str) -> usize {
    one.chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count()
}

fn lefff_class(category: &str, features: &str) -> Option<Class> {
    Some(match category {
        "nc" => Class::Noun,
        "np" => Class::ProperNoun,
        "adj" => Class::Adjective,
        "adv" | "advneg" | "clneg" => Class::Adverb,
        "auxAvoir" | "auxEtre" => Class::Auxiliary,
        "v" => match features.chars().next() {
            Some('W') => Class::Infinitive,
            Some('G') => Class::Gerund,
            Some('K') => Class::Participle,
            _ => Class::Finite,
        },
        "det" => Class::Determiner,
        "prep" => Class::Adposition,
        "coo" => Class::Conjunction,
        "csu" | "que" | "que_restr" => Class::Subordinator,
        "pres" => Class::Interjection,
        "adjPref" | "advPref" => Class::Prefix,
        "pro" | "pri" | "prel" | "cln" | "cla" | "cld" | "clg" | "cll" | "clr" | "cldr"
        | "clar" | "ce" | "ilimp" | "caimp" => Class::Pronoun,
        _ => return None,
    })
}

fn lefff_morphology(class: Class, features: &str) -> Morphology {
    if matches!(
        class,
        Class::Finite | Class::Infinitive | Class::Gerund | Class::Auxiliary
    ) {
        return Morphology::default();
    }
    // Behind the underscore stands the owner's number.
    let own = features.split('_').next().unwrap_or_default();
    let gender = match (own.contains('m'), own.contains('f')) {
        (true, false) => Some(Gender::Masculine),
        (false, true) => Some(Gender::Feminine),
        _ => None,
    };
    let number = match (own.contains('s'), own.contains('p')) {
        (true, false) => Some(Number::Singular),
        (false, true) => Some(Number::Plural),
        _ => None,
    };
    Morphology::new(gender, number)
}

/// WordNet's words with regular inflection, its exceptions, and the treebanks' closed classes.
fn english(builder: &mut FormLexiconBuilder, folder: &Path, words: &[Word]) -> Result<()> {
    let closed = closed_words(words);
    let mut seen: BTreeSet<(String, Class)> = BTreeSet::new();
    for word in words {
        seen.extend(class(word).map(|class| (word.form.to_lowercase(), class)));
    }
    for (form, class, lemma, _) in closed.iter().filter(|(.., count)| *count >= 2) {
        builder.add(form, *class, lemma, Morphology::default());
    }
    let grammar: BTreeSet<&str> = closed
        .iter()
        .filter(|(.., count)| *count >= 5)
        .map(|(form, ..)| form.as_str())
        .collect();
    // WordNet knows `in` as a noun (inch): a word of the grammar keeps only what texts show.
    let mut add = |form: &str, class: Class, lemma: &str, number: Option<Number>| {
        let known = grammar.contains(form.to_lowercase().as_str());
        if !known || seen.contains(&(form.to_lowercase(), class)) {
            builder.add(form, class, lemma, Morphology::new(None, number));
        }
    };
    let (singular, plural) = (Some(Number::Singular), Some(Number::Plural));

    for noun in wordnet(folder, "data.noun")? {
        if noun.starts_with(char::is_uppercase) {
            add(&noun, Class::ProperNoun, &noun, singular);
            continue;
        }
        add(&noun, Class::Noun, &noun, singular);
        for form in with_s(&noun) {
            add(&form, Class::Noun, &noun, plural);
        }
    }
    for (form, noun) in exceptions(folder, "noun.exc")? {
        add(&form, Class::Noun, &noun, plural);
    }
    let irregular = exceptions(folder, "verb.exc")?;
    let pasts: BTreeSet<&str> = irregular
        .iter()
        .filter(|(form, _)| !form.ends_with("ing") && !form.ends_with('s'))
        .map(|(_, verb)| verb.as_str())
        .collect();
    for verb in wordnet(folder, "data.verb")? {
        add(&verb, Class::Finite, &verb, None);
        add(&verb, Class::Infinitive, &verb, None);
        for form in with_s(&verb) {
            add(&form, Class::Finite, &verb, None);
        }
        add(&with_ing(&verb), Class::Gerund, &verb, None);
        let past = with_ed(&verb);
        // `seed` is no past of `see`; `learned` is one of `learn`, beside `learnt`, and `lied` of
        // `lie`.
        if !pasts.contains(verb.as_str()) || past.len() >= 6 || verb.ends_with("ie") {
            add(&past, Class::Finite, &verb, None);
            add(&past, Class::Participle, &verb, None);
        }
    }
    for (form, verb) in &irregular {
        if form.ends_with("ing") {
            add(form, Class::Gerund, verb, None);
        } else {
            add(form, Class::Finite, verb, None);
            add(form, Class::Participle, verb, None);
        }
    }
    for adjective in wordnet(folder, "data.adj")? {
        add(&adjective, Class::Adjective, &adjective, None);
        if adjective.ends_with('y') || groups(&adjective) == 1 {
            let stem = with_ed(&adjective);
            let stem = stem.trim_end_matches('d');
            add(&format!("{stem}r"), Class::Adjective, &adjective, None);
            add(&format!("{stem}st"), Class::Adjective, &adjective, None);
        }
    }
    for (form, adjective) in exceptions(folder, "adj.exc")? {
        add(&form, Class::Adjective, &adjective, None);
    }
    for adverb in wordnet(folder, "data.adv")? {
        add(&adverb, Class::Adverb, &adverb, None);
    }
    Ok(())
}

/// Form, class, lemma and count of the words whose classes take no new members.
fn closed_words(words: &[Word]) -> Vec<(String, Class, String, u32)> {
    let mut counts: BTreeMap<(String, Class, String), u32> = BTreeMap::new();
    for word in words {
        let open = matches!(
            word.tag,
            Tag::Adj | Tag::Adv | Tag::Noun | Tag::Verb | Tag::Propn
        );
        let digits = word.form.contains(|c: char| c.is_ascii_digit());
        if let Some(class) = class(word).filter(|_| !open && !digits) {
            let key = (word.form.to_lowercase(), class, word.lemma.to_lowercase());
            *counts.entry(key).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|((form, class, lemma), count)| (form, class, lemma, count))
        .collect()
}

/// The single words of one of WordNet's data files (wndb(5)): the fourth column counts the words of
/// a synset in hexadecimal; every second column from the fifth is one.
fn wordnet(folder: &Path, name: &str) -> Result<BTreeSet<String>> {
    let file = folder.join(name);
    let text = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut words = BTreeSet::new();
    for line in String::from_utf8_lossy(&text)
        .lines()
        .filter(|line| !line.starts_with(' '))
    {
        let mut columns = line.split(' ').skip(3);
        let count = usize::from_str_radix(columns.next().unwrap_or_default(), 16)?;
        for word in columns.step_by(2).take(count) {
            // Adjectives carry their place: `galore(ip)`.
            let word = word.split('(').next().unwrap_or_default();
            if !word.contains('_') && !word.contains(|c: char| c.is_ascii_digit()) {
                words.insert(word.to_owned());
            }
        }
    }
    Ok(words)
}

/// Inflected form and base form, from one of WordNet's exception lists.
fn exceptions(folder: &Path, name: &str) -> Result<Vec<(String, String)>> {
    let file = folder.join(name);
    let text =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let pairs = text.lines().filter_map(|line| line.split_once(' '));
    let single = pairs.filter(|(form, _)| !form.contains('_'));
    Ok(single
        .map(|(form, base)| (form.into(), base.split(' ').next().unwrap_or(base).into()))
        .collect())
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Whether `word` ends in a consonant and `y`.
fn ends_in_y(word: &str) -> bool {
    let mut letters = word.chars().rev();
    letters.next() == Some('y') && letters.next().is_some_and(|letter| !is_vowel(letter))
}

/// Plurals, or third persons.
fn with_s(word: &str) -> Vec<String> {
    if ends_in_y(word) {
        return vec![format!("{}ies", &word[..word.len() - 1])];
    }
    if let Some(stem) = word.strip_suffix("man") {
        return vec![format!("{stem}men"), format!("{word}s")];
    }
    if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|end| word.ends_with(end))
    {
        return vec![format!("{word}es")];
    }
    if word.ends_with('o') {
        return vec![format!("{word}s"), format!("{word}es")];
    }
    vec![format!("{word}s")]
}

/// Groups of vowels, about the syllables; a silent `e` at the end is none.
fn groups(word: &str) -> usize {
    let letters: Vec<bool> = word
        .trim_end_matches('e')
        .chars()
        .map(|c| is_vowel(c) || c == 'y')
        .collect();
    letters
        .iter()
        .enumerate()
        .filter(|&(i, &vowel)| vowel && (i == 0 || !letters[i - 1]))
        .count()
}

/// `word` with its last consonant doubled where one syllable ends in one vowel and one consonant.
fn doubled(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let short = match letters.as_slice() {
        [.., before, vowel, last] => {
            !is_vowel(*before) && is_vowel(*vowel) && !is_vowel(*last) && !"wxyh".contains(*last)
        }
        _ => false,
    };
    match letters.last() {
        Some(last) if short && groups(word) == 1 => format!("{word}{last}"),
        _ => word.to_owned(),
    }
}

fn with_ed(verb: &str) -> String {
    if ends_in_y(verb) {
        format!("{}ied", &verb[..verb.len() - 1])
    } else if verb.ends_with('e') {
        format!("{verb}d")
    } else {
        format!("{}ed", doubled(verb))
    }
}

fn with_ing(verb: &str) -> String {
    match verb.strip_suffix('e') {
        Some(stem) if stem.ends_with('i') => format!("{}ying", &stem[..stem.len() - 1]),
        Some(stem) if !stem.ends_with(['e', 'o', 'y']) && !stem.is_empty() => format!("{stem}ing"),
        Some(_) => format!("{verb}ing"),
        None => format!("{}ing", doubled(verb)),
    }
}
