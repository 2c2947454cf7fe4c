// SPDX-License-Identifier: BSL-1.0
//
// Includes the client, links something of it, and says so by its exit code.

#include <dynasio/client.hpp>
#include <dynasio/value/number.hpp>

int main()
{
    return dynasio::number("12.50") == dynasio::number("12.5") ? 0 : 1;
}
