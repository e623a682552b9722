//! Who may see the page and change the project: only the browser that was given the key, only on this
//! machine, only from the page itself.
//!
//! - *Host* must name the loopback address and our port: a name of another site that was made to point
//!   here (DNS rebinding) is refused.
//! - Every request needs the *key*, which the printed address carries once and a cookie after that:
//!   other users of the machine do not have it.
//! - Every change needs an *Origin* that is ours, and the *token* that only our forms have: other sites
//!   can make a browser send forms, but neither of these.
//! - The content policy allows what comes from here and nothing written into the page.

use axum::http::header::{COOKIE, HOST, HeaderName, ORIGIN};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Method, Uri};

/// What the pages may do (Content Security Policy level 3): our files, forms to ourselves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The secrets of one run.
pub(super) struct Guard {
    port: u16,
    key: String,
    token: String,
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It goes on.
    Pass,
    /// It had the key in its address: a cookie keeps it, and the address is asked for again without.
    SignIn { cookie: String, address: String },
    /// It ends here, for this reason.
    Refused(&'static str),
}

impl Guard {
    /// New secrets for a server on this port.
    pub(super) fn new(port: u16) -> Result<Self, getrandom::Error> {
        Ok(Self {
            port,
            key: secret()?,
            token: secret()?,
        })
    }

    /// The address that lets a browser in.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?key={}", self.port, self.key)
    }

    /// What our forms carry.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Whether a form carries our token.
    pub(super) fn is_ours(&self, token: Option<&str>) -> bool {
        token.is_some_and(|token| same(token, &self.token))
    }

    /// Looks at where a request comes from.
    pub(super) fn judge(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Verdict {
        let Some(host) = one(headers, &HOST).filter(|host| self.is_our_host(host)) else {
            return Verdict::Refused("this is the page of another address");
        };
        if method == Method::GET || method == Method::HEAD {
            if let Some(verdict) = self.sign_in(uri) {
                return verdict;
            }
        } else if method != Method::POST {
            return Verdict::Refused("the page knows GET and POST only");
        }
        if !self.has_key(headers) {
            return Verdict::Refused("open the address that bitext printed: it has the key");
        }
        if method == Method::POST
            && one(headers, &ORIGIN).is_none_or(|origin| origin != format!("http://{host}"))
        {
            return Verdict::Refused("changes are made from the page itself only");
        }
        Verdict::Pass
    }

    fn is_our_host(&self, host: &str) -> bool {
        ["127.0.0.1", "localhost"]
            .iter()
            .any(|name| host.eq_ignore_ascii_case(&format!("{name}:{}", self.port)))
    }

    /// An address with the right key: kept in a cookie and taken out of the address.
    fn sign_in(&self, uri: &Uri) -> Option<Verdict> {
        let query = super::fields::Fields::parse(uri.query()?.as_bytes());
        let key = query.get("key")?;
        if !same(key, &self.key) {
            return Some(Verdict::Refused(
                "this key is of another run: open the address that bitext printed last",
            ));
        }
        Some(Verdict::SignIn {
            cookie: format!(
                "{}={}; Path=/; HttpOnly; SameSite=Strict",
                self.cookie_name(),
                self.key
            ),
            address: super::fields::back(uri.path_and_query().map(PathAndQuery::as_str), "key", ""),
        })
    }

    fn has_key(&self, headers: &HeaderMap) -> bool {
        cookie(headers, &self.cookie_name()).is_some_and(|key| same(key, &self.key))
    }

    /// Cookies do not know ports: several reviews at once have one each.
    fn cookie_name(&self) -> String {
        format!("bitext-review-{}", self.port)
    }
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// Headers of every answer.
pub(super) fn headers() -> [(HeaderName, HeaderValue); 6] {
    let header = |name, value| {
        (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )
    };
    [
        header("content-security-policy", POLICY),
        header("x-content-type-options", "nosniff"),
        // `no-referrer` would make browsers hide the origin of our own forms.
        header("referrer-policy", "same-origin"),
        header("cross-origin-opener-policy", "same-origin"),
        header("cross-origin-resource-policy", "same-origin"),
        header("cache-control", "no-store"),
    ]
}

/// The value of a header that came exactly once.
fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    match values.next() {
        None => value.to_str().ok(),
        Some(_) => None,
    }
}

/// 192 bits from the system, in hexadecimal.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Compares in a time that does not tell where two texts differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes()
            .zip(b.bytes())
            .fold(0, |difference, (a, b)| difference | (a ^ b))
            == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers_of(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    fn judge(guard: &Guard, method: &Method, uri: &str, pairs: &[(HeaderName, &str)]) -> Verdict {
        guard.judge(method, &uri.parse().unwrap(), &headers_of(pairs))
    }

    #[test]
    fn only_the_keeper_of_the_key_passes() {
        let guard = Guard::new(7000).unwrap();
        let key = format!("a=b; bitext-review-7000={}", guard.key);
        let host = (HOST, "127.0.0.1:7000");
        let with_key = [host.clone(), (COOKIE, key.as_str())];
        assert_eq!(judge(&guard, &Method::GET, "/", &with_key), Verdict::Pass);
        assert!(matches!(
            judge(&guard, &Method::GET, "/", std::slice::from_ref(&host)),
            Verdict::Refused(_)
        ));
        for foreign in [
            "evil.example:7000",
            "127.0.0.1",
            "127.0.0.1:7001",
            "127.0.0.1:7000.evil",
            "",
        ] {
            let pairs = [(HOST, foreign), (COOKIE, key.as_str())];
            assert!(
                matches!(
                    judge(&guard, &Method::GET, "/", &pairs),
                    Verdict::Refused(_)
                ),
                "{foreign}"
            );
        }
        let twice = [host.clone(), host.clone(), (COOKIE, key.as_str())];
        assert!(matches!(
            judge(&guard, &Method::GET, "/", &twice),
            Verdict::Refused(_)
        ));
        let wrong = [host, (COOKIE, "bitext-review-7000=00")];
        assert!(matches!(
            judge(&guard, &Method::GET, "/", &wrong),
            Verdict::Refused(_)
        ));
        assert!(matches!(
            judge(&guard, &Method::DELETE, "/", &with_key),
            Verdict::Refused(_)
        ));
    }

    #[test]
    fn the_key_leaves_the_address() {
        let guard = Guard::new(7000).unwrap();
        let uri = format!("/terms?key={}&q=x", guard.key);
        let host = [(HOST, "localhost:7000")];
        let Verdict::SignIn { cookie, address } = judge(&guard, &Method::GET, &uri, &host) else {
            panic!("it has the key");
        };
        assert_eq!(address, "/terms?q=x");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        assert!(matches!(
            judge(&guard, &Method::GET, "/?key=1", &host),
            Verdict::Refused(_)
        ));
    }

    #[test]
    fn changes_come_from_the_page_itself() {
        let guard = Guard::new(7000).unwrap();
        let key = format!("bitext-review-7000={}", guard.key);
        let post = |origin: Option<&str>| {
            let mut pairs = vec![(HOST, "127.0.0.1:7000"), (COOKIE, key.as_str())];
            pairs.extend(origin.map(|origin| (ORIGIN, origin)));
            judge(&guard, &Method::POST, "/undo", &pairs)
        };
        assert_eq!(post(Some("http://127.0.0.1:7000")), Verdict::Pass);
        for foreign in [
            None,
            Some("null"),
            Some("http://localhost:7000"),
            Some("https://127.0.0.1:7000"),
            Some("http://evil.example"),
        ] {
            assert!(matches!(post(foreign), Verdict::Refused(_)), "{foreign:?}");
        }
        assert!(guard.is_ours(Some(&guard.token)));
        assert!(!guard.is_ours(Some(&guard.key)) && !guard.is_ours(None));
    }
}
