//! Output: records as JSON, tables, or separated values; progress and notes.
//!
//! A command makes a [`Report`]: records, which programs read, and a view, which people read. The options decide what is
//! printed.

mod cell;
mod explain;
mod filter;
mod output;
mod progress;
mod record;
mod report;
mod separated;
mod table;
mod template;
mod values;

pub use cell::{Cell, Paint};
pub use filter::json;
pub use output::{Output, check_fields};
pub(crate) use record::record;
pub use record::{Field, Record, fields_help};
pub use report::Report;
pub use separated::columns;
pub use table::{Column, Table};
pub use values::{duration, local_time, number, printable, printable_lines, whole_seconds};
