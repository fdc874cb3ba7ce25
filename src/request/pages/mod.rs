//! Results that come in pages.

#[allow(clippy::module_inception)]
mod pages;
mod position;
mod since;
#[cfg(test)]
mod tests;

pub(crate) use pages::Sealed;
pub use pages::{Page, PageItems, Pages};
pub(crate) use since::Place;
pub use since::Since;
