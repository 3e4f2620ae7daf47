// The parts compared each in its way, then put together promise by promise.
#include "policy/compare/comparison.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "policy/compare/flows.hpp"
#include "policy/compare/names.hpp"
#include "policy/compare/time.hpp"
#include "policy/compare/traits.hpp"
#include "policy/sentences.hpp"

namespace abide::policy::compare {
namespace {

using Key = std::tuple<Judgement, Part, std::string>;
Key key_of(const Change& change) { return {change.judgement, change.part, change.what}; }

void add_new(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const std::string& one : more)
    if (std::ranges::find(into, one) == into.end()) into.push_back(one);
}

/// Changes of one thing that are judged alike are one change.
std::vector<Change> gathered(std::vector<Change> changes) {
  std::map<Key, Change> by_key;
  for (Change& one : changes) {
    const auto [at, is_new] = by_key.emplace(key_of(one), one);
    if (is_new) continue;
    Change& known = at->second;
    add_new(known.before, one.before);
    add_new(known.after, one.after);
    add_new(known.why, one.why);
    if (!known.was_at) known.was_at = one.was_at;
    if (!known.stands_at) known.stands_at = one.stands_at;
  }
  std::vector<Change> all;
  for (auto& [key, one] : by_key) all.push_back(std::move(one));
  return all;
}

/// That a promise is new or gone says nothing where what stands under it tells it.
void drop_bare_promises(std::vector<Change>& changes, const Aligned& aligned) {
  const auto is_in = [](const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
  };
  std::map<std::string, int> told;
  for (const Change& one : changes) ++told[one.what];
  std::erase_if(changes, [&](const Change& one) {
    const bool promise =
        is_in(aligned.before.promises, one.what) != is_in(aligned.after.promises, one.what);
    return promise && one.part == Part::policy && told[one.what] > 1;
  });
}

void append(std::vector<Change>& into, std::vector<Change> more) {
  into.insert(into.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
}

std::vector<Trait> traits_of(const Named& edition, const Shared& shared) {
  std::vector<Trait> all = traits_of_model(edition);
  for (auto* list : {&traits_of_places, &traits_of_statements}) {
    std::vector<Trait> more = list(edition, shared);
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  }
  return all;
}

void add_announcements(const Edition& edition, const std::set<std::string>& fired,
                       std::vector<Announcement>& into) {
  for (const ast::File& file : edition.sources.trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* promise = std::get_if<ast::Promise>(&declaration);
      const auto* ruling = std::get_if<ast::Ruling>(&declaration);
      if (promise == nullptr && ruling == nullptr) continue;
      for (const ast::Statement& one :
           promise != nullptr ? promise->statements : ruling->statements) {
        const auto* notify = std::get_if<ast::Notify>(&one);
        if (notify == nullptr || !fired.contains(notify->of.text)) continue;
        Announcement made{promise != nullptr ? promise->id.text : ruling->id.text,
                          sentence_at(edition.sources, notify->span),
                          location_of(edition.sources, notify->span)};
        const bool known = std::ranges::any_of(into, [&](const Announcement& other) {
          return other.promise == made.promise && other.sentence == made.sentence;
        });
        if (!known) into.push_back(std::move(made));
      }
    }
  }
}

}  // namespace

std::string_view word_of(Judgement judgement) {
  switch (judgement) {
    case Judgement::looser:
      return "looser";
    case Judgement::stricter:
      return "stricter";
    case Judgement::sideways:
      return "sideways";
  }
  return "";
}

std::string_view word_of(Part part) {
  switch (part) {
    case Part::flows:
      return "flows";
    case Part::time:
      return "time";
    case Part::rights:
      return "rights";
    case Part::controls:
      return "controls";
    case Part::categories:
      return "categories";
    case Part::stores:
      return "stores";
    case Part::parties:
      return "parties";
    case Part::policy:
      return "policy";
  }
  return "";
}

bool Comparison::has(Judgement judgement) const {
  return std::ranges::find(changes, judgement, &Change::judgement) != changes.end();
}

Comparison compare(const Edition& before, const Edition& after) {
  Aligned aligned = align(before, after);
  const Named old{before.model, before.sources, aligned.before};
  const Named now{after.model, after.sources, aligned.after};
  const Shared both = shared(old, now);
  Comparison found;
  std::vector<Change> changes = compare_traits(traits_of(old, both), traits_of(now, both));
  FlowChanges flows = compare_flows(old, now);
  append(changes, std::move(flows.changes));
  append(changes, compare_time(old, now));
  found.not_told = std::move(flows.not_told);
  found.changes = gathered(std::move(changes));
  drop_bare_promises(found.changes, aligned);
  found.renamings = std::move(aligned.renamings);
  return found;
}

std::optional<Gate> gate_of(std::string_view word) {
  if (word == "any") return Gate::any;
  if (word == "loosening") return Gate::loosening;
  if (word == "flows") return Gate::flows;
  return word == "none" ? std::optional{Gate::none} : std::nullopt;
}

bool trips(const Comparison& comparison, Gate gate) {
  switch (gate) {
    case Gate::any:
      return !comparison.is_empty();
    case Gate::loosening:
      return comparison.may_loosen();
    case Gate::flows:
      return !comparison.not_told.empty() ||
             std::ranges::any_of(comparison.changes, [](const Change& one) {
               return one.part == Part::flows && one.judgement == Judgement::looser;
             });
    case Gate::none:
      return false;
  }
  return true;
}

std::vector<Announcement> announcements_due(const Edition& before, const Edition& after,
                                            const Comparison& comparison) {
  std::set<std::string> fired;
  if (!comparison.is_empty()) fired.insert("policy_changed");
  if (comparison.may_loosen()) fired.insert("policy_loosened");
  std::vector<Announcement> due;
  if (fired.empty()) return due;
  add_announcements(after, fired, due);
  add_announcements(before, fired, due);
  return due;
}

}  // namespace abide::policy::compare
