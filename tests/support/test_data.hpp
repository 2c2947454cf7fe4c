// SPDX-License-Identifier: BSL-1.0
//
// Third-party test data is read in place, never copied into the project. It is looked for in the folder named by the
// environment variable DYNASIO_TEST_DATA, then by the CMake variable of that name, then in shared/data beside the checkout.

#ifndef DYNASIO_TESTS_SUPPORT_TEST_DATA_HPP
#define DYNASIO_TESTS_SUPPORT_TEST_DATA_HPP

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace dynasio::tests {

inline std::filesystem::path test_data_folder()
{
    if (char const* from_environment = std::getenv("DYNASIO_TEST_DATA");
        from_environment && *from_environment)
        return from_environment;
    if (std::string const from_cmake = DYNASIO_TEST_DATA; !from_cmake.empty())
        return from_cmake;
    return std::filesystem::path(DYNASIO_SOURCE_DIR) / ".." / "shared" / "data";
}

inline std::filesystem::path test_data_file(std::string const& name)
{
    return test_data_folder() / name;
}

/// Why a data-driven test is skipped, and how to run it.
inline std::string missing_data_message(std::string const& name)
{
    return "no " + name + " in " + test_data_folder().string()
        + ": set DYNASIO_TEST_DATA (environment or CMake) to the folder with the third-party test data";
}

/// The parsed file; throws (and so fails the test) when it is there but cannot be read.
inline boost::json::value load_test_data(std::string const& name)
{
    std::ifstream file(test_data_file(name), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file)
        throw std::runtime_error("cannot read " + test_data_file(name).string());
    boost::json::parse_options options;
    options.max_depth = 256;
    return boost::json::parse(text.str(), {}, options);
}

} // namespace dynasio::tests

/// Skips the running test with a clear message when the data file is absent.
#define DYNASIO_REQUIRE_TEST_DATA(name)                                 \
    if (!std::filesystem::exists(dynasio::tests::test_data_file(name))) \
    GTEST_SKIP() << dynasio::tests::missing_data_message(name)

#endif
