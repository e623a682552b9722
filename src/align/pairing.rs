//! Which file goes with which, by their names.

use crate::language::Language;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of two folders, paired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// Source file and target file, in the order of the source files.
    pub pairs: Vec<(PathBuf, PathBuf)>,
    /// Source files without a partner.
    pub unpaired_source: Vec<PathBuf>,
    /// Target files without a partner.
    pub unpaired_target: Vec<PathBuf>,
}

/// One side of a pairing: a folder, the files in it, and their language where it is known.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The folder that the files' names are taken relative to.
    pub root: &'a Path,
    /// The files.
    pub files: &'a [PathBuf],
    /// Their language.
    pub language: Option<&'a Language>,
}

/// Names of languages that stand in file names besides their codes (ISO 639-1 and 639-2).
const NAMES: [(&str, &[&str]); 10] = [
    ("en", &["eng", "english", "anglais"]),
    ("fr", &["fra", "fre", "french", "francais", "français"]),
    ("de", &["deu", "ger", "german", "deutsch", "allemand"]),
    ("es", &["spa", "spanish", "espanol", "español", "espagnol"]),
    ("it", &["ita", "italian", "italiano", "italien"]),
    ("pt", &["por", "portuguese", "portugais"]),
    ("nl", &["nld", "dut", "dutch"]),
    ("ru", &["rus", "russian", "russe"]),
    ("zh", &["zho", "chi", "chinese", "chinois"]),
    ("ar", &["ara", "arabic", "arabe"]),
];

/// Pairs files whose names are equal once language codes and endings are set aside: `x.fr.txt` and
/// `x.en.txt`, `fr/x.txt` and `en/x.txt`, `x_FR.txt` and `x-en.md`.
///
/// Equal relative names come first. A name that stands for several files of a side pairs none of
/// them: they are listed as unpaired rather than guessed at.
#[must_use]
pub fn pair_by_name(source: Side<'_>, target: Side<'_>) -> Pairing {
    let mut sources: Vec<&PathBuf> = source.files.iter().collect();
    let mut targets: Vec<&PathBuf> = target.files.iter().collect();
    let mut pairs: BTreeMap<&PathBuf, &PathBuf> = BTreeMap::new();
    for name in [name_as_is, name_without_language] {
        let named_source = unique(&sources, |file| name(source, file));
        let named_target = unique(&targets, |file| name(target, file));
        let found: Vec<(&PathBuf, &PathBuf)> = named_source
            .iter()
            .filter_map(|(name, file)| Some((*file, *named_target.get(name)?)))
            .collect();
        sources.retain(|file| !found.iter().any(|pair| pair.0 == *file));
        targets.retain(|file| !found.iter().any(|pair| pair.1 == *file));
        pairs.extend(found);
    }
    Pairing {
        pairs: source
            .files
            .iter()
            .filter_map(|file| Some((file.clone(), (*pairs.get(file)?).clone())))
            .collect(),
        unpaired_source: sources.into_iter().cloned().collect(),
        unpaired_target: targets.into_iter().cloned().collect(),
    }
}

/// The files by name, those alone whose name stands for one file.
fn unique<'a>(
    files: &[&'a PathBuf],
    name: impl Fn(&Path) -> String,
) -> BTreeMap<String, &'a PathBuf> {
    let mut named: BTreeMap<String, Vec<&PathBuf>> = BTreeMap::new();
    for file in files {
        named.entry(name(file)).or_default().push(file);
    }
    named
        .into_iter()
        .filter_map(|(name, files)| (files.len() == 1).then(|| (name, files[0])))
        .collect()
}

fn name_as_is(side: Side<'_>, file: &Path) -> String {
    relative(side.root, file)
}

fn name_without_language(side: Side<'_>, file: &Path) -> String {
    without_language(&relative(side.root, file), side.language)
}

fn relative(root: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(root).unwrap_or(file);
    if inside.as_os_str().is_empty() {
        file
    } else {
        inside
    }
    .to_string_lossy()
    .into_owned()
}

/// The name in lower case without its ending and without the words that name a language.
fn without_language(name: &str, language: Option<&Language>) -> String {
    let path = Path::new(name);
    let mut parts: Vec<String> = path
        .parent()
        .into_iter()
        .flat_map(Path::iter)
        .map(|part| part.to_string_lossy().to_lowercase())
        .collect();
    parts.push(
        path.file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase(),
    );
    let parts: Vec<String> = parts
        .iter()
        .map(|part| {
            let words: Vec<&str> = part
                .split(['.', '_', '-', ' ', '(', ')'])
                .filter(|word| !word.is_empty() && !names_language(word, language))
                .collect();
            words.join(" ")
        })
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("/")
}

/// Whether a word of a file name is the code or the name of the language, or of any where it is not
/// known.
fn names_language(word: &str, language: Option<&Language>) -> bool {
    match language.map(Language::primary) {
        Some(code) => {
            word == code
                || NAMES
                    .iter()
                    .any(|(known, names)| *known == code && names.contains(&word))
        }
        None => NAMES
            .iter()
            .any(|(code, names)| word == *code || names.contains(&word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(sources: &[&str], targets: &[&str], languages: Option<(&str, &str)>) -> Pairing {
        let files = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        let (source_files, target_files) = (files(sources), files(targets));
        let languages = languages.map(|(s, t)| {
            (
                s.parse::<Language>().unwrap(),
                t.parse::<Language>().unwrap(),
            )
        });
        pair_by_name(
            Side {
                root: Path::new("a"),
                files: &source_files,
                language: languages.as_ref().map(|l| &l.0),
            },
            Side {
                root: Path::new("b"),
                files: &target_files,
                language: languages.as_ref().map(|l| &l.1),
            },
        )
    }

    fn pairs(pairing: &Pairing) -> Vec<String> {
        pairing
            .pairs
            .iter()
            .map(|(s, t)| format!("{} {}", s.display(), t.display()))
            .collect()
    }

    #[test]
    fn names_pair_with_or_without_codes() {
        let pairing = pair(
            &[
                "a/one.txt",
                "a/two.fr.txt",
                "a/three_FR.txt",
                "a/fr/four.txt",
                "a/lonely.txt",
            ],
            &[
                "b/one.txt",
                "b/two.en.txt",
                "b/three-en.md",
                "b/en/four.txt",
                "b/other.txt",
            ],
            Some(("fr", "en")),
        );
        assert_eq!(
            pairs(&pairing),
            [
                "a/one.txt b/one.txt",
                "a/two.fr.txt b/two.en.txt",
                "a/three_FR.txt b/three-en.md",
                "a/fr/four.txt b/en/four.txt"
            ]
        );
        assert_eq!(pairing.unpaired_source, [PathBuf::from("a/lonely.txt")]);
        assert_eq!(pairing.unpaired_target, [PathBuf::from("b/other.txt")]);
    }

    #[test]
    fn a_name_that_stands_for_several_files_is_not_guessed_at() {
        let pairing = pair(&["a/x.fr.txt", "a/x_fr.txt"], &["b/x.en.txt"], None);
        assert!(pairing.pairs.is_empty());
        assert_eq!(pairing.unpaired_source.len(), 2);
        assert_eq!(pairing.unpaired_target.len(), 1);
    }

    #[test]
    fn a_code_is_not_cut_out_of_a_word() {
        assert_eq!(without_language("enfer.fr.txt", None), "enfer");
        assert_eq!(
            without_language("en/Fr-enfants.txt", Some(&Language::french())),
            "en/enfants"
        );
    }
}
