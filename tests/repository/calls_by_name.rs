//! The table of calls by name: a method that it cannot have fails the build with the reason, in words.

use std::fs;
use std::path::{Path, PathBuf};

use crate::build::by_name::by_name;
use crate::folder::Folder;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn refdata() -> PathBuf {
    root().join("schemas/refdata.json")
}

/// The table of the calls of one service, in these files.
fn table_of(name: &str, files: &[(&str, &str)]) -> Result<String, String> {
    let folder = Folder::new(&format!("by-name-{name}"));
    for (path, text) in files {
        let path = folder.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    by_name(&folder.0, &refdata())
}

/// A service with these methods.
fn service(methods: &str) -> String {
    format!(
        "use crate::request::{{Batch, Request}};
        use crate::types::{{ArgumentError, Player}};
        pub struct Things<'c>(&'c ());
        pub struct Thing;
        impl<'c> Things<'c> {{ {methods} }}"
    )
}

#[test]
fn the_services_as_they_are_have_a_table() {
    let table = by_name(&root().join("src/services"), &refdata()).unwrap();
    let methods = table.matches("Method {").count();
    assert!(methods > 140, "{methods}");
    let code = syn::parse_file(&table).unwrap();
    assert!(code.items.len() > 5);
}

#[test]
fn a_method_is_read_with_the_paths_of_its_types() {
    let code = format!(
        "{}
        use std::time::Duration as Span;
        use crate::refdata::{{AssetKind, XboxProfileSetting as Setting}};
        use super::super::others::Order;
        pub enum Kind {{ A, B }}
        impl Request<Thing> {{
            /// Sets [`both`](Self::both), or `one`.
            ///
            /// More.
            pub fn both(self, kind: Kind, order: Order) -> Self {{ self }}
            pub fn settings<'s>(self, settings: impl IntoIterator<Item = &'s Setting>) -> Self {{ self }}
            pub fn helper(&self) -> u32 {{ 1 }}
        }}",
        service(
            "/// A thing.
            pub fn thing<P: TryInto<Player, Error: Into<ArgumentError>>>(
                self, players: impl IntoIterator<Item = P>, kind: AssetKind, span: Option<Span>, name: &str,
            ) -> Request<Thing> {}
            fn private(self, closure: impl Fn()) -> Request<Thing> {}"
        )
    );
    let table = table_of("paths", &[("things/mod.rs", ""), ("things/parts.rs", &code)]).unwrap();
    for part in [
        "handle: \"things\", name: \"thing\", about: \"A thing.\"",
        "crate::services::things::Things::new(pipeline).thing(",
        "arguments.value::<Vec<crate::types::Player>>(\"players\")?, arguments.value::<crate::refdata::AssetKind>(\"kind\")?",
        "arguments.value::<Option<std::time::Duration>>(\"span\")?, &arguments.value::<String>(\"name\")?)",
        "name: \"both\", about: \"Sets both, or one.\"",
        "arguments.parts(\"both\", &[\"kind\", \"order\"])?",
        "value.value::<crate::services::things::Kind>(\"kind\")?, value.value::<crate::services::others::Order>(\"order\")?",
        "arguments.setter::<Vec<crate::refdata::XboxProfileSetting>>(\"settings\")? { Some(value) => request.settings(&value)",
        "impl FromArgument for crate::services::things::Kind",
        "variant(value, &[crate::services::things::Kind::A, crate::services::things::Kind::B])",
        "impl FromArgument for crate::refdata::AssetKind",
        "impl FromArgument for crate::refdata::XboxProfileSetting",
    ] {
        assert!(table.contains(part), "{part} is not in\n{table}");
    }
    assert!(!table.contains("private") && !table.contains("helper"), "{table}");
    syn::parse_file(&table).unwrap();
}

#[test]
fn the_setters_of_a_trait_are_those_of_its_types_only() {
    let code = format!(
        "{}
        pub struct Other;
        pub trait Paged {{}}
        impl Paged for Thing {{}}
        impl<T: Paged> Request<T> {{ pub fn start(self, start: u32) -> Self {{ self }} }}
        impl Batch<Thing> {{ pub fn track(self, track: &str) -> Self {{ self }} }}",
        service(
            "pub fn thing(self) -> Request<Thing> {}
            pub fn other(self) -> Request<Other> {}
            pub fn things(self) -> Batch<Thing> {}"
        )
    );
    let table = table_of("traits", &[("things.rs", &code)]).unwrap();
    let setters: Vec<_> = table
        .split("Method {")
        .skip(1)
        .map(|method| method.matches("Setter {").count())
        .collect();
    assert_eq!(setters, [1, 0, 1], "{table}");
}

#[test]
fn a_method_that_cannot_be_called_by_name_fails_the_build() {
    for (index, (methods, rest, expected)) in [
        // Types of parameters.
        (
            "pub fn thing(self, each: impl Fn(u32)) -> Request<Thing> {}",
            "",
            "`thing`: calls by name cannot read the type of `each`, which is `impl Fn (u32)`",
        ),
        ("pub fn thing(self, pair: (u32, u32)) -> Request<Thing> {}", "", "cannot read the type of `pair`"),
        ("pub fn thing(self, all: &[u32]) -> Request<Thing> {}", "", "cannot read the type of `all`"),
        ("pub fn thing(self, id: [u8; 16]) -> Request<Thing> {}", "", "cannot read the type of `id`"),
        ("pub fn thing(self, bytes: impl AsRef<[u8]>) -> Request<Thing> {}", "", "cannot read the type of `bytes`"),
        ("pub fn thing(self, all: impl IntoIterator<Item = (u8, u8)>) -> Request<Thing> {}", "", "cannot read the type of `all`"),
        (
            "pub fn thing<P>(self, player: P) -> Request<Thing> where P: TryInto<Player> {}",
            "",
            "cannot read the type of `player`",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "impl Request<Thing> { pub fn each(self, each: fn(u32)) -> Self {} }",
            "`each`: calls by name cannot read the type of `each`",
        ),
        ("pub fn thing(self) -> Request<[u8; 4]> {}", "", "`thing`: calls by name cannot name the model `[u8;4]`"),
        // Setters.
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "impl Request<Thing> { pub fn start(self, start: u32) -> Request<Thing> {} }",
            "`start`: a setter that can be called by name returns `Self`",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "impl Request<Thing> { pub fn all(self) -> Self {} }",
            "`things.thing`: the setter `all` has no parameter",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "pub struct Other; impl Request<Other> { pub fn start(self, start: u32) -> Self {} }",
            "no method returns the request whose setters are those of `Request<crate::services::things::Other>`",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "impl<T: Paged> Request<T> { pub fn start(self, start: u32) -> Self {} }",
            "no method returns the request whose setters are those of `Request<impl Paged>`",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "impl<T> Request<T> where T: Paged { pub fn start(self, start: u32) -> Self {} }",
            "the setters of `Request<T>`: calls by name understand",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "impl<T: Paged + Send> Request<T> { pub fn start(self, start: u32) -> Self {} }",
            "the setters of `Request<T>`: calls by name understand",
        ),
        (
            "pub fn thing(self) -> Request<Vec<Thing>> {}",
            "impl<T: Paged> Request<Vec<T>> { pub fn start(self, start: u32) -> Self {} }",
            "the setters of `Request<Vec<T>>`: calls by name understand",
        ),
        // Names.
        (
            "pub fn thing(self, start: u32) -> Request<Thing> {}",
            "impl Request<Thing> { pub fn start(self, start: u32) -> Self {} }",
            "`things.thing`: two arguments have the name `start`",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "impl Request<Thing> { pub fn start(self, start: u32) -> Self {} }
            pub trait Paged {} impl Paged for Thing {}
            impl<T: Paged> Request<T> { pub fn start(self, start: u32) -> Self {} }",
            "`things.thing`: two arguments have the name `start`",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "pub struct More; impl More { pub fn thing(self) -> Request<Thing> {} }",
            "two methods have the name `things.thing`",
        ),
        // Places that are not read.
        (
            "methods! { thing }",
            "",
            "calls by name do not see the methods of a macro in the methods of `Things`",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "macro_rules! setters { ($($model:ty)+) => { $(impl Request<$model> { pub fn start(self, start: u32) -> Self {} })+ } }",
            "calls by name do not see the methods of a macro: write them into the file itself",
        ),
        (
            "pub fn thing(self) -> Request<Thing> {}",
            "mod inside { impl Request<Thing> { pub fn start(self, start: u32) -> Self {} } }",
            "calls by name do not see the methods of the module `inside` inside of the file",
        ),
        ("pub fn thing(self", "", "things.rs: "),
        (
            "pub fn thing(self, kind: Nothing) -> Request<Thing> {}",
            "use crate::refdata::Nothing;",
            "refdata.json: there is no enumeration `Nothing`",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let code = service(methods) + rest;
        let problem = table_of(&format!("broken-{index}"), &[("things.rs", &code)]).expect_err(expected);
        assert!(problem.contains(expected), "{problem}\ninstead of\n{expected}");
    }
}

#[test]
fn an_error_names_the_file() {
    let code = service("pub fn thing(self, pair: (u32, u32)) -> Request<Thing> {}");
    let problem = table_of("file", &[("things/mod.rs", ""), ("things/parts.rs", &code)]).unwrap_err();
    assert!(problem.contains("things/parts.rs: `thing`: "), "{problem}");
    let missing = by_name(&root().join("no-such-folder"), &refdata()).unwrap_err();
    assert!(missing.contains("no-such-folder"), "{missing}");
}
