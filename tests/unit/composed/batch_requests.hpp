// SPDX-License-Identifier: BSL-1.0
//
// Requests and responses of batches on a table `t` with the key `id`.

#ifndef DYNASIO_TESTS_UNIT_COMPOSED_BATCH_REQUESTS_HPP
#define DYNASIO_TESTS_UNIT_COMPOSED_BATCH_REQUESTS_HPP

#include <dynasio/batch.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/model/keys_and_attributes.hpp>
#include <dynasio/model/write_request.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::tests::batch_requests {

inline constexpr char throttled[] =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow"})";
inline constexpr char invalid[] =
    R"({"__type":"com.amazon.coral.validate#ValidationException","message":"no"})";

inline item key(std::string const& id)
{
    item result;
    result.set("id", id);
    return result;
}

using writes_by_table = std::map<std::string, std::vector<model::write_request>>;
using reads_by_table = std::map<std::string, model::keys_and_attributes>;

inline writes_by_table puts(int count, std::string const& table = "t")
{
    writes_by_table result;
    for (int i = 0; i < count; ++i)
        result[table].emplace_back().put_request.emplace().item = key(std::to_string(i));
    return result;
}

inline reads_by_table reads(int count)
{
    reads_by_table result;
    for (int i = 0; i < count; ++i)
        result["t"].keys.push_back(key(std::to_string(i)));
    return result;
}

inline std::size_t count_of(std::string const& text, std::string const& part)
{
    std::size_t n = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
        ++n;
    return n;
}

inline auto has_writes(std::size_t n)
{
    return [n](http::request const& r) { return count_of(r.body, "PutRequest") == n; };
}

inline std::string unprocessed_put(std::string const& id)
{
    return R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"S":")" + id + R"("}}}}]}})";
}

inline std::size_t count_writes(writes_by_table const& writes)
{
    std::size_t count = 0;
    for (auto const& [table, each] : writes)
        count += each.size();
    return count;
}

/// Of the error that `throw_if_failed` throws; empty if it throws none.
inline std::optional<bool> verdict_of(batch_write_result const& written)
{
    try
    {
        written.throw_if_failed();
    }
    catch (operation_error const& e)
    {
        return e.may_have_been_applied();
    }
    return std::nullopt;
}

} // namespace dynasio::tests::batch_requests

#endif
