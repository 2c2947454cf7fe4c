// SPDX-License-Identifier: BSL-1.0

#include "expression_record.hpp"

void use()
{
#ifndef CONTROL
    // expect: typed_attribute<&phone::name> / of different types
    attr<&phone::name> == 1;
    // expect: The two sides are of different types
    attr<&phone::paint> == "red";
    // expect: Only texts, numbers and binary values have an order
    attr<&phone::active> < true;
    // expect: The limits are stored as another type
    between(attr<&phone::id>, "a", "b");
    // expect: Numbers and bools have no size.
    size(attr<&phone::id>) < 3;
    // expect: begins_with takes a text for a text
    begins_with(attr<&phone::tags>, "x");
    // expect: contains takes a part of a text
    contains(attr<&phone::tags>, 3);
    // expect: are for updates
    attr<&phone::id> + 1 == 2;
    // expect: The value must be of the type that the attribute is stored as.
    attr<&phone::id> = 1.5;
    // expect: typed_attribute<&phone::name>
    attr<&phone::name> = std::optional<int>();
    // expect: DynamoDB computes with one + or -
    attr<&phone::id> = attr<&phone::id> + 1 + 1;
    // expect: Only numbers can be added to
    attr<&phone::name> += "x";
    // expect: list_append joins two lists.
    list_append(attr<&phone::log>, "x");
    // expect: ADD takes a number for a number
    add(attr<&phone::name>, "x");
    // expect: The attribute is no set of elements of this type.
    erase(attr<&phone::log>, {"x"});
    // expect: This member is not among those
    attr<&phone::hidden> == 1;
    // expect: Each member must be one of the struct
    (void)attr<&phone::home, &phone::name>;
#endif
}
