// SPDX-License-Identifier: BSL-1.0
//
// Profile files: the grammar by vectors and by cases of our own, where the files are, and the environment
// they come from.

#include "aws/config/profile_location.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/profile_file.hpp>

#include "support/data_cases.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

namespace {

using namespace dynasio::aws;
using dynasio::tests::cases_of;
using dynasio::tests::run_cases;
namespace json = boost::json;

std::string text(json::value const& value)
{
    return std::string(value.as_string());
}

std::string member(json::value const& object, char const* name)
{
    auto const* found = object.as_object().if_contains(name);
    return found ? text(*found) : "";
}

json::object to_json(profile_files::sections const& sections)
{
    json::object result;
    for (auto const& [name, section] : sections)
    {
        json::object properties;
        for (auto const& [key, value] : section.properties())
            properties[key] = value;
        result[name] = properties;
    }
    return result;
}

// The kind of an error of the vectors in our words.
std::string our_words(std::string const& theirs)
{
    if (theirs.starts_with("Profile definition must end"))
        return "must end with ']'";
    if (theirs.starts_with("Expected a profile definition"))
        return "needs a section";
    if (theirs.starts_with("Property did not have a name"))
        return "needs a name";
    if (theirs == "Expected an '=' sign defining a property")
        return "a property needs a '='";
    if (theirs.starts_with("Expected a property definition"))
        return "needs a property above";
    if (theirs.starts_with("Expected an '=' sign defining a sub-property"))
        return "a sub-property needs a '='";
    return "no translation of: " + theirs;
}

std::string error_of(std::string_view config, std::string_view credentials = {})
{
    try
    {
        parse_profile_files(config, credentials);
    }
    catch (configuration_error const& error)
    {
        EXPECT_EQ(error.code(), errc::malformed_profile_file);
        return error.what();
    }
    return "no error";
}

TEST(ProfileFile, ParserVectors)
{
    constexpr auto file = "profile/parser-tests.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(dynasio::tests::load_test_data(file), "name"), {},
        [](json::object const& test)
        {
            auto const config = member(test.at("input"), "configFile");
            auto const credentials = member(test.at("input"), "credentialsFile");
            auto const& output = test.at("output").as_object();
            ASSERT_EQ(output.size(), 1u);
            if (auto const* expected = output.if_contains("errorContaining"))
            {
                EXPECT_NE(error_of(config, credentials).find(our_words(text(*expected))), std::string::npos)
                    << error_of(config, credentials);
                return;
            }
            auto const parsed = parse_profile_files(config, credentials);
            auto const& expected = output.at("config").as_object();
            EXPECT_EQ(json::value(to_json(parsed.profiles)), expected.at("profiles"));
            auto const* sessions = expected.if_contains("sso_sessions");
            EXPECT_EQ(json::value(to_json(parsed.sso_sessions)), sessions ? *sessions : json::object());
            EXPECT_EQ(expected.size(), sessions ? 2u : 1u) << "nothing compares the other members";
        });
}

TEST(ProfileFile, FilesOfOthersEndInProfilesOrInAClearError)
{
    DYNASIO_REQUIRE_TEST_DATA("profile/botocore-config-files.json");
    auto const data = dynasio::tests::load_test_data("profile/botocore-config-files.json");
    int parses = 0;
    for (auto const& [name, value] : data.as_object())
    {
        auto const whole = text(value);
        // Every cut of every file, as either file.
        for (std::size_t size = 0; size <= whole.size(); ++size)
        {
            for (bool const as_config : {true, false})
            {
                auto const part = whole.substr(0, size);
                try
                {
                    parse_profile_files(as_config ? part : "", as_config ? "" : part);
                }
                catch (configuration_error const& error)
                {
                    EXPECT_NE(std::string(error.what()).find(", line "), std::string::npos) << error.what();
                }
                ++parses;
            }
        }
    }
    EXPECT_GT(parses, 0);
    std::cout << "ran " << parses << " parses\n";
}

TEST(ProfileFile, ErrorsNameFileAndLineButNoValue)
{
    try
    {
        parse_profile_files(
            "[default]\nregion = x\n\naws_secret_access_key: hunter2\n", "", "/home/me/.aws/config");
        FAIL() << "no error";
    }
    catch (configuration_error const& error)
    {
        std::string const what = error.what();
        EXPECT_NE(what.find("/home/me/.aws/config, line 4: a property needs a '='"), std::string::npos)
            << what;
        EXPECT_EQ(what.find("hunter2"), std::string::npos) << what;
    }
}

TEST(ProfileFile, StructureCountsInSkippedSectionsToo)
{
    EXPECT_NE(error_of("[in valid]\nnonsense\n").find("line 2"), std::string::npos);
    EXPECT_NE(error_of("[profile a]\nin valid =\n nonsense\n").find("line 3"), std::string::npos);
    EXPECT_NE(error_of("[profile a] b\n").find("line 1"), std::string::npos);
    EXPECT_NE(error_of("", "[a]\n = b\n").find("credentials file, line 2"), std::string::npos);
    EXPECT_NE(error_of("[profile a]\ns3 =\n = b\n").find("a sub-property needs a name"), std::string::npos);
}

TEST(ProfileFile, LineEndsAndByteOrderMark)
{
    auto const files = parse_profile_files(
        "\xEF\xBB\xBF[default]\r\nregion = eu-west-1\r\n\r\n[profile a]\r\nb =\r\n c = d\r\n", "");
    ASSERT_TRUE(files.profile("default"));
    EXPECT_EQ(files.profile("default")->get("region"), "eu-west-1");
    EXPECT_EQ(files.profile("a")->get("b", "c"), "d");
}

TEST(ProfileFile, CommentCharacterInASectionNameIsNoComment)
{
    auto const files = parse_profile_files("[profile a#b]\nx = 1\n[profile c] # d ] e\nx = 2\n", "");
    EXPECT_EQ(files.profiles.size(), 1u);
    EXPECT_EQ(files.profile("c")->get("x"), "2");
}

TEST(ProfileFile, InvalidPropertyNamesAreSkippedWithTheirContinuations)
{
    auto const files = parse_profile_files("[default]\nin valid = 1\n more\ngood = 2\n", "");
    EXPECT_EQ(files.profile("default")->properties().size(), 1u);
    EXPECT_EQ(files.profile("default")->get("good"), "2");
}

TEST(ProfileFile, SubProperties)
{
    auto const files = parse_profile_files(
        "[services local]\ndynamodb =\n  Endpoint_URL = http://localhost:8000 # here\n  x =\n"
        "s3 = plain\n endpoint_url = text\n[sso-session s]\nsso_region = r\n",
        "");
    auto const& services = files.services.at("local");
    EXPECT_EQ(services.get("dynamodb", "endpoint_url"), "http://localhost:8000");
    EXPECT_EQ(services.get("dynamodb", "x"), std::nullopt);
    EXPECT_EQ(services.get("dynamodb", "y"), std::nullopt);
    EXPECT_EQ(services.get("s3", "endpoint_url"), std::nullopt);
    EXPECT_EQ(services.get("sqs", "endpoint_url"), std::nullopt);
    EXPECT_EQ(files.sso_sessions.at("s").get("sso_region"), "r");
}

TEST(ProfileFile, CredentialsFileWins)
{
    auto const files = parse_profile_files("[profile a]\naws_access_key_id = old\nregion = r\n",
        "[a]\naws_access_key_id = new\n[default]\nx = y\n");
    EXPECT_EQ(files.profile("a")->get("aws_access_key_id"), "new");
    EXPECT_EQ(files.profile("a")->get("region"), "r");
    EXPECT_EQ(files.profile("default")->get("x"), "y");
    EXPECT_EQ(files.profile("b"), nullptr);
}

TEST(ProfileFile, AnyBytesEndWell)
{
    for (int a = 0; a < 256; ++a)
        for (std::string const& frame :
            {std::string("[default]\nx = y\n?"), std::string("?"), std::string("[?]\n?=?\n ?"),
                std::string("[default]\nx =\n ?=?\n??"), std::string("[default]\n?")})
        {
            std::string input = frame;
            for (char& c : input)
                if (c == '?')
                    c = static_cast<char>(a);
            try
            {
                parse_profile_files(input, input);
            }
            catch (configuration_error const&)
            {}
        }
}

TEST(ProfileLocation, Vectors)
{
    constexpr auto file = "profile/file-location-tests.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(dynasio::tests::load_test_data(file), "name"), {},
        [](json::object const& test)
        {
            environment::variables variables;
            for (auto const& [name, value] : test.at("environment").as_object())
                variables[name] = text(value);
            auto const location = locate_profile_files(environment::of(variables),
                text(test.at("platform")) == "windows" ? platform::windows : platform::posix);
            EXPECT_EQ(location.config, text(test.at("configLocation")));
            EXPECT_EQ(location.credentials, text(test.at("credentialsLocation")));
        });
}

TEST(ProfileLocation, TildeIsHome)
{
    auto const env = environment::of(
        {{"HOME", "/h"}, {"AWS_CONFIG_FILE", "~/c"}, {"AWS_SHARED_CREDENTIALS_FILE", "~other/c"}});
    EXPECT_EQ(locate_profile_files(env, platform::posix).config, "/h/c");
    EXPECT_EQ(locate_profile_files(env, platform::posix).credentials, "~other/c");
}

TEST(ProfileLocation, WithoutHomeThereAreNoFiles)
{
    auto const env = environment::of({{"USERPROFILE", "/u"}});
    EXPECT_EQ(locate_profile_files(env, platform::posix).config, "");
    EXPECT_EQ(locate_profile_files(env, platform::windows).config, "/u\\.aws\\config");
    auto const empty = environment::of({});
    EXPECT_TRUE(load_profile_files(empty, locate_profile_files(empty)).profiles.empty());
}

TEST(ProfileLocation, AbsenceNamesTheFilesAndAMissingHome)
{
    auto const said = [](environment::variables vars)
    { return absence_from(locate_profile_files(environment::of(std::move(vars)), platform::posix)); };
    EXPECT_EQ(said({{"HOME", "/h"}}), R"(is neither in "/h/.aws/config" nor in "/h/.aws/credentials")");
    EXPECT_EQ(said({{"AWS_CONFIG_FILE", "/c"}, {"AWS_SHARED_CREDENTIALS_FILE", "~/s"}}),
        R"(is neither in "/c" nor in "~/s"; HOME is not set)");
    EXPECT_EQ(said({{"AWS_CONFIG_FILE", "/c"}}), R"(is not in "/c"; HOME is not set)");
    EXPECT_EQ(said({{"AWS_SHARED_CREDENTIALS_FILE", "/s"}}), R"(is not in "/s"; HOME is not set)");
    EXPECT_EQ(
        said({}), "is in no file: none of HOME, AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE is set");
}

TEST(ProfileLocation, LoadsBothFiles)
{
    auto const env = environment::of({{"HOME", "/h"}},
        {{"/h/.aws/config", "[profile a]\nregion = r\n"},
            {"/h/.aws/credentials", "[a]\naws_access_key_id = k\n"}});
    auto const files = load_profile_files(env, locate_profile_files(env));
    EXPECT_EQ(files.profile("a")->get("region"), "r");
    EXPECT_EQ(files.profile("a")->get("aws_access_key_id"), "k");
}

TEST(Environment, TrimsAndTreatsBlankAsUnset)
{
    auto const env = environment::of({{"A", " x \t"}, {"B", "  "}, {"C", ""}});
    EXPECT_EQ(env.variable("A"), "x");
    EXPECT_EQ(env.variable("B"), std::nullopt);
    EXPECT_EQ(env.variable("C"), std::nullopt);
    EXPECT_EQ(env.variable("D"), std::nullopt);
    EXPECT_EQ(env.file("/nowhere"), std::nullopt);
}

TEST(Environment, OfTheProcess)
{
    auto const env = environment::process();
    EXPECT_EQ(env.file("/nowhere/at/all"), std::nullopt);
    EXPECT_TRUE(env.variable("PATH"));
    auto const self = env.file(__FILE__);
    if (self)
    {
        EXPECT_NE(self->find("OfTheProcess"), std::string::npos);
    }
    try
    {
        // A folder can be opened but not read.
        env.file("/");
        FAIL() << "no error";
    }
    catch (configuration_error const& error)
    {
        EXPECT_EQ(error.code(), errc::unreadable_file);
        EXPECT_NE(std::string(error.what()).find("\"/\""), std::string::npos) << error.what();
    }
}

} // namespace
