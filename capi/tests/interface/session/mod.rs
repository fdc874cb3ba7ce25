//! Sessions: the ways to sign in, stores, clients with players, refusals, wrong order.

mod clients;
mod imports;
mod refusals;
mod secrets;
mod settings;
mod setup;
mod stores;
mod waits;
mod ways;
mod wrong_order;
