// SPDX-License-Identifier: BSL-1.0
//
// Keys that are found by their metadata.

#include "scenarios.hpp"

#include <boost/describe/class.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace examples::client_driver {

using dynasio::url_criteria;
using dynasio::url_metadata;

namespace {

struct place
{
    std::string town;
    std::int32_t floor = 0;
};
BOOST_DESCRIBE_STRUCT(place, (), (town, floor))

struct described
{
    std::string text;
    std::int32_t small = 0;
    std::int64_t large = 0;
    double real = 0;
    bool flag = false;
    std::vector<std::string> list;
    std::map<std::string, std::int32_t> map;
    place where;
};
BOOST_DESCRIBE_STRUCT(described, (), (text, small, large, real, flag, list, map, where))

described sample_metadata()
{
    described result;
    result.text = "te st&\xC3\xA9=+%\"\\\xF0\x9F\x98\x80";
    result.small = -7;
    result.large = 9'007'199'254'740'993; // no double
    result.real = 0.1;
    result.flag = true;
    result.list = {"one", "two"};
    result.map = {{"a", 1}, {"b", 2}};
    result.where = {"Bergen", 3};
    return result;
}

asio::awaitable<std::vector<std::string>> keys_of(dynasio::url_store store, url_criteria criteria)
{
    std::vector<std::string> keys;
    auto found = store.query_keys(std::move(criteria));
    while (auto const key = co_await found.next())
        keys.push_back(*key);
    std::sort(keys.begin(), keys.end());
    co_return keys;
}

asio::awaitable<void> expect_keys(
    dynasio::url_store store, url_criteria criteria, std::vector<std::string> expected)
{
    auto const found = co_await keys_of(store, criteria);
    check(found == expected,
        "the query " + criteria.parameters() + " finds " + std::to_string(found.size()) + " keys, expected "
            + std::to_string(expected.size()));
}

std::vector<url_criteria> all_criteria(described const& of)
{
    std::vector<url_criteria> result;
    result.push_back(url_criteria().where("text", of.text));
    result.push_back(url_criteria().where("small", of.small));
    result.push_back(url_criteria().where("large", of.large));
    result.push_back(url_criteria().where("real", of.real));
    result.push_back(url_criteria().where("flag", of.flag));
    result.push_back(url_criteria().where("list", of.list));
    result.push_back(url_criteria().where("map", of.map));
    result.push_back(url_criteria().where("where", of.where));
    result.push_back(url_criteria().where_json("where", R"({"floor": 3, "town": "Bergen"})"));
    result.push_back(url_criteria().where("small", of.small).where("text", of.text).where("flag", true));
    return result;
}

} // namespace

asio::awaitable<void> query_by_metadata(world& all)
{
    std::cout << "queries\n";
    auto const store = all.store_of("bob");
    auto const one = sample_metadata();
    (void)co_await store.set_metadata("query/one", url_metadata::from(one));
    described two;
    two.list = {"two", "one"};
    (void)co_await store.set_metadata("query/two", url_metadata::from(two));
    url_metadata const odd(R"({"nothing": null, "small": "-7", "flag": 1, "large": 9007199254740992})");
    (void)co_await store.set_metadata("query/odd", odd);
    std::vector<std::string> const only_one(1, "query/one");
    for (auto const& criteria : all_criteria(one))
        co_await expect_keys(store, criteria, only_one);
    std::vector<std::string> const only_odd(1, "query/odd");
    co_await expect_keys(store, url_criteria().where_json("nothing", "null"), only_odd);
    co_await expect_keys(store, url_criteria().where("small", "-7"), only_odd);
    std::vector<std::string> const none;
    co_await expect_keys(store, url_criteria().where("small", -7).where("text", "other"), none);
    co_await expect_keys(store, url_criteria().where("unknown", 1), none);
    std::vector<std::string> const three{"query/odd", "query/one", "query/two"};
    auto const everything = co_await keys_of(store, url_criteria());
    check(std::includes(everything.begin(), everything.end(), three.begin(), three.end()),
        "a query without criteria does not find all");

    dynasio::url_query_options selecting;
    selecting.select = {"small", "list"};
    auto entries = store.query(url_criteria().where("real", 0.1), selecting);
    auto const entry = co_await entries.next();
    check(entry && entry->key == "query/one" && entry->metadata.names() == selecting.select,
        "the query gives other metadata");
    check(!co_await entries.next(), "the query gives more");

    auto const back = (co_await store.get_metadata("query/one")).as<described>();
    check(back.text == one.text && back.large == one.large && back.real == one.real && back.map == one.map
            && back.where.town == "Bergen",
        "a struct has changed");
    url_metadata const moved(R"({"flag": false})");
    (void)co_await store.update_metadata("query/one", moved);
    co_await expect_keys(store, url_criteria().where("flag", true), none);
    auto globbed = store.glob("query/[ot]?[eo]");
    std::vector<std::string> names;
    while (auto const key = co_await globbed.next())
        names.push_back(*key);
    check(names.size() == 2, "glob finds " + std::to_string(names.size()) + " keys");
    std::cout << "   find what has these values, of any type\n";
}

} // namespace examples::client_driver
