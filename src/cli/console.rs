//! What the program says besides its results: always on stderr.

use indicatif::{ProgressBar, ProgressStyle};
use std::cell::Cell;
use std::fmt::Display;
use std::io::{IsTerminal, Write};

/// The one voice of all commands.
pub(super) struct Console {
    quiet: bool,
    wanted: bool,
    colour: bool,
    warnings: Cell<usize>,
}

impl Console {
    /// Colour and progress bars only where a person watches; `NO_COLOR` is respected
    /// (<https://no-color.org>).
    pub(super) fn new(quiet: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { quiet, wanted, colour: wanted && std::io::stderr().is_terminal(), warnings: Cell::new(0) }
    }

    /// Tells how the work goes or what came of it.
    pub(super) fn note(&self, text: impl Display) {
        if !self.quiet {
            self.say(&text);
        }
    }

    /// Tells what the user should look at; the command goes on.
    pub(super) fn warn(&self, text: impl Display) {
        self.warnings.set(self.warnings.get() + 1);
        if !self.quiet {
            self.say(&format_args!("{} {text}", self.paint("warning:", "33")));
        }
    }

    /// Warnings given so far, shown or not.
    pub(super) fn warnings(&self) -> usize {
        self.warnings.get()
    }

    /// Tells why the command failed, even when quiet.
    pub(super) fn error(&self, error: &anyhow::Error) {
        self.say(&format_args!("{} {error:#}", self.paint("error:", "31")));
    }

    /// Whether colour is wanted where a person watches.
    pub(super) fn colour(&self) -> bool {
        self.wanted
    }

    /// A progress bar over `length` steps; none where nobody watches.
    pub(super) fn progress(&self, what: &'static str, length: usize) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{msg:<12} {wide_bar} {human_pos}/{human_len} {eta:>4}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(length as u64).with_style(style);
        bar.set_message(what);
        bar
    }

    /// A sign of life for work of unknown length.
    pub(super) fn spinner(&self, what: &'static str) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let spinner = ProgressBar::new_spinner().with_message(what);
        spinner.enable_steady_tick(std::time::Duration::from_millis(120));
        spinner
    }

    fn paint(&self, text: &str, colour: &str) -> String {
        if self.colour { format!("\x1b[1;{colour}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// A closed stderr is no reason to stop working.
    fn say(&self, text: &dyn Display) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}
