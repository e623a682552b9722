//! Requests: which function answers which, and how answers go out.

use super::desk::Desk;
use super::fields::{Fields, back};
use super::frame::{Asked, LANGUAGE, Look, THEME, theme};
use super::guard::{Guard, Verdict, headers};
use super::trouble::{Trouble, Unfit};
use super::{assets, beads, history, overview, search, terms, trouble_page};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use std::sync::{Arc, Mutex, PoisonError};

/// The longest form that is read: a document's worth of text.
const MAX_FORM: usize = 4_000_000;

/// What all requests share.
pub(super) struct Shared {
    pub(super) guard: Guard,
    desk: Mutex<Desk>,
}

/// A page that is read.
type Read = fn(&mut Desk, &Asked, &Fields) -> Result<String, Trouble>;

/// A form that changes the project: the number of the change, and where to look next.
struct Changed {
    number: Option<i64>,
    at: Option<String>,
}

impl Shared {
    pub(super) fn new(guard: Guard, desk: Desk) -> Self {
        Self {
            guard,
            desk: Mutex::new(desk),
        }
    }

    /// Works at the desk, which knows everything up to now. One at a time: so decisions stand in one
    /// order.
    fn at_desk<T>(&self, work: impl FnOnce(&mut Desk) -> Result<T, Trouble>) -> Result<T, Trouble> {
        // Whatever happened to a thread that held it: the file is the record.
        let mut desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        desk.refresh()?;
        work(&mut desk)
    }

    /// Reads the lists before anybody asks for them.
    pub(super) fn warm(&self) {
        // What is wrong is said to whoever asks.
        let _ = self.at_desk(|_| Ok(()));
    }
}

/// Runs work that waits for the disk beside the requests.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(Trouble::Failed(error.into())))
}

/// Everything that can be asked for.
pub(super) fn router(shared: &Arc<Shared>) -> Router {
    let read = |page: Read| {
        get(move |State(shared): State<Arc<Shared>>, request: Request| read(shared, request, page))
    };
    Router::new()
        .route("/", read(|desk, asked, _| overview::page(desk, asked)))
        .route("/alignments", read(beads::page))
        .route("/alignments/sure", read(beads::bulk_page).post(accept_sure))
        .route("/alignments/act", post(act))
        .route("/alignments/realign", post(realign))
        .route("/terms", read(terms::page))
        .route("/terms/one", post(one_term))
        .route("/terms/marked", post(marked_terms))
        .route("/terms/edit", post(edit_term))
        .route("/terms/split", post(split_term))
        .route("/terms/bulk", read(terms::bulk_page).post(bulk_terms))
        .route("/search", read(search::page))
        .route("/history", read(history::page))
        .route("/undo", post(undo))
        .route("/settings", post(settings))
        .route("/since", get(since))
        .route("/assets/{name}", get(asset))
        .fallback(|request: Request| async move {
            failed(
                &Trouble::Missing,
                &asked(request.headers(), request.uri(), ""),
            )
        })
        .layer(from_fn_with_state(Arc::clone(shared), guarded))
        .with_state(Arc::clone(shared))
}

/// Lets in whom the guard lets in, and gives every answer its headers.
async fn guarded(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let verdict = shared
        .guard
        .judge(request.method(), request.uri(), request.headers());
    let mut response = match verdict {
        Verdict::Pass => next.run(request).await,
        Verdict::SignIn { cookie, address } => {
            let mut response = redirect(&address);
            set_cookie(&mut response, &cookie);
            response
        }
        Verdict::Refused(reason) => answer(
            StatusCode::FORBIDDEN,
            "text/plain; charset=utf-8",
            format!("bitext review: {reason}\n"),
        ),
    };
    response.headers_mut().extend(headers());
    response
}

fn answer(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn page(status: StatusCode, html: String) -> Response {
    answer(status, "text/html; charset=utf-8", html)
}

/// Sends the browser on to another page of ours, which it asks for with GET.
fn redirect(address: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let address = HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, address);
    response
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

fn asked(headers: &HeaderMap, uri: &Uri, token: &str) -> Asked {
    let fields = Fields::parse(uri.query().unwrap_or_default().as_bytes());
    let address = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    Asked {
        look: Look::of(headers),
        token: token.to_owned(),
        here: back(Some(address), "done", ""),
        done: fields.parsed("done"),
        nothing: fields.get("done") == Some("nothing"),
    }
}

async fn read(shared: Arc<Shared>, request: Request, show: Read) -> Response {
    let asked = asked(request.headers(), request.uri(), shared.guard.token());
    let fields = Fields::parse(request.uri().query().unwrap_or_default().as_bytes());
    let wanted = asked.clone();
    let shown = beside(move || shared.at_desk(|desk| show(desk, &wanted, &fields))).await;
    match shown {
        Ok(html) => page(StatusCode::OK, html),
        Err(trouble) => failed(&trouble, &asked),
    }
}

fn failed(trouble: &Trouble, asked: &Asked) -> Response {
    match trouble_page::page(trouble, asked) {
        Ok(html) => page(trouble.status(), html),
        Err(error) => answer(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain; charset=utf-8",
            format!("bitext review: {error}\n"),
        ),
    }
}

/// What is known of a request with a form, and the form's fields if it is ours.
async fn form(shared: &Shared, request: Request) -> (Asked, Result<Fields, Trouble>) {
    let (parts, body) = request.into_parts();
    let mut asked = asked(&parts.headers, &parts.uri, shared.guard.token());
    let Ok(body) = to_bytes(body, MAX_FORM).await else {
        return (asked, Err(Trouble::Unfit(Unfit::Form)));
    };
    let fields = Fields::parse(&body);
    asked.here = back(fields.get("here").or(fields.get("back")), "done", "");
    if shared.guard.is_ours(fields.get("token")) {
        (asked, Ok(fields))
    } else {
        (asked, Err(Trouble::Unfit(Unfit::Token)))
    }
}

/// Does what a form asks for, and sends the browser back. The answer goes out when the change is on
/// disk.
async fn change(
    shared: Arc<Shared>,
    request: Request,
    work: impl FnOnce(&mut Desk, &Fields) -> Result<Changed, Trouble> + Send + 'static,
) -> Response {
    let (asked, fields) = form(&shared, request).await;
    let fields = match fields {
        Ok(fields) => fields,
        Err(trouble) => return failed(&trouble, &asked),
    };
    let wanted = fields.clone();
    let outcome = beside(move || shared.at_desk(|desk| work(desk, &wanted))).await;
    changed(outcome, &fields, &asked)
}

fn changed(outcome: Result<Changed, Trouble>, fields: &Fields, asked: &Asked) -> Response {
    match outcome {
        Ok(Changed { number, at }) => {
            let done = number.map_or_else(|| "nothing".to_owned(), |number| number.to_string());
            let mut address = back(fields.get("back"), "done", &done);
            if let Some(at) = at {
                address = back(Some(&address), "at", &at);
            }
            redirect(&address)
        }
        Err(trouble) => failed(&trouble, asked),
    }
}

fn term_change(outcome: Result<Option<i64>, Trouble>) -> Result<Changed, Trouble> {
    outcome.map(|number| Changed { number, at: None })
}

async fn one_term(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    change(shared, request, |desk, fields| {
        term_change(terms::one(desk, fields))
    })
    .await
}

async fn marked_terms(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    change(shared, request, |desk, fields| {
        term_change(terms::marked(desk, fields))
    })
    .await
}

async fn edit_term(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    change(shared, request, |desk, fields| {
        term_change(terms::edit(desk, fields))
    })
    .await
}

async fn split_term(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    change(shared, request, |desk, fields| {
        term_change(terms::split(desk, fields))
    })
    .await
}

async fn bulk_terms(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    change(shared, request, |desk, fields| {
        term_change(terms::bulk(desk, fields))
    })
    .await
}

fn bead_change((number, at): beads::Done) -> Changed {
    Changed {
        number,
        at: at.map(|id| id.0.to_string()),
    }
}

async fn act(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    change(shared, request, |desk, fields| {
        beads::act(desk, fields).map(bead_change)
    })
    .await
}

async fn accept_sure(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    change(shared, request, |desk, fields| {
        beads::accept_above(desk, fields).map(bead_change)
    })
    .await
}

/// Reads, aligns without holding the desk, stores.
async fn realign(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (asked, fields) = form(&shared, request).await;
    let fields = match fields {
        Ok(fields) => fields,
        Err(trouble) => return failed(&trouble, &asked),
    };
    let wanted = fields.clone();
    let outcome = beside(move || {
        let job = shared.at_desk(|desk| beads::begin_realign(desk, &wanted))?;
        let units = job.align();
        shared
            .at_desk(|desk| beads::store_realigned(desk, &job, units))
            .map(bead_change)
    })
    .await;
    changed(outcome, &fields, &asked)
}

async fn undo(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    change(shared, request, |desk, fields| {
        let number = fields.parsed("change").ok_or(Trouble::Unfit(Unfit::Form))?;
        Ok(Changed {
            number: Some(desk.take_back(number)?),
            at: None,
        })
    })
    .await
}

/// Keeps in cookies how the reader wants the pages.
async fn settings(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (asked, fields) = form(&shared, request).await;
    let fields = match fields {
        Ok(fields) => fields,
        Err(trouble) => return failed(&trouble, &asked),
    };
    let mut response = redirect(&back(fields.get("back"), "done", ""));
    let year = "Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict";
    if let Some(language @ ("en" | "fr")) = fields.get("language") {
        set_cookie(&mut response, &format!("{LANGUAGE}={language}; {year}"));
    }
    if let Some(name) = fields.get("theme") {
        set_cookie(&mut response, &format!("{THEME}={}; {year}", theme(name)));
    }
    response
}

/// Which change was the latest, for pages that wait for those of others.
async fn since(State(shared): State<Arc<Shared>>) -> Response {
    let told = beside(move || {
        shared.at_desk(|desk| {
            let number = desk.known();
            let who = desk.project.log_entry(number)?.map(|entry| entry.who);
            Ok(serde_json::json!({"change": number, "who": who}).to_string())
        })
    })
    .await;
    match told {
        Ok(json) => answer(StatusCode::OK, "application/json", json),
        Err(trouble) => answer(trouble.status(), "application/json", "null"),
    }
}

async fn asset(request: Request) -> Response {
    match assets::find(request.uri().path()) {
        Some((kind, text)) => answer(StatusCode::OK, kind, text),
        None => answer(
            StatusCode::NOT_FOUND,
            "text/plain; charset=utf-8",
            "no such file\n",
        ),
    }
}
