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

/// Specs one by one, made by `spec_store::stream` or `spec_store::stream_versions`:
///
///     auto specs = store.stream(sub);
///     while (auto spec = co_await specs.next())
///         use(*spec);
///
/// Lifetimes: the client must outlive the stream. A stream may be destroyed while `next` is in flight.
/// Threads: distinct streams are safe. Copies are the same stream and must not be used at the same time.
class spec_stream
{
public:
    /// The next spec; empty after the last one. Throws `std::logic_error` if another `next` is in flight.
    /// Errors, cancellation: as `spec_store::list`. After a `malformed_item`, `next` continues with the following
    /// item; after another error, it repeats the request. A `timeout` bounds each request, a `deadline` all.
    boost::asio::awaitable<std::optional<spec_info>> next();

    explicit spec_stream(std::shared_ptr<stores::specs::spec_stream_state> state) noexcept;

private:
    std::shared_ptr<stores::specs::spec_stream_state> state_;
};

} // namespace dynasio

#endif
