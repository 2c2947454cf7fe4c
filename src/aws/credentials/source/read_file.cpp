// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/source/read_file.hpp"

#include "http/file/thread_per_call.hpp"
#include "text/wiped_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace dynasio::aws::detail {

namespace {

namespace asio = boost::asio;

class file_job : public http::blocking_job
{
public:
    file_job(environment env, std::string path) : env_(std::move(env)), path_(std::move(path)) {}

    void run() noexcept final
    {
        try
        {
            access(env_, path_);
        }
        catch (configuration_error const& e)
        {
            failure = credentials_error(e.code(), e.what());
        }
        catch (std::exception const& e)
        {
            failure = credentials_error(errc::credentials_failed, "file \"" + path_ + "\": " + e.what());
        }
    }

    credentials_error failure;

private:
    virtual void access(environment const& env, std::string const& path) = 0;

    environment const env_;
    std::string const path_;
};

class reading final : public file_job
{
public:
    using file_job::file_job;
    std::optional<sigv4::secret> contents;

private:
    void access(environment const& env, std::string const& path) override
    {
        if (auto found = env.file(path))
        {
            text::wiped_text const bytes{*std::move(found)};
            contents.emplace(bytes.text);
        }
    }
};

class replacing final : public file_job
{
public:
    replacing(environment env, std::string path, sigv4::secret bytes)
        : file_job(std::move(env), std::move(path)), bytes_(std::move(bytes))
    {}

private:
    void access(environment const& env, std::string const& path) override
    {
        env.replace_file(path, bytes_.reveal());
    }

    sigv4::secret const bytes_;
};

/// Runs the job on a thread of its own. `job` must outlive the operation in the caller's frame too.
asio::awaitable<credentials_error> carry_out(std::shared_ptr<file_job> job)
{
    auto calls = http::thread_per_call();
    auto running = http::run_blocking(std::move(calls), job);
    auto const cut = co_await std::move(running);
    if (cut)
        co_return credentials_error(cut, "cancelled while a file was read");
    co_return job->failure;
}

} // namespace

asio::awaitable<file_result> read_file(environment env, std::string path)
{
    auto const job = std::make_shared<reading>(std::move(env), std::move(path));
    auto failure = co_await carry_out(job);
    if (failure.code)
        co_return failure;
    co_return std::move(job->contents);
}

asio::awaitable<credentials_error> replace_file(environment env, std::string path, sigv4::secret contents)
{
    auto const job = std::make_shared<replacing>(std::move(env), std::move(path), std::move(contents));
    co_return co_await carry_out(job);
}

} // namespace dynasio::aws::detail
