//! The calls of the comms service.
