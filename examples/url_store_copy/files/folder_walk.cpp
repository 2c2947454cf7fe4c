// SPDX-License-Identifier: BSL-1.0

#include "files/folder_walk.hpp"

#include "decide/keys.hpp"

#include <system_error>
#include <utility>

namespace examples::copier {

namespace fs = std::filesystem;

namespace {

std::string kind_of(fs::file_type type)
{
    switch (type)
    {
    case fs::file_type::symlink:
        return "a symbolic link";
    case fs::file_type::block:
    case fs::file_type::character:
        return "a device";
    case fs::file_type::fifo:
        return "a pipe";
    case fs::file_type::socket:
        return "a socket";
    default:
        return "a special file";
    }
}

found_file failed(std::string path, std::error_code why)
{
    found_file result;
    result.path = std::move(path);
    result.skipped = why.message();
    result.is_failure = true;
    return result;
}

found_file regular(std::string path, fs::directory_entry const& entry)
{
    std::error_code failure;
    found_file result;
    result.size = entry.file_size(failure);
    if (failure)
        return failed(std::move(path), failure);
    if (is_unfinished_name(entry.path().filename().native()))
        result.skipped = "an unfinished download";
    else if (auto const why = refusal_of_path(path); !why.empty())
    {
        result.skipped = "not the name of a key: " + why;
        result.is_failure = true;
    }
    result.path = std::move(path);
    return result;
}

} // namespace

folder_walk::folder_walk(fs::path const& folder)
{
    levels_.push_back({"", fs::directory_iterator(folder)});
}

std::vector<found_file> folder_walk::next(std::size_t most)
{
    std::vector<found_file> found;
    while (!levels_.empty() && found.size() < most)
    {
        auto& at = levels_.back().at;
        if (at == fs::directory_iterator())
        {
            levels_.pop_back();
            continue;
        }
        auto const entry = *at;
        std::error_code failure;
        at.increment(failure);
        if (failure)
            found.push_back(failed(levels_.back().prefix, failure));
        look_at(entry, found);
    }
    return found;
}

void folder_walk::look_at(fs::directory_entry const& entry, std::vector<found_file>& into)
{
    auto path = levels_.back().prefix + entry.path().filename().native();
    std::error_code failure;
    auto const type = entry.symlink_status(failure).type();
    if (type == fs::file_type::not_found)
        return; // it was removed meanwhile
    if (failure)
        into.push_back(failed(std::move(path), failure));
    else if (type == fs::file_type::directory)
        enter(entry.path(), std::move(path), into);
    else if (type == fs::file_type::regular)
        into.push_back(regular(std::move(path), entry));
    else
    {
        found_file special;
        special.path = std::move(path);
        special.skipped = kind_of(type);
        into.push_back(std::move(special));
    }
}

void folder_walk::enter(fs::path const& folder, std::string path, std::vector<found_file>& into)
{
    std::error_code failure;
    fs::directory_iterator first(folder, failure);
    if (failure)
        into.push_back(failed(std::move(path), failure));
    else
        levels_.push_back({std::move(path) + '/', std::move(first)});
}

} // namespace examples::copier
