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
