// SPDX-License-Identifier: BSL-1.0

#include <dynasio/http/response_stream.hpp>

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>

namespace dynasio::http {
namespace {

namespace asio = boost::asio;

class response_in_memory final
    : public response_body
    , public std::enable_shared_from_this<response_in_memory>
{
public:
    explicit response_in_memory(std::string bytes) : bytes_(std::move(bytes)) {}

    asio::awaitable<read_result> read_some(std::span<std::byte> into) override
    {
        return read(shared_from_this(), into);
    }

    void abandon() noexcept override {}

private:
    static asio::awaitable<read_result> read(
        std::shared_ptr<response_in_memory> self, std::span<std::byte> into)
    {
        auto const n = std::min(into.size(), self->bytes_.size() - self->at_);
        if (n != 0)
            std::memcpy(into.data(), self->bytes_.data() + self->at_, n);
        self->at_ += n;
        co_return n;
    }

    std::string const bytes_;
    std::size_t at_ = 0;
};

asio::awaitable<read_result> refused(boost::system::error_code e, char const* why)
{
    transport_error failure;
    failure.code = e;
    failure.reached = stage::receiving;
    failure.detail = why;
    co_return failure;
}

asio::awaitable<std::size_t> value_of(asio::awaitable<read_result> reading)
{
    auto const result = co_await std::move(reading);
    co_return result.value();
}

} // namespace

response_stream::response_stream(response_head head, std::shared_ptr<response_body> body)
    : head_(std::move(head)), body_(std::move(body))
{}

response_stream::response_stream(response_stream&& other) noexcept = default;

response_stream& response_stream::operator=(response_stream other) noexcept
{
    std::swap(head_, other.head_);
    body_.swap(other.body_);
    return *this;
}

response_stream::~response_stream()
{
    if (body_)
        body_->abandon();
}

asio::awaitable<read_result> response_stream::read_some_result(std::span<std::byte> into)
{
    if (!body_)
        return refused(asio::error::bad_descriptor, "the stream was moved from");
    if (into.empty())
        return refused(asio::error::invalid_argument, "there is no room to read into");
    return body_->read_some(into);
}

asio::awaitable<std::size_t> response_stream::read_some(std::span<std::byte> into)
{
    return value_of(read_some_result(into));
}

response_stream make_response_stream(response r)
{
    response_head head;
    head.status = r.status;
    head.headers = std::move(r.headers);
    head.content_length = r.body.size();
    auto body = std::make_shared<response_in_memory>(std::move(r.body));
    return {std::move(head), std::move(body)};
}

asio::awaitable<boost::system::result<std::string, transport_error>> read_all(
    response_stream& from, std::size_t most)
{
    constexpr std::size_t piece = 16 * 1024;
    std::string body;
    for (;;)
    {
        auto const size = body.size();
        body.resize(size + piece);
        auto reading = from.read_some_result(std::as_writable_bytes(std::span(body)).subspan(size));
        auto const n = co_await std::move(reading);
        if (!n)
            co_return n.error();
        body.resize(size + *n);
        if (body.size() > most)
        {
            transport_error failure;
            failure.code = errc::response_too_large;
            failure.reached = stage::receiving;
            failure.detail = "the body has more than " + std::to_string(most) + " bytes";
            co_return failure;
        }
        if (*n == 0)
            co_return body;
    }
}

} // namespace dynasio::http
