# cmake -DOUTPUT=x.cpp -DFILES=a/columns.json|… -P embed_data.cmake: the tables as one C++ source.
string(REPLACE "|" ";" FILES "${FILES}")
foreach(file IN LISTS FILES)
  file(READ "${file}" text)
  get_filename_component(name "${file}" NAME_WE)
  string(APPEND cases "    case DataFile::${name}:\n      return R\"table(${text})table\";\n")
endforeach()
file(WRITE "${OUTPUT}.new" "// Made from the reports' tables by reports/embed_data.cmake; do not edit.
#include \"reports/data.hpp\"

namespace abide::reports {

std::string_view text_of(DataFile file) {
  switch (file) {
${cases}  }
  return {};
}

}  // namespace abide::reports
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
