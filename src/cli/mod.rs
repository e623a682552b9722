//! The commands of `bitext`: all printing, all reading of the environment.

// Until a command builds a report, the tests alone use it.
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "no command builds a report yet")
)]
pub(crate) mod report;
