// SPDX-License-Identifier: BSL-1.0
//
// What tests of scripted transactions have in common.

#ifndef DYNASIO_TESTS_UNIT_STORES_SCRIPTED_TRANSACTIONS_HPP
#define DYNASIO_TESTS_UNIT_STORES_SCRIPTED_TRANSACTIONS_HPP

#include <dynasio/http/message.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dynasio::tests {

/// The body of a response that cancels a transaction, with these reasons as the members of a JSON array.
inline std::string cancelled(std::string const& reasons)
{
    return R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"cancelled",)"
           R"("CancellationReasons":[)"
        + reasons + "]}";
}

/// The body of a response with this error.
inline std::string refused(std::string const& name, std::string const& message = "no")
{
    return R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + name + R"(","message":")" + message + R"("})";
}

/// The client request tokens, in order. Each request must have one.
inline std::vector<std::string> tokens_of(std::vector<http::request> const& requests)
{
    std::vector<std::string> found;
    std::string const name = R"("ClientRequestToken":")";
    for (auto const& r : requests)
    {
        auto const at = r.body.find(name);
        if (at == std::string::npos)
        {
            ADD_FAILURE() << "no token: " << r.body;
            continue;
        }
        auto const begin = at + name.size();
        found.push_back(r.body.substr(begin, r.body.find('"', begin) - begin));
    }
    return found;
}

} // namespace dynasio::tests

#endif
