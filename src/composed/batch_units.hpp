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
    std::size_t bytes = 0;              ///< encoded
    bool may_have_been_applied = false; ///< by an attempt whose outcome is not known
};

/// What a response leaves of the units of its request.
struct units_left
{
    std::vector<std::size_t> positions = {};
    /// Whether an earlier attempt of the request, whose response was lost, may have applied some of its units.
    bool may_have_been_applied = false;
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

/// Keeps the units at these positions, each named once.
template <class T>
void keep_left(std::vector<batch_unit<T>>& chunk, std::vector<std::size_t> const& positions)
{
    std::vector<batch_unit<T>> left;
    left.reserve(positions.size());
    for (auto const position : positions)
        left.push_back(std::move(chunk[position]));
    chunk = std::move(left);
}

/// A text that is equal for equal items, and for no others: the order of attributes and of the elements of sets and the
/// notation of numbers do not count.
std::string canonical_item(item const& value);

/// The same of writes.
std::string canonical_write(model::write_request const& write);

/// All keys, each once. Throws `encode_error` that names the table for what cannot be sent.
std::deque<batch_unit<item>> read_units(std::map<std::string, model::keys_and_attributes> const& requests);

/// All writes. Throws `encode_error` that names the table for what cannot be sent, and for two writes of
/// equal keys. `key_names` as in `batch_options`.
std::deque<batch_unit<model::write_request>> write_units(
    std::map<std::string, std::vector<model::write_request>> const& requests,
    std::map<std::string, std::vector<std::string>> const& key_names);

} // namespace dynasio::composed

#endif
