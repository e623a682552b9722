//! The program `bitext`.

mod cli;

fn main() {}
