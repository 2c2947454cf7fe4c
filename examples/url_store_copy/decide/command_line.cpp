// SPDX-License-Identifier: BSL-1.0

#include "decide/command_line.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>

namespace examples::copier {

std::string_view const usage =
    "usage: url_store_copy up FOLDER BASE_URL [option value]...\n"
    "       url_store_copy down BASE_URL FOLDER [option value]...\n"
    "Copies the files of a folder into a URL store, or back. Files that are equal are left out.\n"
    "  --prefix      keys are this and the path of the file, with nothing in between: reports/\n"
    "  --parallel    files at once, 1 to 64 (4)\n"
    "  --token-file  file whose first line is the token of the user; else the environment variable\n"
    "                URL_STORE_TOKEN; without both, requests have no token\n"
    "  --ca-file     file with the certificates to trust, PEM; else those of the system\n"
    "  --query-url   for down: where keys are found (/query at the host of BASE_URL)\n"
    "Exit code: 0 if the copy is complete, 1 if not, 2 for a wrong command line, 130 after SIGINT.\n";

namespace {

[[noreturn]] void fail(std::string const& why)
{
    throw std::invalid_argument(why);
}

std::size_t number_of_files(std::string const& text)
{
    std::size_t number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || number < 1 || number > max_parallel)
        fail("--parallel: not a number from 1 to " + std::to_string(max_parallel) + ": " + text);
    return number;
}

using option_table = std::map<std::string, std::function<void(std::string const&)>>;

option_table options_of(settings& set)
{
    option_table options;
    options["--prefix"] = [&](auto const& value) { set.prefix = value; };
    options["--parallel"] = [&](auto const& value) { set.parallel = number_of_files(value); };
    options["--token-file"] = [&](auto const& value) { set.token_file = value; };
    options["--ca-file"] = [&](auto const& value) { set.ca_file = value; };
    if (set.where == direction::down)
        options["--query-url"] = [&](auto const& value) { set.query_url = value; };
    return options;
}

direction direction_of(std::string const& word)
{
    if (word == "up")
        return direction::up;
    if (word != "down")
        fail("neither up nor down: " + word);
    return direction::down;
}

} // namespace

settings parse_settings(std::vector<std::string> const& arguments)
{
    if (arguments.empty())
        fail("the arguments are missing");
    settings set;
    set.where = direction_of(arguments.front());
    auto const options = options_of(set);
    std::set<std::string> given;
    std::vector<std::string> places;
    for (std::size_t i = 1; i < arguments.size(); ++i)
    {
        auto const& name = arguments[i];
        if (!name.starts_with("--"))
        {
            places.push_back(name);
            continue;
        }
        auto const option = options.find(name);
        if (option == options.end())
            fail("unknown option: " + name);
        if (++i == arguments.size())
            fail(name + ": the value is missing");
        if (!given.insert(name).second)
            fail(name + ": given twice");
        option->second(arguments[i]);
    }
    if (places.size() != 2 || places[0].empty() || places[1].empty())
        fail("a folder and a URL are needed");
    bool const up = set.where == direction::up;
    set.folder = places[up ? 0 : 1];
    set.base_url = places[up ? 1 : 0];
    if (!up && set.query_url.empty())
        set.query_url = default_query_url(set.base_url);
    return set;
}

std::string default_query_url(std::string_view base_url)
{
    auto const scheme = base_url.find("://");
    if (scheme == base_url.npos || scheme == 0)
        fail("not a URL: " + std::string(base_url));
    auto const end = base_url.find_first_of("/?#", scheme + 3);
    return std::string(base_url.substr(0, end)) + "/query";
}

std::string token_in(std::string_view text)
{
    text = text.substr(0, text.find('\n'));
    constexpr std::string_view spaces = " \t\r";
    auto const begin = std::min(text.find_first_not_of(spaces), text.size());
    text.remove_prefix(begin);
    text = text.substr(0, text.find_last_not_of(spaces) + 1);
    if (text.empty())
        fail("there is no token");
    return std::string(text);
}

} // namespace examples::copier
