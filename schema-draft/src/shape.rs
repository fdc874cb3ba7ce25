//! What payloads show of a value.

use crate::text::{Format, is_id};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The most distinct values that are remembered for proposing an enumeration.
const DISTINCT: usize = 12;

/// What all payloads together show of one value: its types, and of an object its fields.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    pub(crate) nulls: usize,
    pub(crate) booleans: usize,
    pub(crate) integers: usize,
    pub(crate) floats: usize,
    pub(crate) formats: Vec<Format>,
    pub(crate) empty_texts: usize,
    pub(crate) lists: usize,
    pub(crate) items: Option<Box<Shape>>,
    pub(crate) objects: usize,
    /// In the order of the payloads.
    pub(crate) fields: Vec<Field>,
    /// The distinct texts and integers; too many are no longer added.
    pub(crate) values: BTreeSet<String>,
    pub(crate) scalars: usize,
}

/// A field of an object.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// The number of objects with this field.
    pub(crate) present: usize,
    pub(crate) shape: Shape,
}

impl Shape {
    /// Collects what some payloads show.
    pub fn of<'a>(payloads: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut shape = Self::default();
        for payload in payloads {
            shape.add(payload);
        }
        shape
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Null => self.nulls += 1,
            Value::Bool(_) => self.booleans += 1,
            Value::Number(number) if number.is_i64() || number.is_u64() => {
                self.integers += 1;
                self.remember(number.to_string());
            }
            Value::Number(_) => self.floats += 1,
            Value::String(text) => {
                match text.as_str() {
                    "" => self.empty_texts += 1,
                    text => self.formats.push(Format::of(text)),
                }
                self.remember(text.clone());
            }
            Value::Array(items) => {
                self.lists += 1;
                let shape = self.items.get_or_insert_default();
                items.iter().for_each(|item| shape.add(item));
            }
            Value::Object(fields) => self.add_object(fields),
        }
    }

    fn add_object(&mut self, fields: &Map<String, Value>) {
        self.objects += 1;
        let mut place = 0;
        for (name, value) in fields {
            let known = self.fields.iter().position(|field| field.name == *name);
            let index = known.unwrap_or_else(|| {
                // Behind the field that precedes it in this payload.
                let field = Field {
                    name: name.clone(),
                    present: 0,
                    shape: Self::default(),
                };
                self.fields.insert(place, field);
                place
            });
            self.fields[index].present += 1;
            self.fields[index].shape.add(value);
            place = index + 1;
        }
    }

    fn remember(&mut self, value: String) {
        self.scalars += 1;
        if self.values.len() <= DISTINCT {
            self.values.insert(value);
        }
    }

    /// Whether nothing but null was seen.
    pub(crate) fn is_unknown(&self) -> bool {
        self.booleans + self.integers + self.floats + self.lists + self.objects + self.empty_texts == 0
            && self.formats.is_empty()
    }

    /// Whether nothing but objects and null was seen.
    pub(crate) fn is_object(&self) -> bool {
        self.booleans + self.integers + self.floats + self.lists + self.empty_texts == 0
            && self.formats.is_empty()
    }

    /// Whether the keys of the objects are ids, so that they are maps.
    pub(crate) fn is_map(&self) -> bool {
        !self.fields.is_empty() && self.fields.iter().all(|field| is_id(&field.name))
    }

    /// The shape of all values of a map.
    pub(crate) fn map_values(&self) -> Self {
        let mut values = Self::default();
        self.fields.iter().for_each(|field| values.absorb(&field.shape));
        values
    }

    fn absorb(&mut self, other: &Self) {
        self.nulls += other.nulls;
        self.booleans += other.booleans;
        self.integers += other.integers;
        self.floats += other.floats;
        self.formats.extend(&other.formats);
        self.empty_texts += other.empty_texts;
        self.lists += other.lists;
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().absorb(items);
        }
        self.objects += other.objects;
        for field in &other.fields {
            match self.fields.iter_mut().find(|known| known.name == field.name) {
                Some(known) => {
                    known.present += field.present;
                    known.shape.absorb(&field.shape);
                }
                None => self.fields.push(field.clone()),
            }
        }
        for value in &other.values {
            if self.values.len() <= DISTINCT {
                self.values.insert(value.clone());
            }
        }
        self.scalars += other.scalars;
    }

    /// The values of a possible enumeration: few distinct names or small numbers that come back often.
    pub(crate) fn enumeration(&self) -> Option<Vec<&str>> {
        let is_repeated =
            self.values.len() >= 2 && self.values.len() < DISTINCT && self.scalars >= 4 * self.values.len();
        let is_name = |value: &&str| {
            let is_word = value
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            !value.is_empty()
                && value.len() <= 32
                && is_word
                && value.parse::<i64>().map_or(true, |n| n.abs() < 100)
        };
        let values: Vec<&str> = self.values.iter().map(String::as_str).collect();
        (is_repeated && self.floats == 0 && values.iter().all(is_name)).then_some(values)
    }
}
