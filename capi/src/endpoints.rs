//! The list of all endpoints.

use std::ffi::c_char;
use std::ptr;
use std::sync::LazyLock;

use halo_infinite::services::by_name::{Argument, NamedEndpoint, named_endpoints};
use halo_infinite::types::ResponseKind;
use serde_json::{Value, json};

use crate::boundary::enter_value;
use crate::text::Text;

/// All endpoints, as a JSON list of objects: `name`, `about`, `method` (HTTP), `path`, `credentials`, `writes`, `late`,
/// `cache`, `returns` (`json` or `file`), `model`, `arguments` and `optional_arguments`. An argument has `name`, `kind` and
/// `values`, an optional one `name`, `about` and its `arguments`: if there are several, it is an object of them.
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
    let is_file = matches!(named.model(), "RawFile" | "ChunkFile");
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
        "returns": match endpoint.response_kind() {
            ResponseKind::Empty => "nothing",
            _ if is_file => "file",
            _ => "json",
        },
        "model": named.model(),
        "arguments": describe_arguments(named.arguments()),
        "optional_arguments": optional.collect::<Value>(),
    })
}

fn describe_arguments(arguments: &[Argument]) -> Value {
    let arguments = arguments.iter();
    arguments
        .map(|argument| json!({ "name": argument.name, "kind": argument.kind, "values": argument.values }))
        .collect()
}
