// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/traffic.hpp>

#include "testing/failure_text.hpp"

#include <dynasio/json/detail/encode.hpp>
#include <dynasio/json/detail/shape_codec.hpp>

#include <boost/describe/class.hpp>

#include <array>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace dynasio::testing {

// The lines; members are named as here.

struct traffic_format
{
    std::string format = {};
    std::int32_t version = 0;
};
BOOST_DESCRIBE_STRUCT(traffic_format, (), (format, version))

struct traffic_request
{
    std::string method = {};
    std::string target = {};
    std::string operation = {};
    std::string body = {};
};
BOOST_DESCRIBE_STRUCT(traffic_request, (), (method, target, operation, body))

struct traffic_response
{
    std::int32_t status = 0;
    std::map<std::string, std::string> headers = {};
    std::string body = {};
};
BOOST_DESCRIBE_STRUCT(traffic_response, (), (status, headers, body))

struct traffic_line
{
    std::optional<traffic_request> request = {};
    std::optional<traffic_response> response = {};
    std::optional<traffic_failure> failure = {};
};
BOOST_DESCRIBE_STRUCT(traffic_line, (), (request, response, failure))

namespace {

using exchange = recording_transport::exchange;

constexpr std::string_view format_name = "dynasio-traffic";
constexpr std::int32_t format_version = 1;

/// What of a response is kept: nothing that tells of the time, the connection or an identity.
constexpr std::array<std::string_view, 5> kept_headers{
    "x-amzn-requestid", "x-amz-crc32", "x-amzn-errortype", "content-type", "retry-after"};

traffic_line to_line(exchange const& e, std::string_view operation)
{
    traffic_line line;
    line.request = {e.request.method, e.request.target, std::string(operation), e.request.body};
    if (e.response)
    {
        auto& response = line.response.emplace();
        response.status = static_cast<std::int32_t>(e.response->status);
        response.body = e.response->body;
        for (auto const name : kept_headers)
            if (auto const value = e.response->headers.find(name))
                response.headers[std::string(name)] = *value;
    }
    else if (e.failure)
        line.failure = to_text(*e.failure);
    return line;
}

exchange from_line(traffic_line line)
{
    if (!line.request || line.request->operation.find_first_not_of(" \t") == std::string::npos)
        throw std::invalid_argument("has no request with an operation");
    if (line.response.has_value() == line.failure.has_value())
        throw std::invalid_argument("needs either a response or a failure");
    exchange e;
    e.request.method = std::move(line.request->method);
    e.request.target = std::move(line.request->target);
    e.request.headers.add("X-Amz-Target", line.request->operation);
    e.request.body = std::move(line.request->body);
    if (line.failure)
        e.failure = from_text(*line.failure);
    else
    {
        if (line.response->status < 100 || line.response->status > 599)
            throw std::invalid_argument("has the status " + std::to_string(line.response->status));
        auto& response = e.response.emplace();
        response.status = static_cast<unsigned>(line.response->status);
        for (auto const& [name, value] : line.response->headers)
            response.headers.add(name, value);
        response.body = std::move(line.response->body);
    }
    return e;
}

template <class T>
T decoded(std::string_view json)
{
    T result;
    json::decode(json, json::target_of<json::declared_names>(result));
    return result;
}

void check_format(std::string_view line)
{
    auto const found = decoded<traffic_format>(line);
    if (found.format != format_name)
        throw std::invalid_argument("is not the first line of recorded traffic");
    if (found.version != format_version)
        throw std::invalid_argument("has the version " + std::to_string(found.version)
            + "; this library reads " + std::to_string(format_version));
}

std::runtime_error file_error(std::string const& path)
{
    auto const reason = std::error_code(errno, std::generic_category());
    return std::runtime_error("recorded traffic: " + path + ": " + reason.message());
}

} // namespace

std::string write_traffic(std::vector<exchange> const& exchanges)
{
    std::string text;
    json::encode<json::declared_names>(text, traffic_format{std::string(format_name), format_version});
    text += '\n';
    for (std::size_t i = 0; i < exchanges.size(); ++i)
    {
        auto const operation = exchanges[i].request.headers.find("X-Amz-Target");
        if (!operation)
            continue;
        try
        {
            json::encode<json::declared_names>(text, to_line(exchanges[i], *operation));
        }
        catch (json::encode_error const& e)
        {
            throw std::invalid_argument("recorded traffic: exchange " + std::to_string(i) + ": " + e.what());
        }
        text += '\n';
    }
    return text;
}

std::vector<exchange> read_traffic(std::string_view text)
{
    std::vector<exchange> result;
    bool has_format = false;
    for (std::size_t number = 1; !text.empty(); ++number)
    {
        auto const end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        try
        {
            if (std::exchange(has_format, true))
                result.push_back(from_line(decoded<traffic_line>(line)));
            else
                check_format(line);
        }
        catch (std::exception const& e)
        {
            throw std::invalid_argument("recorded traffic: line " + std::to_string(number) + ": " + e.what());
        }
    }
    if (!has_format)
        throw std::invalid_argument("recorded traffic: the text is empty");
    return result;
}

void save_traffic(std::string const& path, std::vector<exchange> const& exchanges)
{
    auto const text = write_traffic(exchanges);
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush())
        throw file_error(path);
}

std::vector<exchange> load_traffic(std::string const& path)
{
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()) || file.bad())
        throw file_error(path);
    return read_traffic(text.view());
}

} // namespace dynasio::testing
