//! A folder that lasts as long as a test, and the program run in it.

use assert_cmd::Command;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// Longer than any run of the program may take; a run that hangs ends here.
const PATIENCE: Duration = Duration::from_mins(15);

/// A folder of its own for each test.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("bitext-test-")
            .tempdir()
            .expect("the system gives a temporary folder");
        Self { folder }
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, to be run in this folder in a known environment.
    pub(crate) fn command<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bitext"));
        command.args(arguments);
        self.prepared(command)
    }

    /// A command in this folder and in a known environment.
    pub(crate) fn prepared(&self, mut command: Command) -> Command {
        command
            .current_dir(self.folder.path())
            .env("LC_ALL", "C")
            .env("NO_COLOR", "1")
            .env("USER", "tester")
            .env_remove("LANG")
            .env_remove("LANGUAGE")
            .timeout(PATIENCE);
        command
    }

    /// Runs the program with these arguments.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Ran {
        Ran::of(&mut self.command(arguments))
    }

    /// Runs the program with its arguments in one line, divided by blanks.
    pub(crate) fn line(&self, arguments: &str) -> Ran {
        self.run(arguments.split_whitespace())
    }
}

/// How the program ended and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program starts and ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program speaks UTF-8");
        Self {
            // Without a code it was killed by a signal, or by our patience.
            code: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Fails the test unless the program ended with this code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "expected exit code {code}\n-- stderr\n{}\n-- stdout\n{}",
            self.stderr, self.stdout
        );
        assert!(
            !self.stderr.contains("panicked"),
            "the program panicked\n{}",
            self.stderr
        );
        self
    }

    /// Exit code 0.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        self.ended(0)
    }
}
