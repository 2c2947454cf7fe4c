// SPDX-License-Identifier: BSL-1.0

#include "store/data_reader.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace examples {

namespace {

asio::awaitable<dynasio::binary> read_chunk(store_tables tables, std::string upload, std::int32_t number)
{
    auto const key = tables.chunks.key(upload, number);
    auto found = co_await tables.chunks.get_record(key);
    if (!found)
        found = co_await tables.chunks.get_record(key, dynasio::read_options().consistent());
    if (!found)
        throw std::runtime_error("the data was replaced or deleted, and is gone");
    co_return std::move(found->bytes);
}

} // namespace

data_reader::data_reader(store_tables tables, stored_data data, byte_range range)
    : tables_(std::move(tables)), data_(std::move(data)), left_(range)
{}

asio::awaitable<bool> data_reader::next()
{
    if (left_.first == left_.end)
        co_return false;
    auto const chunk_size = static_cast<std::uint64_t>(data_.chunk_size);
    auto const number = left_.first / chunk_size;
    auto const chunk_begin = number * chunk_size;
    chunk_ = dynasio::binary(); // before the next one takes memory
    chunk_ = co_await read_chunk(tables_, data_.upload, static_cast<std::int32_t>(number));
    auto const begin = left_.first - chunk_begin;
    auto const end = std::min(left_.end - chunk_begin, chunk_size);
    if (chunk_.size() < end)
        throw std::runtime_error("a chunk is too short");
    piece_ = std::span(chunk_).subspan(begin, end - begin);
    left_.first = chunk_begin + end;
    co_return true;
}

} // namespace examples
