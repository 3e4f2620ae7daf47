// Marks are `k00017z` or, as a number to call, `7770000017`.
#include "tests/properties/canaries.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/text.hpp"

namespace abide::properties {
namespace {

using oracle::Place;
using oracle::Shown;
using policy::Model;

class Planter {
 public:
  Planter(Tape& tape, Scenario& scenario) : tape_(tape), scenario_(scenario) {}

  Canaries plant() {
    for (auto& [table, rows] : scenario_.world) {
      for (const FieldId field : scenario_.model.at(table).fields) {
        const bool bytes = tape_.once_in(8);
        bool any = false;
        for (std::size_t row = 0; row < rows.size(); ++row)
          any = cell(rows[row].at(field), {table, row}, field) || any;
        if (any && bytes) canaries_.as_bytes.push_back({table, field});
      }
    }
    return std::move(canaries_);
  }

 private:
  /// Whether it is a text now that carries a mark.
  bool cell(oracle::Cell& cell, Place place, FieldId field) {
    auto* const text = std::get_if<std::string>(&cell);
    if (text == nullptr) return false;
    if (*text == "text") {
      Canary canary{"", place, field, false, ""};
      const bool is_number = write(canary);
      canaries_.texts.push_back(canary);
      cell = is_number ? oracle::Cell{number_of(canary.text)} : oracle::Cell{canary.text};
      return !is_number;
    }
    if (scenario_.model.only_identifies(field) && text->starts_with('i'))
      *text = fmt::format("Id{}q7x", text->substr(1));
    if (text->find('@') != text->npos || text->starts_with("Id"))
      canaries_.identifiers.insert(folded(*text));
    return false;
  }

  static std::int64_t number_of(const std::string& text) { return std::stoll(text); }

  /// Whether it is a number, and no text.
  bool write(Canary& canary) {
    const std::size_t number = canaries_.texts.size();
    canary.mark = fmt::format("k{:05}z", number);
    const std::string& mark = canary.mark;
    const std::string capital = "K" + mark.substr(1);
    constexpr std::size_t plain_ways = 3;
    constexpr std::size_t number_to_call = 10;
    constexpr std::size_t all_ways = 13;
    const std::size_t way = tape_.below(all_ways);
    canary.names_others = way > plain_ways && way < number_to_call;
    switch (way) {
      case 0:
        canary.text = mark;
        break;
      case 1:
        canary.text = fmt::format("wrote about {} and slept", mark);
        break;
      case 2:
        canary.text = fmt::format("</td><b>\"{}\", it's & so\non,,\r\n;", mark);
        break;
      case 3:
        canary.text = mark + std::string(3000, '.') + " and so on, to " + mark;
        break;
      case 4:
        canary.text = fmt::format("lunch with {} Marlow", capital);
        break;
      case 5:
        canary.text = fmt::format("Dr {} said no", capital);
        break;
      case 6:
        canary.text = fmt::format("sent it to {}@else.example.", mark);
        break;
      case 7:
        canary.text = fmt::format("Анна Мария {}", mark);
        break;
      case 8:
        canary.text = fmt::format("{} {} Marlow", mark + std::string(3000, ','), capital);
        break;
      case 9:
        canary.text = fmt::format("Married to {} Marlow of Hull", capital);
        break;
      case 11:
        canary.mark = canary.text = fmt::format("888{:07}", number);
        return true;
      case 12:  // a day says something of somebody as well
        canary.text = fmt::format("1950-01-01T00:00:00.{:06}Z", number);
        canary.mark = folded(canary.text);
        break;
      default:
        canary.mark = canary.text = fmt::format("777{:07}", number);
    }
    return false;
  }

  Tape& tape_;
  Scenario& scenario_;
  Canaries canaries_;
};

/// A column by which its row points at another, or is pointed at.
bool is_on_a_path(const Model& model, FieldId field) {
  const auto on = [field](const policy::Hop& hop) {
    return std::ranges::count(hop.from, field) + std::ranges::count(hop.to, field) > 0;
  };
  return std::ranges::any_of(model.tables, [&](const policy::Table& table) {
    return std::ranges::any_of(table.owners,
                               [&](const policy::Ownership& owner) {
                                 return std::ranges::any_of(owner.hops, on);
                               }) ||
           std::ranges::any_of(table.mentions,
                               [&](const policy::Mention& mention) { return on(mention.hop); });
  });
}

std::string text_in(const oracle::Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  return text == nullptr ? "" : folded(*text);
}

/// What says who they are in their own row, and what identifies them in rows that are theirs alone.
std::set<std::string> own_identifiers(const Scenario& scenario, const oracle::Wish& wish,
                                      const std::map<Place, Shown>& shown) {
  const Model& model = scenario.model;
  std::set<std::string> own;
  for (const auto& [place, whose] : shown) {
    const oracle::Row& row = scenario.world.at(place.table)[place.row];
    const bool home = place.table == model.home_of(wish.subject) &&
                      wish.keys.contains(row.at(model.at(wish.subject).identified_by.front()));
    if (home)
      for (const FieldId field : oracle::identifying(model, wish.subject))
        own.insert(text_in(row.at(field)));
    for (const auto& [field, cell] : row) {
      const bool leads_on = is_on_a_path(model, field) || model.at(field).links_to;
      if (whose == Shown::theirs && !home && model.only_identifies(field) && !leads_on)
        own.insert(text_in(cell));
    }
  }
  return own;
}

}  // namespace

Canaries plant(Tape& tape, Scenario& scenario) { return Planter{tape, scenario}.plant(); }

std::set<std::string> marks_in(const Canaries& canaries, std::string_view content) {
  // The mark stands within the first bytes of a text, and may be all that a list quotes of it.
  constexpr std::size_t enough = 40;
  const std::string plain = folded(content);
  std::set<std::string> found;
  for (const Canary& canary : canaries.texts) {
    const std::string bytes = to_base64(as_bytes(canary.text)).substr(0, enough);
    if (plain.find(canary.mark) != plain.npos || content.find(bytes) != content.npos)
      found.insert(canary.mark);
  }
  return found;
}

std::set<std::string> identifiers_in(const Canaries& canaries, std::string_view content) {
  const std::string plain = folded(content);
  std::set<std::string> found;
  for (const std::string& one : canaries.identifiers)
    if (plain.find(one) != plain.npos) found.insert(one);
  return found;
}

Expected expected_of(const Scenario& scenario, const Canaries& canaries, const oracle::Wish& wish) {
  const Model& model = scenario.model;
  const auto rows = oracle::shown(model, scenario.world, wish);
  Expected expected;
  expected.identifiers = own_identifiers(scenario, wish, rows);
  for (const Canary& canary : canaries.texts) {
    const auto row = rows.find(canary.place);
    const auto& leaves = model.at(canary.field).categories;
    const bool secret =
        std::ranges::any_of(leaves, [&](CategoryId leaf) { return model.at(leaf).secret; });
    if (row == rows.end() || secret) continue;
    const bool waits =
        model.is_personal(canary.field) && (row->second != Shown::theirs || canary.names_others);
    (waits ? expected.waiting : expected.shown).insert(canary.mark);
  }
  return expected;
}

}  // namespace abide::properties
