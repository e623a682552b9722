//! How pages look: languages, colours, sizes; and what axe-core finds.

use super::browser::{open, script, shot, text, until, with_options};
use super::project;
use super::running::Running;
use fantoccini::Client;
use serde_json::Value;

/// Pages of each kind, with the part of the review that they show.
async fn pages(client: &Client, review: &Running) -> Vec<(&'static str, String)> {
    open(client, review, "/alignments").await;
    let link = "document.querySelector('a[href^=\"/alignments?pair=\"]').getAttribute('href')";
    let address = text(client, link).await;
    let pair = address.split('&').next().expect("a pair").to_owned();
    vec![
        ("overview", "/".to_owned()),
        ("alignments", "/alignments".to_owned()),
        ("edit", format!("{pair}&mode=edit")),
        ("beads", pair),
        ("sure", "/alignments/sure?least=90".to_owned()),
        ("terms", "/terms".to_owned()),
        ("bulk", "/terms/bulk?status=candidate&do=reject".to_owned()),
        ("search", "/search?q=convention".to_owned()),
        ("history", "/history".to_owned()),
    ]
}

/// The serious faults that axe-core finds on the page as it is (WCAG 2.0–2.2, A and AA, and its best
/// practices).
async fn faults(client: &Client) -> Vec<String> {
    let file = std::env::var_os("BITEXT_AXE").expect("BITEXT_AXE names axe.min.js");
    let axe = std::fs::read_to_string(file).expect("axe-core can be read");
    script(client, &axe).await;
    let found = client
        .execute_async(
            "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations), e => done(String(e)))",
            Vec::new(),
        )
        .await
        .expect("axe runs");
    let found = found
        .as_array()
        .unwrap_or_else(|| panic!("axe failed: {found}"));
    found
        .iter()
        .filter(|fault| matches!(fault["impact"].as_str(), Some("serious" | "critical")))
        .map(|fault| {
            let nodes: Vec<String> = fault["nodes"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|node| format!("{} {}", node["html"], node["failureSummary"]))
                .collect();
            format!(
                "{}: {}\n  {}",
                fault["id"],
                fault["help"],
                nodes.join("\n  ")
            )
        })
        .collect()
}

/// Whether something sticks out of the page to the side.
async fn overflows(client: &Client) -> bool {
    script(
        client,
        "return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1",
    )
    .await
        == Value::Bool(true)
}

#[test]
fn no_page_has_a_serious_fault_in_any_colours_or_language() {
    let desk = project();
    let review = Running::start(&desk, &[]);
    for (language, theme) in [("en", "light"), ("fr", "dark")] {
        with_options(
            &[&format!("--lang={language}"), "--window-size=1400,950"],
            async |client| {
                open(&client, &review, "/").await;
                let set = format!(
                    "document.querySelector('#set-language').value = '{language}'; document.querySelector('#set-theme').value = '{theme}'; \
                 document.querySelector('form[action=\"/settings\"]').submit()"
                );
                script(&client, &set).await;
                until(&client, &format!("document.documentElement.dataset.theme === '{theme}' && document.documentElement.lang === '{language}'")).await;
                for (name, path) in pages(&client, &review).await {
                    open(&client, &review, &path).await;
                    until(&client, "document.readyState === 'complete'").await;
                    assert_eq!(
                        text(&client, "document.documentElement.lang").await,
                        language
                    );
                    shot(&client, &format!("{name}-{language}-{theme}")).await;
                    // Everything that can be opened is looked at too.
                    script(&client, "document.querySelectorAll('main details').forEach(one => { one.open = true })").await;
                    let faults = faults(&client).await;
                    assert!(
                        faults.is_empty(),
                        "{path} {language} {theme}:\n{}",
                        faults.join("\n")
                    );
                    assert!(!overflows(&client).await, "{path} is too wide");
                }
            },
        );
    }
}

#[test]
fn pages_hold_at_twice_the_size_and_on_a_narrow_screen() {
    let desk = project();
    let review = Running::start(&desk, &[]);
    // 200 % of a window of 1280 × 1024 (WCAG 2.2, 1.4.4), and 400 % (1.4.10): 320 pixels wide.
    for (name, scale, size) in [("200", "2", "640,512"), ("400", "1", "320,640")] {
        let options = [
            "--lang=en".to_owned(),
            format!("--force-device-scale-factor={scale}"),
            format!("--window-size={size}"),
        ];
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        with_options(&options, async |client| {
            for (page, path) in pages(&client, &review).await {
                open(&client, &review, &path).await;
                until(&client, "document.readyState === 'complete'").await;
                shot(&client, &format!("{page}-{name}")).await;
                let width = text(
                    &client,
                    "innerWidth + ' ' + document.documentElement.scrollWidth",
                )
                .await;
                assert!(
                    !overflows(&client).await,
                    "{path} is too wide at {name} %: {width}"
                );
            }
        });
    }
}
