# SPDX-License-Identifier: BSL-1.0
# How every library, test and program of the project is declared: language level, warnings, sanitizers.

set(DYNASIO_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(DYNASIO_SANITIZE)
    # A third of the time for a test, and AddressSanitizer tells of bad addresses as well. The library keeps these checks.
    set(DYNASIO_TEST_OPTIONS -fno-sanitize=null,alignment)
endif()

if(DYNASIO_EVP_ONLY)
    # Hides the deprecated functions of OpenSSL: a call of one does not compile.
    set(DYNASIO_LIBRARY_OPTIONS -DOPENSSL_NO_DEPRECATED)
endif()

# What ccache needs to keep objects that were made with precompiled headers; see the launcher.
if(DYNASIO_PRECOMPILE AND DYNASIO_CCACHE)
    set(DYNASIO_PRECOMPILED_OPTIONS
        $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

# dynasio_configure(<target>): the settings that everything built here shares.
function(dynasio_configure target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
    target_compile_options(${target} PRIVATE ${DYNASIO_WARNINGS} $<$<BOOL:${DYNASIO_WERROR}>:-Werror>)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # GCC 12 reports false positives from inlined standard library code (bugs 105329, 105651, 107852); and it inlines only
        # one of the two functions with which Asio allocates and frees the frame of a coroutine, and takes them for a mismatch.
        target_compile_options(${target} PRIVATE -Wno-restrict -Wno-maybe-uninitialized -Wno-mismatched-new-delete)
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15)
        # From -O1 on, GCC 12 to 14 lose what a function that always throws writes to its by-value parameters: what it
        # moves out of them is freed twice. See CONTRIBUTING.md.
        target_compile_options(${target} PRIVATE -fno-ipa-modref)
    endif()
    if(DYNASIO_SANITIZE)
        target_compile_options(${target} PRIVATE -fsanitize=${DYNASIO_SANITIZE} -fno-sanitize-recover=all
            -fno-omit-frame-pointer)
        target_link_options(${target} PUBLIC -fsanitize=${DYNASIO_SANITIZE})
        if(DYNASIO_SANITIZE MATCHES "address")
            # Asio keeps the frames of coroutines that have ended for the next ones, which hides their use after the end.
            target_compile_definitions(${target} PUBLIC BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING)
        endif()
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
            # Boost uses fences that GCC's ThreadSanitizer does not know. The frames of coroutines: as above, with any version.
            target_compile_options(${target} PRIVATE -Wno-tsan -Wno-mismatched-new-delete)
        endif()
    endif()
endfunction()

# dynasio_use_unity(<target>): compiles its sources in groups if DYNASIO_UNITY is on. Groups are large for the sake of what all
# sources include, and small enough for the memory of a compiler with sanitizers.
function(dynasio_use_unity target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ${DYNASIO_UNITY} UNITY_BUILD_BATCH_SIZE 8)
    if(DYNASIO_UNITY AND DYNASIO_WERROR)
        # Names of one source are no concern of the next. The build without groups keeps this warning.
        target_compile_options(${target} PRIVATE -Wno-shadow)
    endif()
endfunction()

# dynasio_library(<name> SOURCES file... [LINK target...] [PRIVATE target...] [INCLUDE folder])
# Declares the target dynasio_<name> with the alias dynasio::<name>; it is installed with the others.
function(dynasio_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "INCLUDE" "SOURCES;LINK;PRIVATE")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "dynasio_library(${name}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
    endif()
    set(target dynasio_${name})
    add_library(${target} STATIC ${arg_SOURCES})
    add_library(dynasio::${name} ALIAS ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
    if(NOT PROJECT_IS_TOP_LEVEL AND NOT DYNASIO_INSTALL)
        # A parent project builds what it links.
        set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
    endif()
    if(NOT arg_INCLUDE)
        set(arg_INCLUDE "${PROJECT_SOURCE_DIR}/include")
    endif()
    target_include_directories(${target} PUBLIC
        "$<BUILD_INTERFACE:${arg_INCLUDE}>" "$<INSTALL_INTERFACE:include>")
    target_link_libraries(${target} PUBLIC ${arg_LINK} PRIVATE ${arg_PRIVATE})
    dynasio_configure(${target})
    dynasio_use_unity(${target})
    target_compile_options(${target} PRIVATE ${DYNASIO_LIBRARY_OPTIONS})
    set_property(GLOBAL APPEND PROPERTY DYNASIO_LIBRARIES ${target})
    set_property(GLOBAL APPEND PROPERTY DYNASIO_INCLUDE_FOLDERS "${arg_INCLUDE}")
endfunction()

# dynasio_precompiled(<name> HEADERS header... LINK target... [INCLUDE folder...] [OPTIONS option...] [POSITION_INDEPENDENT])
# Headers that the targets of dynasio_use_precompiled(<target> <name>) find compiled, if DYNASIO_PRECOMPILE has the name. A
# source includes what it uses all the same, and the builds without it tell where one does not.
function(dynasio_precompiled name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "POSITION_INDEPENDENT" "" "HEADERS;LINK;INCLUDE;OPTIONS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "dynasio_precompiled(${name}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
    endif()
    if(NOT name IN_LIST DYNASIO_PRECOMPILE)
        return()
    endif()
    set(source "${CMAKE_CURRENT_BINARY_DIR}/precompiled_${name}.cpp")
    file(CONFIGURE OUTPUT "${source}" CONTENT "")
    add_library(dynasio_precompiled_${name} OBJECT "${source}")
    set_target_properties(dynasio_precompiled_${name} PROPERTIES
        POSITION_INDEPENDENT_CODE ${arg_POSITION_INDEPENDENT})
    target_include_directories(dynasio_precompiled_${name} PRIVATE ${arg_INCLUDE})
    target_link_libraries(dynasio_precompiled_${name} PRIVATE ${arg_LINK})
    dynasio_configure(dynasio_precompiled_${name})
    target_compile_options(dynasio_precompiled_${name} PRIVATE ${arg_OPTIONS} ${DYNASIO_PRECOMPILED_OPTIONS})
    if(DYNASIO_CCACHE)
        set_target_properties(dynasio_precompiled_${name} PROPERTIES CXX_COMPILER_LAUNCHER
            "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/without-old-gch;${CMAKE_CXX_COMPILER_LAUNCHER}")
    endif()
    target_precompile_headers(dynasio_precompiled_${name} PRIVATE ${arg_HEADERS})
endfunction()

function(dynasio_use_precompiled target name)
    if(name IN_LIST DYNASIO_PRECOMPILE)
        target_compile_options(${target} PRIVATE ${DYNASIO_PRECOMPILED_OPTIONS})
        target_precompile_headers(${target} REUSE_FROM dynasio_precompiled_${name})
    endif()
endfunction()

# dynasio_test(<name> [GROUPED] SOURCES file... [LINK target...] [LABELS label...] [PREFIX text])
# One GoogleTest program; every test case becomes a CTest case. PREFIX comes before the names of the CTest cases. GROUPED: its
# sources may be compiled in groups, see dynasio_use_unity.
function(dynasio_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "GROUPED" "PREFIX" "SOURCES;LINK;LABELS")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "dynasio_test(${name}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
    endif()
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gtest_main)
    target_compile_definitions(${name} PRIVATE
        DYNASIO_TEST_DATA="${DYNASIO_TEST_DATA}" DYNASIO_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests" "${PROJECT_SOURCE_DIR}/src")
    dynasio_configure(${name})
    target_compile_options(${name} PRIVATE ${DYNASIO_TEST_OPTIONS})
    if(arg_GROUPED)
        dynasio_use_unity(${name})
    endif()
    dynasio_use_precompiled(${name} tests)
    gtest_discover_tests(${name} TEST_PREFIX "${arg_PREFIX}" DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
        PROPERTIES LABELS "${arg_LABELS}" TIMEOUT 300)
endfunction()

# dynasio_check_headers(): the target dynasio_headers, in which every public header compiles alone, and twice; but for those
# that a source of the libraries includes first, which proves as much wherever that source is compiled without precompiled
# headers. The one place that globs: a new header cannot be forgotten.
function(dynasio_check_headers)
    get_property(libraries GLOBAL PROPERTY DYNASIO_LIBRARIES)
    get_property(folders GLOBAL PROPERTY DYNASIO_INCLUDE_FOLDERS)
    list(REMOVE_DUPLICATES folders)
    set(included_first)
    if(NOT "library" IN_LIST DYNASIO_PRECOMPILE)
        foreach(library IN LISTS libraries)
            get_target_property(library_sources ${library} SOURCES)
            get_target_property(library_folder ${library} SOURCE_DIR)
            foreach(source IN LISTS library_sources)
                file(STRINGS "${library_folder}/${source}" first LIMIT_COUNT 1 REGEX "^#include ")
                if(first MATCHES "<(dynasio/.*)>")
                    list(APPEND included_first "${CMAKE_MATCH_1}")
                endif()
            endforeach()
        endforeach()
    endif()
    set(sources)
    foreach(folder IN LISTS folders)
        file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${folder}" "${folder}/*.hpp")
        list(FILTER headers EXCLUDE REGEX "/detail/")
        list(REMOVE_ITEM headers ${included_first})
        foreach(header IN LISTS headers)
            string(REPLACE ".hpp" ".cpp" source "${CMAKE_CURRENT_BINARY_DIR}/headers/${header}")
            file(CONFIGURE OUTPUT "${source}" CONTENT
                "#include <${header}>\n#include <${header}> // NOLINT: the guard works\n")
            list(APPEND sources "${source}")
        endforeach()
    endforeach()
    if(sources)
        add_library(dynasio_headers OBJECT EXCLUDE_FROM_ALL ${sources})
        target_link_libraries(dynasio_headers PRIVATE ${libraries})
        dynasio_configure(dynasio_headers)
        target_compile_options(dynasio_headers PRIVATE -g0)
    endif()
endfunction()
