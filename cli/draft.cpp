// draft.json, which is no part of a pack.
#include "cli/draft.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "engine/ledger/entries.hpp"
#include "engine/plan/plan.hpp"

namespace abide::cli {
namespace {

Error no_draft(const std::string& folder, std::string_view why) {
  return {ErrorCode::refused, fmt::format("`{}` is no draft of a pack: {}", folder, why),
          "name a folder that `abide access --into` made; nothing was done"};
}

}  // namespace

Json json_of(const policy::Model& model, const Draft& draft) {
  Json keys = Json::array();
  for (const Value& one : draft.keys) keys.push_back(engine::to_json(one));
  return {{"pack", draft.name},
          {"request", draft.request},
          {"subject", model.at(draft.subject).name},
          {"keys", std::move(keys)},
          {"key", to_hex(draft.key)}};
}

Result<Draft> read_draft(const Desk& desk, const policy::Model& model, const std::string& folder) {
  const auto text = desk.files().read(folder + "/draft.json");
  if (!text) return no_draft(folder, "draft.json cannot be read");
  const auto json = parse_json(*text);
  if (!json || !json->is_object()) return no_draft(folder, "draft.json is not as it was written");
  Draft draft;
  draft.name = ledger::text_of(*json, "pack");
  draft.request = ledger::text_of(*json, "request");
  const auto subject = model.find_subject(ledger::text_of(*json, "subject"));
  const auto key = from_hex(ledger::text_of(*json, "key"));
  if (!subject || !key || draft.name.empty())
    return no_draft(folder, "it is of another policy, or draft.json was changed");
  draft.subject = *subject;
  draft.key = *key;
  for (const Json& one : json->value("keys", Json::array())) {
    ABIDE_TRY(draft.keys.emplace_back(), engine::value_from_json(one));
  }
  return draft;
}

}  // namespace abide::cli
