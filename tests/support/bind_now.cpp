// SPDX-License-Identifier: BSL-1.0
//
// Programs that search their stack for secrets. The dynamic linker looks a function up when it is first called, and saves the vector
// registers on the stack meanwhile, with whatever the last copy of bytes has left in them. So these programs have all functions looked
// up when they start, as programs linked with `-z now` have their own.

#include <cstdlib>

#include <unistd.h>

namespace {

/// glibc gives constructors what `main` gets.
[[gnu::constructor]] void bind_now(int, char** arguments, char**)
{
    if (std::getenv("LD_BIND_NOW"))
        return;
    ::setenv("LD_BIND_NOW", "1", 1);
    ::execv("/proc/self/exe", arguments);
}

} // namespace
