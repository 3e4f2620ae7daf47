// Waivers silence warnings on the things they name; W0713 for those expired or without effect.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

bool is_expired(const Context& context, const Waiver& waiver) {
  return context.options.today && *context.options.today > waiver.until;
}

/// Codes that this program's checks raise, and so can be seen to be silent.
bool is_raised_here(std::string_view code) {
  const auto checks = all();
  return code != "W0713" && (code.starts_with("W") || code == "E0403") &&
         std::any_of(checks.begin(), checks.end(), [&](const CheckEntry& check) {
           return check.code.find(code) != std::string_view::npos;
         });
}

/// A waiver, and one of the names it is about.
using Effect = std::pair<std::size_t, std::string>;

/// True when some waiver names a thing that the finding is about; notes which.
bool is_silenced(const Context& context, const resolving::Finding& finding,
                 std::set<Effect>& effective) {
  const auto& waivers = context.model.waivers;
  bool silenced = false;
  for (std::size_t i = 0; i < waivers.size(); ++i) {
    if (waivers[i].code != finding.diagnostic.code || is_expired(context, waivers[i])) {
      continue;
    }
    for (const std::string& name : waivers[i].on) {
      if (std::find(finding.things.begin(), finding.things.end(), name) != finding.things.end()) {
        effective.insert({i, name});
        silenced = true;
      }
    }
  }
  return silenced;
}

void report(Context& context, std::size_t waiver, const std::set<Effect>& effective) {
  const Waiver& waived = context.model.waivers[waiver];
  const ast::Waive& written = *context.waives[waiver];
  if (is_expired(context, waived)) {
    context.warn(
        "W0713", written.until.span,
        fmt::format("this waiver of {} expired on {}", waived.code, to_string(waived.until)), {},
        "mend what it was about, or let someone renew it with a new date");
    return;
  }
  for (const ast::Name& name : written.on) {
    if (is_raised_here(waived.code) && !effective.contains({waiver, name.text})) {
      context.warn("W0713", name.span,
                   fmt::format("nothing raises {} on `{}`", waived.code, name.text), {},
                   "remove the waiver");
    }
  }
}

}  // namespace

void apply_waivers(Context& context) {
  std::set<Effect> effective;
  std::erase_if(context.findings, [&](const resolving::Finding& finding) {
    return is_silenced(context, finding, effective);
  });
  for (std::size_t i = 0; i < context.model.waivers.size(); ++i) {
    report(context, i, effective);
  }
}

}  // namespace abide::policy::checks
