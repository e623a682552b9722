//! Creating, opening, refusing, damage, several programs at once.

use super::*;
use std::fs;

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
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
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
                    found: 3,
                    known: 2,
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
                        assert!(
                            count.is_multiple_of(ROUND) && count >= last,
                            "{count} after {last}"
                        );
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
