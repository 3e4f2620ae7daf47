// What a policy says, taken from its sentences one at a time: may this leaf go there, must this row
// be kept or gone. Reads the tree alone and shares no code with the resolver, the decision over
// flows, the periods or the planner. Knows the statements about flows and time; no transforms, no
// `as`, no rulings about time, no periods below a day.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "policy/load.hpp"
#include "tests/oracle/civil.hpp"

namespace abide::oracle {

enum class Known { unknown, held, not_held };
/// By name; what is not in it is unknown.
using States = std::map<std::string, Known>;
/// The days on which events happened, by name; what is not in it has not.
using Days = std::map<std::string, Day>;

enum class Fate {
  kept,  ///< it must still be there
  due,   ///< it must be gone
  free,  ///< it may be either
};

/// Ways to read a policy wrongly, for twins that must be found out.
struct Slip {
  bool unknown_permits = false;     ///< a sending goes ahead while its state is unknown
  bool exceptions_ignored = false;  ///< `except` is not read
  bool hosts_serve_all = false;     ///< what rests somewhere serves purposes that do not use it
  bool rulings_ignored = false;
  bool floors_ignored = false;
  bool first_floor = false;      ///< of several events of a floor the first decides
  bool rounds_up = false;        ///< ceilings round as floors do
  bool may_keep_stands = false;  ///< `may keep` does not give way to an erasure of the same event
};

class Spoken {
 public:
  explicit Spoken(const policy::Sources& sources, Slip slip = {});

  [[nodiscard]] bool goes(const std::string& leaf, const std::string& to,
                          const std::string& purpose, const States& states) const;
  /// @param column  in full, `db.users.name`
  [[nodiscard]] Fate fate(const std::string& column, const Days& happened, Day on) const;

  [[nodiscard]] const std::vector<std::string>& leaves() const { return leaves_; }
  /// Columns that hold a leaf.
  [[nodiscard]] std::vector<std::string> columns() const;

 private:
  using Names = std::set<std::string>;
  /// A sentence that lets something go, or rest somewhere.
  struct Lets {
    Names leaves, to, purposes, when, overrules;
    bool rests = false;
  };
  /// A sentence that forbids it.
  struct Forbids {
    std::string promise;
    Names leaves, to, purposes, when, unless;
    bool to_all_but = true, for_all_but = true;
    Names to_but, for_but;
  };
  /// A sentence about time.
  struct Lasts {
    enum class Kind { may_keep, term, at_least, at_most, within, at_once } kind = Kind::may_keep;
    Names leaves, in;  ///< tables; none: all that belong to somebody
    Names events;
    std::string end_of;
    Period period;
  };
  struct Column {
    std::string table;
    Names leaves;
  };

  void category(const policy::ast::Category& one, const std::string& above, int mark);
  void store(const policy::ast::Store& one);
  void block(const policy::ast::Block& one);
  void statements(const std::string& promise, const Names& between,
                  const policy::ast::Statements& all);
  void never(const std::string& promise, const policy::ast::Never& one);
  void send(const Names& between, const policy::ast::Send& one);
  void time(const policy::ast::Statement& one);
  [[nodiscard]] Names leaves_of(const policy::ast::Names& names) const;
  [[nodiscard]] Names tables_of(const policy::ast::Names& names) const;
  [[nodiscard]] bool lets(const Lets& one, const std::string& leaf, const std::string& to,
                          const std::string& purpose, const States& states) const;
  [[nodiscard]] bool is_about(const Lasts& one, const Column& column) const;
  [[nodiscard]] bool gives_way(const Lasts& one, const Column& column,
                               const std::string& event) const;
  [[nodiscard]] Day counted(const Lasts& one, Day day) const;
  [[nodiscard]] Day floor(const Lasts& one, Day day) const;
  [[nodiscard]] Day ceiling(const Lasts& one, Day day) const;

  Slip slip_;
  Period grace_{1, Period::Unit::days};
  int year_ends_month_ = 3, year_ends_day_ = 31;
  std::vector<std::string> leaves_;
  std::map<std::string, Names> below_;  ///< a category's leaves, and those of the sets
  std::map<std::string, Column> columns_;
  std::set<std::string> tables_, owned_, purposes_;
  std::map<std::string, Names> uses_;
  std::vector<Lets> lets_;
  std::vector<Forbids> forbids_;
  std::vector<Lasts> lasts_;
};

}  // namespace abide::oracle
