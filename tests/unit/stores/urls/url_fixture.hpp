// SPDX-License-Identifier: BSL-1.0
//
// A URL store and a server on 127.0.0.1 that records what it is asked. Each answer is the text that a function makes of the
// request.

#ifndef DYNASIO_TESTS_UNIT_STORES_URLS_URL_FIXTURE_HPP
#define DYNASIO_TESTS_UNIT_STORES_URLS_URL_FIXTURE_HPP

#include "support/http_server.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/stores/url_store.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dynasio::tests {

using namespace std::chrono_literals;
using boost::asio::awaitable;

/// A request as the server has got it.
struct recorded
{
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;                           ///< without the framing of chunks
    bool complete = true;                       ///< false: the client broke it off
    std::size_t connection = 0;

    [[nodiscard]] std::string line() const { return method + ' ' + target; }
    [[nodiscard]] std::string header(std::string const& name) const
    {
        auto const found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

/// The text of a response with a length.
std::string answer(std::string const& status, std::string const& body = {}, std::string const& headers = {});

/// Answers requests, and remembers them. Without an answer it closes the connection.
class recording_server
{
public:
    /// Called on the threads of the server, one at a time.
    using handler = std::function<std::string(recorded const&)>;

    explicit recording_server(handler answers, server_identity const* tls = nullptr);

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }
    [[nodiscard]] std::string base() const { return "http://127.0.0.1:" + std::to_string(port()); }
    [[nodiscard]] std::vector<recorded> requests() const;
    [[nodiscard]] std::vector<std::string> lines() const;
    [[nodiscard]] std::size_t connections() const { return server_.connections(); }
    [[nodiscard]] std::vector<std::string> events() const { return server_.events(); }

    /// What this thread has written is seen by later answers, and what these have written by this thread: ThreadSanitizer sees no
    /// order in what goes over a socket.
    void synchronise() const { std::lock_guard const lock(mutex_); }

    /// Marks an answer behind which the connection is closed.
    static std::string closing(std::string text) { return std::string(1, '\x01') + std::move(text); }

private:
    void serve(peer& p);

    handler answers_;
    mutable std::mutex mutex_;
    std::vector<recorded> requests_;
    scripted_server server_; // last: its threads use the others
};

/// An operation under way, on the context of the fixture.
template <class T>
struct url_operation
{
    boost::asio::cancellation_signal cancel;
    std::optional<T> result;
    std::exception_ptr failure;
    bool done = false;
};
template <>
struct url_operation<void>
{
    boost::asio::cancellation_signal cancel;
    std::exception_ptr failure;
    bool done = false;
};

/// Options with which tests need not wait.
inline url_store_options quick_options(std::string base)
{
    url_store_options result;
    result.base_url = std::move(base);
    result.query_url = result.base_url + "/query";
    result.backoff_base = 1ms;
    result.backoff_cap = 2ms;
    return result;
}

class url_fixture
{
public:
    explicit url_fixture(recording_server::handler answers)
        : url_fixture(std::move(answers), [](url_store_options&) {})
    {}

    template <class Change>
    url_fixture(recording_server::handler answers, Change change) : server(std::move(answers))
    {
        auto options = quick_options(server.base());
        change(options);
        store.emplace(context.get_executor(), options);
        store->connect();
    }

    template <class T>
    std::shared_ptr<url_operation<T>> start(awaitable<T> operation)
    {
        server.synchronise();
        auto p = std::make_shared<url_operation<T>>();
        boost::asio::co_spawn(context, std::move(operation),
            boost::asio::bind_cancellation_slot(p->cancel.slot(),
                [p]<class... Result>(std::exception_ptr failure, Result... result)
                {
                    p->failure = failure;
                    p->done = true;
                    if constexpr (!std::is_void_v<T>)
                        if (!failure)
                            p->result.emplace(std::move(result)...);
                }));
        return p;
    }

    /// Carries on until it is so; bounded.
    template <class Condition>
    bool run_until(Condition condition)
    {
        auto const limit = std::chrono::steady_clock::now() + 60s;
        while (!condition())
        {
            if (std::chrono::steady_clock::now() > limit)
                return false;
            context.restart();
            context.run_one_for(1ms);
        }
        server.synchronise();
        return true;
    }

    template <class T>
    T run(awaitable<T> operation)
    {
        auto const p = start(std::move(operation));
        if (!run_until([&] { return p->done; }))
            throw std::runtime_error("the operation does not end");
        if (p->failure)
            std::rethrow_exception(p->failure);
        if constexpr (!std::is_void_v<T>)
            return std::move(*p->result);
    }

    /// What the operation fails with.
    template <class T>
    url_error_details failure_of(awaitable<T> operation)
    {
        try
        {
            run(std::move(operation));
            ADD_FAILURE() << "the operation did not fail";
        }
        catch (url_error const& e)
        {
            return e.details();
        }
        catch (boost::system::system_error const& e)
        {
            url_error_details result;
            result.code = e.code();
            result.reason = e.what();
            return result;
        }
        return {};
    }

    /// The text of a range of the data, in pieces of three bytes.
    std::string range(std::string key, std::optional<std::uint64_t> first, std::optional<std::uint64_t> end)
    {
        return run(read_in_pieces(store->get_data_range(std::move(key), first, end)));
    }

    static awaitable<std::string> read_in_pieces(awaitable<url_data> opening);

    boost::asio::io_context context{1};
    recording_server server;
    std::optional<url_store> store;
};

/// All that a stream gives.
template <class Stream, class T>
awaitable<std::vector<T>> collect(Stream stream)
{
    std::vector<T> result;
    for (;;)
    {
        auto reading = stream.next();
        auto next = co_await std::move(reading);
        if (!next)
            co_return result;
        result.push_back(std::move(*next));
    }
}
inline awaitable<std::vector<std::string>> collect(url_key_stream keys)
{
    return collect<url_key_stream, std::string>(std::move(keys));
}
inline awaitable<std::vector<url_entry>> collect(url_entry_stream entries)
{
    return collect<url_entry_stream, url_entry>(std::move(entries));
}

/// Remembers events as lines: `start k 5`, `step 3`, `end normal`, `set k {"a":1}`.
class event_list final : public url_observer
{
public:
    void on_progress_start(url_progress_start const& e) noexcept override;
    void on_progress_step(url_progress_step const& e) noexcept override;
    void on_progress_end(url_progress_end const& e) noexcept override;
    void on_change(url_change const& e) noexcept override;

    [[nodiscard]] std::vector<std::string> lines() const;
    /// Without the steps.
    [[nodiscard]] std::vector<std::string> without_steps() const;

private:
    void add(std::string line);

    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

} // namespace dynasio::tests

#endif
