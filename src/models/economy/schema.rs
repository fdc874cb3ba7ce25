//! The structs of the schema.

generated!("economy");
