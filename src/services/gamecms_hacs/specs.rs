//! Hardware: drivers, presets, and exceptions for devices.

use serde_json::Value;

use super::{GamecmsHacs, file};
use crate::models::gamecms_hacs::{CpuPresets, DriverManifest};
use crate::request::Request;
use crate::types::{Endpoint, endpoints};

endpoints! {
    RECOMMENDED_DRIVERS = file(
        "recommended_drivers",
        "/hi/Specs/file/graphics/RecommendedDrivers.json",
    );
    CPU_PRESETS = file("cpu_presets", "/hi/Specs/file/cpu/presets.json");
    ASYNC_COMPUTE_OVERRIDES = file(
        "async_compute_overrides",
        "/hi/Specs/file/graphics/AsyncComputeOverrides.json",
    );
    DEVICE_PRESET_OVERRIDES = file(
        "device_preset_overrides",
        "/hi/Specs/file/graphics/DevicePresetOverrides.json",
    );
    SPEC_CONTROL_OVERRIDES = file(
        "spec_control_overrides",
        "/hi/Specs/file/graphics/GraphicsSpecControlOverrides.json",
    );
    GRAPHIC_SPECS = file("graphic_specs", "/hi/Specs/file/graphics/overrides.json");
}

impl GamecmsHacs<'_> {
    /// The graphics drivers that the game recommends, by vendor. Captured in 2022.
    pub fn recommended_drivers(self) -> Request<DriverManifest> {
        Request::new(self.pipeline, &RECOMMENDED_DRIVERS, [])
    }

    /// The processors and the memory that each preset of the game's settings requires. Captured in 2022.
    pub fn cpu_presets(self) -> Request<CpuPresets> {
        Request::new(self.pipeline, &CPU_PRESETS, [])
    }

    /// The devices for which the game turns asynchronous compute on or off, as raw JSON: by vendor (`Nvidia`, `AMD`,
    /// `Intel`), a boolean for each device. Captured in 2022.
    pub fn async_compute_overrides(self) -> Request<Value> {
        Request::new(self.pipeline, &ASYNC_COMPUTE_OVERRIDES, [])
    }

    /// The devices with a preset of their own, as raw JSON: by vendor (`Nvidia`, `AMD`, `Intel`), a map. Captured in
    /// 2022, when the maps were empty.
    pub fn device_preset_overrides(self) -> Request<Value> {
        Request::new(self.pipeline, &DEVICE_PRESET_OVERRIDES, [])
    }

    /// The graphics settings that the game changes on certain devices, as raw JSON: in `overrides`, each with a
    /// `query` for devices and the `settings` for them. Captured in 2022.
    pub fn spec_control_overrides(self) -> Request<Value> {
        Request::new(self.pipeline, &SPEC_CONTROL_OVERRIDES, [])
    }

    /// Other exceptions for graphics devices, as raw JSON of an unknown shape. The path comes from the game's
    /// catalogue.
    pub fn graphic_specs(self) -> Request<Value> {
        Request::new(self.pipeline, &GRAPHIC_SPECS, [])
    }
}
