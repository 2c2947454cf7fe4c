// SPDX-License-Identifier: BSL-1.0
//
// Mistakes with the structs of documents, of which the compiler must say in the first line what to do, with the name of the struct.
// Each is compiled by itself; see first_line.cmake.

#include <dynasio/stores/typed_document_store.hpp>

namespace asio = boost::asio;

struct part
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(part, (), (a))

struct shard
{
    std::string id;
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(shard, (), (id, a))

struct undescribed
{
    int a = 0;
};
struct with_undescribed
{
    std::vector<undescribed> inner;
};
BOOST_DESCRIBE_STRUCT(with_undescribed, (), (inner))

struct forgetful
{
    int a = 0;
    int b = 0;
};
BOOST_DESCRIBE_STRUCT(forgetful, (), (a))

struct half
{
    int a = 0;
};
BOOST_DESCRIBE_STRUCT(half, (), (a))

struct endless
{
    std::vector<endless> more;
};
BOOST_DESCRIBE_STRUCT(endless, (), (more))

struct optionals
{
    std::map<std::string, std::optional<shard>> parts;
};
BOOST_DESCRIBE_STRUCT(optionals, (), (parts))

struct choice
{
    std::optional<std::variant<part, shard>> one;
};
BOOST_DESCRIBE_STRUCT(choice, (), (one))

struct requiring
{
    std::optional<int> a;
};
BOOST_DESCRIBE_STRUCT(requiring, (), (a))

struct keyed_by_double
{
    double id = 0;
};
BOOST_DESCRIBE_STRUCT(keyed_by_double, (), (id))

template <class T>
struct of_type
{
    T a{};
    BOOST_DESCRIBE_CLASS(of_type, (), (a), (), ())
};

struct with_table
{
    static constexpr auto table = "t";
    static constexpr auto key_name = "id";
};
template <>
struct dynasio::document_definition<shard> : with_table
{};
template <>
struct dynasio::document_definition<undescribed> : with_table
{};
template <>
struct dynasio::document_definition<with_undescribed> : with_table
{};
template <>
struct dynasio::document_definition<forgetful> : with_table
{};
template <>
struct dynasio::document_definition<half>
{
    static constexpr auto table = "t";
};
template <>
struct dynasio::document_definition<endless> : with_table
{};
template <>
struct dynasio::document_definition<optionals> : with_table
{};
template <>
struct dynasio::document_definition<choice> : with_table
{};
template <>
struct dynasio::document_definition<requiring> : with_table
{
    static constexpr auto required = dynasio::document_members<&requiring::a>;
};
template <>
struct dynasio::document_definition<keyed_by_double> : with_table
{};
template <>
struct dynasio::document_definition<of_type<int>> : with_table
{};

template <class T>
asio::awaitable<void> use_store(dynasio::client client, T const& value)
{
    dynasio::typed_document_store<T> const store(client);
    co_await store.create_tables();
    auto const written = co_await store.save(value);
    (void)co_await store.load(written.key);
    (void)co_await store.load_document(written.key);
    (void)co_await store.remove("a");
}

asio::awaitable<void> use(dynasio::client client, shard one)
{
    co_await use_store(client, one);
#if MISTAKE == 1
    // mistake 1: Specialise dynasio::document_definition for this struct / part
    co_await use_store(client, part());
#elif MISTAKE == 2
    // mistake 2: Describe this struct with BOOST_DESCRIBE_STRUCT / undescribed
    co_await use_store(client, undescribed());
#elif MISTAKE == 3
    // mistake 3: Describe the struct that this member holds / &with_undescribed::inner
    co_await use_store(client, with_undescribed());
#elif MISTAKE == 4
    // mistake 4: has a member that BOOST_DESCRIBE_STRUCT does not list / forgetful
    co_await use_store(client, forgetful());
#elif MISTAKE == 5
    // mistake 5: needs both a table and a key_name / half
    co_await use_store(client, half());
#elif MISTAKE == 6
    // mistake 6: shards cannot be nested without end / endless
    co_await use_store(client, endless());
#elif MISTAKE == 7
    // mistake 7: Leave the optional out / optionals
    co_await use_store(client, optionals());
#elif MISTAKE == 8
    // mistake 8: has an alternative that is a shard / choice
    co_await use_store(client, choice());
#elif MISTAKE == 9
    // mistake 9: cannot be required / requiring
    co_await use_store(client, requiring());
#elif MISTAKE == 10
    // mistake 10: must be of type S, N or B / keyed_by_double
    co_await use_store(client, keyed_by_double());
#elif MISTAKE == 11
    // mistake 11: Give this struct a class_name / of_type<int>
    co_await use_store(client, of_type<int>());
#endif
}
