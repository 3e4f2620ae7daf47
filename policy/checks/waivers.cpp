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
  return code != "W0713" && code.starts_with("W") &&
         std::any_of(checks.begin(), checks.end(), [&](const CheckEntry& check) {
           return check.code.find(code) != std::string_view::npos;
         });
}

}  // namespace

void apply_waivers(Context& context) {
  const auto& waivers = context.model.waivers;
  std::set<std::pair<std::size_t, std::string>> effective;
  std::erase_if(context.findings, [&](const resolving::Finding& finding) {
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
  });
  for (std::size_t i = 0; i < waivers.size(); ++i) {
    const ast::Waive& written = *context.waives[i];
    if (is_expired(context, waivers[i])) {
      context.warn("W0713", written.until.span,
                   fmt::format("this waiver of {} expired on {}", waivers[i].code,
                               to_string(waivers[i].until)),
                   {}, "mend what it was about, or let someone renew it with a new date");
      continue;
    }
    for (const ast::Name& name : written.on) {
      if (is_raised_here(waivers[i].code) && !effective.contains({i, name.text})) {
        context.warn("W0713", name.span,
                     fmt::format("nothing raises {} on `{}`", waivers[i].code, name.text), {},
                     "remove the waiver");
      }
    }
  }
}

}  // namespace abide::policy::checks
