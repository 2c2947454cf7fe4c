// SPDX-License-Identifier: BSL-1.0
//
// A parser of our own, since this is most of what reading costs: a general one reports every token to a handler that has to
// keep its own state beside the parser's, which took more than twice as long (bench/decode.cpp).

#include <dynasio/json/detail/decode.hpp>

#include "json/reader.hpp"
#include "text/excerpt.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace dynasio::json {

namespace {

// DynamoDB nests values 32 deep, each within an object that names its type, below a handful of levels of the response.
constexpr std::size_t max_depth = 160;

// Of a name that a path shows: longer than the names of tables and members.
constexpr std::size_t longest_name = 255;

/// Walks the text and drives the codecs.
class decoder
{
public:
    decoder(std::string_view text, target into) : text_(text), next_(into), claimable_(text_.left()) {}
    decoder(decoder const&) = delete;
    decoder& operator=(decoder const&) = delete;

    /// Levels that are still open after a failure give back what they hold.
    ~decoder()
    {
        for (; depth_ != 0; --depth_)
            if (auto const* const how = top().into.how; how && how->abandon)
                how->abandon(top());
    }

    void run()
    {
        do
        {
            // Each turn reads one value: a scalar, or the beginning of an object or list that is not empty.
            if (value())
                continue;
            while (depth_ != 0 && !another())
                close();
        } while (depth_ != 0);
        if (!text_.at_end())
            text_.fail("text behind the end");
    }

    /// Where the decoder is, as a path for people.
    [[nodiscard]] std::string path() const
    {
        std::string result;
        for (std::size_t i = 0; i < depth_; ++i)
        {
            auto const& f = frames_[i];
            if (f.is_array)
                result += '[' + std::to_string(f.index == 0 ? 0 : f.index - 1) + ']';
            else if (f.key_text)
            {
                if (!result.empty())
                    result += '.';
                result += text::shortened({f.key_text, f.key_size}, longest_name);
            }
        }
        return result;
    }

private:
    /// Reads the value that is next. True when it is an object or list, and its first value is next now.
    bool value()
    {
        auto const here = next_;
        auto const* const how = here.how;
        switch (text_.peek())
        {
        case '"': {
            bool is_temporary = false;
            auto const text = text_.string(is_temporary);
            if (how)
                call(how->string, "a string", here, text);
            return false;
        }
        case '{':
            if (how && how->fast_scalar && fast_scalar(here))
                return false;
            text_.skip();
            push(how ? open(how->begin_object, "an object", here) : target{}, false);
            if (text_.peek() == '}')
            {
                close();
                return false;
            }
            return key();
        case '[':
            text_.skip();
            push(how ? open(how->begin_array, "a list", here) : target{}, true);
            if (text_.peek() == ']')
            {
                close();
                return false;
            }
            element();
            return true;
        case 't':
            text_.word("true");
            if (how)
                call(how->boolean, "a boolean", here, true);
            return false;
        case 'f':
            text_.word("false");
            if (how)
                call(how->boolean, "a boolean", here, false);
            return false;
        case 'n':
            text_.word("null");
            if (how && how->null)
                how->null(here.object);
            return false;
        case '-':
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
        case '8':
        case '9': {
            auto const text = text_.number();
            if (how)
                call(how->number, "a number", here, text);
            return false;
        }
        default:
            text_.unexpected();
        }
    }

    bool fast_scalar(target here)
    {
        char tag = 0;
        std::string_view text;
        if (!text_.peek_tagged(tag, text) || !here.how->fast_scalar(here.object, tag, text))
            return false;
        text_.accept_tagged(text);
        return true;
    }

    /// Behind a value: true when another one follows in the same object or list.
    bool another()
    {
        bool const in_array = top().is_array;
        while (text_.peek() == ',')
        {
            text_.skip();
            if (in_array)
            {
                element();
                return true;
            }
            if (key())
                return true;
        }
        if (text_.peek() != (in_array ? ']' : '}'))
            text_.unexpected();
        return false;
    }

    /// Reads members that are read in one step, as most are, then the name of one that is not. False when what follows is
    /// not the value of a member, but what is behind one.
    bool key()
    {
        auto& f = top();
        if (f.into.how && f.into.how->fast_scalar_member)
        {
            char tag = 0;
            std::string_view name;
            std::string_view text;
            while (text_.peek_tagged_member(name, tag, text)
                && f.into.how->fast_scalar_member(f, name, tag, text))
            {
                text_.accept_tagged(text);
                if (!text_.accept_comma_of_members())
                    return false;
            }
        }
        if (text_.peek() != '"')
            text_.unexpected();
        bool is_temporary = false;
        auto name = text_.string(is_temporary);
        if (is_temporary)
            name = keep(name);
        f.set_key(name); // before anything throws: the name of the member before may be gone
        text_.expect(':');
        next_ = f.into.how ? f.into.how->member(f, name) : target{};
        return true;
    }

    void element()
    {
        auto& f = top();
        if (++f.index == 2)
        {
            f.first_size -= text_.left();
            f.bytes_left = claim();
        }
        next_ = f.into.how ? f.into.how->element(f) : target{};
    }

    frame& top() { return frames_[depth_ - 1]; }

    /// A name that had escapes, kept while the decoder is at its member.
    std::string_view keep(std::string_view name)
    {
        if (!kept_)
            kept_ = std::make_unique<std::array<std::string, max_depth>>();
        return (*kept_)[depth_ - 1] = name;
    }

    /// How much of the text a list may expect to be made of, from its second element on. Within another list that is not
    /// known. A list that took less has memory for what it had claimed, so all claims together exceed the text at most once.
    std::uint32_t claim()
    {
        if (open_lists_ != 1)
            return 0;
        claimed_at_ = text_.left();
        return std::min(claimed_at_, claimable_);
    }

    void settle_claim(frame const& list)
    {
        if (open_lists_ != 1 || list.index < 2)
            return;
        auto const used = claimed_at_ - text_.left();
        claimable_ -= list.bytes_left > used ? list.bytes_left - used : 0;
    }

    void push(target into, bool is_array)
    {
        if (depth_ == max_depth)
            text_.fail("nested too deeply");
        open_lists_ += is_array ? 1 : 0;
        auto& f = frames_[depth_++];
        f.into = into;
        f.seen = 0;
        f.key_text = nullptr;
        f.key_size = 0;
        f.index = 0;
        f.is_array = is_array;
        f.first_size = text_.left(); // until the second element begins: what is left where the first one does
    }

    /// Leaves the object or list whose closing bracket is next.
    void close()
    {
        text_.skip();
        auto& f = top();
        if (f.is_array)
        {
            settle_claim(f);
            --open_lists_;
        }
        else if (f.into.how && f.into.how->end_object)
            f.into.how->end_object(f);
        --depth_;
    }

    template <class T>
    static void call(void (*read)(void*, T), char const* found, target here, T value)
    {
        if (!read)
            wrong_type(here, found);
        read(here.object, value);
    }

    static target open(target (*begin)(void*), char const* found, target here)
    {
        if (!begin)
            wrong_type(here, found);
        return begin(here.object);
    }

    [[noreturn]] static void wrong_type(target here, char const* found)
    {
        throw codec_error(std::string("expected ") + here.how->expected + ", found " + found);
    }

    json_reader text_;
    target next_;
    std::size_t depth_ = 0;
    std::size_t open_lists_ = 0;
    std::uint32_t claimable_;
    std::uint32_t claimed_at_ = 0;
    std::array<frame, max_depth> frames_;
    std::unique_ptr<std::array<std::string, max_depth>> kept_; ///< names that had escapes, by depth
};

} // namespace

codec const skip_codec{.expected = "anything"};

void decode(std::string_view text, target into)
{
    decoder walk(text.empty() ? "{}" : text, into); // an empty body stands for an empty object
    try
    {
        walk.run();
    }
    catch (codec_error const& e)
    {
        auto where = walk.path();
        if (!where.empty() && !e.within().empty() && e.within().front() != '[')
            where += '.';
        throw decode_error(where + e.within(), e.what());
    }
}

} // namespace dynasio::json
