// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_SPECS_SPEC_STREAM_HPP
#define DYNASIO_STORES_SPECS_SPEC_STREAM_HPP

#include <dynasio/stores/specs/spec.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace dynasio {

namespace stores::specs {
class spec_stream_state;
} // namespace stores::specs

/// Specs one by one, as `spec_store::stream` and `spec_store::stream_versions` make it:
///
///     auto specs = store.stream(sub);
///     while (auto spec = co_await specs.next())
///         use(*spec);
///
/// Lifetimes: the client has to live on. A stream may be destroyed while `next` is in flight.
/// Threads: distinct objects are safe; one object and its copies, which are the same stream, are not.
class spec_stream
{
public:
    /// The next one; empty after the last one. One at a time: throws `std::logic_error` while another is in
    /// flight.
    /// Errors, cancellation: as `spec_store::list`. After a `malformed_item`, `next` goes on behind that
    /// item; after another error it tries the same again. A `timeout` bounds each request, a `deadline` all.
    boost::asio::awaitable<std::optional<spec_info>> next();

    explicit spec_stream(std::shared_ptr<stores::specs::spec_stream_state> state) noexcept;

private:
    std::shared_ptr<stores::specs::spec_stream_state> state_;
};

} // namespace dynasio

#endif
