// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_INTRUSIVE_LIST_HPP
#define DYNASIO_SRC_HTTP_POOL_INTRUSIVE_LIST_HPP

#include <cstddef>

namespace dynasio::http {

/// What an element of an `intrusive_list` derives from. It is in one list at most.
struct list_hook
{
    list_hook* before = nullptr;
    list_hook* after = nullptr;

    [[nodiscard]] bool linked() const noexcept { return before != nullptr; }
};

/// A list of objects that live elsewhere. Nothing allocates, and an element leaves without a search.
template <class T>
class intrusive_list
{
public:
    intrusive_list() noexcept { head_.before = head_.after = &head_; }
    intrusive_list(intrusive_list const&) = delete;
    intrusive_list& operator=(intrusive_list const&) = delete;

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] T& front() noexcept { return static_cast<T&>(*head_.after); }
    [[nodiscard]] T& back() noexcept { return static_cast<T&>(*head_.before); }

    void push_back(T& element) noexcept { insert(element, head_); }
    void push_front(T& element) noexcept { insert(element, *head_.after); }

    void erase(T& element) noexcept
    {
        list_hook& e = element;
        e.before->after = e.after;
        e.after->before = e.before;
        e.before = e.after = nullptr;
        --size_;
    }

    /// Null when the list is empty.
    T* pop_front() noexcept { return pop(head_.after); }
    T* pop_back() noexcept { return pop(head_.before); }

    /// Calls `f` with each element; `f` must not change the list.
    template <class F>
    void for_each(F f)
    {
        for (auto* at = head_.after; at != &head_; at = at->after)
            f(static_cast<T&>(*at));
    }

private:
    void insert(T& element, list_hook& after) noexcept
    {
        list_hook& e = element;
        e.before = after.before;
        e.after = &after;
        e.before->after = e.after->before = &e;
        ++size_;
    }

    T* pop(list_hook* at) noexcept
    {
        if (at == &head_)
            return nullptr;
        auto& element = static_cast<T&>(*at);
        erase(element);
        return &element;
    }

    list_hook head_;
    std::size_t size_ = 0;
};

} // namespace dynasio::http

#endif
