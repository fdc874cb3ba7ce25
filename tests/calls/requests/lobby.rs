//! The calls of the lobby service.
