// Stores and tables: their attributes, the fields they declare, keys and clocks.
#include <fmt/format.h>

#include <algorithm>

#include "policy/resolve/attributes.hpp"

namespace abide::policy::resolving {
namespace {

constexpr std::array store_keys{
    Key{"run by", Shape::name},
    Key{"at", Shape::region},
    Key{"encrypted", Shape::names, Presence::optional, Times::once,
        "at_rest in_transit in_use field_level client_side end_to_end …"},
    Key{"backups kept", Shape::duration},
    Key{"history kept", Shape::duration},
    Key{"logs kept", Shape::duration},
    Key{"reach none", Shape::because},
    Key{"recipe", Shape::text}};

constexpr std::array table_keys{Key{"key", Shape::columns, Presence::optional, Times::many},
                                Key{"clock", Shape::clocks, Presence::optional, Times::many},
                                Key{"pattern", Shape::text}};

constexpr std::string_view store_kinds = "sqlite postgres odbc redis files http browser memory";

void resolve_store(Context& context, std::uint32_t index) {
  const ast::Store& written = *context.stores[index];
  Store& store = context.model.stores[index];
  check_word(context, written.kind, store_kinds, "kind");
  const Attributes attributes =
      read_attributes(context, attributes_of(written.items), store_keys,
                      fmt::format("store `{}`", store.name), written.name.span);
  for (const ast::Name& party : attributes.names("run by")) {
    if (expect(context, party, Kind::recipient | Kind::processor) != nullptr) {
      store.run_by = party.text;
    }
  }
  store.backups_kept = attributes.period("backups kept");
  store.history_kept = attributes.period("history kept");
  store.logs_kept = attributes.period("logs kept");
  if (attributes.find("reach none") != nullptr) {
    store.no_reach_because = attributes.text("reach none");
  }
  context.has_recipe.push_back(attributes.find("recipe") != nullptr);
}

void refuse_column_twice(Context& context, SourceSpan span, const std::string& column,
                         FieldId first) {
  auto& twice = context.error("E0202", span, fmt::format("column `{}` is declared twice", column),
                              "name all its categories in one `field`");
  twice.labels.push_back({context.places.fields[first.value], "first declared here"});
}

void resolve_field(Context& context, TableId table, const ast::Field& written,
                   std::unordered_map<std::string, FieldId>& live) {
  const std::string column = written.as ? written.as->text : written.name.text;
  const auto known = context.columns[table.value].find(written.name.text);
  if (known != context.columns[table.value].end()) {
    refuse_column_twice(context, written.name.span, written.name.text, known->second);
    return;
  }
  const FieldId id = column_of(context, table, written.name.text, written.name.span);
  if (const auto [at, is_new] = live.try_emplace(column, id); !is_new) {
    refuse_column_twice(context, written.as ? written.as->span : written.name.span, column,
                        at->second);
  }
  Field& field = context.model.fields[id.value];
  field.column = column;
  field.link = written.kind == ast::Field::Kind::link || written.to.has_value();
  if (written.categories.empty() && !field.link) {
    context.error("E0213", written.name.span,
                  fmt::format("field `{}` has no category", written.name.text),
                  fmt::format("say what it holds, `field {}: CATEGORY;`; a category may be "
                              "`anonymous`",
                              written.name.text));
  }
  if (written.kind == ast::Field::Kind::link && !written.to) {
    context.error("E0205", written.span,
                  fmt::format("link `{}` does not say what it points at", written.name.text),
                  fmt::format("add the column, `link {} to TABLE.COLUMN;`", written.name.text));
  }
  field.categories = leaves_of(context, written.categories);
  for (const CategoryId leaf : field.categories) {
    context.fields_of_leaf[leaf.value].push_back(id);
  }
}

/// `clock paid_at as unix zone "Europe/London"`, perhaps several.
void resolve_clocks(Context& context, TableId table, const Read& read) {
  std::optional<FieldId> last;
  for (std::size_t i = 0; i < read.values.size(); ++i) {
    const auto* name = std::get_if<ast::Name>(&read.values[i]);
    if (name == nullptr || name->text == "and") {
      continue;
    }
    const bool follows = last && i + 1 < read.values.size();
    if (follows && name->text == "as") {
      const auto* form = std::get_if<ast::Name>(&read.values[++i]);
      context.model.fields[last->value].clock =
          form == nullptr ? std::nullopt : clock_form_of(form->text);
    } else if (follows && name->text == "zone") {
      if (const auto* zone = std::get_if<ast::Text>(&read.values[++i])) {
        context.model.fields[last->value].zone = zone->text;
      }
    } else {
      last = column_of(context, table, name->text, name->span);
      context.model.fields[last->value].clock = ClockForm::iso;
      auto& clocks = context.model.tables[table.value].clocks;
      if (std::find(clocks.begin(), clocks.end(), *last) != clocks.end()) {
        context.error("E0202", name->span,
                      fmt::format("`{}` is a clock of this table already", name->text),
                      "keep one of them");
        continue;
      }
      clocks.push_back(*last);
    }
  }
}

void resolve_table(Context& context, TableId id) {
  const ast::Table& written = *context.tables[id.value];
  std::unordered_map<std::string, FieldId> live;
  for (const ast::TableItem& item : written.items) {
    if (const auto* field = std::get_if<ast::Field>(&item)) {
      resolve_field(context, id, *field, live);
    }
  }
  const std::string full_name = context.model.full_name(id);
  const Attributes attributes =
      read_attributes(context, attributes_of(written.items), table_keys,
                      fmt::format("{} `{}`", written.keyword.text, full_name), written.name.span);
  for (const ast::Name& column : attributes.names("key")) {
    const FieldId field = column_of(context, id, column.text, column.span);
    auto& key = context.model.tables[id.value].key;
    if (std::find(key.begin(), key.end(), field) != key.end()) {
      context.error("E0202", column.span, fmt::format("`{}` is in the key already", column.text),
                    "name each column of the key once");
      continue;
    }
    key.push_back(field);
  }
  const std::string& kind = context.model.at(context.model.at(id).store).kind;
  if (attributes.find("key") == nullptr && kind != "browser" && kind != "memory") {
    context.error("E0205", written.name.span,
                  fmt::format("{} `{}` does not say `key`", written.keyword.text, full_name),
                  "add `key COLUMN;`: without one no row can be told from another");
  }
  for (const Read& read : attributes.all()) {
    if (read.key == "clock") {
      resolve_clocks(context, id, read);
    }
  }
}

}  // namespace

void resolve_stores(Context& context) {
  for (std::uint32_t i = 0; i < context.stores.size(); ++i) {
    resolve_store(context, i);
  }
  for (std::uint32_t i = 0; i < context.tables.size(); ++i) {
    resolve_table(context, TableId{i});
  }
}

}  // namespace abide::policy::resolving
