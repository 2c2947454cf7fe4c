// SPDX-License-Identifier: BSL-1.0
//
// Teaches: documents that are structs. A patient with an address and visits, each a described struct with a table of its own, is
// saved, loaded, changed under its revision, seen as Python's dynamo-store sees it, and removed. Needs the same as the quickstart.

#include "common/example.hpp"

#include <dynasio/stores/documents/json_text.hpp>
#include <dynasio/stores/store_error.hpp>
#include <dynasio/stores/typed_document_store.hpp>

#include <boost/describe/class.hpp>

#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace asio = boost::asio;

//[structs
struct address
{
    std::string street;
    std::string city;
};
BOOST_DESCRIBE_STRUCT(address, (), (street, city))

struct visit
{
    std::string date;
    std::string diagnosis;
};
BOOST_DESCRIBE_STRUCT(visit, (), (date, diagnosis))

struct patient
{
    std::string ID;
    std::string name;
    bool vaccinated = false;
    std::optional<int> born;
    address home;
    std::vector<visit> visits;
};
BOOST_DESCRIBE_STRUCT(patient, (), (ID, name, vaccinated, born, home, visits))

// Each visit is an item of its own; the address stays in the item of the patient.
template <>
struct dynasio::document_definition<visit>
{
    static constexpr auto table = "visits";
    static constexpr auto key_name = "VisitID";
    static constexpr auto class_name = "Visit";
};
template <>
struct dynasio::document_definition<patient>
{
    static constexpr auto table = "patients";
    static constexpr auto key_name = "ID";
    static constexpr auto class_name = "Patient";
    static constexpr auto module_name = "clinic.models";
};
//]

namespace {

asio::awaitable<void> work_with(dynasio::client client, dynasio::typed_document_options typed)
{
    //[store
    dynasio::document_store_options options;
    options.track_revisions = true;
    dynasio::typed_document_store<patient> patients(client, options, typed);
    co_await patients.create_tables();

    patient anna;
    anna.ID = "patient-1";
    anna.name = "Anna Berg";
    anna.home = address{"Harbour Road 7", "Bergen"};
    anna.visits.push_back(visit{"2026-11-02", "measles"});
    co_await patients.save(anna);

    auto const found = co_await patients.load("patient-1");
    std::cout << "   " << found->name << " of " << found->home.city << ", visits: " << found->visits.size()
              << ", vaccinated: " << (found->vaccinated ? "yes" : "no") << '\n';
    //]

    //[revision
    auto read = co_await patients.load_document("patient-1");
    read->value.vaccinated = true;
    auto const unchanged = dynasio::document_write_options().revision(read->revision);
    co_await patients.save(read->value, unchanged);
    try
    {
        co_await patients.save(anna, unchanged);
    }
    catch (dynasio::store_error const& e)
    {
        std::cout << "   too late: " << e.code().message() << '\n';
    }
    //]

    auto const stored = co_await patients.documents().read_path("patient-1", "vaccinated");
    std::cout << "   in Python's form: " << dynasio::to_json_text(stored.at(0)) << '\n';
    auto const removed = co_await patients.remove("patient-1");
    std::cout << "   removed: " << (removed ? "yes" : "no") << '\n';
}

asio::awaitable<void> work(dynasio::client client, std::string table)
{
    // A table of its own for this run, and another one beside it.
    dynasio::typed_document_options typed;
    typed.table_names = [table](std::string_view declared)
    { return declared == "patients" ? table : table + '-' + std::string(declared); };
    std::exception_ptr failure;
    try
    {
        co_await work_with(client, typed);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    (void)co_await examples::delete_table(client, table + "-visits");
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace

int main()
{
    return examples::run_on_table("typed_documents", "patients", &work);
}
