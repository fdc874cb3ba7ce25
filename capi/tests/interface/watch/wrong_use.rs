//! Wrong use of watches.

use std::ptr;

use halo_infinite_capi::*;

use super::setup::*;
use crate::support::*;

#[test]
fn wrong_players_and_settings_are_errors_with_words() {
    let bench = Bench::new();
    let good = c"[\"MyGamertag\"]";
    for (players, settings, expected, words) in [
        (c"[]", c"{}", HaloCode::Argument, "players: the list is empty"),
        (c"[\"a\", \"\"]", c"{}", HaloCode::Argument, "players: entry 2: "),
        (c"[true]", c"{}", HaloCode::Argument, "players: entry 1: "),
        (c"\"a\"", c"{}", HaloCode::NotJson, "players: a JSON list"),
        (c"[", c"{}", HaloCode::NotJson, "players: it is not JSON"),
        (c"\xff", c"{}", HaloCode::NotUtf8, "players: "),
        (good, c"{\"intervals\": 1}", HaloCode::NotJson, "settings: "),
        (
            good,
            c"{\"match_type\": \"ranked\"}",
            HaloCode::NotJson,
            "settings: `match_type`",
        ),
        (
            good,
            c"{\"ended_after\": \"now\"}",
            HaloCode::NotJson,
            "settings: ",
        ),
        (
            good,
            c"{\"resume\": {\"players\": 1}}",
            HaloCode::NotJson,
            "settings: `resume.players`",
        ),
        (
            good,
            c"{\"resume\": {}, \"ended_after\": \"2026-10-31T20:00:00Z\"}",
            HaloCode::Argument,
            "settings: `resume` and `ended_after`",
        ),
    ] {
        let failed = made(|watch, error| {
            let (players, settings) = (InText::of(players), InText::of(settings));
            halo_watch_new(
                bench.client,
                players,
                settings,
                None,
                ptr::null_mut(),
                watch,
                error,
            )
        });
        let failed = failed.unwrap_err();
        assert_eq!(failed.code, expected, "{failed:?}");
        assert!(failed.message.starts_with(words), "{failed:?}");
    }
    let new = |client, players: InText<'_>| {
        code_and(ptr::null_mut(), |watch| {
            halo_watch_new(
                client,
                players,
                InText::none(),
                None,
                ptr::null_mut(),
                watch,
                None,
            )
        })
    };
    assert_eq!(
        new(bench.client, InText::none()),
        (HaloCode::NullPointer, ptr::null_mut())
    );
    assert_eq!(
        new(ptr::null_mut(), InText::of(good)),
        (HaloCode::NullPointer, ptr::null_mut())
    );
    let failed = made(|watch, error| {
        let (players, settings) = (InText::of(good), InText::none());
        halo_watch_new_with_callback(
            bench.client,
            players,
            settings,
            None,
            ptr::null_mut(),
            watch,
            error,
        )
    });
    let failed = failed.unwrap_err();
    assert_eq!(failed.code, HaloCode::NullPointer);
    assert!(failed.message.starts_with("callback: "), "{failed:?}");
    assert!(bench.sandbox.requests().is_empty());
}

#[test]
fn null_and_wrong_handles_are_errors_and_lose_no_match() {
    let world = World::new(0);
    let watch = world.watch(serde_json::json!({ "ended_after": world.end(1) }));
    for (handle, expected) in [
        (ptr::null_mut(), HaloCode::NullPointer),
        (world.bench.client.cast::<HaloWatch>(), HaloCode::WrongHandle),
    ] {
        assert_eq!(next(handle), Next::Code(expected));
        assert_eq!(try_next(handle), Next::Code(expected));
        let point = code_and(ptr::null_mut(), |response| {
            halo_watch_resume_point(handle, response, None)
        });
        assert_eq!(point, (expected, ptr::null_mut()));
    }
    assert_eq!(
        halo_watch_next(watch, PATIENCE_MS, None, None, None),
        HaloCode::NullPointer
    );
    assert_eq!(halo_watch_resume_point(watch, None, None), HaloCode::NullPointer);
    assert_eq!(next(watch).id(), world.newest(0, 1)[0]);
    assert_eq!(halo_watch_close(world.bench.client.cast()), HaloCode::WrongHandle);
    assert_eq!(halo_watch_close(ptr::null_mut()), HaloCode::Ok);
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
}
