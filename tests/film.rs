//! Reading highlight events: real films, films of our own, and bytes that are none.

mod film {
    mod combine;
    mod events_example;
    mod hostile;
    mod real;
    mod writer;
    mod written;
}
