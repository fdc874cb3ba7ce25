//! The list of all endpoints.

use std::ffi::c_char;
use std::ptr;
use std::sync::LazyLock;

use halo_infinite::services::by_name::{Argument, NamedEndpoint, named_endpoints};
use serde_json::{Value, json};

use crate::boundary::enter_value;
use crate::text::Text;

/// All endpoints, as a JSON list of objects:
///
/// - `name`: such as `stats.match_history`, for `halo_call`.
/// - `about`: what it returns, in English.
/// - `method`, `path`: of HTTP.
/// - `credentials`: the tokens that it needs, in English.
/// - `writes`: whether it changes data, which a client must permit.
/// - `late`: whether its data appears some time after its match.
/// - `cache`: how long its responses are cached, in English.
/// - `returns`: `json` or `file`.
/// - `model`: the name of the SDK's type that the JSON is made of.
/// - `arguments`: the arguments that a call needs: objects with `name`, `kind` (in English), `optional` (whether it may be
///   left out; true only within an object) and `values`, the list of allowed ones, which is empty if any is allowed.
/// - `optional_arguments`: those that may be left out: objects with `name`, `about` and `arguments`, its values. If
///   there are several, the argument is an object of them.
///
/// The text is never freed. Any thread may call this.
#[unsafe(no_mangle)]
pub extern "C" fn halo_endpoints() -> *const c_char {
    static LIST: LazyLock<Text> =
        LazyLock::new(|| Text::new(named_endpoints().map(describe).collect::<Value>().to_string()));
    enter_value(ptr::null(), || Ok(LIST.as_ptr()))
}

fn describe(named: NamedEndpoint) -> Value {
    let endpoint = named.endpoint();
    let setters = named.setters().iter();
    let optional = setters.map(|setter| {
        json!({ "name": setter.name, "about": setter.about, "arguments": describe_arguments(setter.arguments) })
    });
    json!({
        "name": endpoint.to_string(),
        "about": named.about(),
        "method": endpoint.method().as_str(),
        "path": endpoint.path(),
        "credentials": endpoint.credentials().to_string(),
        "writes": endpoint.writes(),
        "late": endpoint.appears_late(),
        "cache": endpoint.cache_rule().to_string(),
        "returns": if named.is_file() { "file" } else { "json" },
        "model": named.model(),
        "arguments": describe_arguments(named.arguments()),
        "optional_arguments": optional.collect::<Value>(),
    })
}

fn describe_arguments(arguments: &[Argument]) -> Value {
    let arguments = arguments.iter();
    arguments
        .map(|argument| json!({ "name": argument.name, "kind": argument.kind, "optional": argument.optional, "values": argument.values }))
        .collect()
}
