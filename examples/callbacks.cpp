// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the operations without coroutines, with callbacks. `dynasio::async` gives them an exception and a value,
// `dynasio::async_try` a `result`. Needs the same as the quickstart.

#include "common/colours.hpp"
#include "common/example.hpp"

#include <dynasio/completion.hpp>
#include <dynasio/stores/spec_store.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/use_future.hpp>

#include <exception>
#include <future>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;

namespace {

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

void count(dynasio::client const& client, std::string const& table)
{
    auto const executor = client.get_executor();
    auto const create = examples::table_of_colours(table);
    dynasio::async(executor, client.create_table(create), asio::use_future).get();
    dynasio::async(executor, dynasio::wait_until_table_exists(client, table), asio::use_future).get();
    std::make_shared<counter>(client, table)->run().get();
}

/// The stores' operations are awaitables like all others.
void list_specs(dynasio::client const& client, std::string const& table)
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

} // namespace

int main()
{
    int const counted = examples::run_blocking_on_table("callbacks", "colours", count);
    int const listed = examples::run_blocking_on_table("callbacks of the stores", "specs", list_specs);
    return counted != 0 ? counted : listed;
}
