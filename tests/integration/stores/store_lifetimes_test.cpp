// SPDX-License-Identifier: BSL-1.0
//
// Who may go when, deadlines, cancellation, and many threads.

#include "store_fixture.hpp"

#include <dynasio/stores/create_tables.hpp>
#include <dynasio/testing/gate.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;

struct store_lifetimes : store_cases
{};

TEST_F(store_lifetimes, an_operation_owns_its_arguments)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto input = std::make_unique<spec>(make_spec("x", "1"));
            auto sub = std::make_unique<std::string>("user");
            auto operation = s.specs.create_or_update(*sub, *input);
            input.reset();
            sub.reset();
            auto const info = co_await std::move(operation);
            EXPECT_EQ(info.id, "x");
            auto const found = co_await s.specs.latest_version("user", "x");
            EXPECT_EQ(found, "1");
        });
}

TEST_F(store_lifetimes, a_store_may_go_before_its_operation_is_awaited)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto store = std::make_unique<spec_store>(s.owner, spec_options());
            auto const input = make_spec("x", "1");
            auto operation = store->create_or_update("u", input);
            store.reset();
            auto const info = co_await std::move(operation); // the client is still there
            EXPECT_EQ(info.version, "1");
        });
}

TEST_F(store_lifetimes, operations_end_with_their_client)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto settings = options();
            auto own = std::make_unique<client>(s.owner.get_executor(), settings);
            auto store = std::make_unique<spec_store>(*own, spec_options());
            auto operation = store->list("u");
            own.reset();
            store.reset();
            boost::system::error_code code;
            try
            {
                (void)co_await std::move(operation);
            }
            catch (boost::system::system_error const& e)
            {
                code = e.code();
            }
            EXPECT_EQ(code, asio::error::operation_aborted);
        });
}

TEST_F(store_lifetimes, a_deadline_holds_for_all_requests_together)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            boost::system::error_code code;
            try
            {
                (void)co_await s.specs.list("u", call_options().timeout(1ns));
            }
            catch (boost::system::system_error const& e)
            {
                code = e.code();
            }
            EXPECT_EQ(code, client_errc::deadline_exceeded);
            EXPECT_TRUE(s.sent->exchanges().empty() || s.sent->exchanges()[0].failure.has_value());
            code.clear();
            try
            {
                (void)co_await s.specs.list("u", call_options().timeout(0ns));
            }
            catch (boost::system::system_error const& e)
            {
                code = e.code();
            }
            EXPECT_EQ(code, client_errc::deadline_exceeded);
        });
}

TEST_F(store_lifetimes, cancellation_reaches_the_request)
{
    run_stores_with(
        [](asio::io_context& context, stores& s) -> asio::awaitable<void>
        {
            // The request never gets an answer.
            auto const signal = std::make_shared<asio::cancellation_signal>();
            s.between->set(
                [signal, &context](
                    http::request&, interposed_transport::sender const&) -> asio::awaitable<http::send_result>
                {
                    asio::post(context, [signal] { signal->emit(asio::cancellation_type::terminal); });
                    dynasio::testing::gate never;
                    co_await never.wait();
                    http::transport_error aborted;
                    aborted.code = asio::error::operation_aborted;
                    co_return http::send_result(std::move(aborted));
                });
            std::exception_ptr failed;
            auto const done = std::make_shared<dynasio::testing::gate>();
            auto const finish = [&failed, done](std::exception_ptr e, std::vector<spec_info>)
            {
                failed = e;
                done->open();
            };
            asio::co_spawn(context, s.specs.list("u"), asio::bind_cancellation_slot(signal->slot(), finish));
            co_await done->wait();
            boost::system::error_code code;
            try
            {
                if (failed)
                    std::rethrow_exception(failed);
            }
            catch (boost::system::system_error const& e)
            {
                code = e.code();
            }
            EXPECT_EQ(code, asio::error::operation_aborted);
        });
}

TEST_F(store_lifetimes, options_are_checked)
{
    asio::io_context context;
    client const owner = make_client(context.get_executor());
    auto specs = spec_options();
    specs.max_rounds = 0;
    EXPECT_THROW(spec_store(owner, specs), std::invalid_argument);
    specs = spec_options();
    specs.table_name.clear();
    EXPECT_THROW(spec_store(owner, specs), std::invalid_argument);
    specs = spec_options();
    specs.call_timeout = 0s;
    EXPECT_THROW(spec_store(owner, specs), std::invalid_argument);
    auto credentials = credential_options();
    credentials.hash_rounds = 0;
    EXPECT_THROW(credential_store(owner, credentials), std::invalid_argument);
    credentials = credential_options();
    credentials.index_name.clear();
    EXPECT_THROW(credential_store(owner, credentials), std::invalid_argument);
}

TEST_F(store_lifetimes, four_threads_share_the_stores)
{
    asio::io_context context(4);
    auto work =
        std::make_unique<asio::executor_work_guard<asio::io_context::executor_type>>(context.get_executor());
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&context] { context.run(); });
    {
        client const owner = make_client(context.get_executor());
        spec_store const specs(owner, spec_options());
        credential_store const credentials(owner, credential_options());
        asio::co_spawn(context, create_tables(specs, credentials), asio::use_future).get();

        std::vector<std::future<void>> all;
        auto const one = [&specs, &credentials](int i) -> asio::awaitable<void>
        {
            auto const sub = "u" + std::to_string(i % 8);
            for (int version = 0; version < 3; ++version)
                co_await save(specs, sub, "x" + std::to_string(i), std::to_string(version), 1);
            auto const key = "pk_" + std::to_string(i % 4);
            std::function<credential_keys()> const make = [&key]
            {
                credential_keys keys;
                keys.public_key = key;
                return keys;
            };
            co_await credentials.get_or_create(sub, "default", make);
            auto const user = co_await credentials.authenticate(key, secret("wrong"));
            EXPECT_FALSE(user);
            co_await specs.list(sub);
        };
        for (int i = 0; i < 16; ++i)
            all.push_back(asio::co_spawn(context, one(i), asio::use_future));
        for (auto& each : all)
            each.get();
        for (int i = 0; i < 8; ++i)
        {
            auto const sub = "u" + std::to_string(i);
            EXPECT_EQ(asio::co_spawn(context, specs.count_models(sub), asio::use_future).get(), 2);
            EXPECT_EQ(asio::co_spawn(context, specs.remove_all(sub), asio::use_future).get(), 8u);
        }
    }
    work.reset();
    for (auto& each : threads)
        each.join();
}

} // namespace
} // namespace dynasio::tests
