// SPDX-License-Identifier: BSL-1.0
//
// CPU time per MB of streamed bodies against a bare loop of reads or writes, alternating in one run. See bench/README.md.

#include "median.hpp"
#include "nginx_server.hpp"
#include "stream_floor.hpp"

#include <dynasio/http/file_sink.hpp>
#include <dynasio/http/file_source.hpp>
#include <dynasio/http/pool.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = dynasio::http;

constexpr std::size_t megabyte = 1024 * 1024;
constexpr std::size_t size = 100 * megabyte;

double cpu_microseconds()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const us = [](timeval t)
    { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
    return us(used.ru_utime) + us(used.ru_stime);
}

template <class F>
double measure(F&& run)
{
    auto const before = cpu_microseconds();
    run();
    return (cpu_microseconds() - before) / (size / megabyte);
}

std::string write_files(bench::nginx_server const& server)
{
    auto const folder = server.folder().string();
    bench::write_file(server.folder() / "file", std::string(size, 'x'));
    auto const make_certificate =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext "
        "subjectAltName=IP:127.0.0.1 -keyout "
        + folder + "/key.pem -out " + folder + "/certificate.pem 2>" + folder + "/openssl.log";
    if (std::system(make_certificate.c_str()) != 0)
        throw std::runtime_error("openssl makes no certificate");
    return "types { } client_max_body_size 0; ssl_certificate " + folder
        + "/certificate.pem; ssl_certificate_key " + folder
        + "/key.pem;\nserver { listen 127.0.0.1:" + std::to_string(server.port())
        + "; listen 127.0.0.1:" + std::to_string(server.tls_port()) + " ssl; root " + folder
        + ";\nlocation = /upload { dav_methods PUT; }\n"
          // A filter that finds nothing: nginx does not know the length then.
          "location = /chunked { alias "
        + folder + "/file; sub_filter_types *; sub_filter '#' ''; sub_filter_once off; } }\n";
}

/// Leaves the bytes as they are: what making them costs is not measured.
class idle_source final : public http::body_source
{
public:
    explicit idle_source(bool sized) : sized_(sized) {}
    [[nodiscard]] std::optional<std::uint64_t> size() const override
    {
        return sized_ ? std::optional<std::uint64_t>(::size) : std::nullopt;
    }
    asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        auto const n = std::min(into.size(), left_);
        left_ -= n;
        co_return n;
    }

private:
    bool const sized_;
    std::size_t left_ = ::size;
};

class client
{
public:
    explicit client(bench::nginx_server const& server)
        : server_(server), connections_(context_.get_executor(), options_for(server))
    {}

    void download(char const* target, bool tls) { run(read(request("GET", target, tls), {})); }
    void download_to_file() { run(read(request("GET", "/file", false), server_.folder() / "downloaded")); }
    void upload(bool sized, bool tls)
    {
        run(write(request("PUT", "/upload", tls), std::make_shared<idle_source>(sized)));
    }
    void upload_file() { run(write_file(request("PUT", "/upload", false))); }

private:
    static http::pool_options options_for(bench::nginx_server const& server)
    {
        http::pool_options options;
        options.tls.ca_file = server.folder() / "certificate.pem";
        return options;
    }

    http::request request(char const* method, char const* target, bool tls) const
    {
        http::request r;
        r.method = method;
        r.target = target;
        r.to.host = "127.0.0.1";
        r.to.tls = tls;
        r.to.port = tls ? server_.tls_port() : server_.port();
        return r;
    }

    void run(asio::awaitable<void> work)
    {
        auto const rethrow = [](std::exception_ptr failure)
        {
            if (failure)
                std::rethrow_exception(failure);
        };
        asio::co_spawn(context_, std::move(work), rethrow);
        context_.restart();
        context_.run();
    }

    static void require(bool holds, char const* what)
    {
        if (!holds)
            throw std::runtime_error(what);
    }

    asio::awaitable<void> read(http::request const r, std::filesystem::path to)
    {
        auto opening = connections_.open(r, nullptr, {});
        auto opened = co_await std::move(opening);
        require(opened && opened->status() == 200, "no response to a download");
        http::file_sink sink;
        if (!to.empty())
        {
            auto making = http::open_file_sink(to, files_, http::file_sync::none);
            sink = co_await std::move(making);
        }
        std::size_t received = 0;
        for (;;)
        {
            auto reading = opened->read_some(buffer_);
            auto const n = co_await std::move(reading);
            if (n == 0)
                break;
            received += n;
            if (!to.empty())
            {
                auto writing = sink.write(std::span(buffer_).first(n));
                co_await std::move(writing);
            }
        }
        require(received == size, "a download has another size");
        if (!to.empty())
        {
            auto committing = sink.commit();
            co_await std::move(committing);
        }
    }

    asio::awaitable<void> write(http::request const r, std::shared_ptr<http::body_source> source)
    {
        auto opening = connections_.open(r, std::move(source), {});
        auto opened = co_await std::move(opening);
        require(opened && opened->status() / 100 == 2 && opened->request_sent(), "an upload was refused");
        auto reading = opened->read_some(buffer_);
        require(co_await std::move(reading) == 0, "an upload has a body in its response");
    }

    asio::awaitable<void> write_file(http::request const r)
    {
        auto opening = http::open_file_source(server_.folder() / "file", files_);
        auto source = co_await std::move(opening);
        auto writing = write(r, std::move(source));
        co_await std::move(writing);
    }

    bench::nginx_server const& server_;
    asio::io_context context_{1};
    http::pool connections_;
    http::file_io files_;
    std::vector<std::byte> buffer_ = std::vector<std::byte>(bench::stream_buffer);
};

template <class Floor, class Client>
void compare(char const* name, int rounds, Floor floor, Client run)
{
    // Connections are made and caches filled before anything counts.
    floor();
    run();
    std::vector<double> floors, clients, ratios;
    for (int round = 0; round < rounds; ++round)
    {
        auto const f = measure(floor);
        auto const c = measure(run);
        floors.push_back(f);
        clients.push_back(c);
        ratios.push_back(c / f);
    }
    std::printf("| %-27s | %11.1f | %12.1f | %5.2f | %4.2f to %4.2f |\n", name, bench::median(floors),
        bench::median(clients), bench::median(ratios), bench::quantile(ratios, 0.25),
        bench::quantile(ratios, 0.75));
    std::fflush(stdout);
}

std::filesystem::path memory_folder()
{
    // What the disk does is not measured.
    std::filesystem::path const memory = "/dev/shm";
    return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
}

} // namespace

int main(int argc, char** argv)
try
{
    int const rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 21;
    bench::nginx_server const server(write_files, memory_folder());
    bench::pin_to_core(0);
    bench::stream_floor floor(server.port());
    client c(server);
    auto const read = [&] { floor.download("/file", size); };
    auto const write = [&] { floor.upload("/upload", size); };
    std::puts("| 100 MB                      | floor us/MB | client us/MB | ratio | middle half  |");
    std::puts("|-----------------------------|-------------|--------------|-------|--------------|");
    compare("download", rounds, read, [&] { c.download("/file", false); });
    compare("upload", rounds, write, [&] { c.upload(true, false); });
    compare(
        "download, chunked", rounds, [&] { floor.download_chunked("/chunked"); },
        [&] { c.download("/chunked", false); });
    compare("upload, chunked", rounds, write, [&] { c.upload(false, false); });
    compare("download, TLS", rounds, read, [&] { c.download("/file", true); });
    compare("upload, TLS", rounds, write, [&] { c.upload(true, true); });
    compare("download to a file", rounds, read, [&] { c.download_to_file(); });
    compare("upload from a file", rounds, write, [&] { c.upload_file(); });
    return 0;
}
catch (std::exception const& e)
{
    std::fprintf(stderr, "bench_streams: %s\n", e.what());
    return 1;
}
