// E0606: tables that point at each other in a circle, with no column that may be blanked to open
// it: no order of erasing would do.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "policy/checks/checks.hpp"

namespace abide::policy::checks {
namespace {

struct Reference {
  TableId to;
  FieldId through;
  SourceSpan place;
};
using References = std::vector<std::vector<Reference>>;

std::set<FieldId> columns_that_may_be_blank(const Model& model) {
  std::set<FieldId> blank;
  for (const Table& table : model.tables) {
    for (const Ownership& owner : table.owners) {
      blank.insert(owner.blanks.begin(), owner.blanks.end());
    }
    for (const Mention& mention : table.mentions) {
      if (mention.on_erase == Mention::OnErase::blank) {
        blank.insert(mention.hop.from.begin(), mention.hop.from.end());
      }
    }
  }
  for (const Rule& rule : model.rules) {
    if (rule.kind == Rule::Kind::sever) {
      blank.insert(rule.fields.begin(), rule.fields.end());
    }
  }
  return blank;
}

void add_reference(References& references, const std::set<FieldId>& blank, TableId from,
                   const std::vector<FieldId>& columns, TableId to, SourceSpan place) {
  const bool may_be_blank = std::any_of(columns.begin(), columns.end(),
                                        [&](FieldId column) { return blank.contains(column); });
  if (from != to && !may_be_blank && !columns.empty()) {
    references[from.value].push_back({to, columns.front(), place});
  }
}

References references_of(const Context& context) {
  const Model& model = context.model;
  const std::set<FieldId> blank = columns_that_may_be_blank(model);
  References references(model.tables.size());
  for (std::uint32_t i = 0; i < model.tables.size(); ++i) {
    for (const FieldId field : model.tables[i].fields) {
      if (const auto target = model.at(field).links_to) {
        add_reference(references, blank, TableId{i}, {field}, model.at(*target).table,
                      context.places.fields[field.value]);
      }
    }
    for (std::size_t at = 0; at < model.tables[i].owners.size(); ++at) {
      const Ownership& owner = model.tables[i].owners[at];
      if (owner.hops.empty()) {
        continue;
      }
      const Hop& step = owner.hops.front();
      const SourceSpan place = context.places.owners[i][at];
      if (owner.backward) {
        add_reference(references, blank, step.table, step.to, TableId{i}, place);
      } else {
        add_reference(references, blank, TableId{i}, step.from, step.table, place);
      }
    }
  }
  return references;
}

/// Depth first without recursion; reports each circle once, by its first table.
class Circles {
 public:
  Circles(Context& context, References references)
      : context_(context), references_(std::move(references)), state_(references_.size()) {}
  void find() {
    for (std::uint32_t i = 0; i < references_.size(); ++i) {
      if (state_[i] == State::unseen) {
        walk(i);
      }
    }
  }

 private:
  enum class State { unseen, open, done };
  struct Frame {
    std::uint32_t table;
    std::size_t next = 0;
  };
  void walk(std::uint32_t start) {
    std::vector<Frame> stack{{start}};
    state_[start] = State::open;
    while (!stack.empty()) {
      const std::uint32_t table = stack.back().table;
      if (stack.back().next == references_[table].size()) {
        state_[table] = State::done;
        stack.pop_back();
        continue;
      }
      const Reference& reference = references_[table][stack.back().next++];
      State& there = state_[reference.to.value];
      if (there == State::open) {
        report(reference, stack);
      } else if (there == State::unseen) {
        there = State::open;
        stack.push_back({reference.to.value});
      }
    }
  }
  void report(const Reference& closing, const std::vector<Frame>& stack) {
    const Model& model = context_.model;
    if (!reported_.insert(closing.to).second) {
      return;
    }
    auto begin = std::find_if(stack.begin(), stack.end(),
                              [&](const Frame& frame) { return frame.table == closing.to.value; });
    std::string path;
    std::vector<Label> labels;
    for (auto frame = begin; frame != stack.end(); ++frame) {
      const Reference& taken = references_[frame->table][frame->next - 1];
      path += fmt::format("{}{} points at {}", path.empty() ? "" : "; ",
                          model.full_name(taken.through), model.full_name(taken.to));
      if (taken.place != closing.place) {
        labels.push_back({taken.place, "and this"});
      }
    }
    auto& error = context_.error(
        "E0606", closing.place,
        fmt::format("`{}` and the tables it points at point back at it: none can be erased first",
                    model.full_name(closing.to)),
        fmt::format("say which column may be emptied first, such as `blanks {}` in its owner",
                    model.at(closing.through).name));
    error.labels = std::move(labels);
    error.notes.push_back(path);
  }
  Context& context_;
  References references_;
  std::vector<State> state_;
  std::set<TableId> reported_;
};

}  // namespace

void check_erase_order(Context& context) { Circles{context, references_of(context)}.find(); }

}  // namespace abide::policy::checks
