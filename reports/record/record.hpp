// The record of processing (UK GDPR Article 30), made from a policy and the evidence of its last
// sweep. Every format is written from this one representation, so that none can say another thing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "policy/deployment.hpp"
#include "policy/disclosure.hpp"
#include "policy/laws.hpp"
#include "policy/model.hpp"
#include "reports/record/evidence.hpp"

namespace abide::reports::record {

/// What a cell lacks: who must fill it, and why nobody could from the policy.
struct Blank {
  /// Whether something must stand there, or only where there is such a thing.
  enum class Need : std::uint8_t { must, if_any };
  std::string who;
  std::string why;
  Need need = Need::must;
  bool operator==(const Blank&) const = default;
};
/// What is known, and what of it is not. A cell may hold both.
struct Cell {
  std::vector<std::string> parts;
  std::vector<Blank> blanks;
  /// The parts, joined; empty for a blank.
  [[nodiscard]] std::string text() const;
};

/// The regulator's columns for controllers, A to AD, in order.
enum class Column : std::uint8_t {
  function,
  purpose,
  joint_controller,
  individuals,
  personal_data,
  recipients,
  contract,
  third_countries,
  safeguards,
  retention,
  measures,
  basis,
  condition9,
  interests,
  assessment,
  rights,
  automated,
  source,
  consent,
  location,
  dpia_required,
  dpia_progress,
  dpia_link,
  breach,
  breach_link,
  schedule1,
  basis_again,
  erasure_policy,
  adherence,
  reasons,
};
inline constexpr std::size_t column_count = 30;
/// The regulator's for processors, in order.
inline constexpr std::size_t processor_column_count = 6;

/// A leaf of the policy's categories.
struct Datum {
  std::string name;
  std::string title;
  bool special = false;
  std::vector<std::string> aliases;
};
struct Receiver {
  policy::Party party;
  std::vector<std::string> contracts;  ///< where they lie
  bool is_abroad = false;
};
/// How long, as one rule of the policy says.
struct Term {
  std::string words;
  std::string period;  ///< ISO 8601, `P30D`; empty where the rule names an event alone
  bool until_event = false;
};
struct Measure {
  std::string words;
  std::string term;  ///< of DPV; empty where none fits
};

/// One row: a purpose, a kind of people, and data of theirs that lives by the same rules.
struct Activity {
  std::string id;                          ///< `service/member/1`
  bool is_own = false;                     ///< of what Abide itself keeps, by its own policy
  std::optional<policy::Purpose> purpose;  ///< none: the policy names no purpose for this data
  std::optional<SubjectId> subject;
  std::string individuals;  ///< the subject's title; empty where nobody knows whose it is
  std::vector<Datum> data;
  std::vector<FieldId> fields;  ///< where it is kept; empty: in no declared store
  std::vector<RuleId> rules;
  std::vector<Receiver> receivers;
  std::vector<Term> terms;
  std::vector<Measure> measures;
  std::vector<std::string> rights;  ///< `access`, as the policy grants them
  Adherence adherence;
  std::array<Cell, column_count> cells;
  [[nodiscard]] Cell& at(Column column) { return cells[static_cast<std::size_t>(column)]; }
  [[nodiscard]] const Cell& at(Column column) const {
    return cells[static_cast<std::size_t>(column)];
  }
};

/// What is done for somebody else, who is the controller of it.
struct Service {
  std::string purpose;
  std::string title;
  std::string customer;
  std::vector<Receiver> receivers;
  std::vector<Measure> measures;
  std::array<Cell, processor_column_count> cells;
};

/// One question of the regulator's template, with what the record says to it.
struct Answer {
  std::string key;  ///< `ico_6_1`
  std::string group;
  std::string law;  ///< the article behind the group; empty where the tables have none
  std::string asks;
  Cell cell;
  std::string from;  ///< what the answer rests on
};

/// Who keeps the record.
struct Heading {
  Cell controller;
  Cell address;
  Cell contact;
  Cell officer;
  Cell representative;
};

struct Record {
  std::string title;                   ///< of the policy
  std::string policy;                  ///< its name
  std::string digest;                  ///< SHA-256 of what the policy means, hex
  std::string deployment;              ///< empty: the policy alone
  std::vector<std::string> stand_ins;  ///< stores bound to another kind than the policy's
  Instant made;
  Date day;               ///< of `made`, in the policy's zone
  std::string country;    ///< the home of the law that applies, `GB`
  policy::RecordLaw law;  ///< whose articles are named; unknown where the tables have none
  std::vector<std::string> controllers;
  Heading heading;
  std::vector<Activity> activities;
  std::vector<Service> services;
  std::vector<Answer> answers;
  std::vector<std::string> notes;  ///< what was left out of the rows, and why
  std::vector<policy::Undecided> undecided;
  std::string evidence;  ///< what columns AC and AD rest on, in words
};

/// One of the files that the policy is.
struct PolicyFile {
  std::string name;
  std::string digest;  ///< SHA-256, hex
};

/// An open request that asks for data to be erased, and whose last day is over.
struct OverdueRequest {
  SubjectId subject;
  std::string words;  ///< `REQ-2026-0001 (erasure) is open; its last day was …`
};

/// Borrowed for the call.
struct Input {
  const policy::Model& model;
  const policy::Disclosure& said;
  const policy::Deployment* deployment = nullptr;  ///< none: the policy alone
  const SweepEvidence* evidence = nullptr;         ///< none: no control store was read
  std::vector<PolicyFile> files;                   ///< the entry first
  Instant at;                                      ///< when it is made
  std::vector<OverdueRequest> overdue = {};
};

/// @error not_found  the policy's time zone is not known here
[[nodiscard]] Result<Record> make(const Input& input);

}  // namespace abide::reports::record
