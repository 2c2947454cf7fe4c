// SPDX-License-Identifier: BSL-1.0
//
// The way out of every call: what is wrong with the body of a response becomes an error in one place.

#ifndef DYNASIO_CALL_DETAIL_DECODE_RESPONSE_HPP
#define DYNASIO_CALL_DETAIL_DECODE_RESPONSE_HPP

#include <dynasio/call_metadata.hpp>
#include <dynasio/error.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/value/detail/json.hpp>

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dynasio::operations {
struct operation_info;
} // namespace dynasio::operations

namespace dynasio::call {

/// A response of the service that is no error, and to which operation.
struct call_response
{
    operations::operation_info const* operation;
    http::response http;
    call_metadata metadata = {};
};

/// Refers to a function that reads the body of a response, and throws `decode_error` for one that it cannot use. The
/// function must outlive this.
class body_reader
{
public:
    template <class Read>
        requires(!std::same_as<std::remove_cvref_t<Read>, body_reader>
                    && std::invocable<Read&, std::string_view>)
    body_reader(Read&& read) noexcept
        : read_(const_cast<void*>(static_cast<void const*>(std::addressof(read)))),
          call_(
              [](void* f, std::string_view body) { (*static_cast<std::remove_reference_t<Read>*>(f))(body); })
    {}

    void operator()(std::string_view body) const { call_(read_, body); }

private:
    void* read_;
    void (*call_)(void* read, std::string_view body);
};

/// Reads the body of a response with `read`. Ends with the error of the call, or with
/// `client_errc::malformed_response` where `read` throws `decode_error`; passes on what else it throws.
result<void> decode_response(result<call_response> const& response, body_reader read);

/// The same into a new value of a described struct.
template <class Output>
result<Output> decode_response(result<call_response> const& response)
{
    Output output;
    auto const done = decode_response(
        response, [&](std::string_view body) { json::decode(body, json::target_of(output)); });
    if (!done)
        return done.error();
    if constexpr (requires { output.metadata; })
        output.metadata = response->metadata;
    return output;
}

/// The same once it is there.
template <class Output>
boost::asio::awaitable<result<Output>> decode_as_result(boost::asio::awaitable<result<call_response>> sending)
{
    auto const response = co_await std::move(sending);
    co_return decode_response<Output>(response);
}

/// The same; throws what the call fails with.
template <class Output>
boost::asio::awaitable<Output> decode_or_throw(boost::asio::awaitable<result<call_response>> sending)
{
    auto const response = co_await std::move(sending);
    co_return decode_response<Output>(response).value();
}

} // namespace dynasio::call

#endif
