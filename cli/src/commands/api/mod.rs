//! `halo api`: any endpoint by its name.

mod arguments;
mod catalogue;

use std::path::PathBuf;

use clap::Args;
use halo_infinite::services::by_name::{
    Content, NamedRequest, NamedResponse, named_endpoint, named_endpoints,
};
use serde_json::Value;

pub use catalogue::Listed;

use crate::commands::common::OneOf;
use crate::context::Context;
use crate::failure::Failure;
use crate::save;
use crate::show::duration;

/// The arguments of the command.
#[derive(Debug, Args)]
#[command(after_help = "\
halo api --list film                              endpoints with `film` in their line
halo api stats.match_history --describe           the arguments of an endpoint
halo api stats.match_history player=me count=5
halo api stats.match_stats MATCH_ID --jq .MatchInfo.Duration

Values: `me` is the signed-in player; a list has commas; `KEY=@FILE` reads a file, `KEY=@-` the
standard input; `KEY:=JSON` is JSON in any case; `KEY.MEMBER=VALUE` sets a member of an object;
`-` reads an object of arguments from the standard input.")]
pub struct Api {
    /// The endpoint, such as stats.match_history
    #[arg(
        value_name = "NAME",
        required_unless_present = "list",
        value_parser = OneOf(names),
        hide_possible_values = true
    )]
    name: Option<String>,
    /// Arguments: `KEY=VALUE`, or values in the order of the endpoint's arguments
    #[arg(value_name = "KEY=VALUE")]
    arguments: Vec<String>,
    /// Lists the endpoints, or those with a word
    #[arg(short, long, conflicts_with_all = ["describe", "paginate", "raw", "output", "include"])]
    list: bool,
    /// Describes the endpoint and its arguments, and sends nothing
    #[arg(short, long, conflicts_with_all = ["paginate", "raw", "output", "include"])]
    describe: bool,
    /// Requests all pages, and prints each
    #[arg(long, conflicts_with_all = ["raw", "output", "include"])]
    paginate: bool,
    /// Prints the body as the service sent it
    #[arg(long)]
    raw: bool,
    /// Prints status, attempts and age on the standard error
    #[arg(short, long)]
    include: bool,
    /// Saves the result in a file; `-` is the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replaces an existing file
    #[arg(long, requires = "output")]
    force: bool,
    /// Permits requests that change data of the account
    #[arg(long)]
    allow_writes: bool,
}

impl Api {
    /// Lists, describes or calls endpoints.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let name = self.name.as_deref().unwrap_or_default();
        if self.list {
            let words: Vec<_> = self.name.iter().chain(&self.arguments).collect();
            return catalogue::list(context, &words);
        }
        let named = named_endpoint(name)
            .map_err(|error| Failure::Usage(format!("{error}; `halo api --list` lists all endpoints")))?;
        if self.describe {
            return catalogue::describe(context, &named);
        }
        context.out.takes_json()?;
        if self.raw && !context.out.is_view() {
            return Err(Failure::Usage(
                "--raw: the body is printed as it is, so --json, --jq, --template, --csv and --tsv do not fit".into(),
            ));
        }
        let forms = context.globals.forms();
        if let (Some(_), Some(form)) = (&self.output, forms.iter().find(|form| **form != "--json")) {
            return Err(Failure::Usage(format!(
                "{form}: --output saves the whole result: choose one"
            )));
        }
        let arguments = arguments::read(&named, &self.arguments, || context.me())?;
        if let Some(path) = &self.output {
            save::check(path, self.force)?;
        }
        let request = match (named.endpoint().writes(), self.allow_writes) {
            (false, _) => context.client()?.by_name(name, &arguments)?,
            (true, true) => context.writing_client()?.by_name(name, &arguments)?,
            (true, false) => {
                return Err(Failure::Usage(format!(
                    "{name} changes data of the account: permit it with --allow-writes"
                )));
            }
        };
        match self.paginate {
            true => pages(context, name, &request),
            false => self.send(context, &request),
        }
    }

    fn send(&self, context: &Context, request: &NamedRequest) -> Result<(), Failure> {
        let response = match self.raw {
            true => request.send_raw()?,
            false => request.send()?,
        };
        if self.include {
            context.out.always_note(facts(&response));
        }
        match (&self.output, &response.content) {
            (Some(path), content) => {
                let bytes = bytes(content);
                let length = format_args!("{} bytes", bytes.len());
                save::output(&context.out, path, self.force, bytes, length)
            }
            (None, Content::Json(json)) => print(context, json),
            (None, content) => context.out.file(bytes(content)),
        }
    }
}

/// The names of all endpoints.
fn names() -> Vec<String> {
    named_endpoints()
        .map(|named| named.endpoint().to_string())
        .collect()
}

fn bytes(content: &Content) -> &[u8] {
    match content {
        Content::Json(json) => json,
        Content::File(file) => &file.bytes,
        _ => &[],
    }
}

fn print(context: &Context, json: &[u8]) -> Result<(), Failure> {
    let value: Value = serde_json::from_slice(json).map_err(|error| Failure::Other {
        message: format!("the response is not JSON: {error}"),
        advice: Some("look at it with --raw".into()),
    })?;
    context.out.json(&value)
}

/// Prints each page as soon as it is there.
fn pages(context: &Context, name: &str, request: &NamedRequest) -> Result<(), Failure> {
    let pages = request.pages().ok_or_else(|| {
        Failure::Usage(format!(
            "--paginate: {name} has no pages: `halo api --list --jq '.[] | select(.pages).name'` lists those that have"
        ))
    })?;
    for page in pages {
        print(context, bytes(&page?))?;
    }
    Ok(())
}

/// Status, attempts and age, in a line.
fn facts(response: &NamedResponse) -> String {
    let attempts = match response.attempts {
        0 => "nothing sent".to_owned(),
        1 => "1 attempt".to_owned(),
        attempts => format!("{attempts} attempts"),
    };
    let age = match response.age.and_then(|age| age.try_into().ok()) {
        Some(age) => format!(", cached {} ago", duration(age)),
        None => String::new(),
    };
    format!("status {}, {attempts}{age}", response.status)
}
