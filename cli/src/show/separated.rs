//! Separated values: `--csv` and `--tsv`.

use serde_json::Value;

use super::record::Field;
use crate::failure::Failure;

/// The columns of rows: all fields but lists.
pub fn columns(fields: &[Field]) -> impl Iterator<Item = &Field> + Clone {
    fields.iter().filter(|field| !field.is_list)
}

/// The records with a heading. Lists and objects are JSON.
pub fn separated<'f>(
    records: &[Value],
    fields: impl Iterator<Item = &'f Field> + Clone,
    delimiter: u8,
) -> Result<String, Failure> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    let write = |writer: &mut csv::Writer<Vec<u8>>| -> Result<(), csv::Error> {
        writer.write_record(fields.clone().map(|field| field.name))?;
        for record in records {
            writer.write_record(fields.clone().map(|field| cell(record.get(field.name))))?;
        }
        Ok(())
    };
    let written = write(&mut writer).map_err(|error| error.to_string());
    let bytes = written.and_then(|()| writer.into_inner().map_err(|error| error.to_string()));
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
    text.map_err(|error| Failure::Other {
        message: format!("the records cannot be written: {error}"),
        advice: None,
    })
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
