// SPDX-License-Identifier: BSL-1.0

#include "call/running_call.hpp"

#include "call/call_deadline.hpp"
#include "call/observed_parts.hpp"
#include "call/operation_round.hpp"

#include <utility>

namespace dynasio::call {

namespace {

aws::retry_options retry_options_of(client_options const& client, call_options const& options)
{
    auto retry = client.retry;
    if (options.max_attempts())
        retry.max_attempts = *options.max_attempts();
    return retry;
}

bool may_repeat(encoded_request const& request)
{
    switch (request.options.resend())
    {
    case resend::automatic:
        return !request.accumulates;
    case resend::always:
    case resend::exactly_once:
        return true;
    case resend::never:
        break;
    }
    return request.operation->read_only;
}

} // namespace

running_call::running_call(std::shared_ptr<client_state> s, encoded_request&& encoded)
    : state(std::move(s)),
      in_flight(state->calls(), calls_in_flight::kind::call, operation_round::of(encoded.options)),
      operation(*encoded.operation),
      endpoint(&state->setup().endpoint_of(operation.service)),
      resource_arn(std::move(encoded.resource_arn)),
      attempt_timeout(encoded.options.attempt_timeout().value_or(state->options().attempt_timeout)),
      invocation_id(state->random().uuid()),
      attempts(operation, retry_options_of(state->options(), encoded.options), state->quota(),
          deadline_of(encoded.options, state->clock()->now(), state->options().call_timeout),
          may_repeat(encoded), state->options().retry_strategy.get()),
      metadata(encoded.options.metadata()),
      watcher(state->options().observer.get()),
      asks_capacity(encoded.asks_capacity)
{
    request.to = endpoint->origin;
    request.target = endpoint->path;
    request.body = std::move(encoded.body);
    request.idempotent = operation.read_only;
    request.stop = in_flight.stop;
    if (watcher)
        tables = tables_of(operation.name, request.body);
}

observed_call running_call::seen() const
{
    observed_call result;
    result.operation = operation.name;
    result.invocation_id = {invocation_id.data(), invocation_id.size()};
    result.service = operation.service == aws::service::dynamodb_streams ? "DynamoDB Streams" : "DynamoDB";
    result.region = state->setup().region();
    result.host = endpoint->host_header;
    result.tables = tables;
    return result;
}

void running_call::report_capacity(std::string_view response) const
{
    if (watcher && asks_capacity)
        for_each_capacity(operation, response,
            [this](observed_capacity const& consumed) { watcher->capacity_consumed(seen(), consumed); });
}

void running_call::end(call_metadata const& known, error const* failure)
{
    if (metadata)
        *metadata += known;
    if (watcher)
        watcher->call_ended(seen(), known, failure);
}

} // namespace dynasio::call
