//! Payloads: real ones, the sandbox's, and generated ones, decoded and encoded again.

#[path = "../support/mod.rs"]
mod support;

mod captures;
mod change;
mod compare;
mod conveniences;
mod decode;
/// Reading highlight events: real films, films of our own, and damaged bytes.
mod films {
    mod combine;
    mod header;
    mod hostile;
    mod packets;
    mod players;
    mod real;
    mod writer;
    mod written;
}
mod properties {
    mod decoding;
    mod json;
    mod samples;
    mod times;
}
mod schemas;
mod variations;
