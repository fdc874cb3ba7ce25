//! The calls of the wpcontent service.
