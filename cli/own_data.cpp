#include "cli/own_data.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/own/own.hpp"

namespace abide::cli {

using engine::OwnEnded;

Result<std::vector<OwnEnded>> end_own_data(engine::ControlStore& control, const std::string& by,
                                           Instant now) {
  ABIDE_TRY(const policy::Model own, engine::own_policy());
  ABIDE_TRY(const auto terms, engine::own_terms(own, now));
  ABIDE_CHECK(control.note_needed(now));
  ABIDE_TRY(auto ended, control.end_due(terms));
  if (!ended.empty()) {
    ABIDE_CHECK(control.note(
        "own_data_ended", by, now,
        {{"policy_digest", to_hex(policy::meaning_digest(own))}, {"ended", json_of(ended)}}));
  }
  ABIDE_CHECK(control.commit());
  return ended;
}

Result<void> end_what_is_sought(engine::ControlStore& control, Instant now) {
  ABIDE_TRY(const policy::Model own, engine::own_policy());
  ABIDE_TRY(auto terms, engine::own_terms(own, now));
  std::erase_if(terms, [](const engine::OwnTerm& term) { return term.table != "control.sought"; });
  ABIDE_TRY(const auto ended, control.end_due(terms));
  return {};
}

std::string text_of(const std::vector<OwnEnded>& ended) {
  if (ended.empty()) return "";
  std::string text = "Abide's own data, by its own policy (`abide own`)\n";
  for (const OwnEnded& one : ended)
    text += fmt::format("  ✓ {}: {} row{} ended ({})\n", one.table, one.rows,
                        one.rows == 1 ? "" : "s", one.promise);
  return text;
}

Json json_of(const std::vector<OwnEnded>& ended) {
  Json list = Json::array();
  for (const OwnEnded& one : ended)
    list.push_back({{"table", one.table}, {"promise", one.promise}, {"rows", one.rows}});
  return list;
}

}  // namespace abide::cli
