// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the order of stored and of live messages, and how nothing is lost between them. One thread.

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_CLIENT_CONNECTION_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_CLIENT_CONNECTION_HPP

#include "bell.hpp"
#include "message_json.hpp"

#include <dynasio/stores/message_months.hpp>
#include <dynasio/stores/push/router_record.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace examples {

namespace asio = boost::asio;

struct connection_options
{
    /// Messages that were sent and not acknowledged, with those that wait to be sent. Others wait in the table.
    std::size_t max_unacknowledged = 100;
    /// Messages with a TTL of 0, which are in no table, that wait to be sent.
    std::size_t max_unstored = 20;
    std::chrono::steady_clock::duration write_timeout = std::chrono::seconds(10);
    /// How long a message from another node waits until the stored ones before it are sent.
    std::chrono::steady_clock::duration push_wait = std::chrono::seconds(1);
    /// How often a connection looks whether the user is still its own.
    std::chrono::steady_clock::duration check_interval = std::chrono::seconds(5);
};

/// The connection that a client holds. Every message that it sends is in a table until the client has
/// acknowledged it, except for those with a TTL of 0.
///
/// Order: while stored messages are sent, no message is stored through this connection. Live messages are
/// stored and sent one behind the other. Whoever stores a message otherwise calls `look` afterwards.
class client_connection : public std::enable_shared_from_this<client_connection>
{
public:
    /// Whether the user still belongs to this connection.
    using ownership_check = std::function<asio::awaitable<bool>()>;
    /// The tables that may have messages, oldest first.
    using tables = std::function<std::vector<dynasio::message_table>()>;

    enum class pushed
    {
        delivered, ///< stored, and sent or about to be; with a TTL of 0: about to be sent
        busy,      ///< nothing was done
        ended,     ///< the connection ends; the message may be stored
    };

    client_connection(
        dynasio::router_record record, connection_options options, tables of_user, ownership_check is_owner);

    /// As it is registered.
    [[nodiscard]] dynasio::router_record const& record() const { return record_; }

    /// Sends messages until `end` is called, or the client has gone or does not read.
    asio::awaitable<void> run(boost::beast::tcp_stream& stream);

    asio::awaitable<pushed> push(dynasio::message_table table, dynasio::notification message);

    /// There may be stored messages.
    void look();

    /// Deletes messages that were sent, by their ids; others are passed over. Ends with how many were deleted.
    asio::awaitable<std::size_t> acknowledge(std::vector<std::string> ids);

    void end();

private:
    struct sent_message
    {
        dynasio::message_table table;
        dynasio::notification message;
        std::uint64_t drain = 0; ///< the number of the drain that has sent it, or that was before it
    };
    class scope;

    asio::awaitable<void> deliver(boost::beast::tcp_stream& stream);
    asio::awaitable<void> send_stored(boost::beast::tcp_stream& stream);
    asio::awaitable<bool> drain(
        boost::beast::tcp_stream& stream, dynasio::message_table table, bool may_start_again);
    asio::awaitable<void> send_next(boost::beast::tcp_stream& stream);
    asio::awaitable<void> write(boost::beast::tcp_stream& stream, std::string line);
    /// Until something has changed. Looks from time to time whether the user is still its own.
    asio::awaitable<void> wait();

    dynasio::router_record record_;
    connection_options options_;
    tables tables_;
    ownership_check is_owner_;

    bell bell_;
    bool ended_ = false;
    bool client_is_gone_ = false;
    bool look_ = true;      ///< stored messages must be sent before others
    bool draining_ = false; ///< they are being sent
    bool full_ = false;     ///< the client must acknowledge before it gets more
    std::size_t storing_ = 0;
    std::uint64_t drains_ = 0;
    std::deque<sent_message> queue_;
    std::map<std::string, sent_message> sent_; ///< and not acknowledged, by id
    std::set<std::string> acknowledged_;       ///< of earlier drains; the page in memory may still have them
    std::chrono::steady_clock::time_point next_check_;
};

} // namespace examples

#endif
