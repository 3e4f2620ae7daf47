// What changes for the people whose data it is, from one version of a policy to another: compared
// by what the two mean, judged change by change, told in the policies' own sentences (LANGUAGE 7).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/load.hpp"
#include "policy/model.hpp"

namespace abide::policy::compare {

/// For the data subject. What is neither is sideways: another basis, another clock, another
/// address.
enum class Judgement { looser, stricter, sideways };
[[nodiscard]] std::string_view word_of(Judgement judgement);

/// Which part of a policy a change is about.
enum class Part {
  flows,       ///< what goes where, from where, and for what
  time,        ///< how long it is kept
  rights,      ///< what people can ask for, and how soon it is answered
  controls,    ///< modes, probes, attestations, scrubbing, papers on file, waivers
  categories,  ///< what counts as personal, special, secret
  stores,      ///< where it lies, whose rows those are, how events are seen
  parties,     ///< who is responsible, who receives, for what purposes and on what basis
  policy,      ///< the rest: quotes, rulings, the calendar, limits
};
[[nodiscard]] std::string_view word_of(Part part);

struct Change {
  Part part = Part::policy;
  Judgement judgement = Judgement::sideways;
  /// `SH-01`, `column `db.users.name``: the newer name of what was renamed.
  std::string what;
  std::vector<std::string> before;  ///< sentences that are no more; empty where it is new
  std::vector<std::string> after;   ///< sentences that were not there
  std::vector<std::string> why;     ///< in plain words, at least one
  std::optional<Location> was_at;   ///< in the older version
  std::optional<Location> stands_at;
  bool operator==(const Change&) const = default;
};

/// The same thing under another name. Changes nothing.
struct Renaming {
  std::string kind;  ///< `category`, `column` …
  std::string before;
  std::string after;
  bool operator==(const Renaming&) const = default;
};

struct Comparison {
  std::vector<Change> changes;  ///< looser first, then stricter, then sideways; by part and name
  std::vector<Renaming> renamings;
  /// What could not be compared, and why. Nothing may be concluded about it.
  std::vector<std::string> not_told;
  bool operator==(const Comparison&) const = default;
  /// Neither changes nor anything left untold.
  [[nodiscard]] bool is_empty() const { return changes.empty() && not_told.empty(); }
  [[nodiscard]] bool has(Judgement judgement) const;
  /// Something is looser, or cannot be told not to be.
  [[nodiscard]] bool may_loosen() const { return has(Judgement::looser) || !not_told.empty(); }
};

/// One version: what it means and the tree it was compiled from. Borrowed for the call.
struct Edition {
  const Model& model;
  const Sources& sources;
};

/// Layout, order, comments and consistent renaming change nothing. With the two exchanged the same
/// changes are told, stricter for looser. Where nothing is looser, sideways or untold, `after` lets
/// nothing be sent and nothing stay that `before` does not, and the other way round.
/// @pre both compiled without an error
[[nodiscard]] Comparison compare(const Edition& before, const Edition& after);

/// From which change on a comparison stops a release.
enum class Gate {
  any,        ///< any change at all
  loosening,  ///< something becomes looser
  flows,      ///< something more may go somewhere
  none,
};
[[nodiscard]] std::optional<Gate> gate_of(std::string_view word);
/// What could not be compared trips every gate but `none`.
[[nodiscard]] bool trips(const Comparison& comparison, Gate gate);

/// A sentence by which people are told when a policy changes.
struct Announcement {
  std::string promise;
  std::string sentence;
  Location location;
  bool operator==(const Announcement&) const = default;
};
/// Sentences of either version (`notify … of policy_loosened`, `of policy_changed`) that this
/// change calls for: what was promised binds until people are told that it is promised no more.
[[nodiscard]] std::vector<Announcement> announcements_due(const Edition& before,
                                                          const Edition& after,
                                                          const Comparison& comparison);

}  // namespace abide::policy::compare
