// SPDX-License-Identifier: BSL-1.0

#include <dynasio/completion.hpp>

namespace dynasio::call {

error error_from(std::exception_ptr failure)
{
    try
    {
        std::rethrow_exception(std::move(failure));
    }
    catch (operation_error const& e)
    {
        return e.error();
    }
    catch (boost::system::system_error const& e)
    {
        return error(e.code(), e.what());
    }
}

} // namespace dynasio::call
