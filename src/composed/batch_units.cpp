// SPDX-License-Identifier: BSL-1.0

#include "composed/batch_units.hpp"

#include <dynasio/value/detail/json.hpp>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <variant>

namespace dynasio::composed {

namespace {

void append_sized(std::string& out, std::string_view text)
{
    out += std::to_string(text.size());
    out += ':';
    out += text;
}

void append_canonical(std::string& out, item const& value);

/// Appends a text of each kind of value, with its size. No text begins with another one, so lists of them are unambiguous.
struct canonical_writer
{
    std::string& out;

    void operator()(std::monostate) const { append_sized(out, {}); }
    void operator()(bool value) const { append_sized(out, value ? "true" : "false"); }
    void operator()(std::string const& value) const { append_sized(out, value); }
    void operator()(number const& value) const { append_sized(out, value.normalized()); }
    void operator()(binary const& value) const { append_sized(out, to_string(value)); }
    void operator()(attribute_value::unknown_type const& value) const { append_sized(out, value.tag); }
    void operator()(item const& value) const { append_canonical(out, value); }

    void operator()(attribute_list const& values) const
    {
        begin_list(values.size());
        for (auto const& each : values)
            append(each);
    }

    template <class T>
    void operator()(std::vector<T> const& set) const
    {
        std::vector<std::string> elements;
        elements.reserve(set.size());
        for (auto const& each : set)
            canonical_writer{elements.emplace_back()}(each);
        std::sort(elements.begin(), elements.end());
        begin_list(set.size());
        for (auto const& each : elements)
            out += each;
    }

    void append(attribute_value const& value) const
    {
        out += to_string(value.type());
        value.visit(*this);
    }

    void begin_list(std::size_t size) const
    {
        out += std::to_string(size);
        out += ':';
    }
};

void append_canonical(std::string& out, item const& value)
{
    std::vector<attribute const*> parts;
    parts.reserve(value.size());
    for (auto const& part : value)
        parts.push_back(&part);
    std::sort(parts.begin(), parts.end(), [](auto const* a, auto const* b) { return a->name < b->name; });
    canonical_writer const writer{out};
    writer.begin_list(parts.size());
    for (auto const* part : parts)
    {
        append_sized(out, part->name);
        writer.append(part->value);
    }
}

template <class T>
std::size_t encoded_size(T const& content)
{
    std::string text;
    json::encode(text, content);
    return text.size() + 1; // and a comma
}

std::string at(std::size_t position)
{
    return '[' + std::to_string(position) + ']';
}

/// Tells writes of one table apart by what is known of its key.
class key_guard
{
public:
    /// `names` of the key attributes; empty when not known.
    explicit key_guard(std::vector<std::string> names) : names_(std::move(names)) {}

    /// Throws when there was a write of an equal key before.
    void check(item const& written, std::size_t position)
    {
        item key;
        for (auto const& name : names_)
            if (auto const* value = written.find(name))
                key.set(name, *value);
        auto const& what = names_.empty() ? written : key;
        auto const [before, is_new] = seen_.try_emplace(canonical_item(what), position);
        if (!is_new)
            throw json::encode_error("the key is also written by number " + std::to_string(before->second)
                    + " of the table; a batch has no order",
                at(position));
    }

private:
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::size_t> seen_;
};

std::vector<std::string> names_of_key(std::string const& table,
    std::vector<model::write_request> const& writes,
    std::map<std::string, std::vector<std::string>> const& key_names)
{
    if (auto const found = key_names.find(table); found != key_names.end())
        return found->second;
    std::vector<std::string> names;
    for (auto const& write : writes)
        if (write.delete_request)
        {
            for (auto const& part : write.delete_request->key)
                names.push_back(part.name);
            break;
        }
    return names;
}

void add_writes(std::deque<batch_unit<model::write_request>>& units, std::string const& table,
    std::vector<model::write_request> const& writes, std::vector<std::string> key_names)
{
    key_guard guard(std::move(key_names));
    for (std::size_t i = 0; i < writes.size(); ++i)
    {
        auto const& write = writes[i];
        if (write.put_request.has_value() == write.delete_request.has_value())
            throw json::encode_error("a write has either a put or a delete", at(i));
        try
        {
            units.push_back({table, write, encoded_size(write)});
        }
        catch (json::encode_error const& e)
        {
            throw e.within(at(i));
        }
        guard.check(write.put_request ? write.put_request->item : write.delete_request->key, i);
    }
}

} // namespace

std::string canonical_item(item const& value)
{
    std::string out;
    append_canonical(out, value);
    return out;
}

std::string canonical_write(model::write_request const& write)
{
    std::string out;
    if (write.put_request)
    {
        out += "put ";
        append_canonical(out, write.put_request->item);
    }
    if (write.delete_request)
    {
        out += "delete ";
        append_canonical(out, write.delete_request->key);
    }
    return out;
}

std::deque<batch_unit<item>> read_units(std::map<std::string, model::keys_and_attributes> const& requests)
{
    std::deque<batch_unit<item>> units;
    for (auto const& [table, wanted] : requests)
    {
        std::unordered_set<std::string> seen;
        for (std::size_t i = 0; i < wanted.keys.size(); ++i)
        {
            try
            {
                auto const bytes = encoded_size(wanted.keys[i]);
                if (seen.insert(canonical_item(wanted.keys[i])).second)
                    units.push_back({table, wanted.keys[i], bytes});
            }
            catch (json::encode_error const& e)
            {
                throw e.within(at(i)).within(table);
            }
        }
    }
    return units;
}

std::deque<batch_unit<model::write_request>> write_units(
    std::map<std::string, std::vector<model::write_request>> const& requests,
    std::map<std::string, std::vector<std::string>> const& key_names)
{
    std::deque<batch_unit<model::write_request>> units;
    for (auto const& [table, writes] : requests)
    {
        try
        {
            add_writes(units, table, writes, names_of_key(table, writes, key_names));
        }
        catch (json::encode_error const& e)
        {
            throw e.within(table);
        }
    }
    return units;
}

} // namespace dynasio::composed
