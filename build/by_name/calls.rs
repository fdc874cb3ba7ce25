//! Methods with the setters of their requests.

use std::collections::BTreeSet;

use super::signature::Method;
use super::sources::{ServiceMethod, Sources};

/// A call: a method, and the setters of the request that it returns.
pub struct Call<'s> {
    pub method: &'s ServiceMethod,
    pub setters: Vec<&'s Method>,
}

/// All calls. A name that stands for two things is an error, and so are setters of no call.
pub fn calls(sources: &Sources) -> Result<Vec<Call<'_>>, String> {
    let mut methods = BTreeSet::new();
    let mut used = BTreeSet::new();
    let mut calls = Vec::new();
    for method in &sources.methods {
        let name = format!("{}.{}", method.service, method.method.name);
        if !methods.insert(name.clone()) {
            return Err(format!("calls by name: two methods have the name `{name}`"));
        }
        let mut setters = Vec::new();
        for request in requests(method, sources) {
            if let Some((request, found)) = sources.setters.get_key_value(&request) {
                used.insert(request);
                setters.extend(found);
            }
        }
        let parameters = method.method.parameters.iter().map(|parameter| &parameter.name);
        let mut names: BTreeSet<_> = parameters.collect();
        for setter in &setters {
            if setter.parameters.is_empty() {
                return Err(format!(
                    "`{name}`: the setter `{}` has no parameter, so no value calls it",
                    setter.name
                ));
            }
            if !names.insert(&setter.name) {
                return Err(format!("`{name}`: two arguments have the name `{}`", setter.name));
            }
        }
        calls.push(Call { method, setters });
    }
    match sources.setters.keys().find(|request| !used.contains(request)) {
        None => Ok(calls),
        Some(request) => Err(format!(
            "calls by name: no method returns the request whose setters are those of `{request}`"
        )),
    }
}

/// The names that the setters of a method's request can have: those of the request itself, and those of a trait that
/// its model implements.
fn requests(method: &ServiceMethod, sources: &Sources) -> Vec<String> {
    let traits = sources
        .implementors
        .iter()
        .filter(|(_, types)| types.contains(&method.model_path));
    let request = method.request.split('<').next().unwrap_or_default();
    let of_traits = traits.map(|(implemented, _)| format!("{request}<impl {implemented}>"));
    [method.request.clone()].into_iter().chain(of_traits).collect()
}
