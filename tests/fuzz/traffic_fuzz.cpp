// SPDX-License-Identifier: BSL-1.0
//
// Recorded traffic, read and written again: what can be read comes back.

#include <dynasio/testing/traffic.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    namespace testing = dynasio::testing;
    std::vector<testing::recording_transport::exchange> read;
    try
    {
        read = testing::read_traffic({reinterpret_cast<char const*>(data), size});
    }
    catch (std::invalid_argument const&)
    {
        return 0;
    }
    auto const text = testing::write_traffic(read);
    if (testing::write_traffic(testing::read_traffic(text)) != text)
        std::abort();
    return 0;
}
