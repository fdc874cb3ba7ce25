//! Texts that the caller closes.

use std::ffi::c_char;
use std::ptr;

use crate::boundary::{enter_close, enter_value};
use crate::code::HaloCode;
use crate::handle::{self, Handle};
use crate::text::Text;

/// A text of a watch: a match, or a resume point. Read it with `halo_text_get`, and close it with `halo_text_close`.
pub struct HaloText(());

impl Handle for HaloText {
    type Object = Text;
    const KIND: &'static str = "text";
}

/// A handle of a text, which the caller closes.
pub(crate) fn open_text(text: impl Into<String>) -> *mut HaloText {
    handle::open(Text::new(text))
}

/// The text, in UTF-8 with a NUL at its end; null if the handle is closed. It is valid until the handle is closed.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_text_get(text: *const HaloText) -> *const c_char {
    enter_value(ptr::null(), || Ok(handle::get("text", text)?.as_ptr()))
}

/// The length of the text in bytes, without the NUL; 0 if the handle is closed.
///
/// Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_text_length(text: *const HaloText) -> usize {
    enter_value(0, || Ok(handle::get("text", text)?.len()))
}

/// Closes a text, and frees it. Null is allowed. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_text_close(text: *mut HaloText) -> HaloCode {
    enter_close(|| handle::close(text).map(drop))
}
