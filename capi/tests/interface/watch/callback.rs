//! Matches by callback.

use std::ffi::{CString, c_char, c_void};
use std::ptr;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use halo_infinite_capi::*;
use halo_infinite_sandbox::Fault;
use serde_json::{Value, json};

use super::setup::*;
use crate::support::*;

/// A context: records events, after it has run a step of the test.
pub struct Recorder {
    events: Sender<Next>,
    step: Mutex<Box<dyn FnMut() + Send>>,
}

impl Recorder {
    pub fn with(step: impl FnMut() + Send + 'static) -> (Box<Self>, Receiver<Next>) {
        let (events, received) = channel();
        let step = Mutex::new(Box::new(step) as Box<_>);
        (Box::new(Self { events, step }), received)
    }

    pub fn watch(&self, world: &World, settings: Value) -> *mut HaloWatch {
        let (players, settings) = (world.players(), CString::new(settings.to_string()).unwrap());
        let context = ptr::from_ref(self).cast_mut().cast();
        made(|watch, error| {
            let (players, settings) = (InText::of(&players), InText::of(&settings));
            let client = world.bench.client;
            halo_watch_new_with_callback(client, players, settings, Some(on_event), context, watch, error)
        })
        .unwrap()
    }
}

extern "C" fn on_event(context: *mut c_void, code: HaloCode, event: *const c_char, error: *mut HaloError) {
    // SAFETY: each test keeps its recorder until no callback runs.
    let recorder: &Recorder = unsafe { &*context.cast() };
    (*recorder.step.lock().unwrap())();
    let next = match (text(event), error.is_null()) {
        (Some(event), true) => {
            assert_eq!(code, HaloCode::Ok);
            Next::Match(serde_json::from_str(&event).unwrap())
        }
        (None, false) => {
            let Failed {
                code: of_error,
                details,
                ..
            } = read_error(error);
            assert_eq!(code, of_error);
            Next::Failed(code, details)
        }
        (None, true) => Next::Code(code),
        (Some(_), false) => panic!("an event and an error"),
    };
    // A test may drop the recorder as soon as it knows of the call.
    let events = recorder.events.clone();
    let _ = events.send(next);
}

fn event(events: &Receiver<Next>) -> Next {
    events.recv_timeout(PATIENCE).expect("no event came")
}

#[test]
fn the_callback_receives_matches_failures_and_the_end() {
    let world = World::new(1);
    let once = world.bench.sandbox.faults().on("/stats/").once();
    let _rule = once.answer(Fault::status(403));
    let (recorder, events) = Recorder::with(|| ());
    let mut settings = often();
    settings["ended_after"] = world.end(4).into();
    let watch = recorder.watch(&world, settings);
    let Next::Failed(HaloCode::Status, details) = event(&events) else {
        panic!("no failure")
    };
    assert_eq!(details["player"], world.bench.me());
    let ids: Vec<_> = (0..3).map(|_| event(&events).id()).collect();
    assert_eq!(ids, world.newest(1, 3));
    world.pass(0);
    assert_eq!(event(&events).id(), world.newest(0, 1)[0]);
    // They are not returned twice.
    let Failed { code, message, .. } = failure(|error| {
        let (mut event, mut reason) = (ptr::null_mut(), ptr::null_mut());
        halo_watch_try_next(watch, Some(place(&mut event)), Some(place(&mut reason)), error)
    });
    assert_eq!(code, HaloCode::Argument, "{message}");
    assert_eq!(halo_client_close(world.bench.client), HaloCode::Ok);
    assert_eq!(event(&events), Next::Code(HaloCode::Over));
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
    assert!(events.try_recv().is_err());
}

/// If a lock were held, one of these would wait for ever.
#[test]
fn a_callback_may_call_every_function_of_its_watch() {
    let world = World::new(0);
    let (sender, handle) = channel::<Shared<HaloWatch>>();
    let (points, saved) = channel();
    let (recorder, events) = Recorder::with(move || {
        let watch = handle.recv_timeout(PATIENCE).unwrap().get();
        points.send(resume_point(watch)).unwrap();
        let timed = received(|event, failure| halo_watch_next(watch, 1, event, failure, None));
        assert_eq!(timed, Next::Code(HaloCode::Argument));
        assert_eq!(try_next(watch), Next::Code(HaloCode::Argument));
        assert_eq!(halo_watch_close(watch), HaloCode::Ok);
        assert_eq!(halo_watch_close(watch), HaloCode::ClosedHandle);
        assert_eq!(try_next(watch), Next::Code(HaloCode::ClosedHandle));
    });
    let watch = recorder.watch(&world, json!({ "ended_after": world.end(3) }));
    sender.send(Shared(watch)).unwrap();
    assert_eq!(event(&events).id(), world.newest(0, 3)[0]);
    // The other two come in the next run.
    let watch = world.watch(json!({ "resume": saved.recv_timeout(PATIENCE).unwrap() }));
    assert_eq!([next(watch).id(), next(watch).id()].to_vec(), world.newest(0, 2));
    assert_eq!(halo_watch_close(watch), HaloCode::Ok);
    // Nothing follows the close, not even the end.
    assert!(events.try_recv().is_err());
}

#[test]
fn a_callback_that_blocks_is_busy_and_the_close_is_bounded() {
    let world = World::new(0);
    let (release, released) = channel::<()>();
    let (entered, has_entered) = channel();
    let (recorder, events) = Recorder::with(move || {
        entered.send(()).unwrap();
        released.recv_timeout(PATIENCE).unwrap();
    });
    let watch = recorder.watch(&world, json!({ "ended_after": world.end(3) }));
    has_entered.recv_timeout(PATIENCE).unwrap();
    let start = Instant::now();
    assert_eq!(halo_watch_close(watch), HaloCode::CallbackBusy);
    let taken = start.elapsed();
    println!("closed within {taken:?}");
    assert!(taken < SOON, "{taken:?}");
    assert_eq!(halo_watch_close(watch), HaloCode::ClosedHandle);
    release.send(()).unwrap();
    assert_eq!(event(&events).id(), world.newest(0, 3)[0]);
    // Nothing follows: a next call would say that it has entered.
    assert!(
        has_entered
            .recv_timeout(std::time::Duration::from_millis(50))
            .is_err()
    );
}
