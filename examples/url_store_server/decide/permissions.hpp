// SPDX-License-Identifier: BSL-1.0
//
// Who may do what with a key. Pure functions.
//
// Users are known by tags. A token stands for one tag (`tokens.hpp`). Each key has permissions: names with sets of tags.
// Three of the names count, others are kept for applications:
//
// | permission | lets these tags                                                                |
// |------------|--------------------------------------------------------------------------------|
// | `read`     | read data and metadata, and find the key by queries                             |
// | `write`    | the same, and write data and metadata                                           |
// | `owned`    | do everything: also read and write permissions, and delete the key              |
//
// The tag `*` stands for all users. Who writes a new key becomes its only owner, so a new key is private until its owner
// adds somebody. To those who may not read it, it does not exist: 404. Those who may read get 403 for what else they may
// not do. A write to a key that exists, but that the writer may not see, gets 403 too, since it cannot be made.
//
// Without any token in the configuration, everybody has the tag `anonymous`, and permissions are kept but not enforced.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_PERMISSIONS_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_PERMISSIONS_HPP

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace examples {

using permission_map = std::map<std::string, std::set<std::string>>;

/// All permissions of a key are one attribute of an item that has to stay small.
inline constexpr std::size_t max_permission_bytes = 64 * 1024;

struct user
{
    std::string tag = "anonymous";
    bool may_do_all = false; ///< nobody has a token
};

enum class access
{
    read,
    write,
    own,
};

bool is_allowed(user const& who, access what, permission_map const& permissions);

/// Throws `refusal` with 403 or 404 if the user may not do that with a key that exists.
void check_access(user const& who, access what, permission_map const& permissions);

/// Reads `{"owned": ["a"], ...}`. Permissions without tags are left out. Throws `refusal` with 400 for anything else, and
/// with 413 above `max_permission_bytes`.
permission_map parse_permissions(std::string_view json);

/// Throws `refusal` with 400 unless somebody owns the key, and with 413 above `max_permission_bytes`.
void check_permissions(permission_map const& permissions);

permission_map merge_permissions(permission_map stored, permission_map const& added);

/// Sorted, so that equal permissions have equal texts.
std::string to_json(permission_map const& permissions);

} // namespace examples

#endif
