//! A broken schema fails the build with the file and the place, in words.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::build;

/// A copy of the schemas, in which one text of one file is replaced.
struct Broken(PathBuf);

impl Broken {
    fn new(name: &str, file: &str, from: &str, to: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("halo-infinite-schemas-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
        }
        let path = folder.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        Self(folder)
    }

    fn build(&self) -> Result<(), String> {
        let out = self.0.join("out");
        fs::create_dir_all(&out).unwrap();
        build::generate(&self.0, &out)
    }
}

impl Drop for Broken {
    fn drop(&mut self) {
        // A folder that is left in the temporary directory does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_schemas_as_they_are_build() {
    assert_eq!(Broken::new("whole", "stats.json", "{", "{").build(), Ok(()));
}

#[test]
fn each_property_stands_on_one_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let lines: HashSet<&str> = text.lines().map(|line| line.trim_end_matches(',')).collect();
        let file: Value = serde_json::from_str(&text).unwrap();
        for (name, definition) in file["definitions"].as_object().unwrap() {
            for (field, property) in definition["properties"].as_object().into_iter().flatten() {
                let start = format!("        \"{field}\": ");
                let is_it = |line: &&str| {
                    let value = line.strip_prefix(&start).map(serde_json::from_str::<Value>);
                    value.is_some_and(|value| value.is_ok_and(|value| value == *property))
                };
                assert!(
                    lines.iter().any(is_it),
                    "{}: /definitions/{name}/properties/{field} does not stand on one line",
                    path.display()
                );
            }
        }
    }
}

/// Breaks a file in each of these ways, and expects the problem to be named.
fn check(name: &str, cases: &[(&str, &str, &str, &str)]) {
    for (index, (file, from, to, expected)) in cases.iter().enumerate() {
        let problem = Broken::new(&format!("{name}-{index}"), file, from, to)
            .build()
            .unwrap_err();
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn errors_name_the_file_and_the_place() {
    check(
        "places",
        &[
            (
                "stats.json",
                "\"definitions\"",
                "definitions",
                "schemas/stats.json: key must be a string at line 4",
            ),
            (
                "stats.json",
                "\"definitions\"",
                "\"definition\"",
                "schemas/stats.json: missing field `definitions`",
            ),
            (
                "stats.json",
                ", \"description\": \"Number of custom games.\"",
                "",
                "schemas/stats.json: /definitions/MatchCount/properties/CustomMatchesPlayedCount: `description` is missing",
            ),
            (
                "stats.json",
                "Number of custom games.",
                "TODO. Null in some payloads.",
                "schemas/stats.json: /definitions/MatchCount/properties/CustomMatchesPlayedCount: `description` is a draft: write it",
            ),
            (
                "stats.json",
                "\"MatchCount\": {",
                "\"TodoMatchCount\": {",
                "schemas/stats.json: /definitions/TodoMatchCount: the name is a draft: choose one",
            ),
            (
                "stats.json",
                "\"type\": \"integer\"",
                "\"type\": \"int\"",
                "schemas/stats.json: /definitions/MatchCount/properties/CustomMatchesPlayedCount/type: \"int\" is not one of object,",
            ),
            (
                "stats.json",
                "\"format\": \"uuid\"",
                "\"format\": \"guid\"",
                "schemas/stats.json: /definitions/MatchHistoryResult/properties/MatchId/format: \"guid\" is not one of",
            ),
            (
                "stats.json",
                "refdata.json#/definitions/Outcome",
                "refdata.json#/definitions/Outcom",
                "schemas/stats.json: /definitions/MatchHistoryResult/properties/Outcome/$ref: \"refdata.json#/definitions/Outcom\" leads to no definition",
            ),
            (
                "stats.json",
                "\"required\": [",
                "\"additionalProperties\": {}, \"required\": [",
                "schemas/stats.json: /definitions/MatchCount: an object has either `properties` or,",
            ),
            (
                "stats.json",
                "\"CustomMatchesPlayedCount\",",
                "\"CustomMatchesPlayed\",",
                "schemas/stats.json: /definitions/MatchCount/required: \"CustomMatchesPlayed\" is not one of the properties",
            ),
            (
                "settings.json",
                "\"ApiAuthority\": {",
                "\"MatchStats\": { \"description\": \"Another.\" }, \"ApiAuthority\": {",
                "schemas/stats.json: /definitions/MatchStats: the name is already defined in schemas/settings.json",
            ),
            (
                "stats.json",
                "\"MatchCount\": {",
                "\"MatchStats\": {}, \"MatchCount\": {",
                "schemas/stats.json: /definitions/MatchStats: the name is defined twice",
            ),
            (
                "stats.json",
                "\"MatchCount\": {",
                "\"Empty\": {\"description\": \"Nothing.\"}, \"MatchCount\": {",
                "schemas/stats.json: /definitions/Empty: the definition has no fields and no `x-rust`",
            ),
            (
                "stats.json",
                "\"MatchesPlayedCount\": {",
                "\"CustomMatchesPlayedCount\": {",
                "schemas/stats.json: /definitions/MatchCount/properties/CustomMatchesPlayedCount: the field is defined twice",
            ),
        ],
    );
}

#[test]
fn errors_in_the_enumerations_name_the_value() {
    check(
        "enumerations",
        &[
            (
                "refdata.json",
                "\"value\": 1,",
                "\"value\": \"one\",",
                "schemas/refdata.json: /definitions/AssetHome/x-values/0/value: \"one\" is not of the enumeration's type",
            ),
            (
                "refdata.json",
                "\"name\": \"Studio\"",
                "\"name\": \"3tudio\"",
                "schemas/refdata.json: /definitions/AssetHome/x-values/0/name: `3tudio` cannot be the name of a variant",
            ),
            (
                "refdata.json",
                "\"value\": 2, \"name\": \"Player\"",
                "\"value\": 1, \"name\": \"Player\"",
                "schemas/refdata.json: /definitions/AssetHome/x-values/1: the value or the name is already taken",
            ),
            (
                "refdata.json",
                "\"former\": { \"name\": \"MultiplayerEscort\"",
                "\"former\": { \"name\": \"Campaign\"",
                "/definitions/GameVariantCategory/x-values/23/former/name: `Campaign` cannot be a name, or is already taken",
            ),
            (
                "refdata.json",
                "\"bid(3.0)\"",
                "\"bot 3\"",
                "schemas/refdata.json: /x-bots/bot 3: expected",
            ),
        ],
    );
}

#[test]
fn a_property_has_the_keywords_of_the_dialect_only() {
    let integer = "{\"type\": \"integer\", \"description\": \"Number of custom games.\"";
    let reference = "\"MatchInfo\": {";
    check(
        "keywords",
        &[
            (
                "stats.json",
                integer,
                "{\"type\": \"object\", \"properties\": {}",
                "/properties/CustomMatchesPlayedCount: give this object a name",
            ),
            (
                "stats.json",
                integer,
                "{\"type\": \"integer\", \"minimum\": 0",
                "/properties/CustomMatchesPlayedCount: the keyword `minimum` is not one of",
            ),
            (
                "stats.json",
                integer,
                "{\"allOf\": []",
                "/properties/CustomMatchesPlayedCount: the keyword `allOf` is not one of",
            ),
            (
                "stats.json",
                integer,
                "{\"items\": 5",
                "/properties/CustomMatchesPlayedCount/items: expected a schema, an object in braces, found `5`",
            ),
            (
                "stats.json",
                integer,
                "{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"null\"}]",
                "/properties/CustomMatchesPlayedCount/anyOf: expected a reference that can be null",
            ),
            (
                "stats.json",
                reference,
                "\"MatchInfo\": {\"type\": \"object\", ",
                "/properties/MatchInfo: the keyword `type` is not one of $ref, description",
            ),
            (
                "stats.json",
                "\"Start\", \"Count\", \"ResultCount\", \"Results\",",
                "\"Start\", \"Count\", \"ResultCount\",",
                "/properties/Results: a list or map that can be absent must allow null",
            ),
        ],
    );
}

#[test]
fn shared_fields_must_exist_once_and_differ_in_the_description_only() {
    let shared = "[{\"$ref\": \"#/definitions/CoreStatsFields\"}]";
    check(
        "shared",
        &[
            (
                "stats.json",
                shared,
                "[{\"$ref\": \"#/definitions/Nothing\"}]",
                "schemas/stats.json: /definitions/CoreStats/allOf/0/$ref: \"#/definitions/Nothing\" leads to no definition",
            ),
            (
                "stats.json",
                shared,
                "[{\"$ref\": \"common.json#/definitions/Xuid\"}]",
                "/definitions/CoreStats/allOf/0: \"common.json#/definitions/Xuid\" has no fields to share",
            ),
            (
                "stats.json",
                shared,
                "[{\"type\": \"object\"}]",
                "/definitions/CoreStats/allOf/0: the keyword `type` is not one of $ref",
            ),
            (
                "stats.json",
                shared,
                "[{\"$ref\": \"#/definitions/CoreStatsFields\"}, {\"$ref\": \"#/definitions/PvpStats\"}]",
                "/definitions/CoreStats/allOf: two shared definitions have the field `Kills`",
            ),
            (
                "discovery_ugc.json",
                "\"AssetFields\": {",
                "\"AssetFields\": { \"allOf\": [{\"$ref\": \"#/definitions/TaggedAssetFields\"}],",
                "schemas/discovery_ugc.json: /definitions/AssetFields/allOf: the definition shares fields with itself",
            ),
            (
                "stats.json",
                "\"KDA\": {",
                "\"Kills\": {\"type\": \"integer\", \"description\": \"Others.\"}, \"KDA\": {",
                "/definitions/CoreStats/properties/Kills: the field is shared; only its `description` can be replaced",
            ),
            (
                "stats.json",
                "\"x-after\": \"Assists\"",
                "\"x-after\": \"Help\"",
                "/definitions/CoreStats/properties/KDA/x-after: \"Help\" is not another field",
            ),
            (
                "stats.json",
                "\"$ref\": \"#/definitions/MatchInfo\"",
                "\"$ref\": \"#/definitions/CoreStatsFields\"",
                "/properties/MatchInfo/$ref: \"#/definitions/CoreStatsFields\" is no type, it only has fields to share",
            ),
            (
                "stats.json",
                "\"x-fields\": true",
                "\"x-fields\": 1",
                "/definitions/ModeStatsFields/x-fields: expected true",
            ),
        ],
    );
}

#[test]
fn shared_fields_go_into_the_struct_in_their_place() {
    let folder = Broken::new("order", "stats.json", "{", "{");
    folder.build().unwrap();
    let code = fs::read_to_string(folder.0.join("out/stats.rs")).unwrap();
    let code = syn::parse_file(&code).unwrap();
    let fields: Vec<String> = code
        .items
        .iter()
        .find_map(|item| match item {
            syn::Item::Struct(item) if item.ident == "CoreStats" => Some(&item.fields),
            _ => None,
        })
        .unwrap()
        .iter()
        .map(|field| field.ident.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(
        fields[5..11],
        ["kills", "deaths", "assists", "kda", "suicides", "betrayals"]
    );
    assert_eq!(fields.len(), 33);
    assert!(
        !fs::read_to_string(folder.0.join("out/registry.rs"))
            .unwrap()
            .contains("Fields")
    );
}
