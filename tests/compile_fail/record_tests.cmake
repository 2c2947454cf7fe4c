# SPDX-License-Identifier: BSL-1.0
# Mistakes with records, and what the compiler says of them. Where one is about a member, its name is in the message too.
dynasio_compile_fail(record_wrong_member SOURCE record_wrong_member.cpp LINK dynasio::stores
    EXPECT "other::name.*belongs to another struct|belongs to another struct.*other::name")
dynasio_compile_fail(record_wrong_type SOURCE record_wrong_type.cpp LINK dynasio::stores
    EXPECT "must be of the type that the attribute is stored as")
dynasio_compile_fail(record_wrong_key_type SOURCE record_wrong_key_type.cpp LINK dynasio::stores
    EXPECT "not of the type of the member that is the partition key")
dynasio_compile_fail(record_key_in_update SOURCE record_key_in_update.cpp LINK dynasio::stores
    EXPECT "phone::person_id.*A key of a record cannot be changed|A key of a record cannot be changed.*phone::person_id")
dynasio_compile_fail(record_missing_member SOURCE record_missing_member.cpp LINK dynasio::stores
    EXPECT "phone::name.*A new record needs a value|A new record needs a value.*phone::name")
dynasio_compile_fail(record_index_key SOURCE record_index_key.cpp LINK dynasio::stores
    EXPECT "cannot be the key of an index")
dynasio_compile_fail(record_no_sort_key SOURCE record_no_sort_key.cpp LINK dynasio::stores
    EXPECT "The table of this record has no sort key")
dynasio_compile_fail(record_unsupported_key SOURCE record_unsupported_key.cpp LINK dynasio::stores
    EXPECT "phone::weight.*This member cannot be a key|This member cannot be a key.*phone::weight")
dynasio_compile_fail(record_no_definition SOURCE record_no_definition.cpp LINK dynasio::stores
    EXPECT "specialise dynasio::record_definition")
