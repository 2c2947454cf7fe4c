// SPDX-License-Identifier: BSL-1.0

#include "expression_record.hpp"

void use()
{
    // An optional member can be the key of a sparse index.
    key(attr<&phone::note> == "x") && attr<&phone::id> > 1;
    index_key_condition_text<phone, "note = :n">(bind<":n">("x"));
#ifndef CONTROL
    // expect: with values that are not NULL
    // expect: compare the partition key by ==
    key(attr<&phone::note> == nullptr);
    // expect: note = :n / wrong_key_form / A key condition is the partition key
    index_key_condition_text<phone, "note = :n">(bind<":n">(nullptr));
    // expect: compare the partition key by ==
    key(attr<&call::caller> > "a");
    // expect: DynamoDB compares sort keys by
    key(attr<&call::caller> == "a") && attr<&call::day> != 1;
    // expect: Keys are attributes of type S, N or B
    key(attr<&phone::active> == true);
    // expect: A key is a whole attribute
    key(attr<&phone::log>[0] == "x");
    // expect: day <> :d / wrong_key_form / A key condition is the partition key
    key_condition_text<call, "caller = :c AND day <> :d">(bind<":c">("x"), bind<":d">(1));
    // expect: caller = :c OR day = :d / wrong_key_form / A key condition is the partition key
    key_condition_text<call, "caller = :c OR day = :d">(bind<":c">("x"), bind<":d">(1));
    // expect: status / no_key / This attribute is not a key
    key_condition_text<call, "caller = :c AND status = :s">(bind<":c">("x"), bind<":s">("y"));
    // expect: day = :d / no_partition / must compare the partition key by =.
    key_condition_text<call, "day = :d">(bind<":d">(1));
    // expect: caller > :c / no_partition / must compare the partition key by =.
    key_condition_text<call, "caller > :c">(bind<":c">("x"));
    // expect: caller / key_changed / The keys of a record cannot be changed
    update_text<call, "SET caller = :c">(bind<":c">("x"));
    // expect: day / key_changed / The keys of a record cannot be changed
    update_text<call, "SET status = :s ADD day :d">(bind<":s">("x"), bind<":d">(1));
#endif
}
