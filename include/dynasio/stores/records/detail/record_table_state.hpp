// SPDX-License-Identifier: BSL-1.0
//
// The functions of `record_table` that do not depend on the struct. The coroutines own their arguments, except for targets,
// which live in the coroutine that awaits them.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_TABLE_STATE_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_TABLE_STATE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/expressions/update.hpp>
#include <dynasio/stores/read_options.hpp>
#include <dynasio/stores/records/detail/record_type.hpp>
#include <dynasio/stores/records/index_options.hpp>
#include <dynasio/stores/records/record_options.hpp>
#include <dynasio/stores/records/table_key.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dynasio {

class client;

namespace stores::records {

class record_table_state;
using record_table_pointer = std::shared_ptr<record_table_state const>;

/// Throws `std::invalid_argument`.
record_table_pointer make_record_table(
    client const& owner, std::string name, record_type const& type, record_table_options options);
std::string const& name_of(record_table_state const& table) noexcept;
record_table_options const& options_of(record_table_state const& table) noexcept;

/// An encoded record, and the reason if it is invalid.
struct encoded_record
{
    std::string json;
    std::string key;          ///< the JSON of its key
    std::string attribute;    ///< the invalid attribute
    std::string problem;      ///< empty if the record is valid
    std::string read_version; ///< the digits of the stored version that it replaces; empty without versions
};

/// With its version one up.
encoded_record encode_record(record_type const& type, void const* record);
/// From the values of members.
encoded_record encode_record(record_type const& type, item values);

boost::asio::awaitable<void> open_table(
    record_table_pointer self, table_capacity capacity, call_options options);
boost::asio::awaitable<void> create_index(
    record_table_pointer self, std::string attribute, index_options options);

/// Whether a write requires that the record exists, or that it does not.
enum class existence : unsigned char
{
    any,
    refused,  ///< the record must be new
    required, ///< the record must be there
};

/// False if the record exists and must not be replaced; throws `already_exists` instead if `throws`.
boost::asio::awaitable<bool> put_one(
    record_table_pointer self, encoded_record record, existence expected, bool throws, write_options options);

/// Returns the number of records added to the target: 0 or 1.
boost::asio::awaitable<std::size_t> get_one(
    record_table_pointer self, encoded_key key, read_options options, record_target target);

struct update_call
{
    encoded_key key;
    update changes;
    write_options options;
    bool throws = true; ///< when there is no such record
};
/// False when there is no such record. The new record goes to the target, if that has an object; then it ends with a record
/// there, or throws.
boost::asio::awaitable<bool> update_one(record_table_pointer self, update_call call, record_target target);
boost::asio::awaitable<bool> update_one_by_name(
    record_table_pointer self, encoded_key key, item changes, write_options options);

struct delete_call
{
    encoded_key key;
    write_options options;
    existence expected = existence::required;
    bool throws = true;  ///< when there is no such record
    std::string version; ///< digits that the stored version must have; empty: any
};
/// False when there is no such record; thrown as `not_found` where the record is required and the call throws. The old
/// record goes to the target, if that has an object.
boost::asio::awaitable<bool> delete_one(record_table_pointer self, delete_call call, record_target target);

/// Ends with the places in the target of the records that exist, in the order of the keys. A place occurs as often as its
/// key.
boost::asio::awaitable<std::vector<std::size_t>> get_all(
    record_table_pointer self, std::vector<encoded_key> keys, read_options options, record_target target);
boost::asio::awaitable<void> put_all(
    record_table_pointer self, std::vector<encoded_record> records, call_options options);
boost::asio::awaitable<void> delete_all(
    record_table_pointer self, std::vector<encoded_key> keys, call_options options);

} // namespace stores::records
} // namespace dynasio

#endif
