// SPDX-License-Identifier: BSL-1.0

#include "serve/settings.hpp"

#include "decide/text_parts.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>

namespace examples {

std::string_view const usage =
    "usage: url_store_server --table-prefix NAME [option value]...\n"
    "  --table-prefix     the names of the five tables begin with it; missing ones are created\n"
    "  --port             to listen on, on 127.0.0.1; 0 takes any free one (0)\n"
    "  --base-path        of keys: /store/{key}/data (/store)\n"
    "  --query-path       of queries (/query)\n"
    "  --token            TOKEN=TAG: who sends this token is the user TAG; may be repeated\n"
    "  --tokens           file with lines TOKEN TAG; without any token, everybody may do everything\n"
    "  --tls-certificate  file with the certificates, PEM; with --tls-key\n"
    "  --tls-key          file with the private key, PEM\n"
    "  --max-connections  more are answered with 503 (1000)\n"
    "  --max-header       bytes of the header of a request (16384)\n"
    "  --idle-timeout     seconds that a connection is kept between requests (60)\n"
    "  --header-timeout   seconds that the header of a request may take (15)\n"
    "  --stall-timeout    seconds without any progress of a body (30)\n"
    "  --drain            seconds that requests may take that are under way at the end (10)\n"
    "  --lease            seconds after which a silent upload is given up (600)\n"
    "  --grace            seconds that replaced data is kept for those who read it (600)\n"
    "  --sweep            seconds between two searches for data that nobody refers to (60)\n";

namespace {

template <class Number>
Number number_in(std::string const& text, Number least)
{
    auto const number = whole_number<Number>(text);
    if (!number || *number < least)
        throw std::invalid_argument("invalid number: " + text);
    return *number;
}

/// At most ten years, so that sums of times do not overflow.
std::chrono::seconds seconds_in(std::string const& text)
{
    constexpr std::uint32_t most = 315'360'000;
    auto const count = number_in<std::uint32_t>(text, 1);
    if (count > most)
        throw std::invalid_argument("more than " + std::to_string(most) + " seconds: " + text);
    return std::chrono::seconds(count);
}

void add_token(token_list& tokens, std::string const& text)
{
    auto const equals = text.rfind('=');
    if (equals == std::string::npos)
        throw std::invalid_argument("not TOKEN=TAG");
    tokens.add(text.substr(0, equals), text.substr(equals + 1));
}

void read_tokens(token_list& tokens, std::string const& file)
{
    std::ifstream lines(file);
    if (!lines)
        throw std::invalid_argument("cannot read the file: " + file);
    tokens.read(lines);
}

/// The names of tables have 3 to 255 of these characters.
std::string checked_prefix(std::string const& text)
{
    auto const is_valid = [](char c)
    { return is_identifier(std::string_view(&c, 1)) || is_digit(c) || c == '-' || c == '.'; };
    if (text.size() > 240 || !std::all_of(text.begin(), text.end(), is_valid))
        throw std::invalid_argument("not at most 240 letters, digits and _ . -");
    return text;
}

using option_table = std::map<std::string, std::function<void(std::string const&)>>;

option_table options_of(settings& set)
{
    auto& limits = set.server.limits;
    option_table options;
    options["--table-prefix"] = [&](auto const& value) { set.table_prefix = checked_prefix(value); };
    options["--port"] = [&](auto const& value) { set.server.port = number_in<std::uint16_t>(value, 0); };
    options["--base-path"] = [&](auto const& value) { set.paths.base = checked_path(value); };
    options["--query-path"] = [&](auto const& value) { set.paths.query = checked_path(value); };
    options["--token"] = [&](auto const& value) { add_token(set.tokens, value); };
    options["--tokens"] = [&](auto const& value) { read_tokens(set.tokens, value); };
    options["--tls-certificate"] = [&](auto const& value) { set.tls_certificate = value; };
    options["--tls-key"] = [&](auto const& value) { set.tls_key = value; };
    options["--max-connections"] = [&](auto const& value)
    { set.server.max_connections = number_in<std::uint32_t>(value, 1); };
    options["--max-header"] = [&](auto const& value)
    { limits.header_bytes = number_in<std::uint32_t>(value, 256); };
    options["--idle-timeout"] = [&](auto const& value) { limits.idle = seconds_in(value); };
    options["--header-timeout"] = [&](auto const& value) { limits.header = seconds_in(value); };
    options["--stall-timeout"] = [&](auto const& value) { limits.stall = seconds_in(value); };
    options["--drain"] = [&](auto const& value) { set.drain = seconds_in(value); };
    options["--lease"] = [&](auto const& value) { set.limits.lease = seconds_in(value); };
    options["--grace"] = [&](auto const& value) { set.limits.grace = seconds_in(value); };
    options["--sweep"] = [&](auto const& value) { set.sweep_interval = seconds_in(value); };
    return options;
}

void check(settings const& set)
{
    if (set.table_prefix.empty())
        throw std::invalid_argument("--table-prefix is missing");
    if (set.tls_certificate.empty() != set.tls_key.empty())
        throw std::invalid_argument("--tls-certificate and --tls-key need each other");
    if (set.paths.query.empty())
        throw std::invalid_argument("--query-path: needs more than /");
}

} // namespace

settings parse_settings(std::vector<std::string> const& arguments)
{
    settings set;
    auto const options = options_of(set);
    for (std::size_t i = 0; i < arguments.size(); i += 2)
    {
        auto const& name = arguments[i];
        auto const option = options.find(name);
        if (option == options.end())
            throw std::invalid_argument("unknown option: " + name);
        if (i + 1 == arguments.size())
            throw std::invalid_argument(name + ": the value is missing");
        try
        {
            option->second(arguments[i + 1]);
        }
        catch (std::invalid_argument const& wrong)
        {
            throw std::invalid_argument(name + ": " + wrong.what());
        }
    }
    check(set);
    return set;
}

} // namespace examples
