//! Fields that a model lacks, added to its schema.

use crate::draft::{Draft, draft_field};
use crate::print;
use crate::schemas::{Schemas, referred};
use crate::shape::Shape;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Adds the fields that payloads of a model have and its schema lacks, in the objects inside it too. Returns the new
/// texts of the files that change. Every line that stands there stays as it is, except for a comma.
///
/// New fields can be absent, because payloads of all years must decode.
///
/// # Errors
///
/// A message if there is no such model, or if its definition is not formatted like the others.
pub fn merge(model: &str, shape: &Shape, schemas: &Schemas) -> Result<BTreeMap<String, String>, String> {
    let home = schemas
        .home(model)
        .ok_or_else(|| format!("no schema has {model}: draft it"))?;
    let mut merger = Merger {
        schemas,
        texts: BTreeMap::new(),
        done: BTreeSet::new(),
    };
    merger.definition(home, model, shape)?;
    Ok(merger.texts)
}

struct Merger<'a> {
    schemas: &'a Schemas,
    texts: BTreeMap<String, String>,
    done: BTreeSet<(String, String)>,
}

impl Merger<'_> {
    fn definition(&mut self, home: &str, name: &str, shape: &Shape) -> Result<(), String> {
        for field in &shape.fields {
            let known = self.schemas.fields(home, name);
            match known.iter().find(|known| known.name == field.name) {
                Some(known) => self.inside(known.property, known.stem, &field.shape)?,
                None if self.done.insert((name.to_owned(), field.name.clone())) => {
                    let new = (field.name.as_str(), &field.shape);
                    let (property, draft) = draft_field(name, new, true, self.schemas, home);
                    self.add(home, name, &print::property(&field.name, &property), &draft)?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Follows a property to the definitions that it refers to.
    fn inside(&mut self, property: &Value, stem: &str, shape: &Shape) -> Result<(), String> {
        if let Some(reference) = referred(property) {
            let target = self.schemas.target(reference, stem);
            return match target.filter(|(home, _)| *home != "refdata") {
                Some((home, name)) if !self.schemas.fields(home, name).is_empty() => {
                    let (home, name) = (home.to_owned(), name.to_owned());
                    self.definition(&home, &name, shape)
                }
                _ => Ok(()),
            };
        }
        if let (Some(items), Some(shape)) = (property.get("items"), &shape.items) {
            return self.inside(items, stem, shape);
        }
        match property.get("additionalProperties") {
            Some(values) => self.inside(values, stem, &shape.map_values()),
            None => Ok(()),
        }
    }

    fn add(&mut self, home: &str, name: &str, property: &str, draft: &Draft) -> Result<(), String> {
        let text = match self.texts.get(home) {
            Some(text) => text.clone(),
            None => self.schemas.text(home).unwrap_or_default().to_owned(),
        };
        let problem = || format!("schemas/{home}.json: {name} is not formatted like the other definitions");
        let start = format!("\n    {}: {{\n", Value::from(name));
        let body = text.find(&start).map(|at| at + start.len()).ok_or_else(problem)?;
        let end = body + text[body..].find("\n    }").ok_or_else(problem)?;
        let opening = "\n      \"properties\": {\n";
        let properties = text[body - 1..end]
            .find(opening)
            .map(|at| at + body - 1 + opening.len());
        let properties = properties.ok_or_else(problem)?;
        let last = properties + text[properties..end].find("\n      }").ok_or_else(problem)?;
        let mut new = format!("{},\n{property}{}", &text[..last], &text[last..]);
        if !draft.0.is_empty() {
            let closing = new.rfind("\n  }\n}").ok_or_else(problem)?;
            new.insert_str(closing, &format!(",\n{}", print::print(draft).trim_end()));
        }
        self.texts.insert(home.to_owned(), new);
        Ok(())
    }
}
