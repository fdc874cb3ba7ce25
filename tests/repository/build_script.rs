//! A broken schema fails the build with the file and the place, in words.

#[allow(dead_code)]
#[path = "../../build.rs"]
mod build;

use std::fs;
use std::path::{Path, PathBuf};

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
fn what_is_broken_is_named() {
    for (index, (file, from, to, expected)) in [
        ("stats.json", "\"definitions\"", "definitions", "schemas/stats.json: key must be a string at line 4"),
        ("stats.json", "\"definitions\"", "\"definition\"", "schemas/stats.json: missing field `definitions`"),
        (
            "stats.json",
            "\"description\": \"Custom games.\",",
            "",
            "schemas/stats.json: /definitions/MatchCount/properties/CustomMatchesPlayedCount: there is no `description`",
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
            "schemas/stats.json: /definitions/MatchHistoryResult/properties/Outcome/allOf/0/$ref: \"refdata.json#/definitions/Outcom\" leads to no definition",
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
        ("refdata.json", "\"bid(3.0)\"", "\"bot 3\"", "schemas/refdata.json: /x-bots/bot 3: expected"),
    ]
    .into_iter()
    .enumerate()
    {
        let problem = Broken::new(&index.to_string(), file, from, to).build().unwrap_err();
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn objects_without_a_name_and_unknown_keywords_are_refused() {
    let field = "\"description\": \"Custom games.\",\n          \"type\": \"integer\"";
    for (index, (to, expected)) in [
        (
            "\"description\": \"Custom games.\", \"type\": \"object\", \"properties\": {}",
            "/properties/CustomMatchesPlayedCount: give this object a name",
        ),
        (
            "\"description\": \"Custom games.\", \"type\": \"integer\", \"minimum\": 0",
            "/properties/CustomMatchesPlayedCount: the keyword `minimum` is not one of",
        ),
        (
            "\"description\": \"Custom games.\", \"items\": 5",
            "/properties/CustomMatchesPlayedCount/items: expected a schema, an object in braces, found `5`",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let problem = Broken::new(&format!("nameless-{index}"), "stats.json", field, to)
            .build()
            .unwrap_err();
        assert!(problem.contains(expected), "{problem}");
    }
}

#[test]
fn a_list_that_can_be_absent_must_allow_null() {
    let broken = Broken::new("list", "stats.json", "        \"Results\",\n", "");
    let problem = broken.build().unwrap_err();
    assert!(
        problem.contains("/properties/Results: a list or map that can be absent must allow null"),
        "{problem}"
    );
}
