#include "reports/record/split.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/pack/about.hpp"

namespace abide::reports::record {
namespace {

using policy::Disclosure;
using policy::Model;
using policy::Purpose;

/// One leaf, where it lies, whose it is and the rules it lives by.
struct Holding {
  CategoryId leaf;
  std::optional<FieldId> field;  ///< none: no declared store keeps it
  std::optional<SubjectId> subject;
  std::vector<RuleId> rules;
};

/// Names that a person wrote, less those that mean nearly all there is.
std::vector<std::string> plain(std::vector<std::string> names) {
  std::erase_if(names, [](const std::string& name) {
    return name == "personal" || name == "special" || name == "everything";
  });
  return names;
}

bool is_personal(const Model& model, CategoryId leaf) {
  return model.at(leaf).leaf && model.at(leaf).mark != policy::Mark::anonymous;
}

/// Follows what something is made from to the people it comes from.
class Trace {
 public:
  Trace(const Model& model, const Disclosure& said) : model_(model), said_(said) {}
  void follow(CategoryId leaf) {
    if (!seen_.insert(leaf).second) return;
    for (const policy::Origin& origin : said_.origins) {
      if (!is_meant(model_, leaf, origin.what)) continue;
      for (const std::string& from : origin.from)
        if (const auto subject = model_.find_subject(from)) people_.insert(*subject);
      for (std::uint32_t i = 0; origin.is_derived && i < model_.categories.size(); ++i)
        if (is_personal(model_, CategoryId{i}) && is_meant(model_, CategoryId{i}, origin.from))
          follow(CategoryId{i});
    }
  }
  [[nodiscard]] const std::set<SubjectId>& people() const { return people_; }

 private:
  const Model& model_;
  const Disclosure& said_;
  std::set<SubjectId> people_;
  std::set<CategoryId> seen_;
};

class Splitter {
 public:
  Splitter(const Model& model, const Disclosure& said) : model_(model), said_(said) {
    for (std::uint32_t i = 0; i < model.fields.size(); ++i) hold(FieldId{i});
    for (std::uint32_t i = 0; i < model.categories.size(); ++i) hold_unkept(CategoryId{i});
    std::ranges::stable_sort(holdings_, {}, [](const Holding& one) { return one.leaf.value; });
  }

  std::vector<Activity> split() {
    std::vector<Activity> all;
    for (const Purpose& purpose : said_.purposes) {
      if (!purpose.processor_for.empty()) continue;
      group(all, &purpose, [&](CategoryId leaf) { return is_meant(model_, leaf, purpose.uses); });
    }
    group(all, nullptr, [&](CategoryId leaf) {
      return std::ranges::none_of(said_.purposes, [&](const Purpose& purpose) {
        return is_meant(model_, leaf, purpose.uses);
      });
    });
    return all;
  }

 private:
  void hold(FieldId id) {
    const policy::Field& field = model_.at(id);
    for (const CategoryId leaf : field.categories) {
      if (!is_personal(model_, leaf)) continue;
      kept_.insert(leaf);
      for (const std::optional<SubjectId> subject : whose(model_, said_, id, leaf))
        holdings_.push_back({leaf, id, subject, rules_of(id, leaf)});
    }
  }

  /// Data that passes through: used or collected by name, and in no declared store.
  void hold_unkept(CategoryId leaf) {
    if (!is_personal(model_, leaf) || kept_.contains(leaf)) return;
    const bool used = std::ranges::any_of(said_.purposes, [&](const Purpose& purpose) {
      return is_meant(model_, leaf, plain(purpose.uses));
    });
    const bool taken = std::ranges::any_of(said_.origins, [&](const policy::Origin& origin) {
      return is_meant(model_, leaf, plain(origin.what));
    });
    if (!used && !taken) return;
    for (const std::optional<SubjectId> subject : come_from(model_, said_, leaf))
      holdings_.push_back({leaf, std::nullopt, subject, {}});
  }

  [[nodiscard]] std::vector<RuleId> rules_of(FieldId field, CategoryId leaf) const {
    std::vector<RuleId> rules = model_.rules_of(field);
    std::erase_if(rules, [&](RuleId id) {
      const policy::Rule& rule = model_.at(id);
      return rule.kind != policy::Rule::Kind::sever &&
             std::ranges::find(rule.categories, leaf) == rule.categories.end();
    });
    return rules;
  }

  template <class Wanted>
  void group(std::vector<Activity>& all, const Purpose* purpose, const Wanted& wanted) const {
    using Key = std::pair<bool, std::vector<RuleId>>;  // kept somewhere, and by which rules
    for (const std::optional<SubjectId> subject : people()) {
      std::vector<std::pair<Key, Activity>> classes;
      for (const Holding& one : holdings_) {
        if (one.subject != subject || !wanted(one.leaf)) continue;
        const Key key{one.field.has_value(), one.rules};
        auto at = std::ranges::find(classes, key, &std::pair<Key, Activity>::first);
        if (at == classes.end())
          at = classes.insert(at, {key, begin(purpose, subject, one.rules, classes.size() + 1)});
        add(at->second, one);
      }
      for (auto& [key, activity] : classes) all.push_back(std::move(activity));
    }
  }

  [[nodiscard]] std::vector<std::optional<SubjectId>> people() const {
    std::vector<std::optional<SubjectId>> all;
    for (std::uint32_t i = 0; i < model_.subjects.size(); ++i) all.emplace_back(SubjectId{i});
    all.emplace_back(std::nullopt);
    return all;
  }

  [[nodiscard]] Activity begin(const Purpose* purpose, std::optional<SubjectId> subject,
                               const std::vector<RuleId>& rules, std::size_t number) const {
    Activity activity;
    activity.id = fmt::format("{}/{}/{}", purpose == nullptr ? "no_purpose" : purpose->name,
                              subject ? model_.at(*subject).name : std::string{"unknown"}, number);
    if (purpose != nullptr) activity.purpose = *purpose;
    activity.subject = subject;
    if (subject) {
      const policy::Subject& people = model_.at(*subject);
      activity.individuals = people.title.empty() ? people.name : people.title;
    }
    activity.rules = rules;
    return activity;
  }

  void add(Activity& activity, const Holding& one) const {
    const policy::Category& leaf = model_.at(one.leaf);
    if (std::ranges::find(activity.data, leaf.name, &Datum::name) == activity.data.end())
      activity.data.push_back({leaf.name, leaf.title.empty() ? leaf.name : leaf.title,
                               leaf.mark == policy::Mark::special, leaf.aliases});
    if (one.field && std::ranges::find(activity.fields, *one.field) == activity.fields.end())
      activity.fields.push_back(*one.field);
  }

  const Model& model_;
  const Disclosure& said_;
  std::vector<Holding> holdings_;
  std::set<CategoryId> kept_;
};

}  // namespace

std::vector<Activity> split(const Model& model, const Disclosure& said) {
  return Splitter{model, said}.split();
}

People whose(const Model& model, const Disclosure& said, FieldId id, CategoryId leaf) {
  const policy::Table& table = model.at(model.at(id).table);
  std::set<SubjectId> people;
  for (const policy::Mention& mention : table.mentions)
    if (std::ranges::find(mention.hop.from, id) != mention.hop.from.end())
      people.insert(mention.subject);
  // An identifier of somebody else says nothing of whose row it stands in.
  if (people.empty() || !model.only_identifies(id))
    for (const policy::Ownership& owner : table.owners) people.insert(owner.subject);
  if (people.empty()) return come_from(model, said, leaf);
  return {people.begin(), people.end()};
}

People come_from(const Model& model, const Disclosure& said, CategoryId leaf) {
  Trace trace{model, said};
  trace.follow(leaf);
  if (!trace.people().empty()) return {trace.people().begin(), trace.people().end()};
  if (model.subjects.size() == 1) return {SubjectId{0}};
  return {std::nullopt};
}

std::vector<CategoryId> used_by(const Model& model, const Purpose& purpose) {
  std::vector<CategoryId> all;
  for (std::uint32_t i = 0; i < model.categories.size(); ++i) {
    const policy::Category& one = model.at(CategoryId{i});
    if (one.leaf && one.mark != policy::Mark::anonymous &&
        is_meant(model, CategoryId{i}, purpose.uses))
      all.emplace_back(CategoryId{i});
  }
  return all;
}

}  // namespace abide::reports::record
