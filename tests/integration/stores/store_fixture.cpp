// SPDX-License-Identifier: BSL-1.0

#include "store_fixture.hpp"

#include <dynasio/paginate.hpp>
#include <dynasio/stores/create_tables.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace dynasio::tests {

spec_store_options store_cases::spec_options() const
{
    spec_store_options result;
    result.table_name = table_name("specs");
    result.now = [this] { return time_; };
    return result;
}

credential_store_options store_cases::credential_options() const
{
    credential_store_options result;
    result.table_name = table_name("credentials");
    return result;
}

void store_cases::set_time(double seconds)
{
    time_ =
        std::chrono::system_clock::time_point(std::chrono::duration_cast<std::chrono::system_clock::duration>(
            std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000 + 0.5))));
}

void store_cases::run_stores_with(std::function<asio::awaitable<void>(asio::io_context&, stores&)> body)
{
    asio::io_context context(1);
    interposed_client const own(context, options());
    stores s{own, spec_store(own.owner, spec_options()), credential_store(own.owner, credential_options())};
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            co_await create_tables(s.specs, s.credentials);
            s.sent->clear();
            co_await body(context, s);
            s.stop();
        });
}

spec make_spec(std::string id, std::string version, std::int64_t model_count)
{
    spec result;
    result.id = std::move(id);
    result.version = std::move(version);
    result.model_count = model_count;
    return result;
}

asio::awaitable<spec_info> save(
    spec_store const& specs, std::string sub, std::string id, std::string version, std::int64_t model_count)
{
    auto const input = make_spec(std::move(id), std::move(version), model_count);
    return specs.create_or_update(std::move(sub), input);
}

asio::awaitable<std::vector<item>> scan(client c, std::string table)
{
    scan_input request;
    request.table_name = std::move(table);
    request.consistent_read = true;
    auto items = scan_items(c, request);
    std::vector<item> all;
    while (auto each = co_await items.next())
        all.push_back(*std::move(each));
    co_return all;
}

asio::awaitable<void> together(std::vector<asio::awaitable<void>> all)
{
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer done(executor, asio::steady_timer::time_point::max());
    std::size_t left = all.size();
    std::exception_ptr first;
    auto const finish = [&](std::exception_ptr failed)
    {
        if (failed && !first)
            first = failed;
        if (--left == 0)
            done.cancel();
    };
    for (auto& each : all)
        asio::co_spawn(executor, std::move(each), finish);
    boost::system::error_code ignored;
    if (left > 0)
        co_await done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (first)
        std::rethrow_exception(first);
}

} // namespace dynasio::tests
