// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_PUSH_MESSAGE_DRAIN_HPP
#define DYNASIO_STORES_PUSH_MESSAGE_DRAIN_HPP

#include <dynasio/stores/push/notification.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace dynasio {

namespace stores::push {
class message_drain_state;
} // namespace stores::push

/// The stored messages of a user one by one, made by `message_table::drain`:
///
///     auto messages = table.drain(user);
///     while (auto message = co_await messages.next())
///         send(*message);
///
/// First all topic messages, then the ordinary ones behind the position that was read last, in order. Legacy messages lie
/// among both. Nothing is deleted: that is for the acknowledgement. Holds one page in memory.
/// Lifetimes: the client must outlive the stream. A stream may be destroyed while `next` is in flight.
/// Threads: distinct streams are safe. Copies are the same stream and must not be used at the same time.
class message_drain
{
public:
    /// The next message; empty after the last one. Throws `std::logic_error` if another `next` is in flight.
    /// Items that are no messages are skipped and reported to the client's observer.
    /// Errors: those of the client; `next` then repeats the request.
    /// Requests: one Query per page, at least two in all.
    boost::asio::awaitable<std::optional<notification>> next();

    explicit message_drain(std::shared_ptr<stores::push::message_drain_state> state) noexcept;

private:
    std::shared_ptr<stores::push::message_drain_state> state_;
};

} // namespace dynasio

#endif
