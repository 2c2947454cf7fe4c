// SPDX-License-Identifier: BSL-1.0

#include "http/pool/resolve.hpp"

#include "http/pool/resolve_name.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <charconv>
#include <exception>
#include <mutex>

namespace dynasio::http {

namespace asio = boost::asio;

/// A question to DNS and those who wait for its response; under the lock of the pool.
struct resolution
{
    explicit resolution(asio::any_io_executor executor) : resolver(std::move(executor)) {}

    tcp::resolver resolver;
    std::vector<one_shot_event*> waiting;
    boost::system::error_code error;
};

namespace {

std::vector<tcp::endpoint> parse_all(
    std::vector<std::string> const& texts, std::uint16_t port, boost::system::error_code& e)
{
    std::vector<tcp::endpoint> all;
    for (auto const& text : texts)
    {
        auto const endpoint = parse_endpoint(text, port, e);
        if (e)
            return {};
        all.push_back(endpoint);
    }
    return all;
}

void resolved(pool_core& pool, origin_state& origin, resolution& r, boost::system::error_code e,
    tcp::resolver::results_type const& results)
{
    std::vector<tcp::endpoint> found;
    for (auto const& entry : results)
        found.push_back(entry.endpoint());
    auto const now = pool.time->now();
    resumption_scope const resuming;
    std::lock_guard const lock(pool.mutex);
    r.error = resolution_error(e, !found.empty());
    if (!r.error)
        origin.addresses.replace(found, now);
    origin.resolving.reset();
    for (auto* const w : std::exchange(r.waiting, {}))
        w->wake({});
}

/// Gets the response of DNS. Where it is destroyed with its context before, it wakes those who wait, so that they end too.
class response_handler
{
public:
    response_handler(pool_core& pool, origin_state& origin, std::shared_ptr<resolution> r)
        : pool_(pool.weak_from_this()), origin_(&origin), question_(std::move(r))
    {}
    response_handler(response_handler&&) = default;
    ~response_handler()
    {
        if (question_)
            (*this)(asio::error::operation_aborted, {});
    }

    void operator()(boost::system::error_code e, tcp::resolver::results_type const& found)
    {
        auto const question = std::move(question_);
        if (auto const alive = pool_.lock())
            resolved(*alive, *origin_, *question, e, found);
    }

private:
    std::weak_ptr<pool_core> pool_;
    origin_state* origin_;
    std::shared_ptr<resolution> question_;
};

/// Waits for a response of DNS as long as it lives.
struct listener
{
    listener(pool_core& p, one_shot_event& w) : pool(p), wakeup(w) {}
    listener(listener const&) = delete;
    listener& operator=(listener const&) = delete;
    ~listener()
    {
        if (!question)
            return;
        std::lock_guard const lock(pool.mutex);
        std::erase(question->waiting, &wakeup);
    }

    pool_core& pool;
    one_shot_event& wakeup;
    std::shared_ptr<resolution> question;
};

/// Waits for the response of DNS, which gets one question for all who wait.
void ask(pool_core& pool, origin_state& origin, listener& listen)
{
    auto const fresh = std::make_shared<resolution>(pool.executor);
    {
        std::lock_guard const lock(pool.mutex);
        bool const asked = origin.resolving != nullptr;
        if (!asked)
            origin.resolving = fresh;
        listen.question = origin.resolving;
        listen.question->waiting.push_back(&listen.wakeup);
        if (asked)
            return;
    }
    fresh->resolver.async_resolve(origin.way.next.host, std::to_string(origin.way.next.port),
        tcp::resolver::numeric_service, response_handler(pool, origin, fresh));
}

/// From the hook of the caller.
void ask_hook(
    pool_core& pool, http::origin const& name, addresses_result& out, std::vector<tcp::endpoint>& fresh)
{
    try
    {
        fresh = parse_all(pool.options.resolve(name.host, name.port), name.port, out.error);
    }
    catch (std::exception const& e)
    {
        out.error = errc::callback_failed;
        out.detail = std::string("pool_options::resolve: ") + e.what();
    }
    catch (...)
    {
        out.error = errc::callback_failed;
        out.detail = "pool_options::resolve: an exception of an unknown type";
    }
    if (!out.error && fresh.empty())
        out.error = errc::no_address;
}

/// What is known without asking DNS; false when that is nothing.
bool known_addresses(pool_core& pool, origin_state& origin, addresses_result& out)
{
    auto const& name = origin.way.next;
    std::vector<tcp::endpoint> fresh;
    if (pool.options.resolve)
    {
        ask_hook(pool, name, out, fresh);
        if (out.error)
            return true;
    }
    else
    {
        boost::system::error_code not_an_address;
        auto const address = asio::ip::make_address(name.host, not_an_address);
        if (!not_an_address)
            fresh.emplace_back(address, name.port);
    }

    auto const now = pool.time->now();
    std::lock_guard const lock(pool.mutex);
    if (!fresh.empty())
        origin.addresses.replace(fresh, now);
    else if (origin.addresses.stale(now))
        return false;
    out.addresses = origin.addresses.order(now);
    return true;
}

} // namespace

asio::awaitable<addresses_result> addresses_of(pool_core& pool, origin_state& origin, one_shot_event& wakeup)
{
    addresses_result result;
    if (known_addresses(pool, origin, result))
        co_return result;
    listener listen(pool, wakeup);
    ask(pool, origin, listen);
    co_await wakeup.async_wait();
    auto const now = pool.time->now();
    std::lock_guard const lock(pool.mutex);
    result.error = wakeup.reason() ? wakeup.reason() : listen.question->error;
    if (!result.error)
        result.addresses = origin.addresses.order(now);
    std::erase(listen.question->waiting, &wakeup);
    listen.question.reset();
    co_return result;
}

tcp::endpoint parse_endpoint(std::string_view text, std::uint16_t default_port, boost::system::error_code& e)
{
    auto host = text;
    auto port = default_port;
    auto const colon = text.rfind(':');
    bool const bracketed = !text.empty() && text.front() == '[';
    bool const has_port =
        colon != std::string_view::npos && (bracketed ? colon > text.rfind(']') : text.find(':') == colon);
    if (has_port)
    {
        auto const digits = text.substr(colon + 1);
        auto const parsed = std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size())
            e = asio::error::invalid_argument;
        host = text.substr(0, colon);
    }
    if (bracketed && host.size() >= 2 && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (e)
        return {};
    auto const address = asio::ip::make_address(std::string(host), e);
    return {address, port};
}

} // namespace dynasio::http
