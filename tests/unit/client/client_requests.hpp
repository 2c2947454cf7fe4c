// SPDX-License-Identifier: BSL-1.0
//
// The requests that the tests of the client send.

#ifndef DYNASIO_TESTS_UNIT_CLIENT_CLIENT_REQUESTS_HPP
#define DYNASIO_TESTS_UNIT_CLIENT_CLIENT_REQUESTS_HPP

#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>

namespace dynasio::tests {

inline get_item_input get_request()
{
    get_item_input request;
    request.table_name = "things";
    request.key = item{{"id", "a"}};
    return request;
}

inline put_item_input conditional_put()
{
    put_item_input request;
    request.table_name = "things";
    request.item = dynasio::item{{"id", "a"}};
    request.condition_expression = "attribute_not_exists(id)";
    return request;
}

} // namespace dynasio::tests

#endif
