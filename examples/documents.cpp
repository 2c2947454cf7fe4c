// SPDX-License-Identifier: BSL-1.0
//
// Teaches: a document over three tables with encrypted fields. It is written, changed in one place, read, seen as somebody sees
// it who can read the tables, tampered with, encrypted with another key, and removed. Needs the same as the quickstart.

#include "common/example.hpp"

#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/stores/document_store.hpp>
#include <dynasio/stores/documents/json_text.hpp>
#include <dynasio/stores/store_error.hpp>

#include <iostream>
#include <map>
#include <memory>
#include <set>

namespace asio = boost::asio;

namespace {

//[short
asio::awaitable<void> in_short(dynasio::client client, std::string table, dynasio::secret key)
{
    dynasio::document_store_options options;
    options.keys = [key](dynasio::document_field const& field) -> std::optional<dynasio::document_key>
    {
        if (field.where.text() != "name")
            return std::nullopt; // this field is not encrypted
        return dynasio::document_key{.bytes = key};
    };
    dynasio::document_tree const address{
        .table = table + "-addresses", .key_name = "ID", .path = "$.address"};
    dynasio::document_tree const tree{.table = table, .key_name = "ID", .shards = {address}};
    dynasio::document_store store(client, tree, options);
    co_await store.create_tables();

    auto const text = R"({"name": "Anna Berg", "address": {"city": "Bergen"}})";
    auto const written = co_await store.write(dynasio::from_json_text(text));
    auto const found = co_await store.read(written.key);
    std::cout << "   in short: " << dynasio::to_json_text(found->value) << '\n';
}
//]

//[tree
// A patient, with the address and each visit in items of their own.
dynasio::document_tree patients_in(std::string const& prefix)
{
    dynasio::document_tree const address{
        .table = prefix + "-addresses", .key_name = "ID", .path = "$.address"};
    dynasio::document_tree const visit{.table = prefix + "-visits", .key_name = "ID", .path = "$.visits[*]"};
    return {.table = prefix, .key_name = "ID", .shards = {address, visit}};
}
//]

//[keys
// Keys by their ids, as a key service would give them: 32 random bytes each. The newest one encrypts.
struct key_ring
{
    std::map<std::string, dynasio::secret, std::less<>> keys;
    std::string newest;

    std::optional<dynasio::document_key> operator()(dynasio::document_field const& field) const
    {
        static std::set<std::string> const personal{"name", "address.street", "visits.[0].diagnosis"};
        if (!personal.contains(field.where.text()))
            return std::nullopt; // this field is not encrypted
        std::string const id(field.key_id.value_or(newest));
        return dynasio::document_key{.bytes = keys.at(id), .id = id};
    }
};
//]

constexpr auto patient = R"({
    "name": "Anna Berg",
    "born": 1984,
    "address": {"street": "Harbour Road 7", "city": "Bergen"},
    "visits": [{"date": "2026-11-02", "diagnosis": "measles"}]
})";

asio::awaitable<dynasio::item> stored_root(dynasio::client client, std::string table)
{
    dynasio::get_item_input const request{.table_name = table, .key = {{"ID", "patient-1"}}};
    auto found = co_await client.get_item(request);
    co_return std::move(found.item.value());
}

asio::awaitable<void> work_with(dynasio::client client, std::string table)
{
    co_await in_short(client, table, dynasio::secret("32 random bytes of a key service"));

    auto const ring = std::make_shared<key_ring>();
    ring->keys["2025"] = dynasio::secret("the bytes of the key of 2025 ....");
    ring->newest = "2025";
    //[store
    dynasio::document_store_options options;
    options.keys = [ring](dynasio::document_field const& field) { return (*ring)(field); };
    options.track_revisions = true;
    dynasio::document_store patients(client, patients_in(table), options);
    co_await patients.create_tables();

    auto const written = co_await patients.write(
        dynasio::from_json_text(patient), dynasio::document_write_options().key("patient-1"));
    auto const found = co_await patients.read(written.key);
    std::cout << "   read: " << dynasio::to_json_text(found->value) << '\n';
    //]

    //[path
    co_await patients.write_path("patient-1", "address.street", "Mill Lane 2");
    for (auto const& street : co_await patients.read_path("patient-1", "address.street"))
        std::cout << "   moved to " << street.as_string() << '\n';
    //]

    auto const root = co_await stored_root(client, table);
    std::cout << "   in the table: born " << root.at("born") << ", the name as "
              << root.at("name").as_binary().size() << " encrypted bytes\n";

    //[tampered
    // Whoever can write to the table can still not change a field.
    auto changed = root;
    changed.at("name").as_binary().back() ^= std::byte{1};
    dynasio::put_item_input const attack{.table_name = table, .item = changed};
    co_await client.put_item(attack);
    try
    {
        co_await patients.read("patient-1");
    }
    catch (dynasio::store_error const& e)
    {
        std::cout << "   tampered with: " << e.code().message() << ", " << e.details().attribute << '\n';
    }
    //]
    dynasio::put_item_input const repair{.table_name = table, .item = root};
    co_await client.put_item(repair);

    //[rotate
    ring->keys["2026"] = dynasio::secret("the bytes of the key of 2026 ....");
    ring->newest = "2026";
    co_await patients.reencrypt("patient-1");
    ring->keys.erase("2025");
    //]
    auto const again = co_await patients.read("patient-1");
    std::cout << "   with the key of 2026: " << again->value.as_map().at("name").as_string() << ", revision "
              << again->revision << '\n';

    auto const removed = co_await patients.remove("patient-1");
    auto const gone = co_await patients.read("patient-1");
    std::cout << "   removed: " << (removed && !gone ? "yes" : "no") << '\n';
}

asio::awaitable<void> work(dynasio::client client, std::string table)
{
    std::exception_ptr failure;
    try
    {
        co_await work_with(client, table);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    for (auto const& shard : patients_in(table).shards)
        (void)co_await examples::delete_table(client, shard.table);
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace

int main()
{
    return examples::run_on_table("documents", "patients", &work);
}
