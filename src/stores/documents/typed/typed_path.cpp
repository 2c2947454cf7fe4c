// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/json_path.hpp"

#include <dynasio/stores/documents/typed/detail/object_tree.hpp>

namespace dynasio::stores::documents {

std::string member_path(std::string_view path, std::string_view name)
{
    return with_member(std::string(path), name);
}

} // namespace dynasio::stores::documents
