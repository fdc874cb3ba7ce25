//! The calls that were made, and the facts that they returned.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Display;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The longest text of an error. Decoding errors quote the whole payload.
const LONGEST_ERROR: usize = 600;

#[derive(Default)]
pub struct Calls(Mutex<Record>);

#[derive(Default)]
struct Record {
    calls: Vec<Value>,
    methods: BTreeSet<String>,
    facts: Map<String, Value>,
}

impl Calls {
    /// Calls a method of `HaloInfiniteClient`, and returns its result if it succeeds.
    pub async fn halo<T, E: Error>(
        &self,
        method: &str,
        arguments: impl Display,
        call: impl Future<Output = Result<T, E>>,
    ) -> Option<T> {
        let result = call.await;
        self.result(&format!("HaloInfiniteClient::{method}"), arguments, result)
    }

    /// Records a result of a method.
    pub fn result<T, E: Error>(
        &self,
        method: &str,
        arguments: impl Display,
        result: Result<T, E>,
    ) -> Option<T> {
        let error = result.as_ref().err().map(|error| explain(error));
        self.record(method, &arguments.to_string(), error);
        result.ok()
    }

    /// Records a call that cannot fail.
    pub fn made<T>(&self, method: &str, result: T) -> T {
        self.record(method, "", None);
        result
    }

    /// Records a call as failed if its result is wrong.
    pub fn check(&self, method: &str, arguments: impl Display, right: bool, problem: impl Display) {
        let error = (!right).then(|| problem.to_string());
        self.record(method, &arguments.to_string(), error);
    }

    /// A fact can be stated twice, but not differently.
    pub fn fact(&self, name: String, value: Value) {
        let earlier = self.lock().facts.insert(name.clone(), value.clone());
        if let Some(earlier) = earlier.filter(|earlier| *earlier != value) {
            self.record("facts", &name, Some(format!("{earlier} at first, then {value}")));
        }
    }

    pub fn called(&self, method: &str) -> bool {
        self.lock().methods.contains(method)
    }

    /// The content of the result file.
    pub fn into_json(self) -> Value {
        let record = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        json!({ "client": "halo_api", "calls": record.calls, "facts": record.facts })
    }

    fn record(&self, method: &str, arguments: &str, error: Option<String>) {
        let mut record = self.lock();
        record.methods.insert(method.to_owned());
        let call = json!({ "method": method, "arguments": arguments, "error": error });
        record.calls.push(call);
    }

    fn lock(&self) -> MutexGuard<'_, Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An error with its causes.
fn explain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text.chars().take(LONGEST_ERROR).collect()
}
