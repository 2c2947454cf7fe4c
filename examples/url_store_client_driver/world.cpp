// SPDX-License-Identifier: BSL-1.0

#include "world.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <exception>

namespace examples::client_driver {

using namespace std::chrono_literals;

world::world(asio::any_io_executor executor, std::string program, std::string tables)
    : executor_(std::move(executor)),
      program_(std::move(program)),
      tables_(std::move(tables)),
      main_(program_, tables_,
          {"--token", "token-of-ann=ann", "--token", "token-of-bob=bob", "--grace", "1", "--sweep", "1"}),
      between_(main_.user().port)
{}

dynasio::url_store_options world::options() const
{
    auto const origin = "http://127.0.0.1:" + std::to_string(between_.port());
    dynasio::url_store_options options;
    options.base_url = origin + "/store";
    options.query_url = origin + "/query";
    return options;
}

dynasio::url_store world::store_of(std::string const& user) const
{
    return store_of(user, options());
}

dynasio::url_store world::store_of(std::string const& user, dynasio::url_store_options options) const
{
    dynasio::url_store store(executor_, std::move(options));
    store.connect(dynasio::url_session(user, dynasio::make_bearer_authenticator("token-of-" + user)));
    return store;
}

void world::restart()
{
    main_.start();
    between_.lead_to(main_.user().port);
}

asio::awaitable<std::monostate> ended(asio::awaitable<void> operation)
{
    co_await std::move(operation);
    co_return std::monostate();
}

asio::awaitable<error_code> cancelled_when(asio::awaitable<void> operation, std::function<bool()> is_so)
{
    auto const executor = co_await asio::this_coro::executor;
    asio::cancellation_signal signal;
    std::optional<error_code> end;
    asio::co_spawn(executor, std::move(operation),
        asio::bind_cancellation_slot(signal.slot(),
            [&end](std::exception_ptr failure)
            {
                end = error_code();
                try
                {
                    if (failure)
                        std::rethrow_exception(failure);
                }
                catch (boost::system::system_error const& e)
                {
                    end = e.code();
                }
            }));
    for (int i = 0; !end && !is_so(); ++i)
    {
        check(i < 10'000, "the moment to cancel does not come");
        co_await pause_for(1ms);
    }
    signal.emit(asio::cancellation_type::terminal);
    for (int i = 0; !end; ++i)
    {
        check(i < 10'000, "a cancelled operation does not end");
        co_await pause_for(1ms);
    }
    co_return *end;
}

} // namespace examples::client_driver
