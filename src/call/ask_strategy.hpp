// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_ASK_STRATEGY_HPP
#define DYNASIO_SRC_CALL_ASK_STRATEGY_HPP

#include <dynasio/aws/retry_strategy.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace dynasio::call {

/// What a strategy of the user wants.
struct strategy_choice
{
    std::optional<std::chrono::nanoseconds> delay; ///< not negative; nothing: no retry
    std::string refusal;                           ///< why not, for the context of the error
};

strategy_choice ask_strategy(aws::retry_strategy& strategy, aws::retry_candidate const& candidate);

} // namespace dynasio::call

#endif
