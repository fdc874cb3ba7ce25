// The Halo Infinite web API for C++17: the C interface with classes that close themselves, and with exceptions.
//
//     halo::Client client(R"({"spartan_token": "…"})");
//     halo::Response history = client.call("stats.match_history", R"({"player": "Chief", "count": 3})");
//     std::string_view json = history.json();
//
// `halo::endpoints` lists all endpoints with their arguments. Arguments, options, settings and results are JSON; this header
// reads none, so take the JSON library of your program. `halo_infinite.h` documents settings and threads.
//
// All classes are move-only. A moved-from object only may be destroyed or assigned to. Functions throw `halo::Error`, and
// destructors throw nothing.

#ifndef HALO_INFINITE_HPP
#define HALO_INFINITE_HPP

#include "halo_infinite.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

// A handle, which is closed once.
template <typename T, HaloCode (*close_handle)(T *)>
class Handle {
public:
    Handle() noexcept = default;
    Handle(Handle &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Handle &operator=(Handle &&other) noexcept {
        if (this != &other) {
            close();
            handle_ = std::exchange(other.handle_, nullptr);
        }
        return *this;
    }
    ~Handle() { close(); }

    T *get() const noexcept { return handle_; }
    // The place where a function of the library writes the handle.
    T **out() noexcept {
        close();
        return &handle_;
    }
    // Closes the handle. Later calls do nothing.
    HaloCode close() noexcept { return close_handle(std::exchange(handle_, nullptr)); }

private:
    T *handle_ = nullptr;
};

using ErrorHandle = Handle<HaloError, halo_error_close>;

inline std::string text(const char *text) { return text == nullptr ? std::string() : std::string(text); }

[[noreturn]] inline void fail(HaloCode code, const ErrorHandle &error) {
    if (error.get() == nullptr) {
        throw Error(code, "halo-infinite failed with code " + std::to_string(static_cast<int>(code)));
    }
    throw Error(halo_error_code(error.get()), text(halo_error_message(error.get())),
                text(halo_error_advice(error.get())), text(halo_error_details(error.get())));
}

// The code of a function that did not fail.
inline HaloCode check(HaloCode code, const ErrorHandle &error = {}) {
    if (code != HALO_CODE_OK && code != HALO_CODE_PENDING && code != HALO_CODE_OVER) {
        fail(code, error);
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

// A text, or null for an empty one.
inline const char *optional(const std::string &text) noexcept { return text.empty() ? nullptr : text.c_str(); }

} // namespace detail

// Fails if the library is not the one of this header. Each client checks it.
inline void check_abi() {
    detail::run(halo_check_abi, std::uint32_t{HALO_ABI_VERSION});
    if (halo_abi_version() != HALO_ABI_VERSION) {
        throw Error(HALO_CODE_ABI_MISMATCH, "the library has another binary interface");
    }
}

// The version of the library.
inline std::string_view version() { return halo_version(); }

// All endpoints with their arguments, as a JSON list.
inline std::string_view endpoints() { return halo_endpoints(); }

// A switch that ends the calls to which it is passed.
class Cancel {
public:
    Cancel() { detail::run(halo_cancel_new, handle_.out()); }

    // Ends the calls, and all later ones. Any thread may call this.
    void cancel() const { detail::check(halo_cancel_cancel(handle_.get())); }
    const HaloCancel *get() const noexcept { return handle_.get(); }

private:
    detail::Handle<HaloCancel, halo_cancel_close> handle_;
};

// Bytes that belong to another object.
struct Bytes {
    const std::uint8_t *data;
    std::size_t size;
};

// A response. What it returns is valid as long as the response.
class Response {
public:
    int status() const noexcept { return halo_response_status(get()); }
    // 1 without retries, 0 for a cached response.
    std::uint32_t attempts() const noexcept { return halo_response_attempts(get()); }
    // The age of a cached response in milliseconds, or -1.
    std::int64_t age_ms() const noexcept { return halo_response_age_ms(get()); }
    std::string_view endpoint() const { return view(halo_response_endpoint(get())); }
    // The media type; empty if the service does not send it.
    std::string_view content_type() const { return view(halo_response_content_type(get())); }
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

    const HaloResponse *get() const noexcept { return handle_.get(); }
    // For functions of the C interface that return a response.
    HaloResponse **out() noexcept { return handle_.out(); }

private:
    static std::string_view view(const char *text) { return text == nullptr ? std::string_view() : text; }

    detail::Handle<HaloResponse, halo_response_close> handle_;
};

// A client. All threads may share it.
class Client {
public:
    // Settings are those of `halo_client_new`.
    explicit Client(const std::string &settings = {}) {
        check_abi();
        detail::run(halo_client_new, detail::optional(settings), handle_.out());
    }

    // Calls an endpoint and waits for the response. Arguments and options may be empty.
    Response call(const std::string &endpoint, const std::string &arguments = {}, const std::string &options = {},
                  const Cancel *cancel = nullptr) const {
        Response response;
        detail::run(halo_call, get(), endpoint.c_str(), detail::optional(arguments), detail::optional(options),
                    cancel == nullptr ? nullptr : cancel->get(), response.out());
        return response;
    }

    // Ends the calls of other threads, and closes the client.
    void close() { detail::check(handle_.close()); }
    const HaloClient *get() const noexcept { return handle_.get(); }

private:
    detail::Handle<HaloClient, halo_client_close> handle_;
};

} // namespace halo

#endif
