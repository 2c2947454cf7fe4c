// SPDX-License-Identifier: BSL-1.0
//
// Any text as the two profile files, divided at the first NUL: it is refused with the name of the file, or its properties
// can be asked for.

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/profile_file.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const config = text.substr(0, text.find('\0'));
    auto const credentials = text.substr(std::min(config.size() + 1, size));
    try
    {
        auto const files = dynasio::aws::parse_profile_files(config, credentials, "FILE-A", "FILE-B");
        for (auto const& [name, section] : files.profiles)
            for (auto const& [property, value] : section.properties())
                if (section.get(property).value_or("") != value)
                    std::abort();
    }
    catch (dynasio::aws::configuration_error const& e)
    {
        if (std::string_view(e.what()).find("FILE-") == std::string_view::npos)
            std::abort();
    }
    return 0;
}
