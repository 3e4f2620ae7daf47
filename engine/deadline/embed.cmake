# cmake -DOUTPUT=x.cpp -DROOT=policy/regimes -DCLOCKS=clocks/a.json|… -DHOLIDAYS=holidays/b.json|… -P embed.cmake:
# the tables, with their names, as one C++ source.
function(list_of tables result)
  string(REPLACE "|" ";" tables "${tables}")
  set(body "")
  foreach(table IN LISTS tables)
    file(READ "${ROOT}/${table}" text)
    string(APPEND body "    NamedText{\"${table}\", R\"table(${text})table\"},\n")
  endforeach()
  set(${result} "${body}" PARENT_SCOPE)
endfunction()
list_of("${CLOCKS}" clocks)
list_of("${HOLIDAYS}" holidays)
file(WRITE "${OUTPUT}.new" "// Made from policy/regimes by engine/deadline/embed.cmake; do not edit.
#include \"engine/deadline/texts.hpp\"

#include <array>

namespace abide::deadline {
namespace {
constexpr std::array clocks{
${clocks}};
constexpr std::array holidays{
${holidays}};
}  // namespace

std::span<const NamedText> clock_texts() { return clocks; }
std::span<const NamedText> holiday_texts() { return holidays; }

}  // namespace abide::deadline
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
