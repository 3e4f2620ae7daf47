// The reports' tables (`*/data/*.json`), word for word; the source is made from them when the
// project is built.
#pragma once

#include <string_view>

namespace abide::reports {

enum class DataFile { columns, countries, questions, rights, vocabulary, told, taxonomy };
[[nodiscard]] std::string_view text_of(DataFile file);

}  // namespace abide::reports
