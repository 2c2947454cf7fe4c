// SPDX-License-Identifier: BSL-1.0
//
// Teaches: callbacks, with a result and with an exception; operations that are begun later, and cancelled.

#include "colours.hpp"

#include <dynasio/completion.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/update_item.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <future>
#include <iostream>
#include <memory>

namespace asio = boost::asio;

namespace colours {

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
        request.return_values = dynasio::model::return_value::updated_new;
        // That a condition does not hold is daily business here: the form with a result does not throw for
        // it.
        dynasio::co_spawn_result(client_.get_executor(), client_.try_update_item(request),
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
    auto later = asio::co_spawn(client.get_executor(), client.get_item(get_red), asio::deferred);
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

/// Cancellation: through the slot of the token. The signal is raised on the executor, where the operation
/// runs.
void cancelled(dynasio::client const& client, std::string const& table)
{
    asio::cancellation_signal signal;
    auto outcome = asio::co_spawn(client.get_executor(),
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

void use_callbacks(dynasio::client const& client, std::string const& table)
{
    std::make_shared<counter>(client, table)->run().get();
    deferred(client, table);
    cancelled(client, table);
}

} // namespace colours
