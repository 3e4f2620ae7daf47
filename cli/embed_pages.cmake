# cmake -DOUTPUT=x.cpp -DPAGES=a.md|b.md -P embed_pages.cmake: the pages as one C++ source.
string(REPLACE "|" ";" PAGES "${PAGES}")
set(body "")
foreach(page IN LISTS PAGES)
  get_filename_component(code "${page}" NAME_WE)
  file(READ "${page}" text)
  string(APPEND body "    Page{\"${code}\", R\"page(${text})page\"},\n")
endforeach()
list(LENGTH PAGES count)
file(WRITE "${OUTPUT}.new" "// Made from docs/diagnostics/*.md by embed_pages.cmake; do not edit.
#include \"cli/pages.hpp\"

#include <array>

namespace abide::cli {
namespace {
constexpr std::array<Page, ${count}> all{
${body}};
}  // namespace

std::span<const Page> pages() { return all; }

}  // namespace abide::cli
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
