// SPDX-License-Identifier: BSL-1.0
//
// Random documents that can be divided, and how they are stored and put together again.

#ifndef DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_DIVIDED_DOCUMENTS_HPP
#define DYNASIO_TESTS_UNIT_STORES_DOCUMENTS_DIVIDED_DOCUMENTS_HPP

#include "random_documents.hpp"

#include "stores/documents/document_assembly.hpp"
#include "stores/documents/document_parts.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::stores::documents::tests {

/// As DynamoDB JSON: equal texts have the same order of members and the same digits of numbers.
inline std::string text_of(attribute_value const& value)
{
    std::string out;
    json::encode(out, value);
    return out;
}

inline item over_the_wire(item const& sent)
{
    std::string text;
    json::encode(text, sent);
    item received;
    json::decode(text, json::target_of(received));
    return received;
}

/// Items by table, region and key.
using tables = std::map<std::string, item>;

inline std::string address_of(std::string const& table, std::string const& region, attribute_value const& key)
{
    return table + ' ' + region + ' ' + text_of(key);
}

inline tables stored(std::vector<document_item> const& items)
{
    tables result;
    for (auto const& each : items)
        result[address_of(each.node.table, each.node.region, each.key)] = over_the_wire(each.content);
    return result;
}

inline item const& find(tables const& store, wanted_shard const& wanted)
{
    auto const& found = store.at(address_of(wanted.table, wanted.region, wanted.key));
    EXPECT_EQ(found.at(wanted.key_name), wanted.key);
    return found;
}

/// Puts a document together from what is stored. The shards of each level come in any order.
inline document_assembly assembled(document_item const& root, tables const& store, document_generator& random)
{
    document_assembly result(over_the_wire(root.content), root.node.key_name);
    while (!result.wanted().empty())
    {
        auto const wanted = result.wanted();
        std::vector<std::size_t> order(wanted.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::shuffle(order.begin(), order.end(), random.engine());
        for (auto const i : order)
            result.supply(i, find(store, wanted[i]));
    }
    return result;
}

/// A document that can be divided.
struct divisible
{
    attribute_value document{};
    document_tree tree{};
    std::vector<document_part> parts{};
    std::vector<attribute_value> keys{};

    [[nodiscard]] std::vector<document_item> divide(attribute_value changed) const
    {
        division_options options;
        options.region = "us-east-2";
        options.now = 1541289600;
        return documents::divide(std::move(changed), parts, keys, options);
    }
};

/// False if paths of the tree select something else than objects, or one object within another.
inline bool make_divisible(divisible& one, kinds which, document_generator& random)
{
    one.document = random.object(which, 4);
    one.tree = random.tree(one.document, 3);
    try
    {
        check_tree(one.tree);
        one.parts = find_parts(one.document, one.tree);
    }
    catch (std::invalid_argument const&)
    {
        return false;
    }
    catch (division_error const&)
    {
        return false;
    }
    for (auto const& part : one.parts)
        one.keys.push_back(random.key(part.table->key_type));
    return true;
}

/// Calls `f` with documents that can be divided, most of them into several items.
template <class F>
void for_each_document(unsigned seed, kinds which, F f)
{
    document_generator random(seed);
    int with_shards = 0;
    int with_shards_of_shards = 0;
    for (int n = 0; n < 250 && !testing::Test::HasFailure();)
    {
        divisible one;
        if (!make_divisible(one, which, random) || (one.parts.size() == 1 && !random.one_in(10)))
            continue;
        SCOPED_TRACE("document " + std::to_string(n++));
        with_shards += one.parts.size() > 1;
        with_shards_of_shards += std::any_of(
            one.parts.begin(), one.parts.end(), [](document_part const& part) { return part.parent != 0; });
        f(one, random);
    }
    EXPECT_GT(with_shards, 150);
    EXPECT_GT(with_shards_of_shards, 30);
}

} // namespace dynasio::stores::documents::tests

#endif
