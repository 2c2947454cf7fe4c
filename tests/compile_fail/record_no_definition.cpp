// SPDX-License-Identifier: BSL-1.0
//
// A table of a struct for which nobody says what its keys are.

#include "record_phone.hpp"

#ifdef CONTROL
using record = phone;
#else
using record = other;
#endif

dynasio::record_table<record> use(dynasio::client const& client)
{
    return {client, "table"};
}
