// Reading the regime tables compiled into the program. They are ours: a fault in them is a bug, and
// a test reads every one.
#include "policy/laws.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/json.hpp"
#include "policy/regime_texts.hpp"

namespace abide::policy {
namespace {

Period::Unit unit_of(const std::string& word) {
  constexpr std::array units{
      std::pair{"days", Period::Unit::days}, std::pair{"weeks", Period::Unit::weeks},
      std::pair{"months", Period::Unit::months}, std::pair{"years", Period::Unit::years}};
  for (const auto& [name, unit] : units) {
    if (word == name) {
      return unit;
    }
  }
  throw std::logic_error("a regime table counts in `" + word + "`");
}

Period period_of(const Json& row) { return {row.at("count"), unit_of(row.at("unit"))}; }

Law::Kind kind_of(const std::string& word) {
  if (word == "obligation") {
    return Law::Kind::obligation;
  }
  if (word == "limit") {
    return Law::Kind::limit;
  }
  if (word == "ban") {
    return Law::Kind::ban;
  }
  throw std::logic_error("a regime table has a record of kind `" + word + "`");
}

Law law_of(const Json& row, const std::string& jurisdiction) {
  Law law;
  law.key = row.at("key");
  law.record = row.at("record");
  law.kind = kind_of(row.at("kind"));
  if (row.contains("period")) {
    law.period = period_of(row.at("period"));
  }
  law.start = row.value("start", "");
  law.statute = row.at("statute");
  law.jurisdiction = jurisdiction;
  if (row.contains("from")) {
    law.from = parse_date(row.at("from").get<std::string>());
  }
  law.source = row.at("source");
  return law;
}

RecordLaw record_law_of(const Json& regime) {
  const auto at = regime.find("record");
  if (at == regime.end()) {
    return {};
  }
  return {at->at("law"),
          at->value("term", ""),
          at->at("controllers"),
          at->at("processors"),
          at->at("bases").get<RecordLaw::Articles>(),
          at->at("parts").get<RecordLaw::Articles>()};
}

Regime regime_of(const Json& row, const std::string& jurisdiction) {
  Regime regime{.key = row.at("key"),
                .title = row.at("title"),
                .jurisdiction = jurisdiction,
                .record = record_law_of(row)};
  regime.territory = row.value("territory", std::vector<std::string>{});
  if (row.contains("answer")) {
    regime.answer = period_of(row.at("answer"));
  }
  for (const Json& asked : row.value("duties", Json::array())) {
    Duty duty{.code = asked.at("code"),
              .of = asked.value("of", ""),
              .from = {},
              .source = asked.at("source"),
              .is_checked = asked.at("checked")};
    if (asked.contains("from")) {
      duty.from = parse_date(asked.at("from").get<std::string>());
    }
    regime.duties.push_back(std::move(duty));
  }
  return regime;
}

}  // namespace

Laws Laws::built_in() {
  Laws laws;
  for (const std::string_view text : regime_texts()) {
    const auto table = parse_json(text);
    if (!table.ok()) {
      throw std::logic_error("a regime table is not JSON: " + table.error().message);
    }
    const std::string jurisdiction = table->at("jurisdiction");
    for (const Json& row : table->at("regimes")) {
      laws.regimes_.push_back(regime_of(row, jurisdiction));
    }
    for (const Json& row : table->at("records")) {
      laws.laws_.push_back(law_of(row, jurisdiction));
    }
  }
  std::stable_sort(laws.laws_.begin(), laws.laws_.end(),
                   [](const Law& a, const Law& b) { return a.key < b.key; });
  return laws;
}

const Law* Laws::find(std::string_view key) const {
  const Law* last = nullptr;
  for (const Law& law : laws_) {
    if (law.key == key &&
        (last == nullptr || !last->from || (law.from && *law.from > *last->from))) {
      last = &law;
    }
  }
  return last;
}

RecordLaw Laws::record_law(const std::vector<std::string>& regimes) const {
  for (const std::string& key : regimes) {
    const Regime* const regime = find_regime(key);
    if (regime != nullptr && regime->record.is_known()) {
      return regime->record;
    }
  }
  return {};
}

std::vector<const Duty*> Laws::duties(std::string_view code,
                                      const std::vector<std::string>& regimes,
                                      const std::optional<Date>& day) const {
  std::vector<const Duty*> asked;
  const auto is_new = [&](const Duty& duty) {
    return std::ranges::none_of(asked, [&](const Duty* known) { return known->of == duty.of; });
  };
  for (const std::string& key : regimes) {
    const Regime* regime = find_regime(key);
    if (regime == nullptr) {
      continue;
    }
    for (const Duty& duty : regime->duties) {
      if (duty.code == code && (!day || !duty.from || *duty.from <= *day) && is_new(duty)) {
        asked.push_back(&duty);
      }
    }
  }
  return asked;
}

bool Laws::is_within(std::string_view country, const std::vector<std::string>& regimes) const {
  return std::ranges::all_of(regimes, [&](const std::string& key) {
    const Regime* regime = find_regime(key);
    return regime == nullptr || regime->territory.empty() ||
           std::ranges::find(regime->territory, country) != regime->territory.end();
  });
}

const Regime* Laws::find_regime(std::string_view key) const {
  const auto found = std::find_if(regimes_.begin(), regimes_.end(),
                                  [&](const Regime& regime) { return regime.key == key; });
  return found == regimes_.end() ? nullptr : &*found;
}

}  // namespace abide::policy
