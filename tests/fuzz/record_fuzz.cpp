// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as two pages of records and a cursor, divided at NULs. A page that was read into before gives the same records
// as a fresh one, and what does not fit is a `store_error`. The content of a cursor is none, or makes itself again, and its
// places are bad input or those of a record.

#include "stores/records/decode_records.hpp"
#include "stores/records/record_cursor.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/client.hpp>
#include <dynasio/stores/record_table.hpp>
#include <dynasio/stores/records/detail/record_targets.hpp>
#include <dynasio/stores/records/detail/record_type_of.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct part
{
    std::string name;
    std::optional<double> weight;
    friend bool operator==(part const&, part const&) = default;
};
BOOST_DESCRIBE_STRUCT(part, (), (name, weight))

struct entry
{
    std::int64_t id = 0;
    std::string kind;
    std::optional<std::vector<int>> list;
    std::vector<part> parts;
    std::set<std::string> tags;
    std::optional<part> best;
    friend bool operator==(entry const&, entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(entry, (), (id, kind, list, parts, tags, best))

} // namespace

template <>
struct dynasio::record_definition<entry> : dynasio::record_key<&entry::id>
{
    static constexpr auto categories = dynasio::category_lists(dynasio::category<&entry::kind>("A", "B"));
};

namespace {

namespace records = dynasio::stores::records;
using used_entries = records::used_records<entry>;

records::record_table_pointer make_table()
{
    static boost::asio::io_context context;
    dynasio::client_options options;
    options.region = "us-east-1";
    options.credentials = dynasio::aws::static_credentials({"AKID", dynasio::sigv4::secret("secret")});
    auto const clock = std::make_shared<dynasio::testing::manual_clock>();
    options.clock = clock;
    options.transport = std::make_shared<dynasio::testing::scripted_transport>(clock);
    static dynasio::client owner(context.get_executor(), options);
    return records::make_record_table(
        owner, "t", records::record_type_of<entry>, dynasio::record_table_options());
}

/// What came of a page: its records, or the attribute that does not fit.
struct outcome
{
    std::vector<entry> found;
    std::optional<dynasio::item> next;
    std::string failure;
    friend bool operator==(outcome const&, outcome const&) = default;
};

outcome read(records::record_table_state const& table, std::string_view body, used_entries& page,
    dynasio::unknown_attributes unknown, records::bad_records bad)
{
    outcome result;
    page.count = 0;
    try
    {
        result.next =
            records::read_records(table, body, records::target_of(page, unknown), bad).last_evaluated_key;
    }
    catch (dynasio::json::decode_error const& e)
    {
        result.failure = e.what();
        return result;
    }
    catch (dynasio::store_error const& e)
    {
        if (e.code() != dynasio::store_errc::malformed_item || bad == records::bad_records::skip)
            std::abort();
        result.failure = e.what();
        return result;
    }
    result.found.assign(page.all.begin(), page.all.begin() + static_cast<std::ptrdiff_t>(page.count));
    for (auto const& one : result.found)
        if (one.kind != "A" && one.kind != "B")
            std::abort();
    return result;
}

bool same(std::vector<records::page_place> const& a, std::vector<records::page_place> const& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](records::page_place const& x, records::page_place const& y)
        { return x.done == y.done && (x.done || x.start == y.start); });
}

/// Places are bad input, or ones at which a record can stand.
void check_places(records::page_source const& source, std::vector<records::page_place> const& places)
{
    try
    {
        records::check_places(source, nullptr, places);
        for (auto const& place : places)
            if (place.start && (place.start->size() != 1 || !place.start->at("id").if_number()))
                std::abort();
    }
    catch (dynasio::store_error const& e)
    {
        if (e.code() != dynasio::store_errc::bad_input)
            std::abort();
    }
}

void check_cursor(records::page_source const& source, std::string_view content)
{
    for (std::size_t const parts : {1U, 3U})
    {
        auto const places = records::decode_places(content, parts);
        if (!places)
            continue;
        if (records::encode_places(*places) != content)
            std::abort();
        check_places(source, *places);
    }
}

void check_position(records::page_source const& source, dynasio::item const& position)
{
    try
    {
        std::vector<records::page_place> const places{{false, position}};
        auto const read = records::decode_places(records::encode_places(places), 1);
        if (!read || !same(*read, places))
            std::abort();
        check_places(source, places);
    }
    catch (dynasio::json::encode_error const&)
    {} // a value of a type that is not known here
}

std::string_view take(std::string_view& rest)
{
    auto const part = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static auto const table = make_table();
    static auto const source =
        records::scan_source(table, dynasio::stream_options(), &records::record_page_of<entry>::make);
    std::string_view rest(reinterpret_cast<char const*>(data), size);
    auto const first = take(rest);
    auto const second = take(rest);
    for (auto const unknown : {dynasio::unknown_attributes::refuse, dynasio::unknown_attributes::ignore})
        for (auto const bad : {records::bad_records::fail, records::bad_records::skip})
        {
            used_entries page;
            (void)read(*table, first, page, unknown, bad);
            auto const used = read(*table, second, page, unknown, bad);
            used_entries fresh_page;
            auto const fresh = read(*table, second, fresh_page, unknown, bad);
            if (!(used == fresh))
                std::abort();
            if (fresh.next)
                check_position(source, *fresh.next);
        }
    check_cursor(source, rest);
    return 0;
}
