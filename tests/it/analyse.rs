//! `analyse`: counts against hand counts, in all shapes.

use crate::support::Desk;
use crate::{desk_with_harbour, desk_with_samples};
use serde_json::Value;

/// Words of each segment of `samples/nouveau.fr.txt`, in order, counted by hand: what stands between
/// blanks and has a letter or a digit; no-break spaces do not part a number.
const WORDS: [u64; 33] = [
    7, 20, 21, 25, 14, 10, 12, 15, 6, 18, 17, 6, 10, 15, 24, 16, 16, 11, 13, 4, 11, 6, 13, 13, 6,
    21, 12, 16, 21, 11, 14, 14, 6,
];

fn json(desk: &Desk, arguments: &str) -> Value {
    let ran = desk
        .line(&format!("analyse {arguments} --format json"))
        .done();
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// Segments and words of a category of the first file.
fn of(analysis: &Value, category: &str) -> (u64, u64) {
    let rows = analysis["files"][0]["categories"]
        .as_array()
        .expect("a list");
    let row = rows
        .iter()
        .find(|row| row["category"] == category)
        .unwrap_or_else(|| panic!("no {category}"));
    let number = |name: &str| row[name].as_u64().expect("a number");
    (number("segments"), number("words"))
}

#[test]
fn the_new_text_of_the_samples_is_counted_as_by_hand() {
    let desk = desk_with_samples();
    let analysis = json(&desk, "nouveau.fr.txt --no-memory --no-internal");
    let total = &analysis["files"][0]["total"];
    assert_eq!(total["segments"], 33);
    assert_eq!(total["words"], WORDS.iter().sum::<u64>());
    assert_eq!(of(&analysis, "new"), (33, 444));
    // With the memory of the samples: identical segments, and every segment counted once.
    desk.line("align fr en").done();
    let analysis = json(&desk, "nouveau.fr.txt");
    let rows = analysis["files"][0]["categories"]
        .as_array()
        .expect("a list");
    let sum: u64 = rows
        .iter()
        .map(|row| row["words"].as_u64().expect("a number"))
        .sum();
    assert_eq!(sum, 444);
    // The notes on the new text call sixteen segments new; what they call identical is.
    let (context, exact) = (of(&analysis, "context"), of(&analysis, "exact"));
    assert!(context.0 + exact.0 >= 3, "{analysis}");
    assert!(of(&analysis, "new").0 >= 10, "{analysis}");
}

/// Two files whose every category is counted by hand.
fn desk_with_known_text() -> Desk {
    let desk = Desk::new();
    desk.write(
        "memory.tmx",
        r#"<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"
        adminlang="en" srclang="en" datatype="plaintext"/><body>
        <tu><tuv xml:lang="en"><seg>Keep the lamp lit at night.</seg></tuv><tuv xml:lang="fr"><seg>Gardez la lampe allumée la nuit.</seg></tuv></tu>
        <tu><tuv xml:lang="en"><seg>The boat leaves the harbour at nine in the morning today.</seg></tuv><tuv xml:lang="fr"><seg>Le bateau part à neuf heures.</seg></tuv></tu>
        </body></tmx>"#,
    );
    desk.write(
        "one.txt",
        "Keep the lamp lit at night.\n\
         The boat leaves the harbour at nine in the evening today.\n\
         Nothing here is known to anyone.\n\
         Nothing here is known to anyone.\n\
         Nothing there is known to anyone.\n\
         Keep the lamp lit at night.\n",
    );
    desk.write("two.txt", "Nothing here is known to anyone.\nFin 12 !\n");
    desk
}

#[test]
fn every_category_is_counted_as_by_hand() {
    let desk = desk_with_known_text();
    let analysis = json(
        &desk,
        "one.txt two.txt --segmented --memory memory.tmx --from en --to fr --rates exact=0,repetition=50%,85=0.5",
    );
    for (category, expected) in [
        ("context", (0, 0)),
        ("exact", (2, 12)),
        ("repetition", (1, 6)),
        ("cross-file-repetition", (0, 0)),
        // One of twelve keys is another: 91.7.
        ("85-94", (1, 11)),
        // One of seven: 85.7, of an earlier segment.
        ("internal-85-94", (1, 6)),
        ("new", (1, 6)),
    ] {
        assert_eq!(of(&analysis, category), expected, "{category}: {analysis}");
    }
    let second = &analysis["files"][1];
    assert_eq!(second["total"]["segments"], 2);
    assert_eq!(second["total"]["words"], 8);
    let cross = second["categories"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|row| row["category"] == "cross-file-repetition")
        .expect("a row");
    assert_eq!(
        (&cross["segments"], &cross["words"]),
        (&1.into(), &6.into())
    );
    // 0 + 3 + 5.5 + 3 + 6, and 3 + 2.
    assert_eq!(analysis["total"]["total"]["weighted_words"], 22.5);
    assert_eq!(analysis["total"]["total"]["words"], 49);
    // Repetitions first: the second of the exact matches is one.
    let analysis = json(
        &desk,
        "one.txt --segmented --memory memory.tmx --from en --repetitions-first --no-internal",
    );
    assert_eq!(of(&analysis, "exact"), (1, 6));
    assert_eq!(of(&analysis, "repetition"), (2, 12));
    assert_eq!(of(&analysis, "new"), (2, 12));
}

#[test]
fn bands_and_shapes_are_the_user_s() {
    let desk = desk_with_known_text();
    let arguments = "analyse one.txt --segmented --memory memory.tmx --from en";
    let text = desk
        .line(&format!("{arguments} --bands 100,90,60"))
        .done()
        .stdout;
    assert!(
        text.contains("90–99 %") && text.contains("60–89 %"),
        "{text}"
    );
    let memoq = desk
        .line(&format!("{arguments} --bands memoq"))
        .done()
        .stdout;
    assert!(memoq.contains("No match"), "{memoq}");
    let csv = desk
        .line(&format!("{arguments} --format csv"))
        .done()
        .stdout;
    assert!(
        csv.starts_with("file,category,rate,segments,words"),
        "{csv}"
    );
    assert!(csv.contains("one.txt,exact,0.3,2,12"), "{csv}");
    desk.line(&format!("{arguments} -o analysis.html")).done();
    let page = desk.text("analysis.html");
    assert!(
        page.contains("one.txt") && page.contains("85–94 %"),
        "{page}"
    );
    assert!(!page.contains("<script"));
    desk.line(&format!("{arguments} -o analysis.doc")).ended(2);
    desk.line(&format!("{arguments} --bands 50,70")).ended(2);
    desk.line(&format!("{arguments} --rates colour=1")).ended(2);
    desk.line("analyse none.txt").ended(2);
}

#[test]
fn without_a_project_words_are_counted_all_the_same() {
    let desk = desk_with_harbour();
    let ran = desk.line("analyse harbour.fr.txt --segmented").done();
    assert!(ran.stderr.contains("project.bitext"), "{}", ran.stderr);
    assert!(!desk.path("project.bitext").exists());
}
