//! The project file as its users see it.

use super::*;
use crate::language::Language;
use crate::memory::{Date, DocumentId, Status, Unit, UnitId};
use proptest::prelude::*;
use std::fs;
use tempfile::TempDir;

fn stamp() -> Stamp<'static> {
    Stamp {
        at: Date::from_unix(1_700_000_000),
        who: "Ada",
        what: "test",
    }
}

fn unit(source: &str, target: &str) -> Unit {
    Unit::new(Language::english(), Language::french(), source, target)
}

fn new_project() -> (TempDir, Project) {
    let folder = tempfile::tempdir().unwrap();
    let project = Project::create(folder.path().join("p.bitext")).unwrap();
    (folder, project)
}

fn add(project: &mut Project, units: &[Unit], duplicates: Duplicates) -> Vec<Added> {
    let mut change = project.change(stamp()).unwrap();
    let added = units
        .iter()
        .map(|unit| change.add_unit(unit, duplicates).unwrap())
        .collect();
    change.commit().unwrap();
    added
}

fn all(project: &Project, filter: &Filter) -> Vec<Unit> {
    let mut found = Vec::new();
    project
        .units(filter, |unit| {
            found.push(unit);
            Ok::<(), Error>(())
        })
        .unwrap();
    found
}

fn texts(project: &Project, filter: &Filter) -> Vec<String> {
    all(project, filter)
        .into_iter()
        .map(|unit| unit.source)
        .collect()
}

fn document(change: &mut Change<'_>, name: &str, language: Language) -> DocumentId {
    let document = Document {
        id: None,
        name: name.to_owned(),
        language,
        encoding: "UTF-8".to_owned(),
        hash: "00".to_owned(),
        segments: 3,
    };
    change.put_document(&document).unwrap()
}

/// A unit with something in every place.
fn full(source: &str) -> Unit {
    let mut unit = unit(source, "cible\u{0} e\u{301}\r\n");
    unit.source_language = "en_US".parse().unwrap();
    unit.source_markup = Some("<bpt i=\"1\"/>".to_owned());
    unit.target_markup = Some(String::new());
    unit.previous_source = Some(" before ".to_owned());
    unit.next_source = Some("after".to_owned());
    unit.confidence = Some(0.1 + 0.2);
    unit.status = Status::Approved;
    unit.created = Some(Date::from_unix(5));
    unit.changed = Some(Date::from_unix(1_700_000_001));
    unit.creator = Some("Grace".to_owned());
    unit.tuid = Some("t-1".to_owned());
    unit.properties
        .insert("z".to_owned(), vec!["1".to_owned(), String::new()]);
    unit.properties.insert("a".to_owned(), vec![]);
    unit.notes = vec!["a note".to_owned()];
    unit.extra = Some("{\"o-tmf\":\"x\"}".to_owned());
    unit
}

#[test]
fn everything_of_a_unit_comes_back_byte_for_byte() {
    let (_folder, mut project) = new_project();
    let mut change = project.change(stamp()).unwrap();
    let mut given = full("source");
    given.source_document = Some(document(&mut change, "a", Language::english()));
    given.target_document = Some(document(&mut change, "a", Language::french()));
    given.position = Some(7);
    change.add_unit(&given, Duplicates::Keep).unwrap();
    change.commit().unwrap();
    given.id = Some(UnitId(1));
    assert_eq!(all(&project, &Filter::default()), [given.clone()]);
    assert_eq!(project.unit(UnitId(1)).unwrap(), Some(given));
    assert_eq!(project.unit(UnitId(2)).unwrap(), None);
    assert_eq!(project.verify().unwrap(), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_text_and_number_comes_back(
        source in ".{0,40}",
        target in any::<String>(),
        confidence in proptest::option::of(0.0_f64..=1.0),
        names in proptest::collection::vec(any::<String>(), 0..4),
    ) {
        let (_folder, mut project) = new_project();
        let mut given = unit(&source, &target);
        given.confidence = confidence;
        for name in names {
            given.add_property(&name, name.clone());
        }
        add(&mut project, &[given.clone()], Duplicates::Keep);
        // Through the history too: deleted and brought back.
        let mut change = project.change(stamp()).unwrap();
        change.delete_unit(UnitId(1)).unwrap();
        change.commit().unwrap();
        prop_assert_eq!(project.counts().unwrap().units, 0);
        project.undo(stamp()).unwrap().unwrap();
        given.id = Some(UnitId(1));
        prop_assert_eq!(all(&project, &Filter::default()), [given]);
    }
}

#[test]
fn a_change_not_committed_leaves_nothing() {
    let (_folder, mut project) = new_project();
    let mut change = project.change(stamp()).unwrap();
    change.add_unit(&unit("a", "b"), Duplicates::Keep).unwrap();
    drop(change);
    assert_eq!(project.counts().unwrap(), Counts::default());
}

#[test]
fn a_unit_that_cannot_be_stored_is_refused_and_the_change_goes_on() {
    let (_folder, mut project) = new_project();
    let mut change = project.change(stamp()).unwrap();
    let mut bad = unit("a", "b");
    bad.confidence = Some(f64::NAN);
    let error = change.add_unit(&bad, Duplicates::Keep).unwrap_err();
    assert!(matches!(error, Error::Unstorable { .. }), "{error}");
    change.add_unit(&unit("a", "b"), Duplicates::Keep).unwrap();
    change.commit().unwrap();
    assert_eq!(project.counts().unwrap().units, 1);
}

#[test]
fn keep_adds_and_merge_joins_equal_units() {
    let (_folder, mut project) = new_project();
    let first = unit("Yes", "Oui");
    let mut again = first.clone();
    again.add_property("domain", "law");
    let added = add(
        &mut project,
        &[first.clone(), first.clone()],
        Duplicates::Keep,
    );
    assert_eq!(added, [Added::New(UnitId(1)), Added::New(UnitId(2))]);
    let mut canadian = first.clone();
    canadian.target_language = "fr-CA".parse().unwrap();
    let units = [again.clone(), again, unit("Yes", "Si"), canadian];
    let added = add(&mut project, &units, Duplicates::Merge);
    assert_eq!(
        added,
        [
            Added::Merged(UnitId(1)),
            Added::Skipped(UnitId(1)),
            Added::New(UnitId(3)),
            Added::New(UnitId(4)),
        ]
    );
    assert_eq!(
        project.unit(UnitId(1)).unwrap().unwrap().properties["domain"],
        ["law"]
    );
}

#[test]
fn newest_replaces_an_older_translation() {
    let (_folder, mut project) = new_project();
    let dated = |target: &str, seconds: i64| {
        let mut unit = unit("Yes", target);
        unit.changed = Some(Date::from_unix(seconds));
        unit
    };
    let units = [
        dated("Oui", 100),
        dated("Si", 50),
        dated("Ouais", 200),
        unit("Yes", "Yep"),
    ];
    let added = add(&mut project, &units, Duplicates::Newest);
    assert_eq!(
        added,
        [
            Added::New(UnitId(1)),
            Added::Skipped(UnitId(1)),
            Added::Merged(UnitId(1)),
            Added::Skipped(UnitId(1)),
        ]
    );
    assert_eq!(project.unit(UnitId(1)).unwrap().unwrap().target, "Ouais");
}

#[test]
fn aligning_a_pair_again_replaces_its_units_and_keeps_decisions() {
    let (_folder, mut project) = new_project();
    let mut change = project.change(stamp()).unwrap();
    let source = document(&mut change, "a", Language::english());
    let target = document(&mut change, "a", Language::french());
    assert_eq!(document(&mut change, "a", Language::english()), source);
    let other = document(&mut change, "b", Language::french());
    let first = [
        unit("one", "un"),
        unit("two", "deux"),
        unit("two", "deux"),
        unit("three", "trois"),
    ];
    assert_eq!(change.replace_pair(source, target, first).unwrap().added, 4);
    assert_eq!(
        change
            .replace_pair(source, other, [unit("one", "eins")])
            .unwrap()
            .added,
        1
    );
    let mut decided = change.unit(UnitId(2)).unwrap().unwrap();
    decided.status = Status::Approved;
    decided.notes.push("right".to_owned());
    change.update_unit(&decided).unwrap();
    let mut gone = change.unit(UnitId(4)).unwrap().unwrap();
    gone.status = Status::Rejected;
    change.update_unit(&gone).unwrap();
    change.commit().unwrap();

    let mut change = project.change(stamp()).unwrap();
    let second = [unit("zero", "zéro"), unit("one", "un"), unit("two", "deux")];
    let replaced = change.replace_pair(source, target, second).unwrap();
    change.commit().unwrap();
    assert_eq!(
        replaced,
        Replaced {
            added: 1,
            kept: 2,
            deleted: 2,
            decisions_lost: 1
        }
    );
    let filter = Filter {
        source_document: Some(source),
        target_document: Some(target),
        order: Order::Document,
        ..Filter::default()
    };
    let units = all(&project, &filter);
    let seen: Vec<_> = units
        .iter()
        .map(|unit| {
            (
                unit.id.unwrap().0,
                unit.position.unwrap(),
                unit.source.as_str(),
                unit.status,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (6, 0, "zero", Status::Aligned),
            (1, 1, "one", Status::Aligned),
            (2, 2, "two", Status::Approved),
        ]
    );
    assert_eq!(units[2].notes, ["right"]);
    assert_eq!(project.counts().unwrap().units, 4);
}

#[test]
fn filters_and_orders() {
    let (_folder, mut project) = new_project();
    let mut change = project.change(stamp()).unwrap();
    let mut british = unit("british", "x");
    british.source_language = "EN-gb".parse().unwrap();
    let mut hungarian = unit("hungarian", "x");
    hungarian.source_language = "enm".parse().unwrap();
    let mut sure = unit("sure", "x");
    sure.confidence = Some(0.9);
    sure.status = Status::Reviewed;
    let mut unsure = unit("unsure", "x");
    unsure.confidence = Some(0.2);
    for unit in [british, hungarian, sure, unsure] {
        change.add_unit(&unit, Duplicates::Keep).unwrap();
    }
    change.commit().unwrap();
    let english = Filter {
        source_language: Some("en-US".parse().unwrap()),
        ..Filter::default()
    };
    assert_eq!(texts(&project, &english), ["british", "sure", "unsure"]);
    let confident = Filter {
        min_confidence: Some(0.5),
        ..Filter::default()
    };
    assert_eq!(
        texts(&project, &confident),
        ["british", "hungarian", "sure"]
    );
    let reviewed = Filter {
        statuses: vec![Status::Reviewed, Status::Approved],
        ..Filter::default()
    };
    assert_eq!(texts(&project, &reviewed), ["sure"]);
    assert_eq!(project.count_units(&reviewed).unwrap(), 1);
    let counts = project.status_counts().unwrap();
    assert_eq!(counts, [(Status::Aligned, 3), (Status::Reviewed, 1)]);
}

#[test]
fn a_walk_can_be_ended() {
    let (_folder, mut project) = new_project();
    add(
        &mut project,
        &[unit("a", "b"), unit("c", "d")],
        Duplicates::Keep,
    );
    let mut seen = 0;
    let ended = project.units(&Filter::default(), |unit| {
        seen += 1;
        let path = project.path().to_owned();
        Err(Error::NoSuch {
            path,
            what: "unit",
            id: unit.source,
        })
    });
    assert!(matches!(ended, Err(Error::NoSuch { .. })));
    assert_eq!(seen, 1);
}

#[test]
fn concepts_and_settings_are_kept() {
    let (_folder, mut project) = new_project();
    let row = |id: &str, key: &str, status: &str| ConceptRow {
        id: id.to_owned(),
        key: key.to_owned(),
        status: status.to_owned(),
        json: format!("{{\"id\":\"{id}\"}}"),
    };
    let mut change = project.change(stamp()).unwrap();
    for concept in [
        row("2", "loi", "candidate"),
        row("1", "état", "approved"),
        row("3", "droit", "candidate"),
    ] {
        change.put_concept(&concept).unwrap();
    }
    change.set_setting("source", Some("fr")).unwrap();
    change.set_setting("target", Some("en")).unwrap();
    change.set_setting("target", None).unwrap();
    change.commit().unwrap();
    let mut keys = Vec::new();
    let mut collect = |concept: ConceptRow| {
        keys.push(concept.key);
        Ok::<(), Error>(())
    };
    assert_eq!(
        project.concepts(Some("candidate"), &mut collect).unwrap(),
        2
    );
    assert_eq!(project.concepts(None, &mut collect).unwrap(), 3);
    assert_eq!(keys, ["droit", "loi", "droit", "loi", "état"]);
    assert_eq!(project.setting("source").unwrap().as_deref(), Some("fr"));
    assert_eq!(project.setting("target").unwrap(), None);

    let mut change = project.change(stamp()).unwrap();
    change.put_concept(&row("2", "loi", "rejected")).unwrap();
    change.delete_concept("1").unwrap();
    assert!(matches!(
        change.delete_concept("1"),
        Err(Error::NoSuch { .. })
    ));
    change.commit().unwrap();
    assert_eq!(project.concept("2").unwrap().unwrap().status, "rejected");
    project.undo(stamp()).unwrap().unwrap();
    assert_eq!(
        project.concept("2").unwrap(),
        Some(row("2", "loi", "candidate"))
    );
    assert_eq!(
        project.concept("1").unwrap(),
        Some(row("1", "état", "approved"))
    );
    project.undo(stamp()).unwrap().unwrap();
    assert_eq!(project.counts().unwrap().concepts, 0);
}

#[test]
fn undo_walks_back_change_by_change() {
    let (_folder, mut project) = new_project();
    add(
        &mut project,
        &[unit("a", "1"), unit("b", "2")],
        Duplicates::Keep,
    );
    let after_first = all(&project, &Filter::default());
    let mut change = project
        .change(Stamp {
            what: "edit",
            ..stamp()
        })
        .unwrap();
    let mut edited = change.unit(UnitId(1)).unwrap().unwrap();
    edited.target = "changed".to_owned();
    change.update_unit(&edited).unwrap();
    change.delete_unit(UnitId(2)).unwrap();
    change.add_unit(&unit("c", "3"), Duplicates::Keep).unwrap();
    change.commit().unwrap();
    // Nothing done is nothing in the log.
    project.change(stamp()).unwrap().commit().unwrap();

    let undone = project
        .undo(Stamp {
            what: "undo",
            ..stamp()
        })
        .unwrap()
        .unwrap();
    assert_eq!((undone.number, undone.what.as_str()), (2, "edit"));
    assert_eq!(all(&project, &Filter::default()), after_first);
    assert_eq!(project.undo(stamp()).unwrap().unwrap().number, 1);
    assert_eq!(project.counts().unwrap().units, 0);
    assert_eq!(project.undo(stamp()).unwrap(), None);
    // Numbers are not given again.
    assert_eq!(
        add(&mut project, &[unit("d", "4")], Duplicates::Keep),
        [Added::New(UnitId(4))]
    );

    let mut log = Vec::new();
    project
        .log(|entry| {
            log.push((entry.number, entry.undoes, entry.undone_by));
            Ok::<(), Error>(())
        })
        .unwrap();
    let expected = [
        (5, None, None),
        (4, Some(1), None),
        (3, Some(2), None),
        (2, None, Some(3)),
        (1, None, Some(4)),
    ];
    assert_eq!(log, expected);
}

#[test]
fn creating_and_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.bitext");
    assert!(matches!(Project::open(&path), Err(Error::Missing { .. })));
    assert!(matches!(
        Project::open_read_only(&path),
        Err(Error::Missing { .. })
    ));
    assert!(!path.exists());
    drop(Project::create(&path).unwrap());
    assert!(matches!(Project::create(&path), Err(Error::Exists { .. })));
    drop(Project::open_or_create(&path).unwrap());
    let mut read_only = Project::open_read_only(&path).unwrap();
    assert!(matches!(
        read_only.change(stamp()),
        Err(Error::ReadOnly { .. }) | Ok(_)
    ));
    let outcome = read_only
        .change(stamp())
        .and_then(|mut change| change.add_unit(&unit("a", "b"), Duplicates::Keep).map(drop));
    assert!(
        matches!(outcome, Err(Error::ReadOnly { .. })),
        "{outcome:?}"
    );
    drop(read_only);
    // Closed cleanly, the project is one file.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(matches!(
        Project::open(folder.path()),
        Err(Error::NotAProject { .. })
    ));
    assert!(matches!(
        Project::create(folder.path().join("no/p.bitext")),
        Err(Error::Unopenable { .. })
    ));
    // Left by a program that died before its first change.
    let empty = folder.path().join("empty");
    fs::write(&empty, "").unwrap();
    assert!(matches!(
        Project::open(&empty),
        Err(Error::NotAProject { .. })
    ));
    drop(Project::open_or_create(&empty).unwrap());
    assert_eq!(
        Project::open(&empty).unwrap().counts().unwrap(),
        Counts::default()
    );
}

#[test]
fn a_database_at_rest_is_read_without_a_trace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("é ?#%.bitext");
    let mut project = Project::create(&path).unwrap();
    add(&mut project, &[unit("a", "b")], Duplicates::Keep);
    drop(project);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let still = Project::checked(
        Connection::open_with_flags(still(&path), flags).unwrap(),
        &path,
    );
    assert_eq!(still.unwrap().counts().unwrap().units, 1);
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.tmx");
    fs::write(
        &text,
        "<?xml version=\"1.0\"?><tmx version=\"1.4\"/>".repeat(40),
    )
    .unwrap();
    let before = fs::read(&text).unwrap();
    for outcome in [
        Project::open(&text),
        Project::open_or_create(&text),
        Project::open_read_only(&text),
    ] {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::NotAProject { .. }), "{error}");
        assert!(error.to_string().contains("text.tmx"));
    }
    assert_eq!(fs::read(&text).unwrap(), before);

    let foreign = folder.path().join("other.db");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let before = fs::read(&foreign).unwrap();
    for outcome in [Project::open(&foreign), Project::open_read_only(&foreign)] {
        assert!(matches!(outcome.unwrap_err(), Error::NotAProject { .. }));
    }
    assert_eq!(fs::read(&foreign).unwrap(), before);
}

#[test]
fn a_newer_version_is_refused_and_left_alone() {
    let (_folder, project) = new_project();
    let path = project.path().to_owned();
    project
        .connection
        .pragma_update(None, "user_version", schema::VERSION + 1)
        .unwrap();
    drop(project);
    let before = fs::read(&path).unwrap();
    for outcome in [Project::open(&path), Project::open_read_only(&path)] {
        let error = outcome.unwrap_err();
        assert!(
            matches!(
                error,
                Error::Newer {
                    found: 2,
                    known: 1,
                    ..
                }
            ),
            "{error}"
        );
        assert!(error.to_string().contains("update the program"));
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_locked_file_is_said_to_be() {
    let (_folder, mut project) = new_project();
    let path = project.path().to_owned();
    let change = project.change(stamp()).unwrap();
    let patience = Duration::from_millis(20);
    let mut second = Project::open_writable(&path, OpenFlags::empty(), patience).unwrap();
    let error = second.change(stamp()).err().unwrap();
    assert!(matches!(error, Error::Locked { .. }), "{error}");
    drop(change);
    second.change(stamp()).unwrap().commit().unwrap();
}

#[test]
fn damage_is_reported_never_trusted() {
    let (folder, mut project) = new_project();
    let path = project.path().to_owned();
    let units: Vec<Unit> = (0..2000)
        .map(|n| unit(&format!("source {n}"), &format!("cible {n}")))
        .collect();
    add(&mut project, &units, Duplicates::Keep);
    drop(project);
    let whole = fs::read(&path).unwrap();
    let damaged = folder.path().join("damaged.bitext");
    let reported = |bytes: &[u8]| {
        fs::write(&damaged, bytes).unwrap();
        let outcome = Project::open(&damaged).and_then(|project| project.verify());
        for rest in ["-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{rest}", damaged.display()));
        }
        !matches!(outcome, Ok(problems) if problems.is_empty())
    };
    for part in 1..10 {
        assert!(reported(&whole[..whole.len() * part / 10]), "{part} tenths");
    }
    for length in [1, 15, 16, 17, 99, 100, 101, 4095, 4097] {
        assert!(reported(&whole[..length]), "{length} bytes");
    }
    // Pages of noise, from a generator of its own so that the test repeats.
    let mut noise = 0x2545_F491_4F6C_DD1D_u64;
    for page in 1..12 {
        let mut bytes = whole.clone();
        for byte in &mut bytes[page * 4096..(page + 1) * 4096] {
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            *byte = noise as u8;
        }
        assert!(reported(&bytes), "page {page}");
    }
}

#[test]
fn values_that_nobody_writes_are_found() {
    let (_folder, mut project) = new_project();
    add(&mut project, &[unit("a", "b")], Duplicates::Keep);
    project
        .connection
        .execute("UPDATE units SET status = 'sort of'", [])
        .unwrap();
    assert_eq!(project.verify().unwrap().len(), 1);
    project
        .connection
        .execute(
            "UPDATE units SET status = 'draft', source_language = ''",
            [],
        )
        .unwrap();
    assert_eq!(project.verify().unwrap().len(), 1);
}

#[test]
fn readers_see_whole_changes_while_a_writer_writes() {
    const ROUND: u64 = 50;
    let (_folder, mut project) = new_project();
    let path = project.path().to_owned();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let project = Project::open_read_only(&path).unwrap();
                    let (mut walks, mut last) = (0, 0);
                    while !done.load(std::sync::atomic::Ordering::SeqCst) || walks == 0 {
                        let count = project
                            .units(&Filter::default(), |_| Ok::<(), Error>(()))
                            .unwrap();
                        assert!(count % ROUND == 0 && count >= last, "{count} after {last}");
                        (walks, last) = (walks + 1, count);
                    }
                    last
                })
            })
            .collect();
        for round in 0..20 {
            let mut change = project.change(stamp()).unwrap();
            for number in 0..ROUND {
                let source = format!("{round} {number}");
                change
                    .add_unit(&unit(&source, "x"), Duplicates::Merge)
                    .unwrap();
            }
            change.commit().unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::SeqCst);
        for reader in readers {
            reader.join().unwrap();
        }
    });
    assert_eq!(project.counts().unwrap().units, 20 * ROUND);
}
