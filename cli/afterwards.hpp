// What is looked at once a run's batches are through, by whoever began the run or took it up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"

namespace abide::cli {

/// What an erasure has to know of its person when somebody else takes it up. Sealed with the run.
/// @param asked  what was asked for, as it was said; the same words mean the same erasure
[[nodiscard]] Json context_of(const policy::Model& model, const engine::EraseRequest& erase,
                              Json asked);

/// Adds to what the look afterwards has to know the rows that the plan keeps and cuts from their
/// person. They are found before the run only.
[[nodiscard]] Result<void> add_kept_apart(const Session& session, const engine::Planned& planned,
                                          Json& context);

/// The person whom it is about.
/// @error changed  the policy no longer declares what the erasure is about
[[nodiscard]] Result<reread::Person> person_of(const policy::Model& model, const Json& context);

/// Where a stranger finds the evidence of a run, in one line.
enum class Signed { yes, not_yet };
[[nodiscard]] std::string proof_of(const Session& session, const std::string& run,
                                   Signed is_signed = Signed::yes);

/// The look after a run, and what it found. Borrows the desk, the session and the facts.
class Afterwards {
 public:
  Afterwards(const Desk& desk, Session& session) : desk_(desk), session_(session) {}

  /// Facts gathered before the run; without them they are gathered when the look begins.
  void knows(const Facts& facts) { facts_ = &facts; }
  /// For RunOptions::look_again.
  [[nodiscard]] auto hook() {
    return [this](const engine::Plan& plan, const Json& context, const engine::RunReport& report) {
      return look(plan, context, report);
    };
  }
  [[nodiscard]] const std::optional<reread::Look>& found() const { return look_; }
  /// Of the run that was looked at.
  [[nodiscard]] const std::optional<engine::Plan>& plan() const { return plan_; }
  /// Whom the last erasure that was looked at was about.
  [[nodiscard]] const std::optional<reread::Person>& person() const { return person_; }
  /// Of the last erasure that was looked at.
  [[nodiscard]] const Json& certificate() const { return certificate_; }
  /// Legal holds that keep something of what was to be erased.
  [[nodiscard]] const std::vector<std::string>& holds() const { return holds_; }
  /// How far the last erasure that was looked at got, in one line.
  [[nodiscard]] const std::string& headline() const { return headline_; }
  /// What was done, in words.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Whether the last erasure was what is asked for, of a person who has this value; with a request
  /// the value is empty.
  [[nodiscard]] bool was_about(const Json& asked, const Sensitive<std::string>& value) const;

  /// The look after a sweep that was held back: nothing of it is noted.
  [[nodiscard]] Result<reread::Look> without_a_run(const Facts& facts) const;

 private:
  Result<engine::Witness> look(const engine::Plan& plan, const Json& context,
                               const engine::RunReport& report);
  Result<engine::Witness> after_erasure(const reread::Input& input, const engine::Plan& plan,
                                        const engine::RunReport& report);

  const Desk& desk_;
  Session& session_;
  const Facts* facts_ = nullptr;
  std::optional<reread::Look> look_;
  std::optional<engine::Plan> plan_;
  std::optional<reread::Person> person_;
  Json certificate_;
  std::vector<std::string> holds_;
  std::string headline_;
  std::string text_;
  Json context_;
};

}  // namespace abide::cli
