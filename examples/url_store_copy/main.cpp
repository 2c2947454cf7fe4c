// SPDX-License-Identifier: BSL-1.0
//
// Teaches: copies a folder into a URL store and back, many files at once, whatever their size. `run/upload.cpp` and
// `run/download.cpp` are the ways of a file; `decide` has pure functions, `files` what blocks, which runs on threads of its
// own. A copy that was interrupted goes on where it was: equal files are left out, unfinished downloads continued. Try it,
// with the server of the example `url_store_server`:
//
//     url_store_copy up photos http://127.0.0.1:8080/store --prefix photos/
//     url_store_copy down http://127.0.0.1:8080/store copy --prefix photos/

#include "run/copy_run.hpp"
#include "run/upload_watch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace {

namespace asio = boost::asio;
using namespace examples::copier;

constexpr int interrupted = 130;

/// Empty if there is none.
std::string token_of(settings const& set)
{
    if (!set.token_file.empty())
    {
        std::ifstream file(set.token_file);
        std::ostringstream text;
        if (!(text << file.rdbuf()))
            throw std::invalid_argument("--token-file: cannot be read, or is empty: " + set.token_file);
        return token_in(text.str());
    }
    char const* const variable = std::getenv("URL_STORE_TOKEN");
    return variable ? variable : "";
}

dynasio::url_store make_store(
    settings const& set, asio::io_context& context, asio::thread_pool& pool, tally& counts)
{
    dynasio::url_store_options options;
    options.base_url = set.base_url;
    options.query_url = set.query_url;
    options.connections.max_connections = set.parallel + 1;
    options.connections.tls.ca_file = set.ca_file;
    options.files.emplace(pool.get_executor());
    if (set.where == direction::up)
        options.observer = std::make_shared<upload_watch>(counts);
    dynasio::url_store store(context.get_executor(), options);
    dynasio::url_session session;
    if (auto const token = token_of(set); !token.empty())
        session.authenticator = dynasio::make_bearer_authenticator(token);
    store.connect(std::move(session));
    return store;
}

/// Cancels the workers at the first signal; the next one ends the process.
asio::awaitable<void> wait_for_signal(asio::signal_set& signals, worker_group& workers, bool& came)
{
    auto waiting = signals.async_wait(asio::use_awaitable);
    co_await std::move(waiting);
    came = true;
    signals.clear();
    workers.cancel();
}

class copy_program
{
public:
    copy_program(settings const& set, asio::thread_pool& pool)
        : set_(set),
          shown_(counts_, set.where == direction::up ? "sent" : "received"),
          run_{set_, make_store(set, context_, pool, counts_), pool, counts_, shown_}
    {}

    copy_program(copy_program const&) = delete;
    copy_program& operator=(copy_program const&) = delete;
    ~copy_program() { run_.pool.join(); }

    int run()
    {
        auto const executor = context_.get_executor();
        if (set_.where == direction::up)
            start_upload(run_, workers_, executor);
        else
            start_download(run_, workers_, executor);
        asio::co_spawn(context_, wait_for_signal(signals_, workers_, came_), [](std::exception_ptr) {});
        drawing_.start(shown_.draw());
        std::exception_ptr failure;
        asio::co_spawn(context_, workers_.wait(),
            [&](std::exception_ptr why)
            {
                failure = why;
                signals_.cancel();
                drawing_.cancel();
            });
        context_.run();
        return end(failure);
    }

private:
    int end(std::exception_ptr failure)
    {
        if (came_)
        {
            shown_.end("interrupted");
            return interrupted;
        }
        bool const complete = !failure && !shown_.has_failures();
        shown_.end(complete ? "complete" : "not complete");
        if (failure)
            std::rethrow_exception(failure);
        return complete ? EXIT_SUCCESS : EXIT_FAILURE;
    }

    settings const& set_;
    asio::io_context context_{1};
    asio::signal_set signals_{context_, SIGINT};
    worker_group workers_{context_.get_executor()};
    worker_group drawing_{context_.get_executor()};
    tally counts_;
    display shown_;
    copy_run run_;
    bool came_ = false;
};

} // namespace

int main(int argc, char** argv)
{
    try
    {
        auto const set = parse_settings({argv + 1, argv + argc});
        asio::thread_pool pool(2);
        return copy_program(set, pool).run();
    }
    catch (std::invalid_argument const& wrong)
    {
        std::cerr << "url_store_copy: " << wrong.what() << '\n' << usage;
        return 2;
    }
    catch (std::exception const& failure)
    {
        std::cerr << "url_store_copy failed: " << failure.what() << '\n';
        return EXIT_FAILURE;
    }
}
