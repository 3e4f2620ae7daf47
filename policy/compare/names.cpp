// Names first, then one signature for each kind. A signature counts only where one thing on either
// side has it.
#include "policy/compare/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "policy/disclosure.hpp"

namespace abide::policy::compare {
namespace {

using List = std::vector<std::string>;
/// What a thing is besides its name; empty where that says nothing.
using Signature = std::function<std::string(std::uint32_t)>;

template <class Items, class Name>
List names_of(const Items& items, const Name& name) {
  List names;
  for (const auto& item : items) names.push_back(name(item));
  return names;
}

Names own_names(const Model& model) {
  Names names;
  const auto name = [](const auto& item) { return item.name; };
  const auto itself = [](const std::string& text) { return text; };
  names.stores = names_of(model.stores, name);
  for (std::uint32_t i = 0; i < model.tables.size(); ++i)
    names.tables.push_back(model.full_name(TableId{i}));
  for (std::uint32_t i = 0; i < model.fields.size(); ++i)
    names.fields.push_back(model.full_name(FieldId{i}));
  names.categories = names_of(model.categories, name);
  names.subjects = names_of(model.subjects, name);
  names.events = names_of(model.events, name);
  names.promises = names_of(model.promises, [](const Promise& one) { return one.id; });
  names.recipients = names_of(model.recipients, itself);
  names.purposes = names_of(model.flows.purposes, itself);
  names.states = names_of(model.flows.states, itself);
  names.outlets = names_of(model.flows.outlets, itself);
  return names;
}

/// Titles by name, of what has them in the tree alone.
class Titles {
 public:
  explicit Titles(const Sources& sources) : said_(disclosure_of(sources)) {
    for (const auto& one : said_.parties) add(one.name, one.title);
    for (const auto& one : said_.purposes) add(one.name, one.title);
    for (const auto& one : said_.states) add(one.name, one.title);
  }
  /// Empty where it has none of its own.
  [[nodiscard]] std::string of(const std::string& name) const {
    const auto at = titles_.find(name);
    return at == titles_.end() ? "" : at->second;
  }

 private:
  void add(const std::string& name, const std::string& title) {
    if (title != name) titles_.emplace(name, title);
  }
  Disclosure said_;
  std::map<std::string, std::string> titles_;
};

class Aligner {
 public:
  Aligner(const Edition& before, const Edition& after)
      : before_(before),
        after_(after),
        old_titles_(before.sources),
        new_titles_(after.sources),
        aligned_{own_names(before.model), own_names(after.model), {}} {}

  Aligned run() {
    places();
    people_and_categories();
    events();
    by_title("recipient", &Names::recipients);
    by_title("purpose", &Names::purposes);
    by_title("state", &Names::states);
    outlets();
    promises();
    return std::move(aligned_);
  }

 private:
  using Kept = List Names::*;

  /// Gives what is in the older version alone the newer name of what has the same signature.
  void match(const char* kind, Kept list, const Signature& old_one, const Signature& new_one) {
    List& old_names = aligned_.before.*list;
    const List& new_names = aligned_.after.*list;
    const std::set<std::string> known_before{old_names.begin(), old_names.end()};
    const std::set<std::string> known_after{new_names.begin(), new_names.end()};
    const auto places = [](const List& names, const std::set<std::string>& others,
                           const Signature& signature) {
      std::map<std::string, std::vector<std::uint32_t>> found;
      for (std::uint32_t i = 0; i < names.size(); ++i) {
        if (others.contains(names[i])) continue;
        if (const std::string text = signature(i); !text.empty()) found[text].push_back(i);
      }
      return found;
    };
    const auto fresh = places(new_names, known_before, new_one);
    for (const auto& [signature, was] : places(old_names, known_after, old_one)) {
      const auto now = fresh.find(signature);
      if (now == fresh.end() || was.size() != 1 || now->second.size() != 1) continue;
      const std::string& name = new_names[now->second.front()];
      aligned_.renamings.push_back({kind, old_names[was.front()], name});
      aligned_.before.renamed[old_names[was.front()]] = name;
      old_names[was.front()] = name;
    }
  }
  /// The same signature, made from either version.
  template <class Make>
  void match(const char* kind, Kept list, const Make& make) {
    match(
        kind, list, [&](std::uint32_t i) { return make(before_, aligned_.before, old_titles_, i); },
        [&](std::uint32_t i) { return make(after_, aligned_.after, new_titles_, i); });
  }
  void by_title(const char* kind, Kept list) {
    match(kind, list,
          [list](const Edition&, const Names& names, const Titles& titles, std::uint32_t i) {
            return titles.of((names.*list)[i]);
          });
  }

  void places() {
    match("store", &Names::stores,
          [](const Edition& edition, const Names&, const Titles&, std::uint32_t i) {
            const Store& store = edition.model.stores[i];
            std::set<std::string> live;
            for (const TableId table : store.tables) live.insert(edition.model.at(table).live_name);
            return live.empty() ? "" : fmt::format("{}: {}", store.kind, fmt::join(live, ", "));
          });
    say_anew(&Names::tables, [](const Model& model, const Names& names, std::uint32_t i) {
      return names.of(model.tables[i].store) + "." + model.tables[i].name;
    });
    match("table", &Names::tables,
          [](const Edition& edition, const Names& names, const Titles&, std::uint32_t i) {
            const Table& table = edition.model.tables[i];
            return names.of(table.store) + ": " + table.live_name;
          });
    say_anew(&Names::fields, [](const Model& model, const Names& names, std::uint32_t i) {
      return names.of(model.fields[i].table) + "." + model.fields[i].name;
    });
    match("column", &Names::fields,
          [](const Edition& edition, const Names& names, const Titles&, std::uint32_t i) {
            const Field& field = edition.model.fields[i];
            return names.of(field.table) + ": " + field.column;
          });
  }
  /// Full names, once what they begin with has its name.
  template <class Say>
  void say_anew(Kept list, const Say& say) {
    List& names = aligned_.before.*list;
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      const std::string name = say(before_.model, aligned_.before, i);
      if (name != names[i]) aligned_.before.renamed[names[i]] = name;
      names[i] = name;
    }
  }

  void people_and_categories() {
    match("subject", &Names::subjects,
          [](const Edition& edition, const Names& names, const Titles&, std::uint32_t i) {
            List columns;
            for (const FieldId id : edition.model.subjects[i].identified_by)
              columns.push_back(names.of(id));
            return fmt::format("{}", fmt::join(columns, ", "));
          });
    match("category", &Names::categories, held_by);
    match("category", &Names::categories, above);
    match("category", &Names::categories, below);
    match("category", &Names::categories,
          [](const Edition& edition, const Names&, const Titles&, std::uint32_t i) {
            const Category& one = edition.model.categories[i];
            return one.title.empty() ? "" : fmt::format("{} {}", one.title, marks_of(one));
          });
  }
  static std::string marks_of(const Category& one) {
    return fmt::format("{}{}{}{}", static_cast<int>(one.mark), one.identifier, one.confidential,
                       one.secret);
  }
  /// A leaf by the columns that hold it.
  static std::string held_by(const Edition& edition, const Names& names, const Titles&,
                             std::uint32_t i) {
    std::set<std::string> columns;
    for (std::uint32_t f = 0; f < edition.model.fields.size(); ++f) {
      if (std::ranges::find(edition.model.fields[f].categories, CategoryId{i}) !=
          edition.model.fields[f].categories.end())
        columns.insert(names.fields[f]);
    }
    return columns.empty() ? ""
                           : fmt::format("{} {}", fmt::join(columns, ", "),
                                         marks_of(edition.model.categories[i]));
  }
  /// A group by what is in it.
  static std::string above(const Edition& edition, const Names& names, const Titles&,
                           std::uint32_t i) {
    if (edition.model.categories[i].leaf) return "";
    std::set<std::string> inside;
    for (std::uint32_t c = 0; c < edition.model.categories.size(); ++c)
      if (edition.model.categories[c].parent == CategoryId{i}) inside.insert(names.categories[c]);
    return fmt::format("{}", fmt::join(inside, ", "));
  }
  /// A leaf by its own part of the name, below a group that has its name by now.
  static std::string below(const Edition& edition, const Names& names, const Titles&,
                           std::uint32_t i) {
    const Category& one = edition.model.categories[i];
    if (!one.parent) return "";
    const std::string& name = names.categories[i];
    return names.of(*one.parent) + name.substr(name.rfind('.') + 1) + marks_of(one);
  }

  void events() {
    match("event", &Names::events,
          [](const Edition& edition, const Names& names, const Titles&, std::uint32_t i) {
            const Event& event = edition.model.events[i];
            if (const auto* at = std::get_if<AtColumn>(&event.source))
              return "at " + names.of(at->field);
            if (const auto* absence = std::get_if<OnAbsence>(&event.source))
              return "absence " + names.of(absence->table);
            return event.title.empty()
                       ? std::string{}
                       : fmt::format("told {} {}",
                                     static_cast<int>(std::get<Told>(event.source).by),
                                     event.title);
          });
  }
  /// A way out is what leaves by it, to whom and for what.
  void outlets() {
    match("outlet", &Names::outlets,
          [](const Edition& edition, const Names& names, const Titles&, std::uint32_t i) {
            std::set<std::string> carried;
            for (const Permission& one : edition.model.flows.permissions) {
              if (one.outlet != OutletId{i}) continue;
              for (const RecipientId to : one.recipients) carried.insert("to " + names.of(to));
              for (const PurposeId to : one.purposes) carried.insert("for " + names.of(to));
              for (const CategoryId leaf : one.leaves) carried.insert(names.of(leaf));
            }
            return fmt::format("{}", fmt::join(carried, ", "));
          });
  }
  void promises() {
    match("promise", &Names::promises,
          [](const Edition& edition, const Names&, const Titles&, std::uint32_t i) {
            const Promise& promise = edition.model.promises[i];
            return promise.quote.empty() ? "" : promise.section + ": " + promise.quote;
          });
  }

  const Edition& before_;
  const Edition& after_;
  Titles old_titles_, new_titles_;
  Aligned aligned_;
};

}  // namespace

Aligned align(const Edition& before, const Edition& after) { return Aligner{before, after}.run(); }

}  // namespace abide::policy::compare
