// SPDX-License-Identifier: BSL-1.0

#include "canned_answers.hpp"

#include <algorithm>

namespace bench {

namespace {

std::string item(int i)
{
    auto const n = std::to_string(i);
    std::string const pad(4 - std::min<std::size_t>(4, n.size()), '0');
    return R"({"sub":{"S":"user#)" + pad + n + R"("},"updated_at_id":{"S":"latest#orders-)" + pad + n
        + R"("},"id":{"S":"orders-)" + pad + n
        + R"("},"updated_at":{"S":"1609459200"},"version":{"S":"1.4.0"},"model_count":{"N":"12"},)"
          R"("title":{"S":"Orders of the shop"},"description":{"S":"All that a customer has ordered, by day and place"},)"
          R"("price":{"N":"1234.5"},"revision":{"N":"42"}})";
}

} // namespace

std::string get_item_answer()
{
    return R"({"Item":)" + item(1) + "}";
}

std::string query_answer(int count)
{
    std::string result = R"({"Count":)" + std::to_string(count) + R"(,"Items":[)";
    for (int i = 0; i < count; ++i)
        result += (i ? "," : "") + item(i);
    return result + R"(],"ScannedCount":)" + std::to_string(count) + "}";
}

} // namespace bench
