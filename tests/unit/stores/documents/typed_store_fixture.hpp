// SPDX-License-Identifier: BSL-1.0
//
// Stores of structs on tables in memory.

#ifndef DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_TYPED_STORE_FIXTURE_HPP
#define DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_TYPED_STORE_FIXTURE_HPP

#include "typed_tables.hpp"
#include "typed_types.hpp"
#include "unit/stores/store_failure.hpp"

#include <dynasio/stores/typed_document_store.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace dynasio::tests {

/// No member of it is the key.
struct unkeyed
{
    std::optional<double> weight; ///< never encrypted
    std::string name = "x";
    bool off = false;
    std::optional<int> number;
};
BOOST_DESCRIBE_STRUCT(unkeyed, (), (weight, name, off, number))

} // namespace dynasio::tests

template <>
struct dynasio::document_definition<dynasio::tests::unkeyed>
{
    static constexpr auto table = "Root";
    static constexpr auto key_name = "ID";
    static constexpr std::array<std::string_view, 1> never_encrypted{"weight"};
};

namespace dynasio::tests {

struct typed_store : ::testing::Test
{
    typed_store()
    {
        server->key_names = {{"Root", "ID"}, {"Shard2", "IDX"}, {"Shard3", "ShardID"}};
        world.transport = server;
    }

    /// Keys `u1`, `u2` and so on for what has no key; the clock stands at 1541289600.
    document_store_options numbered()
    {
        document_store_options options;
        options.clients = [this](std::string const&) { return world.make(); };
        auto const count = std::make_shared<unsigned>(0);
        options.key_generator = [count](document_object const&) -> std::optional<attribute_value>
        { return attribute_value("u" + std::to_string(++*count)); };
        options.now = []
        { return std::chrono::system_clock::time_point(std::chrono::seconds(1'541'289'600)); };
        return options;
    }

    /// The same key for all fields; the paths that are asked for are noted.
    document_key_provider key_for_all()
    {
        return [this](document_field const& field) -> std::optional<document_key>
        {
            asked.insert(field.where.text());
            return document_key{.bytes = secret("somekey")};
        };
    }
    document_key_provider awaited_key_for_all()
    {
        return [this](document_field const& field) -> boost::asio::awaitable<std::optional<document_key>>
        { return one_key(asked, field.where.text()); };
    }

    document_store_options encrypting(document_cipher cipher = document_cipher::gcm)
    {
        auto options = numbered();
        options.keys = key_for_all();
        options.cipher = cipher;
        return options;
    }

    template <class T = typed_types::person>
    typed_document_store<T> make(document_store_options options, typed_document_options typed = {})
    {
        return typed_document_store<T>(world.make(), std::move(options), std::move(typed));
    }

    scripted_client world;
    std::shared_ptr<tables_in_memory> server = std::make_shared<tables_in_memory>();
    std::set<std::string> asked;
    std::set<std::string> const encrypted_fields{"name.value", "number.value", "off.value"}; ///< of `unkeyed`

private:
    static boost::asio::awaitable<std::optional<document_key>> one_key(
        std::set<std::string>& asked, std::string where)
    {
        asked.insert(std::move(where));
        std::optional<document_key> key;
        key.emplace().bytes = secret("somekey");
        co_return key;
    }
};

/// Without what is not stored; keys of shards as they are generated.
inline typed_types::person stored_ann()
{
    auto result = typed_types::ann();
    result.cache.clear();
    result.home.office->key = "u1";
    result.born->key = "u2";
    result.places[0].key = "u4";
    result.places[1].key = "u5";
    return result;
}

} // namespace dynasio::tests

#endif
