# What `cmake --install` puts down: the program, and for other programs one archive of the decision
# over flows with all it needs, its header, and how CMake and pkg-config find it.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

add_library(abide_embedded STATIC $<TARGET_OBJECTS:abide_guard> $<TARGET_OBJECTS:abide_policy> $<TARGET_OBJECTS:abide_base>)
set_target_properties(abide_embedded PROPERTIES OUTPUT_NAME abide EXPORT_NAME abide LINKER_LANGUAGE CXX)
target_include_directories(abide_embedded INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_compile_features(abide_embedded INTERFACE cxx_std_17)
target_link_libraries(abide_embedded INTERFACE fmt::fmt SQLite::SQLite3 OpenSSL::Crypto date::date-tz Threads::Threads)

set(config ${CMAKE_INSTALL_LIBDIR}/cmake/abide)
set(pkgconfig ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH ABIDE_PREFIX_FROM_PC ${CMAKE_INSTALL_PREFIX}/${pkgconfig} ${CMAKE_INSTALL_PREFIX})
configure_file(${CMAKE_SOURCE_DIR}/cmake/abide.pc.in ${CMAKE_BINARY_DIR}/abide.pc @ONLY)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/abideConfigVersion.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS abide RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(TARGETS abide_embedded EXPORT abideTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/abide DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(EXPORT abideTargets NAMESPACE abide:: DESTINATION ${config} COMPONENT development)
install(FILES ${CMAKE_SOURCE_DIR}/cmake/abideConfig.cmake ${CMAKE_BINARY_DIR}/abideConfigVersion.cmake
        DESTINATION ${config} COMPONENT development)
install(FILES ${CMAKE_BINARY_DIR}/abide.pc DESTINATION ${pkgconfig} COMPONENT development)
