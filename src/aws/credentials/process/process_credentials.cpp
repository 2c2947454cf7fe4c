// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/source/key_json.hpp"
#include "clock/add_saturated.hpp"
#include "http/process/run_process.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;

/// Names the command by its first word: what follows may be secret.
std::string title_of(std::string_view command)
{
    auto const trimmed = text::trim(command);
    return "credential process " + text::in_quotes(trimmed.substr(0, trimmed.find_first_of(text::blanks)));
}

class process_provider final : public credentials_provider
{
public:
    process_provider(std::string command, process_options options)
        : title_(title_of(command)), command_(std::move(command)), options_(options)
    {}
    ~process_provider() override { text::wipe(command_); }

    std::string_view name() const noexcept override { return "process"; }
    std::chrono::steady_clock::duration timeout() const noexcept override { return options_.timeout; }

    asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        auto const end = std::min(with.deadline, http::add_saturated(with.clock->now(), options_.timeout));
        auto running = http::run_process(with.clock, command_, end, options_.max_output);
        auto const output = co_await std::move(running);
        if (!output.has_value())
            co_return credentials_error(errc::credentials_failed, title_ + ": " + output.error().text);
        co_return detail::read_key_json(
            output->reveal(), detail::key_json_form::process, "process", "output of " + title_);
    }

private:
    std::string const title_;
    std::string command_;
    process_options const options_;
};

} // namespace

std::shared_ptr<credentials_provider> process_credentials(std::string command, process_options options)
{
    if (text::trim(command).empty())
        throw configuration_error(errc::invalid_value, "credential process: the command is empty");
    if (options.timeout <= options.timeout.zero())
        throw configuration_error(errc::invalid_value, "process_options::timeout must be positive");
    if (options.max_output == 0)
        throw configuration_error(errc::invalid_value, "process_options::max_output must be at least 1");
    return std::make_shared<process_provider>(std::move(command), options);
}

} // namespace dynasio::aws
