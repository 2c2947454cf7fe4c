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

/// Time, pauses and the end of one batch. Used by the workers, the children of one nursery, only.
class batch_deadline
{
public:
    batch_deadline(client const& from, batch_options const& options, char const* operation);

    [[nodiscard]] bool failed() const noexcept { return failure_.has_value(); }
    [[nodiscard]] std::optional<error> const& failure() const noexcept { return failure_; }

    /// Whether any error, the first or not, left it open.
    [[nodiscard]] bool may_have_been_applied() const noexcept { return may_have_been_applied_; }

    /// The first error is kept; workers that pause are woken.
    void fail(http::child_group& group, error e);
    /// As `fail`, where the workers are no more.
    void fail(error e);

    /// The options for a request that begins now; empty, and the batch has failed, when its time is up.
    std::optional<call_options> next_call(http::child_group& group, error const* last);

    /// Waits before what is left of a chunk is sent again. `attempts_without_progress` counts the responses in a row that
    /// brought nothing; `last` is the error of the last one, if it had one.
    static boost::asio::awaitable<void> pause(batch_deadline& self, http::child_group& group,
        std::size_t worker, unsigned attempts_without_progress, error const* last);

private:
    void fail_late(http::child_group& group, error const* last);

    client from_;
    batch_options const options_;
    char const* operation_;
    call_options const call_; ///< of each request, with the deadline of the batch
    std::optional<error> failure_;
    bool may_have_been_applied_ = false;
    std::vector<std::size_t> pausing_;
};

/// Whether an error only means that the service wants to be asked more slowly.
bool asks_to_slow_down(error const& e);

/// One batch. `Kind` has `content` (of a unit), `limits`, and
/// `awaitable<result<std::vector<batch_unit<content>>>> send(batch_state&, std::vector<batch_unit<content>>
/// const&, call_options)`, which keeps what the response brought in `got` and returns what it left; `request_for` the
/// units of a chunk, with `return_consumed_capacity`.
template <class Kind>
struct batch_state
{
    using unit = batch_unit<typename Kind::content>;

    /// What a worker sends until nothing of it is left.
    struct chunk
    {
        std::vector<unit> units{};
        bool may_have_been_applied = false; ///< by a request that was throttled in the end
    };

    batch_state(client const& c, batch_options const& o, Kind k, std::deque<unit> q)
        : from(c), course(c, o, Kind::operation), kind(std::move(k)), queue(std::move(q))
    {}

    client from;
    batch_deadline course;
    Kind kind;
    std::deque<unit> queue;
    /// By worker. A worker that is cancelled loses what is in its frame.
    std::vector<chunk> chunks;

    /// The units that are not done. At the end, when no worker runs any more.
    [[nodiscard]] std::vector<unit> take_left()
    {
        std::vector<unit> left;
        for (auto& each : chunks)
            std::move(each.units.begin(), each.units.end(), std::back_inserter(left));
        std::move(queue.begin(), queue.end(), std::back_inserter(left));
        return left;
    }

    /// Whether some of the units that are left may have been applied. At the end, before `take_left`.
    [[nodiscard]] bool may_have_been_applied() const
    {
        return course.may_have_been_applied()
            || std::any_of(chunks.begin(), chunks.end(),
                [](chunk const& each) { return each.may_have_been_applied && !each.units.empty(); });
    }

    /// What the batch brought, its error, and what is left as a request. At the end, when no worker runs any more.
    [[nodiscard]] auto take_result()
    {
        auto got = std::move(kind.got);
        got.error = course.failure();
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
    auto& course = state->course;
    auto& chunk = state->chunks[index];
    while (!course.failed())
    {
        chunk.units = take_chunk(state->queue, Kind::limits);
        chunk.may_have_been_applied = false;
        if (chunk.units.empty())
            break;
        unsigned attempts_without_progress = 0;
        std::optional<error> last;
        while (!chunk.units.empty() && !course.failed())
        {
            auto const call = course.next_call(group, last ? &*last : nullptr);
            if (!call)
                break;
            auto left = co_await state->kind.send(state->from, chunk.units, *call);
            last.reset();
            if (left)
            {
                bool const progress = left->size() < chunk.units.size();
                attempts_without_progress = progress ? 0 : attempts_without_progress + 1;
                chunk.units = std::move(*left);
            }
            else if (asks_to_slow_down(left.error()))
            {
                last = left.error();
                chunk.may_have_been_applied = chunk.may_have_been_applied || last->may_have_been_applied();
                ++attempts_without_progress;
            }
            else
                course.fail(group, left.error());
            if (!chunk.units.empty() && !course.failed())
                co_await batch_deadline::pause(
                    course, group, index, attempts_without_progress, last ? &*last : nullptr);
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
        state->course.fail(error(ended, "the batch was cut short"));
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
