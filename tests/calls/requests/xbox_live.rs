//! The calls of Xbox Live.

use halo_infinite::refdata::XboxProfileSetting;

use super::recorder::{refused, refused_batch, sent, sent_batch};

const PROFILE: &str = "https://profile.xboxlive.com";
const PEOPLE: &str = "https://peoplehub.xboxlive.com";
const FIRST: u64 = 2_533_274_855_333_000;
const DEFAULT: [&str; 8] = [
    "Gamertag",
    "ModernGamertag",
    "ModernGamertagSuffix",
    "UniqueModernGamertag",
    "GameDisplayPicRaw",
    "Gamerscore",
    "XboxOneRep",
    "AccountTier",
];

fn profile(url: &str) -> String {
    format!(
        "GET {PROFILE}{url}\naccept: application/json\nauthorization: XBL3.0 x=hash;token\nuser-agent: \
         test\nx-xbl-contract-version: 2"
    )
}

fn people(url: &str, contract: u16, language: &str) -> String {
    format!(
        "GET {PEOPLE}{url}\naccept-language: {language}\naccept: application/json\nauthorization: XBL3.0 \
         x=hash;token\nuser-agent: test\nx-xbl-contract-version: {contract}"
    )
}

fn batch(settings: &[&str], xuids: std::ops::Range<u64>) -> String {
    let xuids: Vec<_> = xuids.map(|number| (FIRST + number).to_string()).collect();
    let body = serde_json::json!({ "settings": settings, "userIds": xuids });
    let head = profile("/users/batch/profile/settings").replacen("GET", "POST", 1);
    let head = head.replace("user-agent", "content-type: application/json\nuser-agent");
    format!("{head}\n{body}")
}

#[test]
fn profiles_by_id() {
    assert_eq!(
        sent_batch(|client| client
            .xbox_live()
            .profiles_by_id([FIRST.to_string(), format!("xuid({})", FIRST + 1)])),
        [batch(&DEFAULT, 0..2)]
    );
    assert_eq!(
        sent_batch(|client| client.xbox_live().profiles_by_id(FIRST..FIRST + 101)),
        [batch(&DEFAULT, 0..100), batch(&DEFAULT, 100..101)]
    );
    let settings = [
        XboxProfileSetting::Bio,
        XboxProfileSetting::Unknown("IsDeleted".into()),
    ];
    assert_eq!(
        sent_batch(|client| client.xbox_live().profiles_by_id([FIRST]).settings(&settings)),
        [batch(&["Bio", "IsDeleted"], 0..1)]
    );
    let error = refused_batch(|client| client.xbox_live().profiles_by_id(["Test Tag"]));
    assert!(error.contains("`Test Tag` is a gamertag"), "{error}");
    let error = refused_batch(|client| client.xbox_live().profiles_by_id([FIRST]).settings(&[]));
    assert_eq!(error, "settings: the list is empty");
}

#[test]
fn profile_by_gamertag() {
    let settings = DEFAULT.join("%2C");
    assert_eq!(
        sent(|client| client.xbox_live().profile_by_gamertag("Test Tag#1234")),
        profile(&format!(
            "/users/gt(Test%20Tag1234)/profile/settings?settings={settings}"
        ))
    );
    assert_eq!(
        sent(|client| client
            .xbox_live()
            .profile_by_gamertag("Test Tag")
            .settings(&[XboxProfileSetting::TenureLevel])),
        profile("/users/gt(Test%20Tag)/profile/settings?settings=TenureLevel")
    );
    let error = refused(|client| client.xbox_live().profile_by_gamertag(FIRST));
    assert!(error.contains("is an XUID: profiles_by_id"), "{error}");
    for (setting, problem) in [
        (XboxProfileSetting::Unknown("a,b".into()), "`a,b` is not the name"),
        (XboxProfileSetting::Unknown("".into()), "`` is not the name"),
    ] {
        let error = refused(|client| client.xbox_live().profile_by_gamertag("a").settings([&setting]));
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn current_profile() {
    let settings = DEFAULT.join("%2C");
    assert_eq!(
        sent(|client| client.xbox_live().current_profile()),
        profile(&format!("/users/me/profile/settings?settings={settings}"))
    );
}

#[test]
fn friends() {
    let path = "/users/me/people/friends/decoration/detail,preferredColor,presenceDetail";
    assert_eq!(
        sent(|client| client.xbox_live().friends()),
        people(path, 7, "en-US")
    );
    assert_eq!(
        sent(|client| client.xbox_live().friends().language("de-DE")),
        people(path, 7, "de-DE")
    );
    let error = refused(|client| client.xbox_live().friends().language("de\r\nX: 1"));
    assert!(error.contains("is not a language tag"), "{error}");
}

#[test]
fn followed_by() {
    assert_eq!(
        sent(|client| client.xbox_live().followed_by(FIRST)),
        people(
            &format!("/users/xuid({FIRST})/people/social/decoration/detail,preferredColor,presenceDetail"),
            5,
            "en-US"
        )
    );
    assert!(refused(|client| client.xbox_live().followed_by("Test Tag")).contains("is a gamertag"));
}

#[test]
fn recent_players() {
    assert_eq!(
        sent(|client| client.xbox_live().recent_players()),
        people("/users/me/people/recentplayers", 5, "en-US")
    );
    assert_eq!(
        sent(|client| client.xbox_live().recent_players().count(3)),
        people("/users/me/people/recentplayers?maxItems=3", 5, "en-US")
    );
}

#[test]
fn search() {
    let path = "/users/me/people/search/decoration/detail,preferredColor";
    assert_eq!(
        sent(|client| client.xbox_live().search(" Test Täg#12 ")),
        people(&format!("{path}?q=Test%20T%C3%A4g12&maxItems=25"), 5, "en-US")
    );
    assert_eq!(
        sent(|client| client.xbox_live().search("a&b").count(5)),
        people(&format!("{path}?q=a%26b&maxItems=5"), 5, "en-US")
    );
    for text in ["", " ", "#", "a\nb"] {
        let error = refused(|client| client.xbox_live().search(text));
        assert!(error.contains("is nothing to search for"), "{error}");
    }
}
