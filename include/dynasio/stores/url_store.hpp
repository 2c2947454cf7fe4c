// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_URL_STORE_HPP
#define DYNASIO_STORES_URL_STORE_HPP

#include <dynasio/clock.hpp>
#include <dynasio/http/transport.hpp>
#include <dynasio/stores/urls/url_authenticator.hpp>
#include <dynasio/stores/urls/url_call_options.hpp>
#include <dynasio/stores/urls/url_data.hpp>
#include <dynasio/stores/urls/url_errc.hpp>
#include <dynasio/stores/urls/url_error.hpp>
#include <dynasio/stores/urls/url_metadata.hpp>
#include <dynasio/stores/urls/url_observer.hpp>
#include <dynasio/stores/urls/url_permissions.hpp>
#include <dynasio/stores/urls/url_query.hpp>
#include <dynasio/stores/urls/url_source.hpp>
#include <dynasio/stores/urls/url_store_options.hpp>
#include <dynasio/stores/urls/url_value.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

namespace stores::urls {
class store_handle;
} // namespace stores::urls

/// What a `url_store` can do.
struct url_store_info
{
    bool readonly = false;
    bool authorizing = true;
};

/// A client of a key-value store over HTTP, in which each key has data (bytes), metadata (a JSON object) and permissions.
///
///     dynasio::url_store_options options;
///     options.base_url = "https://store.example.com/v1";
///     dynasio::url_store const store(executor, options);
///     store.connect(dynasio::url_session("u1", dynasio::make_bearer_authenticator(token)));
///     co_await store.set("reports/2026", text, metadata);
///
/// Keys: text in UTF-8, not empty, without control characters and segments `.` and `..`; without empty segments unless the options allow
/// them. `/` separates segments. What a URL cannot have is percent-encoded, `%` itself included.
/// Errors of every operation: `url_error`. `bad_input`, and `not_connected` before `connect` and after `disconnect`: nothing was sent.
/// `key_not_found`, `not_authorized`, `conflict`, `http_error`, `malformed_response`, `redirect_refused`; an `http::errc`, such as
/// `exchange_timeout` at the deadline; codes of the connection.
/// Requests: those that are named, and repetitions. GET, HEAD, PUT and DELETE are sent again when the connection is lost, and after 429,
/// 502, 503 and 504, where their body can be; POST only where the server has not got a byte. After 401 every request is sent once more
/// if the authenticator has something new. GET and HEAD follow 5 redirects, within the origin or from `http` to `https` of the same
/// host, where the authenticator is not asked; other requests only 307 and 308 within the origin.
/// Deadline: one for the whole operation; see `url_store_options::call_timeout`.
/// Cancellation: as `http::transport::send`; ends with `operation_aborted`. A write may then have been applied.
/// Lifetimes: a store is a handle; copies are the same store. When the last handle is destroyed, operations in flight end with
/// `operation_aborted`, unless the transport was given. Arguments are copied.
/// Threads: all copies may be used from any thread at the same time.
class url_store
{
public:
    /// A store with connections of its own. Sends nothing. Throws `std::invalid_argument`; see `url_store_options`.
    url_store(boost::asio::any_io_executor executor, url_store_options options);

    /// The same on a transport, for tests and for connections that are shared. Neither is null. `url_store_options::connections` does
    /// not count.
    url_store(std::shared_ptr<http::transport> connections, std::shared_ptr<http::clock> time,
        url_store_options options);

    /// For the library.
    explicit url_store(std::shared_ptr<stores::urls::store_handle const> handle) noexcept;

    /// Operations that begin from now on are those of this user. Sends nothing.
    void connect(url_session session = url_session()) const;

    /// Closes idle connections. Operations in flight finish, those that begin later fail with `not_connected`.
    void disconnect() const;

    [[nodiscard]] bool is_connected() const;

    /// Of the session; empty without one.
    [[nodiscard]] std::string user_tag() const;

    [[nodiscard]] url_store_info info() const noexcept { return {}; }

    /// What the server tells of the data of a key. Requests: one HEAD.
    boost::asio::awaitable<url_value> get(std::string key, url_call_options options = {}) const;

    /// Whether the key has data. Requests: one HEAD.
    boost::asio::awaitable<bool> exists(std::string key, url_call_options options = {}) const;

    /// The data of a key. Ends when the header has arrived. Requests: one GET.
    boost::asio::awaitable<url_data> get_data(std::string key, url_read_options options = {}) const;

    /// The bytes from `first` to before `end`: from 0 without `first`, all without `end`. Of a range behind the end of the data nothing. A
    /// server that has no ranges sends everything; what is not wanted is then passed over.
    /// Errors: `bad_input` for a range that ends before its beginning.
    /// Requests: one GET; none for a range without bytes.
    boost::asio::awaitable<url_data> get_data_range(std::string key, std::optional<std::uint64_t> first,
        std::optional<std::uint64_t> end, url_read_options options = {}) const;

    /// All data of a key. Errors: `bad_input` when it has more than `most` bytes. Requests: one GET.
    boost::asio::awaitable<std::string> to_bytes(
        std::string key, std::size_t most, url_read_options options = {}) const;

    /// The data of a key in a file, which appears when it is complete, and replaces one of that name: see `http::file_sink`.
    /// Errors: besides, `boost::system::system_error` of the file.
    /// Requests: one GET.
    boost::asio::awaitable<url_version> to_file(
        std::string key, std::filesystem::path path, url_read_options options = {}) const;

    /// Replaces the data of a key. Returns what the server tells of the new state.
    /// Errors: besides, `http::errc::source_failed` if the source throws; the server then has a part of a request, which it must drop.
    /// Requests: one PUT.
    boost::asio::awaitable<url_version> set_data(
        std::string key, url_source data, url_write_options options = {}) const;

    /// The same with a file. Errors: besides, `boost::system::system_error` for one that cannot be opened.
    boost::asio::awaitable<url_version> from_file(
        std::string key, std::filesystem::path path, url_write_options options = {}) const;

    /// Replaces data and metadata, one after the other. The conditions are those of the data. If the second write fails, the first
    /// one stays: see `url_error_details::data_written`.
    /// Requests: two PUT.
    boost::asio::awaitable<url_version> set(
        std::string key, url_source data, url_metadata metadata, url_write_options options = {}) const;

    /// The metadata of a key, or the members of it that are selected. Requests: one GET.
    boost::asio::awaitable<url_metadata> get_metadata(
        std::string key, std::vector<std::string> select = {}, url_call_options options = {}) const;

    /// Replaces the metadata of a key. Requests: one PUT.
    boost::asio::awaitable<url_version> set_metadata(
        std::string key, url_metadata metadata, url_write_options options = {}) const;

    /// Writes the given members, and leaves the others as they are.
    /// Errors: besides, `conflict` when others changed it at each of the attempts.
    /// Requests: one POST. For a server that does not merge a GET and a PUT for each attempt.
    boost::asio::awaitable<url_version> update_metadata(
        std::string key, url_metadata metadata, url_write_options options = {}) const;

    /// Who may do what with a key. `key_not_found` may also mean that the user may not see it, `not_authorized` that he does not own it.
    /// Requests: one GET.
    boost::asio::awaitable<url_permissions> get_permissions(
        std::string key, url_call_options options = {}) const;

    /// Replaces the permissions. Errors: `bad_input` without a tag under `owned`. Requests: one PUT.
    boost::asio::awaitable<url_version> set_permissions(
        std::string key, url_permissions permissions, url_write_options options = {}) const;

    /// Adds tags to those that there are. Requests: one POST.
    boost::asio::awaitable<url_version> update_permissions(
        std::string key, url_permissions permissions, url_write_options options = {}) const;

    /// Removes a key with all its parts. False if there is none. Requests: one DELETE.
    boost::asio::awaitable<bool> remove(std::string key, url_write_options options = {}) const;

    /// The keys whose metadata has all these values; without criteria all keys. They are what the server sends: check a key before you
    /// make a path of it. Errors: `bad_input` by `next` if the store has no
    /// `query_url`. Requests: one GET.
    [[nodiscard]] url_key_stream query_keys(url_criteria criteria = {}, url_call_options options = {}) const;

    /// The same with their metadata. Requests: besides, one GET for each key.
    [[nodiscard]] url_entry_stream query(url_criteria criteria = {}, url_query_options options = {}) const;

    /// The keys that match a pattern of the shell: `*` for any text, `?` for one character, `[abc]`, `[a-z]` and `[!a-z]` for one of
    /// several or one of the others. `*` stands for slashes too. Requests: one GET, which finds all keys.
    [[nodiscard]] url_key_stream glob(std::string pattern, url_call_options options = {}) const;

    /// What single operations get, for several keys, in their order; empty for a key that does not exist. Any other error ends the
    /// operation, and cancels what is in flight. `options` are those of each request.
    boost::asio::awaitable<std::vector<std::optional<url_value>>> multiget(
        std::vector<std::string> keys, url_call_options options = {}) const;
    boost::asio::awaitable<std::vector<std::optional<std::string>>> multiget_data(
        std::vector<std::string> keys, std::size_t most, url_read_options options = {}) const;
    boost::asio::awaitable<std::vector<std::optional<url_metadata>>> multiget_metadata(
        std::vector<std::string> keys, std::vector<std::string> select = {},
        url_call_options options = {}) const;
    boost::asio::awaitable<std::vector<std::optional<url_permissions>>> multiget_permissions(
        std::vector<std::string> keys, url_call_options options = {}) const;

    /// What single operations write, for the first of the keys with the first of the values, and so on; what one list has more is
    /// ignored. An error cancels what is in flight; some keys may then have been written.
    boost::asio::awaitable<void> multiset_data(
        std::vector<std::string> keys, std::vector<url_source> data, url_write_options options = {}) const;
    boost::asio::awaitable<void> multiset_metadata(std::vector<std::string> keys,
        std::vector<url_metadata> metadata, url_write_options options = {}) const;
    boost::asio::awaitable<void> multiset_permissions(std::vector<std::string> keys,
        std::vector<url_permissions> permissions, url_write_options options = {}) const;

    /// For the library.
    [[nodiscard]] std::shared_ptr<stores::urls::store_handle const> const& handle() const noexcept
    {
        return handle_;
    }

private:
    std::shared_ptr<stores::urls::store_handle const> handle_;
};

} // namespace dynasio

#endif
