//! The tables of all functions.

use super::declarations::Row;

/// Makes a table, and a test for each function.
///
/// A parameter has its name in the header and its kind. After the arrow stands what the function returns: `code(RIGHT)`, the
/// code of the right call, or `value(OTHERWISE)`, the value after a failure. The right call returns another value than that;
/// with `maybe(OTHERWISE)`, it need not.
macro_rules! rows {
    ($($function:ident($($name:ident: $kind:ident $(($right:expr))?),*) -> $returned:ident($expected:expr);)+) => {
        pub const ROWS: &[crate::wrong_use::declarations::Row] = &[$(crate::wrong_use::declarations::Row {
            function: stringify!($function),
            parameters: &[$((stringify!($name), stringify!($kind))),*],
        }),+];

        $(
            #[test]
            fn $function() {
                crate::wrong_use::case::check(stringify!($function), |case| {
                    $(let mut $name = crate::wrong_use::kinds::$kind::prepare(case, stringify!($name) $(, $right)?);)*
                    let returned = halo_infinite_capi::$function($($name.pass()),*);
                    let returned = case.$returned(returned, $expected);
                    $($name.finish(case);)*
                    returned
                });
            }
        )+
    };
}

mod basics;
mod films;
mod later;
mod sessions;

/// The rows of all tables.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    [basics::ROWS, films::ROWS, later::ROWS, sessions::ROWS]
        .into_iter()
        .flatten()
}
