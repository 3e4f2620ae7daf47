#include "engine/ledger/entries.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace abide::ledger {

Result<void> each_entry(Ledger& ledger, const std::function<void(const Json&)>& sink) {
  return ledger.read(0, [&](std::uint64_t seq, std::string_view text) -> Result<void> {
    const auto entry = parse_json(text);
    if (!entry) {
      return Error{ErrorCode::corrupt, fmt::format("entry {} of the ledger is damaged", seq),
                   "`abide ledger verify --deploy …` says how far it is sound"};
    }
    sink(*entry);
    return {};
  });
}

std::string text_of(const Json& entry, const char* key) {
  const auto at = entry.find(key);
  return at != entry.end() && at->is_string() ? at->get<std::string>() : "";
}

}  // namespace abide::ledger
