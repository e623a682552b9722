//! What cannot be read or written gets one message that names it; nothing half-written stays.

use crate::support::desk::Ran;
use crate::support::{Desk, translation_units};
use crate::{desk_with_harbour, desk_with_samples, names};

const PDF: &[u8] = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";

/// Bytes without a pattern that text would have.
fn binary() -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let next = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    });
    next.take(4_096).collect()
}

/// One error on stderr, which names the file.
#[track_caller]
fn assert_one_error(ran: &Ran, name: &str) {
    assert_eq!(ran.stdout, "");
    let errors = ran
        .stderr
        .lines()
        .filter(|line| line.starts_with("error:"))
        .count();
    assert_eq!(errors, 1, "one error\n{}", ran.stderr);
    assert!(
        ran.stderr.contains(name),
        "{name} is not named\n{}",
        ran.stderr
    );
}

/// A desk with one good document of each language and the bad ones.
fn desk_with_bad_files() -> Desk {
    let desk = desk_with_samples();
    desk.write("empty.txt", "");
    desk.write("blank.txt", "\u{feff} \n\r\n\t\n\u{a0}\n");
    desk.write("binary.txt", binary());
    desk.write("paper.txt", PDF);
    desk
}

#[test]
fn a_bad_document_is_an_error_wherever_it_is_named() {
    let desk = desk_with_bad_files();
    let before = names(&desk, ".");
    for bad in [
        "missing.txt",
        "empty.txt",
        "blank.txt",
        "binary.txt",
        "paper.txt",
    ] {
        for line in [
            format!("build {bad} en/onudc.txt -o out"),
            format!("build fr/onudc.txt {bad} -o out"),
            format!("align {bad} en/onudc.txt -o out.tmx"),
            format!("align fr/onudc.txt {bad} --from fr --to en -o out.tmx"),
            format!("align fr/onudc.txt {bad}"),
            format!("mine {bad} -o out.tsv"),
            format!("mine {bad} --lang fr"),
        ] {
            let ran = desk.line(&line).ended(2);
            assert_one_error(&ran, bad);
            assert_eq!(names(&desk, "."), before, "left behind by: {line}");
        }
    }
}

#[test]
fn a_bad_new_text_stops_the_build_before_anything_is_written() {
    let desk = desk_with_bad_files();
    for bad in ["missing.txt", "empty.txt", "binary.txt"] {
        let ran = desk
            .line(&format!("build fr en -o out --text {bad}"))
            .ended(2);
        assert_one_error(&ran, bad);
        assert!(!desk.path("out").exists());
    }
}

#[test]
fn in_a_folder_the_bad_are_counted_and_the_good_are_used() {
    let desk = desk_with_samples();
    desk.write("fr/broken.txt", binary());
    desk.write("en/broken.txt", "This one is fine.\n");
    desk.write("fr/void.txt", "");
    desk.write("en/void.txt", "This one is fine, too.\n");
    let ran = desk.line("build fr en -o out").done();
    assert!(ran.stderr.contains("broken.txt"), "{}", ran.stderr);
    assert!(ran.stderr.contains("void.txt"), "{}", ran.stderr);
    assert_eq!(translation_units(&desk.text("out/memory.tmx")).len(), 170);
    // The page tells of them too.
    let page = desk.text("out/report.html");
    assert!(page.contains("broken.txt") && page.contains("void.txt"));
    let ran = desk.line("mine fr --format tsv --lang fr").done();
    assert!(ran.stderr.contains("broken.txt"), "{}", ran.stderr);
}

#[test]
fn two_documents_of_one_language_are_refused_unless_it_is_meant() {
    let desk = desk_with_samples();
    let before = names(&desk, ".");
    for line in [
        "align fr/onudc.txt fr/convention.txt -o out.tmx",
        "build fr/onudc.txt fr/convention.txt -o out",
    ] {
        let ran = desk.line(line).ended(2);
        assert_one_error(&ran, "fr/onudc.txt");
        assert_eq!(names(&desk, "."), before, "left behind by: {line}");
    }
    // In a folder only the stray one is left out.
    let stray = std::fs::read(desk.path("fr/onudc.txt")).expect("a sample");
    desk.write("en/onudc.txt", stray);
    let ran = desk.line("align fr en --format jsonl").done();
    assert!(ran.stderr.contains("en/onudc.txt"), "{}", ran.stderr);
    assert!(!ran.stdout.contains("onudc.txt"));
    assert!(ran.stdout.contains("convention.txt"));
}

#[test]
fn folders_without_documents_or_partners_are_refused() {
    let desk = desk_with_samples();
    std::fs::create_dir(desk.path("void")).expect("a folder");
    desk.write("others/lonely.txt", "Nobody translated this.\n");
    let before = names(&desk, ".");
    for (line, named) in [
        ("align void en -o out.tmx", "void"),
        ("align fr nowhere -o out.tmx", "nowhere"),
        ("align fr others -o out.tmx", "others"),
        ("build fr void -o out", "void"),
        ("mine void -o out.tsv", "void"),
        ("mine nowhere -o out.tsv", "nowhere"),
    ] {
        let ran = desk.line(line).ended(2);
        assert_one_error(&ran, named);
        assert_eq!(names(&desk, "."), before, "left behind by: {line}");
    }
}

/// Permissions that keep us out; those of root keep nobody out, and then the file is read.
#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_said_or_read() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk_with_samples();
    let locked = |name: &str, mode: u32| {
        std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(mode))
            .expect("our own file");
    };
    locked("fr", 0o000);
    let bound = std::fs::read_dir(desk.path("fr")).is_err();
    let ran = desk.line("align fr en -o out.tmx");
    locked("fr", 0o755);
    if bound {
        assert_one_error(&ran.ended(2), "fr");
        assert!(!desk.path("out.tmx").exists());
    } else {
        ran.done();
        assert_eq!(translation_units(&desk.text("out.tmx")).len(), 170);
    }
    // A folder where a document should be cannot be read by anybody.
    std::fs::create_dir(desk.path("folder.txt")).expect("a folder");
    let ran = desk
        .line("align fr/onudc.txt folder.txt -o other.tmx")
        .ended(2);
    assert_one_error(&ran, "folder.txt");
    assert!(!desk.path("other.tmx").exists());
    // Nor can what hangs on a loop of links.
    std::os::unix::fs::symlink("loop.txt", desk.path("loop.txt")).expect("a link");
    let ran = desk.line("mine loop.txt -o other.tsv").ended(2);
    assert_one_error(&ran, "loop.txt");
    assert!(!desk.path("other.tsv").exists());
}

#[test]
fn a_file_in_the_output_folder_s_place_stays() {
    let desk = desk_with_samples();
    desk.write("out", "mine\n");
    let ran = desk.line("build fr en -o out").ended(2);
    assert_one_error(&ran, "out");
    assert_eq!(desk.text("out"), "mine\n");
    let ran = desk.line("build fr en -o out/deeper").ended(2);
    assert_one_error(&ran, "out");
    assert_eq!(desk.text("out"), "mine\n");
}

#[test]
fn output_that_cannot_be_written_is_an_error_that_names_the_place() {
    let desk = desk_with_harbour();
    desk.write("folder.tmx/keep.txt", "mine\n");
    let align = "align --segmented harbour.fr.txt harbour.en.txt --from fr --to en";
    let before = names(&desk, ".");
    for (to, named) in [
        ("no/such/out.tmx", "no/such"),
        ("harbour.fr.txt/out.tmx", "harbour.fr.txt"),
        ("folder.tmx", "folder.tmx"),
        ("out.docx", "out.docx"),
        ("out", "out"),
    ] {
        let ran = desk.line(&format!("{align} -o {to}")).ended(2);
        assert_one_error(&ran, named);
        assert_eq!(names(&desk, "."), before, "left behind by: -o {to}");
    }
    assert_eq!(names(&desk, "folder.tmx"), ["keep.txt"]);
    let ran = desk
        .line(&format!("{align} --project no/such/p.bitext"))
        .ended(2);
    assert_one_error(&ran, "no/such/p.bitext");
}

#[test]
fn a_failed_run_leaves_the_old_result_as_it_was() {
    let desk = desk_with_samples();
    desk.write("out.tmx", "the old one\n");
    desk.write("binary.txt", binary());
    desk.line("align fr/onudc.txt binary.txt --from fr --to en -o out.tmx")
        .ended(2);
    assert_eq!(desk.text("out.tmx"), "the old one\n");
    desk.write("out/memory.tmx", "the old one\n");
    desk.line("build fr/onudc.txt binary.txt -o out").ended(2);
    assert_eq!(names(&desk, "out"), ["memory.tmx"]);
    assert_eq!(desk.text("out/memory.tmx"), "the old one\n");
}

#[test]
fn a_truncated_memory_gives_its_good_units_with_a_warning() {
    let desk = desk_with_samples();
    desk.line("align fr en -o memory.tmx").done();
    let whole = desk.text("memory.tmx");
    let third = whole.match_indices("<tu>").nth(3).expect("many units").0;
    // In the middle of the fourth unit's text.
    desk.write("cut.tmx", &whole[..third + 300]);
    let ran = desk.line("import cut.tmx").done();
    assert!(ran.stderr.contains("cut.tmx"), "{}", ran.stderr);
    let warnings = ran.stderr.matches("warning:").count();
    assert_eq!(warnings, 1, "{}", ran.stderr);
    desk.line("export out.tmx").done();
    let (all, kept) = (
        translation_units(&whole),
        translation_units(&desk.text("out.tmx")),
    );
    assert_eq!(kept, all[..3]);
    let query = all[0][0].1.as_str();
    let ran = desk.run(["match", "--memory", "cut.tmx", query]).done();
    assert_eq!(ran.stderr.matches("warning:").count(), 1, "{}", ran.stderr);
}

#[test]
fn a_memory_without_a_single_unit_makes_no_project() {
    let desk = desk_with_samples();
    desk.line("align fr en -o memory.tmx").done();
    let whole = desk.text("memory.tmx");
    let first = whole.find("</seg>").expect("a unit");
    desk.write("cut.tmx", &whole[..first]);
    desk.write("empty.tmx", "");
    desk.write("binary.tmx", binary());
    desk.write(
        "page.tmx",
        "<!DOCTYPE html><html><body><p>Not found</p></body></html>",
    );
    for bad in [
        "cut.tmx",
        "empty.tmx",
        "binary.tmx",
        "page.tmx",
        "missing.tmx",
    ] {
        let ran = desk.line(&format!("import {bad}")).ended(2);
        assert_one_error(&ran, bad);
        assert!(!desk.path("project.bitext").exists(), "{bad}");
        let ran = desk.run(["match", "--memory", bad, "text"]).ended(2);
        assert_one_error(&ran, bad);
    }
}

#[test]
fn a_glossary_that_is_none_makes_no_project() {
    let desk = Desk::new();
    desk.write("empty.tsv", "");
    desk.write("binary.tsv", binary());
    desk.write("header.tsv", "term\tequivalents_en\tlanguage\n");
    desk.write("list.doc", "phare\tlighthouse\n");
    for bad in [
        "empty.tsv",
        "binary.tsv",
        "header.tsv",
        "list.doc",
        "missing.tsv",
    ] {
        let ran = desk.line(&format!("import {bad}")).ended(2);
        assert_one_error(&ran, bad);
        assert!(!desk.path("project.bitext").exists(), "{bad}");
    }
}

#[test]
fn what_is_no_project_is_not_opened_nor_changed() {
    let desk = desk_with_harbour();
    desk.write("project.bitext", "a diary, not a project\n");
    let align = "align --segmented harbour.fr.txt harbour.en.txt --from fr --to en";
    for line in [
        align,
        "export out.tmx",
        "mine",
        "match text",
        "mine harbour.fr.txt --lang fr",
    ] {
        let ran = desk.line(line).ended(2);
        assert_one_error(&ran, "project.bitext");
    }
    assert_eq!(desk.text("project.bitext"), "a diary, not a project\n");
    assert_eq!(
        names(&desk, "."),
        ["harbour.en.txt", "harbour.fr.txt", "project.bitext"]
    );
}

#[test]
fn queries_in_another_encoding_are_decoded_and_binary_ones_refused() {
    let desk = desk_with_harbour();
    desk.line("align --segmented harbour.fr.txt harbour.en.txt --from fr --to en")
        .done();
    desk.write(
        "latin1.txt",
        b"Co\xfbt des travaux : 4,2 millions d'euros.\n",
    );
    let ran = desk.line("match --file latin1.txt --min 100").done();
    assert!(ran.stdout.contains("Cost of the work"), "{}", ran.stdout);
    assert!(ran.stderr.contains("latin1.txt"), "{}", ran.stderr);
    desk.write("binary.txt", binary());
    let ran = desk.line("match --file binary.txt").ended(2);
    assert_one_error(&ran, "binary.txt");
}

#[test]
fn segmentation_rules_that_cannot_be_read_are_an_error() {
    let desk = desk_with_samples();
    desk.write("rules.srx", "<srx version=\"2.0\"><header");
    for rules in ["rules.srx", "missing.srx"] {
        let ran = desk
            .line(&format!("align fr en --srx {rules} -o out.tmx"))
            .ended(2);
        assert_one_error(&ran, rules);
        assert!(!desk.path("out.tmx").exists());
    }
}
