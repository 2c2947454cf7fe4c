// SPDX-License-Identifier: BSL-1.0
//
// Requests and responses with secrets, over sockets: this program's `free` looks for them in each block before the block is
// given back by the thread of the pool, and the stack is searched afterwards. So this test is a program of its own. What
// threads of the server give back is overwritten, so that nothing of it appears in new blocks.

#include "stream_fixture.hpp"

#include "text/ini_text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <openssl/crypto.h>

#include <malloc.h>

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

extern "C" void __libc_free(void* block);

namespace {

constexpr std::string_view asked_secret = "aSkEdaSkEdaSkEdaSkEdaSkEdaSkEd";
constexpr std::string_view answered_secret = "AnSwErAnSwErAnSwErAnSwErAnSwEr";
constexpr std::string_view password = "pAsSwOrDpAsSwOrDpAsSwOrDpAsSwOrD";
constexpr std::string_view encoded = "d09yRHBBc1N3T3JEcEFzU3dP"; // with the user u
constexpr std::size_t part = 12;                                 // as bad as the whole

std::atomic<bool> overwriting = false;
std::atomic<int> with_asked = 0;
std::atomic<int> with_answered = 0;
std::atomic<int> with_password = 0;
thread_local bool watching = false;

/// Not with a function that needs the heap or a lock.
bool holds(char const* begin, std::size_t size, std::string_view secret)
{
    return std::string_view(begin, size).find(secret.substr(0, part)) != std::string_view::npos;
}

} // namespace

extern "C" void free(void* block)
{
    if (block && watching)
    {
        auto const size = ::malloc_usable_size(block);
        with_asked += holds(static_cast<char const*>(block), size, asked_secret) ? 1 : 0;
        with_answered += holds(static_cast<char const*>(block), size, answered_secret) ? 1 : 0;
        with_password += holds(static_cast<char const*>(block), size, password) ? 1 : 0;
        with_password += holds(static_cast<char const*>(block), size, encoded) ? 1 : 0;
    }
    else if (block && overwriting)
        OPENSSL_cleanse(block, ::malloc_usable_size(block));
    __libc_free(block);
}

namespace dynasio::tests {
namespace {

constexpr std::size_t searched_stack = 192 * 1024;

[[gnu::noinline]] void clear_stack()
{
    std::array<char, searched_stack> used;
    OPENSSL_cleanse(used.data(), used.size());
}

/// Looks through what functions that were called before this one have left.
[[gnu::noinline]] bool is_on_stack(std::string_view secret)
{
    auto const* const top = static_cast<char const*>(__builtin_frame_address(0));
    auto const* from = top - searched_stack + 4096;
    asm volatile("" : "+r"(from)); // so that the compiler knows nothing of the object
    for (auto const* at = from; at != top - 1024; ++at)
        if (std::memcmp(at, secret.data(), part) == 0)
            return true;
    return false;
}

/// How a response brings its secret.
enum class form
{
    short_body,
    sized,
    chunked,
    until_end,
    folded,
    large_header,
};

constexpr char const* form_names[] = {
    "short_body", "sized", "chunked", "until_end", "folded", "large_header"};

/// How it ends.
enum class fate
{
    whole,
    cut,       ///< by the server
    cancelled, ///< in its middle
    stopped,   ///< with its pool, in its middle
    destroyed, ///< with its context, in its middle
};

std::string secret_body(std::size_t pieces)
{
    std::string body;
    for (std::size_t i = 0; i != pieces; ++i)
        body.append(answered_secret).append(1000, '.');
    return body;
}

std::string in_chunks(std::string_view body)
{
    std::string text;
    for (std::size_t at = 0; at < body.size(); at += 255)
    {
        auto const piece = body.substr(at, 255);
        constexpr char digits[] = "0123456789abcdef";
        text.append(1, digits[piece.size() / 16]).append(1, digits[piece.size() % 16]);
        text.append("\r\n").append(piece).append("\r\n");
    }
    return text + "0\r\n\r\n";
}

std::string sized(std::string const& fields, std::string const& body)
{
    return fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string response_text(form f)
{
    auto const field = "x-token: " + std::string(answered_secret) + "\r\n";
    auto const start = "HTTP/1.1 200 OK\r\n" + field;
    auto const large = secret_body(400);
    switch (f)
    {
    case form::short_body:
        return sized(start, std::string(answered_secret.substr(0, part + 2)));
    case form::sized:
        return sized(start, large);
    case form::chunked:
        return start + "Transfer-Encoding: chunked\r\n\r\n" + in_chunks(large);
    case form::until_end:
        return start + "\r\n" + large;
    case form::folded:
        return sized(start + "a: b\r\n " + std::string(answered_secret) + "\r\n", large);
    case form::large_header:
        return sized(start + "b: " + std::string(9000, 'b') + "\r\n" + field, large);
    }
    return {};
}

/// A body from memory that is no copy.
class secret_source final : public http::body_source
{
public:
    [[nodiscard]] std::optional<std::uint64_t> size() const override { return std::nullopt; }

    boost::asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        auto const n = done_ ? 0 : asked_secret.size();
        std::memcpy(into.data(), asked_secret.data(), n);
        done_ = true;
        co_return n;
    }

private:
    bool done_ = false;
};

/// The caller's own memory of a response.
std::array<std::byte, 5000> place;

class secret_exchange : public ::testing::TestWithParam<std::tuple<bool, bool, form>>
{
protected:
    secret_exchange()
    {
        with_asked = with_answered = 0;
        options.tls.ca_file = authority().file();
        overwriting = true;
    }
    ~secret_exchange() override { overwriting = false; }

    [[nodiscard]] static bool tls() { return std::get<0>(GetParam()); }
    [[nodiscard]] static bool streamed() { return std::get<1>(GetParam()); }

    /// The server has sent a half of a response when it waits for the gate.
    [[nodiscard]] static script responding(fate f, server_gate& gate)
    {
        return [f, &gate](peer& p)
        {
            auto const request = streamed() ? expect_chunked(p) : p.expect_request();
            EXPECT_NE(request.find(asked_secret), std::string::npos);
            auto const text = response_text(std::get<2>(GetParam()));
            auto const half = f == fate::whole ? text.size() : text.size() * 2 / 3;
            p.send(std::string_view(text).substr(0, half));
            p.note("sent");
            if (f == fate::whole && p.secured())
                p.say_end();
            if (f != fate::whole && f != fate::cut)
                gate.wait();
        };
    }

    [[nodiscard]] static http::request request_to(scripted_server const& server)
    {
        http::request r;
        r.to = {tls(), "127.0.0.1", server.port()};
        r.secret = true;
        std::string line;
        line.reserve(100);
        line.append("x-token: ").append(asked_secret).append("\r\n");
        r.headers = http::fields::from_rendered_secret(std::move(line));
        if (!streamed())
        {
            r.body.reserve(100);
            r.body.append(asked_secret).append(asked_secret);
        }
        return r;
    }

    void run(fate f);

    http::pool_options options;
};

/// One operation on the pool, and what the caller does with the response.
boost::asio::awaitable<bool> operate(http::transport& connections, http::request& r, bool streamed)
{
    bool succeeded = false;
    if (streamed)
    {
        auto opening = connections.open(r, std::make_shared<secret_source>(), {});
        auto opened = co_await std::move(opening);
        for (bool more = opened.has_value(); more;)
        {
            auto reading = opened->read_some_result(place);
            auto const n = co_await std::move(reading);
            OPENSSL_cleanse(place.data(), place.size());
            succeeded = n && *n == 0;
            more = n && *n != 0;
        }
    }
    else
    {
        auto sending = connections.send(r, http::no_deadline);
        auto result = co_await std::move(sending);
        succeeded = result.has_value();
        if (succeeded)
        {
            EXPECT_EQ(result->headers.find("x-token"), answered_secret);
            EXPECT_TRUE(result->body.starts_with(answered_secret.substr(0, part + 2)));
            text::wipe(result->body);
        }
    }
    co_return succeeded;
}

/// A pool and its operation, in a context that may end before them.
struct world
{
    world(http::pool_options const& options, http::request& r, bool streamed)
        : connections(std::make_shared<http::pool>(context->get_executor(), options))
    {
        auto ending = [this, c = connections](std::exception_ptr e, bool well)
        {
            ended = true;
            succeeded = !e && well;
        };
        boost::asio::co_spawn(*context, operate(*connections, r, streamed),
            boost::asio::bind_cancellation_slot(cancel.slot(), std::move(ending)));
    }

    void run_for_a_turn()
    {
        context->restart();
        context->run_one_for(1ms);
    }

    void interrupt(fate f)
    {
        for (int i = 0; i != 50; ++i)
            run_for_a_turn(); // takes in what was sent
        EXPECT_FALSE(ended);
        if (f == fate::cancelled)
            boost::asio::post(*context, [this] { cancel.emit(boost::asio::cancellation_type::terminal); });
        else if (f == fate::stopped)
            connections->stop();
        else
        {
            connections.reset();
            context.reset();
        }
    }

    std::unique_ptr<boost::asio::io_context> context = std::make_unique<boost::asio::io_context>(1);
    std::shared_ptr<http::pool> connections;
    boost::asio::cancellation_signal cancel;
    bool ended = false;
    bool succeeded = false;
};

void secret_exchange::run(fate f)
{
    std::optional<server_identity> identity;
    if (tls())
        identity = authority().issue("IP:127.0.0.1");
    server_gate gate;
    scripted_server server(responding(f, gate), identity ? &*identity : nullptr);
    auto r = request_to(server);
    clear_stack();
    watching = true;
    {
        world w(options, r, streamed());
        bool const early = f == fate::cancelled || f == fate::stopped || f == fate::destroyed;
        auto const limit = std::chrono::steady_clock::now() + 20s;
        while (!w.ended && !(early && server.happened("1: sent")) && std::chrono::steady_clock::now() < limit)
            w.run_for_a_turn();
        if (early)
            w.interrupt(f);
        while (w.context && !w.ended && std::chrono::steady_clock::now() < limit)
            w.run_for_a_turn();
        EXPECT_EQ(w.ended, f != fate::destroyed);
        // The end of a connection is the end of a body without a length, but not over TLS.
        bool const cut_unseen = f == fate::cut && !tls() && std::get<2>(GetParam()) == form::until_end;
        EXPECT_EQ(w.succeeded, f == fate::whole || cut_unseen);
        EXPECT_FALSE(is_on_stack(asked_secret));
        EXPECT_FALSE(is_on_stack(answered_secret));
    }
    text::wipe(r.body);
    r.headers.clear();
    watching = false;
    EXPECT_EQ(with_asked, 0);
    EXPECT_EQ(with_answered, 0);
    gate.open();
}

TEST_P(secret_exchange, leaves_nothing)
{
    run(fate::whole);
}

TEST_P(secret_exchange, leaves_nothing_when_it_is_cut)
{
    run(fate::cut);
}

TEST_P(secret_exchange, leaves_nothing_when_it_is_cancelled)
{
    run(fate::cancelled);
}

TEST_P(secret_exchange, leaves_nothing_when_the_pool_is_stopped)
{
    run(fate::stopped);
}

TEST_P(secret_exchange, leaves_nothing_when_its_context_is_destroyed)
{
    run(fate::destroyed);
}

INSTANTIATE_TEST_SUITE_P(all, secret_exchange,
    ::testing::Combine(::testing::Bool(), ::testing::Bool(),
        ::testing::Values(
            form::short_body, form::sized, form::chunked, form::until_end, form::folded, form::large_header)),
    [](auto const& tested)
    {
        return std::string(std::get<0>(tested.param) ? "tls_" : "plain_")
            + (std::get<1>(tested.param) ? "streamed_" : "")
            + form_names[static_cast<int>(std::get<2>(tested.param))];
    });

/// Requests without secrets, through a proxy that wants a password: a tunnel or not, TLS to the proxy or not, accepted or not.
class secret_of_proxy : public ::testing::TestWithParam<std::tuple<bool, bool, bool>>
{
protected:
    secret_of_proxy()
    {
        with_password = 0;
        overwriting = true;
    }
    ~secret_of_proxy() override { overwriting = false; }
};

boost::asio::awaitable<int> send_twice(http::transport& connections, http::request& r)
{
    int succeeded = 0;
    for (int i = 0; i != 2; ++i)
    {
        auto sending = connections.send(r, http::no_deadline);
        auto const result = co_await std::move(sending);
        succeeded += result.has_value() ? 1 : 0;
    }
    co_return succeeded;
}

TEST_P(secret_of_proxy, is_overwritten)
{
    auto const [tunnel, secured, accepted] = GetParam();
    auto const identity_of_proxy = authority().issue("DNS:proxy.example");
    auto const identity = authority().issue("DNS:db.example");
    scripted_server server(serve, &identity);
    auto const refuse = [](peer& p)
    {
        for (auto asked = p.expect_request(); !asked.empty(); asked = p.expect_request())
        {
            EXPECT_NE(asked.find(encoded), std::string::npos);
            p.reply("no", "407 Who");
        }
    };
    scripted_server through(!accepted ? script(refuse)
            : tunnel                  ? script(proxy)
                                      : script(serve),
        secured ? &identity_of_proxy : nullptr);
    http::request r;
    r.to = {tunnel, "db.example", server.port()};
    clear_stack();
    watching = true;
    {
        http::pool_options options;
        options.tls.ca_file = authority().file();
        options.resolve = [](std::string const&, std::uint16_t port)
        { return std::vector<std::string>{"127.0.0.1:" + std::to_string(port)}; };
        options.proxy.for_https.emplace(http::origin{secured, "proxy.example", through.port()});
        options.proxy.for_https->user = "u";
        options.proxy.for_https->password = secret(password);
        options.proxy.for_http = options.proxy.for_https;
        boost::asio::io_context context(1);
        http::pool connections(context.get_executor(), options);
        int succeeded = -1;
        boost::asio::co_spawn(context, send_twice(connections, r),
            [&](std::exception_ptr e, int n) { succeeded = e ? -2 : n; });
        context.run_for(20s);
        EXPECT_EQ(succeeded, accepted ? 2 : 0);
        EXPECT_FALSE(is_on_stack(password));
        EXPECT_FALSE(is_on_stack(encoded));
    }
    watching = false;
    EXPECT_EQ(with_password, 0);
}

INSTANTIATE_TEST_SUITE_P(all, secret_of_proxy,
    ::testing::Combine(::testing::Bool(), ::testing::Bool(), ::testing::Bool()),
    [](auto const& tested)
    {
        return std::string(std::get<0>(tested.param) ? "tunnel" : "forwarded")
            + (std::get<1>(tested.param) ? "_tls" : "_plain")
            + (std::get<2>(tested.param) ? "_accepted" : "_refused");
    });

} // namespace
} // namespace dynasio::tests
