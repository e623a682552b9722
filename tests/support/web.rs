//! A plain client of `bitext review`, which sends what it is told to.

use super::Desk;
use super::running::Running;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;

/// A running review, and what lets its client in; ends with the value.
pub(crate) struct Review {
    running: Running,
    pub(crate) port: u16,
    key: String,
    token: String,
}

/// An answer of the server.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    /// The value of the first hidden field of a name.
    #[track_caller]
    pub(crate) fn field(&self, name: &str) -> String {
        value_of(&self.body, name).unwrap_or_else(|| panic!("no field {name} in\n{}", self.body))
    }

    /// The values of all fields of a name.
    pub(crate) fn fields(&self, name: &str) -> Vec<String> {
        self.body
            .split(&format!("name=\"{name}\" value=\""))
            .skip(1)
            .map(|rest| unescaped(rest.split('"').next().unwrap_or_default()))
            .collect()
    }
}

fn value_of(html: &str, name: &str) -> Option<String> {
    let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    Some(unescaped(rest.split('"').next()?))
}

fn unescaped(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}

/// A form's fields as they are sent.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        for (part, end) in [(name, "="), (value, "")] {
            for byte in part.bytes() {
                if byte.is_ascii_alphanumeric() {
                    text.push(char::from(byte));
                } else {
                    let _ = write!(text, "%{byte:02X}");
                }
            }
            text.push_str(end);
        }
    }
    text
}

impl Review {
    /// Starts a review of the project in a desk's folder.
    pub(crate) fn start(desk: &Desk, more: &[&str]) -> Self {
        let running = Running::start(desk, more);
        let (place, key) = running
            .address
            .split_once("/?key=")
            .expect("an address with a key");
        let port = place.rsplit(':').next().and_then(|port| port.parse().ok());
        let mut review = Self {
            port: port.expect("a port"),
            key: key.to_owned(),
            token: String::new(),
            running,
        };
        review.token = review.get("/history").field("token");
        review
    }

    /// Where it is, with the key that lets in.
    pub(crate) fn address(&self) -> &str {
        &self.running.address
    }

    /// The cookie that lets in.
    pub(crate) fn cookie(&self) -> String {
        format!("bitext-review-{}={}", self.port, self.key)
    }

    pub(crate) fn host(&self) -> String {
        self.running.host()
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Sends a request as it stands, and reads the answer to its end.
    pub(crate) fn send(&self, request: &str) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Ok(Answer {
            status: status.ok_or(std::io::ErrorKind::UnexpectedEof)?,
            head: head.to_owned(),
            body: body.to_owned(),
        })
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.try_get(path)
            .unwrap_or_else(|error| panic!("GET {path}: {error}"))
    }

    pub(crate) fn try_get(&self, path: &str) -> std::io::Result<Answer> {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nConnection: close\r\n\r\n",
            self.host(),
            self.cookie()
        ))
    }

    /// Sends a form as the page would.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.try_post(path, fields)
            .unwrap_or_else(|error| panic!("POST {path}: {error}"))
    }

    pub(crate) fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> std::io::Result<Answer> {
        let mut fields = fields.to_vec();
        fields.push(("token", &self.token));
        self.send(&post(
            path,
            &[
                &format!("Host: {}", self.host()),
                &format!("Cookie: {}", self.cookie()),
                &format!("Origin: http://{}", self.host()),
            ],
            &encoded(&fields),
        ))
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.running.child.id()
    }

    /// Ends it at once (SIGKILL).
    pub(crate) fn kill(&mut self) {
        self.running.kill();
    }
}

/// A request with a form.
pub(crate) fn post(path: &str, headers: &[&str], body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\n{}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        headers.join("\r\n"),
        body.len()
    )
}
