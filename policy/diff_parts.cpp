// In the policy's own words where they are short; names stand for what is told elsewhere.
#include "policy/diff_parts.hpp"

#include <fmt/format.h>

#include <array>

namespace abide::policy {
namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

class Teller {
 public:
  explicit Teller(const Model& model) : model_(model) {}

  Parts tell() {
    add("its name", model_.name);
    add("regimes", fmt::format("{}", fmt::join(model_.regimes, ", ")));
    add("staff", fmt::format("{}", fmt::join(model_.staff, ", ")));
    add("recipients", fmt::format("{}", fmt::join(model_.recipients, ", ")));
    for (const Category& one : model_.categories) add("category", one.name, words_of(one));
    for (const Subject& one : model_.subjects)
      add("subject", one.name, "identified by " + names_of(one.identified_by));
    for (const Event& one : model_.events) add("event", one.name, words_of(one));
    for (const Store& one : model_.stores) add("store", one.name, words_of(one));
    for (std::uint32_t i = 0; i < model_.tables.size(); ++i)
      add("table", model_.full_name(TableId{i}), words_of(model_.tables[i]));
    for (std::uint32_t i = 0; i < model_.fields.size(); ++i)
      add("column", model_.full_name(FieldId{i}), words_of(model_.fields[i]));
    for (const Promise& one : model_.promises)
      add(one.decide_by ? "ruling" : "promise", one.id, words_of(one));
    for (const Waiver& one : model_.waivers)
      add("waiver", fmt::format("{} on {}", one.code, fmt::join(one.on, ", ")),
          fmt::format("until {} by {}: {}", to_string(one.until), one.by, one.because));
    return std::move(parts_);
  }

 private:
  void add(std::string what, std::string words) {
    parts_.emplace_back(std::move(what), std::move(words));
  }
  void add(const char* kind, const std::string& name, std::string words) {
    add(fmt::format("{} `{}`", kind, name), std::move(words));
  }
  [[nodiscard]] std::string names_of(const std::vector<FieldId>& fields) const {
    std::vector<std::string> names;
    for (const FieldId field : fields) names.push_back(model_.full_name(field));
    return fmt::format("{}", fmt::join(names, ", "));
  }
  [[nodiscard]] std::string words_of(const Category& category) const;
  [[nodiscard]] std::string words_of(const Event& event) const;
  [[nodiscard]] std::string words_of(const Store& store) const;
  [[nodiscard]] std::string words_of(const Table& table) const;
  [[nodiscard]] std::string words_of(const Field& field) const;
  [[nodiscard]] static std::string words_of(const Promise& promise);
  [[nodiscard]] std::string words_of(const Ownership& owner) const;
  [[nodiscard]] std::string words_of(const Mention& mention) const;
  [[nodiscard]] std::string words_of(const Condition& condition) const;
  [[nodiscard]] std::string words_of(const std::vector<Hop>& hops) const;

  const Model& model_;
  Parts parts_;
};

/// Sentences, joined; `nothing more` where there are none.
std::string joined(const std::vector<std::string>& parts) {
  return parts.empty() ? "nothing more" : fmt::format("{}", fmt::join(parts, "; "));
}

std::string Teller::words_of(const Category& category) const {
  constexpr std::array marks{"anonymous", "pseudonymous", "personal", "special"};
  std::vector<std::string> parts{marks.at(static_cast<std::size_t>(category.mark))};
  if (category.identifier) parts.emplace_back("identifier");
  if (category.confidential) parts.emplace_back("confidential");
  if (category.secret) parts.emplace_back("secret");
  if (!category.leaf) parts.emplace_back("a group");
  if (!category.aliases.empty())
    parts.push_back(fmt::format("alias {}", fmt::join(category.aliases, ", ")));
  return joined(parts);
}

std::string Teller::words_of(const Event& event) const {
  std::string words;
  if (const auto* at = std::get_if<AtColumn>(&event.source)) {
    words = "at " + model_.full_name(at->field);
  } else if (const auto* absence = std::get_if<OnAbsence>(&event.source)) {
    words = fmt::format("when a row of {} is gone", model_.full_name(absence->table));
  } else {
    constexpr std::array by{"the app", "requests", "Abide"};
    words =
        fmt::format("told by {}", by.at(static_cast<std::size_t>(std::get<Told>(event.source).by)));
  }
  return event.of ? fmt::format("{}, of a row of {}", words, model_.full_name(*event.of)) : words;
}

std::string Teller::words_of(const Store& store) const {
  std::vector<std::string> parts{"kind " + store.kind};
  if (store.run_by) parts.push_back("run by " + *store.run_by);
  const auto kept = [&](const char* what, const std::optional<Period>& period) {
    if (period) parts.push_back(fmt::format("{} kept {}", what, to_string(*period)));
  };
  kept("backups", store.backups_kept);
  kept("history", store.history_kept);
  kept("logs", store.logs_kept);
  if (store.no_reach_because) parts.push_back("reach none because " + *store.no_reach_because);
  return joined(parts);
}

std::string Teller::words_of(const Condition& condition) const {
  struct Words {
    std::string operator()(const std::string& value) const { return fmt::format("\"{}\"", value); }
    std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  };
  return fmt::format("{} is {}", model_.full_name(condition.field),
                     std::visit(Words{}, condition.value));
}

std::string Teller::words_of(const std::vector<Hop>& hops) const {
  std::string words;
  for (const Hop& hop : hops)
    words += fmt::format(" through {} to {}", names_of(hop.from), names_of(hop.to));
  return words;
}

std::string Teller::words_of(const Ownership& owner) const {
  constexpr std::array kinds{"owned by", "owned jointly by", "shared with"};
  std::string words = fmt::format("{} {}{}", kinds.at(static_cast<std::size_t>(owner.kind)),
                                  model_.at(owner.subject).name, words_of(owner.hops));
  if (owner.condition) words += " when " + words_of(*owner.condition);
  for (const Condition& one : owner.on_the_way) words += " and " + words_of(one);
  if (!owner.blanks.empty()) words += " blanks " + names_of(owner.blanks);
  return words;
}

std::string Teller::words_of(const Mention& mention) const {
  constexpr std::array on_erase{"remove", "blank", "keep"};
  return fmt::format("mentions {}{}{}, on erase {}, on access {}", model_.at(mention.subject).name,
                     words_of(std::vector{mention.hop}), words_of(mention.onward),
                     on_erase.at(static_cast<std::size_t>(mention.on_erase)),
                     mention.shown_on_access ? "show" : "hide");
}

std::string Teller::words_of(const Table& table) const {
  std::vector<std::string> parts;
  if (table.live_name != table.name) parts.push_back("is " + table.live_name);
  if (!table.key.empty()) parts.push_back("key " + names_of(table.key));
  if (!table.clocks.empty()) parts.push_back("clocks " + names_of(table.clocks));
  for (const Ownership& owner : table.owners) parts.push_back(words_of(owner));
  for (const Mention& mention : table.mentions) parts.push_back(words_of(mention));
  if (table.unowned_because) parts.push_back("unowned because " + *table.unowned_because);
  return joined(parts);
}

std::string Teller::words_of(const Field& field) const {
  constexpr std::array forms{"a moment", "a day", "unix seconds", "unix milliseconds"};
  std::vector<std::string> parts;
  std::vector<std::string> names;
  for (const CategoryId id : field.categories) names.push_back(model_.at(id).name);
  if (!names.empty()) parts.push_back(fmt::format("{}", fmt::join(names, ", ")));
  if (field.column != field.name) parts.push_back("is " + field.column);
  if (field.clock) parts.emplace_back(forms.at(static_cast<std::size_t>(*field.clock)));
  if (!field.zone.empty()) parts.push_back("zone " + field.zone);
  if (field.link) parts.emplace_back("a link");
  if (field.links_to) parts.push_back("links to " + model_.full_name(*field.links_to));
  return joined(parts);
}

std::string Teller::words_of(const Promise& promise) {
  std::vector<std::string> parts;
  if (!promise.quote.empty()) parts.push_back(fmt::format("“{}”", promise.quote));
  if (!promise.section.empty()) parts.push_back("in " + promise.section);
  if (!promise.mode.empty()) parts.push_back(promise.mode);
  if (promise.decide_by) parts.push_back("decided by " + *promise.decide_by);
  if (promise.before) parts.push_back("before " + to_string(*promise.before));
  return joined(parts);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> parts_of(const Model& model) {
  return Teller{model}.tell();
}

}  // namespace abide::policy
