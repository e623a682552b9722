//! The page of `bitext review`, started for a test.

use super::Desk;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running review; ends with the value.
pub(crate) struct Running {
    pub(crate) child: Child,
    /// Where it is, with the key that lets in.
    pub(crate) address: String,
}

impl Running {
    /// Starts a review of the project in a desk's folder.
    pub(crate) fn start(desk: &Desk, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bitext"))
            .args(["review", "--no-open"])
            .args(more)
            .current_dir(desk.path(""))
            .env("LC_ALL", "C")
            .env("USER", "tester")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let out = child.stdout.take().expect("it has a stdout");
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it prints its address");
        Self {
            child,
            address: line.trim().to_owned(),
        }
    }

    /// Its host and port, as requests name them.
    pub(crate) fn host(&self) -> String {
        let place = self.address.strip_prefix("http://");
        let host = place.and_then(|place| place.split('/').next());
        host.expect("an address").to_owned()
    }

    /// Ends it at once (SIGKILL).
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}
