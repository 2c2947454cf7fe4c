// SPDX-License-Identifier: BSL-1.0
//
// The functions of `record_stream` that do not depend on the struct.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_STREAM_STATE_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_STREAM_STATE_HPP

#include <dynasio/expressions/key_condition.hpp>
#include <dynasio/stores/records/detail/record_table_state.hpp>
#include <dynasio/stores/records/detail/record_targets.hpp>
#include <dynasio/stores/records/stream_options.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::records {

/// The records of one page.
class record_page
{
public:
    virtual ~record_page() = default;
    virtual record_target target(unknown_attributes unknown) = 0;

    /// The records in their order, where it is not that of the list.
    std::vector<std::size_t> order;
    /// The position of each record in the index. Empty if the records contain it.
    std::vector<item> positions;

    [[nodiscard]] std::size_t place(std::size_t i) const { return order.empty() ? i : order[i]; }
};

template <class T>
class record_page_of final : public record_page
{
public:
    record_target target(unknown_attributes unknown) override { return target_of(records, unknown); }

    static std::unique_ptr<record_page> make() { return std::make_unique<record_page_of>(); }

    /// An empty page in the memory of these.
    static std::unique_ptr<record_page> make_of(std::vector<T>&& old)
    {
        auto page = std::make_unique<record_page_of>();
        page->records.all = std::move(old);
        return page;
    }

    used_records<T> records;
};

using page_maker = std::unique_ptr<record_page> (*)();

class record_stream_state;
using record_stream_pointer = std::shared_ptr<record_stream_state>;

record_stream_pointer make_query_stream(
    record_table_pointer table, key_condition which, stream_options options, page_maker make_page);
record_stream_pointer make_scan_stream(
    record_table_pointer table, stream_options options, page_maker make_page);

/// One that fails with `bad_input`.
record_stream_pointer make_refused_stream(
    record_table_pointer const& table, std::string_view attribute, std::string_view why);

/// Records of the page that is being read.
struct record_span
{
    record_page* page = nullptr; ///< null at the end
    std::size_t first = 0;
    std::size_t count = 0;
};

/// The next record, or the rest of its page, or the next page. They count as handed out.
boost::asio::awaitable<record_span> next_records(record_stream_pointer self, bool whole_page);

/// Gives an empty page for one of the next to be read into.
void reuse(record_stream_state& self, std::unique_ptr<record_page> page);

/// Empty at the end.
std::optional<std::string> cursor_of(record_stream_state const& self);

} // namespace dynasio::stores::records

#endif
