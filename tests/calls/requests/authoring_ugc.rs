//! The calls of the authoring_ugc service.
