// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/documents/typed/detail/unclassed_objects.hpp>

#include <dynasio/stores/documents/typed/detail/wrapper.hpp>

#include <algorithm>
#include <iterator>

namespace dynasio::stores::documents {

namespace {

bool has_text(item const& object, std::string_view name, std::string_view text)
{
    auto const* found = object.find(name);
    auto const* stored = found ? found->if_string() : nullptr;
    return stored && *stored == text;
}

} // namespace

bool names_class(attribute_value const& object, std::string_view class_name, std::string_view module_name)
{
    auto const* map = object.if_a<item>();
    return map && has_text(*map, "__class__", class_name) && has_text(*map, "__module__", module_name);
}

attribute_value* unclassed_search::wrapped_content(attribute_value& stored) const
{
    if (form_ != document_form::wrapped || !stored.if_a<item>())
        return nullptr;
    auto& map = stored.as_map();
    return has_text(map, "__metatype__", "value") ? map.find("value") : nullptr;
}

void unclassed_search::visit_choice(attribute_value& stored, unclassed_place::find_function find)
{
    auto* content = wrapped_content(stored);
    // A map of Python is in a wrapper, which names the class of maps. Other wrappers are no objects.
    if (content && !names_class(stored, name_of(python_class::dict), "builtins"))
        return;
    auto& object = content ? *content : stored;
    auto const* map = object.if_a<item>();
    if (!map)
        return;
    if (!map->contains("__class__"))
    {
        auto where = where_;
        if (content)
            where.push_back("value");
        pending_.push_back({std::move(where), &stored, &object, find});
    }
    else if (!content)
        find(object, *this);
}

std::optional<unclassed_place> unclassed_search::next()
{
    std::optional<unclassed_place> result;
    if (!pending_.empty())
    {
        result = std::move(pending_.back());
        pending_.pop_back();
    }
    return result;
}

void unclassed_search::name(unclassed_place const& place, document_class chosen)
{
    auto& object = *place.stored;
    if (place.object != place.stored)
    {
        auto map = std::move(*place.object);
        object = std::move(map);
    }
    auto& members = object.as_map();
    members.set("__class__", std::move(chosen.name));
    if (!members.contains("__module__"))
        members.set("__module__", std::move(chosen.module));
    search(place.where, [&] { place.find_within(object, *this); });
}

void unclassed_search::put_in_order(std::size_t first)
{
    std::reverse(std::next(pending_.begin(), static_cast<std::ptrdiff_t>(first)), pending_.end());
}

boost::asio::awaitable<void> name_classes(document_class_chooser class_of, unclassed_search& search)
{
    while (auto const place = search.next())
    {
        unclassed_object const object{.where = place->where, .object = *place->object};
        std::optional<document_class> chosen;
        if (auto const* plain = class_of.if_plain())
            chosen = (*plain)(object);
        else
        {
            auto asking = (*class_of.if_awaitable())(object);
            chosen = co_await std::move(asking);
        }
        if (chosen)
            search.name(*place, *std::move(chosen));
    }
}

} // namespace dynasio::stores::documents
