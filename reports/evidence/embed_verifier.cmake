# cmake -DOUTPUT=x.cpp -DTEXT=verify.py -P embed_verifier.cmake: the program as one C++ source.
file(READ "${TEXT}" text)
file(WRITE "${OUTPUT}.new" "// Made from reports/evidence/verify.py by embed_verifier.cmake; do not edit.
#include \"reports/evidence/verifier.hpp\"

namespace abide::reports {

std::string verifier() {
  return R\"python(${text})python\";
}

}  // namespace abide::reports
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
