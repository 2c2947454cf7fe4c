// SPDX-License-Identifier: BSL-1.0

#include "expression_record.hpp"

void use()
{
#ifndef CONTROL
    // expect: name = :one / wrong_value / The value must be of the type
    update_text<phone, "SET name = :one">(bind<":one">(1));
    // expect: id = :half / wrong_value / The value must be of the type
    update_text<phone, "SET id = :half">(bind<":half">(0.5));
    // expect: id = weight / wrong_value / The value must be of the type
    update_text<phone, "SET id = weight">();
    // expect: name + :one / no_number / Only numbers can be added to
    update_text<phone, "SET name = name + :one">(bind<":one">(1));
    // expect: list_append(tags, :l) / no_list_value / list_append joins two lists
    update_text<phone, "SET log = list_append(tags, :l)">(bind<":l">(std::vector<std::string>()));
    // expect: text_problem::nested_append> / DynamoDB takes list_append only
    update_text<phone, "SET log = list_append(log, list_append(log, log))">();
    // expect: name :one / wrong_amount / ADD takes a number for a number
    update_text<phone, "ADD name :one">(bind<":one">(1));
    // expect: log :l / wrong_elements / DELETE takes a set
    update_text<phone, "DELETE log :l">(bind<":l">(std::set<std::string>()));
    // expect: SET / clause_twice / only once
    update_text<phone, "SET id = :one SET weight = :one">(bind<":one">(1));
    // expect: home.city / overlap / is named twice
    update_text<phone, "SET home = home REMOVE home.city">();
    // expect: + / syntax / This does not belong here
    update_text<phone, "SET id = id + :one + :one">(bind<":one">(1));
    // expect: size / unknown_function / There is no such function here.
    update_text<phone, "SET id = size(name)">();
#endif
}
