# How every target of the project is built: language level, warnings, sanitisers, the linker.
option(ABIDE_SANITIZE "build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(ABIDE_THREAD_SANITIZE "build with ThreadSanitizer" OFF)
option(ABIDE_WERROR "treat warnings as errors" ON)
option(ABIDE_UNITY "compile the files of a folder a few together: headers are read once for all of them" ON)
# How many files are compiled together where they are long: optimised, two of them take more than 10 s.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(ABIDE_LONG_FILES 1)
else()
  set(ABIDE_LONG_FILES 2)
endif()
option(ABIDE_FUZZ "build the fuzz targets (clang only)" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(ABIDE_CCACHE ccache)
if(ABIDE_CCACHE)
  # In depend mode it asks the compiler what a file includes, and spares the first build a run of the preprocessor for each.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_DEPEND=1 "${ABIDE_CCACHE}")
endif()
find_program(ABIDE_MOLD mold)

add_library(abide_options INTERFACE)
target_compile_options(abide_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 raises it falsely on moved std::variant and std::function once it inlines; the sanitisers look for the real thing.
  target_compile_options(abide_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(ABIDE_WERROR)
  target_compile_options(abide_options INTERFACE -Werror)
endif()
if(ABIDE_SANITIZE)
  # Left out: checks on each use of a pointer. They double the time to compile, and AddressSanitizer stops at nearly all that they find.
  target_compile_options(abide_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                 -fno-sanitize=null,alignment,object-size,vptr -fno-omit-frame-pointer)
  target_link_options(abide_options INTERFACE -fsanitize=address,undefined)
elseif(ABIDE_THREAD_SANITIZE)
  target_compile_options(abide_options INTERFACE -fsanitize=thread)
  target_link_options(abide_options INTERFACE -fsanitize=thread)
elseif(ABIDE_FUZZ)
  target_compile_options(abide_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(abide_options INTERFACE -fsanitize=address,undefined)
endif()
if(ABIDE_MOLD)
  target_link_options(abide_options INTERFACE -fuse-ld=mold)
endif()

# abide_library(name SOURCES a.cpp … HEADERS a.hpp … LINK lib …): one static library of one folder.
function(abide_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR} FILES ${ARG_HEADERS})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE abide_options)
  set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON
                                           UNITY_BUILD ${ABIDE_UNITY} UNITY_BUILD_BATCH_SIZE 3)
endfunction()

# abide_test(name LABEL unit SOURCES a.cpp … LINK lib …): one GoogleTest program, registered as one ctest entry.
# COMPUTES: its own files do the work, so that they are optimised; others compile in half the time without.
function(abide_test name)
  cmake_parse_arguments(ARG "COMPUTES" "LABEL;TIMEOUT" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES UNITY_BUILD ${ABIDE_UNITY} UNITY_BUILD_BATCH_SIZE 6)
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest GTest::gtest_main abide_options)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE ABIDE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(NOT ARG_COMPUTES)
    target_compile_options(${name} PRIVATE -O0)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
endfunction()
