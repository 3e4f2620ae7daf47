// E0610: after the event that severs, what is kept can still be joined to what identifies. W0611:
// moments finer than a day on both sides might do the same.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "policy/checks/checks.hpp"
#include "policy/checks/join_graph.hpp"

namespace abide::policy::checks {
namespace {

/// The names as the statement says them, `payment` rather than its leaves.
std::string names_in(const Context& context, const std::vector<CategoryId>& leaves) {
  const Model& model = context.model;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < leaves.size();) {
    CategoryId top = leaves[i];
    std::size_t covered = 1;
    for (auto parent = model.at(top).parent; parent; parent = model.at(*parent).parent) {
      const auto [begin, end] = context.leaf_ranges[parent->value];
      const bool whole = std::all_of(
          context.leaves_in_order.begin() + begin, context.leaves_in_order.begin() + end,
          [&](CategoryId leaf) { return std::binary_search(leaves.begin(), leaves.end(), leaf); });
      if (!whole) {
        break;
      }
      top = *parent;
      covered = end - begin;
    }
    names.push_back(model.at(top).name);
    i += covered;
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

bool holds_any(const Field& field, const std::vector<CategoryId>& leaves) {
  return std::any_of(field.categories.begin(), field.categories.end(), [&](CategoryId leaf) {
    return std::binary_search(leaves.begin(), leaves.end(), leaf);
  });
}

/// Tables that still hold one of the leaves, other than in columns that are gone.
std::vector<TableId> tables_with(const Context& context, const AfterEvent& after,
                                 const std::vector<CategoryId>& leaves) {
  std::vector<TableId> tables;
  for (const CategoryId leaf : leaves) {
    for (const FieldId field : context.fields_of_leaf[leaf.value]) {
      if (after.is_left(field)) {
        tables.push_back(context.model.at(field).table);
      }
    }
  }
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  return tables;
}

/// Where the path begins: tables that still hold some of what is kept, past the event.
std::vector<TableId> kept_tables(const Context& context, const AfterEvent& after,
                                 const resolving::SeverClaim& claim) {
  const Model& model = context.model;
  std::vector<TableId> tables = tables_with(context, after, claim.kept);
  std::erase_if(tables, [&](TableId table) {
    const auto& fields = model.at(table).fields;
    const bool outlives = std::any_of(fields.begin(), fields.end(), [&](FieldId field) {
      return !after.ends(field) && after.is_left(field) && holds_any(model.at(field), claim.kept);
    });
    return !outlives && table != model.at(claim.column).table;
  });
  return tables;
}

/// A column that, severed too, would cut the path.
std::string column_to_cut(const Model& model, const Join& join) {
  const auto& key = model.at(join.from).key;
  const bool is_key = std::find(key.begin(), key.end(), join.from_column) != key.end();
  return model.full_name(is_key ? join.to_column : join.from_column);
}

std::optional<FieldId> fine_clock(const Model& model, const AfterEvent& after, TableId table) {
  for (const FieldId field : model.at(table).fields) {
    const auto& clock = model.at(field).clock;
    if (clock && *clock != ClockForm::date && after.is_left(field)) {
      return field;
    }
  }
  return std::nullopt;
}

class Severance {
 public:
  explicit Severance(Context& context)
      : context_(context),
        model_(context.model),
        graph_(context.model),
        floored_(context.model.fields.size()) {
    for (std::uint32_t i = 0; i < model_.rules.size(); ++i) {
      for (const EventId event : model_.rules[i].anchor.events) {
        rules_[event].push_back(RuleId{i});
      }
      for (const FieldId field : model_.rules[i].fields) {
        floored_[field.value] = floored_[field.value] || model_.rules[i].is_floor();
      }
    }
  }
  void check(const resolving::SeverClaim& claim) {
    for (const EventId event : claim.events) {
      const auto [after, is_new] =
          after_.try_emplace(event, model_, graph_, event, rules_[event], floored_);
      const std::vector<TableId> kept = kept_tables(context_, after->second, claim);
      const std::vector<TableId> other = tables_with(context_, after->second, claim.other);
      if (const auto path = after->second.path(kept, other)) {
        report(claim, event, kept, other, *path);
      } else {
        look_at_clocks(claim, event, after->second, kept, other);
      }
    }
  }

 private:
  void report(const resolving::SeverClaim& claim, EventId event, const std::vector<TableId>& kept,
              const std::vector<TableId>& other, const std::vector<Join>& path) {
    std::string words;
    for (const Join& join : path) {
      words += (words.empty() ? "" : "; ") + join.words;
    }
    if (path.empty()) {
      std::vector<TableId> both;
      std::set_intersection(kept.begin(), kept.end(), other.begin(), other.end(),
                            std::back_inserter(both));
      words = fmt::format("{} holds both", model_.full_name(both.front()));
    }
    const std::string message =
        fmt::format("after {}, {} can still identify {}", model_.at(event).name,
                    names_in(context_, claim.kept), names_in(context_, claim.other));
    if (!reported_.insert(message + words).second) {
      return;
    }
    auto& error = context_.error(
        "E0610", claim.span, message,
        path.empty() ? "keep the two in tables of their own"
                     : fmt::format("also sever {} at {}", column_to_cut(model_, path.front()),
                                   model_.at(event).name));
    error.notes.push_back(words);
    if (!path.empty()) {
      error.labels.push_back(
          {context_.places.fields[path.front().from_column.value], "the path begins here"});
    }
  }
  void look_at_clocks(const resolving::SeverClaim& claim, EventId event, const AfterEvent& after,
                      const std::vector<TableId>& kept, const std::vector<TableId>& other) {
    for (const FieldId near : fine_clocks(after, kept)) {
      for (const FieldId far : fine_clocks(after, other)) {
        if (reported_clocks_.size() >= most_clocks ||
            !reported_clocks_.insert({near, far}).second) {
          continue;
        }
        auto& warning = context_.warn(
            "W0611", claim.span,
            fmt::format("after {}, equal moments in `{}` and `{}` might still join them",
                        model_.at(event).name, model_.full_name(near), model_.full_name(far)),
            {model_.full_name(model_.at(near).table), model_.full_name(model_.at(far).table),
             model_.full_name(near), model_.full_name(far)},
            "let one of them hold whole days, `clock … as date`");
        warning.labels.push_back({context_.places.fields[near.value], "finer than a day"});
        warning.labels.push_back({context_.places.fields[far.value], "and this"});
      }
    }
  }
  /// The first of each table; enough to say, and few enough to read.
  [[nodiscard]] std::vector<FieldId> fine_clocks(const AfterEvent& after,
                                                 const std::vector<TableId>& tables) const {
    std::vector<FieldId> clocks;
    for (const TableId table : tables) {
      if (const auto clock = fine_clock(model_, after, table);
          clock && clocks.size() < most_clocks) {
        clocks.push_back(*clock);
      }
    }
    return clocks;
  }
  static constexpr std::size_t most_clocks = 50;
  Context& context_;
  const Model& model_;
  JoinGraph graph_;
  std::vector<bool> floored_;
  std::map<EventId, std::vector<RuleId>> rules_;
  std::map<EventId, AfterEvent> after_;
  std::set<std::string> reported_;
  std::set<std::pair<FieldId, FieldId>> reported_clocks_;
};

}  // namespace

void check_severance(Context& context) {
  // A restated promise says the same claim again; the paths are the same.
  const std::vector<resolving::SeverClaim> claims = context.severs;
  Severance severance{context};
  for (const resolving::SeverClaim& claim : claims) {
    severance.check(claim);
  }
}

}  // namespace abide::policy::checks
