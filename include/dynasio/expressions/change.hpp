// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXPRESSIONS_CHANGE_HPP
#define DYNASIO_EXPRESSIONS_CHANGE_HPP

#include <dynasio/expressions/detail/fragment.hpp>
#include <dynasio/expressions/path.hpp>
#include <dynasio/mapping/detail/member_pointer.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <utility>

namespace dynasio {

/// The clauses of an update expression.
enum class update_clause : unsigned char
{
    set,
    remove,
    add,
    erase, ///< DELETE, of elements of a set
};

/// One change of one attribute. An `update` consists of changes.
class change
{
public:
    /// `operand` is what follows the path, without the equals sign.
    change(update_clause clause, path where, expressions::fragment operand)
        : clause_(clause), where_(std::move(where)), operand_(std::move(operand))
    {}

    [[nodiscard]] update_clause clause() const noexcept { return clause_; }
    [[nodiscard]] path const& where() const noexcept { return where_; }
    [[nodiscard]] expressions::fragment const& operand() const noexcept { return operand_; }

private:
    update_clause clause_;
    path where_;
    expressions::fragment operand_;
};

/// A change within the stored attribute of the member `Root`.
template <auto Root>
class change_of : public change
{
public:
    using record = mapping::record_of_member<Root>;
    static constexpr auto root = Root;

    using change::change;
};

/// `attr<Root> = value`: sets the whole attribute, or removes it if the value is an empty optional or set.
template <auto Root>
class assignment : public change_of<Root>
{
public:
    using change_of<Root>::change_of;

    /// Null if the attribute is removed.
    [[nodiscard]] attribute_value const* value() const noexcept
    {
        return this->clause() == update_clause::set ? &this->operand().values.front() : nullptr;
    }
};

} // namespace dynasio

#endif
