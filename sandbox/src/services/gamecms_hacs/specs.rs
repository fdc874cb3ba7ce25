//! Hardware: drivers, presets, and exceptions for devices.

use super::content::Content;
use serde_json::{Value, json};

/// The paths of the files.
pub(super) const PATHS: [&str; 6] = [
    CPU_PRESETS,
    ASYNC_COMPUTE,
    DEVICE_PRESETS,
    SPEC_CONTROL,
    GRAPHIC_SPECS,
    DRIVERS,
];
const CPU_PRESETS: &str = "cpu/presets.json";
const ASYNC_COMPUTE: &str = "graphics/asynccomputeoverrides.json";
const DEVICE_PRESETS: &str = "graphics/devicepresetoverrides.json";
const SPEC_CONTROL: &str = "graphics/graphicsspeccontroloverrides.json";
const GRAPHIC_SPECS: &str = "graphics/overrides.json";
const DRIVERS: &str = "graphics/recommendeddrivers.json";

/// A file, by its lower-case path.
pub(super) fn file(path: &str) -> Option<Content> {
    Some(match path {
        CPU_PRESETS => Content::Json("CpuPresets", cpu_presets()),
        ASYNC_COMPUTE => Content::Json("AsyncComputeOverrides", async_compute()),
        DEVICE_PRESETS => Content::Json("DevicePresetOverrides", device_presets()),
        SPEC_CONTROL => Content::Json("SpecControlOverrides", spec_control()),
        // Its real content is unknown.
        GRAPHIC_SPECS => Content::Json("GraphicSpecs", json!({})),
        DRIVERS => Content::Json("DriverManifest", drivers()),
        _ => return None,
    })
}

fn cpu_presets() -> Value {
    let preset = |cores: i64, threads: i64, cache: i64, memory: i64, frequency: i64| {
        json!({
            "PhysicalCores": cores,
            "LogicalCores": threads,
            "L3CacheSizeMB": cache,
            "RAMSizeGB": memory,
            "BaseFreqMHz": frequency,
        })
    };
    json!({
        "low": preset(4, 4, 4, 8, 2600),
        "medium": preset(4, 8, 8, 12, 2800),
        "high": preset(6, 12, 16, 16, 3000),
        "ultra": preset(8, 16, 24, 32, 3400),
    })
}

fn drivers() -> Value {
    let driver = |minimum: &str| {
        json!({
            "minimum": minimum,
            "downloadLink": "https://support.halowaypoint.com",
            "blocklist": [],
        })
    };
    json!({
        "Version": 3,
        "Nvidia": driver("31.0.15.1694"),
        "AMD": driver("31.0.12027.7000"),
        "Intel": driver("31.0.101.3616"),
    })
}

fn async_compute() -> Value {
    json!({ "Nvidia": { "Sandbox GPU 1000": false }, "AMD": { "Sandbox GPU 2000": true }, "Intel": {} })
}

fn device_presets() -> Value {
    json!({ "Version": 1, "Nvidia": {}, "AMD": {}, "Intel": {} })
}

fn spec_control() -> Value {
    json!({
        "schema_version": 1,
        "version": 1,
        "overrides": [{
            "query": [
                { "key": "vendor", "op": "eq", "value": "Nvidia" },
                { "key": "device", "op": "in", "value": ["Sandbox GPU 1000"] },
            ],
            "settings": { "spec_control_async_compute": false },
        }],
    })
}
