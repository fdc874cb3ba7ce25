//! Shapes that several services share.

super::generated!("common");

impl std::ops::Deref for Iso8601Date {
    type Target = jiff::Timestamp;

    fn deref(&self) -> &jiff::Timestamp {
        &self.iso8601_date
    }
}

impl From<jiff::Timestamp> for Iso8601Date {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self {
            iso8601_date: timestamp,
        }
    }
}
