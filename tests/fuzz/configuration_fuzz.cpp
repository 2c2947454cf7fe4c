// SPDX-License-Identifier: BSL-1.0
//
// Any text as environment and profile files: the configuration is refused, or a client of it signs requests whose header
// lines are the expected ones, one line each. The input is divided at NULs: variables as `A=b;C=d`, the file
// `config`, the file `credentials`.

#include "call/client_setup.hpp"
#include "call/sign_attempt.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/client_options.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace dynasio;

std::string_view take(std::string_view& rest, char separator)
{
    auto const part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
}

aws::environment environment_of(std::string_view input)
{
    aws::environment::variables variables;
    for (auto lines = take(input, '\0'); !lines.empty();)
    {
        auto line = take(lines, ';');
        auto const name = take(line, '=');
        variables.emplace(name, line);
    }
    variables["HOME"] = "/h";
    auto const config = take(input, '\0');
    return aws::environment::of(std::move(variables),
        {{"/h/.aws/config", std::string(config)}, {"/h/.aws/credentials", std::string(input)}});
}

/// Only of what needs no request: no role, no metadata service, no process.
std::optional<sigv4::credentials> credentials_of(
    aws::environment const& env, aws::configuration const& loaded)
{
    if (auto const id = env.variable("AWS_ACCESS_KEY_ID"))
        return sigv4::credentials(*id, sigv4::secret(env.variable("AWS_SECRET_ACCESS_KEY").value_or("")),
            sigv4::secret(env.variable("AWS_SESSION_TOKEN").value_or("")));
    auto const files = aws::parse_profile_files(
        *env.file("/h/.aws/config"), *env.file("/h/.aws/credentials"), "config", "credentials");
    auto const found = files.profiles.find(loaded.profile);
    if (found == files.profiles.end())
        return std::nullopt;
    auto const property = [&](char const* name) { return std::string(found->second.get(name).value_or("")); };
    return sigv4::credentials(property("aws_access_key_id"), sigv4::secret(property("aws_secret_access_key")),
        sigv4::secret(property("aws_session_token")));
}

/// Aborts unless these are lines of header fields, each name expected and there once.
void check_lines(std::string_view lines)
{
    std::set<std::string_view> missing{"accept-encoding", "content-type", "user-agent", "x-amz-target",
        "amz-sdk-invocation-id", "amz-sdk-request", "x-amz-date", "authorization"};
    bool token_seen = false;
    while (!lines.empty())
    {
        auto const end = lines.find("\r\n");
        if (end == std::string_view::npos)
            std::abort();
        auto const line = lines.substr(0, end);
        lines.remove_prefix(end + 2);
        if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
            std::abort();
        auto const name = line.substr(0, line.find(": "));
        if (name == "x-amz-security-token" ? std::exchange(token_seen, true) : missing.erase(name) != 1)
            std::abort();
    }
    if (!missing.empty())
        std::abort();
}

bool breaks_a_line(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0 ", 4)) != std::string_view::npos;
}

void check(std::string_view input)
{
    auto const env = environment_of(input);
    auto const loaded = aws::load_configuration(env);
    auto const who = credentials_of(env, loaded);

    boost::asio::io_context context;
    client_options options(loaded);
    options.credentials = aws::static_credentials({"AKID", sigv4::secret("secret")});
    auto const clock = std::make_shared<testing::manual_clock>();
    options.clock = clock;
    options.transport = std::make_shared<testing::scripted_transport>(clock);
    call::client_setup const setup(context.get_executor(), options);

    for (auto const service : {aws::service::dynamodb, aws::service::dynamodb_streams})
    {
        auto const& to = setup.endpoint_of(service);
        if (breaks_a_line(to.host_header) || breaks_a_line(to.path) || to.host_header.empty())
            std::abort();
        call::attempt_facts facts{.fixed_headers = setup.fixed_headers(false),
            .host = to.host_header,
            .path = to.path,
            .target = "DynamoDB_20120810.GetItem",
            .body = "{}",
            .invocation_id = "id",
            .trace_id = {},
            .attempt = 1,
            .max_attempts = 3,
            .server_now = {},
            .useful_until = {}};
        check_lines(call::sign_attempt(facts, setup.signer(), {"AKID", sigv4::secret("secret")}).rendered());
        if (who)
            check_lines(call::sign_attempt(facts, setup.signer(), *who).rendered());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    try
    {
        check({reinterpret_cast<char const*>(data), size});
    }
    catch (boost::system::system_error const&)
    {}
    catch (std::invalid_argument const&)
    {}
    return 0;
}
