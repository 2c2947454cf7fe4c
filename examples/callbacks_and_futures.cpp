// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the operations without coroutines. `dynasio::async` runs any of them with a completion token of
// Asio: a callback, a future, an operation to be started later. `dynasio::async_try` does so with the form
// that ends in a `result` instead of an exception. Needs the same as the quickstart.

#include "common/example.hpp"

#include <dynasio/completion.hpp>
#include <dynasio/stores/spec_store.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>

namespace asio = boost::asio;

namespace {

void expect(bool as_it_should_be, char const* what)
{
    if (!as_it_should_be)
        throw std::runtime_error(what);
}

dynasio::create_table_input table_of_colours(std::string const& name)
{
    dynasio::create_table_input request;
    request.table_name = name;
    request.billing_mode = dynasio::billing_mode::pay_per_request;
    request.attribute_definitions.emplace().push_back({"name", dynasio::scalar_attribute_type::s});
    request.key_schema.emplace().push_back({"name", dynasio::key_type::hash});
    return request;
}

dynasio::get_item_input get_colour(std::string const& table, std::string const& name)
{
    dynasio::get_item_input request;
    request.table_name = table;
    request.key.set("name", name);
    return request;
}

/// Futures: a thread that may block waits for each step. Never wait like this on a thread that runs the
/// executor.
void futures(dynasio::client const& client, std::string const& table)
{
    auto const executor = client.get_executor();
    auto const create = table_of_colours(table);
    dynasio::async(executor, client.create_table(create), asio::use_future).get();
    dynasio::async(executor, dynasio::wait_until_table_exists(client, table), asio::use_future).get();
    std::cout << "   made the table " << table << '\n';

    dynasio::put_item_input put;
    put.table_name = table;
    put.item = {{"name", "red"}, {"rgb", "#f00"}};
    dynasio::async(executor, client.put_item(put), asio::use_future).get();

    // Several at a time: all are under way before the first is waited for.
    auto const get_red = get_colour(table, "red");
    auto const get_blue = get_colour(table, "blue");
    auto red = dynasio::async(executor, client.get_item(get_red), asio::use_future);
    auto blue = dynasio::async(executor, client.get_item(get_blue), asio::use_future);
    std::cout << "   red is " << red.get().item.value().at("rgb").as_string() << '\n';
    expect(!blue.get().item, "nobody stored blue");
    std::cout << "   blue is not there\n";

    // A failure comes out of get().
    auto const get_nowhere = get_colour(table + "-x", "red");
    auto refused = dynasio::async(executor, client.get_item(get_nowhere), asio::use_future);
    try
    {
        refused.get();
        expect(false, "a missing table was read");
    }
    catch (dynasio::service_error const& failure)
    {
        expect(failure.code() == dynasio::errc::resource_not_found, failure.what());
        std::cout << "   a table that is not there: " << failure.details().wire_code << '\n';
    }
}

/// Callbacks: each step begins the next one. The object keeps itself alive until the last one.
class counter : public std::enable_shared_from_this<counter>
{
public:
    counter(dynasio::client client, std::string table) : client_(std::move(client)), table_(std::move(table))
    {}

    std::future<void> run()
    {
        auto done = done_.get_future();
        add();
        return done;
    }

private:
    void add()
    {
        dynasio::update_item_input request;
        request.table_name = table_;
        request.key.set("name", "red");
        request.update_expression = "ADD seen :one";
        request.condition_expression = "attribute_not_exists(seen) OR seen < :three";
        request.expression_attribute_values.emplace() = {{":one", 1}, {":three", 3}};
        request.return_values = dynasio::return_value::updated_new;
        // That a condition does not hold is daily business here: the form with a result does not throw for
        // it.
        dynasio::async_try(client_.get_executor(), client_.try_update_item(request),
            [self = shared_from_this()](dynasio::result<dynasio::update_item_output> outcome)
            { self->added(std::move(outcome)); });
    }

    void added(dynasio::result<dynasio::update_item_output> outcome)
    {
        if (outcome)
        {
            std::cout << "   seen " << outcome->attributes.value().at("seen").as_number() << " times\n";
            add();
        }
        else if (outcome.error() == dynasio::errc::conditional_check_failed)
        {
            std::cout << "   that is enough, says the condition\n";
            done_.set_value();
        }
        else
            done_.set_exception(std::make_exception_ptr(dynasio::operation_error(outcome.error())));
    }

    dynasio::client client_;
    std::string table_;
    std::promise<void> done_;
};

/// Deferred: nothing happens until the operation is called, here with a callback that gets exception and
/// value.
void deferred(dynasio::client const& client, std::string const& table)
{
    auto const get_red = get_colour(table, "red");
    auto later = dynasio::async(client.get_executor(), client.get_item(get_red), asio::deferred);
    std::promise<std::string> rgb;
    std::move(later)(
        [&rgb](std::exception_ptr failure, dynasio::get_item_output found)
        {
            if (failure)
                rgb.set_exception(failure);
            else
                rgb.set_value(found.item->at("rgb").as_string());
        });
    std::cout << "   begun later, red is still " << rgb.get_future().get() << '\n';
}

/// The stores' operations are awaitables like all others.
void stores(dynasio::client const& client, std::string const& table)
{
    auto const executor = client.get_executor();
    dynasio::spec_store_options options;
    options.table_name = table;
    dynasio::spec_store const specs(client, options);
    dynasio::async(executor, specs.create_table(), asio::use_future).get();
    dynasio::spec const orders{.name = "orders", .version = "1.4.0", .model_count = 12};
    dynasio::async(executor, specs.create_or_update("user-1", orders), asio::use_future).get();

    std::promise<void> listed;
    dynasio::async(executor, specs.list("user-1"),
        [&listed](std::exception_ptr failure, std::vector<dynasio::spec_info> found)
        {
            for (auto const& spec : found)
                std::cout << "   the spec " << spec.id << ' ' << spec.version << '\n';
            failure ? listed.set_exception(failure) : listed.set_value();
        });
    listed.get_future().get();
}

/// Cancellation: through the slot of the token. The signal is raised on the executor, where the operation
/// runs.
void cancelled(dynasio::client const& client, std::string const& table)
{
    asio::cancellation_signal signal;
    auto outcome = dynasio::async(client.get_executor(),
        dynasio::wait_until_table_exists(client, table + "-x"), // would ask for ten minutes
        asio::bind_cancellation_slot(signal.slot(), asio::use_future));
    asio::post(client.get_executor(), [&signal] { signal.emit(asio::cancellation_type::terminal); });
    try
    {
        outcome.get();
        expect(false, "a wait for a missing table ended well");
    }
    catch (boost::system::system_error const& failure)
    {
        expect(failure.code() == asio::error::operation_aborted, failure.what());
        std::cout << "   a wait that nobody needs any more: cancelled\n";
    }
}

} // namespace

int main()
{
    try
    {
        auto const options = examples::connect_options();
        std::cout << "callbacks and futures on " << examples::where(options) << '\n';
        // One thread that does all the work; main only begins operations and waits for them.
        asio::thread_pool pool(1);
        dynasio::client const client(pool.get_executor(), options);
        auto const table = "colours-" + examples::random_word();

        std::exception_ptr failure;
        try
        {
            futures(client, table);
            std::make_shared<counter>(client, table)->run().get();
            deferred(client, table);
            stores(client, table + "-specs");
            cancelled(client, table);
        }
        catch (...)
        {
            failure = std::current_exception();
        }
        for (auto const& name : {table, table + "-specs"})
        {
            auto deleted = dynasio::async_try(
                pool.get_executor(), examples::delete_table(client, name), asio::use_future);
            auto const outcome = deleted.get();
            if (!outcome)
                std::cerr << "table " << name << " may be left behind: " << outcome.error() << '\n';
        }
        if (failure)
            std::rethrow_exception(failure);
        std::cout << "   deleted the tables\n\nAll of it worked.\n";
    }
    catch (std::exception const& failure)
    {
        std::cerr << "\ncallbacks_and_futures failed: " << failure.what() << '\n';
        return 1;
    }
}
