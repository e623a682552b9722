//! The page of `bitext review` in a real browser, driven over WebDriver.
//!
//! | file | what is tested there |
//! |---|---|
//! | `browser` | starting Chromium; waiting, keys, screenshots |
//! | `alignments` · `terms` | reviewing by keyboard alone |
//! | `tabs` | a second tab, conflicts, the history |
//! | `looks` | French, dark, large, narrow; what axe-core finds |
//! | `large` | 100,000 candidates |
//!
//! Needs `chromedriver` and Chromium. `CARGO_BIN_EXE_bitext` names the program when the tests are built,
//! `BITEXT_AXE` axe-core (`axe.min.js`) when they run. With `BITEXT_SHOTS=FOLDER` pictures are kept there.

#[path = "../../support/desk.rs"]
mod desk;
#[path = "../../support/running.rs"]
mod running;

mod alignments;
mod browser;
mod large;
mod looks;
mod tabs;
mod terms;

use desk::Desk;

/// A project with the samples, aligned and mined.
fn project() -> Desk {
    let samples = |side: &str| {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../samples")
            .join(side)
    };
    let desk = Desk::new();
    desk.run([
        "align".as_ref(),
        samples("fr").as_os_str(),
        samples("en").as_os_str(),
    ])
    .done();
    desk.line("mine").done();
    desk
}
