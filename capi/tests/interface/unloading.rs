//! A program that unloads the library.

#![cfg(target_os = "linux")]

use std::ffi::{CString, c_char, c_int, c_void};
use std::fs;

const RTLD_NOW: c_int = 2;

unsafe extern "C" {
    fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void;
    fn dlclose(library: *mut c_void) -> c_int;
}

/// A thread that is left behind would run code that is gone. The system may also unload a library whose thread has just been
/// started, so this does not wait for one.
#[test]
fn the_library_stays_in_memory_after_the_last_dlclose() {
    // This program has the Rust library inside; the shared one lies beside it.
    let program = std::env::current_exe().unwrap();
    let path = program.with_file_name("libhalo_infinite_capi.so");
    let path = path.to_str().unwrap();
    let is_in_memory = || fs::read_to_string("/proc/self/maps").unwrap().contains(path);
    assert!(!is_in_memory());
    let name = CString::new(path).unwrap();
    // SAFETY: the path ends with NUL, and the library runs no code of its own when it is loaded.
    let library = unsafe { dlopen(name.as_ptr(), RTLD_NOW) };
    assert!(!library.is_null(), "{path} cannot be loaded");
    assert!(is_in_memory());
    // SAFETY: the library is open, and nothing of it is used.
    assert_eq!(unsafe { dlclose(library) }, 0);
    assert!(is_in_memory());
}
