// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_OBSERVING_OBSERVER_LIST_HPP
#define DYNASIO_EXAMPLES_OBSERVING_OBSERVER_LIST_HPP

#include <dynasio/observer.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace examples::observing {

/// Passes each event on to several observers, in their order.
class observer_list final : public dynasio::observer
{
public:
    explicit observer_list(std::vector<std::shared_ptr<dynasio::observer>> all) : all_(std::move(all)) {}

    void call_begins(dynasio::observed_call const& call) noexcept override
    {
        for (auto const& each : all_)
            each->call_begins(call);
    }
    void attempt_begins(dynasio::observed_call const& call, unsigned number) noexcept override
    {
        for (auto const& each : all_)
            each->attempt_begins(call, number);
    }
    void attempt_failed(dynasio::observed_call const& call, dynasio::attempt const& failed) noexcept override
    {
        for (auto const& each : all_)
            each->attempt_failed(call, failed);
    }
    void pause_begins(
        dynasio::observed_call const& call, std::chrono::steady_clock::duration pause) noexcept override
    {
        for (auto const& each : all_)
            each->pause_begins(call, pause);
    }
    void capacity_consumed(
        dynasio::observed_call const& call, dynasio::observed_capacity const& consumed) noexcept override
    {
        for (auto const& each : all_)
            each->capacity_consumed(call, consumed);
    }
    void call_ended(dynasio::observed_call const& call, dynasio::call_metadata const& metadata,
        dynasio::error const* failure) noexcept override
    {
        for (auto const& each : all_)
            each->call_ended(call, metadata, failure);
    }
    void credentials_refreshed(dynasio::observed_credentials const& obtained) noexcept override
    {
        for (auto const& each : all_)
            each->credentials_refreshed(obtained);
    }
    void credentials_failed(dynasio::observed_credentials_failure const& failed) noexcept override
    {
        for (auto const& each : all_)
            each->credentials_failed(failed);
    }
    void configuration_note(std::string_view note) noexcept override
    {
        for (auto const& each : all_)
            each->configuration_note(note);
    }
    void warning(dynasio::store_warning const& found) noexcept override
    {
        for (auto const& each : all_)
            each->warning(found);
    }
    void connection_made(dynasio::http::observed_connection const& c,
        dynasio::http::connection_setup const& how) noexcept override
    {
        for (auto const& each : all_)
            each->connection_made(c, how);
    }
    void connection_failed(std::string_view origin, dynasio::http::transport_error const& why,
        std::chrono::steady_clock::duration took) noexcept override
    {
        for (auto const& each : all_)
            each->connection_failed(origin, why, took);
    }
    void connection_reused(dynasio::http::observed_connection const& c,
        std::chrono::steady_clock::duration idle) noexcept override
    {
        for (auto const& each : all_)
            each->connection_reused(c, idle);
    }
    void connection_closed(dynasio::http::observed_connection const& c,
        dynasio::http::connection_end const& how) noexcept override
    {
        for (auto const& each : all_)
            each->connection_closed(c, how);
    }
    void request_queued(dynasio::http::observed_queue const& queue) noexcept override
    {
        for (auto const& each : all_)
            each->request_queued(queue);
    }
    void request_left_queue(dynasio::http::observed_queue const& queue,
        std::chrono::steady_clock::duration waited, bool connected) noexcept override
    {
        for (auto const& each : all_)
            each->request_left_queue(queue, waited, connected);
    }

private:
    std::vector<std::shared_ptr<dynasio::observer>> const all_;
};

} // namespace examples::observing

#endif
