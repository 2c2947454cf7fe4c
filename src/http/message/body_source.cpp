// SPDX-License-Identifier: BSL-1.0

#include <dynasio/http/body_source.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace dynasio::http {
namespace {

class body_in_memory final : public body_source
{
public:
    explicit body_in_memory(std::string bytes) : bytes_(std::move(bytes)) {}

    std::optional<std::uint64_t> size() const override { return bytes_.size(); }

    boost::asio::awaitable<std::size_t> read(std::span<std::byte> into) override
    {
        auto const n = std::min(into.size(), bytes_.size() - at_);
        if (n != 0)
            std::memcpy(into.data(), bytes_.data() + at_, n);
        at_ += n;
        co_return n;
    }

    bool rewind() override
    {
        at_ = 0;
        return true;
    }

private:
    std::string const bytes_;
    std::size_t at_ = 0;
};

} // namespace

std::shared_ptr<body_source> make_body_source(std::string bytes)
{
    return std::make_shared<body_in_memory>(std::move(bytes));
}

} // namespace dynasio::http
