# SPDX-License-Identifier: BSL-1.0
# Expressions that must not compile, many to a file: a line `// expect: ...` is before each. The file compiles with
# -DCONTROL, and without it gives one error for each of these lines, with the texts that the line names (see
# expression_messages.cmake).
foreach(group IN ITEMS builder keys text_types text_names text_updates)
    add_library(compile_fail_expression_${group} OBJECT EXCLUDE_FROM_ALL expression_${group}.cpp)
    target_link_libraries(compile_fail_expression_${group} PRIVATE dynasio::client)
    set(includes "$<TARGET_PROPERTY:compile_fail_expression_${group},INCLUDE_DIRECTORIES>")
    add_test(NAME compile_fail.expression_${group} COMMAND "${CMAKE_COMMAND}"
        -D "COMPILER=${CMAKE_CXX_COMPILER}"
        -D "FLAGS=${CMAKE_CXX_FLAGS} -std=c++20"
        -D "INCLUDES=$<JOIN:${includes},|>"
        -D "SOURCE=${CMAKE_CURRENT_SOURCE_DIR}/expression_${group}.cpp"
        -P "${CMAKE_CURRENT_LIST_DIR}/expression_messages.cmake")
    set_tests_properties(compile_fail.expression_${group} PROPERTIES LABELS compile_fail TIMEOUT 300)
endforeach()
