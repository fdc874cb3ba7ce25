//! The arguments of a call by name: the members of a JSON object.

use serde_json::{Map, Value};

use super::argument_types::FromArgument;
use crate::types::ArgumentError;

/// The members of a JSON object. All of them are known.
pub(super) struct Arguments<'a> {
    members: Option<&'a Map<String, Value>>,
}

impl<'a> Arguments<'a> {
    /// The members of `value`, which may only have known names. `null` stands for an empty object.
    pub fn new(name: &'static str, value: &'a Value, known: &[&'static str]) -> Result<Self, ArgumentError> {
        let members = match value {
            Value::Null => None,
            Value::Object(members) => Some(members),
            _ => return Err(ArgumentError::new(name, "a JSON object is needed")),
        };
        let mut names = members.into_iter().flat_map(Map::keys);
        match names.find(|member| !known.contains(&member.as_str())) {
            None => Ok(Self { members }),
            Some(member) => Err(ArgumentError::new(
                name,
                format!(
                    "`{}` is not an argument here{}",
                    member.escape_debug(),
                    if known.is_empty() {
                        ": there are no arguments".to_owned()
                    } else {
                        format!(": the arguments are {}", known.join(", "))
                    }
                ),
            )),
        }
    }

    /// Whether there is a value by this name other than `null`.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.is_null())
    }

    /// The value by this name, or that of `null` if there is none.
    pub fn value<T: FromArgument>(&self, name: &'static str) -> Result<T, ArgumentError> {
        let value = self.get(name).unwrap_or(&Value::Null);
        T::from_argument(value).map_err(|problem| ArgumentError::new(name, problem))
    }

    /// The object by this name.
    pub fn part(&self, name: &'static str, known: &[&'static str]) -> Result<Arguments<'a>, ArgumentError> {
        Arguments::new(name, self.get(name).unwrap_or(&Value::Null), known)
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.members.and_then(|members| members.get(name))
    }
}

/// A hint at a name like this one: `; did you mean stats.match_history?`.
pub(super) fn similar(name: &str, known: impl Iterator<Item = String>) -> String {
    let method = name.rsplit('.').next().unwrap_or(name);
    let mut close: Vec<_> = known
        .filter(|known| {
            let of_known = known.rsplit('.').next().unwrap_or(known);
            !method.is_empty() && (of_known.contains(method) || method.contains(of_known))
        })
        .collect();
    close.truncate(4);
    if close.is_empty() {
        String::new()
    } else {
        format!(": did you mean {}?", close.join(" or "))
    }
}
