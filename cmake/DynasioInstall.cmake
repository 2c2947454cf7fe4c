# SPDX-License-Identifier: BSL-1.0
# Install rules and the package configuration: find_package(dynasio) gives the targets dynasio::<library>.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(dynasio_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/dynasio")
get_property(dynasio_libraries GLOBAL PROPERTY DYNASIO_LIBRARIES)
get_property(dynasio_include_folders GLOBAL PROPERTY DYNASIO_INCLUDE_FOLDERS)
list(REMOVE_DUPLICATES dynasio_include_folders)

install(TARGETS ${dynasio_libraries} EXPORT dynasio ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
foreach(folder IN LISTS dynasio_include_folders)
    install(DIRECTORY "${folder}/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.hpp")
endforeach()
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")

install(EXPORT dynasio NAMESPACE dynasio:: FILE dynasioTargets.cmake DESTINATION "${dynasio_package_folder}")
configure_package_config_file(cmake/dynasioConfig.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/dynasioConfig.cmake"
    INSTALL_DESTINATION "${dynasio_package_folder}")
# Before 1.0 a minor version may break.
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/dynasioConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES
    "${CMAKE_CURRENT_BINARY_DIR}/dynasioConfig.cmake"
    "${CMAKE_CURRENT_BINARY_DIR}/dynasioConfigVersion.cmake"
    cmake/FindLibdeflate.cmake
    cmake/FindLiburing.cmake
    DESTINATION "${dynasio_package_folder}")
