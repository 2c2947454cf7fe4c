// SPDX-License-Identifier: BSL-1.0
//
// Tables of records on a DynamoDB server, with everything between them and the server in the test's hands.

#ifndef DYNASIO_TESTS_INTEGRATION_STORES_RECORD_FIXTURE_HPP
#define DYNASIO_TESTS_INTEGRATION_STORES_RECORD_FIXTURE_HPP

#include "record_types.hpp"
#include "store_fixture.hpp"

#include <dynasio/testing/scripted_transport.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dynasio::tests {

/// What a test works with. `sent` records what reaches the server, behind `between`.
struct record_world
{
    client owner;
    std::shared_ptr<dynasio::testing::recording_transport> sent;
    std::shared_ptr<interposed_transport> between;

    [[nodiscard]] std::vector<std::string> operations() const;
    [[nodiscard]] std::size_t count(std::string const& operation) const;
    [[nodiscard]] std::vector<std::string> bodies(std::string const& operation) const;
};

class record_cases : public local_dynamodb
{
protected:
    void run_records(std::function<asio::awaitable<void>(record_world&)> body);

    /// A table of T, made.
    template <class T>
    asio::awaitable<record_table<T>> opened(
        record_world& w, std::string name, record_table_options options = {}) const
    {
        record_table<T> table(w.owner, table_name(name), std::move(options));
        co_await table.open();
        w.sent->clear();
        co_return table;
    }
};

/// The table of phones, and what the first record is in it.
class phone_cases : public record_cases
{
protected:
    [[nodiscard]] std::string table() const { return table_name("phonebook-table"); }

    static item stored_ann()
    {
        return {{"person_id", 1}, {"name", "Ann"}, {"phone_number", "555-0100"}, {"relationship", "FRIEND"},
            {"timestamp", "2022-09-04 00:00:00"}};
    }
    static item key_of(int id)
    {
        item key;
        key.set("person_id", id);
        return key;
    }
};

/// Reads a stream to its end.
template <class T>
asio::awaitable<std::vector<T>> all_of(record_stream<T> stream)
{
    std::vector<T> all;
    while (auto each = co_await stream.next())
        all.push_back(*std::move(each));
    co_return all;
}

/// Loses the answers to the first `times` requests of an operation, after the server has carried them out.
interposed_transport::hook lose_answers(std::string operation, int times);

} // namespace dynasio::tests

#endif
