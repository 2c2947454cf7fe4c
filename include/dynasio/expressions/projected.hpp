// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_PROJECTED_HPP
#define DYNASIO_EXPRESSIONS_PROJECTED_HPP

#include <dynasio/expressions/detail/operand.hpp>
#include <dynasio/expressions/path.hpp>

#include <vector>

namespace dynasio {

/// The attributes that a read returns, instead of all: `projected(attr<&phone::name>, path("address.city"))`.
/// Throws `expression_error` for paths that overlap.
class projected
{
public:
    projected() = default;
    template <class... P>
        requires(sizeof...(P) > 0 && (expressions::path_operand<P> && ...))
    explicit projected(P const&... where)
    {
        (insert(where.to_path()), ...);
    }

    projected& insert(path where);

    [[nodiscard]] bool empty() const noexcept { return paths_.empty(); }
    [[nodiscard]] std::vector<path> const& paths() const noexcept { return paths_; }

private:
    std::vector<path> paths_;
};

} // namespace dynasio

#endif
