//! What users do, over real sockets, against the sandbox.

mod jumping_clock;

mod sandbox {
    mod calls;
    mod failures;
    mod films;
    mod matches;
    mod services;
    mod sign_in;
}
