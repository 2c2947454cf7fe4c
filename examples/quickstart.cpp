// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the stores, from making their tables to deleting them. Run it with
//
//     scripts/dynamodb-server run -- build/release/examples/quickstart
//
// or, without DYNAMODB_ENDPOINT, on the account that environment and profile files name. Its tables have
// names of their own, and it deletes them at the end.

#include "common/example.hpp"

#include <dynasio/stores/create_tables.hpp>
#include <dynasio/stores/credentials/key_pair.hpp>
#include <dynasio/stores/remove_user.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <exception>
#include <iostream>
#include <random>
#include <stdexcept>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// The public keys of users are looked up in a global index, which lags behind writes: mostly by less than a
// second.
asio::awaitable<std::optional<std::string>> authenticate_soon(
    dynasio::credential_store credentials, std::string public_key, dynasio::secret secret_key)
{
    asio::steady_timer pause(co_await asio::this_coro::executor);
    for (int tries = 0; tries < 50; ++tries)
    {
        auto user = co_await credentials.authenticate(public_key, secret_key);
        if (user)
            co_return user;
        pause.expires_after(100ms);
        co_await pause.async_wait(asio::use_awaitable);
    }
    co_return std::nullopt;
}

dynasio::random_bytes fresh_bytes()
{
    std::random_device source;
    dynasio::random_bytes result;
    for (auto& byte : result)
        byte = static_cast<std::byte>(source() & 0xff);
    return result;
}

asio::awaitable<void> show_specs(dynasio::spec_store specs, std::string user)
{
    std::cout << "\n2. Specs of " << user << '\n';

    // The id is derived from the name. Saving again makes a new version; the one before stays.
    dynasio::spec orders{.name = "Orders_API", .version = "1.3.0", .model_count = 11};
    auto const first = co_await specs.create_or_update(user, orders);
    std::cout << "   saved \"" << *first.name << "\" " << first.version << ", its id is " << first.id << '\n';
    orders.version = "1.4.0";
    orders.model_count = 12;
    co_await specs.create_or_update(user, orders);
    std::cout << "   saved version 1.4.0 of it\n";
    dynasio::spec billing{
        .id = "billing", .version = "0.9.0", .model_count = 3, .title = "Invoices and payments"};
    co_await specs.create_or_update(user, billing);
    std::cout << "   saved billing 0.9.0\n";

    std::cout << "   the latest of each:\n";
    for (auto const& spec : co_await specs.list(user))
        std::cout << "      " << spec.id << ' ' << spec.version << ", " << spec.model_count << " models"
                  << (spec.title ? ", \"" + *spec.title + '"' : "") << '\n';

    std::cout << "   versions of " << first.id << ", newest first:\n";
    for (auto const& spec :
        co_await specs.list_versions(user, first.id, dynasio::list_options().descending()))
        std::cout << "      " << spec.version << ", saved in second " << spec.updated_at << '\n';

    std::cout << "   all models together: " << co_await specs.count_models(user) << '\n';

    // "Not there" is no error.
    auto const none = co_await specs.latest_version(user, "shipping");
    std::cout << "   latest version of shipping: " << none.value_or("none, there is no such spec") << '\n';
}

asio::awaitable<void> show_credentials(dynasio::credential_store credentials, std::string user)
{
    std::cout << "\n3. A key pair for " << user << '\n';
    dynasio::secret const service_secret("a secret of the service itself");
    auto const pair = dynasio::make_key_pair(user, service_secret, fresh_bytes(), fresh_bytes());
    co_await credentials.create(user, "default", pair.keys);
    std::cout << "   public key " << pair.keys.public_key << '\n'
              << "   secret key " << pair.secret_key
              << " (for the user only: not stored, and not printed by accident)\n";

    auto const found = co_await authenticate_soon(credentials, pair.keys.public_key, pair.secret_key);
    if (found != user)
        throw std::runtime_error("the key pair that was just stored is not accepted");
    std::cout << "   both keys together: this is " << *found << '\n';
    auto const refused = co_await credentials.authenticate(pair.keys.public_key, dynasio::secret("sk_guess"));
    std::cout << "   with a wrong secret key: " << refused.value_or("refused") << '\n';
}

asio::awaitable<void> show_all(dynasio::spec_store specs, dynasio::credential_store credentials)
{
    co_await dynasio::create_tables(specs, credentials);
    std::cout << "   they can be used\n";

    std::string const user = "alice";
    co_await show_specs(specs, user);
    co_await show_credentials(credentials, user);

    std::cout << "\n4. Clean up\n";
    auto const removed = co_await dynasio::remove_user(specs, credentials, user);
    std::cout << "   removed " << user << ": " << removed.spec_items << " items of specs, "
              << removed.credentials << " key pair\n";
}

asio::awaitable<void> run(dynasio::client client)
{
    auto const word = examples::random_word();
    dynasio::spec_store_options spec_options;
    spec_options.table_name += "-" + word;
    dynasio::credential_store_options credential_options;
    credential_options.table_name += "-" + word;
    std::cout << "\n1. Tables\n"
              << "   making " << spec_options.table_name << " and " << credential_options.table_name << '\n';

    std::exception_ptr failure;
    try
    {
        co_await show_all(
            dynasio::spec_store(client, spec_options), dynasio::credential_store(client, credential_options));
    }
    catch (...)
    {
        failure = std::current_exception(); // a catch block cannot await
    }
    if (failure)
        std::cerr << "\nsomething failed; the tables are deleted first\n";
    for (auto const& table : {spec_options.table_name, credential_options.table_name})
    {
        auto const deleted = co_await examples::delete_table(client, table);
        if (deleted)
            continue;
        std::cerr << "table " << table << " may be left behind: " << deleted.error() << '\n';
        if (!failure)
            failure = std::make_exception_ptr(std::runtime_error("the tables could not be deleted"));
    }
    if (failure)
        std::rethrow_exception(failure);
    std::cout << "   deleted both tables\n";
}

} // namespace

int main()
{
    try
    {
        auto const options = examples::connect_options();
        std::cout << "quickstart on " << examples::where(options) << '\n';
        asio::io_context context(1);
        dynasio::client const client(context.get_executor(), options);
        std::exception_ptr failure;
        asio::co_spawn(
            context, run(client), [&failure](std::exception_ptr ended_with) { failure = ended_with; });
        context.run();
        if (failure)
            std::rethrow_exception(failure);
        std::cout << "\nAll of it worked.\n";
    }
    catch (std::exception const& failure)
    {
        std::cerr << "\nquickstart failed: " << failure.what() << '\n';
        return 1;
    }
}
