// abide ledger export: the evidence as a folder for a stranger.
#include "cli/ledger_export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/looked.hpp"
#include "cli/noticed.hpp"
#include "policy/notices.hpp"
#include "reports/evidence/export.hpp"

namespace abide::cli {
namespace {

namespace fs = std::filesystem;

/// The last part of a path, of letters that any system and any reader takes as they are.
std::string plain_name(const std::string& path) {
  std::string name = fs::path{path}.filename().string();
  std::ranges::replace_if(
      name,
      [](char c) {
        const bool letter =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return !letter && c != '.' && c != '-' && c != '_';
      },
      '_');
  return name.empty() ? "unnamed" : name;
}

void add(std::map<std::string, std::string>& beside, const std::string& folder,
         const std::string& path, std::string text) {
  const std::string name = folder + "/" + plain_name(path);
  std::string free = name;
  for (int twin = 2; beside.contains(free); ++twin) free = fmt::format("{}-{}", name, twin);
  beside[free] = std::move(text);
}

/// The policy's files and the notices they are about.
Result<void> add_policy(const Desk& desk, const Session& session,
                        const policy::CompileResult& compiled,
                        std::map<std::string, std::string>& beside) {
  for (const policy::SourceFile& file : compiled.sources.files)
    add(beside, "policy", file.path(), std::string{file.text()});
  for (const std::string& notice : policy::notices_of(compiled.sources)) {
    const fs::path folder = fs::path{session.policy_file}.parent_path();
    ABIDE_TRY(std::string text, notice_text(desk, (folder / notice).string(),
                                            folder.empty() ? "." : folder.string()));
    add(beside, "notice", notice, std::move(text));
  }
  return {};
}

}  // namespace

int export_ledger(const Desk& desk, const Words& words, const std::string& into) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::open, stop);
  if (!session) return stop.code;
  const auto compiled = desk.read(session->policy_file, stop);
  if (!compiled) return stop.code;
  std::map<std::string, std::string> beside;
  if (auto added = add_policy(desk, *session, *compiled, beside); !added)
    return desk.tell(added.error());
  const auto look = look_now(*session);
  if (!look) return desk.tell(look.error());
  beside["questions.sql"] = sql_of(*look);
  const auto done_so = reports::export_evidence({session->model, session->deployment.name,
                                                 *session->control, desk.files(), into, words.by,
                                                 desk.clock().now(), std::move(beside)});
  if (!done_so) return desk.tell(done_so.error());
  say(words,
      {{"folder", into},
       {"entries", done_so->entries},
       {"checkpoints", done_so->checkpoints},
       {"files", done_so->files}},
      fmt::format(
          "`{0}`: {1} entries, {2} signed checkpoints, {3} other files\n"
          "A stranger reads {0}/README.html, and checks it with `python3 {0}/verify.py --key "
          "KEY`, the key that `ledger init` printed\n",
          into, done_so->entries, done_so->checkpoints, done_so->files));
  return done;
}

}  // namespace abide::cli
