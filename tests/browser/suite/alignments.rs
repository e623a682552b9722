//! Alignments, by keyboard alone.

use super::browser::{count, decide, lead, open, press, script, shot, text, until, with_browser};
use super::project;
use super::running::Running;

const UNIT: &str = "document.querySelector('.bead.at').dataset.unit";
const SOURCE: &str =
    "[...document.querySelectorAll('.bead.at .source .text')].map(p => p.textContent).join(' ')";
const TARGET: &str =
    "[...document.querySelectorAll('.bead.at .target .text')].map(p => p.textContent).join(' ')";
const STATE: &str = "document.querySelector('.bead.at .state').className";

#[test]
fn a_pair_is_reviewed_and_mended_by_keyboard_alone() {
    let desk = project();
    let review = Running::start(&desk, &[]);
    with_browser(async |client| {
        open(&client, &review, "/").await;
        // From the overview to the alignments, to a pair: a list walked with j, opened with Enter.
        lead(&client, "ga").await;
        shot(&client, "alignments").await;
        press(&client, "j").await;
        lead(&client, "\u{e007}").await;
        until(&client, "document.querySelector('.bead.at svg path')").await;
        shot(&client, "beads").await;
        let doubt = text(&client, UNIT).await;
        decide(&client, "a").await;
        assert_ne!(text(&client, UNIT).await, doubt, "on to the next");
        assert!(
            text(&client, "document.querySelector('.flash').textContent")
                .await
                .contains("Accepted")
        );
        decide(&client, "u").await;

        // Another pair, at a bead in the middle.
        lead(&client, "ga").await;
        let doubts = count(&client, ".doubts a").await;
        press(&client, &"j".repeat(doubts + 1)).await;
        lead(&client, "\u{e007}").await;
        until(&client, "document.querySelector('.bead.at')").await;
        for _ in 0..3 {
            lead(&client, "j").await;
        }
        let (source, target) = (text(&client, SOURCE).await, text(&client, TARGET).await);
        let beads = count(&client, ".bead").await;
        decide(&client, "m").await;
        assert!(text(&client, SOURCE).await.starts_with(&source));
        assert!(text(&client, SOURCE).await.len() > source.len());
        assert!(text(&client, STATE).await.contains("reviewed"));
        shot(&client, "merged").await;
        // Split again, at the proposed cut: s, then to the button with Tab.
        lead(&client, "s").await;
        until(&client, "document.activeElement.name === 'source'").await;
        shot(&client, "split").await;
        decide(&client, "\u{e004}\u{e004}\u{e007}").await;
        assert_eq!(count(&client, ".bead").await, beads);
        assert_eq!(text(&client, SOURCE).await, source);
        assert_eq!(text(&client, TARGET).await, target);
        decide(&client, "r").await;
        decide(&client, "u").await;
        lead(&client, "k").await;
        // Edited text is kept as written.
        lead(&client, "e").await;
        until(&client, "document.activeElement.name === 'source'").await;
        script(
            &client,
            "document.activeElement.setSelectionRange(1e6, 1e6)",
        )
        .await;
        press(&client, " Ajouté.").await;
        decide(&client, "\u{e004}\u{e004}\u{e007}").await;
        assert!(
            text(&client, SOURCE).await.ends_with("Ajouté."),
            "{}",
            text(&client, SOURCE).await
        );
        // Its sides apart, and together again.
        decide(&client, "0").await;
        assert_eq!(text(&client, TARGET).await, "");
        decide(&client, "u").await;
        assert_eq!(text(&client, TARGET).await, target);
        // All of it is on disk: the page after loading it again.
        client.refresh().await.unwrap();
        until(&client, "document.querySelector('.bead.at svg path')").await;
        assert!(text(&client, SOURCE).await.ends_with("Ajouté."));
        decide(&client, "u").await;
        assert_eq!(text(&client, SOURCE).await, source);
        // The rest of the pair, aligned again.
        decide(&client, "l").await;
        assert!(
            text(&client, "document.querySelector('.flash').textContent")
                .await
                .contains("Re-aligned")
        );
        decide(&client, "u").await;
        lead(&client, "n").await;
    });
    drop(review);
    desk.line("memory verify").done();
}
