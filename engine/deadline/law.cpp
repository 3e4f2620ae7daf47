// From JSON to the values of law.hpp; names of authorities are looked up once, here.
#include "engine/deadline/law.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/json.hpp"

namespace abide::deadline {
namespace {

using Authorities = std::map<std::string, Authority>;

[[noreturn]] void fault(std::string_view file, const std::string& what) {
  throw std::logic_error(fmt::format("policy/regimes/{}: {}", file, what));
}

Json parsed(std::string_view file, std::string_view text) {
  auto table = parse_json(text);
  if (!table.ok()) fault(file, table.error().message);
  return std::move(table).value();
}

template <class T, std::size_t N>
T named(std::string_view file, const std::string& word,
        const std::array<std::pair<std::string_view, T>, N>& names) {
  for (const auto& [name, value] : names) {
    if (name == word) return value;
  }
  fault(file, fmt::format("there is no `{}`", word));
}

Standing standing_of(std::string_view file, const std::string& word) {
  constexpr std::array<std::pair<std::string_view, Standing>, 2> names{
      {{"law", Standing::law}, {"guidance", Standing::guidance}}};
  return named(file, word, names);
}

Evidence evidence_of(std::string_view file, const std::string& word) {
  constexpr std::array<std::pair<std::string_view, Evidence>, 3> names{
      {{"read", Evidence::read},
       {"second_hand", Evidence::second_hand},
       {"memory", Evidence::unverified}}};
  return named(file, word, names);
}

Date date_of(std::string_view file, const Json& value) {
  const auto date = parse_date(value.get<std::string>());
  if (!date) fault(file, fmt::format("`{}` is not a date", value.get<std::string>()));
  return *date;
}

std::optional<Date> date_in(std::string_view file, const Json& row, const char* key) {
  return row.contains(key) ? std::optional{date_of(file, row.at(key))} : std::nullopt;
}

std::optional<Period> period_in(std::string_view file, const Json& row, const char* key) {
  constexpr std::array<std::pair<std::string_view, Period::Unit>, 3> units{
      {{"hours", Period::Unit::hours},
       {"days", Period::Unit::days},
       {"months", Period::Unit::months}}};
  if (!row.contains(key)) return std::nullopt;
  const Json& period = row.at(key);
  return Period{period.at("count"), named(file, period.at("unit"), units)};
}

std::vector<std::string> words_in(const Json& row, const char* key) {
  return row.value(key, std::vector<std::string>{});
}

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

Authorities authorities_in(std::string_view file, const Json& rows) {
  Authorities authorities;
  for (const Json& row : rows) {
    const auto [place, fresh] = authorities.try_emplace(
        row.at("key"), Authority{row.at("cite"), standing_of(file, row.at("standing")),
                                 evidence_of(file, row.at("evidence")), row.at("source"),
                                 row.value("note", ""), std::string{file}});
    if (!fresh) fault(file, fmt::format("`{}` is there twice", place->first));
  }
  return authorities;
}

std::vector<Authority> cited(std::string_view file, const Authorities& known, const Json& keys) {
  std::vector<Authority> list;
  for (const Json& key : keys) {
    const auto found = known.find(key);
    if (found == known.end()) {
      fault(file, fmt::format("there is no authority `{}`", key.get<std::string>()));
    }
    list.push_back(found->second);
  }
  return list;
}

Duty duty_of(std::string_view file, const Authorities& known, const Json& row) {
  const auto starts = words_in(row, "starts_with");
  Duty duty{.label = row.at("label"),
            .kinds = words_in(row, "kinds"),
            .from = date_in(file, row, "from"),
            .until = date_in(file, row, "until"),
            .period = period_in(file, row, "period"),
            .extended = period_in(file, row, "extended"),
            .target = period_in(file, row, "target"),
            .waits = has(starts, "identity") && has(starts, "fee"),
            .pauses = words_in(row, "pauses"),
            .ends_on_working_day = row.value("ends_on", "") == "working_day",
            .by = {}};
  for (const auto& [step, keys] : row.at("by").items()) duty.by[step] = cited(file, known, keys);
  return duty;
}

Regime regime_of(std::string_view file, const Json& table, Zone zone) {
  const Authorities known = authorities_in(file, table.at("authorities"));
  Regime regime{.key = table.at("regime"),
                .title = table.at("title"),
                .zone = std::move(zone),
                .jurisdictions = words_in(table, "jurisdictions"),
                .kinds = {},
                .duties = {},
                .receipt = cited(file, known, table.at("receipt")),
                .promise = cited(file, known, table.at("promise")),
                .elsewhere = cited(file, known, table.at("elsewhere"))};
  if (regime.jurisdictions.empty()) fault(file, "no jurisdiction is named");
  for (const Json& row : table.at("kinds")) {
    regime.kinds.push_back({row.at("key"), row.at("title"), row.at("act")});
  }
  for (const Json& row : table.at("duties")) regime.duties.push_back(duty_of(file, known, row));
  return regime;
}

}  // namespace

bool Duty::covers(std::string_view kind, Date received) const {
  return has(kinds, kind) && (!from || *from <= received) && (!until || received <= *until);
}

const std::vector<Authority>& Duty::authorities(const std::string& step) const {
  static const std::vector<Authority> none;
  const auto found = by.find(step);
  return found == by.end() ? none : found->second;
}

Holidays read_holidays(std::string_view file, std::string_view text) {
  try {
    const Json table = parsed(file, text);
    Holidays holidays{
        .jurisdiction = table.at("jurisdiction"),
        .title = table.at("title"),
        .also = words_in(table, "also"),
        .from = date_of(file, table.at("from")),
        .to = date_of(file, table.at("to")),
        .days = {},
        .list = {table.at("cite"), Standing::list, evidence_of(file, table.at("evidence")),
                 table.at("source"), "", std::string{file}}};
    for (const Json& row : table.at("days")) {
      const std::string name = row.at("name");
      const Date day = date_of(file, row.at("date"));
      if (day < holidays.from || holidays.to < day) fault(file, "a day lies outside the list");
      holidays.days[day] = row.value("substitute", false) ? name + ", substitute day" : name;
    }
    return holidays;
  } catch (const Json::exception& error) {
    fault(file, error.what());
  }
}

Result<Regime> read_regime(std::string_view file, std::string_view text) {
  try {
    const Json table = parsed(file, text);
    ABIDE_TRY(Zone zone, Zone::find(table.at("zone").get<std::string>()));
    return regime_of(file, table, std::move(zone));
  } catch (const Json::exception& error) {
    fault(file, error.what());
  }
}

}  // namespace abide::deadline
