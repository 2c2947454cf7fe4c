// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URLS_URL_PERMISSIONS_HPP
#define DYNASIO_STORES_URLS_URL_PERMISSIONS_HPP

#include <map>
#include <set>
#include <string>

namespace dynasio {

/// Who may do what: the tags of users by the name of the permission. Those under `owned` own the key.
using url_permissions = std::map<std::string, std::set<std::string>>;

} // namespace dynasio

#endif
