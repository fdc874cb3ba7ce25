//! A fault of a script.

use crate::answer::Answer;
use crate::faults::fault::Fault;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::time::Duration;

/// The most bytes or arrays of a fault that is held in memory.
const MOST_IN_MEMORY: usize = 64 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptFault {
    fault: Option<ScriptEffect>,
    response: Option<ScriptResponse>,
    delay_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScriptEffect {
    Reset,
    Close,
    ResetAfter(usize),
    TruncatedAfter(usize),
    Drip(Pieces),
    DripForever(Pieces),
    Garbage(usize),
    GarbageInside,
    ContentType(String),
    BrokenGzip,
    GzipBomb(u64),
    EndlessBody,
    HugeBody(u64),
    HugeHeaders(u64),
    EndlessHeaders,
    DuplicateKeys,
    HugeNumbers,
    InvalidUtf8,
    HtmlPage,
    DeepNesting(usize),
    SpartanTokensRevoked,
    UserTokensRevoked,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pieces {
    bytes: NonZeroUsize,
    every_ms: u64,
}

impl Pieces {
    fn pause(self) -> Duration {
        Duration::from_millis(self.every_ms)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptResponse {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Value>,
}

impl ScriptFault {
    pub(super) fn into_fault(self) -> Result<Fault, String> {
        let response = self.response.map(ScriptResponse::into_answer).transpose()?;
        let replaces = matches!(
            self.fault,
            Some(ScriptEffect::HtmlPage | ScriptEffect::DeepNesting(_))
        );
        let fault = match (self.fault, response) {
            (Some(_), Some(_)) if replaces => {
                return Err("`html_page` and `deep_nesting` are responses: leave out `response`".to_owned());
            }
            (Some(effect), Some(response)) => effect.into_fault()?.of(response),
            (Some(effect), None) => effect.into_fault()?,
            (None, Some(response)) => response.into(),
            (None, None) if self.delay_ms.is_some() => Fault::delay(Duration::ZERO),
            (None, None) => return Err("a fault needs `fault`, `response` or `delay_ms`".to_owned()),
        };
        Ok(fault.delayed(Duration::from_millis(self.delay_ms.unwrap_or(0))))
    }
}

impl ScriptEffect {
    fn into_fault(self) -> Result<Fault, String> {
        Ok(match self {
            Self::Reset => Fault::reset(),
            Self::Close => Fault::close(),
            Self::ResetAfter(bytes) => Fault::reset_after(bytes),
            Self::TruncatedAfter(bytes) => Fault::truncated_after(bytes),
            Self::Drip(pieces) => Fault::drip(pieces.bytes.get(), pieces.pause()),
            Self::DripForever(pieces) => Fault::drip_forever(in_memory(pieces.bytes.get())?, pieces.pause()),
            Self::Garbage(bytes) => Fault::garbage(in_memory(bytes)?),
            Self::GarbageInside => Fault::garbage_inside(),
            Self::ContentType(content_type) => Fault::checked_content_type(&content_type)?,
            Self::BrokenGzip => Fault::broken_gzip(),
            Self::GzipBomb(inflated) => Fault::gzip_bomb(inflated),
            Self::EndlessBody => Fault::endless_body(),
            Self::HugeBody(bytes) => Fault::huge_body(bytes),
            Self::HugeHeaders(bytes) => Fault::huge_headers(bytes),
            Self::EndlessHeaders => Fault::endless_headers(),
            Self::DuplicateKeys => Fault::duplicate_keys(),
            Self::HugeNumbers => Fault::huge_numbers(),
            Self::InvalidUtf8 => Fault::invalid_utf8(),
            Self::HtmlPage => Fault::html_page(),
            Self::DeepNesting(arrays) => Fault::deep_nesting(in_memory(arrays)?),
            Self::SpartanTokensRevoked => Fault::spartan_tokens_revoked(),
            Self::UserTokensRevoked => Fault::user_tokens_revoked(),
        })
    }
}

fn in_memory(count: usize) -> Result<usize, String> {
    if count <= MOST_IN_MEMORY {
        Ok(count)
    } else {
        Err(format!(
            "`garbage`, `drip_forever` and `deep_nesting` are at most {MOST_IN_MEMORY}, not {count}"
        ))
    }
}

impl ScriptResponse {
    fn into_answer(self) -> Result<Answer, String> {
        let answer = Answer::checked(self.status)?;
        let answer = match self.body {
            None => answer,
            Some(Value::String(text)) => answer.body(text),
            Some(json) => answer.json(json),
        };
        self.headers
            .iter()
            .try_fold(answer, |answer, (name, value)| answer.with_header(name, value))
    }
}
