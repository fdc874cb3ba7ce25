//! The structs of the schema.

generated!("discovery_ugc");
