// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_RESPONSE_READER_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_RESPONSE_READER_HPP

#include <dynasio/http/message.hpp>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace dynasio::http {

/// Makes a `response` out of bytes, without a socket. The caller reads into `direct()` when that is not empty, else into
/// a buffer of its own whose contents it offers to `feed`.
class response_reader
{
public:
    struct limits
    {
        std::size_t header_bytes;
        std::size_t body_bytes;
    };

    /// Begins with a response to a request; `into` must stay until `done`. Responses to HEAD have no body.
    void start(response& into, bool answers_head, limits l);

    /// Takes what it can of `bytes` and returns how much that was. The rest must be offered again with more behind it.
    std::size_t feed(std::string_view bytes, boost::system::error_code& e);

    /// The place of the rest of the body, when its length is known and larger than what was fed.
    [[nodiscard]] std::span<char> direct() const;

    /// The first `size` bytes of `direct()` have been filled.
    void commit(std::size_t size) { body_read_ += size; }

    /// The connection has ended. An error unless the response is complete by that.
    void end_of_stream(boost::system::error_code& e);

    [[nodiscard]] bool done() const;

    /// Whether the connection can serve another request once the response is complete.
    [[nodiscard]] bool keep_alive() const { return parser_->keep_alive(); }

    /// How much of the body has arrived, and how much was announced.
    [[nodiscard]] std::string progress() const;

private:
    class parser : public boost::beast::http::basic_parser<false>
    {
    public:
        parser(response& into, limits l, bool answers_head);

        std::string_view raw; // what is being parsed
        bool folded = false;  // a value went over several lines

    private:
        using error_code = boost::beast::error_code;
        using string_view = boost::beast::string_view;
        using field = boost::beast::http::field;
        using verb = boost::beast::http::verb;

        void on_request_impl(verb, string_view, string_view, int, error_code&) override {}
        void on_response_impl(int code, string_view reason, int version, error_code& e) override;
        void on_field_impl(field name, string_view text, string_view value, error_code& e) override;
        void on_header_impl(error_code&) override {}
        void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
        std::size_t on_body_impl(string_view body, error_code& e) override;
        void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
        std::size_t on_chunk_body_impl(std::uint64_t remain, string_view body, error_code& e) override;
        void on_finish_impl(error_code&) override {}

        response& into_;
    };

    std::size_t feed_header(std::string_view bytes, boost::system::error_code& e);
    std::size_t feed_body(std::string_view bytes, boost::system::error_code& e);
    void keep_header(std::string_view head);

    response* into_ = nullptr;
    limits limits_{};
    std::optional<parser> parser_;
    std::size_t searched_ = 0; // so far no end of the header was found
    std::size_t body_read_ = 0;
    bool answers_head_ = false;
    bool sized_ = false; // the body has a known length and is read past the parser
    unsigned interim_ = 0;
};

} // namespace dynasio::http

#endif
