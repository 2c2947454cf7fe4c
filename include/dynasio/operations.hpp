// SPDX-License-Identifier: BSL-1.0
//
// The requests and responses of all operations.

#ifndef DYNASIO_OPERATIONS_HPP
#define DYNASIO_OPERATIONS_HPP

#include <dynasio/operations/batch_get_item.hpp>
#include <dynasio/operations/batch_write_item.hpp>
#include <dynasio/operations/create_table.hpp>
#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/delete_table.hpp>
#include <dynasio/operations/describe_table.hpp>
#include <dynasio/operations/describe_time_to_live.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/list_tables.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/operations/scan.hpp>
#include <dynasio/operations/transact_get_items.hpp>
#include <dynasio/operations/transact_write_items.hpp>
#include <dynasio/operations/update_item.hpp>
#include <dynasio/operations/update_table.hpp>
#include <dynasio/operations/update_time_to_live.hpp>

#endif
