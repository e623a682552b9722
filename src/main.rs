//! The program `bitext`: what the user types goes to `cli`, its outcome becomes the exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
