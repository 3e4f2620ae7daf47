# cmake -DOUTPUT=x.cpp -DTABLES=a.json|b.json -P embed.cmake: the tables as one C++ source.
string(REPLACE "|" ";" TABLES "${TABLES}")
set(body "")
foreach(table IN LISTS TABLES)
  file(READ "${table}" text)
  string(APPEND body "    R\"regime(${text})regime\",\n")
endforeach()
file(WRITE "${OUTPUT}.new" "// Made from policy/regimes/*.json by embed.cmake; do not edit.
#include \"policy/regime_texts.hpp\"

#include <array>

namespace abide::policy {
namespace {
constexpr std::array<std::string_view, ${COUNT}> texts{
${body}};
}  // namespace

std::span<const std::string_view> regime_texts() { return texts; }

}  // namespace abide::policy
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
