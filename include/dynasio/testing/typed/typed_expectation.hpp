// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_TYPED_TYPED_EXPECTATION_HPP
#define DYNASIO_TESTING_TYPED_TYPED_EXPECTATION_HPP

#include <dynasio/testing/expectation.hpp>
#include <dynasio/testing/scripted_transport.hpp>
#include <dynasio/testing/stub_transport.hpp>
#include <dynasio/testing/typed/requests.hpp>
#include <dynasio/testing/typed/response_of.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

namespace dynasio::testing {

/// An `expectation` of one operation, in its structs; see there. Made by `on`, `otherwise` and `expect`.
///
///     on<get_item_input>(*server)
///         .where([](get_item_input const& r) { return r.table_name == "users"; })
///         .reply(get_item_output{.item = item{{"id", "ann"}}});
///
/// Thread safety: as for `expectation`.
template <operation_input Input>
class typed_expectation
{
public:
    using output = typename operations::operation_of<Input>::output;

    explicit typed_expectation(expectation of_text) : text_(std::move(of_text)) {}

    /// A request succeeds with this output, a request id and a checksum. Throws `std::runtime_error` for an output that
    /// cannot be encoded.
    typed_expectation reply(output const& o) { return then(text_.reply_json(json_of(o))); }

    /// A request gets what the function makes of its input: an output, or an `http::send_result` such as
    /// `response_of(output)`, `service_response(failure)` or an `http::transport_error`.
    template <std::invocable<Input const&> F>
    typed_expectation respond(F f)
    {
        using made = std::invoke_result_t<F&, Input const&>;
        if constexpr (std::same_as<std::remove_cvref_t<made>, output>)
            return then(text_.respond_json([f = std::move(f)](http::request const& r) mutable
                { return json_of(f(input_of<Input>(r))); }));
        else
            return then(text_.respond([f = std::move(f)](http::request const& r) mutable -> http::send_result
                { return f(input_of<Input>(r)); }));
    }

    /// The input must also meet this.
    template <std::predicate<Input const&> F>
    typed_expectation where(F holds)
    {
        return then(text_.where([holds = std::move(holds)](http::request const& r) mutable
            { return holds(input_of<Input>(r)); }));
    }

    typed_expectation fail(
        boost::system::error_code code, http::stage reached, std::string detail = "scripted")
    {
        return then(text_.fail(code, reached, std::move(detail)));
    }
    typed_expectation fail_with(std::string code, std::string message = {})
    {
        return then(text_.fail_with(std::move(code), std::move(message)));
    }
    typed_expectation fail_with(service_failure const& failure) { return then(text_.fail_with(failure)); }
    typed_expectation hold(gate g) { return then(text_.hold(std::move(g))); }
    typed_expectation delay(std::chrono::steady_clock::duration d) { return then(text_.delay(d)); }
    typed_expectation times(std::size_t n) { return then(text_.times(n)); }

private:
    typed_expectation then(expectation const&) { return *this; }

    expectation text_;
};

/// A rule for the operation of `Input`; see `stub_transport::on`.
template <operation_input Input>
typed_expectation<Input> on(stub_transport& server)
{
    return typed_expectation<Input>(server.on(std::string(operations::operation_of<Input>::info.name)));
}

/// The same behind all rules of `on`; see `stub_transport::otherwise`.
template <operation_input Input>
typed_expectation<Input> otherwise(stub_transport& server)
{
    return typed_expectation<Input>(
        server.otherwise(std::string(operations::operation_of<Input>::info.name)));
}

/// The next request must be of the operation of `Input`; see `scripted_transport::expect`.
template <operation_input Input>
typed_expectation<Input> expect(scripted_transport& server)
{
    return typed_expectation<Input>(server.expect(std::string(operations::operation_of<Input>::info.name)));
}

} // namespace dynasio::testing

#endif
