//! Prints every endpoint of this crate as a table: name, HTTP method, path, credentials, cache rule.
//!
//! ```sh
//! cargo run --example endpoints
//! ```

use halo_infinite::types::Endpoint;
use halo_infinite::{auth, services};

fn row(endpoint: &Endpoint) -> [String; 5] {
    let mut row = [
        endpoint.to_string(),
        format!(
            "{}{}",
            endpoint.method(),
            if endpoint.writes() { " *" } else { "" }
        ),
        endpoint.path().to_owned(),
        endpoint.credentials().to_string(),
        endpoint.cache_rule().to_string(),
    ];
    if let Some(credentials) = endpoint.version_credentials() {
        row[2] += "[/versions/{version_id}]";
        if credentials != endpoint.credentials() {
            row[3] += "[, clearance]";
        }
        row[4] += " [forever]";
    }
    row
}

fn main() {
    let header = ["name", "method", "path", "credentials", "cached for"].map(String::from);
    // Some endpoints of the sign-in are methods of the settings service too.
    let only_sign_in =
        auth::endpoints().filter(|endpoint| services::endpoints().all(|other| other != *endpoint));
    let endpoints = services::endpoints().chain(only_sign_in);
    let rows: Vec<_> = [header].into_iter().chain(endpoints.map(row)).collect();
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths = [0, 1, 2, 3].map(width);
    for [name, method, path, credentials, cache] in &rows {
        let [w0, w1, w2, w3] = widths;
        println!("{name:w0$}  {method:w1$}  {path:w2$}  {credentials:w3$}  {cache}");
    }
    println!("\nIn brackets: requests for a version of the resource. *: the request changes data.");
}
