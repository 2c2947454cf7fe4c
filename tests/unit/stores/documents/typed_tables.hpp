// SPDX-License-Identifier: BSL-1.0
//
// Tables in memory, as far as documents need them: items by table and the text of their key.

#ifndef DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_TYPED_TABLES_HPP
#define DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_TYPED_TABLES_HPP

#include <dynasio/http/transport.hpp>
#include <dynasio/json/detail/decode.hpp>
#include <dynasio/json/detail/encode.hpp>
#include <dynasio/json/detail/shape_codec.hpp>
#include <dynasio/operations/batch_get_item.hpp>
#include <dynasio/operations/batch_write_item.hpp>
#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/testing/scripted_transport.hpp>
#include <dynasio/value/detail/json.hpp>

#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio::tests {

class tables_in_memory final : public http::transport
{
public:
    boost::asio::awaitable<http::send_result> send(http::request const& r, http::time_point) override
    {
        http::response response;
        response.status = 200;
        operations.push_back(dynasio::testing::operation_of(r));
        response.body = play(operations.back(), r.body);
        co_return http::send_result(response);
    }
    void stop() noexcept override {}

    [[nodiscard]] item& at(std::string const& table, std::string const& key)
    {
        return items[table].at("{\"S\":\"" + key + "\"}");
    }
    [[nodiscard]] std::size_t count() const
    {
        std::size_t result = 0;
        for (auto const& [name, table] : items)
            result += table.size();
        return result;
    }

    std::map<std::string, std::string> key_names; ///< by table
    std::map<std::string, std::map<std::string, item>> items;
    std::vector<std::string> operations;

private:
    template <class Input>
    static Input decoded(std::string const& body)
    {
        Input input;
        json::decode(body, json::target_of(input));
        return input;
    }
    template <class Output>
    static std::string encoded(Output const& output)
    {
        std::string result;
        json::encode(result, output);
        return result;
    }

    std::string place(std::string const& table, item const& keyed) const
    {
        std::ostringstream out;
        out << keyed.at(key_names.at(table));
        return out.str();
    }
    std::optional<item> take(std::string const& table, item const& key)
    {
        auto found = items[table].extract(place(table, key));
        return found ? std::optional(std::move(found.mapped())) : std::nullopt;
    }
    std::optional<item> put(std::string const& table, item const& whole)
    {
        auto old = take(table, whole);
        items[table][place(table, whole)] = whole;
        return old;
    }

    std::string play(std::string const& operation, std::string const& body)
    {
        if (operation == "PutItem")
        {
            auto const input = decoded<put_item_input>(body);
            put_item_output output;
            output.attributes = put(input.table_name, input.item);
            return encoded(output);
        }
        if (operation == "GetItem")
        {
            auto const input = decoded<get_item_input>(body);
            get_item_output output;
            auto const found = items[input.table_name].find(place(input.table_name, input.key));
            if (found != items[input.table_name].end())
                output.item = found->second;
            return encoded(output);
        }
        if (operation == "DeleteItem")
        {
            auto const input = decoded<delete_item_input>(body);
            delete_item_output output;
            output.attributes = take(input.table_name, input.key);
            return encoded(output);
        }
        if (operation == "BatchGetItem")
        {
            auto const input = decoded<batch_get_item_input>(body);
            batch_get_item_output output;
            for (auto const& [table, wanted] : input.request_items)
                for (auto const& key : wanted.keys)
                    if (auto const found = items[table].find(place(table, key)); found != items[table].end())
                        output.responses[table].push_back(found->second);
            return encoded(output);
        }
        if (operation != "BatchWriteItem")
            throw std::invalid_argument("these tables have no " + operation);
        auto const input = decoded<batch_write_item_input>(body);
        for (auto const& [table, requests] : input.request_items)
            for (auto const& each : requests)
                if (each.put_request)
                    put(table, each.put_request->item);
                else
                    take(table, each.delete_request->key);
        return "{}";
    }
};

} // namespace dynasio::tests

#endif
