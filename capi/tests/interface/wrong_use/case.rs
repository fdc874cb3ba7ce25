//! One call of a function, right or wrong in one place.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;

use halo_infinite_capi::*;

/// The label of a null pointer.
pub const NULL: &str = "null";

/// A wrong value of a parameter, and how the function must fail with it.
pub struct Wrong<V> {
    pub label: &'static str,
    pub code: HaloCode,
    /// The start of the message.
    pub words: String,
    pub value: fn(&Case) -> V,
}

/// What is wrong in a call.
#[derive(Clone, Copy)]
enum Spoiled {
    Nothing,
    /// The parameter of this name has the wrong value of this label.
    One(&'static str, &'static str),
    /// Null in each place that must not be null.
    AllNull,
}

/// A wrong value that a parameter has.
struct Offer {
    parameter: &'static str,
    label: &'static str,
    code: HaloCode,
    words: String,
}

pub struct Case {
    spoiled: Spoiled,
    pub wants_error: bool,
    offers: RefCell<Vec<Offer>>,
    has_failed: Cell<bool>,
    takes_error: Cell<bool>,
    message: RefCell<Option<String>>,
    at_end: RefCell<Vec<Box<dyn FnOnce()>>>,
}

/// What a function returned.
pub enum Returned {
    Code {
        code: HaloCode,
        right: HaloCode,
    },
    Value {
        text: String,
        is_otherwise: bool,
        must_differ: bool,
    },
}

impl Case {
    fn new(spoiled: Spoiled, wants_error: bool) -> Self {
        Self {
            spoiled,
            wants_error,
            offers: RefCell::default(),
            has_failed: Cell::new(false),
            takes_error: Cell::new(false),
            message: RefCell::default(),
            at_end: RefCell::default(),
        }
    }

    /// The value for a parameter: the right one, but if the parameter is wrong in this case.
    pub fn choose<V>(
        &self,
        parameter: &'static str,
        right: impl FnOnce(&Self) -> V,
        wrong: Vec<Wrong<V>>,
    ) -> V {
        let is_chosen = |wrong: &&Wrong<V>| match self.spoiled {
            Spoiled::Nothing => false,
            Spoiled::One(spoiled, label) => (spoiled, label) == (parameter, wrong.label),
            Spoiled::AllNull => wrong.label == NULL,
        };
        let value = match wrong.iter().find(is_chosen) {
            Some(wrong) => (wrong.value)(self),
            None => right(self),
        };
        let offers = wrong.into_iter().map(|wrong| Offer {
            parameter,
            label: wrong.label,
            code: wrong.code,
            words: wrong.words,
        });
        self.offers.borrow_mut().extend(offers);
        value
    }

    /// Whether a parameter has the wrong value of this label.
    pub fn is_wrong(&self, parameter: &str, label: &str) -> bool {
        matches!(self.spoiled, Spoiled::One(spoiled, of_spoiled) if (spoiled, of_spoiled) == (parameter, label))
    }

    /// Runs this after the call.
    pub fn at_end(&self, run: impl FnOnce() + 'static) {
        self.at_end.borrow_mut().push(Box::new(run));
    }

    /// Whether the function has failed. Known after the call.
    pub fn has_failed(&self) -> bool {
        self.has_failed.get()
    }

    /// The function has a place for an error.
    pub fn takes_error(&self) {
        self.takes_error.set(true);
    }

    /// Notes the message of the error.
    pub fn note_message(&self, message: String) {
        *self.message.borrow_mut() = Some(message);
    }

    /// A function that returns a code. `right` is that of the right call.
    pub fn code(&self, code: HaloCode, right: HaloCode) -> Returned {
        let is_success = matches!(code, HaloCode::Ok | HaloCode::Pending | HaloCode::Over);
        self.has_failed.set(!is_success);
        Returned::Code { code, right }
    }

    /// As [`code`](Self::code), if the right call may return any code of success.
    pub fn success(&self, code: HaloCode, (): ()) -> Returned {
        let returned = self.code(code, HaloCode::Ok);
        match self.has_failed() {
            true => returned,
            false => Returned::Code { code, right: code },
        }
    }

    /// A function that returns a value, and `otherwise` after a failure.
    pub fn value<T: PartialEq + Debug>(&self, value: T, otherwise: T) -> Returned {
        Returned::Value {
            text: format!("{value:?}"),
            is_otherwise: value == otherwise,
            must_differ: true,
        }
    }

    /// As [`value`](Self::value), if the right call may return the same value.
    pub fn maybe<T: PartialEq + Debug>(&self, value: T, otherwise: T) -> Returned {
        let is_otherwise = value == otherwise;
        Returned::Value {
            text: format!("{value:?}"),
            is_otherwise,
            must_differ: false,
        }
    }
}

type Call = fn(&Case) -> Returned;

/// A call that has ended.
struct Done {
    returned: Returned,
    message: Option<String>,
    takes_error: bool,
    offers: Vec<Offer>,
}

impl Done {
    fn of(call: Call, spoiled: Spoiled, wants_error: bool) -> Self {
        let case = Case::new(spoiled, wants_error);
        let returned = call(&case);
        for run in case.at_end.take() {
            run();
        }
        Self {
            returned,
            message: case.message.take(),
            takes_error: case.takes_error.get(),
            offers: case.offers.take(),
        }
    }

    fn assert_failed(&self, name: &str, expected: HaloCode) {
        match &self.returned {
            Returned::Code { code, .. } => assert_eq!(*code, expected, "{name}: {:?}", self.message),
            Returned::Value {
                text, is_otherwise, ..
            } => assert!(is_otherwise, "{name}: {text}"),
        }
    }
}

/// Calls a function rightly, and with each wrong use.
pub fn check(function: &str, call: Call) {
    let done = Done::of(call, Spoiled::Nothing, true);
    match &done.returned {
        Returned::Code { code, right } => {
            assert_eq!(code, right, "{function}, used rightly: {:?}", done.message)
        }
        Returned::Value {
            text,
            is_otherwise,
            must_differ,
        } => assert!(
            !(*must_differ && *is_otherwise),
            "{function}, used rightly: {text}"
        ),
    }
    for offer in &done.offers {
        let name = format!("{function}, {}: {}", offer.parameter, offer.label);
        let spoiled = Spoiled::One(offer.parameter, offer.label);
        Done::of(call, spoiled, false).assert_failed(&name, offer.code);
        let wrong = Done::of(call, spoiled, true);
        wrong.assert_failed(&name, offer.code);
        if wrong.takes_error && offer.code != HaloCode::Ok {
            let message = wrong.message.unwrap_or_else(|| panic!("{name}: no message"));
            assert!(message.starts_with(&offer.words), "{name}: {message}");
        }
    }
    let needs = |offer: &Offer| offer.label == NULL && offer.code == HaloCode::NullPointer;
    if done.offers.iter().any(needs) {
        let name = format!("{function}, all null");
        Done::of(call, Spoiled::AllNull, false).assert_failed(&name, HaloCode::NullPointer);
    }
}
