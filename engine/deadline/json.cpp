// Only what is verified may be called law, here as in the text.
#include "engine/deadline/json.hpp"

#include <nlohmann/json.hpp>

#include "engine/deadline/table.hpp"

namespace abide::deadline {
namespace {

std::string_view evidence_words(Evidence evidence) {
  switch (evidence) {
    case Evidence::read:
      return "read";
    case Evidence::second_hand:
      return "read second-hand";
    case Evidence::unverified:
      return "not read";
  }
  return "";
}

Json json_of(const Authority& authority) {
  return {{"cite", authority.cite},
          {"standing", standing_words(authority)},
          {"evidence", evidence_words(authority.evidence)},
          {"source", authority.source},
          {"note", authority.note},
          {"file", "policy/regimes/" + authority.file}};
}

Json json_of(const Step& step) {
  Json by = Json::array();
  for (const Authority& authority : step.by) by.push_back(json_of(authority));
  return {{"says", step.says}, {"by", by}};
}

}  // namespace

std::string_view standing_words(const Authority& authority) {
  if (authority.evidence == Evidence::unverified) return "not verified";
  switch (authority.standing) {
    case Standing::law:
      return "law";
    case Standing::guidance:
      return "guidance";
    case Standing::list:
      return "list of bank holidays";
  }
  return "";
}

Json json_of(const Answer& answer) {
  Json json;
  for (const auto& [column, value] : columns_of(answer)) {
    json[column] = value.empty() ? Json(nullptr) : Json(value);
  }
  json["why"] = answer.why;
  json["target"] = answer.target ? Json(abide::to_string(*answer.target)) : Json(nullptr);
  json["over_at"] = answer.over_at ? Json(abide::to_string(*answer.over_at)) : Json(nullptr);
  json["working"] = Json::array();
  for (const Step& step : answer.working) json["working"].push_back(json_of(step));
  return json;
}

}  // namespace abide::deadline
