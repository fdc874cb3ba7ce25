//! The table of all functions.

use std::ptr;

use halo_infinite_capi::HaloCode;

use super::case::check;
use super::declarations::Row;

mod kinds {
    #[allow(unused_imports)] // As the kinds themselves.
    pub use crate::wrong_use::callbacks::*;
    pub use crate::wrong_use::parameters::*;
    pub use crate::wrong_use::texts::*;
}

/// Makes the table, and a test for each function.
///
/// A parameter has its name in the header and its kind. After the arrow stands what the function returns: `code(RIGHT)`, the
/// code of the right call, or `value(OTHERWISE)`, the value after a failure. The right call returns another value than that;
/// with `maybe(OTHERWISE)`, it need not.
macro_rules! rows {
    ($($function:ident($($name:ident: $kind:ident $(($right:expr))?),*) -> $returned:ident($expected:expr);)+) => {
        pub const ROWS: &[Row] = &[$(Row {
            function: stringify!($function),
            parameters: &[$((stringify!($name), stringify!($kind))),*],
        }),+];

        $(
            #[test]
            fn $function() {
                check(stringify!($function), |case| {
                    $(let mut $name = kinds::$kind::prepare(case, stringify!($name) $(, $right)?);)*
                    let returned = halo_infinite_capi::$function($($name.pass()),*);
                    let returned = case.$returned(returned, $expected);
                    $($name.finish(case);)*
                    returned
                });
            }
        )+
    };
}

rows! {
    halo_abi_version() -> value(0);
    halo_check_abi(version: Number(halo_infinite_capi::HALO_ABI_VERSION), error: Error) -> code(HaloCode::Ok);
    halo_version() -> value(ptr::null());

    halo_client_new(settings: ClientSettings, client: Out, error: Error) -> code(HaloCode::Ok);
    halo_client_close(client: Close) -> code(HaloCode::Ok);

    halo_call(
        client: Handle,
        endpoint: Endpoint,
        arguments: Arguments,
        options: Settings,
        cancel: OptionalHandle,
        response: Out,
        error: Error
    ) -> code(HaloCode::Ok);
    halo_endpoints() -> value(ptr::null());

    halo_cancel_new(cancel: Out, error: Error) -> code(HaloCode::Ok);
    halo_cancel_cancel(cancel: Handle) -> code(HaloCode::Ok);
    halo_cancel_close(cancel: Close) -> code(HaloCode::Ok);

    halo_response_status(response: Handle) -> value(0);
    halo_response_attempts(response: Handle) -> value(0);
    halo_response_age_ms(response: Handle) -> maybe(-1);
    halo_response_endpoint(response: Handle) -> value(ptr::null());
    halo_response_content_type(response: Handle) -> value(ptr::null());
    halo_response_json(response: Handle) -> value(ptr::null());
    halo_response_bytes(response: Handle, bytes: Out, length: Out, error: Error) -> code(HaloCode::Ok);
    halo_response_close(response: Close) -> code(HaloCode::Ok);

    halo_error_code(error: Handle) -> value(HaloCode::ClosedHandle);
    halo_error_message(error: Handle) -> value(ptr::null());
    halo_error_advice(error: Handle) -> maybe(ptr::null());
    halo_error_details(error: Handle) -> value(ptr::null());
    halo_error_close(error: Close) -> code(HaloCode::Ok);
}
