//! The structs of the schema.

generated!("gamecms_hacs");
