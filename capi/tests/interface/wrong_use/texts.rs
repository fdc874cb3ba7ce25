//! The kinds of parameters that are texts.

use halo_infinite_capi::*;

use super::case::{Case, NULL, Wrong};
use super::samples::{ENDPOINT, world};

type Text = InText<'static>;

fn null(name: &str, code: HaloCode) -> Wrong<Text> {
    Wrong {
        label: NULL,
        code,
        words: format!("{name}: it is null, but must not be"),
        value: |_| InText::none(),
    }
}

fn not_utf8(name: &str) -> Wrong<Text> {
    Wrong {
        label: "not UTF-8",
        code: HaloCode::NotUtf8,
        words: format!("{name}: it is not UTF-8 from byte 2 on"),
        value: |_| InText::of(c"{\"\xff\": 1}"),
    }
}

fn not_json(name: &str) -> Vec<Wrong<Text>> {
    vec![
        null(name, HaloCode::Ok),
        not_utf8(name),
        Wrong {
            label: "an empty text",
            code: HaloCode::NotJson,
            words: format!("{name}: it is not JSON: line 1, column 0"),
            value: |_| InText::of(c""),
        },
        Wrong {
            label: "not JSON",
            code: HaloCode::NotJson,
            words: format!("{name}: it is not JSON: line 2, column 1"),
            value: |_| InText::of(c"{\"a\":\n}"),
        },
        Wrong {
            label: "more after the JSON",
            code: HaloCode::NotJson,
            words: format!("{name}: it is not JSON: line 1, column 4"),
            value: |_| InText::of(c"{} {}"),
        },
    ]
}

fn wrong_settings(name: &str) -> Vec<Wrong<Text>> {
    let mut wrong = not_json(name);
    wrong.push(Wrong {
        label: "a list",
        code: HaloCode::NotJson,
        words: format!("{name}: a JSON object is needed"),
        value: |_| InText::of(c"[]"),
    });
    wrong.push(Wrong {
        label: "an unknown member",
        code: HaloCode::NotJson,
        words: format!("{name}: unknown field `no_such_member`"),
        value: |_| InText::of(c"{\"no_such_member\": 1}"),
    });
    wrong
}

macro_rules! text_kinds {
    ($($(#[$about:meta])* $kind:ident($case:ident, $name:ident): $right:expr, $wrong:expr;)+) => {
        /// The names of these kinds.
        pub const TEXTS: &[&str] = &[$(stringify!($kind)),+];

        $(
        $(#[$about])*
        pub struct $kind(Text);

        impl $kind {
            pub fn prepare($case: &Case, $name: &'static str) -> Self {
                Self($case.choose($name, $right, $wrong))
            }

            pub fn pass(&mut self) -> Text {
                std::mem::replace(&mut self.0, InText::none())
            }

            pub fn finish(self, _: &Case) {}
        }
        )+
    };
}

text_kinds! {
    /// The name of an endpoint.
    Endpoint(case, name): |_| InText::of(ENDPOINT), vec![
        null(name, HaloCode::NullPointer),
        not_utf8(name),
        Wrong {
            label: "unknown",
            code: HaloCode::UnknownEndpoint,
            words: format!("{name}: `stats.match_histories` is not the name of an endpoint"),
            value: |_| InText::of(c"stats.match_histories"),
        },
        Wrong {
            label: "empty",
            code: HaloCode::UnknownEndpoint,
            words: format!("{name}: `` is not the name of an endpoint"),
            value: |_| InText::of(c""),
        },
    ];
    /// The arguments of the endpoint, which has one that is needed.
    Arguments(case, name): |_| InText::of(&world().arguments), {
        let mut wrong = not_json(name);
        wrong[0] = Wrong {
            label: "without an argument that is needed",
            code: HaloCode::Argument,
            words: "player: it is missing or null, but must be a player".to_owned(),
            value: |_| InText::none(),
        };
        wrong.push(Wrong {
            label: "a list",
            code: HaloCode::Argument,
            words: format!("{name}: a JSON object is needed"),
            value: |_| InText::of(c"[1]"),
        });
        wrong.push(Wrong {
            label: "an unknown argument",
            code: HaloCode::Argument,
            words: format!("{name}: `team` is not an argument here"),
            value: |_| InText::of(c"{\"team\": 1}"),
        });
        wrong.push(Wrong {
            label: "an argument of another kind",
            code: HaloCode::Argument,
            words: "player: it is a list, but must be a player".to_owned(),
            value: |_| InText::of(c"{\"player\": []}"),
        });
        wrong
    };
    /// Settings or options, all of which may be left out.
    Settings(case, name): |_| InText::none(), wrong_settings(name);
    /// The settings of a client, which needs a token.
    ClientSettings(case, name): |_| InText::of(&world().client_settings), {
        let mut wrong = wrong_settings(name);
        wrong[0] = Wrong {
            label: "without a token",
            code: HaloCode::Argument,
            words: "spartan_token: it is missing".to_owned(),
            value: |_| InText::none(),
        };
        wrong
    };
    /// The settings of a session, which needs the app.
    SessionSettings(case, name): |_| InText::of(&world().session_settings), {
        let mut wrong = wrong_settings(name);
        wrong[0] = null(name, HaloCode::NullPointer);
        wrong.push(Wrong {
            label: "without an app",
            code: HaloCode::Argument,
            words: "client_id: it is missing".to_owned(),
            value: |_| InText::of(c"{}"),
        });
        wrong
    };
    /// A token of the player.
    Token(case, name): |_| InText::of(&world().token), {
        let mut wrong = wrong_settings(name);
        wrong[0] = null(name, HaloCode::NullPointer);
        wrong.push(Wrong {
            label: "no token",
            code: HaloCode::Argument,
            words: format!("{name}: one of"),
            value: |_| InText::of(c"{}"),
        });
        wrong
    };
    /// A list of players.
    Players(case, name): |_| InText::of(&world().players), {
        let mut wrong = not_json(name);
        wrong[0] = null(name, HaloCode::NullPointer);
        wrong.push(Wrong {
            label: "an object",
            code: HaloCode::NotJson,
            words: name.to_owned(),
            value: |_| InText::of(c"{}"),
        });
        wrong
    };
    /// Any text.
    Pasted(case, name): |_| InText::of(c"text"), vec![null(name, HaloCode::NullPointer), not_utf8(name)];
}
