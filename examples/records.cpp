// SPDX-License-Identifier: BSL-1.0
//
// Teaches: a struct of one's own as the records of a table. Region, endpoint and AWS credentials come from the environment
// and profile files, as for all AWS tools.

//[readme
#include <dynasio/stores/record_table.hpp>

#include <boost/asio.hpp>

#include <iostream>

struct city
{
    std::string name;
    std::string country;
    int people = 0;
};
BOOST_DESCRIBE_STRUCT(city, (), (name, country, people))

template <>
struct dynasio::record_definition<city> : dynasio::record_key<&city::name>
{};

boost::asio::awaitable<void> run(dynasio::record_table<city> cities)
{
    co_await cities.open();                       // makes the table, or looks whether it fits
    co_await cities.create_gsi<&city::country>(); // to find by
    city const hamburg{.name = "Hamburg", .country = "DE", .people = 1'900'000};
    co_await cities.create_record(hamburg);
    co_await cities.update_record("Hamburg", dynasio::attr<&city::people> += 50'000);
    auto found = cities.find_by<&city::country>("DE");
    while (auto each = co_await found.next())
        std::cout << each->name << ' ' << each->people << '\n';
    co_await cities.delete_record("Hamburg");
}
//]

int main()
{
    boost::asio::io_context context;
    dynasio::client client(context.get_executor(), dynasio::client_options::load());
    auto done = boost::asio::co_spawn(
        context, run(dynasio::record_table<city>(client, "cities")), boost::asio::use_future);
    context.run();
    done.get(); // throws what went wrong
}
