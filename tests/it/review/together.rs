//! Two reviewers at once; an end in the middle of work.

use super::{concepts, project};
use crate::support::Desk;
use crate::web::Review;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

#[test]
fn two_reviewers_at_once_lose_nothing() {
    let desk = project();
    let reviews = [
        Review::start(&desk, &["--reviewer", "Ada"]),
        Review::start(&desk, &["--reviewer", "Bob"]),
    ];
    let done: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = reviews
            .iter()
            .map(|review| {
                scope.spawn(move || {
                    let mut done = 0;
                    for _ in 0..30 {
                        let page = review.get("/terms");
                        let Some(seen) = page.fields("concept").into_iter().next() else {
                            break;
                        };
                        let answer =
                            review.post("/terms/one", &[("concept", &seen), ("do", "accept")]);
                        assert!(matches!(answer.status, 303 | 409), "{}", answer.body);
                        done += usize::from(answer.status == 303);
                    }
                    done
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .sum()
    });
    let approved = concepts(&desk, "approved");
    assert_eq!(approved.len(), done);
    assert!(
        approved
            .iter()
            .all(|concept| concept["history"].as_array().map(Vec::len) == Some(1))
    );
    // Each sees what the other decides.
    for (deciding, seeing, name) in [(0, 1, "Ada"), (1, 0, "Bob")] {
        let page = reviews[deciding].get("/terms");
        let seen = page.fields("concept").into_iter().next();
        let seen = seen.expect("a candidate is left");
        let decision = [("concept", seen.as_str()), ("do", "accept")];
        assert_eq!(reviews[deciding].post("/terms/one", &decision).status, 303);
        assert!(reviews[seeing].get("/").body.contains(name));
    }
}

/// Decisions one after the other until the program is killed; every one that was acknowledged is there.
#[test]
fn acknowledged_decisions_survive_a_sudden_end() {
    const DECISIONS: usize = 200;
    let desk = Desk::new();
    let mut list = String::from("en\tfr\n");
    for number in 0..DECISIONS + 50 {
        list.push_str(&format!("term {number}\tterme {number}\n"));
    }
    desk.write("terms.tsv", list);
    desk.line("import terms.tsv").done();
    let ids: Vec<String> = concepts(&desk, "approved")
        .iter()
        .map(|concept| concept["id"].as_str().expect("an id").to_owned())
        .collect();
    assert!(ids.len() > DECISIONS, "{}", ids.len());
    let acknowledged = AtomicUsize::new(0);
    let mut killed = 0;
    // Milliseconds after which it ends: anywhere in the work.
    let mut moments = [3, 40, 90, 170, 15, 260, 60, 120].into_iter().cycle();
    while acknowledged.load(Ordering::SeqCst) < DECISIONS {
        let mut review = Review::start(&desk, &[]);
        let before = acknowledged.load(Ordering::SeqCst);
        let moment = moments.next().unwrap_or(50);
        std::thread::scope(|scope| {
            let worker =
                scope.spawn(|| decide_until_it_ends(&review, &ids, &acknowledged, DECISIONS));
            // The work goes on for a time; what it was told by then counts.
            let limit = std::time::Instant::now() + Duration::from_millis(moment + 200);
            while acknowledged.load(Ordering::SeqCst) == before && std::time::Instant::now() < limit
            {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(moment));
            kill(review.process());
            worker.join().expect("no panic");
        });
        killed += usize::from(acknowledged.load(Ordering::SeqCst) < DECISIONS);
        review.kill();
        desk.line("memory verify").done();
        let rejected = concepts(&desk, "rejected").len();
        let told = acknowledged.load(Ordering::SeqCst);
        // One more may be on disk whose answer was cut off.
        assert!(
            (told..=told + 1).contains(&rejected),
            "{told} acknowledged, {rejected} kept"
        );
        acknowledged.store(rejected, Ordering::SeqCst);
    }
    assert!(killed >= 2, "it was killed {killed} times only");
}

fn decide_until_it_ends(review: &Review, ids: &[String], acknowledged: &AtomicUsize, most: usize) {
    while acknowledged.load(Ordering::SeqCst) < most {
        let Ok(page) = review.try_get("/terms?status=approved") else {
            return;
        };
        let Some(seen) = page.fields("concept").into_iter().next() else {
            return;
        };
        assert!(ids.iter().any(|id| seen.starts_with(id.as_str())));
        let fields = [("concept", seen.as_str()), ("do", "reject")];
        match review.try_post("/terms/one", &fields) {
            Ok(answer) if answer.status == 303 => {
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
            Ok(answer) => panic!("{}", answer.body),
            Err(_) => return,
        }
    }
}

/// Ends a process at once.
fn kill(process: u32) {
    let killed = std::process::Command::new("kill")
        .args(["-9", &process.to_string()])
        .status()
        .expect("kill can be run");
    assert!(killed.success() || cfg!(not(unix)));
}
