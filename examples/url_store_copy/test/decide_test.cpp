// SPDX-License-Identifier: BSL-1.0
//
// The command line, keys and plans of a copy.

#include "decide/command_line.hpp"
#include "decide/keys.hpp"
#include "decide/plan.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/stores/urls/url_errc.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace examples::copier {
namespace {

TEST(copy_command_line, all_options)
{
    auto const up = parse_settings({"up", "here", "http://s/store", "--prefix", "p/", "--token-file", "t",
        "--ca-file", "c", "--parallel", "64"});
    EXPECT_EQ(up.where, direction::up);
    EXPECT_EQ(up.folder, "here");
    EXPECT_EQ(up.base_url, "http://s/store");
    EXPECT_EQ(up.prefix, "p/");
    EXPECT_EQ(up.token_file, "t");
    EXPECT_EQ(up.ca_file, "c");
    EXPECT_EQ(up.parallel, 64U);
    EXPECT_EQ(up.query_url, "");

    auto const down = parse_settings({"down", "https://s:8443/a/b", "--prefix", "", "here"});
    EXPECT_EQ(down.where, direction::down);
    EXPECT_EQ(down.folder, "here");
    EXPECT_EQ(down.base_url, "https://s:8443/a/b");
    EXPECT_EQ(down.query_url, "https://s:8443/query");
    EXPECT_EQ(down.parallel, 4U);
    EXPECT_EQ(
        parse_settings({"down", "http://s", "f", "--query-url", "http://s/find"}).query_url, "http://s/find");
}

TEST(copy_command_line, what_is_wrong)
{
    std::vector<std::vector<std::string>> const wrong{{}, {"sideways", "a", "http://s"}, {"up"}, {"up", "a"},
        {"up", "a", "http://s", "b"}, {"up", "", "http://s"}, {"up", "a", "http://s", "--prefix"},
        {"up", "a", "http://s", "--prefix", "x", "--prefix", "y"},
        {"up", "a", "http://s", "--query-url", "http://s/q"}, {"up", "a", "http://s", "--token", "secret"},
        {"up", "a", "http://s", "--parallel", "0"}, {"up", "a", "http://s", "--parallel", "65"},
        {"up", "a", "http://s", "--parallel", "4x"}, {"up", "a", "http://s", "--parallel", "-1"},
        {"down", "s/store", "a"}, {"down", "://s", "a"}};
    for (auto const& each : wrong)
        EXPECT_THROW((void)parse_settings(each), std::invalid_argument) << ::testing::PrintToString(each);
}

TEST(copy_command_line, default_query_urls)
{
    EXPECT_EQ(default_query_url("http://h"), "http://h/query");
    EXPECT_EQ(default_query_url("http://h/"), "http://h/query");
    EXPECT_EQ(default_query_url("http://[::1]:80/a?b"), "http://[::1]:80/query");
}

TEST(copy_command_line, tokens)
{
    EXPECT_EQ(token_in("abc"), "abc");
    EXPECT_EQ(token_in(" \tabc.d= \r\nsecond\n"), "abc.d=");
    for (std::string const none : {"", "\n", "  \nabc", " \t"})
        EXPECT_THROW((void)token_in(none), std::invalid_argument) << none;
}

TEST(copy_keys, paths_within_a_folder)
{
    for (std::string const path : {"a", "a/b c/100%", "\xC3\xBC/\xE2\x82\xAC/\xF0\x9F\x98\x80", "...", "a..b",
             ".hidden", ".part", "a.part", "back\\slash"})
        EXPECT_EQ(refusal_of_path(path), "") << path;
}

TEST(copy_keys, paths_that_lead_elsewhere)
{
    using namespace std::string_literals;
    for (auto const& path : {""s, "/"s, "/etc/passwd"s, ".."s, "../a"s, "a/.."s, "a/../b"s, "."s, "./a"s,
             "a/./b"s, "a//b"s, "a/"s, "a\nb"s, "a\0b"s, "a\x7F"s, ".a.part"s, "b/.a.part"s})
        EXPECT_NE(refusal_of_path(path), "") << path;
}

TEST(copy_keys, paths_that_are_not_utf8)
{
    for (std::string const path : {"\xFF", "a\x80", "\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
             "\xF4\x90\x80\x80", "\xF0\x80\x80\xAF", "\xE2\x82/x"})
        EXPECT_EQ(refusal_of_path(path), "it is not UTF-8") << ::testing::PrintToString(path);
}

TEST(copy_keys, unfinished_downloads_have_names_that_no_key_has)
{
    for (std::string const name : {"a", "a.part", ".hidden"})
    {
        EXPECT_TRUE(is_unfinished_name(unfinished_name(name)));
        EXPECT_NE(refusal_of_path("folder/" + unfinished_name(name)), "");
    }
    EXPECT_EQ(unfinished_name("a"), ".a.part");
}

TEST(copy_keys, patterns_take_prefixes_literally)
{
    EXPECT_EQ(pattern_of_prefix(""), "*");
    EXPECT_EQ(pattern_of_prefix("a/b"), "a/b*");
    EXPECT_EQ(pattern_of_prefix("a*[b]?"), "a[*][[]b][?]*");
}

TEST(copy_keys, printable_texts)
{
    EXPECT_EQ(printable("a \xC3\xBC/\xE2\x82\xAC"), "a \xC3\xBC/\xE2\x82\xAC");
    EXPECT_EQ(printable("\x1B[2J\n\x7F"), "\\x1B[2J\\x0A\\x7F");
    EXPECT_EQ(printable("\xC2\x9B"
                        "2J"),
        "\\xC2\\x9B2J"); // as ESC [
    EXPECT_EQ(printable("a\xFFz"), "a\\xFFz");
}

TEST(copy_plan, digests_and_etags)
{
    std::string const digest(64, 'a');
    EXPECT_EQ(etag_of(digest), '"' + digest + '"');
    EXPECT_EQ(digest_in(etag_of(digest)), digest);
    for (auto const& none : {std::string(), digest, "W/" + etag_of(digest), etag_of(digest.substr(1)),
             etag_of(std::string(64, 'g')), etag_of(digest) + ' '})
        EXPECT_FALSE(digest_in(none)) << none;
}

TEST(copy_plan, uploads)
{
    contents const file{3, std::string(64, '1')};
    EXPECT_EQ(plan_upload(file, std::nullopt), beginning::whole);
    EXPECT_EQ(plan_upload(file, etag_of(std::string(64, '2'))), beginning::whole);
    EXPECT_EQ(plan_upload(file, ""), beginning::whole);
    EXPECT_EQ(plan_upload(file, etag_of(file.sha256)), beginning::equal);
}

TEST(copy_plan, downloads)
{
    EXPECT_EQ(plan_download(0, 5), beginning::whole);
    EXPECT_EQ(plan_download(0, 0), beginning::whole);
    EXPECT_EQ(plan_download(3, 5), beginning::rest);
    EXPECT_EQ(plan_download(5, 5), beginning::rest);
    EXPECT_EQ(plan_download(6, 5), beginning::whole);
}

TEST(copy_plan, failures_that_end_all)
{
    using dynasio::url_errc;
    EXPECT_TRUE(store_ends_all(url_errc::not_authorized, 401));
    EXPECT_TRUE(store_ends_all(url_errc::http_error, 503));
    EXPECT_TRUE(store_ends_all(boost::asio::error::connection_refused, 0));
    EXPECT_TRUE(store_ends_all(dynasio::http::errc::connect_timeout, 0));
    EXPECT_FALSE(store_ends_all(url_errc::not_authorized, 403));
    EXPECT_FALSE(store_ends_all(url_errc::http_error, 400));
    EXPECT_FALSE(store_ends_all(url_errc::malformed_response, 200));
    EXPECT_FALSE(store_ends_all(dynasio::http::errc::source_failed, 0));

    namespace errc = boost::system::errc;
    EXPECT_TRUE(disk_ends_all(errc::make_error_code(errc::no_space_on_device)));
    EXPECT_FALSE(disk_ends_all(errc::make_error_code(errc::permission_denied)));
}

} // namespace
} // namespace examples::copier
