// SPDX-License-Identifier: BSL-1.0
//
// A walk through `dynasio::url_store`: data and metadata, queries, what changes meanwhile, streams. Start `url_store_server` first,
// or name its program:
//
//   url_store http://127.0.0.1:8080/store http://127.0.0.1:8080/query
//   url_store --start PATH_OF_URL_STORE_SERVER

#include "common/child_process.hpp"
#include "common/example.hpp"

#include <dynasio/stores/url_store.hpp>
#include <dynasio/stores/urls/url_transaction.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/describe/class.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace asio = boost::asio;

//[struct
struct photo
{
    std::string title;
    std::int64_t year = 0;
    std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(photo, (), (title, year, tags))
//]

namespace {

//[observer
class printer final : public dynasio::url_observer
{
public:
    void on_progress_end(dynasio::url_progress_end const& e) noexcept override
    {
        std::cout << "transfer " << e.operation
                  << (e.outcome == dynasio::url_progress_outcome::normal ? ": complete\n" : ": broken off\n");
    }
    void on_change(dynasio::url_change const& e) noexcept override
    {
        std::cout << (e.action == dynasio::url_action::set ? "set " : "removed ") << e.key << '\n';
    }
};
//]

asio::awaitable<void> write_and_read(dynasio::url_store store)
{
    //[write
    auto const metadata = dynasio::url_metadata::from(photo{"The harbour", 1998, {"sea", "ships"}});
    co_await store.set("photos/harbour", "the bytes of the photo", metadata);

    dynasio::url_value const value = co_await store.get("photos/harbour");
    auto const read = (co_await value.metadata()).as<photo>();
    std::cout << read.title << " of " << read.year << ", " << value.size().value_or(0) << " bytes\n";
    //]
    //[bytes
    std::string const whole = co_await store.to_bytes("photos/harbour", 1024 * 1024);
    dynasio::url_data part = co_await store.get_data_range("photos/harbour", 4, 9);
    std::string const five = co_await part.read_all(5);
    //]
    std::cout << whole << "; from 4 to before 9: " << five << '\n';
}

asio::awaitable<void> find(dynasio::url_store store)
{
    for (int year : {1998, 2005})
    {
        auto const metadata = dynasio::url_metadata::from(photo{"A beach", year, {"sea"}});
        co_await store.set("photos/beach-" + std::to_string(year), "...", metadata);
    }
    //[query
    auto const of_1998 = dynasio::url_criteria().where("year", 1998);
    dynasio::url_entry_stream found = store.query(of_1998);
    while (auto const entry = co_await found.next())
        std::cout << entry->key << ": " << entry->metadata.get<std::string>("title").value_or("") << '\n';

    dynasio::url_key_stream beaches = store.glob("photos/beach-*");
    while (auto const key = co_await beaches.next())
        std::cout << *key << '\n';
    //]
}

asio::awaitable<void> change_together(dynasio::url_store store)
{
    //[condition
    auto const before = co_await store.get_metadata("photos/harbour");
    dynasio::url_metadata const others("{\"title\":\"The old harbour\"}");
    co_await store.update_metadata("photos/harbour", others); // somebody else

    dynasio::url_write_options options;
    options.if_match = before.version().etag;
    try
    {
        dynasio::url_metadata const mine("{\"title\":\"My harbour\"}");
        co_await store.set_metadata("photos/harbour", mine, options);
    }
    catch (dynasio::url_error const& e)
    {
        if (e.code() != dynasio::url_errc::conflict)
            throw;
        std::cout << "somebody was faster\n";
    }
    //]
}

//[source
// Numbers, one a line, without having them all in memory.
class numbers final : public dynasio::http::body_source
{
public:
    explicit numbers(int count) : count_(count) {}

    [[nodiscard]] std::optional<std::uint64_t> size() const override { return std::nullopt; }

    asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        if (left_.empty() && next_ < count_)
            left_ = std::to_string(next_++) + '\n';
        auto const n = std::min(into.size(), left_.size());
        std::copy_n(left_.data(), n, reinterpret_cast<char*>(into.data()));
        left_.erase(0, n);
        co_return n;
    }

    // Lets the store send the data once more, where the connection is lost.
    bool rewind() override
    {
        next_ = 0;
        left_.clear();
        return true;
    }

private:
    int count_;
    int next_ = 0;
    std::string left_;
};
//]

//[continue
// What is behind `position` of data of which the first part was read before the connection was lost. Fails with `conflict` if the data
// is another one by now.
asio::awaitable<std::size_t> read_rest(
    dynasio::url_store store, std::uint64_t position, dynasio::url_version version)
{
    dynasio::url_read_options options;
    options.if_match = version.etag;
    dynasio::url_data rest = co_await store.get_data_range("numbers", position, std::nullopt, options);
    std::vector<std::byte> buffer(16 * 1024);
    std::size_t bytes = 0;
    while (std::size_t const n = co_await rest.read_some(buffer))
        bytes += n;
    co_return bytes;
}
//]

asio::awaitable<void> stream(dynasio::url_store store)
{
    //[stream
    co_await store.set_data("numbers", std::make_shared<numbers>(10'000));

    dynasio::url_data data = co_await store.get_data("numbers");
    std::vector<std::byte> buffer(16 * 1024);
    std::size_t bytes = 0;
    while (std::size_t const n = co_await data.read_some(buffer))
        bytes += n;
    //]
    auto const second_half = co_await read_rest(store, bytes / 2, data.version());
    std::cout << bytes << " bytes of numbers, " << second_half << " of them once more\n";
}

asio::awaitable<void> publish(dynasio::url_store store)
{
    //[scope
    dynasio::url_transaction scope(store, "publish");
    co_await scope.store().set_data("a", "1");
    co_await scope.store().set_data("b", "2");
    scope.commit(); // the observer is told of both only now
    //]
}

asio::awaitable<void> clean_up(dynasio::url_store store)
{
    auto keys = store.query_keys();
    while (auto const key = co_await keys.next())
        co_await store.remove(*key);
    std::cout << "there is photos/harbour: " << std::boolalpha << co_await store.exists("photos/harbour")
              << '\n';
}

asio::awaitable<void> walk(std::string base, std::string query)
{
    //[connect
    dynasio::url_store_options options;
    options.base_url = base;
    options.query_url = query;
    options.observer = std::make_shared<printer>();
    dynasio::url_store const store(co_await asio::this_coro::executor, options);

    std::shared_ptr<dynasio::url_authenticator> authenticator;
    if (char const* const token = std::getenv("URL_STORE_TOKEN"))
        authenticator = dynasio::make_bearer_authenticator(token);
    store.connect(dynasio::url_session("me", authenticator));
    //]
    co_await write_and_read(store);
    co_await find(store);
    co_await change_together(store);
    co_await stream(store);
    co_await publish(store);
    co_await clean_up(store);
    std::cout << "All of it worked.\n";
}

int run(std::string const& base, std::string const& query)
{
    asio::io_context context(1);
    int result = 1;
    asio::co_spawn(context, walk(base, query),
        [&](std::exception_ptr failure)
        {
            try
            {
                if (failure)
                    std::rethrow_exception(failure);
                result = 0;
            }
            catch (std::exception const& e)
            {
                std::cerr << "url_store: " << e.what() << '\n';
            }
        });
    context.run();
    return result;
}

int run_with_server(std::string const& program)
{
    std::vector<std::string> const command{program, "--table-prefix", "walk-" + examples::random_word()};
    examples::child_process server(command);
    auto const port = server.read_line("listening on 127.0.0.1:", std::chrono::seconds(60));
    auto const origin = "http://127.0.0.1:" + port;
    auto const result = run(origin + "/store", origin + "/query");
    server.send_signal(SIGTERM);
    return server.wait(std::chrono::seconds(40)) == 0 ? result : 1;
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        std::vector<std::string> const arguments(argv + 1, argv + argc);
        if (arguments.size() == 2 && arguments[0] == "--start")
            return run_with_server(arguments[1]);
        if (arguments.size() == 2)
            return run(arguments[0], arguments[1]);
        std::cerr
            << "usage: url_store BASE_URL QUERY_URL\n       url_store --start PATH_OF_URL_STORE_SERVER\n";
        return 2;
    }
    catch (std::exception const& e)
    {
        std::cerr << "url_store: " << e.what() << '\n';
        return 1;
    }
}
