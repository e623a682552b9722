//! Who may do what; what users wrote is text.

use super::{concepts, first_pair, project};
use crate::support::Desk;
use crate::web::{Review, encoded, post};

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
    let path = &review.address()[review.address().find("/?").expect("a query")..];
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
