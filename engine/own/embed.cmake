# cmake -DOUTPUT=x.cpp -DTEXT=own.policy -P embed.cmake: the built-in policy as one C++ source.
file(READ "${TEXT}" text)
file(WRITE "${OUTPUT}.new" "// Made from engine/own/own.policy by embed.cmake; do not edit.
#include \"engine/own/own.hpp\"

namespace abide::engine {

std::string_view own_text() { return R\"own(${text})own\"; }

}  // namespace abide::engine
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
