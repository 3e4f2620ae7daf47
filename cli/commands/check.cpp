// abide check: what the checker says of a policy and of the notices that it quotes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/notice_print.hpp"
#include "cli/shown.hpp"

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

std::string count_of(std::ptrdiff_t rulings) {
  return rulings == 1 ? "one ruling" : fmt::format("{} rulings", rulings);
}

/// On one line, since errors may stand far above among the warnings.
void tell_unsound(const Desk& desk, const Noticed& noticed) {
  const auto errors = std::ranges::count(noticed.diagnostics, policy::Severity::error,
                                         &policy::Diagnostic::severity);
  const auto others = static_cast<std::ptrdiff_t>(noticed.diagnostics.size()) - errors;
  desk.note(fmt::format("not sound: {} error{} and {} warning{}", errors, errors == 1 ? "" : "s",
                        others, others == 1 ? "" : "s"));
}

void tell_sound(const Noticed& noticed) {
  const policy::Model& model = *noticed.compiled.model;
  std::size_t rulings = 0;
  for (const policy::Promise& promise : model.promises) rulings += promise.decide_by ? 1 : 0;
  const auto overdue = std::ranges::count(noticed.diagnostics, "E0712", &policy::Diagnostic::code);
  std::string text = fmt::format(
      "{}: sound{}. {} promises, {} rulings, {} stores, {} tables, {} rules about time.{}\n",
      model.name,
      overdue == 0 ? "" : fmt::format(", and {} to be decided that nobody has", count_of(overdue)),
      model.promises.size() - rulings, rulings, model.stores.size(), model.tables.size(),
      model.rules.size(),
      noticed.reading.notices.empty() ? " Whether the quotes stand in the notice is not checked."
                                      : "");
  text += modes_line(model);
  for (std::size_t i = 0; i < noticed.reading.notices.size(); ++i) text += share_line(noticed, i);
  fmt::print("{}", shown(text));
}

int act(const Desk& desk, const Words& words) {
  Stop stop;
  const auto noticed = notice(desk, words.policy, stop);
  if (!noticed) return stop.code;
  if (words.json()) {
    fmt::print("{}\n", policy::diagnostics_json(noticed->diagnostics, noticed->files).dump(2));
  } else {
    desk.show(noticed->diagnostics, noticed->files, true);
  }
  if (!noticed->sound()) {
    if (!words.json()) tell_unsound(desk, *noticed);
    return wrong;
  }
  if (!words.json()) tell_sound(*noticed);
  return done;
}

}  // namespace

void add_check(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("check", "check a policy, and whether its notice says what it quotes")
          .footer("Example: abide check shop.policy");
  auto words = std::make_shared<Words>();
  verb.take("POLICY", words->policy, "the policy").require();
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
