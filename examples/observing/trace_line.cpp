// SPDX-License-Identifier: BSL-1.0

#include "trace_line.hpp"

#include "trace_names.hpp"

#include <dynasio/version.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

namespace examples::observing {

namespace json = boost::json;
namespace names = trace_names;

namespace {

json::string_view text(std::string_view s)
{
    return {s.data(), s.size()};
}

/// The attributes of a span; absent ones are left out.
class attribute_list
{
public:
    void add(std::string_view key, std::string_view value)
    {
        if (!value.empty())
            put(key, {{"stringValue", text(value)}});
    }

    /// OTLP has 64-bit numbers as strings.
    void add_number(std::string_view key, std::uint64_t value)
    {
        put(key, {{"intValue", std::to_string(value)}});
    }

    void add_list(std::string_view key, std::vector<std::string> const& values)
    {
        if (values.empty())
            return;
        json::array list;
        for (auto const& value : values)
            list.push_back(json::object{{"stringValue", value}});
        put(key, {{"arrayValue", json::object{{"values", std::move(list)}}}});
    }

    [[nodiscard]] json::array take() { return std::move(all_); }

private:
    void put(std::string_view key, json::object value)
    {
        all_.push_back(json::object{{"key", text(key)}, {"value", std::move(value)}});
    }

    json::array all_;
};

std::string nanoseconds_of(wall_time t)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::nanoseconds>(t.time_since_epoch()).count());
}

/// `localhost:8000`, `[::1]:8000`; without a port for the usual one.
void add_server(attribute_list& to, std::string_view host)
{
    auto const colon = host.rfind(':');
    bool const has_port = colon != host.npos && host.find(']', colon) == host.npos;
    to.add(names::server_address, host.substr(0, has_port ? colon : host.npos));
    std::uint64_t port = 0;
    if (has_port)
        std::from_chars(host.data() + colon + 1, host.data() + host.size(), port);
    if (port != 0)
        to.add_number(names::server_port, port);
}

void add_common(attribute_list& to, traced_call const& call)
{
    to.add(names::db_system, names::db_system_value);
    to.add(names::rpc_system, names::rpc_system_value);
    to.add(names::rpc_service, call.service);
    to.add(names::rpc_method, call.operation);
    to.add(names::region, call.region);
    add_server(to, call.host);
}

json::object span(traced_call const& call, std::uint64_t number, wall_time began, wall_time ended,
    std::string const& error, attribute_list attributes)
{
    auto const trace = trace_id_of(call.invocation_id);
    json::object result{{"traceId", trace}, {"spanId", span_id_of(trace, number)}};
    if (number != 0)
        result["parentSpanId"] = span_id_of(trace, 0);
    result["name"] = call.service + "." + call.operation + (number != 0 ? " attempt" : "");
    result["kind"] = names::span_kind_client;
    result["startTimeUnixNano"] = nanoseconds_of(began);
    result["endTimeUnixNano"] = nanoseconds_of(ended);
    attributes.add(names::error_type, error);
    result["attributes"] = attributes.take();
    result["status"] = error.empty() ? json::object() : json::object{{"code", names::status_error}};
    return result;
}

json::object span_of_call(traced_call const& call)
{
    attribute_list attributes;
    add_common(attributes, call);
    attributes.add_list(names::table_names, call.tables);
    attributes.add_list(names::consumed_capacity, call.capacity);
    attributes.add(names::request_id, call.request_id);
    return span(call, 0, call.began, call.ended, call.error, std::move(attributes));
}

json::object span_of_attempt(traced_call const& call, std::size_t index)
{
    auto const& attempt = call.attempts[index];
    attribute_list attributes;
    add_common(attributes, call);
    attributes.add(names::request_id, attempt.request_id);
    if (attempt.http_status != 0)
        attributes.add_number(names::http_status, attempt.http_status);
    if (index != 0)
        attributes.add_number(names::resend_count, index);
    return span(call, index + 1, attempt.began, attempt.ended, attempt.error, std::move(attributes));
}

} // namespace

std::string trace_id_of(std::string_view invocation_id)
{
    std::string id;
    for (char const c : invocation_id)
        if (std::isxdigit(static_cast<unsigned char>(c)))
            id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    id.resize(32, '0');
    return id;
}

std::string span_id_of(std::string_view trace_id, std::uint64_t number)
{
    std::uint64_t base = 0;
    auto const half = trace_id.substr(trace_id.size() / 2);
    std::from_chars(half.data(), half.data() + half.size(), base, 16);
    auto value = base + number;
    value += value == 0; // no id is zero
    std::array<char, 16> digits;
    digits.fill('0');
    std::array<char, 16> written;
    auto const end = std::to_chars(written.data(), written.data() + written.size(), value, 16).ptr;
    std::copy(written.data(), end,
        digits.data() + (digits.size() - static_cast<std::size_t>(end - written.data())));
    return {digits.data(), digits.size()};
}

std::string trace_line(traced_call const& call, std::string_view service_name)
{
    json::array spans{span_of_call(call)};
    for (std::size_t i = 0; i < call.attempts.size(); ++i)
        spans.push_back(span_of_attempt(call, i));
    json::object const scope{{"name", "dynasio"}, {"version", DYNASIO_VERSION_STRING}};
    json::object scope_spans{{"scope", scope}, {"spans", std::move(spans)}};
    attribute_list resource;
    resource.add(names::service_name, service_name);
    json::object resource_spans{{"resource", json::object{{"attributes", resource.take()}}},
        {"scopeSpans", json::array{std::move(scope_spans)}}};
    return json::serialize(json::object{{"resourceSpans", json::array{std::move(resource_spans)}}});
}

} // namespace examples::observing
