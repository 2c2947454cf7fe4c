// SPDX-License-Identifier: BSL-1.0

#include <dynasio/detail/decode.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <array>
#include <deque>
#include <vector>

namespace dynasio::detail {

namespace {

namespace json = boost::json;

// DynamoDB nests values 32 deep, each within an object that names its type, below a handful of levels of the response.
constexpr std::size_t max_depth = 160;

/// Receives the parser's events and drives the codecs.
class handler
{
public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    explicit handler(slot target) : next_(target) {}
    handler(handler const&) = delete;
    handler& operator=(handler const&) = delete;
    ~handler()
    {
        // Levels are left only after a failure.
        while (depth_ != 0)
        {
            auto& top = frames_[--depth_];
            if (!top.is_array && top.target.how && top.target.how->abandon)
                top.target.how->abandon(top);
        }
    }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }

    bool on_object_begin(json::error_code&)
    {
        auto const here = next_value();
        if (!here.how)
            return push({}, false);
        if (!here.how->begin_object)
            wrong_type(here, "an object");
        return push(here.how->begin_object(here.object), false);
    }

    bool on_object_end(std::size_t, json::error_code&)
    {
        auto& top = frames_[depth_ - 1];
        if (top.target.how && top.target.how->end_object)
            top.target.how->end_object(top);
        --depth_;
        return true;
    }

    bool on_array_begin(json::error_code&)
    {
        auto const here = next_value();
        if (!here.how)
            return push({}, true);
        if (!here.how->begin_array)
            wrong_type(here, "a list");
        return push(here.how->begin_array(here.object), true);
    }

    bool on_array_end(std::size_t, json::error_code&)
    {
        --depth_;
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t, json::error_code&)
    {
        partial_.append(part.data(), part.size());
        return true;
    }

    bool on_key(json::string_view part, std::size_t, json::error_code&)
    {
        auto& top = frames_[depth_ - 1];
        std::string_view key(part.data(), part.size());
        if (!partial_.empty())
        {
            partial_.append(key);
            key = kept_.emplace_back(std::move(partial_));
            partial_.clear();
        }
        top.key_text = key.data();
        top.key_size = static_cast<std::uint32_t>(key.size());
        next_ = top.target.how ? top.target.how->member(top, key) : slot{};
        return true;
    }

    bool on_string_part(json::string_view part, std::size_t, json::error_code&)
    {
        partial_.append(part.data(), part.size());
        return true;
    }

    bool on_string(json::string_view part, std::size_t, json::error_code&)
    {
        if (partial_.empty())
            return string({part.data(), part.size()});
        partial_.append(part.data(), part.size());
        string(partial_);
        partial_.clear();
        return true;
    }

    bool on_number_part(json::string_view part, json::error_code&)
    {
        partial_.append(part.data(), part.size());
        return true;
    }
    bool on_int64(std::int64_t, json::string_view part, json::error_code&) { return number(part); }
    bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return number(part); }
    bool on_double(double, json::string_view part, json::error_code&) { return number(part); }

    bool on_bool(bool value, json::error_code&)
    {
        auto const here = next_value();
        if (!here.how)
            return true;
        if (!here.how->boolean)
            wrong_type(here, "a boolean");
        here.how->boolean(here.object, value);
        return true;
    }

    bool on_null(json::error_code&)
    {
        auto const here = next_value();
        if (here.how && here.how->null)
            here.how->null(here.object);
        return true;
    }

    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

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
                result.append(f.key_text, f.key_size);
            }
        }
        return result;
    }

private:
    slot next_value()
    {
        if (depth_ == 0)
            return next_;
        auto& top = frames_[depth_ - 1];
        if (!top.is_array)
            return next_;
        ++top.index;
        return top.target.how ? top.target.how->element(top) : slot{};
    }

    bool push(slot target, bool is_array)
    {
        auto& f = frames_[depth_++];
        f.target = target;
        f.seen = 0;
        f.key_text = nullptr;
        f.key_size = 0;
        f.index = 0;
        f.is_array = is_array;
        return true;
    }

    bool string(std::string_view text)
    {
        auto const here = next_value();
        if (!here.how)
            return true;
        if (!here.how->string)
            wrong_type(here, "a string");
        here.how->string(here.object, text);
        return true;
    }

    bool number(json::string_view part)
    {
        partial_.append(part.data(), part.size());
        auto const here = next_value();
        if (here.how)
        {
            if (!here.how->number)
                wrong_type(here, "a number");
            here.how->number(here.object, partial_);
        }
        partial_.clear();
        return true;
    }

    [[noreturn]] static void wrong_type(slot here, char const* found)
    {
        throw decode_failure(std::string("expected ") + here.how->expected + ", found " + found);
    }

    slot next_;
    std::size_t depth_ = 0;
    std::array<frame, max_depth + 1> frames_;
    std::string partial_;
    std::deque<std::string> kept_;
};

} // namespace

codec const skip_codec{.expected = "anything"};

void decode(std::string_view text, slot target)
{
    if (text.empty())
        return; // An empty body stands for {}.
    json::parse_options options;
    options.max_depth = max_depth;
    json::basic_parser<handler> parser(options, target);
    try
    {
        json::error_code ec;
        auto const used = parser.write_some(false, text.data(), text.size(), ec);
        if (!ec && used < text.size())
            ec = json::error::extra_data;
        if (ec)
            throw decode_failure("not valid JSON: " + ec.message());
    }
    catch (decode_failure const& e)
    {
        throw decode_error(parser.handler().path(), e.what());
    }
}

} // namespace dynasio::detail
