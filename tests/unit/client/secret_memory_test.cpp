// SPDX-License-Identifier: BSL-1.0
//
// Secrets on their way from variables and files to the header lines of a request: this program's `free` looks for them in
// each block before the block is given back. So this test is a program of its own. The test itself keeps the secrets out of
// the heap.

#include "unit/client/client_requests.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

extern "C" void __libc_free(void* block);

namespace {

// Long enough for no text to be kept inside of a std::string.
constexpr std::string_view secret_key = "kEyKeYkEyKeYkEyKeYkEyKeYkEyKeYkEyKeYkEyK";
constexpr std::string_view session_token = "tOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEn"
                                           "tOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEn"
                                           "tOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEn"
                                           "tOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEntOkEn";

std::atomic<bool> watching = false;
std::atomic<int> with_key = 0;
std::atomic<int> with_token = 0;

} // namespace

extern "C" void free(void* block)
{
    if (block && watching)
    {
        std::string_view const bytes(static_cast<char const*>(block), ::malloc_usable_size(block));
        // A part is as bad as the whole.
        with_key += bytes.find(secret_key.substr(0, 20)) != bytes.npos ? 1 : 0;
        with_token += bytes.find(session_token.substr(0, 20)) != bytes.npos ? 1 : 0;
    }
    __libc_free(block);
}

namespace {

namespace asio = boost::asio;
namespace aws = dynasio::aws;

/// Fails the first attempts, and looks at headers without a copy.
class looking_transport final : public dynasio::http::transport
{
public:
    asio::awaitable<dynasio::http::send_result> send(
        dynasio::http::request const& r, dynasio::http::time_point) override
    {
        signed_with_token = r.headers.find("x-amz-security-token") == session_token;
        dynasio::http::response response;
        response.status = ++sent < 3 ? 500 : 200;
        response.body = "{}";
        co_return response;
    }
    void stop() noexcept override {}

    int sent = 0;
    bool signed_with_token = false;
};

class secret_memory : public testing::Test
{
protected:
    secret_memory()
    {
        for (auto const* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
                 "AWS_PROFILE", "AWS_CONFIG_FILE"})
            ::unsetenv(name);
        ::setenv("HOME", "/nonexistent", 1);
        ::setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent", 1);
        with_key = with_token = 0;
        watching = true;
    }
    ~secret_memory() override
    {
        watching = false;
        EXPECT_EQ(with_key, 0);
        EXPECT_EQ(with_token, 0);
    }

    /// Three attempts of a call, the last of which succeeds.
    static void call(std::shared_ptr<aws::credentials_provider> credentials)
    {
        asio::io_context context;
        auto const server = std::make_shared<looking_transport>();
        dynasio::client_options options;
        options.region = "us-east-1";
        options.credentials = std::move(credentials);
        options.transport = server;
        options.retry.base_delay = {};
        dynasio::client const c(context.get_executor(), options);
        auto const request = dynasio::tests::get_request();
        bool succeeded = false;
        asio::co_spawn(context, c.try_get_item(request),
            [&](std::exception_ptr e, dynasio::result<dynasio::get_item_output> const& outcome)
            { succeeded = !e && outcome.has_value(); });
        context.run();
        EXPECT_TRUE(succeeded);
        EXPECT_EQ(server->sent, 3);
        EXPECT_TRUE(server->signed_with_token);
    }
};

/// A file with these parts, written without the heap. Gone with the object.
class file
{
public:
    explicit file(std::initializer_list<std::string_view> parts)
    {
        int const descriptor = ::mkstemp(name_.data());
        for (auto const part : parts)
            EXPECT_EQ(::write(descriptor, part.data(), part.size()), static_cast<ssize_t>(part.size()));
        ::close(descriptor);
    }
    ~file() { ::unlink(name_.data()); }
    file(file const&) = delete;
    file& operator=(file const&) = delete;

    [[nodiscard]] char const* name() const { return name_.data(); }

private:
    std::array<char, 32> name_{"/tmp/dynasio_secret_XXXXXX"};
};

TEST_F(secret_memory, of_variables_is_overwritten)
{
    ::setenv("AWS_ACCESS_KEY_ID", "id", 1);
    ::setenv("AWS_SECRET_ACCESS_KEY", secret_key.data(), 1);
    ::setenv("AWS_SESSION_TOKEN", session_token.data(), 1);
    call(aws::default_credentials(aws::environment::process()));
}

TEST_F(secret_memory, of_profile_files_is_overwritten)
{
    // The file needs many reads, and the secrets are in its middle.
    std::string const filler(5000, '#');
    file const credentials{filler,
        "\n[default]\naws_access_key_id = id\naws_secret_access_key = ", secret_key,
        "\naws_session_token = ", session_token, "\n", filler, "\n", filler, "\n"};
    ::setenv("AWS_SHARED_CREDENTIALS_FILE", credentials.name(), 1);
    call(aws::default_credentials(aws::environment::process()));
    call(aws::load_configuration(aws::environment::process()).credentials);
}

TEST_F(secret_memory, of_a_malformed_file_is_overwritten)
{
    file const config{"[default]\naws_access_key_id = id\naws_secret_access_key = ", secret_key,
        "\naws_session_token = ", session_token, "\n"};
    file const credentials{"[default]\naws_secret_access_key = ", secret_key,
        "\naws_session_token = ", session_token, "\nmalformed\n"};
    ::setenv("AWS_CONFIG_FILE", config.name(), 1);
    ::setenv("AWS_SHARED_CREDENTIALS_FILE", credentials.name(), 1);
    EXPECT_THROW(aws::load_configuration(aws::environment::process()), aws::configuration_error);
}

TEST_F(secret_memory, of_a_file_beside_an_unreadable_one_is_overwritten)
{
    file const config{"[default]\naws_secret_access_key = ", secret_key, "\n"};
    ::setenv("AWS_CONFIG_FILE", config.name(), 1);
    ::setenv("AWS_SHARED_CREDENTIALS_FILE", "/tmp", 1);
    EXPECT_THROW(aws::load_configuration(aws::environment::process()), aws::configuration_error);
}

TEST_F(secret_memory, of_values_on_many_lines_is_overwritten)
{
    file const credentials{"[default]\naws_access_key_id = id\naws_secret_access_key = ", secret_key,
        "\naws_session_token = x\n ", session_token, "\n ", session_token, "\n ", session_token, "\n",
        "[other]\naws_secret_access_key = ", secret_key, "\naws_secret_access_key = ", session_token, "\n"};
    ::setenv("AWS_SHARED_CREDENTIALS_FILE", credentials.name(), 1);
    aws::profile_credentials(aws::environment::process());
}

TEST_F(secret_memory, of_profile_sections_is_overwritten)
{
    aws::profile_section first;
    first.set("key", std::string(secret_key));
    aws::profile_section second = first;
    second = std::move(first);
    first.set("key", std::string(session_token));
    second = first;
    first.set("key", "");
}

TEST_F(secret_memory, of_header_fields_is_overwritten)
{
    std::string lines;
    lines.reserve(100);
    lines.append("a: ").append(secret_key).append("\r\nb: c\r\n");
    auto fields = dynasio::http::fields::from_rendered_secret(std::move(lines));
    auto copy = fields;
    auto const moved = std::move(copy);
    fields.add("t", session_token);
    fields.add_rendered(std::string(2000, 'x'));
    fields.reserve(10000);
    fields = dynasio::http::fields();
    copy = moved;
    copy.clear();
    EXPECT_EQ(moved.find("b"), "c");
}

} // namespace
