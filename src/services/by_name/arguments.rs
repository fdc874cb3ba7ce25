//! The arguments of a call by name: the members of a JSON object.

use serde_json::{Map, Value};

use super::from_argument::{FromArgument, kind, short};
use crate::types::ArgumentError;

/// The members of a JSON object. All of them are known.
pub(super) struct Arguments<'a> {
    members: Option<&'a Map<String, Value>>,
    /// The argument that has this object as its value; `None` for the object of all arguments.
    of: Option<&'static str>,
}

impl<'a> Arguments<'a> {
    /// The arguments of a call, which may only have known names. `null` stands for an empty object.
    pub fn new(value: &'a Value, known: &[&'static str]) -> Result<Self, ArgumentError> {
        let members = members(value, known).map_err(|problem| ArgumentError::new("arguments", problem))?;
        Ok(Self { members, of: None })
    }

    /// The value by this name, or that of `null` if it is missing.
    pub fn value<T: FromArgument>(&self, name: &'static str) -> Result<T, ArgumentError> {
        read(self.members, name).map_err(|problem| match self.of {
            None => ArgumentError::new(name, problem),
            Some(argument) => ArgumentError::new(argument, format!("{name}: {problem}")),
        })
    }

    /// The value of a setter; `None` if it is left out.
    pub fn setter<T: FromArgument>(&self, name: &'static str) -> Result<Option<T>, ArgumentError> {
        self.value(name)
    }

    /// The values of a setter with several parameters; `None` if it is left out.
    pub fn parts(&self, name: &'static str, known: &[&'static str]) -> Result<Option<Self>, ArgumentError> {
        let value = member(self.members, name);
        if value.is_null() {
            return Ok(None);
        }
        let members = members(value, known).map_err(|problem| ArgumentError::new(name, problem))?;
        let of = Some(name);
        Ok(Some(Self { members, of }))
    }
}

/// The members of an object, which may only have known names.
pub(super) fn members<'a>(
    value: &'a Value,
    known: &[&'static str],
) -> Result<Option<&'a Map<String, Value>>, String> {
    let members = match value {
        Value::Null => return Ok(None),
        Value::Object(members) => members,
        other => return Err(format!("it is {}, but must be an object", kind(other))),
    };
    let unknown = members.keys().find(|name| !known.contains(&name.as_str()));
    match (unknown, known) {
        (None, _) => Ok(Some(members)),
        (Some(name), []) => Err(format!(
            "`{}` is not an argument here, where no arguments are",
            short(name)
        )),
        (Some(name), known) => Err(format!(
            "`{}` is not an argument here: the arguments are {}",
            short(name),
            known.join(", ")
        )),
    }
}

/// The member by this name, or the value of `null` if it is missing.
pub(super) fn read<T: FromArgument>(members: Option<&Map<String, Value>>, name: &str) -> Result<T, String> {
    T::from_argument(member(members, name))
}

/// A call has few members, so a search takes less time than the hash of the name.
fn member<'a>(members: Option<&'a Map<String, Value>>, name: &str) -> &'a Value {
    let mut members = members.into_iter().flatten();
    members
        .find(|(known, _)| *known == name)
        .map_or(&Value::Null, |(_, value)| value)
}
