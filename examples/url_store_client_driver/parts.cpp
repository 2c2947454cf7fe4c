// SPDX-License-Identifier: BSL-1.0
//
// What every operation does where nothing is in its way.

#include "scenarios.hpp"

#include <dynasio/http/body_source.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include <stdlib.h>

namespace examples::client_driver {

namespace fs = std::filesystem;
using dynasio::url_errc;
using dynasio::url_metadata;

namespace {

/// Bytes whose number is not known before.
class unsized_source final : public dynasio::http::body_source
{
public:
    explicit unsized_source(std::string bytes) : bytes_(std::move(bytes)) {}

    [[nodiscard]] std::optional<std::uint64_t> size() const override { return std::nullopt; }
    asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        auto const n = std::min({into.size(), bytes_.size() - at_, std::size_t(7'000)});
        std::copy_n(
            std::as_bytes(std::span(bytes_)).begin() + static_cast<std::ptrdiff_t>(at_), n, into.begin());
        at_ += n;
        co_return n;
    }

private:
    std::string bytes_;
    std::size_t at_ = 0;
};

class folder
{
public:
    folder()
    {
        std::string name = (fs::temp_directory_path() / "url-store-client-XXXXXX").string();
        check(mkdtemp(name.data()) != nullptr, "no temporary folder");
        path = name;
    }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder()
    {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }

    fs::path path;
};

std::string text_of(fs::path const& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::chrono::seconds distance(std::chrono::sys_seconds a, std::chrono::sys_seconds b)
{
    return a < b ? b - a : a - b;
}

} // namespace

asio::awaitable<void> read_and_write_data(world& all)
{
    std::cout << "data\n";
    auto const store = all.store_of("ann");
    check(!co_await store.exists("data/1"), "a key exists before it is written");
    auto missing = co_await check_fails(store.get("data/1"), url_errc::key_not_found, "get of no key");
    check(missing.http_status == 404 && missing.key == "data/1", "the error does not say what is missing");
    (void)co_await check_fails(store.get_data("data/1"), url_errc::key_not_found, "get_data of no key");
    check(!co_await store.remove("data/1"), "no key is removed");

    dynasio::url_write_options typed;
    typed.media_type = "text/plain; charset=utf-8";
    auto const version = co_await store.set_data("data/1", "five!", typed);
    check(version.etag.size() == 66 && version.modified.has_value(), "the version is incomplete");
    auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    check(distance(*version.modified, now) < std::chrono::seconds(60), "the time is another one");
    check(co_await store.exists("data/1"), "a key does not exist after it was written");
    auto const value = co_await store.get("data/1");
    check(value.key() == "data/1" && value.size() == 5 && value.version() == version
            && value.media_type() == typed.media_type,
        "get tells of something else than was written");
    auto data = co_await value.data();
    check(data.size() == 5 && data.whole_size() == 5 && data.version() == version, "other data is told of");
    check(co_await data.read_all(100) == "five!", "other data is read");
    check(co_await store.to_bytes("data/1", 5) == "five!", "to_bytes reads other data");
    (void)co_await check_fails(store.to_bytes("data/1", 4), url_errc::bad_input, "more bytes than wanted");

    auto const bytes = sample(700'000, 1);
    auto const unsized = std::make_shared<unsized_source>(bytes);
    auto const replaced = co_await store.set_data("data/1", unsized);
    check(replaced.etag != version.etag, "other data has the same ETag");
    check(co_await store.to_bytes("data/1", bytes.size()) == bytes, "data of unknown size has changed");
    (void)co_await store.set_data("data/1", std::string());
    auto const empty = co_await store.get("data/1");
    check(empty.size() == 0 && co_await store.to_bytes("data/1", 0) == "", "empty data is not empty");

    check(co_await store.remove("data/1"), "a key is not removed");
    check(!co_await store.exists("data/1"), "a removed key exists");
    store.disconnect();
    (void)co_await check_fails(store.get("data/1"), url_errc::not_connected, "without a session");
    std::cout << "   is written, read, replaced and removed\n";
}

asio::awaitable<void> read_and_write_metadata(world& all)
{
    std::cout << "metadata\n";
    auto const store = all.store_of("ann");
    (void)co_await check_fails(store.get_metadata("meta"), url_errc::key_not_found, "metadata of no key");
    url_metadata const first(
        R"({"z": 1, "a": "\u00e9", "big": 123456789012345678901234567890, "l": [1, {"x": null}]})");
    auto const version = co_await store.set("meta", "data", first);
    check(!version.etag.empty(), "set tells no version");
    auto const read = co_await store.get_metadata("meta");
    auto const names = read.names();
    std::vector<std::string> const expected{"z", "a", "big", "l"};
    check(names == expected, "the order of the members is another one");
    check(read.get<std::string>("a") == "\xC3\xA9", "a text has changed");
    check(read.member("big") == "123456789012345678901234567890", "a number has lost digits");
    std::vector<std::string> const some{"a", "none"};
    auto const selected = co_await store.get_metadata("meta", some);
    check(selected.names() == std::vector<std::string>(1, "a"), "other members are selected");

    url_metadata const change(R"({"z": 2, "new": true})");
    auto const merged_version = co_await store.update_metadata("meta", change);
    auto const merged = co_await store.get_metadata("meta");
    check(merged.get<std::int32_t>("z") == 2 && merged.get<bool>("new") == true && merged.names().size() == 5,
        "metadata is not merged: " + merged.text());
    check(merged.version().etag == merged_version.etag, "update_metadata tells another version");

    auto without = all.options();
    without.server_merges_metadata = false;
    auto const emulating = all.store_of("ann", without);
    url_metadata const other(R"({"other": [1]})");
    (void)co_await emulating.update_metadata("meta", other);
    auto const both = co_await store.get_metadata("meta");
    check(both.names().size() == 6 && both.member("other").has_value(), "the client does not merge");

    auto const replaced_version = co_await store.set_metadata("meta", url_metadata());
    auto const value = co_await store.get("meta");
    auto const none = co_await value.metadata();
    check(none.empty() && none.version().etag == replaced_version.etag, "metadata is not replaced");
    check(value.size() == 4, "the data has changed");
    std::cout << "   is replaced, merged and selected\n";
}

asio::awaitable<void> read_and_write_many(world& all)
{
    std::cout << "many keys at once\n";
    auto const store = all.store_of("ann");
    std::vector<std::string> keys;
    std::vector<dynasio::url_source> data;
    std::vector<url_metadata> metadata;
    std::vector<dynasio::url_permissions> permissions;
    for (int i = 0; i < 20; ++i)
    {
        keys.push_back("many/" + std::to_string(i));
        data.emplace_back("data " + std::to_string(i));
        metadata.emplace_back(R"({"number": )" + std::to_string(i) + '}');
        permissions.emplace_back()["owned"].insert("ann");
        permissions.back()["read"].insert("reader-" + std::to_string(i));
    }
    co_await store.multiset_data(keys, data);
    co_await store.multiset_metadata(keys, metadata);
    co_await store.multiset_permissions(keys, permissions);
    keys.insert(keys.begin() + 7, "many/none");
    auto const values = co_await store.multiget(keys);
    auto const bytes = co_await store.multiget_data(keys, 100);
    std::vector<std::string> const select(1, "number");
    auto const described = co_await store.multiget_metadata(keys, select);
    auto const allowed = co_await store.multiget_permissions(keys);
    check(values.size() == 21 && bytes.size() == 21 && described.size() == 21 && allowed.size() == 21,
        "there are more or fewer results than keys");
    check(!values[7] && !bytes[7] && !described[7] && !allowed[7], "a key that is missing has something");
    for (std::size_t i = 0; i < keys.size(); ++i)
    {
        if (i == 7)
            continue;
        auto const number = i < 7 ? i : i - 1;
        auto const text = std::to_string(number);
        check(values[i]->key() == keys[i] && bytes[i] == "data " + text
                && described[i]->member("number") == text && *allowed[i] == permissions[number],
            "what belongs to another key: " + keys[i]);
    }
    std::cout << "   are written and read in their order\n";
}

asio::awaitable<void> read_and_write_files(world& all)
{
    std::cout << "files\n";
    auto const store = all.store_of("ann");
    folder const temporary;
    auto const bytes = sample(900'000, 2);
    std::ofstream(temporary.path / "in", std::ios::binary) << bytes;
    auto const version = co_await store.from_file("file", temporary.path / "in");
    auto const read = co_await store.to_file("file", temporary.path / "out");
    check(read == version && text_of(temporary.path / "out") == bytes, "a file has other bytes");
    auto const trying = co_await try_to(store.from_file("file", temporary.path / "none"));
    check(trying.code == boost::system::errc::no_such_file_or_directory, "a file that is not there is sent");
    (void)co_await check_fails(
        store.to_file("no-file", temporary.path / "out"), url_errc::key_not_found, "a file of no key");
    check(text_of(temporary.path / "out") == bytes, "a failure has changed the file");
    check(std::distance(fs::directory_iterator(temporary.path), {}) == 2, "temporary files are left");
    std::cout << "   are sent and received\n";
}

asio::awaitable<void> take_all_keys(world& all)
{
    std::cout << "odd keys\n";
    auto const store = all.store_of("ann");
    std::vector<std::string> const keys{"odd/a b", "odd/100%", "odd/%41", "odd/\xC3\xBC/\xF0\x9F\x98\x80",
        "odd/a?b#c", "odd/[x]|\"<>\\^{}`", "odd/~x!$&'()*+,;=:@", "odd/...", "odd/data", "odd/x/data",
        "odd/x/metadata", "odd/" + std::string(1000, 'l')};
    for (auto const& key : keys)
    {
        (void)co_await store.set_data(key, key);
        check(co_await store.to_bytes(key, 2000) == key, "another key was written: " + key);
    }
    auto found = store.glob("odd/*");
    std::vector<std::string> all_found;
    while (auto const key = co_await found.next())
        all_found.push_back(*key);
    auto sorted = keys;
    std::sort(sorted.begin(), sorted.end());
    std::sort(all_found.begin(), all_found.end());
    check(all_found == sorted, "other keys are found than were written");
    auto const longer = "odd/" + std::string(1100, 'l');
    auto const refused =
        co_await check_fails(store.set_data(longer, "x"), url_errc::http_error, "a key that is too long");
    check(refused.http_status == 400, "another status for a key that is too long");
    std::vector<std::string> const none{"", ".", "..", "../up", "a/../b", "/a", "a//b", "a/", "a\n", "\xFF"};
    for (auto const& key : none)
    {
        auto const failure = co_await check_fails(store.get(key), url_errc::bad_input, "no key: " + key);
        check(failure.request.empty(), "a request was sent for no key");
    }
    for (auto const& key : keys)
        check(co_await store.remove(key), "a key is not removed: " + key);
    std::cout << "   mean what they say\n";
}

} // namespace examples::client_driver
