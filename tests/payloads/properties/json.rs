//! JSON documents with ordered and repeated keys, and their mutations.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::Index;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// Raw text: a number, a keyword, or anything that a mutation inserts.
    Raw(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// The place of a value: the positions on the way from the document to it.
pub type Place = Vec<usize>;

impl Json {
    pub fn write(&self) -> String {
        let mut text = String::new();
        self.append(&mut text);
        text
    }

    fn append(&self, text: &mut String) {
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        match self {
            Self::Raw(raw) => text.push_str(raw),
            Self::Text(value) => text.push_str(&quoted(value)),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    text.push(if index == 0 { '[' } else { ',' });
                    item.append(text);
                }
                text.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Object(fields) => {
                for (index, (key, value)) in fields.iter().enumerate() {
                    text.push(if index == 0 { '{' } else { ',' });
                    text.push_str(&quoted(key));
                    text.push(':');
                    value.append(text);
                }
                text.push_str(if fields.is_empty() { "{}" } else { "}" });
            }
        }
    }

    fn children(&self) -> usize {
        match self {
            Self::List(items) => items.len(),
            Self::Object(fields) => fields.len(),
            _ => 0,
        }
    }

    fn child(&self, index: usize) -> Option<&Self> {
        match self {
            Self::List(items) => items.get(index),
            Self::Object(fields) => fields.get(index).map(|(_, value)| value),
            _ => None,
        }
    }

    pub fn child_mut(&mut self, index: usize) -> Option<&mut Self> {
        match self {
            Self::List(items) => items.get_mut(index),
            Self::Object(fields) => fields.get_mut(index).map(|(_, value)| value),
            _ => None,
        }
    }

    fn get_mut(&mut self, place: &[usize]) -> Option<&mut Self> {
        place.iter().try_fold(self, |json, index| json.child_mut(*index))
    }

    /// The places of all values, the document's own first.
    pub fn places(&self) -> Vec<Place> {
        let mut places = vec![Vec::new()];
        for index in 0..self.children() {
            let below = self.child(index).unwrap().places();
            places.extend(below.into_iter().map(|mut place| {
                place.insert(0, index);
                place
            }));
        }
        places
    }

    /// All values with their paths, as errors write them, from the document itself on.
    pub fn visit(&self, path: &str, visit: &mut impl FnMut(&str, &Self)) {
        visit(if path.is_empty() { "." } else { path }, self);
        match self {
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.visit(&format!("{path}[{index}]"), visit);
                }
            }
            Self::Object(fields) => {
                for (key, value) in fields {
                    let dot = if path.is_empty() { "" } else { "." };
                    value.visit(&format!("{path}{dot}{key}"), visit);
                }
            }
            _ => {}
        }
    }

    /// Removes all but the first items of each list: the others are similar.
    pub fn shorten_lists(&mut self, length: usize) {
        if let Self::List(items) = self {
            items.truncate(length);
        }
        for index in 0..self.children() {
            self.child_mut(index).unwrap().shorten_lists(length);
        }
    }

    /// Puts the keys of all objects into another order.
    pub fn reorder(&mut self, seed: &mut u64) {
        if let Self::Object(fields) = self {
            for last in (1..fields.len()).rev() {
                // Knuth's generator: deterministic, so that proptest can shrink the seed.
                *seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                fields.swap(last, (*seed >> 33) as usize % (last + 1));
            }
        }
        for index in 0..self.children() {
            self.child_mut(index).unwrap().reorder(seed);
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct JsonVisitor;

        impl<'de> Visitor<'de> for JsonVisitor {
            type Value = Json;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("JSON")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Raw("null".into()))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Raw(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
                Ok(Json::Raw(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
                Ok(Json::Raw(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
                Ok(Json::Raw(format!("{value:?}")))
            }

            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Text(text.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Json::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Json::Object(fields))
            }
        }

        deserializer.deserialize_any(JsonVisitor)
    }
}

/// A change to one place of a document, or two.
#[derive(Debug, Clone)]
pub enum Mutation {
    Delete(Index),
    Replace(Index, Json),
    /// Puts a key there again, with the value of another place.
    Duplicate(Index, Index),
    Swap(Index, Index),
    Reorder(u64),
    Rename(Index, String),
}

impl Mutation {
    pub fn apply(&self, json: &mut Json) {
        let places = json.places();
        match self {
            Self::Delete(at) => match at.get(&places).split_last() {
                None => *json = Json::Raw(String::new()),
                Some((last, parent)) => match json.get_mut(parent) {
                    Some(Json::List(items)) => drop(items.remove(*last)),
                    Some(Json::Object(fields)) => drop(fields.remove(*last)),
                    _ => unreachable!("it has a child"),
                },
            },
            Self::Replace(at, value) => *json.get_mut(at.get(&places).as_slice()).unwrap() = value.clone(),
            Self::Duplicate(at, other) => {
                let value = json.get_mut(other.get(&places).as_slice()).unwrap().clone();
                if let Some((last, parent)) = at.get(&places).split_last() {
                    match json.get_mut(parent) {
                        Some(Json::List(items)) => items.push(value),
                        Some(Json::Object(fields)) => {
                            let key = fields[*last].0.clone();
                            fields.push((key, value));
                        }
                        _ => unreachable!("it has a child"),
                    }
                }
            }
            Self::Swap(at, other) => {
                let (at, other) = (at.get(&places), other.get(&places));
                let first = json.get_mut(at).unwrap().clone();
                let second = std::mem::replace(json.get_mut(other).unwrap(), first);
                // If one value is inside the other, its place may be gone.
                if let Some(place) = json.get_mut(at) {
                    *place = second;
                }
            }
            Self::Reorder(seed) => json.reorder(&mut seed.clone()),
            Self::Rename(at, name) => {
                if let Some((last, parent)) = at.get(&places).split_last()
                    && let Some(Json::Object(fields)) = json.get_mut(parent)
                {
                    fields[*last].0 = name.clone();
                }
            }
        }
    }
}

/// Values that a field does not expect.
pub fn anything() -> impl Strategy<Value = Json> {
    let raw = |text: &str| Just(Json::Raw(text.into()));
    prop_oneof![
        2 => raw("null"),
        1 => raw("true"),
        2 => any::<i64>().prop_map(|number| Json::Raw(number.to_string())),
        1 => any::<u64>().prop_map(|number| Json::Raw(number.to_string())),
        2 => any::<f64>().prop_filter("JSON has no such number", |number| number.is_finite())
            .prop_map(|number| Json::Raw(format!("{number:?}"))),
        2 => prop::sample::select(vec![
            "1e308", "1e999", "-0", "-0.0", "123456789012345678901234567890", "5.0", "0.1e1", "[]", "{}",
            "[[]]", "9007199254740993", "1e-400", "01", "NaN", "tru", "\"\\ud800\"", "\"\\u0000\"", "",
        ]).prop_map(|text| Json::Raw(text.into())),
        2 => prop::sample::select(vec![
            "", "NaN", "Infinity", "-Infinity", "5", "-1", "PT0S", "P1D", "-PT0.5S", "P99999999999999D",
            "0001-01-01T00:00:00", "9999-12-31T23:59:59.9999999Z", "2024-02-30T00:00:00Z",
            "00000000-0000-0000-0000-000000000000", "{4B64348E-5897-4028-856D-44C7955C83E3}",
            "xuid(2533274855333605)", "xuid(1)", "bid(3.0)", "Onyx",
        ]).prop_map(|text| Json::Text(text.into())),
        1 => any::<String>().prop_map(Json::Text),
        1 => (1_usize..3000, prop::sample::select(vec![("[", "]"), ("{\"a\":", "}")])).prop_map(
            |(depth, (open, close))| Json::Raw(format!("{}1{}", open.repeat(depth), close.repeat(depth)))
        ),
    ]
}

pub fn mutation() -> impl Strategy<Value = Mutation> {
    let index = any::<Index>;
    prop_oneof![
        2 => index().prop_map(Mutation::Delete),
        6 => (index(), anything()).prop_map(|(at, value)| Mutation::Replace(at, value)),
        2 => (index(), index()).prop_map(|(at, other)| Mutation::Duplicate(at, other)),
        2 => (index(), index()).prop_map(|(at, other)| Mutation::Swap(at, other)),
        1 => any::<u64>().prop_map(Mutation::Reorder),
        1 => (index(), any::<String>()).prop_map(|(at, name)| Mutation::Rename(at, name)),
    ]
}
