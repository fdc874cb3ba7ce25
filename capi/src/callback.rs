//! Callbacks of the program.

use std::ffi::{c_char, c_void};

use crate::text::Text;

/// A function of the program that receives a text. `context` is the pointer that was passed with the function. The text is
/// valid until the function returns.
pub type HaloTextCallback = Option<extern "C" fn(context: *mut c_void, text: *const c_char)>;

/// A function of the program that is called when something is there to be received. `context` is the pointer that was
/// passed with the function.
pub type HaloWakeCallback = Option<extern "C" fn(context: *mut c_void)>;

/// The pointer that a callback wants back.
#[derive(Clone, Copy)]
pub(crate) struct Context(*mut c_void);

// SAFETY: the library never follows the pointer. It passes it back, on the threads that the header names.
unsafe impl Send for Context {}
// SAFETY: the same.
unsafe impl Sync for Context {}

impl Context {
    pub fn new(context: *mut c_void) -> Self {
        Self(context)
    }

    /// The pointer. A method, so that closures capture the whole context, which they may send to other threads.
    pub fn get(self) -> *mut c_void {
        self.0
    }
}

/// A callback that receives texts; `None` for a null function.
pub(crate) fn text_callback(
    function: HaloTextCallback,
    context: *mut c_void,
) -> Option<impl Fn(&str) + Send + Sync + Clone + 'static> {
    let context = Context::new(context);
    let function = function?;
    Some(move |text: &str| function(context.get(), Text::new(text).as_ptr()))
}

/// A callback without a text; `None` for a null function.
pub(crate) fn wake_callback(
    function: HaloWakeCallback,
    context: *mut c_void,
) -> Option<impl Fn() + Send + Sync + Clone + 'static> {
    let context = Context::new(context);
    let function = function?;
    Some(move || function(context.get()))
}
