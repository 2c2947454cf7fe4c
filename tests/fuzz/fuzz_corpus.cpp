// SPDX-License-Identifier: BSL-1.0
//
// Writes a first corpus for the fuzz targets: fuzz_corpus <folder>

#include "unit/client/random_value.hpp"

#include <dynasio/detail/encode.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

namespace {

void write(std::filesystem::path const& folder, unsigned seed, std::string const& text)
{
    std::filesystem::create_directories(folder);
    std::ofstream(folder / std::to_string(seed), std::ios::binary) << text;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: fuzz_corpus <folder>\n";
        return 2;
    }
    std::filesystem::path const folder = argv[1];
    for (unsigned seed = 0; seed < 200; ++seed)
    {
        dynasio::tests::random_value random(seed);
        std::string text;
        dynasio::detail::encode(text, random.some_item(3));
        write(folder / "items", seed, text);
        write(folder / "numbers", seed, random.some_number().text());
    }
    return 0;
}
