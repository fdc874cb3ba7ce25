//! A rule of a script.

use super::fault::ScriptFault;
use crate::faults::fault::Fault;
use crate::faults::rule::RuleBuilder;
use crate::faults::script::Faults;
use serde::Deserialize;
use std::num::NonZeroUsize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptRule {
    pub(super) on: String,
    method: Option<String>,
    times: Option<usize>,
    nth: Option<NonZeroUsize>,
    every: Option<NonZeroUsize>,
    share: Option<f64>,
    seed: Option<u64>,
    faults: Vec<ScriptFault>,
    #[serde(default)]
    pick: ScriptPick,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScriptPick {
    #[default]
    InTurn,
    Random,
}

/// A rule whose values are all possible.
pub(super) struct CheckedRule {
    rule: ScriptRule,
    faults: Vec<Fault>,
}

impl ScriptRule {
    pub(super) fn check(mut self) -> Result<CheckedRule, String> {
        if !self.on.starts_with('/') {
            return Err("`on` must start with `/`".to_owned());
        }
        let selections = [
            self.times.is_some(),
            self.nth.is_some(),
            self.every.is_some(),
            self.share.is_some(),
        ];
        if selections.iter().filter(|is_present| **is_present).count() > 1 {
            return Err("use only one of `times`, `nth`, `every` and `share`".to_owned());
        }
        if self.share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err("`share` must be from 0 to 1".to_owned());
        }
        if self.faults.is_empty() {
            return Err("`faults` needs at least one fault".to_owned());
        }
        let faults = std::mem::take(&mut self.faults);
        let faults: Result<Vec<Fault>, String> = faults.into_iter().map(ScriptFault::into_fault).collect();
        Ok(CheckedRule {
            rule: self,
            faults: faults?,
        })
    }
}

impl CheckedRule {
    pub(super) fn add_to(self, faults: &Faults) {
        let rule = &self.rule;
        let builder = faults.on(&rule.on);
        let builder = rule
            .method
            .as_deref()
            .into_iter()
            .fold(builder, RuleBuilder::method);
        let builder = rule.seed.into_iter().fold(builder, RuleBuilder::seed);
        let builder = match (rule.times, rule.nth, rule.every, rule.share) {
            (Some(times), ..) => builder.times(times),
            (_, Some(nth), ..) => builder.nth(nth.get()),
            (_, _, Some(every), _) => builder.every(every.get()),
            (.., Some(share)) => builder.share(share),
            _ => builder.always(),
        };
        match rule.pick {
            ScriptPick::InTurn => builder.answer_in_turn(self.faults),
            ScriptPick::Random => builder.answer_any_of(self.faults),
        };
    }
}
