// SPDX-License-Identifier: BSL-1.0
//
// Streams of records: one lane for each part of the table that is read, with at most one page of each in flight or waiting,
// and one page that is in use.

#include "composed/busy_guard.hpp"
#include "composed/page_walk.hpp"
#include "stores/records/prefetch.hpp"
#include "stores/records/record_cursor.hpp"

#include <boost/asio/this_coro.hpp>

#include <limits>
#include <utility>

namespace dynasio::stores::records {

namespace {

/// One part of the table.
struct segment_state
{
    page_place delivered{};           ///< all before it has been
    composed::page_walk<item> next{}; ///< to the page to be fetched
    prefetch ahead{};
};

} // namespace

/// Used by one coroutine at a time; only `prefetch` has other threads.
class record_stream_state
{
public:
    record_stream_state(page_source source, stream_options const& options)
        : source_(std::make_shared<page_source const>(std::move(source))),
          ahead_(options.reads_ahead() || options.segments() > 1),
          left_(options.limit().value_or(std::numeric_limits<std::size_t>::max())),
          segments_(static_cast<std::size_t>(options.segments()))
    {
        if (options.after())
        {
            auto places = decode_cursor(*source_, *options.after(), segments_.size());
            auto const index =
                source_->index() ? source_->table->cached_index(*source_->index()) : std::nullopt;
            check_places(*source_, index ? &*index : nullptr, places);
            for (std::size_t i = 0; i < places.size(); ++i)
            {
                segments_[i].delivered = places[i];
                segments_[i].next = composed::page_walk<item>(places[i].start, places[i].done);
            }
            if (source_->index() && !index)
                unchecked_ = std::move(places);
        }
    }

    /// A stream of arguments that cannot be.
    explicit record_stream_state(std::exception_ptr refused) : refused_(std::move(refused)) {}

    static boost::asio::awaitable<record_span> next(record_stream_pointer self, bool whole_page)
    {
        if (self->refused_)
            std::rethrow_exception(self->refused_);
        composed::busy_guard const alone(self->busy_);
        if (self->left_ == 0)
            co_return record_span();
        bool fresh = false;
        if (!self->unchecked_.empty())
            co_await check_cursor(self);
        while (self->used_ == self->page_.count && !(whole_page && fresh))
        {
            bool const found = co_await load(self);
            if (!found)
                co_return record_span();
            fresh = true;
        }
        co_return self->hand_out(whole_page);
    }

    void reuse(std::unique_ptr<record_page> page) { spare_ = std::move(page); }

    [[nodiscard]] std::optional<std::string> cursor() const
    {
        std::vector<page_place> places;
        bool all_done = true;
        for (std::size_t i = 0; i < segments_.size(); ++i)
        {
            auto place = segments_[i].delivered;
            if (i == current_ && used_ > 0 && used_ < page_.count)
            {
                if (!page_.records->positions.empty())
                    place.start = page_.records->positions[used_ - 1];
                else if (!last_key_.empty())
                    place.start = decode_encoded(last_key_);
            }
            all_done = all_done && place.done;
            places.push_back(std::move(place));
        }
        if (all_done)
            return std::nullopt;
        return encode_cursor(*source_, places);
    }

private:
    [[nodiscard]] std::optional<std::int32_t> segment(std::size_t i) const
    {
        if (segments_.size() == 1)
            return std::nullopt;
        return static_cast<std::int32_t>(i);
    }

    /// Checks a cursor of an index that had not been described before.
    static boost::asio::awaitable<void> check_cursor(record_stream_pointer self)
    {
        auto const& source = *self->source_;
        auto const call = source.table->with_deadline(source.call);
        auto const index = co_await index_of(source, call);
        check_places(source, &index, self->unchecked_);
        self->unchecked_.clear();
    }

    /// Fetches the next page into `page_`; false at the end.
    static boost::asio::awaitable<bool> load(record_stream_pointer self)
    {
        if (!self->ahead_)
        {
            auto& only = self->segments_.front();
            if (only.next.at_end())
                co_return false;
            auto page =
                co_await fetch_page(*self->source_, self->empty_page(), only.next.position(), std::nullopt);
            self->use(0, std::move(page));
            co_return true;
        }
        auto const executor = co_await boost::asio::this_coro::executor;
        self->fetch_ahead(executor);
        auto fetches = self->fetches();
        if (fetches.empty())
            co_return false;
        if (self->complete_lane() == self->segments_.size())
            co_await http::wait_for_any(std::move(fetches));
        auto const i = self->complete_lane();
        // After an error the same page is fetched again.
        self->use(i, self->segments_[i].ahead.take(self->source_->call.metadata()));
        self->fetch_ahead(executor);
        co_return true;
    }

    void fetch_ahead(boost::asio::any_io_executor const& executor)
    {
        for (std::size_t i = 0; i < segments_.size(); ++i)
            if (auto& each = segments_[i]; !each.ahead.is_expected() && !each.next.at_end())
                each.ahead.start(executor, source_, empty_page(), each.next.position(), segment(i));
    }

    std::unique_ptr<record_page> empty_page() { return spare_ ? std::move(spare_) : source_->make_page(); }

    /// The fetches of all expected pages.
    [[nodiscard]] std::vector<http::child_group*> fetches() const
    {
        std::vector<http::child_group*> all;
        for (auto const& each : segments_)
            if (each.ahead.is_expected())
                all.push_back(&each.ahead.fetch());
        return all;
    }

    /// A segment whose page is there, beginning behind the last one, so that none is left behind.
    [[nodiscard]] std::size_t complete_lane() const
    {
        for (std::size_t n = 1; n <= segments_.size(); ++n)
        {
            auto const i = (current_ + n) % segments_.size();
            if (segments_[i].ahead.is_complete())
                return i;
        }
        return segments_.size();
    }

    void use(std::size_t i, fetched_page page)
    {
        if (!segments_[i].next.advance(page.next.start))
            throw operation_error(composed::repeated_position("a page of table " + source_->table->table()));
        current_ = i;
        page_ = std::move(page);
        used_ = 0;
        // A page without records is handed out with that.
        if (page_.count == 0)
            segments_[i].delivered = page_.next;
        if (fields_.empty())
            fields_ = position_fields(*source_);
    }

    record_span hand_out(bool whole_page)
    {
        record_span result;
        result.page = page_.records.get();
        result.first = used_;
        result.count = std::min(whole_page ? page_.count - used_ : 1, left_);
        used_ += result.count;
        left_ -= result.count;
        if (used_ == page_.count)
            segments_[current_].delivered = page_.next;
        else if (page_.records->positions.empty() && !fields_.empty())
        {
            auto const target = page_.records->target(unknown_attributes::ignore);
            last_key_.clear();
            encode_fields(last_key_, source_->table->type(),
                target.at(target.object, page_.records->place(used_ - 1)), fields_);
        }
        return result;
    }

    std::exception_ptr refused_;
    std::shared_ptr<page_source const> source_;
    bool ahead_ = false;
    bool busy_ = false;
    std::size_t left_ = 0; ///< records until the limit
    std::vector<segment_state> segments_;
    std::vector<page_place> unchecked_; ///< the places of a cursor whose index is not known yet
    std::size_t current_ = 0;           ///< the segment_state of `page_`
    fetched_page page_;
    std::unique_ptr<record_page> spare_; ///< of which the memory is used again
    std::size_t used_ = 0;               ///< records of `page_` that were handed out
    std::string last_key_; ///< JSON of the position of the last one, while there are more in its page
    std::vector<std::size_t> fields_;
};

namespace {

/// The stream, or one that fails with what `make` throws.
template <class Make>
record_stream_pointer make_stream(Make make)
{
    try
    {
        return make();
    }
    catch (std::exception const&)
    {
        return std::make_shared<record_stream_state>(std::current_exception());
    }
}

} // namespace

record_stream_pointer make_query_stream(
    record_table_pointer table, key_condition which, stream_options options, page_maker make_page)
{
    return make_stream(
        [&]
        {
            return std::make_shared<record_stream_state>(
                query_source(std::move(table), which, options, make_page), options);
        });
}

record_stream_pointer make_scan_stream(
    record_table_pointer table, stream_options options, page_maker make_page)
{
    return make_stream(
        [&]
        {
            return std::make_shared<record_stream_state>(
                scan_source(std::move(table), options, make_page), options);
        });
}

record_stream_pointer make_refused_stream(
    record_table_pointer const& table, std::string_view attribute, std::string_view why)
{
    return make_stream(
        [&]() -> record_stream_pointer { table->throw_bad_input(std::string(attribute), std::string(why)); });
}

boost::asio::awaitable<record_span> next_records(record_stream_pointer self, bool whole_page)
{
    return record_stream_state::next(std::move(self), whole_page);
}

void reuse(record_stream_state& self, std::unique_ptr<record_page> page)
{
    self.reuse(std::move(page));
}

std::optional<std::string> cursor_of(record_stream_state const& self)
{
    return self.cursor();
}

} // namespace dynasio::stores::records
