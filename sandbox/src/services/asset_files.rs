//! The JSON of the files of an asset.

use crate::world::ugc::BLOBS;
use serde_json::{Value, json};

/// The files of an asset, by the path of their folder.
pub(super) fn stored(folder: &str, files: Value) -> Value {
    let (authority, policy, host) = if folder.is_empty() {
        ("", "", "")
    } else {
        ("iUgcFiles", "linearretry", BLOBS)
    };
    json!({
        "Prefix": format!("{host}{folder}"),
        "FileRelativePaths": files,
        "PrefixEndpoint": {
            "AuthorityId": authority,
            "Path": folder,
            "QueryString": null,
            "RetryPolicyId": policy,
            "TopicName": "",
            "AcknowledgementTypeId": 0,
            "AuthenticationLifetimeExtensionSupported": false,
            "ClearanceAware": false,
        },
    })
}
