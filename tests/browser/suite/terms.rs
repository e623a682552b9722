//! Terms, by keyboard alone.

use super::browser::{count, decide, lead, open, press, shot, text, until, with_browser};
use super::project;
use super::running::Running;

const HEAD: &str = "document.querySelector('.detail .head').textContent";
const FIRST: &str = "document.querySelector('.rows .text').textContent";
/// How many are reviewed.
const PROGRESS: &str = "document.querySelector('#progress').textContent.split(' ')[0]";

#[test]
fn candidates_are_decided_by_keyboard_alone() {
    let desk = project();
    let review = Running::start(&desk, &[]);
    with_browser(async |client| {
        open(&client, &review, "/").await;
        shot(&client, "overview").await;
        lead(&client, "gt").await;
        shot(&client, "terms").await;
        let section = "document.querySelector('header nav [aria-current]').textContent";
        assert_eq!(text(&client, section).await, "Terms");
        let (head, first) = (text(&client, HEAD).await, text(&client, FIRST).await);
        assert_eq!(head, first);
        let rows = count(&client, ".rows li").await;
        assert!(rows >= 40, "{rows}");
        decide(&client, "a").await;
        let second = text(&client, HEAD).await;
        assert_ne!(second, head);
        assert_eq!(text(&client, PROGRESS).await, "1");
        decide(&client, "r").await;
        assert_eq!(text(&client, PROGRESS).await, "2");
        decide(&client, "u").await;
        assert_eq!(text(&client, PROGRESS).await, "1");
        // Marked and merged; then split off again.
        press(&client, "x").await;
        lead(&client, "j").await;
        press(&client, "x").await;
        assert_eq!(count(&client, ".rows input:checked").await, 2);
        decide(&client, "m").await;
        assert!(
            text(&client, "document.querySelector('.flash').textContent")
                .await
                .contains("Merged")
        );
        decide(&client, "u").await;
        // A definition.
        press(&client, "e").await;
        until(&client, "document.activeElement.id === 'edit-definition'").await;
        press(&client, "Ce que c’est.").await;
        // Enter in the field for the subject sends the form.
        decide(&client, "\u{e004}\u{e007}").await;
        assert_eq!(
            text(&client, "document.querySelector('.definition').textContent").await,
            "Ce que c’est."
        );
        shot(&client, "defined").await;
        // The filter follows what is typed; Escape leaves it.
        press(&client, "/").await;
        press(&client, "droit").await;
        until(&client, "[...document.querySelectorAll('.rows .text:first-child')].length < 20 && document.querySelector('#words').value === 'droit'").await;
        assert_eq!(text(&client, "document.activeElement.id").await, "words");
        press(&client, "\u{e00c}").await;
        shot(&client, "filtered").await;
        // The keys are listed on the page.
        press(&client, "?").await;
        until(&client, "document.querySelector('#keys').open").await;
        shot(&client, "keys").await;
    });
}

#[test]
fn a_facet_narrows_and_a_bulk_decision_is_previewed() {
    let desk = project();
    let review = Running::start(&desk, &[]);
    with_browser(async |client| {
        open(&client, &review, "/terms?status=candidate&acronym=yes").await;
        let rows = count(&client, ".rows li").await;
        client
            .find(fantoccini::Locator::LinkText("Accept all listed…"))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
        until(&client, "document.querySelector('.confirm')").await;
        assert!(
            text(&client, "document.querySelector('h1').textContent")
                .await
                .starts_with(&format!("Accept {rows}"))
        );
        shot(&client, "bulk").await;
        client
            .find(fantoccini::Locator::Css(".confirm button"))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
        until(&client, "document.querySelector('#progress')").await;
        assert_eq!(text(&client, PROGRESS).await, rows.to_string());
        decide(&client, "u").await;
        assert_eq!(text(&client, PROGRESS).await, "0");
    });
}
