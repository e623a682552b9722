//! `review` from end to end, without a browser: who may do what, decisions and what becomes of them.

use super::repository;
use crate::support::Desk;
use crate::web::{Answer, Review, encoded, post};
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A project with the samples, aligned and mined.
fn project() -> Desk {
    let desk = Desk::new();
    desk.run([
        "align".as_ref(),
        repository("samples/fr").as_os_str(),
        repository("samples/en").as_os_str(),
    ])
    .done();
    desk.line("mine").done();
    desk
}

fn concepts(desk: &Desk, status: &str) -> Vec<Value> {
    let list = desk.line(&format!(
        "glossary list --json --by-score --status {status}"
    ));
    list.stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object a line"))
        .collect()
}

/// Every bead as the project has it: its two texts.
fn beads(desk: &Desk) -> Vec<(String, String)> {
    let project = rusqlite::Connection::open(desk.path("project.bitext")).expect("it opens");
    let mut query = project
        .prepare("SELECT source, target FROM units ORDER BY id")
        .expect("a table");
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

/// The page of the samples' first pair.
fn first_pair(review: &Review) -> String {
    let page = review.get("/alignments");
    let rest = page
        .body
        .split("href=\"/alignments?pair=")
        .nth(1)
        .expect("a pair");
    let pair = rest.split(['"', '&']).next().expect("its number");
    format!("/alignments?pair={pair}")
}

#[track_caller]
fn went(answer: &Answer) -> i64 {
    assert_eq!(answer.status, 303, "{}", answer.body);
    let address = answer.header("location").expect("a way back");
    let done = address
        .split("done=")
        .nth(1)
        .expect("the change that was made");
    done.split('&')
        .next()
        .and_then(|done| done.parse().ok())
        .unwrap_or_default()
}

#[test]
fn strangers_and_other_sites_are_refused() {
    let desk = project();
    let review = Review::start(&desk, &[]);
    let (host, cookie) = (review.host(), review.cookie());
    let get = |host: &str, cookie: &str, path: &str| {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        );
        review.send(&request).expect("an answer")
    };
    assert_eq!(get(&host, &cookie, "/").status, 200);
    assert_eq!(get("evil.example", &cookie, "/").status, 403);
    assert_eq!(
        get(&format!("evil.example:{}", review.port), &cookie, "/").status,
        403
    );
    assert_eq!(get(&host, "", "/").status, 403);
    assert_eq!(get(&host, "", "/assets/script.js").status, 403);
    assert_eq!(get(&host, "bitext-review=1", "/since").status, 403);
    assert_eq!(get(&host, "", "/?key=0123").status, 403);
    // The printed address lets a browser in, once, and leaves its key behind.
    let path = &review.address[review.address.find("/?").expect("a query")..];
    let signed = get(&host, "", path);
    assert_eq!((signed.status, signed.header("location")), (303, Some("/")));
    let cookie_set = signed.header("set-cookie").expect("a cookie");
    assert!(cookie_set.contains("HttpOnly") && cookie_set.contains("SameSite=Strict"));

    // A decision needs all of them: the cookie, our origin, our token.
    let page = review.get("/terms");
    let seen = page.field("concept");
    let fields = |token: &str| encoded(&[("concept", &seen), ("do", "accept"), ("token", token)]);
    let lines = [
        format!("Host: {host}"),
        format!("Cookie: {cookie}"),
        format!("Origin: http://{host}"),
    ];
    let [host, cookie, ours] = lines.each_ref().map(String::as_str);
    let refused: [(&[&str], &str); 7] = [
        (&[host, cookie], review.token()),
        (&[host, cookie, "Origin: null"], review.token()),
        (
            &[host, cookie, "Origin: http://evil.example"],
            review.token(),
        ),
        (&["Host: evil.example", cookie, ours], review.token()),
        (&[host, ours], review.token()),
        (&[host, cookie, ours], "0123"),
        (&[host, cookie, ours], ""),
    ];
    for (headers, token) in refused {
        let answer = review.send(&post("/terms/one", headers, &fields(token)));
        assert_eq!(
            answer.expect("an answer").status,
            403,
            "{headers:?} {token}"
        );
    }
    assert_eq!(concepts(&desk, "approved").len(), 0);
    let request = post("/terms/one", &[host, cookie, ours], &fields(review.token()));
    assert_eq!(review.send(&request).expect("an answer").status, 303);
    assert_eq!(concepts(&desk, "approved").len(), 1);
}

#[test]
fn every_page_has_a_strict_policy_and_nothing_written_into_it() {
    let desk = project();
    let review = Review::start(&desk, &[]);
    let pair = first_pair(&review);
    for path in [
        "/",
        "/terms",
        "/alignments",
        &pair,
        "/search?q=droit",
        "/history",
        "/nowhere",
    ] {
        let page = review.get(path);
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(
            page.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
        assert!(
            !page.body.contains("<script>") && !page.body.contains(" style="),
            "{path}"
        );
        assert!(!page.body.contains(" onclick="), "{path}");
    }
    // Paths name no files.
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2fproject.bitext",
        "/project.bitext",
        "/assets/%00",
        "//etc/passwd",
        "/alignments?pair=../..&at=-1",
        "/terms?at=../../etc/passwd&page=99999999999999999999",
    ] {
        let answer = review.get(path);
        assert!(!answer.body.contains("SQLite format"), "{path}");
        assert!(
            matches!(answer.status, 200 | 404),
            "{path}: {}",
            answer.status
        );
    }
    assert_eq!(review.get("/nowhere").status, 404);
    let elsewhere = review.post(
        "/undo",
        &[
            ("change", "x"),
            ("back", "https://evil.example/"),
            ("here", "//evil.example"),
        ],
    );
    assert!(!elsewhere.body.contains("evil.example"));
}

#[test]
fn what_users_wrote_is_text_everywhere() {
    const EVIL: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let desk = Desk::new();
    desk.write(
        "fr/<b>a&b.txt",
        format!("Première {EVIL} phrase ici. Une autre phrase simple."),
    );
    desk.write(
        "en/<b>a&b.txt",
        format!("First {EVIL} sentence here. Another simple sentence."),
    );
    desk.line("align fr en --from fr --to en --force").done();
    desk.run([
        "glossary",
        "add",
        EVIL,
        EVIL,
        "--from",
        "fr",
        "--to",
        "en",
        "--definition",
        EVIL,
    ])
    .done();
    let review = Review::start(&desk, &["--reviewer", EVIL]);
    let query = encoded(&[("q", "script"), ("status", "all"), ("document", EVIL)]);
    let pair = first_pair(&review);
    for path in [
        "/",
        "/alignments",
        &pair,
        &format!("{pair}&mode=edit"),
        &format!("{pair}&mode=split"),
        "/terms?status=all",
        &format!("/terms?{query}"),
        "/search?q=script",
        "/history",
    ] {
        let page = review.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<script>alert"), "{path}");
        assert!(!page.body.contains("<img src=x"), "{path}");
        assert!(!page.body.contains("<b>a"), "{path}");
    }
    let page = review.get("/terms?status=all");
    assert!(
        page.body.contains("&#60;script&#62;alert(1)"),
        "{}",
        page.body
    );
}

#[test]
fn terms_are_decided_recorded_and_taken_back() {
    let desk = project();
    let before = desk.line("glossary list --json").done().stdout;
    let review = Review::start(&desk, &["--reviewer", "Léa"]);
    let page = review.get("/terms");
    let seen = page.field("concept");
    let accepted = review.post(
        "/terms/one",
        &[
            ("concept", &seen),
            ("do", "accept"),
            ("back", "/terms?q=x&done=1"),
        ],
    );
    let number = went(&accepted);
    assert_eq!(
        accepted.header("location"),
        Some(format!("/terms?q=x&done={number}").as_str())
    );
    let approved = concepts(&desk, "approved");
    assert_eq!(approved.len(), 1);
    assert_eq!(approved[0]["history"][0]["by"], "Léa");
    // What was seen is gone: a second decision on it is told so, with who was quicker.
    let late = review.post("/terms/one", &[("concept", &seen), ("do", "reject")]);
    assert_eq!(late.status, 409);
    assert!(late.body.contains("Léa"), "{}", late.body);
    assert_eq!(concepts(&desk, "rejected").len(), 0);

    // Rejected stay rejected when mined again.
    let seen = review.get("/terms").field("concept");
    let id = seen.split('@').next().expect("an id").to_owned();
    went(&review.post("/terms/one", &[("concept", &seen), ("do", "reject")]));
    desk.line("mine").done();
    let rejected = concepts(&desk, "rejected");
    assert_eq!(rejected.len(), 1);
    assert_eq!(rejected[0]["id"], id.as_str());

    // Tomorrow, in another run.
    drop(review);
    let review = Review::start(&desk, &["--reviewer", "Max"]);
    let history = review.get("/history");
    let changes = history.fields("change");
    assert!(history.body.contains("Léa"));
    for change in changes {
        let undone = review.post("/undo", &[("change", &change), ("back", "/history")]);
        assert_eq!(undone.status, 303, "{}", undone.body);
    }
    drop(review);
    assert_eq!(desk.line("glossary list --json").done().stdout, before);
}

#[test]
fn terms_are_merged_split_edited_and_put_to_use() {
    let desk = project();
    let review = Review::start(&desk, &[]);
    let page = review.get("/terms");
    let marks: Vec<String> = page.fields("concept").into_iter().take(2).collect();
    went(&review.post(
        "/terms/marked",
        &[
            ("concept", &marks[0]),
            ("concept", &marks[1]),
            ("do", "merge"),
        ],
    ));
    let id = marks[0].split('@').next().expect("an id").to_owned();
    let gone = marks[1].split('@').next().expect("an id").to_owned();
    let all = concepts(&desk, "candidate");
    assert!(all.iter().all(|concept| concept["id"] != gone.as_str()));

    let shown = |what: &str| {
        let page = review.get(&format!("/terms?status=all&at={id}"));
        let detail = page
            .body
            .split("id=\"detail\"")
            .nth(1)
            .expect("details")
            .to_owned();
        let answer = Answer {
            status: 200,
            head: String::new(),
            body: detail,
        };
        answer.field(what)
    };
    let terms = |language: &str| -> Vec<String> {
        let listed = desk.line("glossary list --json").done().stdout;
        let concept = listed
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("an object"))
            .find(|concept| concept["id"] == id.as_str())
            .expect("the concept");
        concept["terms"][language]
            .as_array()
            .into_iter()
            .flatten()
            .map(|term| term["text"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    went(&review.post(
        "/terms/one",
        &[
            ("concept", &shown("concept")),
            ("do", "add"),
            ("language", "en"),
            ("text", "new «word»"),
        ],
    ));
    assert!(terms("en").contains(&"new «word»".to_owned()));
    went(&review.post(
        "/terms/one",
        &[
            ("concept", &shown("concept")),
            ("do", "usage"),
            ("term", "en|new «word»"),
            ("usage", "deprecated"),
        ],
    ));
    assert!(
        review
            .get(&format!("/terms?status=all&at={id}"))
            .body
            .contains("forbidden")
    );
    went(&review.post(
        "/terms/edit",
        &[
            ("concept", &shown("concept")),
            ("definition", "Une définition."),
            ("subject", "droit"),
            ("notes", "une\r\n\r\ndeux"),
            ("term", "en|new «word»"),
            ("text", "newer"),
            ("pos", "noun"),
            ("type", ""),
        ],
    ));
    assert!(terms("en").contains(&"newer".to_owned()));
    went(&review.post(
        "/terms/split",
        &[("concept", &shown("concept")), ("term", "en|newer")],
    ));
    assert!(!terms("en").contains(&"newer".to_owned()));
    // Every one of them can be taken back, the latest first.
    for _ in 0..5 {
        let change = review.get("/history").field("change");
        assert_eq!(review.post("/undo", &[("change", &change)]).status, 303);
    }
    assert!(
        concepts(&desk, "candidate")
            .iter()
            .any(|concept| concept["id"] == gone.as_str())
    );
}

#[test]
fn a_bulk_decision_does_what_its_preview_showed_or_nothing() {
    let desk = project();
    let review = Review::start(&desk, &[]);
    let preview = review.get("/terms/bulk?status=candidate&acronym=yes&do=accept");
    let (query, digest) = (preview.field("query"), preview.field("digest"));
    let fields = [
        ("query", query.as_str()),
        ("digest", &digest),
        ("do", "accept"),
    ];
    let acronyms = concepts(&desk, "candidate")
        .iter()
        .filter(|concept| concept.to_string().contains("\"acronym\""))
        .count();
    assert!(acronyms > 3);
    // Somebody rejects one of them meanwhile.
    let seen = review
        .get("/terms?status=candidate&acronym=yes")
        .field("concept");
    let rejected = went(&review.post("/terms/one", &[("concept", &seen), ("do", "reject")]));
    assert_eq!(review.post("/terms/bulk", &fields).status, 409);
    assert_eq!(concepts(&desk, "approved").len(), 0);
    let undone = review.post("/undo", &[("change", &rejected.to_string())]);
    assert_eq!(undone.status, 303);
    went(&review.post("/terms/bulk", &fields));
    assert_eq!(concepts(&desk, "approved").len(), acronyms);
}

#[test]
fn beads_are_mended_and_the_memory_is_as_before_when_all_is_undone() {
    let desk = project();
    let before = desk.line("export - --format tmx").done().stdout;
    let whole = beads(&desk);
    let review = Review::start(&desk, &[]);
    let pair = first_pair(&review);
    // A bead with neighbours on both sides.
    let page = review.get(&pair);
    let ids: Vec<&str> = page
        .body
        .split("data-unit=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let at = format!("{pair}&at={}", ids[3]);
    let act = |action: &str| {
        let page = review.get(&at);
        let (unit, previous, next) = (
            page.field("unit"),
            page.field("previous"),
            page.field("next"),
        );
        review.post(
            "/alignments/act",
            &[
                ("unit", &unit),
                ("previous", &previous),
                ("next", &next),
                ("do", action),
                ("back", &at),
            ],
        )
    };
    went(&act("merge-next"));
    let merged = beads(&desk);
    assert_eq!(merged.len(), whole.len() - 1);
    // Cut where the sentences were.
    let page = review.get(&format!("{at}&mode=split"));
    let unit = page.field("unit");
    let area = |name: &str| -> String {
        let rest = page
            .body
            .split(&format!("name=\"{name}\""))
            .nth(1)
            .expect("a field");
        let text = rest
            .split('>')
            .nth(1)
            .expect("its text")
            .split("</textarea")
            .next();
        text.unwrap_or_default()
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&#38;", "&")
    };
    let (source, target) = (area("source"), area("target"));
    assert!(
        source.contains("\n\n") && target.contains("\n\n"),
        "{source}\n--\n{target}"
    );
    went(&review.post(
        "/alignments/act",
        &[
            ("unit", &unit),
            ("do", "split"),
            ("source", &source),
            ("target", &target),
        ],
    ));
    assert!(beads(&desk).len() >= whole.len());
    let signs = |beads: &[(String, String)]| -> usize {
        beads
            .iter()
            .map(|(source, target)| format!("{source}{target}"))
            .map(|text| text.chars().filter(|sign| !sign.is_whitespace()).count())
            .sum()
    };
    assert_eq!(signs(&beads(&desk)), signs(&whole));
    went(&act("target-down"));
    went(&act("accept"));
    went(&act("unlink"));
    let later = format!("{pair}&at={}", ids[8]);
    let unit = review.get(&later).field("unit");
    let realigned = review.post("/alignments/realign", &[("unit", &unit), ("back", &later)]);
    went(&realigned);
    // A stale page is told so.
    let stale = review.post("/alignments/act", &[("unit", &unit), ("do", "accept")]);
    assert!(matches!(stale.status, 303 | 409), "{}", stale.status);
    loop {
        let history = review.get("/history");
        if !history.body.contains("id=\"undo\"") {
            break;
        }
        let undone = review.post("/undo", &[("change", &history.field("change"))]);
        assert_eq!(undone.status, 303, "{}", undone.body);
    }
    drop(review);
    assert_eq!(desk.line("export - --format tmx").done().stdout, before);
}

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
    // Each sees the other's.
    let page = reviews[0].get("/");
    assert!(page.body.contains("Ada") && page.body.contains("Bob"));
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
