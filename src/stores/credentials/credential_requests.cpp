// SPDX-License-Identifier: BSL-1.0

#include "stores/credentials/credential_requests.hpp"

#include <map>

namespace dynasio::detail {

namespace {

using names = std::map<std::string, std::string>;

constexpr char const* shown = "#i, #p, #t";

names shown_names()
{
    return {{"#i", "id"}, {"#p", "public_key"}, {"#t", "salt"}};
}

query_input query_user(std::string const& table, std::string_view sub, bool consistent)
{
    query_input request;
    request.table_name = table;
    request.key_condition_expression = "#s = :s";
    request.expression_attribute_values = item{{":s", sub}};
    request.consistent_read = consistent;
    return request;
}

} // namespace

item credential_key(std::string_view sub, std::string_view id)
{
    return {{"sub", sub}, {"id", id}};
}

get_item_input get_credential_request(
    std::string const& table, std::string_view sub, std::string_view id, bool consistent)
{
    get_item_input request;
    request.table_name = table;
    request.key = credential_key(sub, id);
    request.projection_expression = shown;
    request.expression_attribute_names = shown_names();
    request.consistent_read = consistent;
    return request;
}

query_input list_credentials_request(std::string const& table, std::string_view sub, bool consistent)
{
    auto request = query_user(table, sub, consistent);
    request.projection_expression = shown;
    request.expression_attribute_names = shown_names();
    request.expression_attribute_names->emplace("#s", "sub");
    return request;
}

query_input find_credentials_request(std::string const& table, std::string_view sub)
{
    auto request = query_user(table, sub, true);
    request.projection_expression = "#s, #i";
    request.expression_attribute_names = names{{"#s", "sub"}, {"#i", "id"}};
    return request;
}

query_input find_owners_request(credential_store_options const& store, std::string_view public_key)
{
    query_input request;
    request.table_name = store.table_name;
    request.index_name = store.index_name;
    request.key_condition_expression = "#p = :p";
    request.projection_expression = "#s, #i, #t, #h";
    request.expression_attribute_names =
        names{{"#p", "public_key"}, {"#s", "sub"}, {"#i", "id"}, {"#t", "salt"}, {"#h", "secret_key_hash"}};
    request.expression_attribute_values = item{{":p", public_key}};
    return request;
}

delete_item_input remove_credential_request(
    std::string const& table, std::string_view sub, std::string_view id)
{
    delete_item_input request;
    request.table_name = table;
    request.key = credential_key(sub, id);
    request.return_values = model::return_value::all_old;
    return request;
}

} // namespace dynasio::detail
