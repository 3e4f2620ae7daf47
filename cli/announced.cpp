// Kept in the control store as a list of moments and counts.
#include "cli/announced.hpp"

#include <nlohmann/json.hpp>

#include "engine/watch/parts.hpp"

namespace abide::cli {
namespace {

using engine::watch::Part;
using engine::watch::parts_from_json;

Error no_announcement() {
  return {ErrorCode::corrupt, "the control store does not say what was announced",
          "restore it from its last copy; nothing was run"};
}

/// A period of days ends with its last midnight, so that a timer may be early or late.
Instant after(Instant at, const Period& period, const Zone& zone) {
  if (period.is_civil()) return zone.start_of(add(zone.local_date(at), period, Rounding::up));
  const std::chrono::seconds second{period.count};
  return at + (period.unit == Period::Unit::seconds   ? second
               : period.unit == Period::Unit::minutes ? second * 60
                                                      : second * 3600);
}

}  // namespace

Result<std::vector<Announced>> announced(Session& session) {
  std::vector<Announced> all;
  ABIDE_TRY(const std::string text, session.control->kept("announced"));
  if (text.empty()) return all;
  ABIDE_TRY(const Json json, parse_json(text));
  if (!json.is_array()) return no_announcement();
  for (const Json& one : json) {
    if (!one.is_object()) return no_announcement();
    const auto at = parse_instant(one.value("at", ""));
    if (!at) return no_announcement();
    ABIDE_TRY(auto parts, parts_from_json(one.value("parts", Json{})));
    all.push_back({*at, one.value("digest", ""), std::move(parts)});
  }
  return all;
}

Result<Instant> cool_from(const Session& session, Instant at) {
  ABIDE_TRY(const Zone zone, Zone::find(session.model.calendar.zone));
  return after(at, *session.deployment.cool_off, zone);
}

Result<std::optional<Announced>> ripe(const Session& session, const std::vector<Announced>& all,
                                      Instant now) {
  std::optional<Announced> newest;
  for (const Announced& one : all) {
    ABIDE_TRY(const Instant until, cool_from(session, one.at));
    if (one.digest != session.published->digest || until > now) continue;
    if (!newest || one.at > newest->at) newest = one;
  }
  return newest;
}

Json to_announce(const Session& session, const std::vector<Announced>& all,
                 const std::optional<Announced>& taken, const std::vector<Part>& due, Instant now) {
  Json list = Json::array();
  const auto add = [&](const Announced& one) {
    list.push_back({{"at", abide::to_string(one.at)},
                    {"digest", one.digest},
                    {"parts", engine::watch::to_json(one.parts)}});
  };
  for (const Announced& one : all) {
    if (one.digest == session.published->digest && (!taken || one.at > taken->at)) add(one);
  }
  add({now, session.published->digest, due});
  return list;
}

}  // namespace abide::cli
