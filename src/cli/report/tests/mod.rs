//! The page as a whole.

mod fixture;

use super::*;
