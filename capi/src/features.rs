//! The features of the build.

use std::ffi::c_char;
use std::ptr;
use std::sync::LazyLock;

use serde_json::Value;

use crate::boundary::enter_value;
use crate::text::Text;

/// The Cargo features that a build can have, and whether this one has them. A test compares the names with `Cargo.toml`.
const FEATURES: [(&str, bool); 7] = [
    ("browser", cfg!(feature = "browser")),
    ("cache", cfg!(feature = "cache")),
    ("keyring", cfg!(feature = "keyring")),
    ("socks-proxy", cfg!(feature = "socks-proxy")),
    ("win-system-proxy", cfg!(feature = "win-system-proxy")),
    ("platform-verifier", cfg!(feature = "platform-verifier")),
    ("native-tls", cfg!(feature = "native-tls")),
];

/// The names of all features, for tests.
#[doc(hidden)]
pub fn known_features() -> impl Iterator<Item = (&'static str, bool)> {
    FEATURES.into_iter()
}

/// The features that this build of the library has, as a JSON list of texts: of `browser`, `cache`, `keyring`,
/// `socks-proxy`, `win-system-proxy`, `platform-verifier` and `native-tls`. What needs a missing feature fails with
/// `HALO_CODE_MISSING_FEATURE`.
///
/// The text is never freed. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_features() -> *const c_char {
    static LIST: LazyLock<Text> = LazyLock::new(|| {
        let features = FEATURES.iter().filter(|(_, is_on)| *is_on);
        let list: Value = features.map(|(name, _)| *name).collect();
        Text::new(list.to_string())
    });
    enter_value(ptr::null(), || Ok(LIST.as_ptr()))
}
