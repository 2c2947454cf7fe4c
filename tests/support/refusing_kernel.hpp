// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_SUPPORT_REFUSING_KERNEL_HPP
#define DYNASIO_TESTS_SUPPORT_REFUSING_KERNEL_HPP

#include <cstddef>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

namespace dynasio::tests {

/// For the rest of this process, and for all that it starts, the system call fails with `error`, as in many containers or on an older
/// kernel. Returns false where that cannot be had.
inline bool let_the_kernel_refuse(long system_call, int error)
{
    ::sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(::seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(system_call), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(error)),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    ::sock_fprog const program{sizeof steps / sizeof *steps, steps};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

} // namespace dynasio::tests

#endif
