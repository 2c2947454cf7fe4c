// SPDX-License-Identifier: BSL-1.0

#include "metrics_observer.hpp"

#include "error_type.hpp"

#include <prometheus/text_serializer.h>

#include <utility>

namespace examples::observing {

namespace {

double seconds(std::chrono::steady_clock::duration d)
{
    return std::chrono::duration<double>(d).count();
}

prometheus::Histogram::BucketBoundaries bounds()
{
    return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

char const* word_of(dynasio::aws::retry_class kind)
{
    switch (kind)
    {
    case dynasio::aws::retry_class::throttling:
        return "throttling";
    case dynasio::aws::retry_class::transient:
        return "transient";
    case dynasio::aws::retry_class::not_retryable:
        break;
    }
    return "final";
}

} // namespace

metrics_observer::counters& metrics_observer::count(char const* name, char const* help)
{
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry_);
}

metrics_observer::gauges& metrics_observer::gauge(char const* name, char const* help)
{
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry_);
}

metrics_observer::histograms& metrics_observer::distribution(char const* name, char const* help)
{
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry_);
}

metrics_observer::metrics_observer(clock now)
    : calls_(count("dynamodb_calls_total", "Calls that have ended, by operation and result.")),
      call_seconds_(
          distribution("dynamodb_call_seconds", "How long calls took, with all attempts and pauses.")),
      failed_attempts_(
          count("dynamodb_failed_attempts_total", "Attempts that failed, and whether they are retried.")),
      throttled_(count("dynamodb_throttled_total", "Throttled attempts by limit and table or index.")),
      pause_seconds_(count("dynamodb_pause_seconds_total", "Time between attempts.")),
      capacity_units_(count("dynamodb_capacity_units_total", "Capacity consumed, by table, index and kind.")),
      credentials_(count("dynamodb_credentials_total", "Attempts to obtain AWS credentials.")),
      warnings_(count("dynamodb_store_warnings_total", "What stores went on without.")),
      connections_made_(count("dynamodb_connections_made_total", "Connections made.")),
      connect_seconds_(distribution("dynamodb_connect_seconds", "Resolving, connecting and TLS together.")),
      connections_failed_(count("dynamodb_connections_failed_total", "Attempts to connect that failed.")),
      connections_reused_(
          count("dynamodb_connections_reused_total", "Requests on a connection that was there.")),
      connections_closed_(count("dynamodb_connections_closed_total", "Connections closed, by reason.")),
      wait_seconds_(
          distribution("dynamodb_connection_wait_seconds", "How long requests waited for a connection.")),
      connections_(gauge("dynamodb_connections", "Connections by state.")),
      in_flight_(gauge("dynamodb_calls_in_flight", "Calls in flight.")),
      retry_tokens_(gauge("dynamodb_retry_tokens", "Tokens left for retries; 0: nothing is sent again.")),
      now_(std::move(now))
{}

std::string metrics_observer::text(dynasio::client_statistics const& now)
{
    in_flight_.Add({}).Set(static_cast<double>(now.calls));
    retry_tokens_.Add({}).Set(now.retry_tokens);
    if (now.connections)
    {
        connections_.Add({{"state", "idle"}}).Set(static_cast<double>(now.connections->idle));
        connections_.Add({{"state", "busy"}}).Set(static_cast<double>(now.connections->busy));
        connections_.Add({{"state", "connecting"}}).Set(static_cast<double>(now.connections->connecting));
        connections_.Add({{"state", "waited_for"}}).Set(static_cast<double>(now.connections->waiting));
    }
    return prometheus::TextSerializer().Serialize(registry_.Collect());
}

//[metrics
void metrics_observer::call_begins(dynasio::observed_call const& call) noexcept
{
    began_.begin(call, now_());
}

void metrics_observer::call_ended(
    dynasio::observed_call const& call, dynasio::call_metadata const&, dynasio::error const* failure) noexcept
{
    std::string const operation(call.operation);
    calls_.Add({{"operation", operation}, {"result", failure ? error_type(failure->code()) : "ok"}})
        .Increment();
    if (auto const began = began_.take(call))
        call_seconds_.Add({{"operation", operation}}, bounds()).Observe(seconds(now_() - *began));
}

void metrics_observer::attempt_failed(
    dynasio::observed_call const& call, dynasio::attempt const& failed) noexcept
{
    failed_attempts_.Add({{"operation", std::string(call.operation)}, {"kind", word_of(failed.retry)}})
        .Increment();
    for (auto const& each : failed.throttling_reasons)
        throttled_.Add({{"reason", each.reason}, {"resource", each.resource}}).Increment();
}
//]

void metrics_observer::pause_begins(
    dynasio::observed_call const& call, std::chrono::steady_clock::duration pause) noexcept
{
    if (pause > pause.zero())
        pause_seconds_.Add({{"operation", std::string(call.operation)}}).Increment(seconds(pause));
}

void metrics_observer::capacity_consumed(
    dynasio::observed_call const&, dynasio::observed_capacity const& consumed) noexcept
{
    auto const add = [&](char const* kind, double units)
    {
        if (units != 0)
            capacity_units_
                .Add({{"table", std::string(consumed.table)}, {"index", std::string(consumed.index)},
                    {"kind", kind}})
                .Increment(units);
    };
    add("read", consumed.read_units);
    add("write", consumed.write_units);
}

void metrics_observer::credentials_refreshed(dynasio::observed_credentials const& obtained) noexcept
{
    credentials_.Add({{"provider", std::string(obtained.provider)}, {"result", "ok"}}).Increment();
}

void metrics_observer::credentials_failed(dynasio::observed_credentials_failure const& failed) noexcept
{
    credentials_
        .Add({{"provider", std::string(failed.provider)},
            {"result", failed.kept_in_use ? "failed, kept in use" : "failed"}})
        .Increment();
}

void metrics_observer::warning(dynasio::store_warning const& found) noexcept
{
    warnings_.Add({{"store", std::string(found.store)}, {"table", std::string(found.table)}}).Increment();
}

void metrics_observer::connection_made(
    dynasio::http::observed_connection const& c, dynasio::http::connection_setup const& how) noexcept
{
    connections_made_.Add({{"tls", !c.tls ? "none" : how.resumed ? "resumed" : "full"}}).Increment();
    connect_seconds_.Add({}, bounds()).Observe(seconds(how.took));
}

void metrics_observer::connection_failed(
    std::string_view, dynasio::http::transport_error const& why, std::chrono::steady_clock::duration) noexcept
{
    connections_failed_.Add({{"error", error_type(why.code)}}).Increment();
}

void metrics_observer::connection_reused(
    dynasio::http::observed_connection const&, std::chrono::steady_clock::duration) noexcept
{
    connections_reused_.Add({}).Increment();
}

void metrics_observer::connection_closed(
    dynasio::http::observed_connection const&, dynasio::http::connection_end const& how) noexcept
{
    connections_closed_.Add({{"reason", std::string(to_string(how.why))}}).Increment();
}

void metrics_observer::request_left_queue(
    dynasio::http::observed_queue const&, std::chrono::steady_clock::duration waited, bool connected) noexcept
{
    wait_seconds_.Add({{"result", connected ? "connected" : "none"}}, bounds()).Observe(seconds(waited));
}

} // namespace examples::observing
