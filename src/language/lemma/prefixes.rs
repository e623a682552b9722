//! Where an unknown word may begin anew: behind a hyphen, or behind a productive prefix.

/// Prefixes that make new words freely in French or English, spelled together.
const PREFIXES: [&str; 62] = [
    "aéro", "agro", "anti", "archi", "auto", "bio", "cardio", "co", "contre", "counter", "crypto",
    "cyber", "dé", "dés", "electro", "électro", "euro", "extra", "geo", "géo", "hydro", "hyper",
    "hypo", "immuno", "infra", "inter", "intra", "macro", "méga", "mega", "meta", "méta", "micro",
    "mini", "mono", "multi", "nano", "narco", "néo", "neuro", "non", "over", "photo", "pluri",
    "poly", "post", "pré", "pro", "pseudo", "psycho", "radio", "re", "ré", "socio", "sous",
    "super", "sur", "télé", "trans", "ultra", "un", "vidéo",
];

/// A word that is left must be this long: shorter ones are found in anything.
const SHORTEST: usize = 4;

/// The places, in bytes, where the last part of `form` may begin; the longest part first.
pub(super) fn splits(form: &str) -> impl Iterator<Item = usize> {
    let hyphens = form.match_indices('-').map(|(place, _)| place + 1);
    let prefixes = PREFIXES
        .iter()
        .filter(move |prefix| form.starts_with(**prefix))
        .map(|p| p.len());
    let mut places: Vec<usize> = hyphens.chain(prefixes).collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().filter(move |&place| {
        let part = &form[place..];
        !part.starts_with('-') && part.chars().count() >= SHORTEST
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(form: &str) -> Vec<&str> {
        splits(form).map(|place| &form[place..]).collect()
    }

    #[test]
    fn parts_stand_behind_hyphens_and_prefixes() {
        assert_eq!(parts("cyberattaques"), ["attaques"]);
        assert_eq!(parts("sous-préfets"), ["préfets"]);
        assert_eq!(parts("sushi"), [] as [&str; 0]);
        assert_eq!(parts("État"), [] as [&str; 0]);
    }
}
