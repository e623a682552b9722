//! `bitext review`: a page in the browser on which people decide about alignments and terms.
//!
//! | file | what belongs there |
//! |---|---|
//! | this one | the command: arguments, starting, ending |
//! | `server` · `guard` · `fields` | requests: who answers them, who may make them, what they carry |
//! | `desk` | the project as it is worked on: lists kept up to date, changes, conflicts |
//! | `beads/` · `terms/` | alignments and terms: lists, pages, decisions |
//! | `overview` · `search` · `history` · `trouble_page` | the other pages |
//! | `frame` · `words` | what every page has; every word of the pages |
//! | `trouble` | why a request is not done |
//! | `assets` | style and script, inside the program |
//! | `templates/review/` | the pages themselves |
//!
//! A page is HTML that the server makes; forms change the project and lead back to a page. The script
//! only saves round trips: without it everything works, more slowly. The project file is the record:
//! nothing is remembered here that is not in it, and an answer goes out after the change is on disk.

mod assets;
mod beads;
mod desk;
mod fields;
mod frame;
mod guard;
mod history;
mod overview;
mod search;
mod server;
mod terms;
mod trouble;
mod trouble_page;
mod words;

use super::console::Console;
use super::unfinished::Gentle;
use super::{Global, Outcome, project};
use anyhow::{Context, Result};
use bitext::memory::Project;
use clap::Args;
use desk::Desk;
use guard::Guard;
use server::{Shared, router};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// Review alignments and terms in the browser
///
/// Opens a page on the project, for this machine only: candidates to accept or reject, beads to merge,
/// split and mend, a search over memory and glossary. Every decision is saved at once, with who took it
/// and when, and can be undone, tomorrow too. Several reviews of one project may run at once.
///
/// The address on stdout has a key in it: only who has it sees the page. Ctrl-C ends the review.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Listen on this port of the loopback address; any free one where it is not given
    #[arg(
        long,
        value_name = "PORT",
        default_value_t = 0,
        hide_default_value = true
    )]
    port: u16,
    /// Print the address, and do not open a browser
    #[arg(long)]
    no_open: bool,
    /// Who reviews, for the history; the user's name where it is not given
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  bitext review
  bitext review --project treaties.bitext --reviewer \"Léa Martin\"
  bitext review --no-open --port 8080";

/// How often it is looked whether the user wants to end.
const GLANCE: Duration = Duration::from_millis(100);

/// How long open connections have to end.
const FAREWELL: Duration = Duration::from_secs(2);

pub(super) fn run(arguments: &Arguments, global: &Global, console: &Console) -> Result<Outcome> {
    // Says what to do where there is no project.
    drop(project::open(&global.project)?);
    let project = Project::open(&global.project)?;
    let reviewer = arguments
        .reviewer
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let reviewer = reviewer.map_or_else(project::who, str::to_owned);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .context("cannot start the server")?;
    runtime.block_on(serve(arguments, Desk::new(project, reviewer), console))?;
    Ok(Outcome::Done)
}

async fn serve(arguments: &Arguments, desk: Desk, console: &Console) -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| {
            format!("cannot listen on {address}; choose another port with --port, or none")
        })?;
    let guard = Guard::new(listener.local_addr()?.port())
        .map_err(|error| anyhow::anyhow!("the system gives no random numbers: {error}"))?;
    let page = guard.address();
    let shared = Arc::new(Shared::new(guard, desk));
    let warming = Arc::clone(&shared);
    tokio::task::spawn_blocking(move || warming.warm());
    {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{page}")?;
        out.flush()?;
    }
    console.note("the address is for you alone; Ctrl-C ends the review");
    if !arguments.no_open && open::that_detached(&page).is_err() {
        console.note("no browser could be opened: open the address yourself");
    }
    let ending = async {
        let gentle = Gentle::begin();
        while !gentle.wanted() {
            tokio::time::sleep(GLANCE).await;
        }
    };
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, router(&shared)).with_graceful_shutdown(async move {
        ending.await;
        let _ = tell.send(());
    });
    tokio::select! {
        ended = async { server.await } => ended.context("the server failed"),
        // Browsers keep connections open: they do not hold the end up.
        () = async { let _ = told.await; tokio::time::sleep(FAREWELL).await } => Ok(()),
    }
}
