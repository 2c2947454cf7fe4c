// SPDX-License-Identifier: BSL-1.0
//
// Large data, and transfers that end in the middle.

#include "scenarios.hpp"

#include <dynasio/http/body_source.hpp>
#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include <malloc.h>

namespace examples::client_driver {

using dynasio::url_errc;

namespace {

/// The most that the process has had from the heap since this was made, as far as it was looked at.
class heap_watch
{
public:
    void look() { most_ = std::max(most_, now()); }
    [[nodiscard]] std::size_t growth() const { return most_ - before_; }

private:
    static std::size_t now()
    {
        auto const all = ::mallinfo2();
        return all.uordblks + all.hblkhd;
    }

    std::size_t const before_ = now();
    std::size_t most_ = before_;
};

/// Bytes that repeat after a prime number of them.
class pattern
{
public:
    pattern() : bytes_(sample(65'521, 11)) {}

    void copy(std::uint64_t at, std::span<std::byte> into) const
    {
        each_run(at, into.size(),
            [&](std::size_t from, std::size_t done, std::size_t n)
            {
                std::memcpy(into.data() + done, bytes_.data() + from, n);
                return true;
            });
    }

    [[nodiscard]] bool equals(std::uint64_t at, std::span<std::byte const> bytes) const
    {
        return each_run(at, bytes.size(), [&](std::size_t from, std::size_t done, std::size_t n)
            { return std::memcmp(bytes.data() + done, bytes_.data() + from, n) == 0; });
    }

private:
    template <class Use>
    bool each_run(std::uint64_t at, std::size_t size, Use use) const
    {
        for (std::size_t done = 0; done < size;)
        {
            auto const from = static_cast<std::size_t>((at + done) % bytes_.size());
            auto const n = std::min(size - done, bytes_.size() - from);
            if (!use(from, done, n))
                return false;
            done += n;
        }
        return true;
    }

    std::string bytes_;
};

/// Bytes that nobody has in memory.
class made_source final : public dynasio::http::body_source
{
public:
    made_source(std::uint64_t size, std::uint64_t fails_after, heap_watch* heap = nullptr)
        : size_(size), fails_after_(fails_after), heap_(heap)
    {}

    [[nodiscard]] std::optional<std::uint64_t> size() const override { return size_; }
    asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        if (heap_)
            heap_->look();
        if (at_ >= fails_after_)
            throw std::runtime_error("the source fails");
        auto const n = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size_ - at_));
        bytes_.copy(at_, into.first(n));
        at_ += n;
        co_return n;
    }

private:
    std::uint64_t size_;
    std::uint64_t fails_after_;
    heap_watch* heap_;
    std::uint64_t at_ = 0;
    pattern bytes_;
};

asio::awaitable<std::uint64_t> read_made(dynasio::url_data& data, heap_watch& heap)
{
    pattern const bytes;
    std::vector<std::byte> buffer(128 * 1024);
    std::uint64_t at = 0;
    for (;;)
    {
        auto const n = co_await data.read_some(buffer);
        heap.look();
        if (n == 0)
            co_return at;
        check(bytes.equals(at, std::span(buffer).first(n)), "other bytes from " + std::to_string(at));
        at += n;
    }
}

asio::awaitable<void> write_to(dynasio::url_store store, std::string key, std::string bytes)
{
    (void)co_await store.set_data(std::move(key), std::move(bytes));
}

asio::awaitable<void> read_all_of(dynasio::url_store store, std::string key)
{
    (void)co_await store.to_bytes(std::move(key), 100'000'000);
}

} // namespace

asio::awaitable<void> break_off_uploads(world& all)
{
    std::cout << "uploads that break off\n";
    auto const store = all.store_of("ann");
    auto const old = co_await store.set_data("broken", "old");
    auto const failing = std::make_shared<made_source>(4'000'000, 2'000'000);
    auto const failure = co_await check_fails(
        store.set_data("broken", failing), dynasio::http::errc::source_failed, "a source that fails");
    check(failure.operation == "set_data" && failure.key == "broken", "the error does not say what failed");
    check(co_await store.to_bytes("broken", 100) == "old", "half an upload has changed the data");
    dynasio::url_metadata const metadata(R"({"a": 1})");
    auto const second = std::make_shared<made_source>(4'000'000, 2'000'000);
    auto const of_set = co_await check_fails(
        store.set("broken", second, metadata), dynasio::http::errc::source_failed, "set with that source");
    check(!of_set.data_written, "set says that the data was written");
    auto const nothing = co_await store.get_metadata("broken");
    check(nothing.empty(), "set has written the metadata");
    auto const value = co_await store.get("broken");
    check(value.version() == old, "the version has changed");
    std::cout << "   leave what was there\n";
}

asio::awaitable<void> cancel_transfers(world& all)
{
    std::cout << "transfers that are cancelled\n";
    auto const store = all.store_of("ann");
    (void)co_await store.set_data("cancelled", "old");
    constexpr std::uint64_t half = 1'500'000;
    auto& between = all.between();
    between.limit(half, UINT64_MAX);
    auto code = co_await cancelled_when(
        write_to(store, "cancelled", sample(3'000'000, 5)), [&] { return between.to_server() >= half; });
    check(code == asio::error::operation_aborted, "a cancelled upload ends with " + code.message());
    between.limit(UINT64_MAX, UINT64_MAX);
    check(co_await store.to_bytes("cancelled", 10) == "old", "a cancelled upload has changed the data");

    auto const bytes = sample(3'000'000, 6);
    (void)co_await store.set_data("cancelled", bytes);
    between.limit(UINT64_MAX, half);
    code =
        co_await cancelled_when(read_all_of(store, "cancelled"), [&] { return between.to_client() >= half; });
    check(code == asio::error::operation_aborted, "a cancelled download ends with " + code.message());
    between.limit(UINT64_MAX, UINT64_MAX);
    check(co_await store.to_bytes("cancelled", bytes.size()) == bytes, "the next download has other bytes");

    // The last handle goes in the middle.
    between.limit(UINT64_MAX, half);
    auto other = std::make_unique<dynasio::url_store>(all.store_of("ann"));
    auto data = co_await other->get_data("cancelled");
    other.reset();
    std::vector<std::byte> buffer(64 * 1024);
    auto const trying = co_await try_to(data.read_all(bytes.size()));
    check(trying.code == asio::error::operation_aborted,
        "data without its store ends with " + trying.code.message());
    between.limit(UINT64_MAX, UINT64_MAX);
    std::cout << "   end at once, and leave what was there\n";
}

asio::awaitable<void> transfer_64_mb(world& all)
{
    std::cout << "64 MB\n";
    constexpr std::uint64_t size = 64 * 1024 * 1024;
    constexpr std::size_t allowed = 4 * 1024 * 1024;
    auto const store = all.store_of("ann");
    heap_watch sending;
    auto const source = std::make_shared<made_source>(size, UINT64_MAX, &sending);
    (void)co_await store.set_data("large", source);
    heap_watch receiving;
    auto data = co_await store.get_data("large");
    check(data.size() == size, "the size is another one");
    check(co_await read_made(data, receiving) == size, "the data has another size");
    check(sending.growth() < allowed && receiving.growth() < allowed,
        "the heap grows by " + std::to_string(sending.growth()) + " and "
            + std::to_string(receiving.growth()));
    check(co_await store.remove("large"), "it is not removed");
    std::cout << "   pass in both directions, with " << sending.growth() / 1024 << " and "
              << receiving.growth() / 1024 << " KB of memory\n";
}

} // namespace examples::client_driver
