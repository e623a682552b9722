//! Files in a desk's folder, and what else most suites ask of a desk.

use super::desk::{Desk, Ran};
use std::process::{Child, Command, Stdio};

impl Desk {
    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("folders can be made");
        }
        std::fs::write(&path, content).expect("files can be written");
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Starts the program with these arguments, its stdin a pipe, and does not wait.
    pub(crate) fn started(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_bitext"))
            .args(arguments)
            .current_dir(self.path(""))
            .env("LC_ALL", "C")
            .env("USER", "tester")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts")
    }
}

impl Ran {
    /// What it wrote to stdout; nothing where it said that there was nothing.
    #[track_caller]
    pub(crate) fn done_or_empty(self) -> String {
        if self.code != 0 && self.stderr.contains("nothing") {
            return String::new();
        }
        self.done().stdout
    }
}
