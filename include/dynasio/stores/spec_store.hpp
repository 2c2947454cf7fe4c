// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_SPEC_STORE_HPP
#define DYNASIO_STORES_SPEC_STORE_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/client/detail/gcc12.hpp>
#include <dynasio/stores/read_options.hpp>
#include <dynasio/stores/specs/spec.hpp>
#include <dynasio/stores/specs/spec_store_options.hpp>
#include <dynasio/stores/specs/spec_stream.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

namespace stores {
struct store_access;
namespace specs {
class spec_store_state;
} // namespace specs
} // namespace stores

/// The API specifications of users, each with all its versions.
///
///     dynasio::spec orders{.name = "orders", .version = "1.4.0", .model_count = 12};
///     co_await specs.create_or_update(sub, orders);
///     for (auto const& spec : co_await specs.list(sub))
///         std::cout << spec.id << ' ' << spec.version << '\n';
///
/// Errors of every operation: `store_error` (see `store_errc`; `bad_input` for an empty or too long `sub` or `id` and for
/// text that is not UTF-8, before anything is sent), and those of the client. A missing spec is not an error.
/// Deadline: one for the whole operation, all requests and pauses included.
/// Cancellation: all types that the coroutine accepts, at every request and pause. Ends with `operation_aborted`; writes
/// up to then are kept.
/// Lifetimes: arguments are copied before a function returns. A store is a handle that holds the client; copies are the
/// same store. When the last handle of store and client is destroyed, operations in flight end with
/// `operation_aborted`.
/// Threads: all copies may be used from any thread at the same time.
class spec_store
{
public:
    /// Throws `std::invalid_argument`; see `spec_store_options`.
    explicit spec_store(client owner, spec_store_options options = {});

    /// Saves a new version, which becomes the latest. Nothing of the previous version is merged in. Returns the
    /// stored spec. `updated_at` is the current second, or a later one if the spec has a version of that second
    /// or a later one: versions never replace each other, and the time of the latest never decreases.
    /// Errors: `bad_input` also for an empty `version`, a negative `model_count`, a spec of more than about
    /// 200 KB, no `id` and no `name`; `conflict` if other saves win until the deadline, or `max_rounds` times;
    /// `malformed_item` if no second can follow that of the latest item, which is padded, not a number, or the largest.
    /// Requests: one TransactWriteItems, and one more, after a random pause, for each race lost to another save. With
    /// `write_mode::two_puts` two PutItem.
    /// Late requests: if an attempt got no response and the version was then saved with a later second, the attempt may still be
    /// carried out once the spec is removed. `call_metadata::earlier_attempt_may_have_been_applied` tells.
    boost::asio::awaitable<spec_info> create_or_update(
        std::string sub, spec const& input, call_options options = {}) const;
    DYNASIO_ON_GCC12(void create_or_update(std::string, spec&&, call_options = {}) const = delete;)

    /// The latest version; empty for an unknown spec.
    /// Requests: one GetItem.
    boost::asio::awaitable<std::optional<std::string>> latest_version(
        std::string sub, std::string id, read_options options = {}) const;

    /// The latest version with all attributes; empty for an unknown spec.
    /// Requests: one GetItem.
    boost::asio::awaitable<std::optional<spec_info>> get(
        std::string sub, std::string id, read_options options = {}) const;

    /// The latest versions of all specs of the user, in byte order of their ids.
    /// Requests: one Query per megabyte of items.
    boost::asio::awaitable<std::vector<spec_info>> list(std::string sub, list_options options = {}) const;

    /// A part of that list, and where the next part begins. A page may be empty and not the last. Requests:
    /// one Query.
    boost::asio::awaitable<spec_page> list_page(std::string sub, list_options options = {}) const;

    /// As `list`, but one by one, for lists that need not be in memory.
    /// Requests: as `list`, made as needed.
    [[nodiscard]] spec_stream stream(std::string sub, list_options options = {}) const;

    /// The sum of `model_count` over the latest versions of all specs of the user; 0 without specs.
    /// Errors: `malformed_item` also if the sum exceeds 64 bits, whatever items are skipped.
    /// Requests: as `list`, with a few bytes per spec in the responses.
    boost::asio::awaitable<std::int64_t> count_models(std::string sub, read_options options = {}) const;

    /// All versions of one spec, oldest first; none for an unknown spec.
    /// Requests: one Query of the local index per megabyte of items, including items of specs whose id begins
    /// with this id, `#` and a digit.
    boost::asio::awaitable<std::vector<spec_info>> list_versions(
        std::string sub, std::string id, list_options options = {}) const;

    /// A part of that list, and where the next part begins. A page may be empty and not the last. Requests:
    /// one Query.
    boost::asio::awaitable<spec_page> list_versions_page(
        std::string sub, std::string id, list_options options = {}) const;

    /// As `list_versions`, but one by one.
    [[nodiscard]] spec_stream stream_versions(
        std::string sub, std::string id, list_options options = {}) const;

    /// Deletes a spec with all its versions. Returns the number of deleted items: the versions and the latest
    /// item, or 0 for an unknown spec. Deletes the latest item first; from then on readers do not find the spec.
    /// A concurrent save wins: the spec then has that version, and all others are deleted. No version of a later save is
    /// deleted, not even one of the same second.
    /// Two removals at the same time may both count an item. A lost response does not change the count, unless a save
    /// follows the lost one: the latest item is not counted then. `call_options::metadata` says that its deletion may have
    /// been applied (`earlier_attempt_may_have_been_applied`).
    /// Errors: `conflict` if the latest item keeps changing; `unfinished`, with the keys left, if the deadline passes or a
    /// request fails after the latest item was deleted. The same call continues from there.
    /// Requests: at least one consistent Query; one DeleteItem; one TransactWriteItems per 99 versions or 4 MB of them, at
    /// twice the write units. These are sent one after another, since each checks that there is no latest item. After
    /// conflicts and throttling they are sent again, after a pause. For an unknown spec: one Query.
    boost::asio::awaitable<std::size_t> remove(
        std::string sub, std::string id, call_options options = {}) const;

    /// Deletes all specs of the user. Returns the number of deleted items. Deletes latest items first. Do not save for this
    /// user concurrently: such a save may lose its latest item, its version, or both. Use `remove` where that matters.
    /// Errors: `unfinished`, as `remove`.
    /// Requests: at least one consistent Query, one BatchWriteItem per 25 items, 4 at a time. Unprocessed deletes are sent
    /// again after a pause.
    boost::asio::awaitable<std::size_t> remove_all(std::string sub, call_options options = {}) const;

    /// Creates the table, or verifies the schema of an existing one, and waits until it can be used: 5 minutes
    /// without a `timeout`. `create_tables` (dynasio/stores/create_tables.hpp) creates those of both stores.
    /// Errors: `schema_mismatch` with the difference of an existing table.
    /// Requests: one DescribeTable if the table exists; otherwise CreateTable, and DescribeTable until it is
    /// ACTIVE.
    boost::asio::awaitable<void> create_table(call_options options = {}) const;

private:
    friend struct stores::store_access;

    client owner_;
    std::shared_ptr<stores::specs::spec_store_state const> state_;
};

} // namespace dynasio

#endif
