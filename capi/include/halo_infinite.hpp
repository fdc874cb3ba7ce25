// The Halo Infinite web API for C++17: the C interface with classes that close themselves, and with exceptions.
//
//     halo::Client client(R"({"spartan_token": "…"})");
//     halo::Response history = client.call("stats.match_history", R"({"player": "Chief", "count": 3})");
//     std::string_view json = history.json();
//
// `halo::endpoints` lists all endpoints with their arguments. Arguments, options, settings and results are JSON; this header
// reads none, so take the JSON library of your program. `halo_infinite.h` documents settings and threads.
//
// Classes with handles are move-only. A moved-from object may only be destroyed or assigned to. Functions throw `halo::Error`,
// and pass on the exceptions of callbacks. Destructors throw nothing, and close the handle: `close` does so before, and returns
// the code.

#ifndef HALO_INFINITE_HPP
#define HALO_INFINITE_HPP

#include "halo_infinite.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace halo {

// A failure.
class Error : public std::exception {
public:
    Error(HaloCode code, std::string message, std::string advice = {}, std::string details = "{}")
        : code_(code), message_(std::move(message)), advice_(std::move(advice)), details_(std::move(details)) {}

    HaloCode code() const noexcept { return code_; }
    // What failed and why.
    const char *what() const noexcept override { return message_.c_str(); }
    // What to do about it; empty if there is no more to say.
    const std::string &advice() const noexcept { return advice_; }
    // More facts, as a JSON object.
    const std::string &details() const noexcept { return details_; }

private:
    HaloCode code_;
    std::string message_, advice_, details_;
};

namespace detail {

// A handle, which is closed once, and the callbacks that it may call until then.
template <typename T, HaloCode (*close_handle)(T *)>
class Handle {
public:
    Handle() noexcept = default;
    Handle(Handle &&other) noexcept
        : handle_(std::exchange(other.handle_, nullptr)), callback_(std::move(other.callback_)) {}
    Handle &operator=(Handle &&other) noexcept {
        if (this != &other) {
            close();
            handle_ = std::exchange(other.handle_, nullptr);
            callback_ = std::move(other.callback_);
        }
        return *this;
    }
    ~Handle() { close(); }

    // Closes the handle. Later calls do nothing.
    HaloCode close() noexcept {
        HaloCode code = close_handle(std::exchange(handle_, nullptr));
        if (code == HALO_CODE_CALLBACK_BUSY) {
            // The callback runs on, and nobody says when it has returned: it is never freed.
            new (std::nothrow) std::shared_ptr<void>(callback_);
        }
        callback_.reset();
        return code;
    }

    // The handle for functions of the C interface; null if it is closed.
    T *get() const noexcept { return handle_; }
    // The place where a function of the C interface writes the handle.
    T **out() noexcept {
        close();
        return &handle_;
    }

protected:
    void keep(std::shared_ptr<void> callback) noexcept { callback_ = std::move(callback); }

private:
    T *handle_ = nullptr;
    std::shared_ptr<void> callback_;
};

using ErrorHandle = Handle<HaloError, halo_error_close>;

inline std::string_view text(const char *text) { return text == nullptr ? std::string_view() : text; }

// The failure that an error describes.
inline Error failure(HaloCode code, const ErrorHandle &error) {
    if (error.get() == nullptr) {
        return Error(code, halo_code_text(code));
    }
    return Error(halo_error_code(error.get()), std::string(text(halo_error_message(error.get()))),
                 std::string(text(halo_error_advice(error.get()))), std::string(text(halo_error_details(error.get()))));
}

// The code of a function that did not fail.
inline HaloCode check(HaloCode code, const ErrorHandle &error = {}) {
    if (code != HALO_CODE_OK && code != HALO_CODE_PENDING && code != HALO_CODE_OVER) {
        throw failure(code, error);
    }
    return code;
}

// Calls a function whose last parameter is the place for an error.
template <typename Function, typename... Arguments>
HaloCode run(Function function, Arguments... arguments) {
    ErrorHandle error;
    HaloCode code = function(arguments..., error.out());
    return check(code, error);
}

// As `run`, for a function whose last parameter but one is the place for a handle.
template <typename Made, typename Function, typename... Arguments>
Made make(Function function, Arguments... arguments) {
    Made made;
    run(function, arguments..., made.out());
    return made;
}

// A text for the library. An empty one stands for none.
inline const char *optional(const std::string &text) noexcept { return text.empty() ? nullptr : text.c_str(); }

// The handle of an object that may be left out.
template <typename Object>
auto optional(const Object *object) noexcept -> decltype(object->get()) {
    return object == nullptr ? nullptr : object->get();
}

// The first exception of callbacks. It must not leave them, so the next function of their object throws it.
class Caught {
public:
    template <typename Function, typename... Arguments>
    void run(const Function &function, Arguments &&...arguments) noexcept {
        try {
            function(std::forward<Arguments>(arguments)...);
        } catch (...) {
            std::lock_guard<std::mutex> lock(mutex_);
            if (exception_ == nullptr) {
                exception_ = std::current_exception();
            }
        }
    }
    void rethrow() {
        std::unique_lock<std::mutex> lock(mutex_);
        std::exception_ptr exception = std::exchange(exception_, nullptr);
        lock.unlock();
        if (exception != nullptr) {
            std::rethrow_exception(exception);
        }
    }

private:
    std::mutex mutex_;
    std::exception_ptr exception_;
};

// A function of the program. Its address is the context of callbacks.
template <typename... Arguments>
struct Callback : std::enable_shared_from_this<Callback<Arguments...>> {
    std::function<void(Arguments...)> function;
    Caught caught;

    void call(Arguments... arguments) noexcept {
        auto alive = this->shared_from_this(); // The function may close its own object.
        caught.run(function, std::move(arguments)...);
    }
    static Callback &of(void *context) noexcept { return *static_cast<Callback *>(context); }
};

template <typename... Arguments>
std::shared_ptr<Callback<Arguments...>> callback(std::function<void(Arguments...)> function) {
    auto made = std::make_shared<Callback<Arguments...>>();
    made->function = std::move(function);
    return made;
}

extern "C" {
inline void halo_cpp_on_text(void *context, const char *text) {
    Callback<std::string_view>::of(context).call(detail::text(text));
}
inline void halo_cpp_on_wake(void *context) { Callback<>::of(context).call(); }
}

} // namespace detail

// Fails if the library is not the one of this header. Clients and sessions check it.
inline void check_abi() {
    detail::run(halo_check_abi, std::uint32_t{HALO_ABI_VERSION});
    if (halo_abi_version() != HALO_ABI_VERSION) {
        throw Error(HALO_CODE_ABI_MISMATCH, halo_code_text(HALO_CODE_ABI_MISMATCH));
    }
}

// The version of the library.
inline std::string_view version() { return halo_version(); }

// The features that the library was built with, as a JSON list.
inline std::string_view features() { return halo_features(); }

// All endpoints with their arguments, as a JSON list.
inline std::string_view endpoints() { return halo_endpoints(); }

// Has log records reported to a function: see `halo_log_set`. An empty function ends that.
inline void log_to(std::function<void(std::string_view)> function, const std::string &level = {}) {
    static std::mutex mutex;
    static std::shared_ptr<void> current;
    std::shared_ptr<detail::Callback<std::string_view>> next;
    if (function) {
        next = detail::callback(std::move(function));
    }
    detail::ErrorHandle error;
    std::unique_lock<std::mutex> lock(mutex);
    HaloCode code = halo_log_set(next == nullptr ? nullptr : detail::halo_cpp_on_text, next.get(),
                                 detail::optional(level), error.out());
    if (code == HALO_CODE_CALLBACK_BUSY) {
        new std::shared_ptr<void>(current); // Never freed: nobody says when it has returned.
    }
    if (code == HALO_CODE_OK || code == HALO_CODE_CALLBACK_BUSY) {
        current = next;
    }
    lock.unlock();
    detail::check(code, error);
}

// A cancel token that ends the calls to which it is passed.
class Cancel : public detail::Handle<HaloCancel, halo_cancel_close> {
public:
    Cancel() { detail::run(halo_cancel_new, out()); }

    // Ends the calls, and all later ones. Any thread may call this.
    void cancel() const { detail::check(halo_cancel_cancel(get())); }
};

// Bytes that belong to another object.
struct Bytes {
    const std::uint8_t *data;
    std::size_t size;
};

// A response. What it returns is valid as long as the response.
class Response : public detail::Handle<HaloResponse, halo_response_close> {
public:
    int status() const noexcept { return halo_response_status(get()); }
    // 1 without retries, 0 for a cached response.
    std::uint32_t attempts() const noexcept { return halo_response_attempts(get()); }
    // The age of a cached response in milliseconds, or -1.
    std::int64_t age_ms() const noexcept { return halo_response_age_ms(get()); }
    std::string_view endpoint() const { return detail::text(halo_response_endpoint(get())); }
    // The media type; empty if the service does not send it.
    std::string_view content_type() const { return detail::text(halo_response_content_type(get())); }
    bool is_json() const noexcept { return halo_response_json(get()) != nullptr; }
    // The content as JSON; empty if it is a file.
    std::string_view json() const {
        if (!is_json()) {
            return {};
        }
        Bytes content = bytes();
        return {reinterpret_cast<const char *>(content.data), content.size};
    }
    Bytes bytes() const {
        Bytes bytes{};
        detail::run(halo_response_bytes, get(), &bytes.data, &bytes.size);
        return bytes;
    }
};

// A page to open in a browser, for `Session::redeem`.
class Consent : public detail::Handle<HaloConsent, halo_consent_close> {
public:
    std::string_view url() const { return detail::text(halo_consent_url(get())); }
};

// A player who is signed in. The texts are valid as long as this object.
class SignedIn : public detail::Handle<HaloPlayer, halo_player_close> {
public:
    std::string_view json() const { return detail::text(halo_player_json(get())); }
    // The tokens. Never show, log or save them.
    std::string_view secrets() const { return detail::text(halo_player_secrets(get())); }
};

// The tokens of a player.
class Session : public detail::Handle<HaloSession, halo_session_close> {
public:
    // Settings are those of `halo_session_new`.
    explicit Session(const std::string &settings) {
        check_abi();
        detail::run(halo_session_new, settings.c_str(), out());
    }

    bool is_signed_in() const noexcept { return halo_session_is_signed_in(get()); }
    // Opens the page in a browser: `open`, or the system's. A `timeout_ms` of 0 stands for 5 minutes.
    void sign_in_with_browser(std::function<void(std::string_view)> open = {}, std::uint64_t timeout_ms = 0,
                              const Cancel *cancel = nullptr) const {
        bool is_own = static_cast<bool>(open);
        auto callback = detail::callback(std::move(open));
        detail::ErrorHandle error;
        HaloCode code = halo_session_sign_in_with_browser(get(), is_own ? detail::halo_cpp_on_text : nullptr,
                                                          callback.get(), timeout_ms, detail::optional(cancel), error.out());
        callback->caught.rethrow();
        detail::check(code, error);
    }
    // Calls `show` with a JSON object, whose page and code the player opens on any device.
    void sign_in_with_device_code(std::function<void(std::string_view)> show, const Cancel *cancel = nullptr) const {
        auto callback = detail::callback(std::move(show));
        detail::ErrorHandle error;
        HaloCode code = halo_session_sign_in_with_device_code(get(), detail::halo_cpp_on_text, callback.get(),
                                                              detail::optional(cancel), error.out());
        callback->caught.rethrow();
        detail::check(code, error);
    }
    Consent consent() const { return detail::make<Consent>(halo_session_consent, get()); }
    // Signs in with the address that the player pastes.
    void redeem(const Consent &consent, const std::string &pasted, const Cancel *cancel = nullptr) const {
        detail::run(halo_session_redeem, get(), consent.get(), pasted.c_str(), detail::optional(cancel));
    }
    // Signs in with a token: see `halo_session_import`.
    void import_token(const std::string &token, const Cancel *cancel = nullptr) const {
        detail::run(halo_session_import, get(), token.c_str(), detail::optional(cancel));
    }
    SignedIn player(const Cancel *cancel = nullptr) const {
        return detail::make<SignedIn>(halo_session_player, get(), detail::optional(cancel));
    }
    void sign_out(const Cancel *cancel = nullptr) const {
        detail::run(halo_session_sign_out, get(), detail::optional(cancel));
    }
};

// A client. All threads may share it. Closing ends the calls of other threads.
class Client : public detail::Handle<HaloClient, halo_client_close> {
public:
    // Settings are those of `halo_client_new`.
    explicit Client(const std::string &settings = {}, const Session *session = nullptr) {
        check_abi();
        detail::run(halo_client_new, detail::optional(settings), detail::optional(session), out());
    }
    // A client that uses several players in turn.
    Client(const std::string &settings, const std::vector<const Session *> &sessions) {
        check_abi();
        std::vector<const HaloSession *> handles;
        for (const Session *session : sessions) {
            handles.push_back(detail::optional(session));
        }
        detail::run(halo_client_new_with_accounts, detail::optional(settings), handles.data(), handles.size(), out());
    }

    // Calls an endpoint and waits for the response. Arguments and options may be empty.
    Response call(const std::string &endpoint, const std::string &arguments = {}, const std::string &options = {},
                  const Cancel *cancel = nullptr) const {
        return detail::make<Response>(halo_call, get(), endpoint.c_str(), detail::optional(arguments),
                                      detail::optional(options), detail::optional(cancel));
    }

    // Has each attempt reported to a function: see `halo_client_observe`. An empty function ends that. An exception of the
    // function before is thrown here.
    void observe(std::function<void(std::string_view)> function) {
        std::shared_ptr<detail::Callback<std::string_view>> next, before = observer_;
        if (function) {
            next = detail::callback(std::move(function));
        }
        detail::ErrorHandle error;
        HaloCode code = halo_client_observe(get(), next == nullptr ? nullptr : detail::halo_cpp_on_text, next.get(), error.out());
        if (code == HALO_CODE_CALLBACK_BUSY) {
            new std::shared_ptr<void>(before); // Never freed: nobody says when it has returned.
        }
        if (code == HALO_CODE_OK || code == HALO_CODE_CALLBACK_BUSY) {
            observer_ = next;
            keep(std::move(next));
        }
        detail::check(code, error);
        if (before != nullptr) {
            before->caught.rethrow();
        }
    }

    // The number of cached responses, and their size in bytes.
    std::uint64_t cache_count() const { return number(halo_client_cache_count); }
    std::uint64_t cache_size() const { return number(halo_client_cache_size); }
    void cache_check() const { detail::run(halo_client_cache_check, get()); }
    void cache_clear() const { detail::run(halo_client_cache_clear, get()); }

private:
    template <typename Function>
    std::uint64_t number(Function function) const {
        std::uint64_t number = 0;
        detail::run(function, get(), &number);
        return number;
    }

    std::shared_ptr<detail::Callback<std::string_view>> observer_;
};

// The result of a job: a response or a failure.
class Result {
public:
    Result(Response response) : response_(std::move(response)) {}
    Result(Error failure) : failure_(std::move(failure)) {}

    bool is_ok() const noexcept { return !failure_.has_value(); }
    // The response. Throws the failure if the request has failed.
    const Response &response() const {
        if (failure_.has_value()) {
            throw *failure_;
        }
        return response_;
    }
    const std::optional<Error> &failure() const noexcept { return failure_; }

private:
    Response response_;
    std::optional<Error> failure_;
};

// The result of a job of a worker, now or later. Its destructor cancels the job.
class Ticket : public detail::Handle<HaloTicket, halo_ticket_close> {
public:
    // The response if it is there; nothing if it is not there yet, or was returned before. A failed job throws. Never waits.
    std::optional<Response> try_recv() const { return received(halo_ticket_try_recv, get()); }
    // As that, but waits.
    std::optional<Response> recv(std::uint64_t timeout_ms) const { return received(halo_ticket_recv, get(), timeout_ms); }
    void cancel() const { detail::check(halo_ticket_cancel(get())); }

private:
    template <typename Function, typename... Arguments>
    static std::optional<Response> received(Function function, Arguments... arguments) {
        Response response;
        HaloCode code = detail::run(function, arguments..., response.out());
        return code == HALO_CODE_OK ? std::optional<Response>(std::move(response)) : std::nullopt;
    }
};

namespace detail {

// The callback of a job, which is called once.
struct JobCallback {
    std::function<void(std::uint64_t, Result)> function;
    std::shared_ptr<Callback<>> worker;
};

// The response, or the failure if its handle is open.
inline Result result(Response response, const ErrorHandle &failed) {
    return failed.get() == nullptr ? Result(std::move(response)) : Result(failure(halo_error_code(failed.get()), failed));
}

extern "C" {
inline void halo_cpp_on_result(void *context, std::uint64_t value, HaloCode, HaloResponse *response, HaloError *error) {
    std::unique_ptr<JobCallback> job(static_cast<JobCallback *>(context));
    Response owned_response;
    ErrorHandle owned_error;
    *owned_response.out() = response;
    *owned_error.out() = error;
    job->worker->caught.run([&] { job->function(value, result(std::move(owned_response), owned_error)); });
}
}

} // namespace detail

// A thread that sends calls for a program that must not wait. If a callback throws, the next function that takes or returns a
// job throws that.
class Worker : public detail::Handle<HaloWorker, halo_worker_close> {
public:
    // `wake` is called on the worker's thread when a result is there. Settings are those of `halo_worker_new`.
    explicit Worker(const Client &client, const std::string &settings = {}, std::function<void()> wake = {}) {
        bool wakes = static_cast<bool>(wake);
        callback_ = detail::callback(std::move(wake));
        detail::run(halo_worker_new, client.get(), detail::optional(settings), wakes ? detail::halo_cpp_on_wake : nullptr,
                    static_cast<void *>(callback_.get()), out());
        keep(callback_);
    }

    // Puts a call into the queue. Never waits.
    Ticket submit(const std::string &endpoint, const std::string &arguments = {}, const std::string &options = {}) const {
        callback_->caught.rethrow();
        return detail::make<Ticket>(halo_worker_submit, get(), endpoint.c_str(), detail::optional(arguments),
                                    detail::optional(options));
    }
    // As `submit`; `try_recv` returns the result with `value`.
    void post(std::uint64_t value, const std::string &endpoint, const std::string &arguments = {},
              const std::string &options = {}) const {
        callback_->caught.rethrow();
        detail::run(halo_worker_post, get(), endpoint.c_str(), detail::optional(arguments), detail::optional(options), value);
    }
    // As `submit`; `function` receives `value` and the result, on the worker's thread or that which cancels the job.
    void submit(std::uint64_t value, std::function<void(std::uint64_t, Result)> function, const std::string &endpoint,
                const std::string &arguments = {}, const std::string &options = {}) const {
        callback_->caught.rethrow();
        std::unique_ptr<detail::JobCallback> job(new detail::JobCallback{std::move(function), callback_});
        detail::run(halo_worker_submit_with_callback, get(), endpoint.c_str(), detail::optional(arguments),
                    detail::optional(options), value, detail::halo_cpp_on_result, static_cast<void *>(job.get()));
        job.release();
    }

    // What `try_recv` found.
    struct Received {
        std::uint64_t value;
        Result result;
    };
    // The next result of the jobs of `post`; nothing if none is there yet, or none will be. Never waits.
    std::optional<Received> try_recv() const {
        callback_->caught.rethrow();
        std::uint64_t value = 0;
        Response response;
        detail::ErrorHandle failure;
        HaloCode code = detail::run(halo_worker_try_recv, get(), &value, response.out(), failure.out());
        if (code != HALO_CODE_OK) {
            return std::nullopt;
        }
        return Received{value, detail::result(std::move(response), failure)};
    }

    // The number of jobs that wait or run.
    std::size_t pending() const noexcept { return halo_worker_pending(get()); }
    void cancel(std::uint64_t value) const { detail::check(halo_worker_cancel(get(), value)); }
    void cancel_all() const { detail::check(halo_worker_cancel_all(get())); }
    // Waits for all jobs. Returns whether all are done. Later jobs are refused.
    bool finish(std::uint64_t timeout_ms) const { return detail::run(halo_worker_finish, get(), timeout_ms) == HALO_CODE_OK; }
    // Cancels all jobs. Returns whether the thread has ended.
    bool shutdown(std::uint64_t timeout_ms) const {
        return detail::run(halo_worker_shutdown, get(), timeout_ms) == HALO_CODE_OK;
    }

private:
    std::shared_ptr<detail::Callback<>> callback_;
};

namespace detail {

extern "C" {
inline void halo_cpp_on_match(void *context, HaloCode code, const char *event, HaloError *error) {
    ErrorHandle owned;
    *owned.out() = error;
    std::optional<Error> problem;
    if (error != nullptr) {
        problem = failure(code, owned);
    }
    Callback<HaloCode, std::string_view, std::optional<Error>>::of(context).call(code, text(event), std::move(problem));
}
inline void halo_cpp_on_progress(void *context, std::uint64_t bytes, std::uint64_t all_bytes, std::size_t chunks,
                                 std::size_t all_chunks) {
    Callback<std::uint64_t, std::uint64_t, std::size_t, std::size_t>::of(context).call(bytes, all_bytes, chunks, all_chunks);
}
}

} // namespace detail

// Finds the matches of players once they are over. If a callback throws, the next function throws that.
class Watch : public detail::Handle<HaloWatch, halo_watch_close> {
public:
    // `players` is a JSON list. `wake` is called on the thread of the watch. Settings are those of `halo_watch_new`.
    Watch(const Client &client, const std::string &players, const std::string &settings = {},
          std::function<void()> wake = {}) {
        bool wakes = static_cast<bool>(wake);
        auto callback = detail::callback(std::move(wake));
        detail::run(halo_watch_new, client.get(), players.c_str(), detail::optional(settings),
                    wakes ? detail::halo_cpp_on_wake : nullptr, static_cast<void *>(callback.get()), out());
        caught_ = std::shared_ptr<detail::Caught>(callback, &callback->caught);
        keep(std::move(callback));
    }
    // `function` receives each match as JSON with `HALO_CODE_OK`, each failed poll with its error, and `HALO_CODE_OVER` at
    // the end, on the thread of the watch.
    using Function = std::function<void(HaloCode, std::string_view, std::optional<Error>)>;
    static Watch with_callback(const Client &client, const std::string &players, Function function,
                               const std::string &settings = {}) {
        auto callback = detail::callback(std::move(function));
        Watch watch;
        detail::run(halo_watch_new_with_callback, client.get(), players.c_str(), detail::optional(settings),
                    detail::halo_cpp_on_match, static_cast<void *>(callback.get()), watch.out());
        watch.caught_ = std::shared_ptr<detail::Caught>(callback, &callback->caught);
        watch.keep(std::move(callback));
        return watch;
    }

    // What a watch found: a match as JSON, or the failure of a poll.
    struct Found {
        HaloCode code = HALO_CODE_PENDING; // Or `HALO_CODE_OVER`: there is neither match nor failure.
        std::string match;
        std::optional<Error> failure;
    };
    Found next(std::uint64_t timeout_ms) const { return found(halo_watch_next, get(), timeout_ms); }
    // As that, but never waits.
    Found try_next() const { return found(halo_watch_try_next, get()); }
    // The setting `resume` of the next run, as JSON.
    std::string resume_point() const {
        return std::string(detail::make<Response>(halo_watch_resume_point, get()).json());
    }

private:
    Watch() = default;

    template <typename Function, typename... Arguments>
    Found found(Function function, Arguments... arguments) const {
        caught_->rethrow();
        Response match;
        detail::ErrorHandle failed;
        Found found;
        found.code = detail::run(function, arguments..., match.out(), failed.out());
        found.match = match.json();
        if (failed.get() != nullptr) {
            found.failure = detail::failure(halo_error_code(failed.get()), failed);
        }
        return found;
    }

    std::shared_ptr<detail::Caught> caught_;
};

// Many requests in parallel.
class Fetch : public detail::Handle<HaloFetch, halo_fetch_close> {
public:
    // `requests` is a JSON list. `wake` is called on a thread of the fetch. Options are those of `halo_fetch_new`.
    Fetch(const Client &client, const std::string &requests, const std::string &options = {},
          std::function<void()> wake = {}, const Cancel *cancel = nullptr) {
        bool wakes = static_cast<bool>(wake);
        auto callback = detail::callback(std::move(wake));
        detail::run(halo_fetch_new, client.get(), requests.c_str(), detail::optional(options),
                    wakes ? detail::halo_cpp_on_wake : nullptr, static_cast<void *>(callback.get()),
                    detail::optional(cancel), out());
        caught_ = std::shared_ptr<detail::Caught>(callback, &callback->caught);
        keep(std::move(callback));
    }

    // What `next` found: `HALO_CODE_OK` with the position of a request and its result, else `HALO_CODE_PENDING` or
    // `HALO_CODE_OVER`.
    struct Received {
        HaloCode code;
        std::size_t index;
        std::optional<Result> result;
    };
    Received next(std::uint64_t timeout_ms) const {
        caught_->rethrow();
        std::size_t index = SIZE_MAX;
        Response response;
        detail::ErrorHandle failure;
        HaloCode code = detail::run(halo_fetch_next, get(), timeout_ms, &index, response.out(), failure.out());
        if (code != HALO_CODE_OK) {
            return {code, index, std::nullopt};
        }
        return {code, index, detail::result(std::move(response), failure)};
    }

    // The numbers of complete, failed and all requests.
    struct Progress {
        std::size_t done, failed, total;
    };
    Progress progress() const {
        Progress progress{};
        detail::run(halo_fetch_progress, get(), &progress.done, &progress.failed, &progress.total);
        return progress;
    }

private:
    std::shared_ptr<detail::Caught> caught_;
};

// Results that come in pages.
class Pages : public detail::Handle<HaloPages, halo_pages_close> {
public:
    Pages(const Client &client, const std::string &endpoint, const std::string &arguments = {},
          const std::string &options = {}, const Cancel *cancel = nullptr) {
        detail::run(halo_pages_new, client.get(), endpoint.c_str(), detail::optional(arguments), detail::optional(options),
                    detail::optional(cancel), out());
    }

    // The next page; nothing after the last one.
    std::optional<Response> next() const {
        Response page;
        HaloCode code = detail::run(halo_pages_next, get(), page.out());
        return code == HALO_CODE_OK ? std::optional<Response>(std::move(page)) : std::nullopt;
    }
};

// The highlight events of a film.
class FilmEvents : public detail::Handle<HaloFilmEvents, halo_film_events_close> {
public:
    // Reads them from a chunk in memory.
    static FilmEvents read(Bytes chunk, std::int64_t film_major_version) {
        return detail::make<FilmEvents>(halo_film_read_events, chunk.data, chunk.size, film_major_version);
    }

    std::string_view json() const { return detail::text(halo_film_events_json(get())); }
    std::size_t count() const noexcept { return halo_film_events_count(get()); }
    Response timelines() const { return detail::make<Response>(halo_film_events_timelines, get()); }
    Response kill_pairs(std::int64_t max_gap_ms = HALO_KILL_PAIR_GAP_MS) const {
        return detail::make<Response>(halo_film_events_kill_pairs, get(), max_gap_ms);
    }
    Response multi_kills(std::int64_t window_ms = HALO_MULTI_KILL_WINDOW_MS) const {
        return detail::make<Response>(halo_film_events_multi_kills, get(), window_ms);
    }
    Response medal_sequences(std::int64_t gap_ms) const {
        return detail::make<Response>(halo_film_events_medal_sequences, get(), gap_ms);
    }
    // Compares them with the content of `stats.match_stats`.
    Response check(const std::string &match_stats) const {
        return detail::make<Response>(halo_film_events_check, get(), match_stats.c_str());
    }
};

// Downloaded chunks. What they return is valid as long as they are.
class FilmChunks : public detail::Handle<HaloFilmChunks, halo_film_chunks_close> {
public:
    std::size_t count() const noexcept { return halo_film_chunks_count(get()); }
    // The entry of the manifest.
    std::string_view entry(std::size_t position) const { return detail::text(halo_film_chunks_entry(get(), position)); }
    Bytes bytes(std::size_t position) const {
        Bytes bytes{};
        detail::run(halo_film_chunks_bytes, get(), position, &bytes.data, &bytes.size);
        return bytes;
    }
};

// The film of a match.
class Film : public detail::Handle<HaloFilm, halo_film_close> {
public:
    static Film of_match(const Client &client, const std::string &match_id, const std::string &options = {},
                         const Cancel *cancel = nullptr) {
        return detail::make<Film>(halo_film_of_match, client.get(), match_id.c_str(), detail::optional(options),
                                  detail::optional(cancel));
    }
    static Film from_manifest(const Client &client, const std::string &manifest) {
        return detail::make<Film>(halo_film_from_manifest, client.get(), manifest.c_str());
    }

    std::string_view manifest() const { return detail::text(halo_film_manifest(get())); }
    // A chunk as the servers have it, the header, and the players.
    Response chunk(std::int64_t index, const std::string &options = {}, const Cancel *cancel = nullptr) const {
        return detail::make<Response>(halo_film_chunk, get(), index, detail::optional(options), detail::optional(cancel));
    }
    Response header(const std::string &options = {}, const Cancel *cancel = nullptr) const {
        return detail::make<Response>(halo_film_header, get(), detail::optional(options), detail::optional(cancel));
    }
    Response players(const std::string &options = {}, const Cancel *cancel = nullptr) const {
        return detail::make<Response>(halo_film_players, get(), detail::optional(options), detail::optional(cancel));
    }
    // The highlight events; nothing if the match is not over.
    std::optional<FilmEvents> events(const std::string &options = {}, const Cancel *cancel = nullptr) const {
        FilmEvents events;
        HaloCode code = detail::run(halo_film_events, get(), detail::optional(options), detail::optional(cancel), events.out());
        return code == HALO_CODE_OK ? std::optional<FilmEvents>(std::move(events)) : std::nullopt;
    }

    // Receives the downloaded bytes, all bytes, the downloaded chunks and all chunks.
    using Progress = std::function<void(std::uint64_t, std::uint64_t, std::size_t, std::size_t)>;
    // Returns the paths of the files as a JSON list.
    Response download_to_folder(const std::string &folder, Progress progress = {}, const std::string &options = {},
                                const Cancel *cancel = nullptr) const {
        return download<Response>(std::move(progress), [&](HaloProgressCallback callback, void *context, auto... out) {
            return halo_film_download_to_folder(get(), folder.c_str(), detail::optional(options), callback, context,
                                                detail::optional(cancel), out...);
        });
    }
    FilmChunks download_to_memory(Progress progress = {}, const std::string &options = {},
                                  const Cancel *cancel = nullptr) const {
        return download<FilmChunks>(std::move(progress), [&](HaloProgressCallback callback, void *context, auto... out) {
            return halo_film_download_to_memory(get(), detail::optional(options), callback, context,
                                                detail::optional(cancel), out...);
        });
    }

    // What needs no film: see `halo_film_inflate` and the functions after it.
    static Response inflate(Bytes chunk, std::size_t limit = 0) {
        return detail::make<Response>(halo_film_inflate, chunk.data, chunk.size, limit);
    }
    static Response read_header(Bytes chunk) {
        return detail::make<Response>(halo_film_read_header, chunk.data, chunk.size);
    }
    static Response read_players(Bytes chunk) {
        return detail::make<Response>(halo_film_read_players, chunk.data, chunk.size);
    }
    static Response read_packets(Bytes chunk) {
        return detail::make<Response>(halo_film_read_packets, chunk.data, chunk.size);
    }

private:
    template <typename Made, typename Function>
    static Made download(Progress progress, Function function) {
        bool reports = static_cast<bool>(progress);
        auto callback = detail::callback(std::move(progress));
        Made made;
        detail::ErrorHandle error;
        HaloCode code = function(reports ? detail::halo_cpp_on_progress : nullptr, static_cast<void *>(callback.get()),
                                 made.out(), error.out());
        callback->caught.rethrow();
        detail::check(code, error);
        return made;
    }
};

} // namespace halo

#endif
