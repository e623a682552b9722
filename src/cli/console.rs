//! What the program says besides its results: always on stderr.

use super::wording::number;
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Display;
use std::io::{IsTerminal, Write};

/// The one voice of all commands.
pub(super) struct Console {
    quiet: bool,
    /// Whether the user has nothing against colour.
    allowed: bool,
    /// Whether messages are coloured.
    painted: bool,
}

impl Console {
    /// Colour and progress bars only where a person watches; `NO_COLOR` is respected
    /// (<https://no-color.org>).
    pub(super) fn new(quiet: bool) -> Self {
        let allowed = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            quiet,
            allowed,
            painted: allowed && std::io::stderr().is_terminal(),
        }
    }

    /// Tells how the work goes or what came of it.
    pub(super) fn note(&self, text: impl Display) {
        if !self.quiet {
            self.say(&text);
        }
    }

    /// Tells what the user should look at; the command goes on.
    pub(super) fn warn(&self, text: impl Display) {
        if !self.quiet {
            self.say(&format_args!("{} {text}", self.paint("warning:", "33")));
        }
    }

    /// Warns of each of the items, but does not flood the terminal: after the first ten it says how
    /// many more there are.
    pub(super) fn warn_each<T>(
        &self,
        items: &[T],
        what: &'static str,
        message: impl Fn(&T) -> String,
    ) {
        const SHOWN: usize = 10;
        for item in items.iter().take(SHOWN) {
            self.warn(message(item));
        }
        if items.len() > SHOWN {
            self.warn(format_args!(
                "… and {} more {what}",
                number(items.len() - SHOWN)
            ));
        }
    }

    /// Tells why the command failed, even when quiet.
    pub(super) fn error(&self, error: &anyhow::Error) {
        self.say(&format_args!(
            "{} {}",
            self.paint("error:", "31"),
            reasons(error)
        ));
    }

    /// Whether results may be coloured: stdout is a terminal, and `NO_COLOR` is not set.
    pub(super) fn colours_results(&self) -> bool {
        self.allowed && std::io::stdout().is_terminal()
    }

    /// Whether a person reads the results as they come.
    pub(super) fn watched(&self) -> bool {
        std::io::stdout().is_terminal()
    }

    /// A progress bar over `length` steps; none where nobody watches.
    pub(super) fn progress(&self, what: &'static str, length: usize) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style =
            ProgressStyle::with_template("{msg:<12} {wide_bar} {human_pos}/{human_len} {eta:>4}")
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
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let spinner = ProgressBar::new_spinner()
            .with_style(style)
            .with_message(what);
        spinner.enable_steady_tick(std::time::Duration::from_millis(120));
        spinner
    }

    fn paint(&self, text: &str, colour: &str) -> String {
        if self.painted {
            format!("\x1b[1;{colour}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// A closed stderr is no reason to stop working.
    fn say(&self, text: &dyn Display) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

/// An error with its causes, each said once: many errors repeat their cause in their own words.
pub(super) fn reasons(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain() {
        let text = without_number(&cause.to_string());
        if said.contains(&text) {
            continue;
        }
        if !said.is_empty() {
            said.push_str(": ");
        }
        said.push_str(&text);
    }
    // Layers that write say so, and so does the file below them.
    said.replace("cannot write: cannot write ", "cannot write ")
}

/// The system's messages without its numbers for them: `No such file or directory (os error 2)`.
fn without_number(text: &str) -> String {
    let Some((start, rest)) = text.split_once(" (os error ") else {
        return text.to_owned();
    };
    let rest = rest.split_once(')').map_or("", |(_, rest)| rest);
    format!("{start}{}", without_number(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_said_once() {
        let error = anyhow::anyhow!("the disk is full")
            .context("cannot write x: the disk is full")
            .context("nothing was written");
        assert_eq!(
            reasons(&error),
            "nothing was written: cannot write x: the disk is full"
        );
        let error = anyhow::anyhow!("no room (os error 28): stop (os error 3)");
        assert_eq!(reasons(&error), "no room: stop");
    }
}
