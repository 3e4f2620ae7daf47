// What meets what: a permission and a prohibition about the same thing at one moment.
#include "policy/flows.hpp"

#include "policy/id_sets.hpp"

namespace abide::policy {
namespace {

bool acts_meet(Act permitted, Act forbidden) {
  switch (forbidden) {
    case Act::send:
      return permitted == Act::send || permitted == Act::host || permitted == Act::include;
    case Act::use:
      return permitted == Act::use || permitted == Act::send || permitted == Act::collect ||
             permitted == Act::generate || permitted == Act::include;
    default:
      return permitted == forbidden;
  }
}

/// A permission without a purpose serves any; what only rests with somebody serves none by itself.
bool purposes_meet(const Permission& permission, const Prohibition& prohibition) {
  if (prohibition.purposes.is_everything()) {
    return true;
  }
  if (permission.act == Act::host) {
    return false;
  }
  const bool names_some = !prohibition.purposes.all_but && !prohibition.purposes.names.empty();
  // What is sent for whatever it is for is sent for more than the only purposes, too.
  const bool for_more = prohibition.only && permission.act == Act::send;
  return permission.purposes.empty() ? names_some || for_more
                                     : prohibition.purposes.meets(permission.purposes);
}

bool parties_meet(const Permission& permission, const Prohibition& prohibition) {
  if (prohibition.recipients.is_everything() && prohibition.subjects.is_everything()) {
    return true;
  }
  return prohibition.recipients.meets(permission.recipients) ||
         prohibition.subjects.meets(permission.subjects);
}

bool is_subset(const std::vector<StateId>& some, const std::vector<StateId>& of) {
  return std::ranges::all_of(
      some, [&](StateId state) { return std::ranges::find(of, state) != of.end(); });
}

}  // namespace

std::string_view word_of(Act act) {
  switch (act) {
    case Act::collect:
      return "collect";
    case Act::generate:
      return "generate";
    case Act::store:
      return "store";
    case Act::send:
      return "send";
    case Act::host:
      return "host";
    case Act::use:
      return "use";
    case Act::set:
      return "set";
    case Act::include:
      return "include";
  }
  return "";
}

bool meet(const Permission& permission, const Prohibition& prohibition) {
  if (!prohibition.made_of.empty() || !acts_meet(permission.act, prohibition.act) ||
      !purposes_meet(permission, prohibition) || !parties_meet(permission, prohibition) ||
      (prohibition.outlet && permission.outlet != prohibition.outlet)) {
    return false;
  }
  return share(permission.leaves, prohibition.leaves) ||
         (prohibition.act == Act::use && !prohibition.only &&
          share(permission.sources, prohibition.leaves));
}

bool meet_in_time(const Permission& permission, const Prohibition& prohibition) {
  const bool ended = !prohibition.unless.empty() && is_subset(prohibition.unless, permission.when);
  // Only `send` can say in which states it holds: of anything else, as where a prohibition is of
  // one state, what is forbidden narrows what is permitted at large.
  const bool narrows = !prohibition.when.empty() && !is_subset(prohibition.when, permission.when);
  const bool silent = permission.act != Act::send && !prohibition.unless.empty();
  return !ended && !narrows && !silent;
}

std::vector<CategoryId> in_common(const std::vector<CategoryId>& a,
                                  const std::vector<CategoryId>& b) {
  return common_of(a, b);
}

}  // namespace abide::policy
