// SPDX-License-Identifier: BSL-1.0
//
// Documents over four tables on a DynamoDB server, as in the worked example of the contract. Everything between store and
// server is in the test's hands: requests are recorded, and other things happen meanwhile.

#ifndef DYNASIO_TESTS_INTEGRATION_STORES_DOCUMENT_FIXTURE_HPP
#define DYNASIO_TESTS_INTEGRATION_STORES_DOCUMENT_FIXTURE_HPP

#include "interposed_client.hpp"
#include "store_fixture.hpp"

#include <dynasio/stores/document_store.hpp>
#include <dynasio/stores/documents/json_text.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::tests {

/// What a test works with.
struct documents : interposed_client
{
    document_tree tree;
};

class document_cases : public local_dynamodb
{
protected:
    /// Root/ID with `$.birth_details` in Shard1/IDX and `$.location` in Shard2/IDX, which has `$.geolocation` in
    /// Shard3/ShardID.
    [[nodiscard]] document_tree tree() const;

    /// Keys `u1`, `u2` and so on, in the order in which they are asked for; the clock stands at 1541289600.
    [[nodiscard]] static document_store_options numbered();

    /// Runs `body(documents&)` with the tables of the tree, and nothing recorded yet.
    template <class Body>
    void run_documents(Body body)
    {
        run_with(tree(), [&](documents& d) { return body(d); });
    }
    template <class Body>
    void run_documents(document_tree const& tables, Body body)
    {
        run_with(tables, [&](documents& d) { return body(d); });
    }

    /// The example of the contract, unencrypted.
    [[nodiscard]] static attribute_value example();

    /// Another version of it.
    [[nodiscard]] static attribute_value other_example();

    /// The document with this key is there, and is this one.
    static asio::awaitable<void> expect_document(
        document_store const& store, attribute_value key, attribute_value value);

    /// The document of a JSON text with `'` for `"`.
    [[nodiscard]] static attribute_value document_of(std::string text);

    /// All items in the tables of the tree.
    static asio::awaitable<std::size_t> count_items(documents const& d);

private:
    void run_with(document_tree const& tables, std::function<asio::awaitable<void>(documents&)> body);
};

/// The same key for fields with these texts of paths.
document_key_provider key_for(
    std::vector<std::string> paths, std::string key = "somekey", std::string id = {});

/// A key for every field.
document_key_provider key_for_all(std::string key = "somekey", std::string id = {});

} // namespace dynasio::tests

#endif
