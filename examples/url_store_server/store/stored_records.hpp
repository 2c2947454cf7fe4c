// SPDX-License-Identifier: BSL-1.0
//
// Teaches: how keys, their parts and the index are laid out in five tables.
//
// | table      | partition key | sort key | holds                                                              |
// |------------|---------------|----------|--------------------------------------------------------------------|
// | `keys`     | key           |          | all that is small: where the data is, permissions, terms           |
// | `metadata` | key           |          | the text of the metadata                                           |
// | `chunks`   | upload        | number   | the data, 256 KB per item; never changed                           |
// | `uploads`  | shard         | id       | uploads whose chunks no key refers to: in progress, or garbage     |
// | `index`    | term          | key      | for each member of metadata, and for all keys, where to find them  |
//
// A key exists if it has an item in `keys`: it has data, or metadata, or both. Each write of a key is one conditional
// write or transaction that compares and increments `revision`, so its parts and the index change together.
//
// An upload is listed in `uploads` from before its first chunk until the write that publishes it; that write lists the
// data that it replaces as garbage. So each chunk is either referred to by a key, or listed.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_STORED_RECORDS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_STORED_RECORDS_HPP

#include "decide/permissions.hpp"

#include <dynasio/stores/record_table.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace examples {

/// Where the data of a key is. All chunks but the last one have `chunk_size` bytes.
struct stored_data
{
    std::string upload;
    std::int64_t size = 0;
    std::int32_t chunk_size = 0;
    std::string digest;
    std::string content_type;
    std::chrono::sys_seconds modified{};
};
BOOST_DESCRIBE_STRUCT(stored_data, (), (upload, size, chunk_size, digest, content_type, modified))

/// What is known of the metadata of a key without its text.
struct metadata_summary
{
    std::string digest;
    std::chrono::sys_seconds modified{};
    std::set<std::string> terms;
};
BOOST_DESCRIBE_STRUCT(metadata_summary, (), (digest, modified, terms))

struct stored_key
{
    std::string key;
    std::int64_t revision = 0;
    std::optional<stored_data> data;
    std::optional<metadata_summary> metadata;
    permission_map permissions;
};
BOOST_DESCRIBE_STRUCT(stored_key, (), (key, revision, data, metadata, permissions))

struct metadata_text
{
    std::string key;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(metadata_text, (), (key, text))

struct data_chunk
{
    std::string upload;
    std::int32_t number = 0;
    dynasio::binary bytes;
};
BOOST_DESCRIBE_STRUCT(data_chunk, (), (upload, number, bytes))

BOOST_DEFINE_ENUM_CLASS(upload_state, open, garbage)

struct listed_upload
{
    std::string shard;
    std::string id;
    upload_state state = upload_state::open;
    std::chrono::sys_seconds expires{}; ///< open: when it is given up; garbage: when its chunks are deleted
    std::int32_t chunks = 0;            ///< at most so many have been written
};
BOOST_DESCRIBE_STRUCT(listed_upload, (), (shard, id, state, expires, chunks))

struct index_entry
{
    std::string term;
    std::string key;
};
BOOST_DESCRIBE_STRUCT(index_entry, (), (term, key))

} // namespace examples

template <>
struct dynasio::record_definition<examples::stored_key> : dynasio::record_key<&examples::stored_key::key>
{
    static constexpr auto version = &examples::stored_key::revision;
};
template <>
struct dynasio::record_definition<examples::metadata_text>
    : dynasio::record_key<&examples::metadata_text::key>
{};
template <>
struct dynasio::record_definition<examples::data_chunk>
    : dynasio::record_key<&examples::data_chunk::upload, &examples::data_chunk::number>
{};
template <>
struct dynasio::record_definition<examples::listed_upload>
    : dynasio::record_key<&examples::listed_upload::shard, &examples::listed_upload::id>
{};
template <>
struct dynasio::record_definition<examples::index_entry>
    : dynasio::record_key<&examples::index_entry::term, &examples::index_entry::key>
{};

#endif
