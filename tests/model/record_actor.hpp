// SPDX-License-Identifier: BSL-1.0
//
// One coroutine that performs its plan on records and notes what it saw of each.

#ifndef DYNASIO_TESTS_MODEL_RECORD_ACTOR_HPP
#define DYNASIO_TESTS_MODEL_RECORD_ACTOR_HPP

#include "cell.hpp"
#include "record_plan.hpp"
#include "world.hpp"

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests::model {

/// Names of the tables of a test.
struct record_tables
{
    std::string tallies{};
    std::string drafts{};
};

/// A text that a read of an index returned.
struct text_seen
{
    call const* by = nullptr;
    std::string text{};
};

class record_actor
{
public:
    record_actor(actor& a, std::uint64_t seed, record_tables const& tables);

    asio::awaitable<void> perform(std::vector<planned_record_call> plan);

    /// Reads everything, compares what the index has, and deletes all.
    asio::awaitable<void> read_at_end();

    std::deque<std::pair<unsigned, cell_event>> events; ///< with the number of the cell
    std::deque<text_seen> texts_seen;
    std::vector<std::string> problems; ///< that need no model
    static std::string cell_name(std::uint64_t seed, unsigned cell);

private:
    template <class T>
    asio::awaitable<void> perform_on(record_table<T> table, planned_record_call p);
    asio::awaitable<void> perform_on_several(planned_record_call p);
    asio::awaitable<void> get_many(planned_record_call p);
    asio::awaitable<void> read_partition(planned_record_call p);
    asio::awaitable<void> find_by_text();
    asio::awaitable<void> run_transaction(planned_record_call p);
    transaction_action action_of(
        planned_action const& a, planned_record_call const& p, call& c, cell_event& e);

    template <class T>
    table_key<T> key_of(unsigned cell) const;
    template <class T>
    T record_of(unsigned cell, std::string text, std::int64_t count) const;
    cell_action put_action(unsigned cell, std::string text, std::int64_t count) const;
    /// Sets how the call ended for this cell.
    void add_event(unsigned cell, cell_event e);
    void saw(unsigned number, std::optional<cell> const& found);
    void add_reads(call& c, std::vector<tally> const& found, std::vector<unsigned> const& asked);
    void problem(call const& c, std::string text);

    actor& actor_;
    std::uint64_t seed_;
    std::string owner_;
    record_table<tally> tallies_;
    record_table<draft> drafts_;
    std::map<unsigned, std::int64_t> revisions_; ///< as last seen
    std::map<unsigned, std::string> last_text_;
};

} // namespace dynasio::tests::model

#endif
