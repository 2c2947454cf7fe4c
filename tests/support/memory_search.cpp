// SPDX-License-Identifier: BSL-1.0

#include "memory_search.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace dynasio::tests {

namespace {

constexpr unsigned char mask = 0xA5;

struct region
{
    std::uintptr_t first = 0;
    std::uintptr_t end = 0;
};

/// What the process can write to, but for files that are shared with others.
std::vector<region> writable_regions()
{
    std::vector<region> result;
    std::ifstream maps("/proc/self/maps");
    std::string line;
    while (std::getline(maps, line))
    {
        std::istringstream text(line);
        std::string range;
        std::string rights;
        text >> range >> rights;
        if (!rights.starts_with("rw") || line.find("[vvar]") != line.npos)
            continue;
        auto const hyphen = range.find('-');
        result.push_back({static_cast<std::uintptr_t>(std::stoull(range.substr(0, hyphen), nullptr, 16)),
            static_cast<std::uintptr_t>(std::stoull(range.substr(hyphen + 1), nullptr, 16))});
    }
    return result;
}

/// Reads the memory through the kernel: pages that are gone or guarded are errors there, and no end of the process.
class own_memory
{
public:
    own_memory() : fd_(::open("/proc/self/mem", O_RDONLY | O_CLOEXEC))
    {
        if (fd_ < 0)
            throw std::runtime_error("the memory of the process cannot be read");
    }
    own_memory(own_memory const&) = delete;
    own_memory& operator=(own_memory const&) = delete;
    ~own_memory() { ::close(fd_); }

    std::size_t read(std::uintptr_t from, unsigned char* into, std::size_t size) const
    {
        auto const got = ::pread(fd_, into, size, static_cast<off_t>(from));
        return got < 0 ? 0 : static_cast<std::size_t>(got);
    }

private:
    int const fd_;
};

std::size_t count_in(
    unsigned char const* bytes, std::size_t size, unsigned char const* masked, std::size_t part)
{
    std::size_t found = 0;
    auto const first = static_cast<unsigned char>(masked[0] ^ mask);
    auto const* const end = bytes + size;
    for (auto const* at = bytes; at + part <= end; ++at)
    {
        at = static_cast<unsigned char const*>(std::memchr(at, first, static_cast<std::size_t>(end - at)));
        if (!at || at + part > end)
            break;
        std::size_t same = 0;
        while (same != part && (at[same] ^ mask) == masked[same])
            ++same;
        found += same == part ? 1 : 0;
    }
    return found;
}

} // namespace

masked_secret masked_secret::random(std::string_view prefix, std::size_t size)
{
    constexpr char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    masked_secret result;
    for (char const c : prefix)
        result.masked_.push_back(static_cast<unsigned char>(c) ^ mask);
    for (std::size_t i = prefix.size(); i < size; ++i)
    {
        unsigned char byte = 0;
        if (RAND_bytes(&byte, 1) != 1)
            throw std::runtime_error("no randomness");
        result.masked_.push_back(static_cast<unsigned char>(letters[byte % (sizeof letters - 1)]) ^ mask);
    }
    return result;
}

masked_secret masked_secret::masked_by(unsigned char other, std::vector<unsigned char> const& bytes)
{
    masked_secret result;
    for (unsigned char const c : bytes)
        result.masked_.push_back(static_cast<unsigned char>(c ^ (other ^ mask)));
    return result;
}

masked_secret masked_secret::take(std::string& text)
{
    masked_secret result;
    for (char const c : text)
        result.masked_.push_back(static_cast<unsigned char>(c) ^ mask);
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
    return result;
}

void masked_secret::reveal(std::function<void(std::string_view)> const& use) const
{
    std::string text;
    text.reserve(std::max<std::size_t>(masked_.size(), 64)); // never inside of the object
    for (unsigned char const c : masked_)
        text += static_cast<char>(c ^ mask);
    use(text);
    OPENSSL_cleanse(text.data(), text.size());
}

std::size_t masked_secret::traces_in_memory(std::size_t part) const
{
    own_memory const memory;
    part = std::min(part, masked_.size());
    auto const* const tail = masked_.data() + (masked_.size() - part);
    std::size_t found = 0;
    constexpr std::size_t window = 1 << 20;
    std::vector<unsigned char> buffer(window + part);
    auto const own = reinterpret_cast<std::uintptr_t>(buffer.data());
    for (auto const& r : writable_regions())
        for (auto at = r.first; at < r.end; at += window)
        {
            // The search must not see what it has read before.
            std::fill(buffer.begin(), buffer.end(), static_cast<unsigned char>(0));
            auto const size = std::min<std::size_t>(window + part - 1, r.end - at);
            bool const overlaps = own < at + size && at < own + buffer.size();
            std::vector<unsigned char> other(overlaps ? size : 0);
            auto* const into = overlaps ? other.data() : buffer.data();
            auto const got = memory.read(at, into, size);
            found += count_in(into, got, masked_.data(), part) + count_in(into, got, tail, part);
            std::fill(other.begin(), other.end(), static_cast<unsigned char>(0));
        }
    std::fill(buffer.begin(), buffer.end(), static_cast<unsigned char>(0));
    return found;
}

} // namespace dynasio::tests
