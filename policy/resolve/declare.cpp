// First walk: every declaration under its name, so that declarations may come in any order.
#include <fmt/format.h>

#include <algorithm>

#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

template <class List>
std::uint32_t next_index(const List& list) {
  return static_cast<std::uint32_t>(list.size());
}

void refuse_twice(Context& context, const ast::Name& name, Kind kind, const Symbol& first) {
  auto& twice = context.error("E0202", name.span,
                              fmt::format("{} `{}` is declared twice", word_of(kind), name.text),
                              "rename one of them, or remove it");
  if (first.span.end != 0) {
    twice.labels.push_back(
        {first.span, fmt::format("first declared here, as {}", with_article(first.kind))});
  } else {
    twice.message = fmt::format("`{}` is built in and cannot be declared", name.text);
    twice.help = "choose another name";
  }
}

/// True when the name was free.
bool add(Context& context, Kind kind, const ast::Name& name, std::uint32_t index) {
  if (const Symbol* first = context.symbols.add(kind, name.text, index, name.span)) {
    refuse_twice(context, name, kind, *first);
    return false;
  }
  return true;
}

void refuse_reserved(Context& context, const ast::Name& name, Kind kind) {
  const bool category_word = kind == Kind::category && is_category_set(name.text);
  const bool party_word =
      (kind == Kind::recipient || kind == Kind::processor) &&
      (name.text == "anyone" || name.text == "safeguarded" || name.text == "undeclared");
  if (category_word || party_word) {
    context.error("E0202", name.span,
                  fmt::format("`{}` is built in and cannot be declared", name.text),
                  "choose another name");
  }
}

void declare_category(Context& context, const ast::Category& written, const std::string& prefix,
                      std::optional<CategoryId> parent) {
  ast::Name full = written.name;
  full.text = prefix + written.name.text;
  refuse_reserved(context, full, Kind::category);
  const CategoryId id{next_index(context.model.categories)};
  add(context, Kind::category, full, id.value);
  Category category;
  category.name = full.text;
  category.title = written.title ? written.title->text : "";
  category.parent = parent;
  for (const ast::Text& alias : written.aliases) {
    category.aliases.push_back(alias.text);
  }
  context.model.categories.push_back(std::move(category));
  context.places.categories.push_back(written.name.span);
  context.categories.push_back(&written);
  for (const ast::Category& child : written.children) {
    declare_category(context, child, full.text + ".", id);
  }
}

void declare_party(Context& context, const ast::Block& block, Kind kind) {
  refuse_reserved(context, block.name, kind);
  add(context, kind, block.name, next_index(context.parties));
  context.parties.push_back({.block = &block, .recipient = {}});
  if (kind != Kind::controller) {
    context.parties.back().recipient = RecipientId{next_index(context.model.recipients)};
    context.model.recipients.push_back(block.name.text);
  }
}

void declare_subject(Context& context, const ast::Block& block) {
  add(context, Kind::subject, block.name, next_index(context.subjects));
  context.subjects.push_back(&block);
  Subject subject;
  subject.name = block.name.text;
  subject.title = block.title ? block.title->text : "";
  context.model.subjects.push_back(std::move(subject));
  context.places.subjects.push_back(block.name.span);
}

void declare_block(Context& context, const ast::Block& block) {
  const std::string& keyword = block.keyword.text;
  if (keyword == "policy") {
    context.policies.push_back(&block);
  } else if (keyword == "controller") {
    declare_party(context, block, Kind::controller);
  } else if (keyword == "recipient") {
    declare_party(context, block, Kind::recipient);
  } else if (keyword == "processor") {
    declare_party(context, block, Kind::processor);
  } else if (keyword == "subject") {
    declare_subject(context, block);
  } else if (keyword == "staff") {
    add(context, Kind::staff, block.name, next_index(context.staff));
    context.staff.push_back(&block);
    context.model.staff.push_back(block.name.text);
  } else if (keyword == "purpose") {
    add(context, Kind::purpose, block.name, next_index(context.purposes));
    context.purposes.push_back({.block = &block});
    context.model.flows.purposes.push_back(block.name.text);
  } else if (keyword == "transform") {
    add(context, Kind::transform, block.name, next_index(context.transforms));
    context.transforms.push_back({.block = &block, .takes = {}, .gives = {}, .by = {}});
  }
}

void declare_table(Context& context, StoreId store, const ast::Table& written) {
  const TableId id{next_index(context.model.tables)};
  Table table;
  table.store = store;
  table.name = written.name.text;
  table.live_name = written.as ? written.as->text : written.name.text;
  table.title = written.title ? written.title->text : "";
  table.location = context.location(written.name.span);
  context.model.tables.push_back(std::move(table));
  context.places.tables.push_back(written.name.span);
  context.places.owners.emplace_back();
  context.tables.push_back(&written);
  context.columns.emplace_back();
  ast::Name full = written.name;
  full.text = context.model.at(store).name + "." + written.name.text;
  if (add(context, Kind::table, full, id.value)) {
    context.bare_tables[written.name.text].push_back(id);
  }
  context.model.stores[store.value].tables.push_back(id);
}

void declare_store(Context& context, const ast::Store& written) {
  const StoreId id{next_index(context.model.stores)};
  add(context, Kind::store, written.name, id.value);
  Store store;
  store.name = written.name.text;
  store.title = written.title ? written.title->text : "";
  store.kind = written.kind.text;
  store.location = context.location(written.name.span);
  context.model.stores.push_back(std::move(store));
  context.places.stores.push_back(written.name.span);
  context.stores.push_back(&written);
  for (const ast::StoreItem& item : written.items) {
    if (const auto* table = std::get_if<ast::Table>(&item)) {
      declare_table(context, id, *table);
    }
  }
}

std::string joined(const std::vector<ast::Text>& texts) {
  std::string all;
  for (const ast::Text& text : texts) {
    all += (all.empty() ? "" : " ") + text.text;
  }
  return all;
}

void declare_promise(Context& context, const ast::Name& id, Kind kind, Promise promise,
                     const Statements& statements) {
  const std::uint32_t index = next_index(context.promises);
  if (const Symbol* first = context.symbols.add(kind, id.text, index, id.span)) {
    const bool other_quote = context.model.promises[first->index].quote != promise.quote;
    auto& twice = context.error(
        other_quote ? "E0705" : "E0202", id.span,
        other_quote ? fmt::format("`{}` already stands for another sentence", id.text)
                    : fmt::format("{} `{}` is declared twice", word_of(kind), id.text),
        other_quote ? "give this one an id of its own: findings and records cite the old one"
                    : "remove one of them");
    twice.labels.push_back({first->span, "first declared here"});
  }
  promise.id = id.text;
  promise.statements = static_cast<std::uint32_t>(statements.list().size());
  promise.location = context.location(id.span);
  context.model.promises.push_back(std::move(promise));
  context.places.promises.push_back(id.span);
  context.promises.push_back(statements);
}

struct Declare {
  Context& context;

  void operator()(const ast::Broken& /*broken*/) const {}
  void operator()(const ast::Block& block) const { declare_block(context, block); }
  void operator()(const ast::Category& category) const {
    declare_category(context, category, "", std::nullopt);
  }
  void operator()(const ast::Event& written) const {
    add(context, Kind::event, written.name, next_index(context.events));
    context.events.push_back(&written);
    Event event;
    event.name = written.name.text;
    event.title = written.title ? written.title->text : "";
    event.location = context.location(written.name.span);
    context.model.events.push_back(std::move(event));
    context.places.events.push_back(written.name.span);
  }
  void operator()(const ast::State& written) const {
    add(context, Kind::state, written.name, next_index(context.states));
    context.states.push_back(&written);
    context.model.flows.states.push_back(written.name.text);
  }
  void operator()(const ast::Store& store) const { declare_store(context, store); }
  void operator()(const ast::Outlet& outlet) const {
    add(context, Kind::outlet, outlet.name, next_index(context.outlets));
    context.outlets.push_back({.block = &outlet});
    context.model.flows.outlets.push_back(outlet.name.text);
  }
  void operator()(const ast::Promise& written) const {
    Promise promise;
    promise.quote = joined(written.quotes);
    promise.section = written.section ? written.section->text : "";
    promise.mode = written.mode ? written.mode->text : "";
    declare_promise(context, written.id, Kind::promise, std::move(promise),
                    {.promise = &written, .ruling = nullptr});
  }
  void operator()(const ast::Ruling& written) const {
    Promise ruling;
    ruling.quote = written.question.text;
    ruling.decide_by = written.decide_by.text;
    ruling.before = written.before.date;
    declare_promise(context, written.id, Kind::ruling, std::move(ruling),
                    {.promise = nullptr, .ruling = &written});
  }
  void operator()(const ast::Waive& waive) const { context.waives.push_back(&waive); }
  void operator()(const ast::Test& test) const { context.tests.push_back(&test); }
  void operator()(const ast::Deploy& deploy) const {
    context.error("E0105", deploy.name.span, "a policy holds no `deploy`",
                  "move it to a file of its own, `NAME.deploy`: a deployment is never published");
  }
};

/// Events that need no declaration come after all others, so that their names can be taken back.
void declare_built_in_events(Context& context) {
  struct BuiltIn {
    std::string_view name;
    std::string_view title;
    Told::By by;
  };
  constexpr std::array built_in{
      BuiltIn{"request_received", "A request of a person is received", Told::By::requests},
      BuiltIn{"policy_changed", "Another version of this policy is published", Told::By::abide},
      BuiltIn{"policy_loosened", "A looser version of this policy is published", Told::By::abide}};
  for (const BuiltIn& entry : built_in) {
    ast::Name name;
    name.text = std::string{entry.name};
    if (const Symbol* taken = context.symbols.add(Kind::event, name.text,
                                                  next_index(context.model.events), SourceSpan{})) {
      name.span = taken->span;
      refuse_twice(context, name, Kind::event, Symbol{.kind = Kind::event, .index = 0, .span = {}});
      continue;
    }
    Event event;
    event.name = name.text;
    event.title = std::string{entry.title};
    event.source = Told{entry.by};
    context.model.events.push_back(std::move(event));
    context.places.events.emplace_back();
  }
}

}  // namespace

void declare(Context& context) {
  for (const ast::File& tree : context.sources.trees) {
    for (const ast::Declaration& declaration : tree.declarations) {
      std::visit(Declare{context}, declaration);
    }
  }
  declare_built_in_events(context);
}

}  // namespace abide::policy::resolving
