// The published notice beside what keeps it: each sentence with the promises that quote it, their
// statements, how they are kept and what their control does not see, what is ruled about them and
// what the check says.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "policy/disclosure.hpp"
#include "policy/model.hpp"
#include "policy/notices/check.hpp"

namespace abide::reports::annotated {

/// Borrowed for the call.
struct Input {
  const policy::Sources& sources;
  const policy::Model& model;
  const policy::Disclosure& said;
  const policy::notices::Reading& reading;
  /// Of the policy and of its notices: the n-th notice read is file `policy files + n`.
  const std::vector<policy::Diagnostic>& diagnostics;
};

/// What the check says, at one place.
struct Finding {
  std::string code;
  std::string severity;
  std::string words;
  std::string help;
};
/// One promise or ruling.
struct Card {
  std::string id;
  std::string quote;  ///< of a ruling its question
  std::string mode;   ///< `enforced`; empty where nothing keeps it
  std::vector<std::string> statements;
  std::vector<std::string> restates;  ///< promises that it says `as`
  std::vector<std::string> unseen;    ///< what its control does not see
  std::vector<std::string> ruled;     ///< rulings about it; of a ruling the promises between
  std::string decision;               ///< of a ruling: by whom and before when
  bool is_ruling = false;
  std::vector<Finding> findings;
};
struct Sentence {
  std::string text;
  bool heading = false;
  std::vector<std::size_t> cards;     ///< that begin here, by place in the story
  std::vector<std::string> goes_on;   ///< ids of promises that began before and reach here
  std::vector<std::string> unquoted;  ///< words that no promise quotes
  std::vector<Finding> findings;
};
struct Part {
  std::string title;  ///< of the section
  std::vector<Sentence> sentences;
};
struct Published {
  std::string path;
  std::vector<Part> parts;
};
struct Story {
  std::string title;
  std::vector<Card> cards;  ///< as declared
  std::vector<Published> notices;
  std::vector<std::size_t> lost;      ///< promises whose quote stands in no notice
  std::vector<std::size_t> internal;  ///< promises without a quote
  std::vector<std::size_t> rulings;
  std::vector<Finding> elsewhere;  ///< findings at no promise and no sentence
};
[[nodiscard]] Story story_of(const Input& input);
[[nodiscard]] std::string page_of(const Story& story);

/// What the controls of a statement do not see, in words; empty for what has none of its own.
[[nodiscard]] std::string unseen_by(const policy::ast::Statement& statement);

}  // namespace abide::reports::annotated
