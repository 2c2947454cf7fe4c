// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_store_state.hpp"
#include "stores/transaction_rounds.hpp"

#include <utility>

namespace dynasio::stores::documents {

awaitable<bool> update_document(state_pointer self, attribute_value key,
    document_callback<attribute_value, attribute_value> change, document_change_options options)
{
    if (!self->options().track_revisions)
        self->throw_bad_input("update", "needs document_store_options::track_revisions");
    self->check_revision(options.revision());
    auto const call = self->with_deadline(options.call());
    transaction_rounds rounds(*self, call);
    document_read_options reads(call);
    reads.keys(options.keys()).keep_metadata(false);
    for (;;)
    {
        auto reading = read_document(self, key, reads);
        auto found = co_await std::move(reading);
        if (!found)
            co_return false;
        document_write_options writes(call);
        writes.keys(options.keys()).key(key).revision(options.revision().value_or(found->revision));
        attribute_value changed;
        if (auto const* plain = change.if_plain())
            changed = (*plain)(found->value);
        else
        {
            auto changing = (*change.if_awaitable())(found->value);
            changed = co_await std::move(changing);
        }
        std::optional<error> lost;
        try
        {
            auto writing = write_document(self, std::move(changed), writes);
            co_await std::move(writing);
        }
        catch (store_error const& e)
        {
            if (e.code() != store_errc::conflict || options.revision())
                throw;
            lost = e.details().cause.value_or(error(e.code(), "another write was first"));
        }
        if (!lost)
            co_return true;
        auto const paused = co_await transaction_rounds::pause(rounds, *lost);
        if (paused.failure)
            throw_exception_from_error(*paused.failure, BOOST_CURRENT_LOCATION);
    }
}

} // namespace dynasio::stores::documents
