# cmake -DOUTPUT=x.cpp -DROOT=reports/record/data -DNAMES=columns|… -P embed_data.cmake: the tables as one C++ source.
string(REPLACE "|" ";" NAMES "${NAMES}")
foreach(name IN LISTS NAMES)
  file(READ "${ROOT}/${name}.json" text)
  string(APPEND cases "    case DataFile::${name}:\n      return R\"table(${text})table\";\n")
endforeach()
file(WRITE "${OUTPUT}.new" "// Made from reports/record/data by reports/record/embed_data.cmake; do not edit.
#include \"reports/record/data.hpp\"

namespace abide::reports::record {

std::string_view text_of(DataFile file) {
  switch (file) {
${cases}  }
  return {};
}

}  // namespace abide::reports::record
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
