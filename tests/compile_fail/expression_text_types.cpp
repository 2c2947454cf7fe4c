// SPDX-License-Identifier: BSL-1.0

#include "expression_record.hpp"

void use()
{
#ifndef CONTROL
    // expect: text_problem::empty / An expression cannot be empty.
    condition_text<phone, "">();
    // expect: name = :n AND / incomplete / This expression ends too early
    condition_text<phone, "name = :n AND">(bind<":n">("Ann"));
    // expect: THEN / syntax / This does not belong here
    condition_text<phone, "name = :n THEN">(bind<":n">("Ann"));
    // expect: length / unknown_function / There is no such function here.
    condition_text<phone, "length(name) = :n">(bind<":n">(1));
    // expect: id = :s / not_comparable / The two sides are of different types
    condition_text<phone, "name = :n OR id = :s">(bind<":n">("Ann"), bind<":s">("x"));
    // expect: paint = :p / not_comparable / one is an enum and the other is not of it
    condition_text<phone, "paint = :p">(bind<":p">("red"));
    // expect: active > :y / no_order / Only texts, numbers and binary values have an order
    condition_text<phone, "active > :y">(bind<":y">(true));
    // expect: size(weight) / no_size / Numbers and bools have no size.
    condition_text<phone, "size(weight) > :y">(bind<":y">(1));
    // expect: begins_with(id, :one) / wrong_prefix / begins_with takes a text
    condition_text<phone, "begins_with(id, :one)">(bind<":one">(1));
    // expect: contains(tags, :one) / wrong_part / contains takes a part
    condition_text<phone, "contains(tags, :one)">(bind<":one">(1));
    // expect: attribute_type(id, :one) / wrong_type_name / attribute_type takes a placeholder
    condition_text<phone, "attribute_type(id, :one)">(bind<":one">(1));
    // expect: :opt / optional_value / An optional value can only be what an attribute is set to.
    condition_text<phone, "note = :opt">(bind<":opt">(std::optional<std::string>()));
#endif
}
