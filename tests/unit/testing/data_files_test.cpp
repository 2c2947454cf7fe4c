// SPDX-License-Identifier: BSL-1.0
//
// Every file of the third-party data is read by a test, or left out for a reason.

#include "support/test_data.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

constexpr char engine[] = "the rules of endpoints are code here, not data for an engine";
constexpr char emulators[] =
    "it tells servers from each other, and the client does not depend on their texts";
constexpr char no_streams[] = "there are no operations of DynamoDB Streams";

std::map<std::string, std::string> const left_out{
    {"conformance/dynamodb-local-deviations.json", emulators},
    {"conformance/messages.json", emulators},
    {"endpoints/dynamodb-rules.json", engine},
    {"endpoints/engine-tests.json", engine},
    {"endpoints/streams-rules.json", engine},
    {"model/credential-services.json",
        "the few shapes of it that are used are written by hand, and tested one by one"},
    {"model/dynamodb-examples.json", "its values are written for people, not as on the wire"},
    {"model/dynamodb-paginators.json", "the pages are those of three operations, and tested one by one"},
    {"model/dynamodb-waiters.json", "our waiters also wait for indexes, and are tested one by one"},
    {"model/streams-examples.json", no_streams},
    {"model/streams.json", no_streams},
};

/// The text of all tests but this one.
std::string sources_of_tests()
{
    std::string all;
    for (auto const* folder : {"tests", "sigv4/tests"})
        for (auto const& entry : fs::recursive_directory_iterator(fs::path(DYNASIO_SOURCE_DIR) / folder))
            if (auto const& path = entry.path();
                path.extension() == ".cpp" && path.filename() != fs::path(__FILE__).filename())
            {
                std::ifstream file(path, std::ios::binary);
                all.append(std::istreambuf_iterator<char>(file), {});
            }
    return all;
}

TEST(data_files, are_read_by_a_test_or_left_out)
{
    DYNASIO_REQUIRE_TEST_DATA(".");
    auto const sources = sources_of_tests();
    ASSERT_FALSE(sources.empty());
    auto const folder = dynasio::tests::test_data_folder();
    std::set<std::string> unused;
    int read = 0;
    for (auto const& entry : fs::recursive_directory_iterator(folder))
    {
        if (entry.path().extension() != ".json")
            continue;
        auto const name = entry.path().lexically_relative(folder).generic_string();
        if (sources.find('"' + name + '"') == sources.npos)
            unused.insert(name);
        else
            ++read;
    }
    EXPECT_GT(read, 0);
    for (auto const& name : unused)
        EXPECT_TRUE(left_out.contains(name)) << name << " is read by no test";
    for (auto const& [name, reason] : left_out)
        EXPECT_TRUE(unused.contains(name)) << name << " is not left out any more because " << reason;
}

} // namespace
