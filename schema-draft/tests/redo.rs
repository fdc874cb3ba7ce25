//! Existing models, drafted anew from payloads.

use halo_infinite_schema_draft::{Captures, Draft, Schemas, Shape, draft, merge, print};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn schemas() -> Schemas {
    Schemas::read(&root().join("schemas")).expect("the schemas")
}

/// The captures in `HALO_CAPTURES`, else in `../shared/captures`.
fn captures() -> Option<Captures> {
    let folder =
        std::env::var_os("HALO_CAPTURES").map_or_else(|| root().join("../shared/captures"), PathBuf::from);
    if !folder.join("manifest.tsv").is_file() {
        println!("skipped: no captures in {}; set HALO_CAPTURES", folder.display());
        return None;
    }
    Some(Captures::read(&folder).expect("captures"))
}

fn properties(definition: &Value) -> Vec<(&str, &Value)> {
    let properties = definition["properties"].as_object().expect("properties");
    properties
        .iter()
        .map(|(name, property)| (name.as_str(), property))
        .collect()
}

/// The differences between a drafted definition and the one that stands: names, order, presence and types. A draft
/// cannot know the names of enumerations that only this model has, and may find less null than other payloads have.
fn differences(drafted: &Value, standing: &Value) -> Vec<String> {
    let (drafted_fields, standing_fields) = (properties(drafted), properties(standing));
    let names = |fields: &[(&str, &Value)]| {
        fields
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    if names(&drafted_fields) != names(&standing_fields) {
        found.push(format!(
            "{:?} instead of {:?}",
            names(&drafted_fields),
            names(&standing_fields)
        ));
    }
    if drafted["required"] != standing["required"] {
        found.push(format!(
            "required: {} instead of {}",
            drafted["required"], standing["required"]
        ));
    }
    for ((name, drafted), (_, standing)) in drafted_fields.iter().zip(&standing_fields) {
        let (drafted, standing) = (plain(drafted), plain(standing));
        if drafted != standing {
            found.push(format!("{name}: {drafted} instead of {standing}"));
        }
    }
    found
}

/// A property without description and null.
fn plain(property: &Value) -> Value {
    let mut property = property.clone();
    property
        .as_object_mut()
        .expect("a property")
        .shift_remove("description");
    if property["anyOf"].is_array() {
        return property["anyOf"][0].clone();
    }
    if let Some(kind) = property["type"]
        .as_array()
        .and_then(|kinds| kinds.first())
        .cloned()
    {
        property["type"] = kind;
    }
    property
}

fn standing(model: &str) -> Value {
    let schemas = schemas();
    let home = schemas.home(model).expect("a schema");
    let file: Value = serde_json::from_str(schemas.text(home).expect("a text")).expect("JSON");
    file["definitions"][model].clone()
}

#[test]
fn models_that_are_drafted_anew_equal_those_that_stand() {
    let Some(captures) = captures() else { return };
    for (model, service) in [
        ("MatchCount", "stats"),
        ("MatchHistory", "stats"),
        ("MatchSkill", "skill"),
        ("MedalMetadata", "gamecms_hacs"),
        ("PlaylistCsr", "skill"),
        ("CsrSeasonCalendar", "gamecms_hacs"),
    ] {
        let mut others = schemas();
        others.remove(model);
        let Draft(definitions) = draft(model, &Shape::of(captures.of(model)), &others, service);
        assert_eq!(
            definitions.len(),
            1,
            "{model} needs only objects that exist: {definitions:#?}"
        );
        assert_eq!(
            differences(&definitions[0].1, &standing(model)),
            [""; 0],
            "{model}"
        );
    }
}

#[test]
fn nothing_is_merged_into_models_that_have_all_fields() {
    let Some(captures) = captures() else { return };
    for model in [
        "MatchCount",
        "MatchStats",
        "MatchSkill",
        "MedalMetadata",
        "PlayerCustomization",
        "Map",
    ] {
        let changed = merge(model, &Shape::of(captures.of(model)), &schemas()).expect(model);
        assert!(changed.is_empty(), "{model}: {:?}", changed.keys());
    }
}

fn drafted(payloads: &[Value]) -> Draft {
    draft("Model", &Shape::of(payloads), &schemas(), "economy")
}

#[test]
fn types_formats_null_and_absence_follow_from_all_payloads() {
    let payloads = [
        json!({
            "Id": "7529adc9-14b8-46a9-81fa-95a3cf6c8ef7", "At": "2024-01-30T18:00:00Z", "Took": "PT10M58.2S",
            "Who": "xuid(2533274800000000)", "Xuid": "2533274800000000", "Date": { "ISO8601Date": "2024-01-30T18:00:00Z" },
            "Count": 1, "Share": 1, "Maybe": null, "Void": null, "Score": "NaN", "Mixed": 1, "Flag": true,
            "Names": ["a"], "None": [], "Late": 3, "Extra": {}, "Outcome": 2, "AssetKind": 2,
        }),
        json!({
            "Id": "7529adc9-14b8-46a9-81fa-95a3cf6c8ef8", "At": "2024-01-30T18:00:00.12Z", "Took": "P1DT2H",
            "Who": "bid(3.0)", "Xuid": "2533274800000001", "Date": { "ISO8601Date": "2024-01-30T18:00:01Z" },
            "Count": 2, "Share": 0.5, "Maybe": "x", "Void": null, "Score": 1.5, "Mixed": "x", "Flag": false,
            "Names": [], "None": [], "Extra": {}, "Outcome": 3, "AssetKind": 3, "New": [1],
        }),
    ];
    let Draft(definitions) = drafted(&payloads);
    let (_, model) = &definitions[0];
    let of = |name: &str| &model["properties"][name];
    for (name, expected) in [
        ("Id", json!({ "type": "string", "format": "uuid" })),
        ("At", json!({ "type": "string", "format": "date-time" })),
        ("Took", json!({ "type": "string", "format": "duration" })),
        ("Who", json!({ "$ref": "common.json#/definitions/PlayerId" })),
        ("Xuid", json!({ "$ref": "common.json#/definitions/Xuid" })),
        ("Date", json!({ "$ref": "common.json#/definitions/Iso8601Date" })),
        ("Count", json!({ "type": "integer" })),
        ("Share", json!({ "type": "number" })),
        ("Maybe", json!({ "type": ["string", "null"] })),
        ("Void", json!({})),
        ("Score", json!({ "$ref": "common.json#/definitions/Number" })),
        ("Mixed", json!({})),
        ("Flag", json!({ "type": "boolean" })),
        ("Names", json!({ "type": "array", "items": { "type": "string" } })),
        ("None", json!({ "type": "array", "items": {} })),
        ("Late", json!({ "type": "integer" })),
        ("Extra", json!({ "type": "object", "additionalProperties": {} })),
        ("Outcome", json!({ "$ref": "refdata.json#/definitions/Outcome" })),
        (
            "AssetKind",
            json!({ "$ref": "refdata.json#/definitions/AssetKind" }),
        ),
        (
            "New",
            json!({ "type": ["array", "null"], "items": { "type": "integer" } }),
        ),
    ] {
        let mut property = of(name).clone();
        let description = property.as_object_mut().expect(name).shift_remove("description");
        assert!(
            description.is_some_and(|text| text.as_str().is_some_and(|text| text.starts_with("TODO"))),
            "{name}"
        );
        assert_eq!(property, expected, "{name}");
    }
    let required = model["required"].as_array().expect("required");
    assert!(
        !required.contains(&json!("Late")) && !required.contains(&json!("New")),
        "{required:?}"
    );
    assert_eq!(required.len(), 18);
    assert!(
        of("Late")["description"]
            .as_str()
            .is_some_and(|text| text.contains("Absent"))
    );
}

#[test]
fn maps_are_told_from_objects_and_new_objects_wait_for_a_name() {
    let payloads = [json!({
        "ById": { "7529adc9-14b8-46a9-81fa-95a3cf6c8ef7": { "Depth": 1, "Width": 2 } },
        "ByNumber": { "0": 1.5, "1": 2.5 },
        "Things": [{ "Depth": 1, "Width": 2, "Inner": { "Deep": 1, "Deeper": 2 } }],
    })];
    let Draft(definitions) = drafted(&payloads);
    let names: Vec<&str> = definitions.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["Model", "TodoModelById", "TodoModelThing", "TodoModelThingInner"]
    );
    let model = &definitions[0].1["properties"];
    assert_eq!(
        model["ById"]["additionalProperties"],
        json!({ "$ref": "#/definitions/TodoModelById" })
    );
    assert_eq!(
        model["ByNumber"]["additionalProperties"],
        json!({ "type": "number" })
    );
    assert_eq!(
        model["Things"]["items"],
        json!({ "$ref": "#/definitions/TodoModelThing" })
    );
}

#[test]
fn few_values_that_come_back_are_proposed_as_an_enumeration() {
    let payloads: Vec<Value> = (0..40)
        .map(|number| {
            let state = ["Open", "Closed"][number % 2];
            json!({ "State": state, "Place": number, "Path": "a/b.json" })
        })
        .collect();
    let Draft(definitions) = drafted(&payloads);
    let description = |name: &str| definitions[0].1["properties"][name]["description"].clone();
    assert_eq!(
        description("State"),
        "TODO. An enumeration? Values: Closed, Open."
    );
    assert_eq!([description("Place"), description("Path")], ["TODO.", "TODO."]);
}

#[test]
fn merging_adds_new_fields_and_keeps_every_line() {
    let schemas = schemas();
    let payload = json!({ "Value": [{
        "Id": "xuid(2533274800000000)", "ResultCode": 0, "Season": "x",
        "Result": { "Current": { "Value": 1, "Streak": 4 }, "Best": { "Left": 1, "Right": 2 } },
    }] });
    let changed = merge("PlaylistCsr", &Shape::of([&payload]), &schemas).expect("a merge");
    assert_eq!(changed.keys().collect::<Vec<_>>(), ["skill"]);
    let (old, new) = (schemas.text("skill").expect("a text"), &changed["skill"]);
    let json: Value = serde_json::from_str(new).expect("JSON");
    let of = |model: &str, field: &str| json["definitions"][model]["properties"][field].clone();
    assert_eq!(of("PlaylistCsrEntry", "Season")["type"], "string");
    assert_eq!(of("CsrContainer", "Streak")["type"], "integer");
    assert_eq!(
        of("PlaylistCsrResult", "Best")["$ref"],
        "#/definitions/TodoPlaylistCsrResultBest"
    );
    assert_eq!(of("TodoPlaylistCsrResultBest", "Left")["type"], "integer");
    // Without the commas at their ends, all old lines are there, in order.
    let mut lines = new.lines().map(|line| line.trim_end_matches(','));
    for line in old.lines().map(|line| line.trim_end_matches(',')) {
        assert!(lines.any(|new| new == line), "{line}");
    }
}

#[test]
fn drafts_are_printed_as_the_schemas_are_written() {
    for model in [
        "MatchCount",
        "MatchHistory",
        "MatchHistoryResult",
        "MatchProgression",
    ] {
        let schemas = schemas();
        let home = schemas.home(model).expect("a schema");
        let text = print(&Draft(vec![(model.to_owned(), standing(model))]));
        assert!(
            schemas.text(home).expect("a text").contains(text.trim_end()),
            "{text}"
        );
    }
}
