//! The calls of the banprocessor service.
