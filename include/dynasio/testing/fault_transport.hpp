// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_FAULT_TRANSPORT_HPP
#define DYNASIO_TESTING_FAULT_TRANSPORT_HPP

#include <dynasio/http/transport.hpp>
#include <dynasio/testing/gate.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace dynasio::testing {

/// What goes wrong with one request.
class fault
{
public:
    /// Nothing.
    fault() = default;

    /// The server never sees the request. The client sees `e`.
    static fault before_sending(http::transport_error e);
    /// The same with a failed connect attempt.
    static fault before_sending();

    /// The server acts on the request, and its response is lost. The client sees `e`.
    static fault lost_response(http::transport_error e);
    /// The same with a connection that closes early.
    static fault lost_response();

    /// The server acts on the request, and the body of its response breaks off after so many bytes. A client that reads it
    /// in pieces sees `e` then, one that wants it whole at once.
    static fault broken_body(std::size_t after, http::transport_error e);
    /// The same with a connection that closes early.
    static fault broken_body(std::size_t after);

    /// The request is changed on its way, after it was signed.
    static fault changed_request(std::function<void(http::request&)> change);

    /// The response is changed on its way.
    static fault changed(std::function<void(http::response&)> change);

    /// The server never sees the request. The client gets `r`.
    static fault instead_of_server(http::response r);

    /// Also: the request goes out only when `g` is open. Deadlines need the clock of the transport.
    fault& delayed_until(gate g) &;
    fault delayed_until(gate g) && { return std::move(delayed_until(std::move(g))); }

    /// Also: the server gets the request when `g` is open, after the client's attempt has ended: once more, or late, if the
    /// attempt did not reach it. Sent without a deadline on the executor of the attempt. Nobody gets the response; see
    /// `fault_transport::in_background`.
    fault& sent_again(gate g) &;
    fault sent_again(gate g) && { return std::move(sent_again(std::move(g))); }

private:
    friend class fault_transport;
    std::optional<http::transport_error> before_;
    std::optional<http::transport_error> after_;
    std::optional<std::size_t> after_bytes_; // of the body, in a stream
    std::function<void(http::request&)> change_request_;
    std::function<void(http::response&)> change_;
    std::optional<http::response> instead_;
    std::optional<gate> gate_;
    std::optional<gate> again_;
};

/// Passes requests to another transport and applies a fault to each, which a function chooses.
/// Thread safety: shared objects are safe as far as the function is.
class fault_transport final : public http::transport
{
public:
    /// Called for each request. `index` counts the requests from 0.
    using chooser = std::function<fault(http::request const& r, std::size_t index)>;

    /// `source` is the clock for deadlines of delayed requests; null: they have none.
    fault_transport(std::shared_ptr<http::transport> inner, chooser choose,
        std::shared_ptr<http::clock> source = nullptr);
    ~fault_transport() override;

    boost::asio::awaitable<http::send_result> send(
        http::request const& r, http::time_point deadline) override;
    /// Streams pass through, except where the fault changes the request or the response, or sends again: then both bodies
    /// are read into memory before.
    boost::asio::awaitable<http::open_result> open(http::request const& r,
        std::shared_ptr<http::body_source> body, http::stream_deadlines deadlines) override;
    void stop() noexcept override;

    /// The number of requests of `fault::sent_again` that have not ended yet.
    [[nodiscard]] std::size_t in_background() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace dynasio::testing

#endif
