//! Two tabs, two reviewers.

use super::browser::{decide, lead, open, press, script, text, until, with_browser};
use super::project;
use super::running::Running;

const PROGRESS: &str = "document.querySelector('#progress').textContent";

#[test]
fn a_second_tab_sees_what_the_first_decides_and_conflicts_are_said() {
    let desk = project();
    let ada = Running::start(&desk, &["--reviewer", "Ada"]);
    let bob = Running::start(&desk, &["--reviewer", "Bob"]);
    with_browser(async |client| {
        open(&client, &ada, "/terms").await;
        let first = client.window().await.unwrap();
        let second = client.new_window(true).await.unwrap().handle;
        client.switch_to_window(second.clone()).await.unwrap();
        open(&client, &bob, "/terms").await;
        // Bob writes a definition of the first term, and does not send it yet.
        press(&client, "e").await;
        until(&client, "document.activeElement.id === 'edit-definition'").await;
        press(&client, "À moi").await;
        client.switch_to_window(first.clone()).await.unwrap();
        decide(&client, "a").await;
        client.switch_to_window(second.clone()).await.unwrap();
        // He is told, and what he wrote stays.
        until(&client, "!document.querySelector('#news').hidden").await;
        assert!(
            text(&client, "document.querySelector('#news').textContent")
                .await
                .contains("Ada")
        );
        assert_eq!(
            text(&client, "document.querySelector('#edit-definition').value").await,
            "À moi"
        );
        press(&client, "\u{e004}\u{e007}").await;
        until(&client, "!document.querySelector('#alert').hidden").await;
        let alert = text(&client, "document.querySelector('#alert').textContent").await;
        assert!(
            alert.contains("Ada") && alert.contains("changed"),
            "{alert}"
        );
        assert_eq!(
            text(&client, "document.querySelector('#edit-definition').value").await,
            "À moi"
        );
        // He looks, and the page is as Ada left it.
        script(&client, "document.querySelector('#news button').click()").await;
        until(
            &client,
            "document.querySelector('#progress').textContent.startsWith('1 of ')",
        )
        .await;
        // A page that nobody writes on follows by itself.
        let before = text(&client, PROGRESS).await;
        client.switch_to_window(first).await.unwrap();
        decide(&client, "r").await;
        client.switch_to_window(second).await.unwrap();
        until(
            &client,
            &format!("document.querySelector('#progress').textContent !== '{before}'"),
        )
        .await;
        lead(&client, "gh").await;
        assert!(
            text(&client, "document.querySelector('.history').textContent")
                .await
                .contains("Ada")
        );
    });
}
