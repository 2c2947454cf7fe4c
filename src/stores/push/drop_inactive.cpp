// SPDX-License-Identifier: BSL-1.0
//
// Dropping the users whose last contact was in one month.

#include "client/client_handle.hpp"
#include "clock/nursery.hpp"
#include "composed/busy_guard.hpp"
#include "stores/push/router_table_state.hpp"
#include "stores/stored_item.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/describe_table.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/operations/scan.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <utility>

namespace dynasio {

namespace stores::push {

namespace {

constexpr std::size_t users_at_once = 25;

/// What is read of a user.
struct contact
{
    std::string uaid{};
    std::int64_t last_connect{};
};
BOOST_DESCRIBE_STRUCT(contact, (), (uaid, last_connect))

/// What the table or its index is asked for: one page.
struct page_request
{
    std::int64_t last_connect = 0; ///< of the users, if it is the index
    std::optional<item> after{};
};

/// Takes an element out of a queue. It goes back unless it is done.
template <class T>
class taken
{
public:
    explicit taken(std::deque<T>& from) : from_(from), value(std::move(from.front())) { from.pop_front(); }
    taken(taken const&) = delete;
    taken& operator=(taken const&) = delete;
    ~taken()
    {
        if (!done_)
            from_.push_front(std::move(value));
    }
    void done() noexcept { done_ = true; }

private:
    std::deque<T>& from_;
    bool done_ = false;

public:
    T value;
};

condition is_of_month(std::chrono::year_month month)
{
    auto const all = last_connects_of(month);
    // Values of one form have as many digits.
    auto const longer = std::ranges::find_if(all, [&](auto each) { return each >= all.front() * 10; });
    auto const& stored = attr<&contact::last_connect>;
    return between(stored, all.front(), *std::prev(longer)) || between(stored, *longer, all.back());
}

} // namespace

class inactive_users_state
{
public:
    using pointer = std::shared_ptr<inactive_users_state>;

    inactive_users_state(
        router_table_state::pointer table, std::chrono::year_month month, drop_inactive_options options)
        : table_(std::move(table)), month_(month), options_(options)
    {}

    static awaitable<std::optional<std::size_t>> next(pointer self)
    {
        composed::busy_guard const turn(self->busy_);
        call::begin_again(self->table_->owner(), self->options_.call);
        if (self->must_pause_)
        {
            co_await call::pause(self->table_->owner(), self->options_.call, self->options_.pause);
            self->must_pause_ = false;
        }
        if (!self->begun_)
            co_await begin(*self);
        while (self->dropped_ < users_at_once && !(self->users_.empty() && self->pages_.empty()))
            if (self->users_.empty())
                co_await read_pages(*self);
            else
                co_await drop_users(*self);
        auto const dropped = std::exchange(self->dropped_, 0);
        self->must_pause_ = dropped >= users_at_once;
        if (dropped == 0)
            co_return std::nullopt;
        co_return dropped;
    }

private:
    static awaitable<void> begin(inactive_users_state& self)
    {
        auto request = self.table_->request<describe_table_input>();
        auto const found = co_await self.table_->owner().describe_table(request, self.options_.call);
        if (found.table)
            self.by_index_ = std::ranges::any_of(found.table->global_secondary_indexes,
                [](auto const& index)
                {
                    return index.index_name == access_index
                        && index.index_status == model::index_status::active;
                });
        if (self.by_index_)
            for (auto const value : last_connects_of(self.month_))
                self.pages_.push_back({.last_connect = value});
        else
            self.pages_.emplace_back();
        self.begun_ = true;
    }

    static awaitable<void> read_pages(inactive_users_state& self)
    {
        auto const count = std::min(self.pages_.size(), self.options_.concurrency);
        std::function<awaitable<void>(http::child_group&, std::size_t)> const work =
            [&self](http::child_group&, std::size_t) { return self.by_index_ ? query(self) : scan(self); };
        co_await http::run_children(count, work, http::on_failure::keep_others);
    }

    static awaitable<void> query(inactive_users_state& self)
    {
        taken<page_request> page(self.pages_);
        auto request = with(self.table_->request<query_input>(),
            key(attr<&contact::last_connect> == page.value.last_connect),
            projection(attr<&contact::uaid>, attr<&contact::last_connect>));
        request.index_name = access_index;
        request.exclusive_start_key = page.value.after;
        auto const found = co_await self.table_->owner().query(request, self.options_.call);
        self.take(found, page);
    }

    static awaitable<void> scan(inactive_users_state& self)
    {
        taken<page_request> page(self.pages_);
        auto request = with(self.table_->request<scan_input>(), is_of_month(self.month_),
            projection(attr<&contact::uaid>, attr<&contact::last_connect>));
        request.consistent_read = true;
        request.exclusive_start_key = page.value.after;
        auto const found = co_await self.table_->owner().scan(request, self.options_.call);
        self.take(found, page);
    }

    /// Keeps the users of a page, and where the next one begins.
    template <class Output>
    void take(Output const& found, taken<page_request>& page)
    {
        for (auto const& each : found.items)
        {
            auto const decode = [&]
            {
                return decode_stored_item<contact>(
                    each, table_->table(), [&] { return pick(each, {std::string_view("uaid")}); });
            };
            auto user = decode_or_skip(*table_, true, decode);
            if (user && is_in_month(user->last_connect, month_))
                users_.push_back(*std::move(user));
        }
        if (found.last_evaluated_key && !found.last_evaluated_key->empty())
            page.value.after = *found.last_evaluated_key; // goes back, for the next page
        else
            page.done();
    }

    static awaitable<void> drop_users(inactive_users_state& self)
    {
        auto const wanted = std::min(self.users_.size(), users_at_once - self.dropped_);
        auto const count = std::min(wanted, self.options_.concurrency);
        auto left = wanted;
        std::function<awaitable<void>(http::child_group&, std::size_t)> const work =
            [&self, &left](http::child_group&, std::size_t) { return drop_some(self, left); };
        co_await http::run_children(count, work, http::on_failure::keep_others);
    }

    /// `left` is how many are to be dropped yet.
    static awaitable<void> drop_some(inactive_users_state& self, std::size_t& left)
    {
        while (left > 0 && !self.users_.empty())
        {
            --left;
            taken<contact> user(self.users_);
            auto request = with(self.table_->request<delete_item_input>(),
                attr<&contact::last_connect> == user.value.last_connect);
            request.key = item::of("uaid", user.value.uaid);
            request.return_values_on_condition_check_failure =
                model::return_values_on_condition_check_failure::all_old;
            auto const outcome = co_await self.table_->owner().try_delete_item(request, self.options_.call);
            bool const lost = !outcome && outcome.error() == client_errc::outcome_unknown;
            if (!outcome && !lost && outcome.error() != errc::conditional_check_failed)
            {
                left = 0;        // the others end what they have begun, so that it is counted
                outcome.value(); // throws
            }
            user.done();
            // After a lost response, a user who is gone was dropped here.
            if (outcome || (lost && !outcome.error().details().old_item))
                ++self.dropped_;
        }
    }

    router_table_state::pointer table_;
    std::chrono::year_month month_;
    drop_inactive_options options_;
    bool begun_ = false;
    bool by_index_ = false;
    bool must_pause_ = false;
    bool busy_ = false;
    std::deque<page_request> pages_; // to be read
    std::deque<contact> users_;      // to be dropped
    std::size_t dropped_ = 0;        // not yet told
};

} // namespace stores::push

inactive_users::inactive_users(std::shared_ptr<stores::push::inactive_users_state> state) noexcept
    : state_(std::move(state))
{}

boost::asio::awaitable<std::optional<std::size_t>> inactive_users::next()
{
    return stores::push::inactive_users_state::next(state_);
}

inactive_users router_table::drop_inactive(unsigned months_ago, drop_inactive_options options) const
{
    using stores::check_option;
    check_option(months_ago >= 1, "months_ago", "must be at least 1");
    check_option(options.concurrency >= 1, "drop_inactive_options::concurrency", "must be at least 1");
    check_option(options.pause >= options.pause.zero(), "drop_inactive_options::pause", "is negative");
    auto const month = state_->month() - std::chrono::months(months_ago);
    return inactive_users(
        std::make_shared<stores::push::inactive_users_state>(state_, month, std::move(options)));
}

} // namespace dynasio
