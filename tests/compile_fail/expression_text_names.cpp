// SPDX-License-Identifier: BSL-1.0

#include "expression_record.hpp"

void use()
{
#ifndef CONTROL
    // expect: naem / unknown_attribute / The record has no attribute of this name.
    condition_text<phone, "naem = :n">(bind<":n">("Ann"));
    // expect: home.ctiy / unknown_attribute / The record has no attribute of this name.
    condition_text<phone, "active = :a AND home.ctiy = :n">(bind<":n">("Ann"), bind<":a">(true));
    // expect: name.first / no_map / This attribute has no members
    projection_text<phone, "id, name.first">();
    // expect: log.x / no_map / This attribute has no members
    projection_text<phone, "log.x">();
    // expect: home(0) / no_list / This attribute has no elements
    projection_text<phone, "home[0]">();
    // expect: :n / unbound / No value is bound to this placeholder
    condition_text<phone, "name = :n">();
    // expect: :m / unused / A value is bound to this name, but
    condition_text<phone, "name = :n">(bind<":n">("Ann"), bind<":m">(1));
    // expect: :t / bound_twice / Two values are bound to this name.
    condition_text<phone, "name = :t">(bind<":t">("Ann"), bind<":t">("Bob"));
    // expect: n / bad_placeholder / The name of a bound value is a colon
    condition_text<phone, "name = :n">(bind<"n">("Ann"));
    // expect: #name / hash_name / Write the attribute's own name
    condition_text<phone, "#name = :n">(bind<":n">("Ann"));
    // expect: log / overlap / is named twice
    projection_text<phone, "log[1], log">();
#endif
}
