//! The sandbox's description of itself.

use crate::Fallible;
use hyper::Uri;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

pub struct Info {
    /// The sandbox's URL for each real host.
    pub hosts: BTreeMap<String, Uri>,
    pub spartan: String,
    pub clearance: String,
    pub client_id: String,
    pub client_secret: String,
    pub refresh_token: String,
    pub home: Person,
    pub people: Vec<Person>,
    pub matches: Vec<String>,
}

#[derive(Clone)]
pub struct Person {
    pub xuid: String,
    pub gamertag: String,
}

impl Info {
    pub fn read(path: &Path) -> Fallible<Self> {
        let info: Value = serde_json::from_slice(&std::fs::read(path)?)?;
        let hosts = info["hosts"].as_object().ok_or("the info file has no hosts")?;
        let hosts = hosts
            .iter()
            .map(|(name, url)| Ok((name.clone(), local(text(url)?)?)));
        Ok(Self {
            hosts: hosts.collect::<Fallible<_>>()?,
            spartan: text(&info["spartan"])?,
            clearance: text(&info["clearance"])?,
            client_id: text(&info["client_id"])?,
            client_secret: text(&info["client_secret"])?,
            refresh_token: text(&info["refresh_token"])?,
            home: person(&info["home"])?,
            people: list(&info["people"])?
                .iter()
                .map(person)
                .collect::<Fallible<_>>()?,
            matches: list(&info["matches"])?
                .iter()
                .map(text)
                .collect::<Fallible<_>>()?,
        })
    }
}

/// Refuses URLs that lead off this machine.
fn local(url: String) -> Fallible<Uri> {
    let url: Uri = url.parse()?;
    match url.host() {
        Some("127.0.0.1") => Ok(url),
        _ => Err(format!("{url} is not on this machine").into()),
    }
}

fn person(person: &Value) -> Fallible<Person> {
    Ok(Person {
        xuid: text(&person["xuid"])?,
        gamertag: text(&person["gamertag"])?,
    })
}

fn list(value: &Value) -> Fallible<&Vec<Value>> {
    value
        .as_array()
        .ok_or_else(|| "the info file lacks a list".into())
}

fn text(value: &Value) -> Fallible<String> {
    let text = value.as_str().ok_or("the info file lacks a text")?;
    Ok(text.to_owned())
}
