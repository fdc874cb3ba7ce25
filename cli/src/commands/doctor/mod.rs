//! `halo doctor`: checks everything that a command needs.

mod account;
mod certificate;
mod local;
mod network;
mod proxy;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::show::{Cell, Column, Paint, Report, Table, record};

/// The arguments of the command.
#[derive(Debug, Args)]
pub struct Doctor {}

record! {
    /// The result of a check.
    pub struct Finding {
        /// The check
        check: String,
        /// The result: ok, warning, failure, or skipped
        status: Status,
        /// The details
        detail: String,
        /// The remedy; null if nothing is wrong
        advice: Option<String>,
    }
}

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// All is well.
    Ok,
    /// Commands work, but not at their best, or not all of them.
    Warning,
    /// Commands fail.
    Failure,
    /// Not checked, because something before it failed or is off.
    Skipped,
}

impl Status {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failure => "failure",
            Self::Skipped => "skipped",
        }
    }

    const fn paint(self) -> Paint {
        match self {
            Self::Ok => Paint::Good,
            Self::Warning => Paint::Notice,
            Self::Failure => Paint::Bad,
            Self::Skipped => Paint::Faint,
        }
    }
}

impl Finding {
    fn new(check: impl Into<String>, status: Status, detail: impl Into<String>) -> Self {
        Self {
            check: check.into(),
            status,
            detail: detail.into(),
            advice: None,
        }
    }

    fn ok(check: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(check, Status::Ok, detail)
    }

    fn warning(check: impl Into<String>, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(check, Status::Warning, detail).advise(advice)
    }

    fn failure(check: impl Into<String>, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(check, Status::Failure, detail).advise(advice)
    }

    fn skipped(check: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(check, Status::Skipped, detail)
    }

    fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The finding of a failure of this program.
    fn of(check: impl Into<String>, status: Status, failure: &Failure) -> Self {
        let (detail, advice) = failure.words();
        Self {
            check: check.into(),
            status,
            detail,
            advice,
        }
    }
}

/// Acts in another thread. Returns `None` if that takes longer: the thread then goes on unheard.
fn within<T: Send + 'static>(timeout: Duration, act: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    // Without a receiver the wait is over.
    let act = move || sender.send(act()).ok();
    thread::Builder::new().spawn(act).ok()?;
    receiver.recv_timeout(timeout).ok()
}

impl Doctor {
    /// Prints the findings. The exit code is 1 if a check failed.
    pub fn run(&self, context: &Context) -> Result<(), Failure> {
        let progress = context
            .out
            .progress("checking the network and this machine", None);
        let network = network::Network::new(context)?;
        let (mut findings, network) = thread::scope(|scope| {
            let network = scope.spawn(|| network.findings());
            let local = local::findings(context);
            let network = network.join().unwrap_or_else(|_| {
                let detail = "the check itself failed";
                vec![Finding::failure("network", detail, "run `halo -v doctor`")]
            });
            (local, network)
        });
        let is_online = network
            .iter()
            .any(|finding| finding.is_of_host() && finding.status == Status::Ok);
        let do_services_respond = network
            .iter()
            .any(|finding| finding.is_of_services() && finding.status == Status::Ok);
        findings.extend(network);
        findings.extend(account::findings(context, is_online, do_services_respond));
        drop(progress);
        match context.cancel.is_cancelled() {
            true => Err(Failure::Interrupted),
            false => report(context, &findings),
        }
    }
}

fn report(context: &Context, findings: &[Finding]) -> Result<(), Failure> {
    let mut report = Report::list(findings)?;
    if context.out.is_terminal() {
        // A table would shorten the details. The terminal breaks long lines.
        let width = findings
            .iter()
            .map(|finding| finding.check.len())
            .max()
            .unwrap_or_default();
        for finding in findings {
            let status = Cell::text(format!("{:7}", finding.status.word())).paint(finding.status.paint());
            let detail = format!("  {:width$}  {}", finding.check, finding.detail);
            report = report.line(vec![status, Cell::text(detail)]);
            if let Some(advice) = &finding.advice {
                let advice = Cell::text(advice.as_str()).paint(Paint::Strong);
                report = report.line(vec![Cell::text(" ".repeat(9)), advice]);
            }
        }
    } else {
        let mut table = Table::new(["result", "check", "detail", "advice"].map(Column::new));
        for finding in findings {
            table.row([
                Cell::text(finding.status.word()),
                Cell::text(finding.check.clone()),
                Cell::text(finding.detail.clone()),
                Cell::maybe(finding.advice.clone(), Cell::text),
            ]);
        }
        report = report.table(table);
    }
    context.out.report(&report)?;
    match findings
        .iter()
        .filter(|finding| finding.status == Status::Failure)
        .count()
    {
        0 => Ok(()),
        1 => Err(Failure::new("1 check failed", "its advice is above")),
        count => Err(Failure::new(
            format!("{count} checks failed"),
            "their advice is above",
        )),
    }
}
