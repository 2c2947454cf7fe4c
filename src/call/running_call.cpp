// SPDX-License-Identifier: BSL-1.0

#include "call/running_call.hpp"

#include "call/call_deadline.hpp"

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

} // namespace

running_call::running_call(std::shared_ptr<client_state> s, encoded_request&& encoded)
    : state(std::move(s)),
      operation(*encoded.operation),
      endpoint(state->setup().endpoint_of(operation.service)),
      attempt_timeout(encoded.options.attempt_timeout().value_or(state->options().attempt_timeout)),
      invocation_id(state->random().uuid()),
      attempts(operation, retry_options_of(state->options(), encoded.options), state->quota(),
          deadline_of(encoded.options, state->clock()->now(), state->options().call_timeout))
{
    request.to = endpoint.origin;
    request.target = endpoint.path;
    request.body = std::move(encoded.body);
    request.idempotent = operation.read_only;
}

} // namespace dynasio::call
