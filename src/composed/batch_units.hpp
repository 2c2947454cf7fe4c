// SPDX-License-Identifier: BSL-1.0
//
// The pure part of batches: how the caller's input is divided into units and these into requests, and which
// are equal.

#ifndef DYNASIO_SRC_COMPOSED_BATCH_UNITS_HPP
#define DYNASIO_SRC_COMPOSED_BATCH_UNITS_HPP

#include <dynasio/model/keys_and_attributes.hpp>
#include <dynasio/model/write_request.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::composed {

/// One key to be read or one write.
template <class T>
struct batch_unit
{
    std::string table = {};
    T content = {};
    std::size_t bytes = 0; ///< encoded
};

/// How much one request takes.
struct chunk_limits
{
    std::size_t units;
    std::size_t bytes;
};

/// Takes the next chunk off the queue: as many as fit, at least one if there is one.
template <class T>
std::vector<batch_unit<T>> take_chunk(std::deque<batch_unit<T>>& queue, chunk_limits limits)
{
    std::vector<batch_unit<T>> chunk;
    std::size_t bytes = 0;
    while (!queue.empty() && chunk.size() < limits.units
        && (chunk.empty() || bytes + queue.front().bytes <= limits.bytes))
    {
        bytes += queue.front().bytes;
        chunk.push_back(std::move(queue.front()));
        queue.pop_front();
    }
    return chunk;
}

/// A text that is equal for equal keys, and for no others: order of attributes and notation of numbers do not
/// count.
std::string canonical_key(item const& key);

/// All keys, each once. Throws `encode_error` that names the table for what cannot be sent.
std::deque<batch_unit<item>> read_units(std::map<std::string, model::keys_and_attributes> const& requests);

/// All writes. Throws `encode_error` that names the table for what cannot be sent, and for two writes of
/// equal keys. `key_names` as in `batch_options`.
std::deque<batch_unit<model::write_request>> write_units(
    std::map<std::string, std::vector<model::write_request>> const& requests,
    std::map<std::string, std::vector<std::string>> const& key_names);

} // namespace dynasio::composed

#endif
