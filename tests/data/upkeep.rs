//! What ends suddenly and what works at once, for as long as promised: two hundred kills, a minute.

use crate::support::kill;
use std::time::Duration;

#[test]
fn two_hundred_kills_leave_a_sound_project() {
    kill::rounds(200);
}

#[test]
fn two_readers_and_a_writer_get_along_for_a_minute() {
    kill::readers_and_writer(Duration::from_mins(1));
}
