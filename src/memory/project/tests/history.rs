//! Concepts, settings, the log and undoing.

use super::*;

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

/// A project with one unit, and changes of its target, each with a number.
fn retarget(project: &mut Project, id: UnitId, target: &str) -> i64 {
    let mut change = project.change(stamp()).unwrap();
    let mut unit = change.unit(id).unwrap().unwrap();
    unit.target = target.to_owned();
    change.update_unit(&unit).unwrap();
    change.commit().unwrap();
    project.last_change().unwrap()
}

#[test]
fn one_change_is_taken_back_unless_later_work_lies_above_it() {
    let (_folder, mut project) = new_project();
    let add = |project: &mut Project, source: &str| {
        let mut change = project.change(stamp()).unwrap();
        let unit = Unit::new(Language::english(), Language::french(), source, "a");
        let Added::New(id) = change.add_unit(&unit, Duplicates::Keep).unwrap() else {
            panic!("it is new");
        };
        change.commit().unwrap();
        (id, project.last_change().unwrap())
    };
    let (first, added) = add(&mut project, "1");
    let (second, _) = add(&mut project, "2");
    let target = |project: &Project, id| project.unit(id).unwrap().unwrap().target;
    let b = retarget(&mut project, first, "b");
    let elsewhere = retarget(&mut project, second, "x");
    let c = retarget(&mut project, first, "c");
    // A later change of the same unit is in the way, one of another unit is not.
    let is_blocked = |outcome: TakenBack, by: i64| matches!(outcome, TakenBack::Blocked(entry) if entry.number == by);
    assert!(is_blocked(project.take_back(b, stamp()).unwrap(), c));
    assert!(is_blocked(project.take_back(added, stamp()).unwrap(), c));
    assert!(matches!(
        project.take_back(c, stamp()).unwrap(),
        TakenBack::Done(_)
    ));
    let undone_c = project.last_change().unwrap();
    assert!(matches!(
        project.take_back(c, stamp()).unwrap(),
        TakenBack::Already(_)
    ));
    assert!(matches!(
        project.take_back(b, stamp()).unwrap(),
        TakenBack::Done(_)
    ));
    let undone_b = project.last_change().unwrap();
    assert_eq!(target(&project, first), "a");
    assert_eq!(target(&project, second), "x");
    // Bringing back goes in the same order.
    assert!(is_blocked(
        project.take_back(undone_c, stamp()).unwrap(),
        undone_b
    ));
    assert!(matches!(
        project.take_back(undone_b, stamp()).unwrap(),
        TakenBack::Done(_)
    ));
    assert_eq!(target(&project, first), "b");
    assert!(matches!(
        project.take_back(undone_c, stamp()).unwrap(),
        TakenBack::Done(_)
    ));
    assert_eq!(target(&project, first), "c");
    // A redoing is no change of its own.
    let redone = project.last_change().unwrap();
    assert!(matches!(
        project.take_back(redone, stamp()).unwrap(),
        TakenBack::Already(_)
    ));
    assert_eq!(project.take_back(999, stamp()).unwrap(), TakenBack::Unknown);
    assert!(matches!(
        project.take_back(elsewhere, stamp()).unwrap(),
        TakenBack::Done(_)
    ));
    assert_eq!(target(&project, second), "a");
    let touched = project.touched_after(redone).unwrap();
    assert_eq!(touched.units, [second.0..=second.0]);
    assert_eq!(touched.latest, project.last_change().unwrap());
    assert_eq!(
        project
            .unit_touched_by(first)
            .unwrap()
            .map(|entry| entry.number),
        Some(redone)
    );
}

#[test]
fn a_run_that_was_added_is_in_the_way_of_its_own_undoing_once_changed() {
    let (_folder, mut project) = new_project();
    let mut change = project.change(stamp()).unwrap();
    for source in ["1", "2", "3"] {
        let unit = Unit::new(Language::english(), Language::french(), source, "a");
        change.add_unit(&unit, Duplicates::Keep).unwrap();
    }
    change.commit().unwrap();
    let added = project.last_change().unwrap();
    let changed = retarget(&mut project, UnitId(2), "b");
    assert!(matches!(
        project.take_back(added, stamp()).unwrap(),
        TakenBack::Blocked(entry) if entry.number == changed
    ));
    project.take_back(changed, stamp()).unwrap();
    assert!(matches!(
        project.take_back(added, stamp()).unwrap(),
        TakenBack::Done(_)
    ));
    assert_eq!(project.counts().unwrap().units, 0);
}
