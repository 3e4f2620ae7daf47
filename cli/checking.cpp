// One look at a policy, told as text, JSON or SARIF.
#include "cli/checking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "cli/notice_print.hpp"
#include "cli/pages.hpp"
#include "cli/shown.hpp"
#include "reports/sarif.hpp"

namespace abide::cli {
namespace {

/// `Promises: 21 enforced, 49 detected`, as they are written or else computed.
std::string modes_line(const policy::Model& model) {
  std::array<std::size_t, 5> counts{};
  for (const policy::Promise& promise : model.promises) {
    const auto mode = promise.kept_as();
    if (mode && !promise.decide_by) ++counts.at(static_cast<std::size_t>(*mode));
  }
  std::string text;
  for (std::size_t i = counts.size(); i-- > 0;) {
    if (counts.at(i) == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "Promises: " : ", ", counts.at(i),
                        word_of(static_cast<policy::Mode>(i)));
  }
  return text.empty() ? "" : text + "\n";
}

std::string how_many(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string count_of(std::ptrdiff_t rulings) {
  return rulings == 1 ? "one ruling" : fmt::format("{} rulings", rulings);
}

/// Of the policy and its notices, and of the deployment.
std::vector<policy::Diagnostic> all_of(const Checked& checked) {
  std::vector<policy::Diagnostic> all = checked.noticed.diagnostics;
  if (!checked.deployed) return all;
  all.insert(all.end(), checked.deployed->diagnostics.begin(), checked.deployed->diagnostics.end());
  return all;
}

/// On one line, since errors may stand far above among the warnings.
void tell_unsound(const Desk& desk, const Checked& checked) {
  const auto all = all_of(checked);
  const auto errors =
      std::ranges::count(all, policy::Severity::error, &policy::Diagnostic::severity);
  const auto others = static_cast<std::ptrdiff_t>(all.size()) - errors;
  desk.note(fmt::format("not sound: {} error{} and {} warning{}", errors, errors == 1 ? "" : "s",
                        others, others == 1 ? "" : "s"));
}

void tell_sound(const Noticed& noticed) {
  const policy::Model& model = *noticed.compiled.model;
  std::size_t rulings = 0;
  for (const policy::Promise& promise : model.promises) rulings += promise.decide_by ? 1 : 0;
  const auto overdue = std::ranges::count(noticed.diagnostics, "E0712", &policy::Diagnostic::code);
  std::string text = fmt::format(
      "{}: sound{}. {}, {}, {}, {}, {} about time.{}\n", model.name,
      overdue == 0 ? "" : fmt::format(", and {} to be decided that nobody has", count_of(overdue)),
      how_many(model.promises.size() - rulings, "promise"), how_many(rulings, "ruling"),
      how_many(model.stores.size(), "store"), how_many(model.tables.size(), "table"),
      how_many(model.rules.size(), "rule"),
      noticed.reading.notices.empty() ? " Whether the quotes stand in the notice is not checked."
                                      : "");
  text += modes_line(model);
  for (std::size_t i = 0; i < noticed.reading.notices.size(); ++i) text += share_line(noticed, i);
  fmt::print("{}", shown(text));
}

/// The files and trees of the policy, then its notices, then the deployment: what diagnostics of
/// all three count by, and those of the deployment moved behind the rest.
struct Together {
  policy::Sources sources;
  std::vector<policy::Diagnostic> diagnostics;
};
Together together(const Checked& checked) {
  Together all{checked.noticed.files, checked.noticed.diagnostics};
  all.sources.trees = checked.noticed.compiled.sources.trees;
  if (!checked.deployed) return all;
  const auto first = static_cast<std::uint32_t>(all.sources.files.size());
  for (const policy::SourceFile& file : checked.deployed->sources.files)
    all.sources.files.push_back(file);
  for (policy::Diagnostic one : checked.deployed->diagnostics) {
    one.span.file += first;
    for (policy::Label& label : one.labels) label.span.file += first;
    all.diagnostics.push_back(std::move(one));
  }
  return all;
}

void print_sarif(const Checked& checked) {
  std::vector<reports::SarifRule> rules;
  for (const Page& page : pages()) rules.push_back({page.code, page.title(), page.text});
  std::ranges::sort(rules, {}, &reports::SarifRule::code);
  const Together all = together(checked);
  const Json sarif =
      reports::sarif(all.diagnostics, all.sources,
                     {.version = ABIDE_VERSION, .rules = rules, .exit_code = checked.exit_code()});
  fmt::print("{}\n", shown(sarif, 2));
}

/// The imports and notices that a policy names, whether they can be read or not.
std::vector<std::string> named_in(const policy::Sources& sources) {
  const std::string entry = sources.files.front().path();
  const std::string folder = entry.substr(0, entry.rfind('/') + 1);
  std::vector<std::string> paths;
  const auto add = [&](std::string_view from, std::string_view named) {
    if (const auto path = policy::path_inside(from, named)) paths.push_back(folder + *path);
  };
  for (std::size_t i = 0; i < sources.trees.size(); ++i) {
    const std::string from = sources.files[i].path().substr(folder.size());
    for (const policy::ast::Text& import : sources.trees[i].uses) add(from, import.text);
  }
  for (const auto& notice : policy::notices::notices_named_in(sources)) add("", notice.path);
  return paths;
}

Result<policy::CompiledDeployment> deployed_by(const Desk& desk, const std::string& path,
                                               const policy::Model& model) {
  if (auto text = desk.check_text(path); !text) return text.error();
  const policy::Reader reader = [&desk](const std::string& file) {
    return desk.files().read(file, policy::max_source_bytes);
  };
  return policy::compile_deployment(path, reader, model);
}

}  // namespace

int Checked::exit_code() const {
  if (!sound()) return wrong;
  const auto& all = noticed.diagnostics;
  return std::ranges::find(all, "E0712", &policy::Diagnostic::code) == all.end() ? done : broken;
}

std::vector<std::string> Checked::files() const {
  std::vector<std::string> paths = named_in(noticed.compiled.sources);
  for (const policy::SourceFile& file : noticed.files.files) paths.push_back(file.path());
  if (!deployed) return paths;
  for (const policy::SourceFile& file : deployed->sources.files) paths.push_back(file.path());
  return paths;
}

std::optional<Checked> check(const Desk& desk, const CheckWords& words, Stop& stop) {
  auto noticed = notice(desk, words.policy, stop);
  if (!noticed) return std::nullopt;
  Checked checked{std::move(*noticed), {}};
  if (words.deploy.empty() || !checked.noticed.compiled.model) return checked;
  auto deployed = deployed_by(desk, words.deploy, *checked.noticed.compiled.model);
  if (!deployed) {
    stop.code = desk.tell(deployed.error());
    return std::nullopt;
  }
  checked.deployed = std::move(*deployed);
  return checked;
}

int tell(const Desk& desk, const CheckWords& words, const Checked& checked) {
  const Noticed& noticed = checked.noticed;
  if (words.json()) {
    const Together all = together(checked);
    fmt::print("{}\n", policy::diagnostics_json(all.diagnostics, all.sources).dump(2));
  } else if (words.format == "sarif") {
    print_sarif(checked);
  } else {
    desk.show(noticed.diagnostics, noticed.files, true);
    if (checked.deployed) desk.show(checked.deployed->diagnostics, checked.deployed->sources, true);
  }
  const bool as_text = words.format == "text";
  if (!checked.sound()) {
    if (as_text) tell_unsound(desk, checked);
    return wrong;
  }
  if (as_text) tell_sound(noticed);
  return checked.exit_code();
}

}  // namespace abide::cli
