// SPDX-License-Identifier: BSL-1.0
//
// One coroutine that performs random operations on key pairs and notes what it saw of each.

#ifndef DYNASIO_TESTS_MODEL_CREDENTIAL_ACTOR_HPP
#define DYNASIO_TESTS_MODEL_CREDENTIAL_ACTOR_HPP

#include "cell.hpp"
#include "world.hpp"

#include <dynasio/stores/credential_store.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests::model {

enum class credential_operation : unsigned char
{
    create_or_update,
    create,
    get_or_create,
    get,
    list,
    find_user,
    find_users,
    authenticate,
    authenticate_wrongly,
    remove,
    remove_all,
};

struct planned_credential_call
{
    credential_operation what{};
    unsigned cell = 0; ///< user and id: two users with two key pairs each

    [[nodiscard]] std::string describe() const;
};

inline constexpr unsigned key_pairs = 4;

std::vector<planned_credential_call> plan_credentials(std::uint64_t seed, unsigned coroutine);

/// What the index of public keys returned.
struct owner_seen
{
    call const* by = nullptr;
    std::string public_key{};
    std::string sub{};
    std::string id{}; ///< empty where the operation does not return it
};

class credential_actor
{
public:
    credential_actor(actor& a, std::uint64_t seed, std::string const& table);

    asio::awaitable<void> perform(std::vector<planned_credential_call> plan);
    /// Reads everything, also by the index, and removes all.
    asio::awaitable<void> read_at_end();

    [[nodiscard]] std::string sub_of(unsigned cell) const;
    [[nodiscard]] static std::string id_of(unsigned cell);

    std::deque<std::pair<unsigned, cell_event>> events; ///< with the number of the cell
    std::deque<owner_seen> owners_seen;
    std::vector<std::string> problems; ///< that need no model

private:
    asio::awaitable<void> write(planned_credential_call p);
    asio::awaitable<void> read(planned_credential_call p);
    asio::awaitable<void> find(planned_credential_call p);
    asio::awaitable<void> remove_all(planned_credential_call p);

    void add_event(unsigned cell, cell_event e);
    void add_read(unsigned number, call& c, std::optional<credential> const& found);
    void saw(call& c, credential_owner const& owner, std::string public_key);
    void problem(call const& c, std::string text);

    actor& actor_;
    std::string user_;
    credential_store store_;
    std::string last_public_key_ = "pk_of nobody";
};

} // namespace dynasio::tests::model

#endif
