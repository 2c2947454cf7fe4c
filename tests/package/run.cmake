# SPDX-License-Identifier: BSL-1.0
# Configures, builds and runs the project in the folder WAY, from nothing, in the new folder WORK.

function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT result EQUAL 0)
        list(JOIN ARGV " " command)
        message(FATAL_ERROR "failed: ${command}\n${output}")
    endif()
endfunction()

# A list, which the command line of CMake would take apart.
set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${LAUNCHER}")
# The library's objects come from ccache, if it was compiled with the same options before.
set(ENV{CCACHE_NOHASHDIR} 1)

file(REMOVE_RECURSE "${WORK}")
set(options
    -G "${GENERATOR}"
    "-DCMAKE_CXX_COMPILER=${COMPILER}"
    "-DCMAKE_BUILD_TYPE=${BUILD_TYPE}"
    "-DCMAKE_CXX_FLAGS_DEBUG=${FLAGS_DEBUG}"
    "-DDYNASIO_WERROR=${WERROR}")
if(WAY STREQUAL "find_package")
    run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${WORK}/installed")
    list(APPEND options "-DCMAKE_PREFIX_PATH=${WORK}/installed")
else()
    list(APPEND options "-DDYNASIO_CHECKOUT=${CHECKOUT}")
endif()
run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/${WAY}" -B "${WORK}" ${options})
run("${CMAKE_COMMAND}" --build "${WORK}" -j 2)
file(GLOB_RECURSE stores "${WORK}/*libdynasio_stores.a")
if(stores AND NOT WAY STREQUAL "find_package")
    message(FATAL_ERROR "the program does not link the stores, but they are built: ${stores}")
endif()
if(NOT WAY STREQUAL "io_uring")
    run("${WORK}/program")
endif()
if(WAY STREQUAL "find_package")
    run("${WORK}/own_tests")
endif()
