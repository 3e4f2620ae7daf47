// The files of reports/record/data, word for word; the source is made from them when the project is
// built.
#pragma once

#include <string_view>

namespace abide::reports::record {

enum class DataFile { columns, countries, questions, rights, vocabulary };
[[nodiscard]] std::string_view text_of(DataFile file);

}  // namespace abide::reports::record
