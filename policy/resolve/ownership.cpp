// Whose rows are whose: links, owners and mentions as written, one step each.
#include <fmt/format.h>

#include <algorithm>

#include "policy/resolve/paths.hpp"

namespace abide::policy::resolving {
namespace {

template <class Item, class Do>
void for_each_item(Context& context, const Do& act) {
  for (std::uint32_t i = 0; i < context.tables.size(); ++i) {
    for (const ast::TableItem& item : context.tables[i]->items) {
      if (const auto* found = std::get_if<Item>(&item)) {
        act(TableId{i}, *found);
      }
    }
  }
}

std::vector<FieldId> own_columns(Context& context, const ast::Names& names, TableId table) {
  std::vector<FieldId> columns;
  for (const ast::Name& name : names) {
    if (const auto column = expect_own_column(context, name, table, Declares::yes)) {
      columns.push_back(*column);
    }
  }
  return columns;
}

/// Columns of an owner, a condition and a mention exist by being named.
void declare_owner_columns(Context& context, TableId table, const ast::Owned& owned) {
  TableId holder = table;
  if (owned.from) {
    const auto from = expect_table(context, *owned.from, context.model.at(table).store);
    if (!from) {
      return;
    }
    holder = *from;
    own_columns(context, owned.to, table);
  }
  own_columns(context, owned.through, holder);
  own_columns(context, owned.blanks, table);
  if (owned.when) {
    expect_own_column(context, owned.when->column, table, Declares::yes);
  }
}

/// Columns of one other table, as many as `from` has; else E0602.
std::optional<Hop> hop_to(Context& context, TableId table, std::vector<FieldId> from,
                          const ast::Names& to) {
  Hop hop;
  hop.from = std::move(from);
  for (const ast::Name& name : to) {
    const auto column = expect_column(context, name, Declares::no, context.model.at(table).store);
    if (!column) {
      return std::nullopt;
    }
    const TableId holder = context.model.at(*column).table;
    if (!hop.to.empty() && holder != hop.table) {
      context.error(
          "E0602", name.span,
          fmt::format("`{}` is a column of another table than the ones before it", name.text),
          "name columns of one table");
      return std::nullopt;
    }
    hop.table = holder;
    hop.to.push_back(*column);
  }
  if (hop.to.size() != hop.from.size()) {
    context.error("E0602", to.back().span,
                  fmt::format("{} columns point at {}", hop.from.size(), hop.to.size()),
                  "name as many columns after `to` as after `through`");
    return std::nullopt;
  }
  return hop;
}

bool share_a_leaf(const Field& a, const Field& b) {
  return a.categories.empty() || b.categories.empty() ||
         std::any_of(a.categories.begin(), a.categories.end(), [&](CategoryId leaf) {
           return std::find(b.categories.begin(), b.categories.end(), leaf) != b.categories.end();
         });
}

/// Without `to` the column holds the subject's own key.
std::optional<Hop> hop_to_key(Context& context, const Subject& subject, SourceSpan subject_span,
                              const ast::Names& through, const std::vector<FieldId>& from) {
  const FieldId key = subject.identified_by.front();
  if (from.size() != 1) {
    context.error(
        "E0602", through.back().span,
        fmt::format("{} columns cannot hold the one key of `{}`", from.size(), subject.name),
        "say what they point at, `through (a, b) to (TABLE.a, TABLE.b)`");
    return std::nullopt;
  }
  if (!share_a_leaf(context.model.at(from.front()), context.model.at(key))) {
    auto& broken =
        context.error("E0602", through.front().span,
                      fmt::format("`{}` does not hold the key of `{}`, which is `{}`",
                                  through.front().text, subject.name, context.model.full_name(key)),
                      fmt::format("say what the column points at, `through {} to TABLE.COLUMN`",
                                  through.front().text));
    broken.labels.push_back({subject_span, "the subject's own key is the first named here"});
    return std::nullopt;
  }
  return Hop{.from = from, .table = context.model.at(key).table, .to = {key}};
}

std::optional<Condition> condition_of(Context& context, TableId table, const ast::Condition& when) {
  const auto column = expect_own_column(context, when.column, table, Declares::yes);
  if (!column) {
    return std::nullopt;
  }
  if (const auto* text = std::get_if<ast::Text>(&when.value)) {
    return Condition{*column, text->text};
  }
  if (const auto* number = std::get_if<ast::Number>(&when.value); number && !number->percent) {
    return Condition{*column, number->value};
  }
  if (const auto* name = std::get_if<ast::Name>(&when.value)) {
    if (name->text == "true" || name->text == "false") {
      return Condition{*column, std::int64_t{name->text == "true"}};
    }
    return Condition{*column, name->text};
  }
  context.error("E0206", ast::span_of(when.value), "an owner depends on a text or a whole number",
                fmt::format("write `when {} is \"…\"`", when.column.text));
  return std::nullopt;
}

/// `owned by S from T through f`: T's row points at this one's key and owns it.
std::optional<Hop> hop_from(Context& context, TableId table, const ast::Owned& owned) {
  const auto holder = expect_table(context, *owned.from, context.model.at(table).store);
  if (!holder) {
    return std::nullopt;
  }
  Hop hop{.from = owned.to.empty() ? context.model.at(table).key
                                   : own_columns(context, owned.to, table),
          .table = *holder,
          .to = own_columns(context, owned.through, *holder)};
  const bool all_found = hop.to.size() == owned.through.size() &&
                         (owned.to.empty() || hop.from.size() == owned.to.size());
  if (!all_found) {
    return std::nullopt;  // which is told already
  }
  if (hop.from.size() != hop.to.size()) {
    context.error(
        "E0602", owned.through.back().span,
        fmt::format("`{}` points with {} columns at {} of `{}`", context.model.full_name(*holder),
                    hop.to.size(), hop.from.size(), context.model.full_name(table)),
        "name as many columns after `through` as the key has, or say `to`");
    return std::nullopt;
  }
  return hop;
}

Ownership::Kind kind_of(ast::Owned::Share share) {
  switch (share) {
    case ast::Owned::Share::sole:
      return Ownership::Kind::sole;
    case ast::Owned::Share::joint:
      return Ownership::Kind::joint;
    case ast::Owned::Share::shared:
      return Ownership::Kind::shared;
  }
  return Ownership::Kind::sole;
}

/// True when the column is one of the subject's own identifiers in its own table.
bool is_own_row(const Subject& subject, const std::vector<FieldId>& columns) {
  return columns.size() == 1 &&
         std::find(subject.identified_by.begin(), subject.identified_by.end(), columns.front()) !=
             subject.identified_by.end();
}

void add_step(Context& context, Steps& steps, TableId table, const ast::Owned& owned) {
  const Symbol* symbol = expect(context, owned.subject, Kind::subject);
  if (symbol == nullptr || context.model.subjects[symbol->index].identified_by.empty()) {
    return;
  }
  const Subject& subject = context.model.subjects[symbol->index];
  const TableId home = context.model.at(subject.identified_by.front()).table;
  Step step;
  step.subject = SubjectId{symbol->index};
  step.kind = kind_of(owned.share);
  step.span = owned.span;
  step.blanks = own_columns(context, owned.blanks, table);
  if (owned.when) {
    step.condition = condition_of(context, table, *owned.when);
  }
  if (owned.from) {
    step.hop = hop_from(context, table, owned);
    step.backward = true;
  } else {
    const std::vector<FieldId> through = own_columns(context, owned.through, table);
    step.own_row = owned.to.empty() && table == home && is_own_row(subject, through);
    if (!step.own_row) {
      step.hop = owned.to.empty()
                     ? hop_to_key(context, subject, symbol->span, owned.through, through)
                     : hop_to(context, table, through, owned.to);
    }
  }
  if (step.own_row || step.hop) {
    steps.of_table[table.value].push_back(std::move(step));
  }
}

void add_mention(Context& context, Steps& steps, TableId table, const ast::Mentions& written) {
  const Symbol* symbol = expect(context, written.subject, Kind::subject);
  check_word(context, written.on_erase, "delete blank keep", "on erase");
  if (written.on_access) {
    check_word(context, *written.on_access, "show hide", "on access");
  }
  if (symbol == nullptr || context.model.subjects[symbol->index].identified_by.empty()) {
    return;
  }
  const std::vector<FieldId> through = own_columns(context, written.through, table);
  const auto hop = written.to.empty() ? hop_to_key(context, context.model.subjects[symbol->index],
                                                   symbol->span, written.through, through)
                                      : hop_to(context, table, through, written.to);
  if (!hop) {
    return;
  }
  Mention mention;
  mention.subject = SubjectId{symbol->index};
  mention.hop = *hop;
  mention.on_erase = written.on_erase.text == "delete" ? Mention::OnErase::remove
                     : written.on_erase.text == "keep" ? Mention::OnErase::keep
                                                       : Mention::OnErase::blank;
  mention.shown_on_access = written.on_access && written.on_access->text == "show";
  mention.location = context.location(written.span);
  steps.mentions.push_back({table, std::move(mention), written.span});
}

void resolve_link(Context& context, TableId table, const ast::Field& written) {
  const auto column = context.columns[table.value].find(written.name.text);
  if (!written.to || column == context.columns[table.value].end()) {
    return;
  }
  const bool bare = written.to->text.find('.') == std::string::npos;
  const auto target =
      bare ? expect_own_column(context, *written.to, table, Declares::no)
           : expect_column(context, *written.to, Declares::no, context.model.at(table).store);
  if (target == column->second) {
    context.error("E0602", written.to->span, "a link points at its own column",
                  "name the column of the row it points at");
    return;
  }
  context.model.fields[column->second.value].links_to = target;
}

}  // namespace

void resolve_paths(Context& context) {
  for_each_item<ast::Owned>(context, [&](TableId table, const ast::Owned& owned) {
    declare_owner_columns(context, table, owned);
  });
  for_each_item<ast::Mentions>(context, [&](TableId table, const ast::Mentions& mentions) {
    own_columns(context, mentions.through, table);
  });
}

void follow_paths(Context& context) {
  Steps steps;
  steps.of_table.resize(context.tables.size());
  for_each_item<ast::Field>(context, [&](TableId table, const ast::Field& field) {
    resolve_link(context, table, field);
  });
  for_each_item<ast::Owned>(context, [&](TableId table, const ast::Owned& owned) {
    add_step(context, steps, table, owned);
  });
  for_each_item<ast::Mentions>(context, [&](TableId table, const ast::Mentions& mentions) {
    add_mention(context, steps, table, mentions);
  });
  for_each_item<ast::Unowned>(context, [&](TableId table, const ast::Unowned& unowned) {
    std::optional<std::string>& because = context.model.tables[table.value].unowned_because;
    if (because) {
      context.error("E0202", unowned.span, "`unowned` is said twice", "keep one of them");
    }
    because = unowned.because.text;
  });
  if (!context.failed()) {
    make_paths(context, steps);
  }
}

}  // namespace abide::policy::resolving
