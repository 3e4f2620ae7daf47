// Random policies as text: a small clinic with some sentences about flows and time, and the same
// changed a little. What does not compile is mended by leaving sentences out.
#pragma once

#include <string>
#include <vector>

#include "policy/compare/comparison.hpp"
#include "tests/properties/tape.hpp"
#include "tests/support/policy_text.hpp"

namespace abide::properties {

/// One sentence, under a promise of its own.
struct Sentence {
  enum class Kind {
    send,
    only_send,
    host,
    never_send,
    never_use,
    use_only,
    ruling,  // flows
    may_keep,
    at_least,
    term,
    at_most,
    within,
    at_once  // time
  } kind = Kind::send;
  int id = 0;  ///< of its promise
  std::vector<std::string> leaves, except, to, purposes, when, unless;
  std::vector<std::string> events;
  std::string in;      ///< a table; empty for all
  std::string end_of;  ///< `financial_year`
  std::string period;
  int against = 0;  ///< of a ruling: the promise that it names
};

struct Draft {
  std::string grace = "1 day";
  std::string year_ends = "31 March";
  std::vector<std::vector<std::string>> uses;  ///< by purpose
  std::vector<Sentence> sentences;

  [[nodiscard]] std::string text() const;
};

/// A draft that compiles, and what it compiles to.
struct Made {
  Draft draft;
  test::Checked checked;
  [[nodiscard]] policy::compare::Edition edition() const {
    return {checked.model(), checked.sources};
  }
};

[[nodiscard]] Made any_policy(Tape& tape);
/// One to three things of it changed.
[[nodiscard]] Made changed(Tape& tape, const Made& from);
/// The same in another order and layout, some names exchanged for others.
[[nodiscard]] test::Checked told_otherwise(Tape& tape, const Draft& draft);

inline const std::vector<std::string> all_leaves{"account.id",    "account.name", "letters.body",
                                                 "letters.draft", "note",         "clip"};
inline const std::vector<std::string> all_recipients{"post", "press", "host_co"};
inline const std::vector<std::string> all_purposes{"care", "study", "mailing"};
inline const std::vector<std::string> all_states{"agreed", "grown"};
inline const std::vector<std::string> all_events{"closed", "sent", "left", "asked"};

}  // namespace abide::properties
