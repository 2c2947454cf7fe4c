// SPDX-License-Identifier: BSL-1.0
//
// What is not copied.

#include "common/http_server.hpp"
#include "driver/world.hpp"

#include <boost/asio/io_context.hpp>

#include <fstream>
#include <iostream>
#include <thread>

#include <stdlib.h>
#include <sys/stat.h>

namespace examples::copier {

using namespace std::chrono_literals;

namespace {

/// Answers every request with a list of keys, on a thread of its own.
class key_server
{
public:
    explicit key_server(std::string keys)
        : context_(1),
          server_(context_, options(),
              [keys](http_request request) -> asio::awaitable<http_response>
              {
                  http_response response(http::status::ok, request.version());
                  response.body() = keys;
                  co_return response;
              })
    {
        server_.start();
        thread_ = std::thread([this] { context_.run(); });
    }
    key_server(key_server const&) = delete;
    key_server& operator=(key_server const&) = delete;
    ~key_server()
    {
        context_.stop();
        thread_.join();
    }

    [[nodiscard]] std::string url() const
    {
        return "http://127.0.0.1:" + std::to_string(server_.port()) + "/query";
    }

private:
    static http_server_options options()
    {
        http_server_options result;
        result.port = 0;
        return result;
    }

    asio::io_context context_;
    http_server server_;
    std::thread thread_;
};

} // namespace

void refuse_strange_files(world& all)
{
    std::cout << "files that are no files, and names that are no keys\n";
    all.write("strange/file", "1");
    all.write("strange/\xFF", "2");
    all.write("strange/red\x1B[31m", "3");
    all.write("outside", "secret");
    fs::create_symlink(all.path("outside"), all.path("strange/link"));
    fs::create_directory_symlink(all.path("in"), all.path("strange/folder"));
    check(mkfifo(all.path("strange/pipe").c_str(), 0600) == 0, "no pipe");
    auto const sent = all.up("strange", {"--prefix", "strange/"});
    check(sent.code == 1, "up ended with " + std::to_string(sent.code));
    check(sent.has_line("sent file\n") && sent.has_line("skipped link: a symbolic link\n")
            && sent.has_line("skipped folder: a symbolic link\n") && sent.has_line("skipped pipe: a pipe\n")
            && sent.has_line("failed \\xFF: not the name of a key") && sent.has_line("failed red\\x1B[31m: ")
            && sent.has_line("not complete: 1 file, "),
        "up prints: " + sent.output);
    std::cout << "   are reported, the others copied\n";
    check(all.up("nowhere").code == 1, "a folder that is not there is copied");
}

void refuse_other_keys(world& all)
{
    std::cout << "keys that lead out of the folder\n";
    all.write("keys/good", "good");
    all.write("keys/link/inside", "new");
    check(all.up("keys", {"--prefix", "t/"}).code == 0, "up failed");
    all.write("elsewhere/inside", "old");
    fs::create_directories(all.path("target"));
    fs::create_directory_symlink(all.path("elsewhere"), all.path("target/link"));
    key_server const tampered(
        "t/../evil\nt//etc/evil\nt/a/../../evil\nt/link/inside\nt/.good.part\nt/\nt/good\nt/gone\n");
    auto const received = all.down("target", {"--prefix", "t/", "--query-url", tampered.url()});
    check(received.code == 1, "down ended with " + std::to_string(received.code));
    for (std::string const key : {"t/../evil", "t//etc/evil", "t/a/../../evil", "t/.good.part", "t/"})
        check(received.has_line("failed " + key + ": the key is not the path of a file"),
            "down takes " + key + ": " + received.output);
    check(received.has_line("failed link/inside: ") && received.has_line("received good\n")
            && received.has_line("skipped gone: it was removed meanwhile\n"),
        "down prints: " + received.output);
    check(all.read("target/good") == "good" && all.read("elsewhere/inside") == "old", "other files");
    check(!fs::exists(all.path("evil")), "a file is outside of the folder");

    key_server const absolute("../evil\n/evil\n");
    check(all.down("target", {"--query-url", absolute.url()}).code == 1, "absolute keys are taken");
    check(!fs::exists(all.path("evil")) && !fs::exists("/evil"), "a file is outside of the folder");
    std::cout << "   are refused, the others copied\n";
}

void refuse_wrong_tokens(world& all)
{
    std::cout << "tokens\n";
    setenv("URL_STORE_TOKEN", "wrong", 1);
    auto result = all.up("keys", {"--prefix", "t/"});
    check(result.code == 1 && result.has_line("not complete: 0 files"), "a wrong token: " + result.output);
    check(all.down("none", {"--prefix", "t/"}).code == 1, "a wrong token reads");
    unsetenv("URL_STORE_TOKEN");
    check(all.down("none", {"--prefix", "t/"}).code == 1, "nobody reads");
    all.write("token", "a-secret\n");
    result = all.down("with-file", {"--prefix", "t/", "--token-file", all.path("token").string()});
    check(result.code == 0 && all.read("with-file/good") == "good", "a token file: " + result.output);
    setenv("URL_STORE_TOKEN", "b-secret", 1);
    result = all.down("none", {"--prefix", "t/"});
    check(result.code == 0 && result.has_line("complete: 0 files"), "others see the keys: " + result.output);
    result = all.up("keys", {"--prefix", "t/"});
    check(result.code == 1 && result.has_line("failed good: ") && result.has_line("failed link/inside: "),
        "others write the keys: " + result.output);
    setenv("URL_STORE_TOKEN", "a-secret", 1);
    std::cout << "   say who may do what\n";
}

void refuse_bad_command_lines(world& all)
{
    std::cout << "bad command lines\n";
    all.write("no-token", "\n");
    auto const folder = all.path("in").string();
    std::vector<std::vector<std::string>> const wrong{{}, {"up", folder},
        {"up", folder, "ftp://127.0.0.1/store"}, {"up", folder, all.base_url(), "--parallel", "0"},
        {"up", folder, all.base_url(), "--token", "a-secret"},
        {"up", folder, all.base_url(), "--token-file", all.path("nowhere").string()},
        {"up", folder, all.base_url(), "--token-file", all.path("no-token").string()},
        {"down", "store", all.path("new").string()}};
    for (auto const& arguments : wrong)
    {
        auto const code = all.run(arguments).code;
        check(code == 2,
            "exit code " + std::to_string(code) + " for " + (arguments.empty() ? "" : arguments.back()));
    }
    check(!fs::exists(all.path("new")), "a folder was made");
    std::cout << "   end with 2\n";
}

} // namespace examples::copier
