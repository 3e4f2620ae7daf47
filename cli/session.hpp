// What every command begins with: the policy, its deployment, the stores and the control store.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/time.hpp"
#include "cli/exit.hpp"
#include "cli/wiring.hpp"
#include "engine/control_store.hpp"
#include "engine/facts/facts.hpp"
#include "engine/plan/planner.hpp"
#include "engine/reread/look.hpp"
#include "engine/run/run.hpp"
#include "policy/compile.hpp"
#include "policy/rights.hpp"

namespace abide::cli {

/// What the command line said, before anything is looked up.
struct Words {
  std::string policy;
  std::string deploy;
  std::string at;
  std::string by;
  std::string format = "text";
  std::string subject;
  std::string person;    ///< a value that identifies somebody; `-` reads it from standard input
  bool nightly = false;  ///< by the policy as it was published, as the nightly run goes by it
  [[nodiscard]] bool json() const { return format == "json"; }
};

/// A failure on the way, already told, as the exit code it means.
struct Stop {
  int code = wrong;
};

/// A policy and one of its deployments, and what they open. Belongs to one thread.
struct Session {
  // In session.cpp, once: a model is long to destroy, and every verb has a session.
  Session();
  ~Session();
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  policy::Model model;
  policy::Deployment deployment;
  std::string folder;  ///< of the deployment: its paths are relative to it
  std::string policy_file;
  engine::Stores stores;
  std::unique_ptr<engine::ControlStore> control;
  Instant at;
  bool at_given = false;
  Instant now;  ///< when it was opened
  /// The publication that the model is of, with Words::nightly.
  std::optional<engine::PublishedPolicy> published;
  std::string deployment_text;  ///< digest of what the deployment says, hex; with Words::nightly
};

/// Whom the words name, before anybody was looked for.
struct Named {
  SubjectId subject;
  Sensitive<std::string> value;
};

/// Somebody, by their own key.
struct OnePerson {
  SubjectId subject;
  Sensitive<Value> key;
};

/// How errors are told on standard error: to people, or each as an object of JSON on a line.
enum class Form { text, json };

class Desk {
 public:
  Desk(Files& files, const Clock& clock, Form form = Form::text)
      : files_(files), clock_(clock), form_(form) {}
  [[nodiscard]] Files& files() const { return files_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }

  enum class Control { open, none };
  /// Loads and opens everything the words name; tells what is wrong on standard error.
  std::optional<Session> open(const Words& words, Control control, Stop& stop) const;
  /// What the compiler says of a policy, printing nothing of it; none when it could not be read,
  /// which is told.
  std::optional<policy::CompileResult> compiled(const std::string& path, Stop& stop) const;
  /// Compiles a policy for its sources and diagnostics too; errors are printed.
  std::optional<policy::CompileResult> read(const std::string& path, Stop& stop) const;
  /// Compiles a policy, printing what the checker says when `loud`.
  std::optional<policy::Model> compile(const std::string& path, bool json, bool loud,
                                       Stop& stop) const;
  /// By when requests are answered, as the session's policy has it now.
  std::optional<std::vector<policy::Right>> rights_of(const Session& session, Stop& stop) const;
  /// Prints an error with its help and turns it into an exit code.
  // NOLINTNEXTLINE(modernize-use-nodiscard): the telling is the point, the exit code a help
  int tell(const Error& error) const;
  /// Says on standard error what is wrong with a text: errors alone, or warnings too when `loud`.
  void show(const std::vector<policy::Diagnostic>& diagnostics, const policy::Sources& sources,
            bool loud) const;
  /// Refuses a folder where a text is wanted, and names the policy in it.
  [[nodiscard]] Result<void> check_text(const std::string& path) const;
  /// Says on standard error what is no error and no result.
  void note(const std::string& words) const;
  [[nodiscard]] engine::ControlPaths paths(const Session& session) const;
  /// A policy that was published, compiled from the texts that were kept; errors are printed.
  std::optional<policy::Model> compile(const engine::PublishedPolicy& published, Stop& stop) const;
  /// A deployment against a policy; what is wrong with it is printed.
  std::optional<policy::Deployment> deployment_of(const std::string& path,
                                                  const policy::Model& model, Stop& stop) const;

  /// The kind of person that the words name; the only one where they name none.
  std::optional<SubjectId> subject(const Session& session, const Words& words, Stop& stop) const;
  /// The kind of person and the value that the words give.
  std::optional<Named> whom(const Session& session, const Words& words, Stop& stop) const;
  /// The one person whom the words identify.
  std::optional<OnePerson> one_person(Session& session, const Words& words, Stop& stop) const;
  /// The value that identifies somebody, from the words or from standard input.
  [[nodiscard]] static Sensitive<std::string> value_of(const Words& words);

 private:
  /// The session's policy from its file, or as it was published.
  bool read_policy(const Words& words, Session& session, Stop& stop) const;
  bool read_published(const Words& words, Session& session, Stop& stop) const;
  /// Says so where the file says something else than what was published.
  void tell_unpublished(const Session& session) const;
  void tell_deployment(const Words& words, const Session& session) const;

  Files& files_;
  const Clock& clock_;
  Form form_;
};

/// An error as an object of JSON, on one line.
[[nodiscard]] std::string error_line(const std::string& message, const std::string& help,
                                     const std::string& retry);

/// Everything a plan rests on, read from the live stores and the control store.
using engine::Facts;
[[nodiscard]] Result<Facts> gather(Session& session);
/// Before a sweep is planned, and after it ran (engine/facts).
[[nodiscard]] Result<void> settle_told(Session& session, Facts& facts, const std::string& by,
                                       Instant now);
[[nodiscard]] Result<void> check_holds(Session& session, const Facts& facts);
[[nodiscard]] Result<engine::Planned> plan_sweep(Session& session, const Facts& facts,
                                                 std::size_t rows_per_range = 1000);
[[nodiscard]] engine::PlanRequest request_of(Session& session, const Facts& facts);
/// What the re-read may know: stores opened again, read only.
[[nodiscard]] reread::Input look_input(const Session& session, const engine::Stores& readers,
                                       const Facts& facts);

}  // namespace abide::cli
