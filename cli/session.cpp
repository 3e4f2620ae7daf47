// Opening what a command needs.
#include "cli/session.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "cli/outputs.hpp"
#include "cli/persons.hpp"
#include "engine/identity/identity.hpp"

namespace abide::cli {
namespace {

namespace fs = std::filesystem;

/// The policies in a folder; files of tests are none.
std::vector<std::string> policies_in(Files& files, const std::string& folder) {
  auto names = files.list(folder);
  if (!names) return {};
  std::erase_if(*names, [](const std::string& name) {
    return !name.ends_with(".policy") || name.ends_with(".tests.policy");
  });
  std::ranges::sort(*names);
  return std::move(*names);
}

/// The policy beside a deployment: the only one in its folder.
std::string policy_beside(Files& files, const std::string& folder) {
  const auto found = policies_in(files, folder);
  return found.size() == 1 ? folder + "/" + found.front() : "";
}

/// What to type where there is no control store yet, with the words that this command was given.
Error with_words_of(Error error, const Words& words) {
  const std::string begin = "`abide ledger init`";
  const auto at = error.help.find(begin);
  if (error.code != ErrorCode::not_found || at == std::string::npos) return error;
  error.help.replace(at, begin.size(),
                     fmt::format("`abide ledger init --deploy {}{} --by NAME`", words.deploy,
                                 words.policy.empty() ? "" : " --policy " + words.policy));
  return error;
}

engine::Scene scene_of(Session& session) {
  return {session.model,    session.deployment, session.stores,
          *session.control, session.at,         session.now};
}

}  // namespace

Session::Session() = default;
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

/// A folder is no text, and says so before anybody tries to read it.
Result<void> Desk::check_text(const std::string& path) const {
  std::error_code failed;
  if (!fs::is_directory(path, failed)) return {};
  const std::string inside = policy_beside(files_, path);
  return Error{ErrorCode::refused, fmt::format("`{}` is a folder, not a file", path),
               inside.empty() ? "name the file that is meant; nothing was done"
                              : fmt::format("did you mean `{}`? nothing was done", inside)};
}

engine::ControlPaths Desk::paths(const Session& session) const {
  // Two ways to one file must meet at one lock, so links are followed.
  const auto under = [&](const std::string& path) {
    const std::string full = path.starts_with('/') ? path : session.folder + "/" + path;
    std::error_code failed;
    const fs::path real = fs::is_symlink(full, failed) ? fs::canonical(full, failed) : fs::path{};
    return failed || real.empty() ? full : real.string();
  };
  engine::ControlPaths paths{under(session.deployment.control), under(session.deployment.keys), {}};
  for (const std::string& anchor : session.deployment.anchors)
    paths.anchors.push_back(under(anchor));
  return paths;
}

bool Desk::read_policy(const Words& words, Session& session, Stop& stop) const {
  if (session.policy_file.empty()) {
    const auto found = policies_in(files_, session.folder);
    stop.code = tell(
        {ErrorCode::not_found,
         found.empty() ? fmt::format("there is no `*.policy` file beside `{}`", words.deploy)
                       : fmt::format("there is no single `*.policy` file beside `{}`, but {}: `{}`",
                                     words.deploy, found.size(), fmt::join(found, "`, `")),
         "name it with --policy"});
    return false;
  }
  auto model = compile(session.policy_file, false, false, stop);
  if (!model) return false;
  session.model = std::move(*model);
  return true;
}

std::optional<Session> Desk::open(const Words& words, Control control, Stop& stop) const {
  Session session;
  const std::string parent = fs::path(words.deploy).parent_path().string();
  session.folder = parent.empty() ? "." : parent;
  session.policy_file = words.policy.empty() ? policy_beside(files_, session.folder) : words.policy;
  const bool read =
      words.nightly ? read_published(words, session, stop) : read_policy(words, session, stop);
  if (!read) return std::nullopt;
  auto deployment = deployment_of(words.deploy, session.model, stop);
  if (!deployment) return std::nullopt;
  session.deployment = std::move(*deployment);
  session.at = session.now = clock_.now();
  if (!words.at.empty()) {
    const auto at = parse_instant(words.at);
    if (!at) {
      stop.code = tell({ErrorCode::refused, fmt::format("`{}` is not a date or a moment", words.at),
                        "write 2026-11-25 or 2026-11-25T03:00:00Z"});
      return std::nullopt;
    }
    session.at = *at;
    session.at_given = true;
  }
  if (auto apart = check_bindings(*this, session); !apart) {
    stop.code = tell(apart.error());
    return std::nullopt;
  }
  session.stores = open_stores(session.model, session.deployment, session.folder, Use::change);
  if (control == Control::open && session.control == nullptr) {
    auto opened = engine::ControlStore::open(paths(session), files_);
    if (!opened) {
      stop.code = tell(with_words_of(opened.error(), words));
      return std::nullopt;
    }
    session.control = std::move(*opened);
  }
  return session;
}

std::optional<SubjectId> Desk::subject(const Session& session, const Words& words,
                                       Stop& stop) const {
  if (words.subject.empty() && session.model.subjects.size() == 1) return SubjectId{0};
  if (const auto found = session.model.find_subject(words.subject)) return found;
  std::vector<std::string> known;
  for (const policy::Subject& one : session.model.subjects) known.push_back(one.name);
  stop.code =
      tell({ErrorCode::not_found,
            words.subject.empty() ? std::string{"the policy has several kinds of people"}
                                  : fmt::format("the policy has no subject `{}`", words.subject),
            fmt::format("name one with --subject: {}", fmt::join(known, ", "))});
  return std::nullopt;
}

Sensitive<std::string> Desk::value_of(const Words& words) {
  if (words.person != "-") return Sensitive{words.person};
  std::string line;
  std::getline(std::cin, line);
  return Sensitive{std::move(line)};
}

std::optional<Named> Desk::whom(const Session& session, const Words& words, Stop& stop) const {
  const auto who = subject(session, words, stop);
  if (!who) return std::nullopt;
  if (words.person.empty()) {
    stop.code = tell({ErrorCode::refused, "it is not said who is meant",
                      "give --for VALUE, or --for - and the value on standard input"});
    return std::nullopt;
  }
  return Named{*who, value_of(words)};
}

std::optional<OnePerson> Desk::one_person(Session& session, const Words& words, Stop& stop) const {
  const auto named = whom(session, words, stop);
  if (!named) return std::nullopt;
  const auto& [who, value] = *named;
  auto keys = engine::find_subjects(session.model, session.stores, who, value);
  if (keys && keys->size() == 1) return OnePerson{who, Sensitive{keys->front()}};
  const policy::Subject& kind = session.model.at(who);
  stop.code =
      tell(!keys ? keys.error()
           : keys->empty()
               ? or_erased(session, who, value.reveal(), engine::nobody_has_it(session.model, who))
               : Error{ErrorCode::refused,
                       fmt::format("what was given leads to {} people", keys->size()),
                       fmt::format("say which, by a value of `{}`; nothing was done",
                                   session.model.full_name(kind.identified_by.front()))});
  return std::nullopt;
}

Result<Facts> gather(Session& session) { return engine::gather(scene_of(session)); }

Result<void> settle_told(Session& session, Facts& facts, const std::string& by, Instant now) {
  return engine::settle_told(scene_of(session), facts, by, now);
}

Result<void> check_holds(Session& session, const Facts& facts) {
  return engine::check_holds(scene_of(session), facts);
}

Result<engine::Planned> plan_sweep(Session& session, const Facts& facts,
                                   std::size_t rows_per_range) {
  return engine::plan_sweep(scene_of(session), facts, rows_per_range);
}

engine::PlanRequest request_of(Session& session, const Facts& facts) {
  return engine::request_of(scene_of(session), facts);
}

reread::Input look_input(const Session& session, const engine::Stores& readers,
                         const Facts& facts) {
  return engine::look_input(session.model, readers, facts, session.at);
}

}  // namespace abide::cli
