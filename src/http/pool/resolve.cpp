// SPDX-License-Identifier: BSL-1.0

#include "http/pool/resolve.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <charconv>

namespace dynasio::http {

namespace asio = boost::asio;

/// A question to DNS and those who wait for the answer; under the lock of the pool.
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

void answered(pool_core& pool, origin_state& home, resolution& r, boost::system::error_code e,
    tcp::resolver::results_type const& results)
{
    std::lock_guard const lock(pool.mutex);
    std::vector<tcp::endpoint> found;
    for (auto const& entry : results)
        found.push_back(entry.endpoint());
    if (e == asio::error::host_not_found || e == asio::error::no_data || (!e && found.empty()))
        e = errc::no_address;
    r.error = e;
    if (!e)
        home.addresses.replace(found, pool.time->now());
    home.resolving.reset();
    for (auto* const w : std::exchange(r.waiting, {}))
        w->wake({});
}

/// Gets the answer; where it goes with its context without one, it wakes those who wait, so that they go too.
class answer_handler
{
public:
    answer_handler(pool_core& pool, origin_state& home, std::shared_ptr<resolution> r)
        : pool_(pool.weak_from_this()), home_(&home), question_(std::move(r))
    {}
    answer_handler(answer_handler&&) = default;
    ~answer_handler()
    {
        if (question_)
            (*this)(asio::error::operation_aborted, {});
    }

    void operator()(boost::system::error_code e, tcp::resolver::results_type const& found)
    {
        auto const question = std::move(question_);
        if (auto const alive = pool_.lock())
            answered(*alive, *home_, *question, e, found);
    }

private:
    std::weak_ptr<pool_core> pool_;
    origin_state* home_;
    std::shared_ptr<resolution> question_;
};

/// Under the lock.
std::shared_ptr<resolution> ask(pool_core& pool, origin_state& home)
{
    if (home.resolving)
        return home.resolving;
    auto const r = std::make_shared<resolution>(pool.executor);
    home.resolving = r;
    r->resolver.async_resolve(home.name.host, std::to_string(home.name.port), tcp::resolver::numeric_service,
        answer_handler(pool, home, r));
    return r;
}

/// Waits for an answer as long as it lives.
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

/// What is known without asking DNS; false when that is nothing.
bool known_addresses(pool_core& pool, origin_state& home, addresses_result& out, listener& listen)
{
    auto const& name = home.name;
    bool const hooked = static_cast<bool>(pool.options.resolve);
    std::vector<tcp::endpoint> fresh;
    if (hooked)
    {
        fresh = parse_all(pool.options.resolve(name.host, name.port), name.port, out.error);
        if (!out.error && fresh.empty())
            out.error = errc::no_address;
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

    std::lock_guard const lock(pool.mutex);
    auto const now = pool.time->now();
    if (!fresh.empty())
        home.addresses.replace(fresh, now);
    else if (home.addresses.stale(now))
    {
        listen.question = ask(pool, home);
        listen.question->waiting.push_back(&listen.wakeup);
        return false;
    }
    out.addresses = home.addresses.order(now);
    return true;
}

} // namespace

asio::awaitable<addresses_result> addresses_of(pool_core& pool, origin_state& home, one_shot_event& wakeup)
{
    addresses_result result;
    listener listen(pool, wakeup);
    if (known_addresses(pool, home, result, listen))
        co_return result;
    co_await wakeup.async_wait();
    std::lock_guard const lock(pool.mutex);
    result.error = wakeup.reason() ? wakeup.reason() : listen.question->error;
    if (!result.error)
        result.addresses = home.addresses.order(pool.time->now());
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
