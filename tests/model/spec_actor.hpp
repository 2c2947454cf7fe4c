// SPDX-License-Identifier: BSL-1.0
//
// One coroutine that performs random operations on specs and notes what it saw of each.

#ifndef DYNASIO_TESTS_MODEL_SPEC_ACTOR_HPP
#define DYNASIO_TESTS_MODEL_SPEC_ACTOR_HPP

#include "spec_rules.hpp"
#include "world.hpp"

#include <dynasio/stores/spec_store.hpp>

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests::model {

enum class spec_operation : unsigned char
{
    save,
    latest_version,
    get,
    list,
    list_by_pages,
    count_models,
    list_versions,
    list_versions_descending,
    stream_versions,
    remove,
    remove_all, ///< of the coroutine's own user, whom nobody else changes
};

struct planned_spec_call
{
    spec_operation what{};
    unsigned spec = 0;

    [[nodiscard]] std::string describe() const;
};

inline constexpr unsigned shared_specs =
    3; ///< of one user: two of which one begins like the other, and one that is kept
inline constexpr unsigned kept_spec = 2;
inline constexpr unsigned own_specs = 2; ///< of the user of each coroutine

std::vector<planned_spec_call> plan_specs(std::uint64_t seed, unsigned coroutine);

class spec_actor
{
public:
    spec_actor(actor& a, std::uint64_t seed, spec_store_options options);

    asio::awaitable<void> perform(std::vector<planned_spec_call> plan);
    /// Reads everything and removes all.
    asio::awaitable<void> read_at_end();

    static std::string name_of(unsigned spec);

    std::deque<std::pair<unsigned, spec_event>> events; ///< with the number of the spec
    /// Calls that removed all specs of a user, and what they returned.
    std::deque<std::pair<call const*, std::size_t>> removals_of_users;
    std::vector<std::string> problems; ///< that need no model

private:
    asio::awaitable<void> save(unsigned spec);
    asio::awaitable<void> read_latest(planned_spec_call p);
    asio::awaitable<void> read_all(planned_spec_call p);
    asio::awaitable<void> read_versions(planned_spec_call p);
    asio::awaitable<void> remove(planned_spec_call p);

    [[nodiscard]] std::string sub_of(unsigned spec) const;
    [[nodiscard]] std::vector<unsigned> specs_of_user(unsigned spec) const;
    spec_version version_of(call& c, unsigned spec, spec_info const& found);
    void add_latest(call& c, unsigned spec, std::optional<spec_version> found);
    void add_event(unsigned spec, spec_event e);
    void problem(call const& c, std::string text);

    actor& actor_;
    std::string user_;
    spec_store store_;
};

} // namespace dynasio::tests::model

#endif
