// SPDX-License-Identifier: BSL-1.0

#include "call/ask_strategy.hpp"

#include <algorithm>
#include <exception>

namespace dynasio::call {

strategy_choice ask_strategy(aws::retry_strategy& strategy, aws::retry_candidate const& candidate)
{
    strategy_choice choice;
    try
    {
        choice.delay = strategy.next_delay(candidate);
        if (choice.delay)
            choice.delay = std::max(*choice.delay, std::chrono::nanoseconds::zero());
        else
            choice.refusal = "not tried again: the retry strategy wants no other attempt";
    }
    catch (std::exception const& e)
    {
        choice.refusal = std::string("not tried again: the retry strategy threw: ") + e.what();
    }
    catch (...)
    {
        choice.refusal = "not tried again: the retry strategy threw";
    }
    return choice;
}

} // namespace dynasio::call
