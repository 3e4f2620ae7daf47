// One direction, asked twice: what is looser the other way round is stricter this way.
#include "policy/compare/flows.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "policy/compare/flow_sides.hpp"

namespace abide::policy::compare {
namespace {

Gathered loosened(const Named& before, const Named& after, std::set<std::string>& not_told) {
  Gathered found;
  decide_looser(before, after, found, not_told);
  permit_looser(before, after, found);
  forbid_looser(before, after, found);
  return found;
}

}  // namespace

Cases& Gathered::of(Loosened made) {
  const auto same = std::ranges::find_if(all_, [&](const Loosened& one) {
    return one.what == made.what && one.before == made.before && one.after == made.after &&
           one.looser == made.looser;
  });
  if (same != all_.end()) return same->cases;
  all_.push_back(std::move(made));
  return all_.back().cases;
}

Sentences::Sentences(const Named& edition) {
  const auto add = [this](const std::string& what, const std::string& sentence,
                          const Location& location) {
    by_what_[what].push_back(sentence);
    all_.emplace(sentence, location);
  };
  const auto add_said = [&](const auto& one) {
    add(edition.names.of(one.promise), one.sentence, one.location);
  };
  const Model& model = edition.model;
  std::ranges::for_each(model.rules, add_said);
  std::ranges::for_each(model.flows.prohibitions, add_said);
  std::ranges::for_each(model.flows.confinements, add_said);
  for (const Permission& one : model.flows.permissions)
    add(compare::place_of(edition, one), sentence_in(edition, one), one.location);
}

std::optional<Location> Sentences::place_of(const std::vector<std::string>& sentences) const {
  for (const std::string& sentence : sentences)
    if (const auto at = all_.find(sentence); at != all_.end()) return at->second;
  return std::nullopt;
}

std::vector<std::string> Sentences::missing_in(const Sentences& other,
                                               const std::string& what) const {
  std::vector<std::string> left;
  const auto at = by_what_.find(what);
  if (at == by_what_.end()) return left;
  const auto there = other.by_what_.find(what);
  for (const std::string& sentence : at->second) {
    const bool told = std::ranges::find(left, sentence) != left.end();
    const bool stays = there != other.by_what_.end() &&
                       std::ranges::find(there->second, sentence) != there->second.end();
    if (!told && !stays) left.push_back(sentence);
  }
  return left;
}

std::string place_of(const Named& edition, const Permission& permission) {
  if (permission.promise) return edition.names.of(*permission.promise);
  if (permission.outlet) return fmt::format("outlet `{}`", edition.names.of(*permission.outlet));
  return fmt::format("purpose `{}`", edition.names.of(permission.purposes.front()));
}

std::string sentence_in(const Named& edition, const Permission& permission) {
  return permission.sentence.empty() ? "uses " + edition.names.list(permission.leaves)
                                     : permission.sentence;
}

std::string listed(const std::set<std::string>& names) {
  constexpr std::size_t most = 6;
  std::vector<std::string> shown;
  for (const std::string& name : names)
    if (shown.size() < most) shown.push_back(fmt::format("`{}`", name));
  const std::string text = fmt::format("{}", fmt::join(shown, ", "));
  return names.size() > most ? fmt::format("{} and {} more", text, names.size() - most) : text;
}

FlowChanges compare_flows(const Named& before, const Named& after) {
  FlowChanges found;
  std::set<std::string> not_told;
  const Gathered forth = loosened(before, after, not_told);
  for (const Loosened& one : forth.all()) {
    found.changes.push_back({Part::flows,
                             Judgement::looser,
                             one.what,
                             one.before,
                             one.after,
                             {one.looser(one.cases)},
                             one.was_at,
                             one.stands_at});
  }
  const Gathered back = loosened(after, before, not_told);
  for (const Loosened& one : back.all()) {
    found.changes.push_back({Part::flows,
                             Judgement::stricter,
                             one.what,
                             one.after,
                             one.before,
                             {one.stricter(one.cases)},
                             one.stands_at,
                             one.was_at});
  }
  found.not_told.assign(not_told.begin(), not_told.end());
  return found;
}

}  // namespace abide::policy::compare
