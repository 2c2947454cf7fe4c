// SPDX-License-Identifier: BSL-1.0
//
// Runs a fuzz target without a fuzzer: replay <folder of seeds>. Each seed as it is, cut at some places, and changed in a
// way that is the same in every run.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

constexpr unsigned changes_per_seed = 500;

void run(std::string const& input)
{
    // A copy of its own, so that a sanitizer sees reads behind its end.
    std::vector<std::uint8_t> const bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

class mutator
{
public:
    explicit mutator(std::vector<std::string> const& seeds) : seeds_(seeds) {}

    std::string change(std::string text)
    {
        for (auto n = 1 + pick(4); n != 0; --n)
            change_once(text);
        return text;
    }

private:
    std::size_t pick(std::size_t count)
    {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
    }

    void change_once(std::string& text)
    {
        auto const at = pick(text.size() + 1);
        switch (pick(5))
        {
        case 0:
            text.insert(at, 1, static_cast<char>(pick(256)));
            break;
        case 1:
            text.erase(at, 1 + pick(8));
            break;
        case 2:
            if (at < text.size())
                text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << pick(8)));
            break;
        case 3:
            text.insert(at, text.substr(pick(text.size() + 1), pick(16)));
            break;
        default: {
            auto const& other = seeds_[pick(seeds_.size())];
            text.insert(at, other.substr(pick(other.size() + 1), pick(32)));
        }
        }
    }

    std::vector<std::string> const& seeds_;
    std::mt19937 random_{20'261'121};
};

} // namespace

int main(int argc, char** argv)
{
    std::vector<std::string> seeds;
    if (argc == 2)
        for (auto const& entry : std::filesystem::directory_iterator(argv[1]))
        {
            std::ifstream file(entry.path(), std::ios::binary);
            seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        }
    if (seeds.empty())
    {
        std::cerr << "usage: replay <folder with seeds>\n";
        return 2;
    }
    run("");
    mutator random(seeds);
    for (auto const& seed : seeds)
    {
        run(seed);
        for (std::size_t size = 0; size < seed.size(); size += 1 + seed.size() / 100)
            run(seed.substr(0, size));
        for (unsigned i = 0; i < changes_per_seed; ++i)
            run(random.change(seed));
    }
    std::cout << seeds.size() << " seeds, each with " << changes_per_seed << " changes\n";
    return 0;
}
