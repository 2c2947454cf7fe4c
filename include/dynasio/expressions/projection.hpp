// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_PROJECTION_HPP
#define DYNASIO_EXPRESSIONS_PROJECTION_HPP

#include <dynasio/expressions/detail/operand.hpp>
#include <dynasio/expressions/path.hpp>

#include <utility>
#include <vector>

namespace dynasio {

/// The attributes that a read returns instead of all: `projection(attr<&phone::name>, path("address.city"))`.
/// Throws `expression_error` if paths overlap.
class projection
{
public:
    projection() = default;
    template <class... P>
        requires(sizeof...(P) > 0 && (expressions::path_operand<P> && ...))
    explicit projection(P const&... where)
    {
        (insert(where.to_path()), ...);
    }

    projection& insert(path where) &;
    projection insert(path where) && { return std::move(insert(std::move(where))); }

    [[nodiscard]] bool empty() const noexcept { return paths_.empty(); }
    [[nodiscard]] std::vector<path> const& paths() const noexcept { return paths_; }

private:
    std::vector<path> paths_;
};

/// The former name, for one release.
using projected [[deprecated("use projection")]] = projection;

} // namespace dynasio

#endif
