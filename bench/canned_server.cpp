// SPDX-License-Identifier: BSL-1.0

#include "canned_server.hpp"

#include "canned_answers.hpp"

#include <boost/crc.hpp>

#include <string>

namespace bench {

namespace {

std::uint32_t checksum(std::string const& text)
{
    boost::crc_32_type crc;
    crc.process_bytes(text.data(), text.size());
    return crc.checksum();
}

std::string location(std::string const& name, std::string const& body)
{
    return "location = /" + name + " { internal; add_header x-amzn-RequestId "
        + "4DBVN7N3O2TAEEVHQTC1ROMV3BVV4KQNSO5AEMVJF66Q9ASUAAJG; add_header x-amz-crc32 "
        + std::to_string(checksum(body)) + "; }\n";
}

std::string write_answers(nginx_server const& server)
{
    auto const get = get_item_answer();
    auto const query = query_answer(100);
    auto const& folder = server.folder();
    write_file(folder / "get.json", get);
    write_file(folder / "query.json", query);
    write_file(folder / "put.json", "{}");
    return "types { } default_type application/x-amz-json-1.0;\n"
           "map $http_x_amz_target $answer { default /get.json; DynamoDB_20120810.Query /query.json;\n"
           "DynamoDB_20120810.PutItem /put.json; }\n"
           "server { listen 127.0.0.1:"
        + std::to_string(server.port()) + " backlog=16384; root " + folder.string()
        + "; error_page 405 =200 $answer;\nlocation / { return 405; }\n" + location("get.json", get)
        + location("query.json", query) + location("put.json", "{}") + "}\n";
}

} // namespace

canned_server::canned_server() : server_(write_answers) {}

} // namespace bench
