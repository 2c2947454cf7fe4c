// SPDX-License-Identifier: BSL-1.0
//
// Folders and files of a copy, in a folder that is removed afterwards.

#include "files/folder_walk.hpp"
#include "files/hash_file.hpp"
#include "files/part_file.hpp"
#include "files/target_folder.hpp"
#include "support/coroutine_test.hpp"

#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

namespace examples::copier {
namespace {

namespace fs = std::filesystem;
using boost::system::system_error;

constexpr char digest_of_abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class copy_files : public ::testing::Test
{
protected:
    copy_files()
    {
        std::string name = (fs::temp_directory_path() / "url-store-copy-XXXXXX").string();
        if (!mkdtemp(name.data()))
            throw std::runtime_error("no temporary folder");
        root_ = name;
    }
    ~copy_files() override
    {
        std::error_code ignored;
        fs::remove_all(root_, ignored);
    }

    void write(std::string const& path, std::string const& text) const
    {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }

    [[nodiscard]] std::string read(std::string const& path) const
    {
        std::ostringstream text;
        text << std::ifstream(root_ / path).rdbuf();
        return text.str();
    }

    [[nodiscard]] std::map<std::string, found_file> walk(std::size_t at_once) const
    {
        folder_walk walking(root_);
        std::map<std::string, found_file> result;
        for (int i = 0; i < 100; ++i)
        {
            auto const some = walking.next(at_once);
            if (some.empty())
                return result;
            EXPECT_LE(some.size(), at_once);
            for (auto const& one : some)
                EXPECT_TRUE(result.emplace(one.path, one).second) << one.path;
        }
        throw std::runtime_error("the walk does not end");
    }

    fs::path root_;
};

std::span<std::byte const> bytes(std::string const& text)
{
    return std::as_bytes(std::span(text));
}

TEST_F(copy_files, walks_find_files_at_all_levels)
{
    write("a", "12345");
    write("b/c/d", "");
    write("b/e f", "1");
    fs::create_directory(root_ / "empty");
    for (std::size_t const at_once : {1U, 2U, 100U})
    {
        auto const found = walk(at_once);
        ASSERT_EQ(found.size(), 3U);
        EXPECT_EQ(found.at("a").size, 5U);
        EXPECT_EQ(found.at("b/c/d").size, 0U);
        EXPECT_EQ(found.at("b/e f").skipped, "");
    }
}

TEST_F(copy_files, walks_say_what_is_not_copied)
{
    write("a", "1");
    write(".a.part", "1");
    write("\xFF", "1");
    write("new\nline", "1");
    fs::create_symlink("a", root_ / "link");
    fs::create_directory_symlink("/", root_ / "up");
    ASSERT_EQ(mkfifo((root_ / "pipe").c_str(), 0600), 0);
    auto const found = walk(100);
    ASSERT_EQ(found.size(), 7U);
    EXPECT_EQ(found.at("link").skipped, "a symbolic link");
    EXPECT_EQ(found.at("up").skipped, "a symbolic link");
    EXPECT_EQ(found.at("pipe").skipped, "a pipe");
    EXPECT_EQ(found.at(".a.part").skipped, "an unfinished download");
    for (auto const& [path, one] : found)
        EXPECT_EQ(one.is_failure, path == "\xFF" || path == "new\nline") << path;
}

TEST_F(copy_files, walks_of_no_folder)
{
    EXPECT_THROW(folder_walk(root_ / "none"), fs::filesystem_error);
    write("file", "");
    EXPECT_THROW(folder_walk(root_ / "file"), fs::filesystem_error);
}

TEST_F(copy_files, digests_of_files)
{
    write("abc", "abc");
    write("empty", "");
    std::string const big(5'000'001, 'x');
    write("big", big);
    asio::io_context context;
    asio::thread_pool pool(1);
    auto const hash = [&](std::string const& name)
    { return hash_file(pool, open_regular(AT_FDCWD, (root_ / name).native())); };
    dynasio::tests::run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            auto const abc = co_await hash("abc");
            EXPECT_EQ(abc.size, 3U);
            EXPECT_EQ(abc.sha256, digest_of_abc);
            auto const empty = co_await hash("empty");
            EXPECT_EQ(empty.sha256, sha256_hex(""));
            auto const all = co_await hash("big");
            EXPECT_EQ(all.size, big.size());
            EXPECT_EQ(all.sha256, sha256_hex(big));
        });
}

TEST_F(copy_files, only_regular_files_are_opened)
{
    write("a", "1");
    fs::create_symlink("a", root_ / "link");
    ASSERT_EQ(mkfifo((root_ / "pipe").c_str(), 0600), 0);
    for (auto const* const name : {"link", "pipe", ".", "none"})
        EXPECT_THROW((void)open_regular(AT_FDCWD, (root_ / name).native()), system_error) << name;
}

TEST_F(copy_files, targets_get_their_folders)
{
    target_folder const target(root_ / "new/folder");
    part_file part(target.place_of("a/b/c"));
    part.append(bytes("abc"));
    EXPECT_EQ(part.sha256_hex(), digest_of_abc);
    EXPECT_EQ(read("new/folder/a/b/.c.part"), "abc");
    part.commit();
    EXPECT_EQ(read("new/folder/a/b/c"), "abc");
    EXPECT_FALSE(fs::exists(root_ / "new/folder/a/b/.c.part"));
    EXPECT_EQ(target.place_of("a/b/c").existing_size(), 3U);
    EXPECT_FALSE(target.place_of("a/b/d").existing_size());
}

TEST_F(copy_files, targets_are_never_behind_links)
{
    write("outside/file", "old");
    target_folder const target(root_ / "target");
    fs::create_directory_symlink(root_ / "outside", root_ / "target/link");
    fs::create_symlink(root_ / "outside/file", root_ / "target/name");
    fs::create_directory(root_ / "target/folder");
    EXPECT_THROW((void)target.place_of("link/file"), system_error);
    EXPECT_THROW((void)target.place_of("link/new/file"), system_error);
    EXPECT_THROW((void)target.place_of("name").existing_size(), system_error);
    EXPECT_THROW((void)target.place_of("folder").existing_size(), system_error);
    part_file part(target.place_of("name"));
    part.append(bytes("new"));
    EXPECT_THROW(part.commit(), system_error);
    fs::create_symlink(root_ / "outside/file", root_ / "target/.other.part");
    EXPECT_THROW(part_file(target.place_of("other")), system_error);
    fs::create_hard_link(root_ / "outside/file", root_ / "target/.third.part");
    EXPECT_THROW(part_file(target.place_of("third")), system_error);
    EXPECT_EQ(read("outside/file"), "old");
    EXPECT_FALSE(fs::exists(root_ / "outside/new"));
}

TEST_F(copy_files, parts_are_continued)
{
    target_folder const target(root_);
    std::string const first(600'000, 'x');
    {
        part_file part(target.place_of("a"));
        part.append(bytes(first));
        EXPECT_THROW(part_file(target.place_of("a")), system_error); // somebody writes it
    }
    part_file part(target.place_of("a"));
    EXPECT_EQ(part.size(), first.size());
    for (int i = 0; part.read_some(); ++i)
        ASSERT_LT(i, 10);
    part.append(bytes("end"));
    EXPECT_EQ(part.sha256_hex(), sha256_hex(first + "end"));
    part.restart();
    EXPECT_EQ(part.size(), 0U);
    part.append(bytes("abc"));
    EXPECT_EQ(part.sha256_hex(), digest_of_abc);
    part.remove();
    EXPECT_FALSE(fs::exists(root_ / ".a.part"));
}

TEST_F(copy_files, parts_without_bytes_do_not_stay)
{
    target_folder const target(root_);
    {
        part_file part(target.place_of("a"));
        EXPECT_TRUE(fs::exists(root_ / ".a.part"));
        part.append(bytes("abc"));
    }
    EXPECT_TRUE(fs::exists(root_ / ".a.part"));
    {
        part_file part(target.place_of("a"));
        part.restart();
    }
    EXPECT_FALSE(fs::exists(root_ / ".a.part"));
}

TEST_F(copy_files, parts_replace_files)
{
    write("a", "a longer text");
    target_folder const target(root_);
    part_file part(target.place_of("a"));
    EXPECT_EQ(part.sha256_hex(), sha256_hex(""));
    part.commit();
    EXPECT_EQ(read("a"), "");
}

} // namespace
} // namespace examples::copier
