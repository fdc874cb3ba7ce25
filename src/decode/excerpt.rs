//! Excerpts of documents, for errors.

/// The start of a document as one line of text.
pub(crate) fn excerpt(document: &[u8]) -> String {
    const LENGTH: usize = 120;
    let text = String::from_utf8_lossy(document.get(..4 * LENGTH).unwrap_or(document));
    let mut line = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if line.chars().count() > LENGTH {
        line = line.chars().take(LENGTH).chain(['…']).collect();
    }
    line
}
