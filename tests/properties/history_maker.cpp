// Rows and reports for a model: keys that meet and keys that dangle, NULLs, clocks around the days
// on which rules turn, clocks nobody can read.
#include <fmt/format.h>

#include <algorithm>

#include "tests/oracle/civil.hpp"
#include "tests/properties/scenario.hpp"

namespace abide::properties {
namespace {

using oracle::Cell;
using oracle::Day;
using oracle::KeepFact;
using oracle::ToldFact;
using policy::ClockForm;
using policy::Model;

constexpr int values_of_keys = 5;

class HistoryMaker {
 public:
  HistoryMaker(Tape& tape, const Shape& shape, Scenario& scenario)
      : tape_(tape), shape_(shape), scenario_(scenario), model_(scenario.model) {}

  void make() {
    scenario_.at = moment(base_day(), false);
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i) rows(TableId{i});
    for (int i = 0, count = tape_.between(0, 4); i < count; ++i) told();
    for (int i = 0, count = tape_.between(0, 2); i < count; ++i) keep();
    if (shape_.not_null) not_null();
    if (shape_.store_keys) store_keys();
  }

  oracle::Wish wish() {
    oracle::Wish wish;
    wish.subject = SubjectId{static_cast<std::uint32_t>(tape_.below(model_.subjects.size()))};
    wish.asked = someone(wish.subject);
    wish.keys = oracle::accounts_of(model_, scenario_.world, wish.subject, wish.asked);
    if (tape_.once_in(5)) {
      wish.of.push_back(
          CategoryId{static_cast<std::uint32_t>(tape_.below(model_.categories.size()))});
    }
    if (tape_.once_in(6)) {
      wish.row_table = TableId{static_cast<std::uint32_t>(tape_.below(model_.tables.size()))};
      wish.row_key = some_key(*wish.row_table);
    }
    return wish;
  }

 private:
  /// Days on which calendars are odd.
  Day base_day() {
    return tape_.one_of<Day>({{2026, 6, 15},
                              {2024, 2, 29},
                              {2025, 2, 28},
                              {2028, 3, 1},
                              {2026, 3, 1},
                              {2025, 3, 1},
                              {2031, 3, 1},
                              {2026, 5, 1},
                              {2026, 3, 29},
                              {2026, 3, 31},
                              {2026, 4, 1},
                              {2027, 4, 6},
                              {2026, 10, 25},
                              {2026, 11, 1},
                              {2026, 12, 31},
                              {2027, 1, 1}});
  }

  /// A moment of that day, often near midnight here or in UTC.
  Instant moment(Day day, bool often_near_midnight) {
    const int minutes =
        tape_.one_of({12 * 60, 0, 30, 23 * 60 + 30, 3 * 60, 4 * 60 + 30, 5 * 60, 19 * 60 + 30, 60});
    const int seconds = often_near_midnight ? tape_.one_of({0, 0, 1, 59}) : 0;
    return oracle::midnight_utc(day) + std::chrono::minutes{minutes} +
           std::chrono::seconds{seconds};
  }

  /// A moment around the day on which some rule turns.
  Instant anchor() {
    if (tape_.once_in(12)) return scenario_.at + std::chrono::seconds{tape_.between(-1, 1)};
    Day day = oracle::day_in(model_.calendar.zone, scenario_.at);
    if (!model_.rules.empty()) {
      const auto& rule = model_.rules[tape_.below(model_.rules.size())];
      if (rule.period.is_civil()) {
        day = oracle::before(day, rule.period,
                             tape_.one_of({oracle::Falls::down, oracle::Falls::up}));
      }
      if (rule.anchor.end_of != policy::Anchor::EndOf::moment && tape_.once_in(2)) {
        day = oracle::last_of_year_ending(Day{day.year - 1, 1, 1}, tape_.one_of({3, 4, 12}),
                                          tape_.one_of({31, 5}));
      }
    }
    const int off = tape_.between(-8, 8);
    for (int i = 0; i < off; ++i) day = oracle::next(day);
    for (int i = 0; i > off; --i) day = oracle::previous(day);
    if (tape_.once_in(4)) day = oracle::before(day, {1, Period::Unit::years}, oracle::Falls::down);
    return moment(day, true);
  }

  Cell clock(ClockForm form) {
    if (tape_.once_in(5)) return Cell{};
    if (tape_.once_in(12)) return Cell{std::string{"soon"}};
    const Instant at = anchor();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    switch (form) {
      case ClockForm::unix_seconds:
        return Cell{std::int64_t{seconds}};
      case ClockForm::unix_milliseconds:
        return Cell{std::int64_t{seconds * 1000}};
      case ClockForm::date:
        return Cell{to_string(at).substr(0, 10)};
      case ClockForm::iso:
        break;
    }
    switch (tape_.below(4)) {
      case 1: {
        std::string text = to_string(at).substr(0, 19);
        text[10] = ' ';
        return Cell{text};
      }
      case 2:
        return Cell{to_string(at + std::chrono::hours{1}).substr(0, 19) + "+01:00"};
      case 3:
        return Cell{to_string(at - std::chrono::hours{5}).substr(0, 19) + "-05:00"};
      default:
        return Cell{to_string(at)};
    }
  }

  /// What a column of this name holds.
  Cell cell(FieldId field, std::size_t row) {
    const policy::Field& column = model_.at(field);
    const auto& key = model_.at(column.table).key;
    if (key.size() == 1 && key.front() == field) return Cell{static_cast<std::int64_t>(row) + 1};
    if (key.size() == 2 && key[0] == field) return Cell{static_cast<std::int64_t>(row / 2) + 1};
    if (key.size() == 2 && key[1] == field) return Cell{static_cast<std::int64_t>(row % 2) + 1};
    if (column.clock) return clock(*column.clock);
    if (tape_.once_in(6)) return Cell{};
    if (column.name == "kind") return Cell{std::string{tape_.one_of({"a", "b"})}};
    if (column.name == "email" || points_at_email(field)) {
      if (shape_.blanks && tape_.once_in(3)) return Cell{std::string{tape_.one_of({"", " "})}};
      const int who = tape_.between(1, values_of_keys);
      return Cell{fmt::format("{}{}@x.example", tape_.once_in(4) ? "P" : "p", who)};
    }
    if (is_pointer(field)) return Cell{std::int64_t{tape_.between(1, values_of_keys)}};
    if (model_.only_identifies(field)) {
      return Cell{fmt::format("i{}", tape_.between(1, 2 * values_of_keys))};
    }
    return Cell{std::string{"text"}};
  }

  /// A key that a person of this kind may have: of one who is there, or of nobody who is.
  Cell someone(SubjectId subject) {
    const Cell key{std::int64_t{tape_.between(1, values_of_keys)}};
    return is_of_another_kind(subject, key) ? Cell{std::int64_t{values_of_keys + 1}} : key;
  }
  [[nodiscard]] bool is_of_another_kind(SubjectId subject, const Cell& key) const {
    const TableId home = model_.home_of(subject);
    const FieldId own = model_.at(subject).identified_by.front();
    const oracle::Rows& rows = scenario_.world.at(home);
    const auto row = std::ranges::find(rows, key, [&](const auto& one) { return one.at(own); });
    const auto is_kind = [&](const policy::Ownership& owner) {
      const auto holds = [&](const auto& value) {
        return row->at(owner.condition->field) == Cell{value};
      };
      return owner.subject == subject && owner.hops.empty() &&
             (!owner.condition || std::visit(holds, owner.condition->value));
    };
    return row != rows.end() && std::ranges::none_of(model_.at(home).owners, is_kind);
  }

  [[nodiscard]] bool is_pointer(FieldId field) const {
    return model_.at(field).links_to || any_hop([&](const policy::Hop& hop) {
             return std::ranges::count(hop.from, field) + std::ranges::count(hop.to, field) > 0;
           });
  }
  [[nodiscard]] bool points_at_email(FieldId field) const {
    const auto link = model_.at(field).links_to;
    if (link && model_.at(*link).name == "email") return true;
    return any_hop([&](const policy::Hop& hop) {
      return hop.from.front() == field && model_.at(hop.to.front()).name == "email";
    });
  }
  template <class Test>
  [[nodiscard]] bool any_hop(const Test& test) const {
    return std::ranges::any_of(model_.tables, [&](const policy::Table& table) {
      return std::ranges::any_of(table.owners,
                                 [&](const policy::Ownership& owner) {
                                   return std::ranges::any_of(owner.hops, test);
                                 }) ||
             std::ranges::any_of(table.mentions,
                                 [&](const policy::Mention& mention) { return test(mention.hop); });
    });
  }

  void rows(TableId table) {
    oracle::Rows& rows = scenario_.world[table];
    const int count = tape_.between(0, shape_.rows);
    for (int i = 0; i < count; ++i) {
      oracle::Row row;
      for (const FieldId field : model_.at(table).fields) {
        row[field] = cell(field, static_cast<std::size_t>(i));
      }
      rows.push_back(std::move(row));
    }
  }

  std::vector<Cell> some_key(TableId table) {
    std::vector<Cell> key;
    for (std::size_t i = 0; i < model_.at(table).key.size(); ++i) {
      key.emplace_back(std::int64_t{tape_.between(1, 3)});
    }
    return key;
  }

  void told() {
    ToldFact fact;
    std::vector<EventId> told;
    for (std::uint32_t i = 0; i < model_.events.size(); ++i) {
      if (!std::holds_alternative<policy::AtColumn>(model_.events[i].source)) {
        told.push_back(EventId{i});
      }
    }
    fact.event = tape_.one_of(told);
    fact.at = anchor();
    fact.key = Cell{std::int64_t{tape_.between(1, values_of_keys)}};
    const policy::Event& event = model_.at(fact.event);
    if (event.of) {
      fact.row_table = *event.of;
      fact.row_key = some_key(*event.of);
    } else if (!std::holds_alternative<policy::OnAbsence>(event.source)) {
      fact.subject = SubjectId{static_cast<std::uint32_t>(tape_.below(model_.subjects.size()))};
      if (tape_.once_in(5)) {
        fact.row_table = TableId{static_cast<std::uint32_t>(tape_.below(model_.tables.size()))};
        fact.row_key = some_key(*fact.row_table);
      }
    }
    if (tape_.once_in(5)) {
      fact.categories.push_back(
          CategoryId{static_cast<std::uint32_t>(tape_.below(model_.categories.size()))});
    }
    scenario_.facts.told.push_back(std::move(fact));
  }

  void keep() {
    KeepFact keep;
    keep.reason = tape_.one_of(
        {KeepFact::Reason::hold, KeepFact::Reason::access, KeepFact::Reason::restriction});
    if (tape_.once_in(3)) {
      keep.table = TableId{static_cast<std::uint32_t>(tape_.below(model_.tables.size()))};
      if (!tape_.once_in(4)) keep.row_key = some_key(*keep.table);
    } else {
      keep.subject = SubjectId{static_cast<std::uint32_t>(tape_.below(model_.subjects.size()))};
      keep.key = someone(*keep.subject);
    }
    scenario_.facts.keeps.push_back(std::move(keep));
  }

  /// Some columns that hold something in every row.
  void not_null() {
    for (std::uint32_t i = 0; i < model_.fields.size(); ++i) {
      const FieldId field{i};
      const oracle::Rows& rows = scenario_.world[model_.at(field).table];
      const bool filled = std::ranges::none_of(
          rows, [&](const oracle::Row& row) { return oracle::is_null(row.at(field)); });
      if (filled && tape_.once_in(3)) scenario_.not_null.insert(field);
    }
  }

  /// Foreign keys along owner paths whose rows all meet.
  void store_keys() {
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i) {
      for (const policy::Ownership& owner : model_.tables[i].owners) {
        if (owner.hops.empty() || tape_.once_in(3)) continue;
        const policy::Hop& hop = owner.hops.front();
        const bool local = model_.at(hop.table).store == model_.tables[i].store;
        if (local && hop.to == model_.at(hop.table).key && meets(TableId{i}, hop)) {
          scenario_.keys.push_back(
              {TableId{i}, hop.from, hop.table, hop.to,
               tape_.one_of({StoreKey::OnDelete::nothing, StoreKey::OnDelete::cascade,
                             StoreKey::OnDelete::set_null})});
        }
      }
    }
  }
  /// Dangling pointers are emptied, so that the store takes the key.
  bool meets(TableId table, const policy::Hop& hop) {
    for (oracle::Row& row : scenario_.world[table]) {
      const bool met = std::ranges::any_of(scenario_.world[hop.table], [&](const oracle::Row& to) {
        for (std::size_t c = 0; c < hop.from.size(); ++c) {
          if (row.at(hop.from[c]) != to.at(hop.to[c])) return false;
        }
        return true;
      });
      const bool free = std::ranges::none_of(hop.from, [&](FieldId field) {
        return std::ranges::count(model_.at(table).key, field) > 0;
      });
      if (!met && (!free || scenario_.not_null.contains(hop.from.front()))) return false;
      if (!met) row[hop.from.front()] = Cell{};
    }
    return true;
  }

  Tape& tape_;
  Shape shape_;
  Scenario& scenario_;
  const Model& model_;
};

}  // namespace

oracle::Wish make_wish(Tape& tape, const Scenario& scenario) {
  Scenario copy = scenario;
  return HistoryMaker{tape, Shape{}, copy}.wish();
}

void make_history(Tape& tape, const Shape& shape, Scenario& scenario) {
  HistoryMaker{tape, shape, scenario}.make();
}

Scenario make_scenario(Tape& tape, const Shape& shape) {
  Scenario scenario;
  scenario.model = make_model(tape, shape);
  make_history(tape, shape, scenario);
  return scenario;
}

}  // namespace abide::properties
