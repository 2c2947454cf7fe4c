// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_COMPILE_FAIL_RECORD_PHONE_HPP
#define DYNASIO_TESTS_COMPILE_FAIL_RECORD_PHONE_HPP

#include <dynasio/stores/record_table.hpp>

using dynasio::attr;

struct phone
{
    int person_id = 0;
    std::string name;
    double weight = 0;
    std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(phone, (), (person_id, name, weight, note))

struct other
{
    std::string name;
};
BOOST_DESCRIBE_STRUCT(other, (), (name))

template <>
struct dynasio::record_definition<phone> : dynasio::record_key<&phone::person_id>
{};

#endif
