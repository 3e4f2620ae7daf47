# find_package(abide): what the archive is linked with is found first.
include(CMakeFindDependencyMacro)
find_dependency(fmt)
find_dependency(SQLite3)
find_dependency(OpenSSL)
find_dependency(date)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/abideTargets.cmake)
