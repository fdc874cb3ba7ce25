//! Fault scripts in JSON, for programs in other languages.

mod fault;
mod rule;

use self::rule::{CheckedRule, ScriptRule};
use super::script::Faults;
use serde::Deserialize;
use std::fmt;

/// A fault script that [`Faults::load`] refuses. The message names the place and the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultScriptError(String);

impl fmt::Display for FaultScriptError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for FaultScriptError {}

impl Faults {
    /// Adds the rules of a script in JSON. They have the meaning of [`on`](Self::on) and its methods.
    ///
    /// ```
    /// use halo_infinite_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::start()?;
    /// sandbox.faults().load(r#"{
    ///     "rules": [
    ///         { "on": "/stats/", "times": 2,
    ///           "faults": [{ "response": { "status": 429, "headers": { "Retry-After": "1" } } }] },
    ///         { "on": "/", "every": 10, "faults": [{ "delay_ms": 200 }] },
    ///         { "on": "/skill/", "method": "GET", "share": 0.05, "seed": 117, "pick": "random",
    ///           "faults": [{ "fault": "reset" }, { "fault": { "truncated_after": 100 } },
    ///                      { "fault": { "drip": { "bytes": 1, "every_ms": 50 } }, "delay_ms": 10 }] }
    ///     ]
    /// }"#)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A rule has:
    ///
    /// - `on`: the start of the path, `"/"` for all requests. `method`: the HTTP method; all methods without it.
    /// - one of `times`, `nth`, `every` and `share`, or none for all requests; `seed` for `share` and `random`.
    /// - `faults`: a list with at least one fault, and `pick`: `"in_turn"` (the default) or `"random"`.
    ///
    /// A fault has at least one of:
    ///
    /// - `fault`: a name, `"reset"`, `"close"`, `"garbage_inside"`, `"broken_gzip"`, `"endless_body"`,
    ///   `"endless_headers"`, `"duplicate_keys"`, `"huge_numbers"`, `"invalid_utf8"`, `"html_page"`,
    ///   `"spartan_tokens_revoked"`, `"user_tokens_revoked"`; or a name with its argument, `{"reset_after": BYTES}`,
    ///   `{"truncated_after": BYTES}`, `{"garbage": BYTES}`, `{"gzip_bomb": BYTES}`, `{"huge_body": BYTES}`,
    ///   `{"huge_headers": BYTES}`, `{"deep_nesting": ARRAYS}`, `{"content_type": TEXT}`,
    ///   `{"drip": {"bytes": BYTES, "every_ms": MS}}`, `{"drip_forever": {…}}`: the functions of
    ///   [`Fault`](crate::Fault). `garbage`, `drip_forever` and `deep_nesting` are at most 67,108,864.
    /// - `response`: an HTTP response instead of the sandbox's own, with `status`, and if needed `headers` and a
    ///   `body`: a text, or JSON.
    /// - `delay_ms`: milliseconds before the first byte.
    ///
    /// # Errors
    ///
    /// [`FaultScriptError`] if the text is no such JSON, has an unknown field, or a value that is not possible. No
    /// rule is added then.
    pub fn load(&self, script: &str) -> Result<(), FaultScriptError> {
        let script: Script =
            serde_json::from_str(script).map_err(|error| FaultScriptError(error.to_string()))?;
        let rules = script.rules.into_iter().enumerate().map(|(index, rule)| {
            let place = format!("rule {} (`on`: {:?})", index + 1, rule.on);
            rule.check()
                .map_err(|problem| FaultScriptError(format!("{place}: {problem}")))
        });
        for rule in rules.collect::<Result<Vec<CheckedRule>, FaultScriptError>>()? {
            rule.add_to(self);
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    rules: Vec<ScriptRule>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::faults::fault::Fault;
    use std::time::Duration;

    fn faults_of(script: &str) -> Result<Vec<Fault>, FaultScriptError> {
        let faults = Faults::new(0);
        faults.load(script)?;
        let next = || faults.fault_for(&axum::http::Method::GET, "/stats/hi/");
        Ok(std::iter::from_fn(next).take(50).collect())
    }

    fn one(fault: &str) -> Result<Fault, FaultScriptError> {
        let script = format!(r#"{{ "rules": [{{ "on": "/stats/", "nth": 1, "faults": [{fault}] }}] }}"#);
        Ok(faults_of(&script)?.remove(0))
    }

    #[test]
    fn each_name_makes_its_fault() {
        let ms = Duration::from_millis;
        for (text, fault) in [
            (r#""reset""#, Fault::reset()),
            (r#""close""#, Fault::close()),
            (r#"{"reset_after": 3}"#, Fault::reset_after(3)),
            (r#"{"truncated_after": 3}"#, Fault::truncated_after(3)),
            (r#"{"drip": {"bytes": 2, "every_ms": 5}}"#, Fault::drip(2, ms(5))),
            (
                r#"{"drip_forever": {"bytes": 2, "every_ms": 5}}"#,
                Fault::drip_forever(2, ms(5)),
            ),
            (r#"{"garbage": 3}"#, Fault::garbage(3)),
            (r#""garbage_inside""#, Fault::garbage_inside()),
            (
                r#"{"content_type": "text/plain"}"#,
                Fault::content_type("text/plain"),
            ),
            (r#""broken_gzip""#, Fault::broken_gzip()),
            (r#"{"gzip_bomb": 3}"#, Fault::gzip_bomb(3)),
            (r#""endless_body""#, Fault::endless_body()),
            (r#"{"huge_body": 3}"#, Fault::huge_body(3)),
            (r#"{"huge_headers": 3}"#, Fault::huge_headers(3)),
            (r#""endless_headers""#, Fault::endless_headers()),
            (r#""duplicate_keys""#, Fault::duplicate_keys()),
            (r#""huge_numbers""#, Fault::huge_numbers()),
            (r#""invalid_utf8""#, Fault::invalid_utf8()),
            (r#""html_page""#, Fault::html_page()),
            (r#"{"deep_nesting": 3}"#, Fault::deep_nesting(3)),
            (r#""spartan_tokens_revoked""#, Fault::spartan_tokens_revoked()),
            (r#""user_tokens_revoked""#, Fault::user_tokens_revoked()),
        ] {
            assert_eq!(one(&format!(r#"{{"fault": {text}}}"#)), Ok(fault), "{text}");
        }
    }

    #[test]
    fn responses_delays_and_faults_combine() {
        let busy = Answer::new(429).header("Retry-After", "1");
        let text = r#""response": {"status": 429, "headers": {"Retry-After": "1"}}"#;
        assert_eq!(one(&format!("{{{text}}}")), Ok(busy.clone().into()));
        let late = Fault::from(busy.clone()).delayed(Duration::from_millis(7));
        assert_eq!(one(&format!(r#"{{{text}, "delay_ms": 7}}"#)), Ok(late));
        let cut = Fault::truncated_after(0).of(busy);
        assert_eq!(
            one(&format!(r#"{{{text}, "fault": {{"truncated_after": 0}}}}"#)),
            Ok(cut)
        );
        let json = Answer::new(400).json(serde_json::json!({ "error": "x" }));
        let text = r#"{"response": {"status": 400, "body": {"error": "x"}}}"#;
        assert_eq!(one(text), Ok(json.into()));
        let plain = Answer::new(200).body("hello");
        assert_eq!(
            one(r#"{"response": {"status": 200, "body": "hello"}}"#),
            Ok(plain.into())
        );
    }

    #[test]
    fn selections_and_picks_have_the_meaning_of_the_builder() {
        let names = |selection: &str| -> Vec<String> {
            let faults = r#""faults": [{"fault": "reset"}, {"fault": "close"}]"#;
            let script = format!(r#"{{ "rules": [{{ "on": "/stats/", {selection} {faults} }}] }}"#);
            faults_of(&script)
                .expect("a script")
                .iter()
                .map(Fault::to_string)
                .collect()
        };
        let (reset, close) = (Fault::reset().to_string(), Fault::close().to_string());
        assert_eq!(
            names(r#""times": 3,"#),
            [reset.clone(), close.clone(), reset.clone()]
        );
        assert_eq!(names("").len(), 50);
        assert_eq!(names(r#""every": 1, "pick": "in_turn","#)[1], close);
        let random = names(r#""share": 1.0, "seed": 5, "pick": "random","#);
        assert_eq!(random, names(r#""share": 1.0, "seed": 5, "pick": "random","#));
        assert!(random.windows(2).any(|pair| pair[0] == pair[1]), "{random:?}");
        assert_eq!(names(r#""method": "POST","#), [""; 0]);
        assert_eq!(names(r#""method": "get","#).len(), 50);
    }

    #[test]
    fn a_wrong_script_adds_no_rule_and_its_error_names_the_place() {
        let rule = |inner: &str| {
            format!(r#"{{ "rules": [{{ "on": "/", "faults": [{{"fault": "reset"}}] }}, {inner}] }}"#)
        };
        for (script, problem) in [
            ("".to_owned(), "EOF"),
            ("[]".to_owned(), "invalid"),
            (
                "{ \"rules\": [{ \"on\": \"/\", \"time\": 1, \"faults\": [] }] }".to_owned(),
                "unknown field `time`",
            ),
            (
                rule(r#"{ "on": "/", "faults": [] }"#),
                "rule 2 (`on`: \"/\"): `faults` needs",
            ),
            (
                rule(r#"{ "on": "stats", "faults": [{"fault": "reset"}] }"#),
                "must start with `/`",
            ),
            (
                rule(r#"{ "on": "/", "nth": 0, "faults": [{"fault": "reset"}] }"#),
                "nonzero",
            ),
            (
                rule(r#"{ "on": "/", "nth": 1, "times": 1, "faults": [{"fault": "reset"}] }"#),
                "only one of",
            ),
            (
                rule(r#"{ "on": "/", "share": 1.5, "faults": [{"fault": "reset"}] }"#),
                "from 0 to 1",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{}] }"#),
                "needs `fault`, `response` or `delay_ms`",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{"fault": {"deep_nesting": 1000000000000}}] }"#),
                "at most",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{"fault": "explode"}] }"#),
                "unknown variant `explode`",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{"fault": {"drip": {"bytes": 0, "every_ms": 1}}}] }"#),
                "nonzero",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{"fault": {"garbage": 100000000000}}] }"#),
                "are at most",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{"fault": {"deep_nesting": 100000000000}}] }"#),
                "are at most",
            ),
            (
                rule(
                    r#"{ "on": "/", "faults": [{"fault": {"drip_forever": {"bytes": 100000000000, "every_ms": 1}}}] }"#,
                ),
                "are at most",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{"response": {"status": 99}}] }"#),
                "99 is not the HTTP status",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{"response": {"status": 200, "headers": {"a b": "c"}}}] }"#),
                "header name",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{"fault": {"content_type": "a\nb"}}] }"#),
                "header value",
            ),
            (
                rule(r#"{ "on": "/", "faults": [{"fault": "html_page", "response": {"status": 200}}] }"#),
                "leave out `response`",
            ),
        ] {
            let faults = Faults::new(0);
            let error = faults.load(&script).expect_err(&script).to_string();
            assert!(error.contains(problem), "{script}: {error}");
            assert_eq!(faults.fault_for(&axum::http::Method::GET, "/"), None);
        }
    }
}
