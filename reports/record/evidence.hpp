// What the ledger shows of the last sweep, and what that says of a part of the data.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/ledger/ledger.hpp"
#include "policy/model.hpp"

namespace abide::reports::record {

/// Rows that somebody found when they looked again.
struct FoundRows {
  std::string run;
  std::string kind;   ///< as the look calls it: `overdue`, `kept` …; `not_done` of a step
  std::string table;  ///< `db.users`
  std::vector<std::string> fields;  ///< names within the table; empty: whole rows
  std::uint64_t rows = 0;
  std::string reason;
  std::string promise;
  std::string who = {};  ///< of an erasure: the kind of person and their reference
};
/// Whether it should be gone, or says that something was not done.
[[nodiscard]] bool is_failure(const FoundRows& found);
struct Unseen {
  std::string place;
  std::string why;
};

/// The newest sweep that came to an end, and what was found after it; of erasures since then, what
/// should have gone, was not done or not looked at, unless a later one of the same person says
/// otherwise; what the newest deep look found.
struct SweepEvidence {
  std::string run;  ///< empty: no sweep has come to an end
  std::string state;
  std::string deployment;
  std::string policy_digest;
  std::optional<Instant> looked;  ///< when the stores were looked at again
  std::uint64_t open_gaps = 0;
  std::vector<FoundRows> found;
  std::vector<Unseen> unseen;
  std::vector<std::string> unfinished;  ///< later runs that nothing says the end of
};

/// Reads the whole ledger once.
[[nodiscard]] Result<SweepEvidence> read_evidence(ledger::Ledger& ledger);

/// Whether data is kept and erased as the policy says, as far as the evidence shows.
struct Adherence {
  enum class Answer {
    yes,
    no,
    not_shown,  ///< there is evidence, and it does not reach this
    unknown,    ///< there is no evidence
    nothing,    ///< no declared store keeps it
  } answer = Answer::unknown;
  std::vector<std::string>
      reasons;                     ///< behind `no` and `not_shown`: what is overdue, what is unseen
  std::vector<std::string> stays;  ///< past its end for a reason, and what is waived
  std::string words;               ///< of the answer
  std::set<std::size_t> of = {};   ///< places in the evidence's `found` that it rests on
};

/// What is judged, and when.
struct Question {
  const policy::Model& model;
  std::vector<FieldId> fields;
  std::vector<RuleId> rules;
  std::vector<std::string> stand_ins;  ///< stores bound to another kind than the policy's
  std::vector<std::string> overdue;    ///< requests to erase it whose last day is over, in words
  Instant at;
};
[[nodiscard]] Adherence judge(const Question& question, const SweepEvidence* evidence);
/// What should be gone and stands in no row of the record.
/// @param placed  places in the evidence's `found` that some row rests on
[[nodiscard]] std::vector<std::string> unplaced(const SweepEvidence& evidence,
                                                const std::set<std::size_t>& placed);

}  // namespace abide::reports::record
