// SPDX-License-Identifier: BSL-1.0
//
// What reading and writing in batches have in common: units wait in a queue, a few workers send them by the
// chunk, and what a response leaves of a chunk is sent again after a pause.

#ifndef DYNASIO_SRC_COMPOSED_BATCH_ENGINE_HPP
#define DYNASIO_SRC_COMPOSED_BATCH_ENGINE_HPP

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "clock/nursery.hpp"
#include "composed/batch_units.hpp"

#include <dynasio/aws/retry.hpp>
#include <dynasio/batch.hpp>
#include <dynasio/client.hpp>
#include <dynasio/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace dynasio::composed {

/// Throws `std::invalid_argument` that names the option.
void validate(batch_options const& options);

/// What a worker knows of the requests for its chunk so far.
struct chunk_progress
{
    unsigned attempts_without_progress = 0; ///< responses in a row that brought nothing
    std::optional<error> last{};            ///< the error of the last response, if it had one
    bool final_request = false;             ///< the next request is the last one before the deadline

    [[nodiscard]] error const* last_error() const noexcept { return last ? &*last : nullptr; }
};

/// Time, pauses and the end of one batch. Used by the workers, the children of one nursery, only.
class batch_deadline
{
public:
    batch_deadline(client const& from, batch_options const& options, char const* operation);

    [[nodiscard]] bool failed() const noexcept { return failure_.has_value(); }
    [[nodiscard]] std::optional<error> const& failure() const noexcept { return failure_; }

    /// The first error is kept; workers that pause are woken.
    void fail(http::child_group& group, error e);
    /// As `fail`, where the workers are no more.
    void fail(error e);

    /// The options for a request that begins now; empty, and the batch has failed, when its time is up.
    std::optional<call_options> next_call(http::child_group& group, error const* last);

    /// Waits before what is left of a chunk is sent again. A pause that would reach the deadline is cut, once, so that there
    /// is time for a final request.
    static boost::asio::awaitable<void> pause(
        batch_deadline& self, http::child_group& group, std::size_t worker, chunk_progress& progress);

private:
    void fail_late(http::child_group& group, error const* last);

    client from_;
    batch_options const options_;
    char const* operation_;
    call_options const call_; ///< of each request, with the deadline of the batch
    std::optional<error> failure_;
    std::vector<std::size_t> pausing_;
};

/// Whether an error only means that the service wants to be asked more slowly.
bool asks_to_slow_down(error const& e);

/// One batch. `Kind` has `content` (of a unit), `limits`, `changes_items` (whether it writes), and
/// `awaitable<result<units_left>> send(client const&, std::vector<batch_unit<content>> const&, call_options)`, which keeps
/// what the response brought in `got` and returns what it left; `request_for` the units of a chunk, with
/// `return_consumed_capacity`.
template <class Kind>
struct batch_state
{
    using unit = batch_unit<typename Kind::content>;

    batch_state(client const& c, batch_options const& o, Kind k, std::deque<unit> q)
        : from(c), bounds(c, o, Kind::operation), kind(std::move(k)), wanted(q.size()), queue(std::move(q))
    {}

    client from;
    batch_deadline bounds;
    Kind kind;
    std::size_t const wanted; ///< units
    std::deque<unit> queue;
    /// What each worker sends until nothing of it is left. A worker that is cancelled loses what is in its frame.
    std::vector<std::vector<unit>> chunks;

    /// The units that are not done. At the end, when no worker runs any more.
    [[nodiscard]] std::vector<unit> take_left()
    {
        std::vector<unit> left;
        for (auto& each : chunks)
            std::move(each.begin(), each.end(), std::back_inserter(left));
        std::move(queue.begin(), queue.end(), std::back_inserter(left));
        return left;
    }

    /// Whether some of the units that are left may have been applied. At the end, before `take_left`.
    [[nodiscard]] bool may_have_been_applied() const
    {
        return std::any_of(chunks.begin(), chunks.end(),
            [](auto const& chunk)
            {
                return std::any_of(
                    chunk.begin(), chunk.end(), [](unit const& each) { return each.may_have_been_applied; });
            });
    }

    /// Why the batch has failed, with the verdict about all of its units. At the end, before `take_left`.
    [[nodiscard]] std::optional<error> failure() const
    {
        if (!bounds.failure())
            return std::nullopt;
        auto details = bounds.failure()->details();
        auto left = queue.size();
        for (auto const& chunk : chunks)
            left += chunk.size();
        details.may_have_been_applied = Kind::changes_items && (left < wanted || may_have_been_applied());
        return error(std::move(details));
    }

    /// What the batch brought, its error, and what is left as a request. At the end, when no worker runs any more.
    [[nodiscard]] auto take_result()
    {
        auto got = std::move(kind.got);
        got.error = failure();
        if constexpr (requires { got.may_have_been_applied; })
            got.may_have_been_applied = may_have_been_applied();
        got.unprocessed = kind.request_for(take_left()).request_items;
        return got;
    }
};

template <class Kind>
boost::asio::awaitable<void> batch_worker(
    std::shared_ptr<batch_state<Kind>> state, http::child_group& group, std::size_t index)
{
    auto& bounds = state->bounds;
    auto& chunk = state->chunks[index];
    while (!bounds.failed())
    {
        chunk = take_chunk(state->queue, Kind::limits);
        if (chunk.empty())
            break;
        chunk_progress progress;
        while (!chunk.empty() && !bounds.failed())
        {
            auto const call = bounds.next_call(group, progress.last_error());
            if (!call)
                break;
            auto const left = co_await state->kind.send(state->from, chunk, *call);
            // Whatever the response says of a unit, a lost attempt may have applied it.
            if (left ? left->may_have_been_applied : left.error().may_have_been_applied())
                for (auto& unit : chunk)
                    unit.may_have_been_applied = true;
            progress.last.reset();
            if (left)
            {
                bool const some = left->positions.size() < chunk.size();
                progress.attempts_without_progress = some ? 0 : progress.attempts_without_progress + 1;
                keep_left(chunk, left->positions);
            }
            else if (asks_to_slow_down(left.error()))
            {
                progress.last = left.error();
                ++progress.attempts_without_progress;
            }
            else
                bounds.fail(group, left.error());
            if (!chunk.empty() && !bounds.failed())
                co_await batch_deadline::pause(bounds, group, index, progress);
        }
    }
}

/// Ends when the batch has ended, well or not; `take_left` gives what is left.
template <class Kind>
boost::asio::awaitable<void> run_batch(std::shared_ptr<batch_state<Kind>> state, std::size_t concurrency)
{
    if (state->queue.empty())
        co_return;
    std::size_t bytes = 0;
    for (auto const& unit : state->queue)
        bytes += unit.bytes;
    auto const chunks = std::max(state->queue.size() / Kind::limits.units, bytes / Kind::limits.bytes) + 1;
    std::function<boost::asio::awaitable<void>(http::child_group&, std::size_t)> const work =
        [state](http::child_group& group, std::size_t index)
    { return batch_worker<Kind>(state, group, index); };
    auto const workers = std::min(concurrency, chunks);
    state->chunks.resize(workers);
    boost::system::error_code ended;
    try
    {
        co_await http::run_children(workers, work);
    }
    catch (boost::system::system_error const& e)
    {
        ended = e.code(); // cancelled
    }
    if (ended)
        state->bounds.fail(error(ended, "the batch was cut short"));
}

/// One batch from its first request to its result.
template <class Kind>
boost::asio::awaitable<decltype(Kind::got)> run_batch(
    client from, batch_options options, Kind kind, std::deque<batch_unit<typename Kind::content>> units)
{
    kind.return_consumed_capacity = options.return_consumed_capacity;
    auto const state = std::make_shared<batch_state<Kind>>(from, options, std::move(kind), std::move(units));
    co_await run_batch(state, options.concurrency);
    co_return state->take_result();
}

} // namespace dynasio::composed

#endif
