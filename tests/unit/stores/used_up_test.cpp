// SPDX-License-Identifier: BSL-1.0
//
// Operations of the stores whose time is used up before they begin: they end as a call of the client does, and send
// nothing.

#include "support/used_up.hpp"

#include <dynasio/stores/create_tables.hpp>
#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/record_table.hpp>
#include <dynasio/stores/records/record_transaction.hpp>
#include <dynasio/stores/remove_user.hpp>
#include <dynasio/stores/spec_store.hpp>

#include <boost/describe/class.hpp>

#include <string>
#include <tuple>
#include <vector>

namespace {

struct phone
{
    int id = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(phone, (), (id, name))

} // namespace

template <>
struct dynasio::record_definition<phone> : dynasio::record_key<&phone::id>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

/// What an operation throws: an error of the client, or `unfinished` because of one. None if it succeeds.
template <class T>
asio::awaitable<error> failure_of(asio::awaitable<T> operation)
{
    error seen;
    try
    {
        (void)co_await std::move(operation);
    }
    catch (operation_error const& e)
    {
        seen = e.error();
    }
    catch (store_error const& e)
    {
        EXPECT_EQ(e.code(), store_errc::unfinished);
        EXPECT_FALSE(e.details().keys_left.empty());
        EXPECT_EQ(e.details().written + e.details().deleted, 0u);
        seen = e.details().cause.value_or(error());
    }
    co_return seen;
}

credential_store_options quick()
{
    credential_store_options options;
    options.hash_rounds = 1;
    return options;
}

/// The stores of one client.
struct stores_of
{
    explicit stores_of(client const& c) : owner(c), phones(c, "t"), specs(c), credentials(c, quick()) {}

    client owner;
    record_table<phone> phones;
    spec_store specs;
    credential_store credentials;
};

struct operation
{
    char const* name;
    asio::awaitable<error> (*run)(stores_of const& all, call_options call);

    friend void PrintTo(operation const& o, std::ostream* out) { *out << o.name; }
};

asio::awaitable<error> next_of(record_stream<phone> records)
{
    auto seen = co_await failure_of(records.next());
    co_return seen;
}

asio::awaitable<error> next_of(spec_stream specs)
{
    auto seen = co_await failure_of(specs.next());
    co_return seen;
}

phone const ann{1, "Ann"};

credential_keys keys()
{
    credential_keys result;
    result.public_key = "pk";
    result.secret_key_hash = to_binary("hash");
    result.salt = to_binary("salt");
    return result;
}

constexpr operation all_operations[] = {
    // records
    {"open", [](auto& s, auto o) { return failure_of(s.phones.open(o)); }},
    {"create_table",
        [](auto& s, auto o) { return failure_of(s.phones.create_table(table_capacity::on_demand(), o)); }},
    {"create_gsi", [](auto& s, auto o)
        { return failure_of(s.phones.template create_gsi<&phone::name>(index_options().call(o))); }},
    {"create_record", [](auto& s, auto o) { return failure_of(s.phones.create_record(ann, o)); }},
    {"create_record_if_absent",
        [](auto& s, auto o) { return failure_of(s.phones.create_record_if_absent(ann, o)); }},
    {"put_record", [](auto& s, auto o) { return failure_of(s.phones.put_record(ann, o)); }},
    {"get_record", [](auto& s, auto o) { return failure_of(s.phones.get_record(1, o)); }},
    {"update_record", [](auto& s, auto o)
        { return failure_of(s.phones.update_record(1, attr<&phone::name> = "A", write_options(o))); }},
    {"update_record_if_exists",
        [](auto& s, auto o)
        {
            return failure_of(
                s.phones.update_record_if_exists(1, attr<&phone::name> = "A", write_options(o)));
        }},
    {"update_and_get", [](auto& s, auto o)
        { return failure_of(s.phones.update_and_get(1, attr<&phone::name> = "A", write_options(o))); }},
    {"update_record_by_name", [](auto& s, auto o)
        { return failure_of(s.phones.update_record_by_name(1, item{{"name", "A"}}, o)); }},
    {"delete_record", [](auto& s, auto o) { return failure_of(s.phones.delete_record(1, o)); }},
    {"delete_record_if_exists",
        [](auto& s, auto o) { return failure_of(s.phones.delete_record_if_exists(1, o)); }},
    {"take_record", [](auto& s, auto o) { return failure_of(s.phones.take_record(1, o)); }},
    {"find_by", [](auto& s, auto o) { return next_of(s.phones.template find_by<&phone::name>("A", o)); }},
    {"query", [](auto& s, auto o) { return next_of(s.phones.query(key(attr<&phone::id> == 1), o)); }},
    {"scan", [](auto& s, auto o) { return next_of(s.phones.scan(o)); }},
    {"parallel_scan", [](auto& s, auto o) { return next_of(s.phones.scan(stream_options(o).segments(4))); }},
    {"read_ahead", [](auto& s, auto o) { return next_of(s.phones.scan(stream_options(o).read_ahead())); }},
    {"get_many", [](auto& s, auto o)
        { return failure_of(s.phones.get_many(std::vector<table_key<phone>>{1, 2}, o)); }},
    {"put_many",
        [](auto& s, auto o) { return failure_of(s.phones.put_many(std::vector<phone>(1, ann), o)); }},
    {"delete_many", [](auto& s, auto o)
        { return failure_of(s.phones.delete_many(std::vector<table_key<phone>>{1, 2}, o)); }},
    {"in_transaction",
        [](auto& s, auto o)
        {
            std::vector<transaction_action> actions(1, s.phones.put(ann));
            return failure_of(in_transaction(s.owner, std::move(actions), o));
        }},
    // specs
    {"save_spec",
        [](auto& s, auto o)
        {
            spec one;
            one.name = "orders";
            one.version = "1.0.0";
            return failure_of(s.specs.create_or_update("sub", one, o));
        }},
    {"latest_version",
        [](auto& s, auto o) { return failure_of(s.specs.latest_version("sub", "orders", o)); }},
    {"get_spec", [](auto& s, auto o) { return failure_of(s.specs.get("sub", "orders", o)); }},
    {"list_specs", [](auto& s, auto o) { return failure_of(s.specs.list("sub", o)); }},
    {"list_specs_page", [](auto& s, auto o) { return failure_of(s.specs.list_page("sub", o)); }},
    {"stream_specs", [](auto& s, auto o) { return next_of(s.specs.stream("sub", o)); }},
    {"count_models", [](auto& s, auto o) { return failure_of(s.specs.count_models("sub", o)); }},
    {"list_versions", [](auto& s, auto o) { return failure_of(s.specs.list_versions("sub", "orders", o)); }},
    {"list_versions_page",
        [](auto& s, auto o) { return failure_of(s.specs.list_versions_page("sub", "orders", o)); }},
    {"stream_versions", [](auto& s, auto o) { return next_of(s.specs.stream_versions("sub", "orders", o)); }},
    {"remove_spec", [](auto& s, auto o) { return failure_of(s.specs.remove("sub", "orders", o)); }},
    {"remove_specs", [](auto& s, auto o) { return failure_of(s.specs.remove_all("sub", o)); }},
    {"create_spec_table", [](auto& s, auto o) { return failure_of(s.specs.create_table(o)); }},
    // credentials
    {"list_credentials", [](auto& s, auto o) { return failure_of(s.credentials.list("sub", o)); }},
    {"get_credential", [](auto& s, auto o) { return failure_of(s.credentials.get("sub", "main", o)); }},
    {"save_credential",
        [](auto& s, auto o)
        {
            auto const mine = keys();
            return failure_of(s.credentials.create_or_update("sub", "main", mine, o));
        }},
    {"create_credential",
        [](auto& s, auto o)
        {
            auto const mine = keys();
            return failure_of(s.credentials.create("sub", "main", mine, o));
        }},
    {"get_or_create_credential",
        [](auto& s, auto o) { return failure_of(s.credentials.get_or_create("sub", "main", &keys, o)); }},
    {"find_user", [](auto& s, auto o) { return failure_of(s.credentials.find_user("pk", o)); }},
    {"find_users", [](auto& s, auto o) { return failure_of(s.credentials.find_users("pk", o)); }},
    {"authenticate",
        [](auto& s, auto o) { return failure_of(s.credentials.authenticate("pk", secret("sk"), o)); }},
    {"create_credential_table", [](auto& s, auto o) { return failure_of(s.credentials.create_table(o)); }},
    {"remove_credential", [](auto& s, auto o) { return failure_of(s.credentials.remove("sub", "main", o)); }},
    {"remove_credentials", [](auto& s, auto o) { return failure_of(s.credentials.remove_all("sub", o)); }},
    // users
    {"create_tables", [](auto& s, auto o) { return failure_of(create_tables(s.specs, s.credentials, o)); }},
    {"remove_user",
        [](auto& s, auto o) { return failure_of(remove_user(s.specs, s.credentials, "sub", o)); }},
};

class used_up_store : public ::testing::TestWithParam<std::tuple<operation, spent_time>>
{};

TEST_P(used_up_store, ends_with_deadline_exceeded_and_without_a_request)
{
    auto const& [what, spent] = GetParam();
    expect_used_up(spent,
        [run = what.run](client const& owner, call_options call) -> asio::awaitable<error>
        {
            stores_of const all(owner);
            auto const seen = co_await run(all, call);
            co_return seen;
        });
}

INSTANTIATE_TEST_SUITE_P(operations, used_up_store,
    ::testing::Combine(::testing::ValuesIn(all_operations), ::testing::ValuesIn(spent_times)),
    [](auto const& c) { return std::string(std::get<0>(c.param).name) + '_' + std::get<1>(c.param).name; });

} // namespace
} // namespace dynasio::tests
