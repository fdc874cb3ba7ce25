//! The kinds of parameters that are texts.

use std::ffi::CStr;

use halo_infinite_capi::*;

use super::case::{Case, NULL, Wrong};
use super::films::films;
use super::samples::{ENDPOINT, PAGED_ENDPOINT, world};

type Text = InText<'static>;

/// A folder that cannot be created.
const BELOW_A_FILE: &CStr = {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml/folder\0");
    match CStr::from_bytes_with_nul(path.as_bytes()) {
        Ok(path) => path,
        Err(_) => panic!("a NUL inside"),
    }
};

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

fn unknown_endpoint(name: &str) -> Vec<Wrong<Text>> {
    vec![
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
    ]
}

/// The wrong texts where the content of a response is needed.
fn wrong_content(name: &str) -> Vec<Wrong<Text>> {
    let wrong = |label, value| Wrong {
        label,
        code: HaloCode::NotJson,
        words: format!("{name}: "),
        value,
    };
    vec![
        null(name, HaloCode::NullPointer),
        not_utf8(name),
        wrong("an empty text", (|_| InText::of(c"")) as fn(&Case) -> _),
        wrong("not JSON", |_| InText::of(c"{\"a\":\n}")),
        wrong("a list", |_| InText::of(c"[]")),
        wrong("an empty object", |_| InText::of(c"{}")),
    ]
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
    Endpoint(case, name): |_| InText::of(ENDPOINT), unknown_endpoint(name);
    /// The name of an endpoint whose results come in pages.
    PagedEndpoint(case, name): |_| InText::of(PAGED_ENDPOINT), {
        let mut wrong = unknown_endpoint(name);
        wrong.push(Wrong {
            label: "without pages",
            code: HaloCode::Argument,
            words: format!("{name}: the results of stats.match_count do not come in pages"),
            value: |_| InText::of(ENDPOINT),
        });
        wrong
    };
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
            words: format!("{name}: it is a list, but must be an object"),
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
    /// The options of pages.
    PageOptions(case, name): |_| InText::none(), {
        let mut wrong = wrong_settings(name);
        wrong.push(Wrong {
            label: "a number for a time",
            code: HaloCode::NotJson,
            words: format!("{name}: `since` has a wrong value"),
            value: |_| InText::of(c"{\"since\": 1}"),
        });
        wrong.push(Wrong {
            label: "no time",
            code: HaloCode::Argument,
            words: "since: ".to_owned(),
            value: |_| InText::of(c"{\"since\": \"yesterday\"}"),
        });
        wrong
    };
    /// A list of requests.
    Requests(case, name): |_| InText::of(&world().requests), {
        let mut wrong = not_json(name);
        wrong[0] = null(name, HaloCode::NullPointer);
        wrong.push(Wrong {
            label: "an object",
            code: HaloCode::NotJson,
            words: format!("{name}: a JSON list of objects is needed"),
            value: |_| InText::of(c"{}"),
        });
        wrong.push(Wrong {
            label: "a list of names",
            code: HaloCode::NotJson,
            words: format!("{name}[0]: a JSON object is needed"),
            value: |_| InText::of(c"[\"wpcontent.articles\"]"),
        });
        wrong.push(Wrong {
            label: "a request without an endpoint",
            code: HaloCode::NotJson,
            words: format!("{name}[1]: "),
            value: |_| InText::of(c"[{\"endpoint\": \"wpcontent.articles\"}, {}]"),
        });
        wrong.push(Wrong {
            label: "an unknown endpoint",
            code: HaloCode::UnknownEndpoint,
            words: format!("{name}[0]: "),
            value: |_| InText::of(c"[{\"endpoint\": \"stats.nothing\"}]"),
        });
        wrong.push(Wrong {
            label: "without an argument that is needed",
            code: HaloCode::Argument,
            words: format!("{name}[0]: player: "),
            value: |_| InText::of(c"[{\"endpoint\": \"stats.match_count\"}]"),
        });
        wrong
    };
    /// The ID of a match.
    MatchId(case, name): |_| InText::of(&world().match_id), vec![
        null(name, HaloCode::NullPointer),
        not_utf8(name),
        Wrong {
            label: "no GUID",
            code: HaloCode::Argument,
            words: format!("{name}: "),
            value: |_| InText::of(c"the newest"),
        },
        Wrong {
            label: "that of no match",
            code: HaloCode::Status,
            words: String::new(),
            value: |_| InText::of(c"11111111-2222-3333-4444-555555555555"),
        },
    ];
    /// The manifest of a film.
    Manifest(case, name): |_| InText::of(&films().manifest), wrong_content(name);
    /// The statistics of a match.
    MatchStats(case, name): |_| InText::of(&films().match_stats), wrong_content(name);
    /// A folder, which the function creates.
    Folder(case, name): |case| {
        case.at_end(|| {
            let folder = std::path::Path::new(world().folder.to_str().unwrap());
            if folder.exists() {
                std::fs::remove_dir_all(folder).unwrap();
            }
        });
        InText::of(&world().folder)
    }, vec![
        null(name, HaloCode::NullPointer),
        not_utf8(name),
        Wrong {
            label: "an empty text",
            code: HaloCode::Argument,
            words: format!("{name}: it is empty"),
            value: |_| InText::of(c""),
        },
        Wrong {
            label: "below a file",
            code: HaloCode::File,
            words: String::new(),
            value: |_| InText::of(BELOW_A_FILE),
        },
    ];
    /// A level of the log.
    Level(case, name): |_| InText::of(c"error"), vec![
        null(name, HaloCode::Ok),
        not_utf8(name),
        Wrong {
            label: "unknown",
            code: HaloCode::Argument,
            words: format!("{name}: it is none of"),
            value: |_| InText::of(c"trace"),
        },
    ];
}
