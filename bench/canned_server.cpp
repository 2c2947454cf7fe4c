// SPDX-License-Identifier: BSL-1.0

#include "canned_server.hpp"

#include "canned_answers.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/crc.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
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

std::uint32_t checksum(std::string const& text)
{
    boost::crc_32_type crc;
    crc.process_bytes(text.data(), text.size());
    return crc.checksum();
}

std::uint16_t free_port()
{
    asio::io_context context;
    tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    return acceptor.local_endpoint().port();
}

void write(std::filesystem::path const& file, std::string const& text)
{
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush())
        throw std::runtime_error("cannot write " + file.string());
}

std::string location(std::string const& name, std::string const& body)
{
    return "location = /" + name + " { internal; add_header x-amzn-RequestId "
        + "4DBVN7N3O2TAEEVHQTC1ROMV3BVV4KQNSO5AEMVJF66Q9ASUAAJG; add_header x-amz-crc32 "
        + std::to_string(checksum(body)) + "; }\n";
}

} // namespace

void canned_server::write_files()
{
    auto const get = get_item_answer();
    auto const query = query_answer(100);
    write(folder_ / "get.json", get);
    write(folder_ / "query.json", query);
    write(folder_ / "put.json", "{}");
    auto const f = folder_.string();
    write(folder_ / "nginx.conf",
        "daemon off; master_process off; pid " + f + "/pid; error_log " + f
            + "/error.log crit; worker_rlimit_nofile 65536;\n"
              "events { worker_connections 30000; }\n"
              "http { access_log off; etag off; sendfile on; tcp_nodelay on; keepalive_requests 1000000000;\n"
              "keepalive_timeout 600s; open_file_cache max=10 inactive=600s; open_file_cache_valid 600s;\n"
              "client_body_temp_path "
            + f + "/t1; proxy_temp_path " + f + "/t2; fastcgi_temp_path " + f + "/t3; uwsgi_temp_path " + f
            + "/t4; scgi_temp_path " + f
            + "/t5;\n"
              "types { } default_type application/x-amz-json-1.0;\n"
              "map $http_x_amz_target $answer { default /get.json; DynamoDB_20120810.Query /query.json;\n"
              "DynamoDB_20120810.PutItem /put.json; }\n"
              "server { listen 127.0.0.1:"
            + std::to_string(port_) + " backlog=16384; root " + f
            + "; error_page 405 =200 $answer;\nlocation / { return 405; }\n" + location("get.json", get)
            + location("query.json", query) + location("put.json", "{}") + "} }\n");
}

canned_server::canned_server() : port_(free_port())
{
    std::string pattern = (std::filesystem::temp_directory_path() / "dynasio-bench-XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
        throw std::runtime_error("cannot make a temporary folder");
    folder_ = pattern;
    std::filesystem::permissions(folder_, std::filesystem::perms::all);
    write_files();

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

canned_server::~canned_server()
{
    if (process_ > 0)
    {
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void pin_to_core(int core)
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    ::sched_setaffinity(0, sizeof(cores), &cores);
}

} // namespace bench
