// SPDX-License-Identifier: BSL-1.0

#include "nginx_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sched.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace bench {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

std::filesystem::path make_folder(std::filesystem::path const& place)
{
    std::string pattern = (place / "dynasio-bench-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
        throw std::runtime_error("cannot make a temporary folder");
    std::filesystem::permissions(pattern, std::filesystem::perms::all);
    return pattern;
}

std::string common_settings(std::filesystem::path const& folder)
{
    auto const f = folder.string();
    return "daemon off; master_process off; pid " + f + "/pid; error_log " + f
        + "/error.log crit; worker_rlimit_nofile 65536;\n"
          "events { worker_connections 30000; }\n"
          "http { access_log off; etag off; sendfile on; tcp_nodelay on; keepalive_requests 1000000000;\n"
          "keepalive_timeout 600s; open_file_cache max=10 inactive=600s; open_file_cache_valid 600s;\n"
          "client_body_temp_path "
        + f + "/t1; proxy_temp_path " + f + "/t2; fastcgi_temp_path " + f + "/t3; uwsgi_temp_path " + f
        + "/t4; scgi_temp_path " + f + "/t5;\n";
}

} // namespace

nginx_server::nginx_server(
    std::function<std::string(nginx_server const&)> const& write_files, std::filesystem::path const& place)
    : folder_(make_folder(place))
{
    {
        // Both at once, so that they differ.
        asio::io_context context;
        tcp::endpoint const any(asio::ip::address_v4::loopback(), 0);
        tcp::acceptor const first(context, any);
        tcp::acceptor const second(context, any);
        port_ = first.local_endpoint().port();
        tls_port_ = second.local_endpoint().port();
    }
    auto const settings = write_files(*this);
    write_file(folder_ / "nginx.conf", common_settings(folder_) + settings + "}\n");
    start();
}

void nginx_server::start()
{
    process_ = ::fork();
    if (process_ == 0)
    {
        pin_to_core(1);
        auto const conf = folder_ / "nginx.conf";
        ::execlp("nginx", "nginx", "-c", conf.c_str(), "-p", folder_.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    // Bounded: five seconds at most.
    for (int i = 0; i < 500; ++i)
    {
        asio::io_context context;
        tcp::socket probe(context);
        boost::system::error_code failure;
        probe.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port_), failure);
        if (!failure)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("nginx does not answer; is it installed? (scripts/install-deps bench)");
}

nginx_server::~nginx_server()
{
    if (process_ > 0)
    {
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void write_file(std::filesystem::path const& file, std::string const& text)
{
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush())
        throw std::runtime_error("cannot write " + file.string());
}

void pin_to_core(int core)
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    ::sched_setaffinity(0, sizeof(cores), &cores);
}

} // namespace bench
