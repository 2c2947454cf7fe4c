// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/sts/xml_reader.hpp"

#include "text/ini_text.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace dynasio::aws::detail {

namespace {

bool is_name_character(char c) noexcept
{
    constexpr std::string_view marks = "_-.:";
    return text::is_letter_or_digit(c) || marks.find(c) != marks.npos
        || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view without_prefix(std::string_view name) noexcept
{
    auto const colon = name.rfind(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

} // namespace

xml_reader::~xml_reader()
{
    text::wipe(content_);
}

void xml_reader::skip_past(std::string_view what)
{
    auto const found = text_.find(what, at_);
    if (found == text_.npos)
        fail("the text ends too early");
    at_ = found + what.size();
}

void xml_reader::skip_blanks() noexcept
{
    while (at_ != text_.size() && text::is_blank(text_[at_]))
        ++at_;
}

std::string_view xml_reader::read_name()
{
    auto const first = at_;
    while (at_ != text_.size() && is_name_character(text_[at_]))
        ++at_;
    if (at_ == first)
        fail("a name is missing");
    return text_.substr(first, at_ - first);
}

bool xml_reader::next()
{
    text::wipe(content_); // that of the element before
    while (at_ != text_.size())
    {
        if (text_[at_] != '<')
            read_text();
        else if (looks_at("<?"))
            skip_past("?>");
        else if (looks_at("<!--"))
            skip_past("-->");
        else if (looks_at("<![CDATA["))
        {
            at_ += 9;
            auto const first = at_;
            skip_past("]]>");
            if (open_.empty())
                fail("there is text outside of the document");
            text::append_secret(content_, text_.substr(first, at_ - 3 - first));
        }
        else if (looks_at("<!"))
            fail("a document type is not allowed");
        else if (looks_at("</"))
        {
            end_element();
            return true;
        }
        else
        {
            start_element();
            if (std::exchange(empty_element_, false))
            {
                name_ = open_.back();
                open_.pop_back();
                return true;
            }
        }
    }
    if (!open_.empty() || !has_root_)
        fail("the text ends too early");
    return false;
}

void xml_reader::start_element()
{
    if (open_.empty() && has_root_)
        fail("there is more behind the document");
    if (open_.size() == max_depth)
        fail("elements are too deep");
    ++at_;
    open_.push_back(without_prefix(read_name()));
    has_root_ = true;
    text::wipe(content_);
    for (;;)
    {
        skip_blanks();
        if (looks_at(">"))
        {
            ++at_;
            return;
        }
        if (looks_at("/>"))
        {
            at_ += 2;
            empty_element_ = true;
            return;
        }
        read_name();
        skip_blanks();
        if (!looks_at("="))
            fail("an attribute has no value");
        ++at_;
        skip_blanks();
        if (!looks_at("\"") && !looks_at("'"))
            fail("the value of an attribute has no quotes");
        auto const quote = text_.substr(at_, 1);
        ++at_;
        skip_past(quote);
    }
}

void xml_reader::end_element()
{
    at_ += 2;
    auto const name = without_prefix(read_name());
    skip_blanks();
    if (!looks_at(">"))
        fail("the end of an element is malformed");
    ++at_;
    if (open_.empty() || open_.back() != name)
        fail("the end of an element has no beginning");
    name_ = name;
    open_.pop_back();
}

void xml_reader::read_text()
{
    while (at_ != text_.size() && text_[at_] != '<')
    {
        if (open_.empty())
        {
            skip_blanks();
            if (at_ != text_.size() && text_[at_] != '<')
                fail("there is text outside of the document");
            return;
        }
        if (text_[at_] == '&')
        {
            read_reference();
            continue;
        }
        auto const end = std::min(text_.find_first_of("<&", at_), text_.size());
        text::append_secret(content_, text_.substr(at_, end - at_));
        at_ = end;
    }
}

void xml_reader::read_reference()
{
    auto const end = text_.find(';', at_);
    if (end == text_.npos || end - at_ > 10)
        fail("a reference has no end");
    auto name = text_.substr(at_ + 1, end - at_ - 1);
    constexpr std::pair<std::string_view, unsigned> known[] = {
        {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
    for (auto const& [entity, character] : known)
        if (name == entity)
        {
            append_code_point(character);
            at_ = end + 1;
            return;
        }
    if (!name.starts_with('#'))
        fail("a reference is not known");
    name.remove_prefix(1);
    bool const hex = name.starts_with('x');
    if (hex)
        name.remove_prefix(1);
    unsigned code = 0;
    auto const* const last = name.data() + name.size();
    auto const [stop, error] = std::from_chars(name.data(), last, code, hex ? 16 : 10);
    if (name.empty() || stop != last || error != std::errc())
        fail("a reference is no number");
    append_code_point(code);
    at_ = end + 1;
}

void xml_reader::append_code_point(unsigned code)
{
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        fail("a reference is no character");
    char bytes[4];
    std::size_t size = 0;
    auto const add = [&](unsigned byte) { bytes[size++] = static_cast<char>(byte); };
    if (code < 0x80)
        add(code);
    else if (code < 0x800)
    {
        add(0xC0 | (code >> 6));
        add(0x80 | (code & 0x3F));
    }
    else if (code < 0x10000)
    {
        add(0xE0 | (code >> 12));
        add(0x80 | ((code >> 6) & 0x3F));
        add(0x80 | (code & 0x3F));
    }
    else
    {
        add(0xF0 | (code >> 18));
        add(0x80 | ((code >> 12) & 0x3F));
        add(0x80 | ((code >> 6) & 0x3F));
        add(0x80 | (code & 0x3F));
    }
    text::append_secret(content_, {bytes, size});
}

} // namespace dynasio::aws::detail
