//! Chromium for a test.

use super::running::Running;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than any page takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser of its own, and the driver that it belongs to.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Child,
}

/// Runs a test in a browser of its own, with English as its language.
pub(crate) fn with_browser<F: Future<Output = ()>>(test: impl FnOnce(Client) -> F) {
    with_options(&["--lang=en", "--window-size=1400,950"], test);
}

/// The same with options of the browser.
pub(crate) fn with_options<F: Future<Output = ()>>(
    options: &[&str],
    test: impl FnOnce(Client) -> F,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let browser = Browser::start(options).await;
        test(browser.client.clone()).await;
        browser.end().await;
    });
}

impl Browser {
    async fn start(options: &[&str]) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed");
        let out = driver.stdout.take().expect("it has a stdout");
        let mut lines = BufReader::new(out).lines();
        // «ChromeDriver was started successfully on port 12345.»
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let rest = line.split("on port ").nth(1)?;
                let port = rest.trim_end_matches('.').parse::<u16>().ok()?;
                // Its first line repeats the 0 that was asked for.
                (port != 0).then_some(port)
            })
            .expect("chromedriver says its port");
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let mut arguments = vec![
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
        ];
        arguments.extend(options);
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "goog:chromeOptions".to_owned(),
            json!({ "args": arguments }),
        );
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the browser starts");
        Self { client, driver }
    }

    async fn end(self) {
        let _ = self.client.clone().close().await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // With the browser, which outlives its driver when a test fails.
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-9", "--", &group]).status();
        let _ = self.driver.wait();
    }
}

/// Opens a page of the review; the first one with its key.
pub(crate) async fn open(client: &Client, review: &Running, path: &str) {
    client.goto(&review.address).await.expect("the page opens");
    if path != "/" {
        let address = format!("http://{}{path}", review.host());
        client.goto(&address).await.expect("the page opens");
    }
}

/// What a script gives.
pub(crate) async fn script(client: &Client, text: &str) -> Value {
    client
        .execute(text, Vec::new())
        .await
        .expect("the script runs")
}

/// What an expression gives, as text.
pub(crate) async fn text(client: &Client, expression: &str) -> String {
    match script(client, &format!("return {expression}")).await {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Waits until an expression holds.
pub(crate) async fn until(client: &Client, expression: &str) {
    let start = Instant::now();
    loop {
        if script(client, &format!("return !!({expression})")).await == Value::Bool(true) {
            return;
        }
        if start.elapsed() > PATIENCE {
            let page = text(client, "document.body.innerText").await;
            panic!("{expression} never held on this page:\n{page}");
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}

/// Presses keys, wherever the focus is.
pub(crate) async fn press(client: &Client, keys: &str) {
    let active = client.active_element().await.expect("something is active");
    active.send_keys(keys).await.expect("keys can be pressed");
}

/// Presses a key that decides, and waits until the answer is in place.
pub(crate) async fn decide(client: &Client, keys: &str) {
    let known = text(client, "document.querySelector('#main').dataset.known").await;
    press(client, keys).await;
    until(
        client,
        &format!(
            "document.querySelector('#main').dataset.known !== '{known}' && !document.documentElement.hasAttribute('aria-busy')"
        ),
    )
    .await;
}

/// Presses a key that leads on, and waits until another page is in place.
pub(crate) async fn lead(client: &Client, keys: &str) {
    script(
        client,
        "document.querySelector('#main').setAttribute('data-old', '')",
    )
    .await;
    press(client, keys).await;
    until(client, "!document.querySelector('#main[data-old]')").await;
}

/// Keeps a picture where the environment says.
pub(crate) async fn shot(client: &Client, name: &str) {
    if let Some(folder) = std::env::var_os("BITEXT_SHOTS") {
        let picture = client.screenshot().await.expect("a picture");
        std::fs::write(
            std::path::Path::new(&folder).join(format!("{name}.png")),
            picture,
        )
        .expect("the picture is written");
    }
}

/// How many elements a selector finds.
pub(crate) async fn count(client: &Client, selector: &str) -> usize {
    client
        .find_all(Locator::Css(selector))
        .await
        .expect("it can be looked for")
        .len()
}
