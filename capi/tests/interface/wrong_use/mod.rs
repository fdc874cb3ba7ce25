//! Every function with every wrong use, one by one: each returns its code and says what is wrong, and nothing is left open.
//!
//! [`rows`] has a row for each function of the header. From the kinds of its parameters follow the right call and the wrong
//! ones: each of them differs from the right call in one place.

mod bytes;
mod callbacks;
mod case;
mod declarations;
mod films;
mod parameters;
mod rows;
pub mod samples;
mod texts;

/// The kinds of parameters.
mod kinds {
    pub use super::bytes::*;
    pub use super::callbacks::*;
    pub use super::parameters::*;
    pub use super::texts::*;
}
