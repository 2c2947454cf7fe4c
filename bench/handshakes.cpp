// SPDX-License-Identifier: BSL-1.0
//
// CPU time per TLS connection with and without the resumption of sessions, alternating in one run. See bench/README.md.

#include "median.hpp"
#include "nginx_server.hpp"

#include <dynasio/http/pool.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = dynasio::http;

constexpr std::size_t connections_per_round = 40;

double cpu_microseconds()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const us = [](timeval t)
    { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
    return us(used.ru_utime) + us(used.ru_stime);
}

/// A server that closes each connection after one response. Its certificate has an issuer, as those of AWS have.
std::string write_files(bench::nginx_server const& server, char const* version)
{
    auto const folder = server.folder().string();
    auto const make = [&](std::string const& arguments)
    {
        auto const command = "cd " + folder + " && openssl " + arguments + " 2>>openssl.log";
        if (std::system(command.c_str()) != 0)
            throw std::runtime_error("openssl makes no certificate");
    };
    bench::write_file(server.folder() / "names", "subjectAltName=IP:127.0.0.1\n");
    make("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem");
    make("req -newkey rsa:2048 -nodes -subj /CN=server -keyout key.pem -out request.pem");
    make("x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names "
         "-out certificate.pem");
    bench::write_file(server.folder() / "file", "{}");
    return "ssl_protocols " + std::string(version) + "; ssl_certificate " + folder
        + "/certificate.pem; ssl_certificate_key " + folder + "/key.pem;\nserver { listen 127.0.0.1:"
        + std::to_string(server.port()) + "; listen 127.0.0.1:" + std::to_string(server.tls_port())
        + " ssl; keepalive_timeout 0; root " + folder + "; }\n";
}

/// Connections in turn, each for one request.
class client
{
public:
    client(bench::nginx_server const& server, bool resume)
        : connections_(context_.get_executor(), options_for(server, resume))
    {
        request_.method = "GET";
        request_.target = "/file";
        request_.to = {true, "127.0.0.1", server.tls_port()};
    }

    void run(std::size_t count)
    {
        std::exception_ptr failure;
        asio::co_spawn(context_, connect(count), [&](std::exception_ptr e) { failure = e; });
        context_.restart();
        context_.run();
        if (failure)
            std::rethrow_exception(failure);
    }

    [[nodiscard]] http::pool_statistics statistics() const { return connections_.statistics(); }

private:
    static http::pool_options options_for(bench::nginx_server const& server, bool resume)
    {
        http::pool_options options;
        options.tls.ca_file = server.folder() / "ca.pem";
        options.tls.resume_sessions = resume;
        return options;
    }

    asio::awaitable<void> connect(std::size_t count)
    {
        for (std::size_t i = 0; i != count; ++i)
        {
            auto sending = connections_.send(request_, http::no_deadline);
            auto const response = co_await std::move(sending);
            if (response.value().status != 200)
                throw std::runtime_error("the server does not serve");
        }
    }

    asio::io_context context_{1};
    http::pool connections_;
    http::request request_;
};

struct cost
{
    double cpu;
    double elapsed;
};

cost measure(client& c)
{
    auto const begin = std::chrono::steady_clock::now();
    auto const before = cpu_microseconds();
    c.run(connections_per_round);
    auto const cpu = cpu_microseconds() - before;
    std::chrono::duration<double, std::micro> const elapsed = std::chrono::steady_clock::now() - begin;
    return {cpu / connections_per_round, elapsed.count() / connections_per_round};
}

void compare(char const* name, char const* version, int rounds)
{
    bench::nginx_server const server(
        [version](bench::nginx_server const& s) { return write_files(s, version); });
    client whole(server, false);
    client resumed(server, true);
    measure(whole);
    measure(resumed); // with the session that the others resume
    auto const first = resumed.statistics();
    std::vector<double> cpu[2];
    std::vector<double> elapsed[2];
    std::vector<double> ratios;
    for (int i = 0; i != rounds; ++i)
    {
        auto const a = measure(whole);
        auto const b = measure(resumed);
        cpu[0].push_back(a.cpu);
        cpu[1].push_back(b.cpu);
        elapsed[0].push_back(a.elapsed);
        elapsed[1].push_back(b.elapsed);
        ratios.push_back(b.cpu / a.cpu);
    }
    auto const last = resumed.statistics();
    auto const saved = 100.0 * static_cast<double>(last.resumed - first.resumed)
        / static_cast<double>(last.connected - first.connected);
    std::printf("| %-7s | %7.1f | %7.1f | %5.2f | %4.2f to %4.2f | %7.1f | %7.1f | %5.1f%% |\n", name,
        bench::median(cpu[0]), bench::median(cpu[1]), bench::median(ratios), bench::quantile(ratios, 0.25),
        bench::quantile(ratios, 0.75), bench::median(elapsed[0]), bench::median(elapsed[1]), saved);
    if (whole.statistics().resumed != 0)
        throw std::runtime_error("a session was resumed without leave");
}

} // namespace

int main(int argc, char** argv)
try
{
    int const rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 31;
    bench::pin_to_core(0);
    std::puts("| version | CPU us  | resumed | ratio | middle half  | time us | resumed | saved  |");
    std::puts("|---------|---------|---------|-------|--------------|---------|---------|--------|");
    compare("TLS 1.2", "TLSv1.2", rounds);
    compare("TLS 1.3", "TLSv1.3", rounds);
}
catch (std::exception const& e)
{
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
}
