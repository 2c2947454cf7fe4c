// SPDX-License-Identifier: BSL-1.0

#include "aws/config/profile_location.hpp"

#include "text/ini_text.hpp"
#include "text/wiped_text.hpp"

namespace dynasio::aws {

namespace {

std::string place(environment const& env, platform on, char const* variable, char const* file)
{
    char const separator = on == platform::windows ? '\\' : '/';
    auto const home = home_folder(env, on);
    if (auto path = env.variable(variable))
    {
        bool const in_home =
            *path == "~" || path->starts_with("~/") || (on == platform::windows && path->starts_with("~\\"));
        if (in_home && home)
            path->replace(0, 1, *home);
        return *path;
    }
    if (!home)
        return {};
    return *home + separator + ".aws" + separator + file;
}

std::string read(environment const& env, std::string const& path)
{
    if (path.empty())
        return {};
    return env.file(path).value_or(std::string());
}

} // namespace

std::optional<std::string> home_folder(environment const& env, platform on)
{
    if (auto home = env.variable("HOME"))
        return home;
    if (on != platform::windows)
        return std::nullopt;
    if (auto home = env.variable("USERPROFILE"))
        return home;
    auto const drive = env.variable("HOMEDRIVE");
    auto const path = env.variable("HOMEPATH");
    if (drive && path)
        return *drive + *path;
    return std::nullopt;
}

profile_location locate_profile_files(environment const& env, platform on)
{
    return {place(env, on, "AWS_CONFIG_FILE", "config"),
        place(env, on, "AWS_SHARED_CREDENTIALS_FILE", "credentials"), home_folder(env, on).has_value()};
}

std::string absence_from(profile_location const& where)
{
    if (where.config.empty() && where.credentials.empty())
        return "is in no file: none of HOME, AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE is set";
    std::string text;
    if (where.config.empty())
        text = "is not in " + text::in_quotes(where.credentials);
    else if (where.credentials.empty())
        text = "is not in " + text::in_quotes(where.config);
    else
        text = "is neither in " + text::in_quotes(where.config) + " nor in "
            + text::in_quotes(where.credentials);
    return where.home_is_known ? text : text + "; HOME is not set";
}

profile_files load_profile_files(environment const& env, profile_location const& where)
{
    // The texts hold secrets; they go however this ends.
    text::wiped_text const config{read(env, where.config)};
    text::wiped_text const credentials{read(env, where.credentials)};
    return parse_profile_files(config.text, credentials.text, where.config, where.credentials);
}

} // namespace dynasio::aws
