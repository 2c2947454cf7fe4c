// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_URLS_DOWNLOAD_HPP
#define DYNASIO_SRC_STORES_URLS_DOWNLOAD_HPP

#include "stores/urls/events.hpp"
#include "stores/urls/store_request.hpp"

#include <dynasio/http/response_stream.hpp>
#include <dynasio/stores/urls/url_data.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace dynasio::stores::urls {

/// From the first byte to before the end; to the end of the data without an end.
struct byte_range
{
    std::uint64_t first = 0;
    std::optional<std::uint64_t> end;

    [[nodiscard]] bool whole() const noexcept { return first == 0 && !end; }
    [[nodiscard]] bool empty() const noexcept { return end && *end == first; }
    /// The value of `Range`. Not for an empty one.
    [[nodiscard]] std::string header() const;
};

/// `Content-Range: bytes first-last/whole` of a 206.
struct content_range
{
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::optional<std::uint64_t> whole; ///< empty for `*`

    /// Empty for anything else, and where the numbers do not fit each other.
    static std::optional<content_range> parse(std::string_view text);
};

/// What the response to HEAD or GET tells of data.
struct data_head
{
    data_head() {}

    std::optional<std::uint64_t> whole_size;
    url_version version;
    std::string media_type;
};
data_head head_of(http::fields const& headers);

/// Data on its way. One operation at a time.
class download
{
public:
    /// Data without a byte: no response was needed.
    explicit download(data_head head) : head_(std::move(head)), wanted_(0), at_end_(true) {}

    /// Reads `range` of what comes. Throws `url_error` with `malformed_response` for a response that cannot have it.
    download(
        std::shared_ptr<store_core> core, store_request request, store_response response, byte_range range);

    void watch(transfer_events events) noexcept { events_ = std::move(events); }

    [[nodiscard]] data_head const& head() const noexcept { return head_; }
    /// How many bytes come in all, if that is known.
    [[nodiscard]] std::optional<std::uint64_t> wanted() const noexcept { return wanted_; }

    /// As `url_data::read_some`.
    static boost::asio::awaitable<std::size_t> read_some(
        std::shared_ptr<download> self, std::span<std::byte> into);

    /// As `url_data::read_all`.
    static boost::asio::awaitable<std::string> read_all(std::shared_ptr<download> self, std::size_t most);

    /// The caller does not read any more.
    void abandon() noexcept;

private:
    [[noreturn]] void fail_malformed(std::string reason) const;
    void begin_partial(byte_range const& range);
    void begin_whole(byte_range const& range);
    boost::asio::awaitable<std::size_t> read_piece(std::span<std::byte> into);
    boost::asio::awaitable<std::size_t> read_response(std::span<std::byte> into);
    boost::asio::awaitable<void> skip();
    std::size_t end_of_data();

    std::shared_ptr<store_core> core_;
    store_request request_;
    http::response_stream stream_;
    std::string line_;
    data_head head_;
    transfer_events events_;
    std::optional<std::uint64_t> wanted_;
    std::uint64_t to_skip_ = 0;
    std::optional<std::uint64_t> most_; // bytes that are wanted at most
    bool must_be_complete_ = false;     // fewer than `wanted_` is an error
    std::uint64_t read_ = 0;
    bool at_end_ = false;
};

} // namespace dynasio::stores::urls

#endif
