//! Each setter by name is the typed setter.

use std::collections::BTreeSet;

use halo_infinite::request::Batch;
use halo_infinite::services::by_name::named_endpoints;
use halo_infinite::{Client, Request};
use serde_json::Value;

use super::{discovery_setters, other_setters};
use crate::requests::recorder::Recorder;

/// A setter of an endpoint: the arguments with it, and the typed request.
pub struct Case {
    pub endpoint: &'static str,
    pub setter: &'static str,
    pub arguments: Value,
    send: Box<dyn Fn()>,
}

pub fn case<T: 'static>(name: &'static str, mut arguments: Value, value: Value, request: Request<T>) -> Case {
    let (endpoint, setter) = name.rsplit_once('.').unwrap();
    arguments[setter] = value;
    // Nothing arrives: the recorder responds with 404.
    let send = Box::new(move || drop(request.response()));
    Case {
        endpoint,
        setter,
        arguments,
        send,
    }
}

pub fn batch<T: 'static>(name: &'static str, arguments: Value, value: Value, batch: Batch<T>) -> Case {
    case(name, arguments, value, batch.requests().unwrap()[0].clone())
}

/// One value for each setter of each endpoint.
pub fn cases(client: &Client) -> Vec<Case> {
    let mut cases = discovery_setters::cases(client);
    cases.extend(other_setters::cases(client));
    cases
}

#[test]
fn every_setter_by_name_sends_the_same_as_the_typed_one() {
    let recorder = Recorder::default();
    let client = recorder.client();
    let mut tested = BTreeSet::new();
    for case in cases(&client) {
        let name = format!("{}.{}", case.endpoint, case.setter);
        let arguments = &case.arguments;
        (case.send)();
        let typed = recorder.taken();
        assert_eq!(typed.len(), 1, "{name}");
        let request = client
            .by_name(case.endpoint, arguments)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        drop(request.send());
        assert_eq!(recorder.taken(), typed, "{name}");

        // The setter has an effect, so the equality above means something; `null` has none.
        let mut without = arguments.clone();
        without.as_object_mut().unwrap().remove(case.setter);
        drop(client.by_name(case.endpoint, &without).unwrap().send());
        let unset = recorder.taken();
        assert_ne!(unset, typed, "{name}");
        without[case.setter] = Value::Null;
        drop(client.by_name(case.endpoint, &without).unwrap().send());
        assert_eq!(recorder.taken(), unset, "{name}");
        assert!(tested.insert(name.clone()), "{name} is there twice");
    }
    let known = named_endpoints().flat_map(|named| {
        let setters = named.setters().iter();
        setters.map(move |setter| format!("{}.{}", named.endpoint(), setter.name))
    });
    assert_eq!(tested, known.collect::<BTreeSet<_>>());
}
