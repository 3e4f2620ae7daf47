// Statements are compared as they were written, blanks folded; the rest by the meaning digest.
#include "policy/diff.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "policy/diff_parts.hpp"

namespace abide::policy {
namespace {

using Sentences = std::set<std::string>;

std::string outlet_name(const Model& model, OutletId id) {
  return "outlet " + model.flows.outlets[id.value];
}

std::string purpose_name(const Model& model, PurposeId id) {
  return "purpose " + model.flows.purposes[id.value];
}

std::string uses_of(const Model& model, const Permission& permission) {
  std::vector<std::string> names;
  for (const CategoryId leaf : permission.leaves) {
    names.push_back(model.at(leaf).name);
  }
  return fmt::format("uses {}", fmt::join(names, ", "));
}

/// What the policy says about time and flows, by promise.
std::map<std::string, Sentences> sentences_of(const Model& model) {
  std::map<std::string, Sentences> all;
  const auto add = [&](const auto& said) { all[model.at(said.promise).id].insert(said.sentence); };
  std::ranges::for_each(model.rules, add);
  std::ranges::for_each(model.flows.prohibitions, add);
  std::ranges::for_each(model.flows.confinements, add);
  for (const Permission& permission : model.flows.permissions) {
    if (permission.promise) {
      all[model.at(*permission.promise).id].insert(permission.sentence);
    } else if (permission.outlet) {
      all[outlet_name(model, *permission.outlet)].insert(permission.sentence);
    } else {
      all[purpose_name(model, permission.purposes.front())].insert(uses_of(model, permission));
    }
  }
  return all;
}

std::vector<std::string> without(const Sentences& some, const Sentences& others) {
  std::vector<std::string> left;
  std::ranges::set_difference(some, others, std::back_inserter(left));
  return left;
}

const Sentences& of(const std::map<std::string, Sentences>& all, const std::string& promise) {
  static const Sentences none;
  const auto at = all.find(promise);
  return at == all.end() ? none : at->second;
}

std::string text_of(const Limits& limits) {
  std::string text;
  if (limits.rows) {
    text += fmt::format("rows {}; ", *limits.rows);
  }
  if (limits.share_percent) {
    text += fmt::format("share {} %; ", *limits.share_percent);
  }
  if (limits.hours) {
    constexpr int hour = 60;
    const auto [from, until] = *limits.hours;
    text += fmt::format("hours {:02}:{:02}, {:02}:{:02}; ", from / hour, from % hour, until / hour,
                        until % hour);
  }
  return text.empty() ? "none" : text.substr(0, text.size() - 2);
}

std::string text_of(const Calendar& calendar) {
  return fmt::format("zone {}, grace {}, lead {}, sweep every {}, financial year to {}-{:02}",
                     calendar.zone, to_string(calendar.grace), to_string(calendar.lead),
                     to_string(calendar.sweep_every),
                     static_cast<unsigned>(calendar.financial_year_end.month()),
                     static_cast<unsigned>(calendar.financial_year_end.day()));
}

/// Everything outside the statements about time: what is new, what is told another way, and at the
/// end what is gone.
void compare_parts(const Model& before, const Model& after, std::vector<Difference>& found) {
  const auto now = parts_of(after);
  const auto then = parts_of(before);
  // A waiver may stand there twice.
  std::map<std::string, Sentences> old;
  std::map<std::string, Sentences> fresh;
  for (const auto& [what, words] : then) {
    old[what].insert(words);
  }
  for (const auto& [what, words] : now) {
    fresh[what].insert(words);
  }
  std::set<std::string> seen;
  for (const auto* parts : {&now, &then}) {
    for (const auto& [what, words] : *parts) {
      Difference one{what, without(of(old, what), of(fresh, what)),
                     without(of(fresh, what), of(old, what))};
      if (seen.insert(what).second && !(one.before.empty() && one.after.empty())) {
        found.push_back(std::move(one));
      }
    }
  }
}

}  // namespace

std::vector<Difference> differences(const Model& before, const Model& after) {
  const auto old = sentences_of(before);
  const auto now = sentences_of(after);
  std::vector<Difference> found;
  const auto compare = [&](const std::string& promise) {
    Difference one{promise, without(of(old, promise), of(now, promise)),
                   without(of(now, promise), of(old, promise))};
    if (!one.before.empty() || !one.after.empty()) {
      found.push_back(std::move(one));
    }
  };
  std::set<std::string> seen;
  const auto compare_once = [&](const std::string& name) {
    if (seen.insert(name).second) {
      compare(name);
    }
  };
  for (const Model* model : {&after, &before}) {
    for (const Promise& promise : model->promises) {
      compare_once(promise.id);
    }
    for (const std::string& name : model->flows.purposes) {
      compare_once("purpose " + name);
    }
    for (const std::string& name : model->flows.outlets) {
      compare_once("outlet " + name);
    }
  }
  if (before.limits != after.limits) {
    found.push_back({"limits", {text_of(before.limits)}, {text_of(after.limits)}});
  }
  if (before.calendar != after.calendar) {
    found.push_back({"how it counts time", {text_of(before.calendar)}, {text_of(after.calendar)}});
  }
  compare_parts(before, after, found);
  if (found.empty() && meaning_digest(before) != meaning_digest(after)) {
    found.push_back({"the order of its parts", {}, {}});
  }
  return found;
}

}  // namespace abide::policy
