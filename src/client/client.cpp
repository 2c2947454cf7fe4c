// SPDX-License-Identifier: BSL-1.0

#include <dynasio/client.hpp>

#include "call/client_state.hpp"
#include "client/client_handle.hpp"

namespace dynasio {

client::handle::handle(std::shared_ptr<call::client_state> s, role r) : state(std::move(s)), role_(r) {}

client::handle::~handle()
{
    if (role_ == role::owner)
        state->stop();
}

client::client(boost::asio::any_io_executor executor, client_options options)
    : handle_(std::make_shared<handle const>(
          std::make_shared<call::client_state>(std::move(executor), std::move(options))))
{}

boost::asio::any_io_executor client::get_executor() const
{
    return handle_->state->executor();
}

client_statistics client::statistics() const
{
    return handle_->state->statistics();
}

void client::cancel() const noexcept
{
    handle_->state->calls().cancel();
}

std::shared_ptr<call::client_state> const& call::state_of(client const& c)
{
    return c.handle_->state;
}

client call::weak_client(client const& c)
{
    client result = c;
    result.handle_ = std::make_shared<client::handle const>(c.handle_->state, client::handle::role::follower);
    return result;
}

} // namespace dynasio
