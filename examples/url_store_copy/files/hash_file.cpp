// SPDX-License-Identifier: BSL-1.0

#include "files/hash_file.hpp"

#include "url_store_server/decide/digest.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace examples::copier {

namespace {

class hashing
{
public:
    explicit hashing(descriptor file) : file_(std::move(file)), buffer_(256 * 1024) {}

    /// False at the end of the file.
    bool step()
    {
        for (int i = 0; i < 16; ++i)
        {
            auto const n = read_at(file_, done_.size, buffer_);
            digest_.update(std::span(buffer_).first(n));
            done_.size += n;
            if (n < buffer_.size())
                return false;
        }
        return true;
    }

    contents end()
    {
        done_.sha256 = digest_.hex();
        return done_;
    }

private:
    descriptor file_;
    std::vector<std::byte> buffer_;
    sha256 digest_;
    contents done_;
};

} // namespace

asio::awaitable<contents> hash_file(asio::thread_pool& pool, descriptor file)
{
    auto const state = std::make_shared<hashing>(std::move(file));
    for (;;)
    {
        auto stepping = in_pool(pool, [state] { return state->step(); });
        if (!co_await std::move(stepping))
            co_return state->end();
    }
}

} // namespace examples::copier
