#include "policy/notices/accepted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/digest.hpp"
#include "base/json.hpp"

namespace abide::policy::notices {
namespace {

constexpr const char* form = "abide accepted notices 1";

Error corrupt(const std::string& what) {
  return {ErrorCode::corrupt, fmt::format("the record of accepted notices {}", what),
          "take it back from version control, or remove it and accept the notice anew"};
}

std::string hash_of(std::string_view text) { return to_hex(sha256(as_bytes(text))); }

bool is_text(const Json& json, const char* key) {
  return json.contains(key) && json.at(key).is_string();
}

Result<AcceptedNotice> notice_of(const Json& json) {
  if (!json.is_object() || !is_text(json, "notice") || !is_text(json, "text") ||
      !json.contains("history") || !json.at("history").is_array()) {
    return corrupt("has a notice without a name, a text or a history");
  }
  AcceptedNotice notice{
      json.at("notice").get<std::string>(), {}, json.at("text").get<std::string>()};
  for (const Json& one : json.at("history")) {
    if (!one.is_object() || !is_text(one, "sha256") || !is_text(one, "by") || !is_text(one, "at"))
      return corrupt(fmt::format("has an entry of `{}` that is not whole", notice.notice));
    const auto at = parse_instant(one.at("at").get<std::string>());
    if (!at) return corrupt(fmt::format("has a date of `{}` that is none", notice.notice));
    notice.history.push_back(
        {one.at("sha256").get<std::string>(), one.at("by").get<std::string>(), *at});
  }
  if (notice.history.empty() || notice.history.back().sha256 != hash_of(notice.text)) {
    return corrupt(
        fmt::format("holds another text of `{}` than its last entry says", notice.notice));
  }
  return notice;
}

}  // namespace

const AcceptedNotice* Accepted::find(std::string_view notice) const {
  const auto at = std::ranges::find(notices, notice, &AcceptedNotice::notice);
  return at == notices.end() ? nullptr : &*at;
}

std::string accepted_path(const std::string& policy) { return policy + ".accepted"; }

Result<Accepted> read_accepted(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return corrupt("is no JSON");
  if (!json->is_object() || !is_text(*json, "form") || json->at("form") != form ||
      !json->contains("notices") || !json->at("notices").is_array()) {
    return corrupt(fmt::format("does not say `{}`", form));
  }
  Accepted accepted;
  for (const Json& one : json->at("notices")) {
    ABIDE_TRY(AcceptedNotice notice, notice_of(one));
    accepted.notices.push_back(std::move(notice));
  }
  return accepted;
}

std::string write_accepted(const Accepted& accepted) {
  Json notices = Json::array();
  for (const AcceptedNotice& notice : accepted.notices) {
    Json history = Json::array();
    for (const Acceptance& one : notice.history)
      history.push_back({{"sha256", one.sha256}, {"by", one.by}, {"at", to_string(one.at)}});
    notices.push_back(
        {{"notice", notice.notice}, {"history", std::move(history)}, {"text", notice.text}});
  }
  return Json{{"form", form}, {"notices", std::move(notices)}}.dump(2) + "\n";
}

void accept(Accepted& accepted, const std::string& notice, std::string text, std::string by,
            Instant at) {
  auto here = std::ranges::find(accepted.notices, notice, &AcceptedNotice::notice);
  if (here == accepted.notices.end()) {
    accepted.notices.push_back({notice, {}, {}});
    here = accepted.notices.end() - 1;
  }
  here->history.push_back({hash_of(text), std::move(by), at});
  here->text = std::move(text);
}

}  // namespace abide::policy::notices
