// SPDX-License-Identifier: BSL-1.0
//
// A member of a type that cannot be a key.

#include "record_phone.hpp"

template <>
#ifdef CONTROL
struct dynasio::record_definition<other> : dynasio::record_key<&other::name>
#else
struct dynasio::record_definition<other> : dynasio::record_key<&phone::weight>
#endif
{};
