// abide check --fix: what nobody has to decide is mended, in the files, and said.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/rewrite.hpp"
#include "cli/checking.hpp"
#include "cli/overlaid_files.hpp"
#include "cli/shown.hpp"
#include "policy/mending.hpp"

namespace abide::cli {
namespace {

using policy::Mended;
using policy::Mending;
using policy::Texts;

/// The look of `mend`, by the way of every other check. Keeps each text as it lay when a look first
/// came upon it: a mended import shows files that the first look did not see.
class Looking {
 public:
  Looking(const Desk& desk, const CheckWords& words) : desk_(desk), words_(words) {}
  Result<policy::Look> look(const Texts& changed) {
    OverlaidFiles files{desk_.files(), changed};
    const Desk desk{files, desk_.clock(), words_.json() ? Form::json : Form::text};
    auto noticed = notice(desk, words_.policy, stop);
    if (!noticed) return Error{ErrorCode::refused, "the policy cannot be read", ""};  // was told
    policy::Sources sources = std::move(noticed->files);
    sources.trees = std::move(noticed->compiled.sources.trees);
    for (std::size_t i = 0; i < sources.trees.size(); ++i)
      lay_.try_emplace(sources.files[i].path(), sources.files[i].text());
    return policy::Look{std::move(sources), std::move(noticed->diagnostics)};
  }
  [[nodiscard]] const Texts& as_they_lay() const { return lay_; }
  Stop stop;

 private:
  const Desk& desk_;
  const CheckWords& words_;
  Texts lay_;
};

/// Each file whole or not at all, and none that somebody changed meanwhile.
Result<void> write(const Desk& desk, const Texts& texts, const Texts& as_they_lay) {
  for (const auto& [path, text] : texts) {
    ABIDE_TRY(const std::string now, desk.files().read(path, policy::max_source_bytes));
    if (now != as_they_lay.at(path)) {
      return Error{ErrorCode::changed, fmt::format("`{}` was changed meanwhile", path),
                   "nothing was written into it; give the command again"};
    }
  }
  for (const auto& [path, text] : texts) {
    if (auto written = rewrite(path, text); !written) {
      return Error{written.error().code, written.error().message,
                   fmt::format("what was said of other files is written, `{}` is as it was; {}",
                               path, written.error().help)};
    }
  }
  return {};
}

std::string text_of(const Mending& mending, const CheckWords& words) {
  std::string text;
  for (const Mended& one : mending.mended) {
    text +=
        fmt::format("{}:{}  {}  {}\n", one.location.file, one.location.line, one.code, one.title);
    if (!one.before.empty()) text += fmt::format("    - {}\n", one.before);
    if (!one.after.empty()) text += fmt::format("    + {}\n", one.after);
  }
  if (mending.mended.empty()) return "nothing that can be corrected without somebody deciding\n";
  return text + fmt::format("{} {} in {} file{}{}\n", mending.mended.size(),
                            words.dry_run ? "would be mended" : "mended", mending.texts.size(),
                            mending.texts.size() == 1 ? "" : "s",
                            words.dry_run ? "; nothing was written" : "");
}

Json json_of(const Mending& mending, bool written) {
  Json list = Json::array();
  for (const Mended& one : mending.mended) {
    list.push_back({{"code", one.code},
                    {"title", one.title},
                    {"file", one.location.file},
                    {"line", one.location.line},
                    {"before", one.before},
                    {"after", one.after}});
  }
  return {
      {"mended", std::move(list)},
      {"written", written},
      {"diagnostics", policy::diagnostics_json(mending.left.diagnostics, mending.left.sources)}};
}

/// How many of what is left has fixes that somebody has to choose from.
void tell_offered(const Desk& desk, const Mending& mending) {
  const policy::FixFinder finder{mending.left.sources};
  const auto offered = std::ranges::count_if(
      mending.left.diagnostics,
      [&](const policy::Diagnostic& one) { return !finder.fixes_for(one).empty(); });
  if (offered == 0) return;
  desk.note(fmt::format(
      "{} of what is left {} a decision; an editor or `--format sarif` lists the choices", offered,
      offered == 1 ? "needs" : "need"));
}

}  // namespace

int check_and_fix(const Desk& desk, const CheckWords& words) {
  Looking looking{desk, words};
  const auto mending =
      policy::mend([&looking](const Texts& changed) { return looking.look(changed); });
  if (!mending) return looking.stop.code;
  if (!words.dry_run) {
    if (auto written = write(desk, mending->texts, looking.as_they_lay()); !written)
      return desk.tell(written.error());
  }
  Stop stop;
  OverlaidFiles files{desk.files(), mending->texts};
  const Desk as_mended{files, desk.clock(), words.json() ? Form::json : Form::text};
  const auto checked = check(as_mended, words, stop);
  if (!checked) return stop.code;
  if (!words.json()) {
    if (words.format == "text") fmt::print("{}", shown(text_of(*mending, words)));
    const int code = tell(as_mended, words, *checked);
    if (words.format == "text") tell_offered(desk, *mending);
    return code;
  }
  fmt::print("{}\n", shown(json_of(*mending, !words.dry_run && !mending->texts.empty()), 2));
  return checked->exit_code();
}

}  // namespace abide::cli
