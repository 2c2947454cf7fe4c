// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_ADDRESS_CACHE_HPP
#define DYNASIO_SRC_HTTP_POOL_ADDRESS_CACHE_HPP

#include "clock/add_saturated.hpp"

#include <dynasio/clock.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace dynasio::http {

/// The addresses of one host, and which of them failed lately. Connections are spread over the healthy ones in turn;
/// those that failed are asked last, until their penalty is over.
template <class Address>
class address_cache
{
public:
    address_cache(time_point::duration lifetime, time_point::duration penalty)
        : lifetime_(lifetime), penalty_(penalty)
    {}

    /// Whether the name must be resolved (again) before the next connection.
    [[nodiscard]] bool stale(time_point now) const
    {
        return entries_.empty() || now - resolved_at_ >= lifetime_;
    }

    /// Replaces the addresses; what is known about those that stay is kept.
    void replace(std::vector<Address> const& addresses, time_point now)
    {
        std::vector<entry> fresh;
        for (auto const& a : addresses)
        {
            if (find(fresh, a) != fresh.end())
                continue;
            auto const known = find(entries_, a);
            fresh.push_back(known != entries_.end() ? *known : entry{a, time_point::min()});
        }
        entries_ = std::move(fresh);
        resolved_at_ = now;
    }

    /// All addresses, in the order in which they should be tried now.
    [[nodiscard]] std::vector<Address> order(time_point now)
    {
        std::vector<Address> healthy;
        std::vector<Address> failed;
        for (std::size_t i = 0; i != entries_.size(); ++i)
        {
            auto const& e = entries_[(next_ + i) % entries_.size()];
            (e.avoid_until > now ? failed : healthy).push_back(e.address);
        }
        ++next_;
        healthy.insert(healthy.end(), failed.begin(), failed.end());
        return healthy;
    }

    void failed(Address const& a, time_point now) { note(a, add_saturated(now, penalty_)); }
    void succeeded(Address const& a) { note(a, time_point::min()); }

private:
    struct entry
    {
        Address address;
        time_point avoid_until;
    };

    static auto find(std::vector<entry>& in, Address const& a)
    {
        return std::find_if(in.begin(), in.end(), [&](entry const& e) { return e.address == a; });
    }

    void note(Address const& a, time_point avoid_until)
    {
        if (auto const e = find(entries_, a); e != entries_.end())
            e->avoid_until = avoid_until;
    }

    time_point::duration lifetime_;
    time_point::duration penalty_;
    std::vector<entry> entries_;
    time_point resolved_at_{};
    std::size_t next_ = 0;
};

} // namespace dynasio::http

#endif
