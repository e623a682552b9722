//! The project file as its users see it: units here, files and readers in `files.rs`, concepts and
//! history in `history.rs`.

mod files;
mod history;

use super::*;
use crate::language::Language;
use crate::memory::{Date, DocumentId, Status, Unit, UnitId};
use proptest::prelude::*;
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
            Added::Known(UnitId(1)),
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
            Added::Older(UnitId(1)),
            Added::Replaced(UnitId(1)),
            Added::Older(UnitId(1)),
        ]
    );
    assert_eq!(project.unit(UnitId(1)).unwrap().unwrap().target, "Ouais");
}

#[test]
fn equal_units_of_other_places_are_two() {
    let (_folder, mut project) = new_project();
    let placed = |previous: Option<&str>, next: Option<&str>| {
        let mut unit = unit("Yes", "Oui");
        unit.previous_source = previous.map(str::to_owned);
        unit.next_source = next.map(str::to_owned);
        unit
    };
    let units = [
        placed(Some("a"), None),
        placed(Some("b"), None),
        placed(None, None),
        placed(Some("a"), Some("z")),
        placed(Some("b"), Some("y")),
        placed(Some("a"), Some("y")),
    ];
    let expected = [
        Added::New(UnitId(1)),
        Added::New(UnitId(2)),
        Added::Known(UnitId(1)),
        Added::Merged(UnitId(1)),
        Added::Merged(UnitId(2)),
        Added::New(UnitId(3)),
    ];
    assert_eq!(add(&mut project, &units, Duplicates::Merge), expected);
    // Once more, nothing is new.
    for added in add(&mut project, &units, Duplicates::Merge) {
        assert!(matches!(added, Added::Known(_)), "{added:?}");
    }
    // Tags of another spelling are the same languages.
    let mut shouted = placed(None, None);
    shouted.source_language = "EN".parse().unwrap();
    assert_eq!(
        add(&mut project, &[shouted], Duplicates::Merge),
        [Added::Known(UnitId(1))]
    );
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
