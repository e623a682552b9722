//! The program `bitext`.

fn main() {}
