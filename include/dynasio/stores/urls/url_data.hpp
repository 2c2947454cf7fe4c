// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_DATA_HPP
#define DYNASIO_STORES_URLS_URL_DATA_HPP

#include <dynasio/stores/urls/url_call_options.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace dynasio {

namespace stores::urls {
class download;
} // namespace stores::urls

/// The data of a key, or a range of it, while it arrives. What is not read stays with the server: a slow reader slows it down.
///
///     dynasio::url_data data = co_await store.get_data("photos/1");
///     std::vector<std::byte> buffer(64 * 1024);
///     while (std::size_t const n = co_await data.read_some(buffer))
///         use(std::span(buffer).first(n));
///
/// Moves only. An object that is destroyed before the end of the data closes the connection.
/// Threads: one operation at a time; distinct objects are safe. Lifetimes: it may outlive the store.
class url_data
{
public:
    /// Has no data: for those who need a value to begin with.
    url_data() = default;
    /// For the library.
    explicit url_data(std::shared_ptr<stores::urls::download> state) noexcept;
    url_data(url_data&&) noexcept;
    url_data& operator=(url_data&&) noexcept;
    ~url_data();

    /// How many bytes come in all, where the server has told; of a range, those of the range.
    [[nodiscard]] std::optional<std::uint64_t> size() const;

    /// How many bytes the whole data has, where the server has told.
    [[nodiscard]] std::optional<std::uint64_t> whole_size() const;

    [[nodiscard]] url_version const& version() const;

    /// `Content-Type` with its parameters; `application/octet-stream` where the server does not tell.
    [[nodiscard]] std::string const& media_type() const;

    /// Reads what there is, at least a byte and at most the size of `into`; 0 at the end, also when asked again.
    /// Errors: `url_error` with a code of the connection: `http::errc::closed_early` for data that the server breaks off, which is
    /// never taken for an end; `idle_timeout`; `malformed_response` for data that is longer or shorter than it should be. An error
    /// ends the stream.
    /// Cancellation: as `http::response_stream::read_some`; the connection is closed.
    /// Lifetimes: `into` must stay valid until the operation has ended; this object need not.
    boost::asio::awaitable<std::size_t> read_some(std::span<std::byte> into);

    /// Reads the rest. Errors: as `read_some`; `bad_input` when it has more than `most` bytes.
    boost::asio::awaitable<std::string> read_all(std::size_t most);

private:
    std::shared_ptr<stores::urls::download> state_;
};

} // namespace dynasio

#endif
