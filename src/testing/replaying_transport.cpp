// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/replaying_transport.hpp>

#include "testing/plan.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/errc.hpp>

#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

namespace dynasio::testing {

namespace {

/// What of a request is compared.
struct request_key
{
    std::string method;
    std::string target;
    std::string operation;
    std::string body;
    std::optional<boost::json::value> json; ///< empty: the body is compared byte for byte

    friend bool operator==(request_key const& a, request_key const& b)
    {
        if (a.method != b.method || a.target != b.target || a.operation != b.operation)
            return false;
        return a.json && b.json ? *a.json == *b.json : a.body == b.body;
    }
};

std::optional<boost::json::value> parse_object(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = 160;
    boost::json::error_code ec;
    auto value = boost::json::parse({text.data(), text.size()}, ec, {}, options);
    if (ec || !value.is_object())
        return std::nullopt;
    value.get_object().erase("ClientRequestToken");
    return value;
}

request_key key_of(http::request r, replay_options const& options)
{
    if (options.normalize)
        options.normalize(r);
    request_key key;
    key.operation = r.headers.find("X-Amz-Target").value_or("");
    key.json = parse_object(r.body);
    key.method = std::move(r.method);
    key.target = std::move(r.target);
    key.body = std::move(r.body);
    return key;
}

struct recorded
{
    request_key key;
    http::send_result result;
    std::string name;
    bool played = false;
};

http::send_result result_of(recording_transport::exchange& e)
{
    if (e.response)
        return *std::move(e.response);
    return e.failure.value_or(http::transport_error());
}

} // namespace

struct replaying_transport::impl
{
    replay_options options;
    mutable std::mutex mutex; // of the rest
    std::vector<recorded> exchanges;
    std::vector<http::request> requests;
    std::string unexpected;
    bool stopped = false;

    http::send_result play(http::request const& r)
    {
        auto const key = key_of(r, options);
        std::lock_guard const lock(mutex);
        requests.push_back(r);
        http::transport_error e;
        if (stopped)
        {
            e.code = boost::asio::error::operation_aborted;
            e.detail = "the transport was stopped";
            return e;
        }
        recorded* last = nullptr;
        for (auto& each : exchanges)
            if (each.key == key)
            {
                last = &each;
                if (!each.played)
                    break;
            }
        if (last && (!last->played || options.repeat_last))
        {
            last->played = true;
            return last->result;
        }
        auto const what = "unexpected: " + describe(r)
            + (last ? ", which was recorded less often" : ", which was not recorded");
        unexpected += what + ", with the body " + r.body + "\n";
        e.code = make_error_code(boost::system::errc::operation_not_supported);
        e.detail = what;
        return e;
    }

    static boost::asio::awaitable<http::send_result> send(std::shared_ptr<impl> self, http::request const& r)
    {
        co_return self->play(r);
    }
};

replaying_transport::replaying_transport(
    std::vector<recording_transport::exchange> exchanges, replay_options options)
    : impl_(std::make_shared<impl>())
{
    impl_->options = std::move(options);
    for (auto& each : exchanges)
    {
        auto key = key_of(each.request, impl_->options);
        impl_->exchanges.push_back({std::move(key), result_of(each), describe(each.request)});
    }
}

replaying_transport::~replaying_transport() = default;

boost::asio::awaitable<http::send_result> replaying_transport::send(http::request const& r, http::time_point)
{
    return impl::send(impl_, r);
}

void replaying_transport::stop() noexcept
{
    std::lock_guard const lock(impl_->mutex);
    impl_->stopped = true;
}

std::vector<http::request> replaying_transport::requests() const
{
    std::lock_guard const lock(impl_->mutex);
    return impl_->requests;
}

std::string replaying_transport::report() const
{
    std::lock_guard const lock(impl_->mutex);
    auto text = impl_->unexpected;
    for (auto const& each : impl_->exchanges)
        if (!each.played)
            text += "still expected: " + each.name + ", with the body " + each.key.body + "\n";
    return text;
}

} // namespace dynasio::testing
