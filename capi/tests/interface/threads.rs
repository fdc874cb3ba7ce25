//! Many threads on one client, with cancels, closes and wrong uses in between.

use std::ffi::{CStr, CString};
use std::process::Command;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use halo_infinite_capi::*;
use halo_infinite_sandbox::Sandbox;

use crate::support::{place, text};
use crate::wrong_use::samples::opened;

const THREADS: u64 = 16;
/// The test of the long form has this many seconds.
const SECONDS: &str = "HALO_CAPI_THREADS_SECONDS";

/// What a process has, apart from memory.
#[derive(Debug, PartialEq, Eq)]
struct Census {
    handles: usize,
    /// `None` where the system does not say.
    threads: Option<usize>,
    files: Option<usize>,
}

impl Census {
    fn take() -> Self {
        // Nothing here uses pipes but sanitizers, for the program that reads line numbers.
        let is_counted = |entry: &std::io::Result<std::fs::DirEntry>| {
            let target = entry
                .as_ref()
                .ok()
                .and_then(|entry| entry.path().read_link().ok());
            !target.is_some_and(|target| target.to_string_lossy().starts_with("pipe:"))
        };
        let files = std::fs::read_dir("/proc/self/fd").ok();
        Self {
            handles: open_handles(),
            threads: std::fs::read_dir("/proc/self/task").ok().map(Iterator::count),
            files: files.map(|files| files.filter(is_counted).count()),
        }
    }
}

/// In a process of its own: other tests have handles and threads too.
#[test]
fn many_threads_share_a_client_and_leave_nothing_open() {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args(["--exact", "threads::in_this_process", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}\n{problem}"
    );
}

/// For more seconds than one: `HALO_CAPI_THREADS_SECONDS=60 cargo test -p halo-infinite-capi --test interface -- --exact
/// threads::in_this_process --ignored --nocapture`.
#[test]
#[ignore = "runs in a process of its own, which `many_threads_share_a_client_and_leave_nothing_open` starts"]
fn in_this_process() {
    let seconds = std::env::var(SECONDS).map_or(1.0, |seconds| seconds.parse().unwrap());
    // What the sandbox's runtime opens once for the whole process (a pipe for signals) is there from the start.
    Stage::new().close();
    let before = Census::take();
    let stage = Stage::new();
    let during = Mutex::new(Vec::new());
    let start = Barrier::new(usize::try_from(THREADS).unwrap());
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    thread::scope(|scope| {
        for number in 0..THREADS {
            let (stage, start, during) = (&stage, &start, &during);
            scope.spawn(move || {
                let mut thread = Thread::new(stage, number);
                start.wait();
                // So many turns that each event comes, even where a turn takes long.
                let mut turns = 0;
                while turns < 200 || Instant::now() < end {
                    thread.turn();
                    turns += 1;
                    if number == 0 && turns == 100 {
                        *during.lock().unwrap() = library_threads();
                    }
                }
            });
        }
    });
    let counts = stage.close();
    let after = settled(&before);
    println!("before: {before:?}\nafter: {after:?}\n{counts:?}");
    // A new connection is made on a thread that ends with that. The library starts no others.
    let during = during.into_inner().unwrap();
    let unexpected = during
        .iter()
        .find(|name| *name != "halo-connect" && !name.starts_with("halo-sandbox"));
    assert_eq!(unexpected, None);
    assert_eq!(before, after);
    for (what, count) in counts {
        assert!(count > 0, "{what:?} has never happened");
    }
}

/// The names of the threads that this workspace starts, where the system says them.
fn library_threads() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
    let names = names.map(|name| name.trim_end().to_owned());
    names.filter(|name| name.starts_with("halo-")).collect()
}

/// The census once it is that of the start. The kernel removes a thread from its list shortly after the thread was joined.
fn settled(before: &Census) -> Census {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        let now = Census::take();
        if now == *before || Instant::now() > end {
            return now;
        }
        thread::yield_now();
    }
}

/// What the threads share.
struct Stage {
    sandbox: Sandbox,
    settings: CString,
    arguments: CString,
    client: AtomicPtr<HaloClient>,
    /// The cancel token of calls that are under way, which other threads use and close.
    cancel: AtomicPtr<HaloCancel>,
    counts: [(Event, AtomicU64); 8],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Success,
    Cancelled,
    ClientClosed,
    CancelClosed,
    ClosedTwice,
    WrongKind,
    UnknownEndpoint,
    Deadline,
}

impl Stage {
    fn new() -> Self {
        use Event::*;
        let sandbox = Sandbox::start().unwrap();
        let settings = format!(
            r#"{{"environment": "{}", "spartan_token": "{}", "clearance": "{}", "requests_per_second": 10000}}"#,
            sandbox.url(),
            sandbox.spartan_token(),
            sandbox.clearance()
        );
        let settings = CString::new(settings).unwrap();
        let arguments = format!(r#"{{"player": "{}", "count": 3}}"#, sandbox.world().home().xuid());
        Self {
            arguments: CString::new(arguments).unwrap(),
            client: AtomicPtr::new(new_client(&settings)),
            cancel: AtomicPtr::new(new_cancel()),
            sandbox,
            settings,
            counts: [
                Success,
                Cancelled,
                ClientClosed,
                CancelClosed,
                ClosedTwice,
                WrongKind,
                UnknownEndpoint,
                Deadline,
            ]
            .map(|event| (event, AtomicU64::new(0))),
        }
    }

    fn count(&self, event: Event) {
        let mut counts = self.counts.iter();
        let (_, count) = counts.find(|(of, _)| *of == event).unwrap();
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Closes what is open, and stops the sandbox.
    fn close(self) -> Vec<(Event, u64)> {
        assert_eq!(halo_client_close(self.client.into_inner()), HaloCode::Ok);
        assert_eq!(halo_cancel_close(self.cancel.into_inner()), HaloCode::Ok);
        let counts = self.counts;
        counts.map(|(event, count)| (event, count.into_inner())).to_vec()
    }
}

fn new_client(settings: &CStr) -> *mut HaloClient {
    opened(|client, error| halo_client_new(InText::of(settings), ptr::null(), client, error))
}

fn new_cancel() -> *mut HaloCancel {
    opened(|cancel, error| halo_cancel_new(cancel, error))
}

struct Thread<'s> {
    stage: &'s Stage,
    random: u64,
}

impl<'s> Thread<'s> {
    fn new(stage: &'s Stage, number: u64) -> Self {
        Self {
            stage,
            random: number + 1,
        }
    }

    /// A number below `end`, by xorshift.
    fn below(&mut self, end: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % end
    }

    fn turn(&mut self) {
        match self.below(40) {
            0 if self.below(4) == 0 => self.replace_client(),
            1 | 2 => self.replace_cancel(),
            3 | 4 => self.cancel(),
            5 => self.close_wrongly(),
            6 => self.call(c"stats.nothing", InText::none(), ptr::null()),
            7 => self.call(
                c"stats.match_history",
                InText::of(c"{\"deadline_ms\": 0}"),
                ptr::null(),
            ),
            8..20 => {
                let cancel = self.stage.cancel.load(Ordering::Acquire);
                self.call(c"stats.match_history", InText::none(), cancel);
            }
            _ => self.call(c"stats.match_history", InText::none(), ptr::null()),
        }
    }

    fn call(&mut self, endpoint: &CStr, options: InText<'_>, cancel: *const HaloCancel) {
        let client = self.stage.client.load(Ordering::Acquire);
        self.call_of(client, endpoint, options, cancel);
    }

    /// Closes the client under the calls of the other threads.
    fn replace_client(&mut self) {
        let new = new_client(&self.stage.settings);
        let old = self.stage.client.swap(new, Ordering::AcqRel);
        assert_eq!(halo_client_close(old), HaloCode::Ok);
        self.call_of(old, c"stats.match_history", InText::none(), ptr::null());
        self.stage.sandbox.clear_requests();
    }

    fn replace_cancel(&mut self) {
        let old = self.stage.cancel.swap(new_cancel(), Ordering::AcqRel);
        assert_eq!(halo_cancel_cancel(old), HaloCode::Ok);
        assert_eq!(halo_cancel_close(old), HaloCode::Ok);
        assert_eq!(halo_cancel_close(old), HaloCode::ClosedHandle);
        self.call(c"stats.match_history", InText::none(), old);
        self.stage.count(Event::ClosedTwice);
    }

    fn cancel(&mut self) {
        let code = halo_cancel_cancel(self.stage.cancel.load(Ordering::Acquire));
        // Another thread may have closed it in between.
        assert!(matches!(code, HaloCode::Ok | HaloCode::ClosedHandle), "{code:?}");
    }

    /// Closes handles by functions of another kind, and numbers that no handle has.
    fn close_wrongly(&mut self) {
        let client = self.stage.client.load(Ordering::Acquire);
        let wrong = [
            halo_response_close(client.cast()),
            halo_cancel_close(client.cast()),
            halo_error_close(self.stage.cancel.load(Ordering::Acquire).cast()),
        ];
        for code in wrong {
            match code {
                HaloCode::WrongHandle => self.stage.count(Event::WrongKind),
                code => assert_eq!(code, HaloCode::ClosedHandle),
            }
        }
        let number = usize::MAX / 2 + usize::try_from(self.below(1 << 20)).unwrap();
        let code = halo_client_close(ptr::without_provenance_mut(number));
        assert_eq!(code, HaloCode::ClosedHandle);
    }

    fn call_of(
        &mut self,
        client: *const HaloClient,
        endpoint: &CStr,
        options: InText<'_>,
        cancel: *const HaloCancel,
    ) {
        let (mut response, mut error) = (ptr::null_mut(), ptr::null_mut());
        let code = halo_call(
            client,
            InText::of(endpoint),
            InText::of(&self.stage.arguments),
            options,
            cancel,
            Some(place(&mut response)),
            Some(place(&mut error)),
        );
        if code == HaloCode::Ok {
            assert!(error.is_null());
            self.read(response);
            return;
        }
        assert!(response.is_null());
        assert_eq!(halo_error_code(error), code);
        let words = text(halo_error_message(error)).expect("an error has a message");
        let event = match code {
            HaloCode::ClosedHandle if words.starts_with("client") => Event::ClientClosed,
            HaloCode::ClosedHandle if words.starts_with("cancel") => Event::CancelClosed,
            HaloCode::Cancelled => Event::Cancelled,
            HaloCode::UnknownEndpoint => Event::UnknownEndpoint,
            HaloCode::Deadline => Event::Deadline,
            code => panic!("{code:?}: {words}"),
        };
        self.stage.count(event);
        assert_eq!(halo_error_close(error), HaloCode::Ok);
        assert_eq!(halo_error_close(error), HaloCode::ClosedHandle);
        assert!(halo_error_message(error).is_null());
    }

    fn read(&mut self, response: *mut HaloResponse) {
        let json = halo_response_json(response);
        assert!(!json.is_null());
        // SAFETY: the response is open, so its text is valid.
        let json = unsafe { CStr::from_ptr(json) }.to_str().unwrap();
        assert!(json.starts_with("{\"Start\":0,\"Count\":3"), "{json}");
        assert_eq!(halo_response_status(response), 200);
        assert_eq!(halo_response_close(response), HaloCode::Ok);
        assert_eq!(halo_response_close(response), HaloCode::ClosedHandle);
        self.stage.count(Event::Success);
    }
}
