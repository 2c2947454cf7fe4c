// SPDX-License-Identifier: BSL-1.0

#include "aws/config/trust_settings.hpp"

#include "aws/config/settings.hpp"
#include "http/pool/trust_store.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include <optional>

namespace dynasio::aws::detail {
namespace {

/// Why the file cannot be used; empty when it can.
std::string fault_of(environment const& env, std::string const& path)
{
    try
    {
        auto const contents = env.file(path);
        return contents ? http::fault_of_trust_store(*contents) : "there is no such file";
    }
    catch (configuration_error const& e)
    {
        return e.what();
    }
}

} // namespace

std::string trust_settings(
    environment const& env, profile_section const* profile, std::string_view profile_name)
{
    auto const setting = find_setting(env, profile, profile_name, "AWS_CA_BUNDLE", "ca_bundle");
    if (!setting || setting->value.empty())
        return {};
    if (auto const fault = fault_of(env, setting->value); !fault.empty())
        throw configuration_error(errc::unreadable_file,
            setting->source + " is " + text::in_quotes(setting->value) + ", which cannot be used: " + fault);
    return setting->value;
}

} // namespace dynasio::aws::detail
