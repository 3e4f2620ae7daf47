// Random small policies: one or two kinds of person, tables that belong to them by one path or
// another, events and rules of every kind.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tests/properties/scenario.hpp"
#include "tests/support/model_builder.hpp"

namespace abide::properties {
namespace {

using policy::Anchor;
using policy::ClockForm;
using policy::Ownership;
using policy::Rule;

/// A way from a table to a subject's own row.
struct WayMade {
  std::string subject;
  std::vector<std::string> hops;
  std::vector<std::pair<std::string, std::string>> conditions;  ///< column and value, of any table
};
/// A table under construction, by names.
struct Made {
  std::string name;  ///< `s0.t1`
  std::string store;
  std::vector<std::string> key;
  std::vector<WayMade> ways;             ///< none: nobody's
  bool joint = false;                    ///< its own owners are joint
  bool leaves_store = false;             ///< a step of a way crosses stores
  std::vector<std::string> fields;       ///< with a category
  std::vector<std::string> path_fields;  ///< by which it points at its owner
  /// Whose rows are people themselves.
  [[nodiscard]] bool is_home() const { return !ways.empty() && ways.front().hops.empty(); }
};

class ModelMaker {
 public:
  ModelMaker(Tape& tape, const Shape& shape) : tape_(tape), shape_(shape) {}

  policy::Model make() {
    calendar();
    for (const char* name : {"account.email", "account.id"}) builder_.identifier(name);
    builder_.category("stats.count", policy::Mark::anonymous);
    const int more = tape_.between(0, shape_.tables - 1);
    if (shape_.kinds_together && tape_.once_in(3)) {
      home({{"member", "a"}, {"guest", "b"}}, "s0.t0");
    } else {
      home({{"member", ""}}, "s0.t0");
      if (more > 1 && tape_.once_in(4)) home({{"guest", ""}}, "s0.g0");
    }
    for (int i = 1; i <= more; ++i) table(i);
    if (shape_.mentions) mentions();
    events();
    const int rules = tape_.between(1, 6);
    for (int i = 0; i < rules; ++i) rule(i);
    return builder_.build();
  }

 private:
  void calendar() {
    auto& calendar = builder_.calendar();
    calendar.zone = tape_.one_of({"UTC", "Europe/London", "America/New_York"});
    calendar.grace = Period{tape_.between(1, 3), Period::Unit::days};
    calendar.lead = Period{tape_.one_of({2, 0, 1, 3}), Period::Unit::days};
    calendar.sweep_every = Period{tape_.one_of({1, 2, 7}), Period::Unit::days};
    using std::chrono::day;
    using std::chrono::month;
    const auto [m, d] = tape_.one_of({std::pair{3U, 31U}, {4U, 5U}, {12U, 31U}, {2U, 29U}});
    calendar.financial_year_end = month{m} / day{d};
  }

  /// @param kinds  of people in the table, each with the value of `kind` that tells it apart; empty
  ///   where it holds no other
  void home(const std::vector<std::pair<std::string, std::string>>& kinds,
            const std::string& name) {
    Made made{name, name.substr(0, 2), {"id"}, {}, false, false, {}, {}};
    builder_.store(made.store).table(name).key("id");
    for (const auto& [subject, kind] : kinds) {
      builder_.owned_by(subject);
      WayMade way{subject, {}, {}};
      if (!kind.empty()) {
        builder_.when("kind", kind);
        way.conditions = {{name + ".kind", kind}};
      }
      made.ways.push_back(std::move(way));
    }
    const bool by_email = tape_.once_in(2);
    builder_.field("email", {"account.email"});
    made.fields.push_back("email");
    for (const auto& [subject, kind] : kinds)
      builder_.subject(subject, by_email ? std::vector{name + ".id", name + ".email"}
                                         : std::vector{name + ".id"});
    others_of_home(made);
    content(made);
    clocks(made);
    tables_.push_back(std::move(made));
  }

  /// Other people in a person's own row: one whom it links to, one with whom it is shared, one of
  /// another kind whom it belongs to as well.
  void others_of_home(Made& made) {
    if (tape_.once_in(5)) {
      builder_.field("r", {"account.email"})
          .link("r", made.name + tape_.one_of<std::string>({".email", ".id"}));
      made.fields.emplace_back("r");
    }
    if (tape_.once_in(8)) {
      builder_.field("b", {"account.email"})
          .owned_by(made.ways.front().subject, {"b -> " + made.name + ".email"},
                    Ownership::Kind::shared);
      made.fields.emplace_back("b");
    }
    if (!tables_.empty() && tape_.once_in(3)) {
      const auto kind = tape_.one_of({Ownership::Kind::shared, Ownership::Kind::joint});
      builder_.owned_by("member", {"email -> s0.t0.email"}, kind);
    }
  }

  void content(Made& made) {
    const int count = tape_.between(1, 3);
    for (int i = 0; i < count; ++i) {
      const std::string field = fmt::format("c{}", i);
      builder_.field(field,
                     {tape_.one_of<std::string>({"content.text", "content.note", "account.name",
                                                 "account.id", "stats.count"})});
      made.fields.push_back(field);
    }
    if (tape_.once_in(6)) builder_.field("plain");
  }

  void clocks(Made& made) {
    for (int i = 0, count = tape_.between(0, 2); i < count; ++i) {
      const std::string clock = fmt::format("k{}", i);
      const auto form = tape_.one_of(
          {ClockForm::iso, ClockForm::date, ClockForm::unix_seconds, ClockForm::unix_milliseconds});
      builder_.clock(clock, form);
      if (tape_.once_in(4)) {  // then it goes with its own row's columns, so it dates no others
        builder_.field(clock, {"content.note"});
        made.fields.push_back(clock);
        personal_clocks_.insert(made.name + "." + clock);
      }
      clocks_.push_back({made.name, clock, form});
    }
  }

  void table(int i) {
    Made made;
    made.store = fmt::format("s{}", tape_.below(static_cast<std::size_t>(shape_.stores)));
    made.name = fmt::format("{}.t{}", made.store, i);
    made.key =
        tape_.once_in(4) ? std::vector<std::string>{"a", "b"} : std::vector<std::string>{"id"};
    builder_.store(made.store).table(made.name).key(fmt::format("{}", fmt::join(made.key, ",")));
    if (tape_.once_in(10)) {
      builder_.unowned("counters");
    } else {
      const auto kind = tape_.once_in(8)   ? Ownership::Kind::joint
                        : tape_.once_in(8) ? Ownership::Kind::shared
                                           : Ownership::Kind::sole;
      made.joint = kind == Ownership::Kind::joint;
      owner(made, "p", kind);
      const bool several = made.joint ? tape_.once_in(2) : tape_.once_in(6);
      if (!made.ways.empty() && several) owner(made, "q", kind);
    }
    builder_.table(made.name);
    content(made);
    clocks(made);
    tables_.push_back(std::move(made));
  }

  /// One step to a table that is there already.
  std::string step_to(const Made& made, const Made& parent, const std::string& column,
                      std::vector<std::string>& through) {
    switch (tape_.below(4)) {
      case 3:
        if (parent.is_home()) {  // by the owner's address
          through = {column};
          return fmt::format("{} -> {}.email", column, parent.name);
        }
        if (made.key.size() == 1 && parent.store == made.store) {  // the parent's row points here
          through = {"id"};
          return fmt::format("id -> {}.to_{}", parent.name, made.name.substr(3));
        }
        [[fallthrough]];
      default: {
        through.clear();
        for (const std::string& key : parent.key) through.push_back(column + "_" + key);
        return fmt::format("{} -> {}.{}", fmt::join(through, ","), parent.name,
                           fmt::join(parent.key, ","));
      }
    }
  }

  /// The table's own step, and on by every way from where it leads.
  void owner(Made& made, const std::string& column, Ownership::Kind kind) {
    std::vector<const Made*> parents;
    for (const Made& other : tables_) {
      if (!other.ways.empty() && (shape_.dark_paths || !other.leaves_store)) {
        parents.push_back(&other);
      }
    }
    const Made& parent = *tape_.one_of(parents);
    if (made.ways.size() + parent.ways.size() > shape_.ways) return;
    std::vector<std::string> through;
    const std::string step = step_to(made, parent, column, through);
    const bool conditional = tape_.once_in(6);
    const std::string value = column == "p" ? "a" : "b";
    const bool blanks = kind == Ownership::Kind::joint && tape_.once_in(2);
    for (const WayMade& onward : parent.ways) {
      WayMade way{onward.subject, {step}, onward.conditions};
      way.hops.insert(way.hops.end(), onward.hops.begin(), onward.hops.end());
      builder_.table(made.name).owned_by(way.subject, way.hops, kind);
      if (through.front() == "id") builder_.backward();
      if (conditional) builder_.when("kind", value);
      if (blanks) builder_.blanks("c0");
      for (const auto& [field, held] : way.conditions) builder_.on_the_way(field, held);
      if (conditional) way.conditions.insert(way.conditions.begin(), {made.name + ".kind", value});
      if (kind != Ownership::Kind::shared) made.ways.push_back(std::move(way));
    }
    made.leaves_store = made.leaves_store || parent.leaves_store || parent.store != made.store;
    for (const std::string& field : through) {
      if (field != "id" && tape_.once_in(4)) {
        builder_.field(field, {"account.id"});
        made.fields.push_back(field);
      }
    }
    made.path_fields.insert(made.path_fields.end(), through.begin(), through.end());
  }

  /// Someone else's rows that name a person.
  void mentions() {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      const std::size_t of = tape_.below(tables_.size());
      const Made& named = tables_[of];
      if (!tape_.once_in(3) || named.ways.empty() || named.key.size() != 1) continue;
      const bool by_email = named.is_home() && tape_.once_in(3);
      auto on_erase =
          tape_.one_of({policy::Mention::OnErase::blank, policy::Mention::OnErase::remove,
                        policy::Mention::OnErase::keep});
      // Whom a sweep takes with whom is settled table by table.
      const bool settled = on_erase != policy::Mention::OnErase::remove || of < i;
      if (shape_.swept && !settled) on_erase = policy::Mention::OnErase::blank;
      builder_.table(tables_[i].name)
          .mentions(named.ways.front().subject,
                    fmt::format("m -> {}.{}", named.name, by_email ? "email" : "id"), on_erase);
      if (tape_.once_in(3)) {
        builder_.field("m", {"account.id"});
        tables_[i].fields.push_back("m");
      }
    }
  }

  void events() {
    for (std::size_t i = 0; i < clocks_.size(); ++i) {
      const auto& [table, clock, form] = clocks_[i];
      events_.push_back(fmt::format("at{}", i));
      builder_.event_at(events_.back(), table + "." + clock, form);
    }
    builder_.event_told("erasure_requested", policy::Told::By::requests);
    events_.emplace_back("erasure_requested");
    builder_.event_on_absence("member_gone", "s0.t0");
    events_.emplace_back("member_gone");
    const Made& table = tables_[tape_.below(tables_.size())];
    builder_.event_told("row_closed", policy::Told::By::app, table.name);
    events_.emplace_back("row_closed");
  }

  void rule(int number) {
    const auto kind = tape_.one_of({Rule::Kind::may_keep, Rule::Kind::keep_at_most,
                                    Rule::Kind::must_keep_at_least, Rule::Kind::must_keep_for,
                                    Rule::Kind::erase_within, Rule::Kind::erase_at,
                                    Rule::Kind::erase_promptly, Rule::Kind::sever});
    const bool timed = kind == Rule::Kind::keep_at_most || kind == Rule::Kind::erase_within ||
                       kind == Rule::Kind::must_keep_at_least || kind == Rule::Kind::must_keep_for;
    using Unit = Period::Unit;
    const Period period = timed ? tape_.one_of<Period>({{30, Unit::days},
                                                        {1, Unit::years},
                                                        {7, Unit::years},
                                                        {1, Unit::months},
                                                        {1, Unit::days},
                                                        {2, Unit::days},
                                                        {3, Unit::days},
                                                        {2, Unit::weeks},
                                                        {6, Unit::hours},
                                                        {36, Unit::hours},
                                                        {4, Unit::years},
                                                        {13, Unit::months},
                                                        {3, Unit::months},
                                                        {6, Unit::months}})
                                : Period{0, Unit::days};
    std::vector<std::string> anchors{tape_.one_of(events_)};
    if (tape_.once_in(4)) anchors.push_back(tape_.one_of(events_));
    const auto end_of = tape_.once_in(5)
                            ? tape_.one_of({Anchor::EndOf::financial_year, Anchor::EndOf::tax_year,
                                            Anchor::EndOf::year})
                            : Anchor::EndOf::moment;
    const bool floor = kind == Rule::Kind::must_keep_at_least || kind == Rule::Kind::must_keep_for;
    const auto fields =
        kind == Rule::Kind::sever
            ? severed()
            : reached((floor && !shape_.far_floors) || by_personal_clock(anchors), anchors);
    if (!fields.empty()) {
      builder_.rule(kind, fmt::format("P-{}", number), period, anchors, fields, end_of);
    }
  }

  std::vector<std::string> severed() {
    const Made& table = tables_[tape_.below(tables_.size())];
    std::vector<std::string> fields;
    for (const std::string& field : table.path_fields) {
      if (std::ranges::find(table.key, field) == table.key.end()) {
        fields.push_back(table.name + "." + field);
      }
    }
    return fields;
  }

  [[nodiscard]] bool by_personal_clock(const std::vector<std::string>& anchors) const {
    return std::ranges::any_of(anchors, [&](const std::string& event) {
      const auto at = static_cast<std::size_t>(std::ranges::find(events_, event) - events_.begin());
      return at < clocks_.size() &&
             personal_clocks_.contains(clocks_[at].table + "." + clocks_[at].column);
    });
  }

  /// Whether rows of the table are dated by the event in themselves.
  [[nodiscard]] bool dated_near(const Made& table, const std::string& event) const {
    const auto at = std::ranges::find(events_, event) - events_.begin();
    if (at < static_cast<std::ptrdiff_t>(clocks_.size())) {
      return clocks_[static_cast<std::size_t>(at)].table == table.name;
    }
    return table.is_home() || (table.ways.size() == 1 && table.ways.front().hops.size() == 1 &&
                               table.ways.front().hops.front().ends_with(".id"));
  }

  /// Some columns of some tables.
  std::vector<std::string> reached(bool near, const std::vector<std::string>& anchors) {
    std::vector<std::string> fields;
    const bool everywhere = tape_.once_in(3);
    const std::size_t only = tape_.below(tables_.size());
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      for (const std::string& field : tables_[i].fields) {
        const bool fits = !near || std::ranges::all_of(anchors, [&](const std::string& event) {
          return dated_near(tables_[i], event);
        });
        const bool here = (everywhere || i == only) && fits;
        if (here && !tape_.once_in(4)) fields.push_back(tables_[i].name + "." + field);
      }
    }
    return fields;
  }

  struct ClockColumn {
    std::string table;
    std::string column;
    ClockForm form;
  };
  Tape& tape_;
  Shape shape_;
  test::ModelBuilder builder_;
  std::vector<Made> tables_;
  std::vector<ClockColumn> clocks_;
  std::set<std::string> personal_clocks_;
  std::vector<std::string> events_;
};

}  // namespace

policy::Model make_model(Tape& tape, const Shape& shape) { return ModelMaker{tape, shape}.make(); }

}  // namespace abide::properties
