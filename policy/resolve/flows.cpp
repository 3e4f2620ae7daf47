// Statements about where data goes and what it is for, compiled to what they permit and forbid
// (LANGUAGE 4.5). `as` adds nothing here: the other promise's statements hold already.
#include "policy/resolve/flows.hpp"

#include <algorithm>

#include "policy/id_sets.hpp"
#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

template <class Id>
std::vector<Id> ids_of(Context& context, const ast::Names& names, Kinds kinds) {
  std::vector<Id> ids;
  for (const Symbol* symbol : expect_all(context, names, kinds)) {
    ids.push_back(Id{symbol->index});
  }
  make_set(ids);
  return ids;
}

std::vector<RecipientId> recipients_of(Context& context, const ast::Names& names) {
  std::vector<RecipientId> ids;
  for (const ast::Name& name : names) {
    if (const Symbol* symbol = context.symbols.find(outside, name.text)) {
      ids.push_back(*context.parties[symbol->index].recipient);
    }
  }
  make_set(ids);
  return ids;
}

std::vector<SubjectId> subjects_of(Context& context, const ast::Names& names) {
  std::vector<SubjectId> ids;
  for (const ast::Name& name : names) {
    if (const Symbol* symbol = context.symbols.find(Kind::subject, name.text)) {
      ids.push_back(SubjectId{symbol->index});
    }
  }
  make_set(ids);
  return ids;
}

/// What one statement permits, beside `as` and what is about time.
class Permit {
 public:
  Permit(Context& context, PromiseId promise) : context_(context), promise_(promise) {}

  void operator()(const ast::Collect& s) const {
    Permission made = begin(Act::collect, s.span, s.what);
    if (s.verb == ast::Collect::Verb::generate) {
      made.act = Act::generate;
      made.sources = leaves_of(context_, s.from);
    } else {
      made.subjects = subjects_of(context_, s.from);
      made.recipients = recipients_of(context_, s.from);
    }
    made.purposes = ids_of<PurposeId>(context_, s.purposes, Kind::purpose);
    add(std::move(made), s.span);
  }
  void operator()(const ast::Send& s) const {
    Permission made = begin(Act::send, s.span, s.what);
    made.recipients = recipients_of(context_, s.to);
    made.purposes = ids_of<PurposeId>(context_, s.purposes, Kind::purpose);
    made.when = ids_of<StateId>(context_, s.when, Kind::state);
    made.only = s.extent == ast::Send::Extent::only;
    add(std::move(made), s.span);
  }
  void operator()(const ast::Host& s) const {
    Permission made = begin(Act::host, s.span, s.what);
    made.recipients = recipients_of(context_, s.with);
    add(std::move(made), s.span);
  }
  void operator()(const ast::Cookie& s) const {
    Permission made = begin(Act::set, s.span, {s.category});
    made.recipients = recipients_of(context_, s.by);
    made.purposes = ids_of<PurposeId>(context_, s.purposes, Kind::purpose);
    add(std::move(made), s.span);
  }
  void operator()(const ast::Never& s) const { forbid(context_, promise_, s); }
  void operator()(const ast::UseOnly& s) const {
    Prohibition made{.act = Act::use,
                     .promise = promise_,
                     .sentence = context_.sentence(s.span),
                     .location = context_.location(s.span),
                     .leaves = leaves_of(context_, s.what),
                     .subjects = {.all_but = true, .names = {}},
                     .recipients = {.all_but = true, .names = {}},
                     .tables = {.all_but = true, .names = {}},
                     .only = true};
    made.purposes = {true, ids_of<PurposeId>(context_, s.purposes, Kind::purpose)};
    context_.model.flows.prohibitions.push_back(std::move(made));
    context_.places.prohibitions.push_back(s.span);
  }
  void operator()(const ast::Confine& s) const {
    const auto place = expect_place(context_, s.to);
    if (!place) {
      return;
    }
    const StoreId store = place->store ? *place->store : context_.model.at(*place->table).store;
    context_.model.flows.confinements.push_back({.promise = promise_,
                                                 .sentence = context_.sentence(s.span),
                                                 .location = context_.location(s.span),
                                                 .leaves = leaves_of(context_, s.what),
                                                 .store = store,
                                                 .table = place->table});
    context_.places.confinements.push_back(s.span);
  }
  template <class Other>
  void operator()(const Other& /*other*/) const {}

 private:
  [[nodiscard]] Permission begin(Act act, SourceSpan span, const ast::Names& what) const {
    return {.act = act,
            .promise = promise_,
            .sentence = context_.sentence(span),
            .location = context_.location(span),
            .leaves = leaves_of(context_, what)};
  }
  void add(Permission made, SourceSpan span) const {
    context_.model.flows.permissions.push_back(std::move(made));
    context_.places.permissions.push_back(span);
  }
  Context& context_;
  PromiseId promise_;
};

void add_routes(Context& context, PromiseId promise, const ast::Statement& statement) {
  const auto* transfer = std::get_if<ast::Transfer>(&statement);
  if (transfer == nullptr) {
    return;
  }
  for (const RecipientId to : recipients_of(context, transfer->to)) {
    context.routes.push_back({.to = to,
                              .safeguard = transfer->safeguard.text,
                              .promise = promise,
                              .span = transfer->span});
  }
}

template <class Visit>
void each_statement(Context& context, const Visit& visit) {
  for (std::uint32_t i = 0; i < context.promises.size(); ++i) {
    for (const ast::Statement& statement : context.promises[i].list()) {
      visit(PromiseId{i}, statement);
    }
  }
}

void permit_uses(Context& context) {
  for (std::uint32_t i = 0; i < context.purposes.size(); ++i) {
    const SourceSpan span = context.purposes[i].block->name.span;
    context.model.flows.permissions.push_back({.act = Act::use,
                                               .promise = {},
                                               .location = context.location(span),
                                               .leaves = context.purposes[i].uses,
                                               .purposes = {PurposeId{i}}});
    context.places.permissions.push_back(span);
  }
}

void permit_payloads(Context& context) {
  for (const Carried& carried : context.payloads) {
    const Outlet& outlet = context.outlets[carried.outlet.value];
    Permission made{.act = Act::include,
                    .promise = {},
                    .sentence = context.sentence(carried.span),
                    .location = context.location(carried.span),
                    .leaves = carried.leaves};
    if (outlet.to) {
      made.recipients = {*outlet.to};
    }
    made.purposes = outlet.purposes;
    make_set(made.purposes);
    made.outlet = carried.outlet;
    context.model.flows.permissions.push_back(std::move(made));
    context.places.permissions.push_back(carried.span);
  }
}

/// Each statement holds its own leaves, so that some hundred kilobytes of `personal` over and over
/// could name more than the machine has memory for.
class Measure {
 public:
  explicit Measure(Context& context) : context_(context) {}
  /// False once too many are named together: told there, and nothing further is compiled.
  bool fits(const ast::Statement& statement) {
    const Flows& flows = context_.model.flows;
    for (; permissions_ < flows.permissions.size(); ++permissions_) {
      named_ += flows.permissions[permissions_].leaves.size() +
                flows.permissions[permissions_].sources.size();
    }
    for (; prohibitions_ < flows.prohibitions.size(); ++prohibitions_) {
      named_ += flows.prohibitions[prohibitions_].leaves.size();
    }
    if (named_ <= most_named) {
      return true;
    }
    context_.error("E0206", ast::span_of(statement),
                   "statements about flows name more than 20 million categories together, up to "
                   "this one",
                   "say the same in fewer statements, or about groups of fewer categories");
    return false;
  }

 private:
  static constexpr std::size_t most_named = 20'000'000;
  Context& context_;
  std::size_t named_ = 0, permissions_ = 0, prohibitions_ = 0;
};

void name_rulings(Context& context) {
  for (std::uint32_t i = 0; i < context.promises.size(); ++i) {
    if (const ast::Ruling* ruling = context.promises[i].ruling) {
      context.model.promises[i].between =
          ids_of<PromiseId>(context, ruling->between, Kind::promise);
    }
  }
}

}  // namespace

void compile_flows(Context& context) {
  name_rulings(context);
  // Routes first: `never … except safeguarded` asks for them.
  each_statement(context, [&](PromiseId promise, const ast::Statement& statement) {
    add_routes(context, promise, statement);
  });
  Measure measure{context};
  bool fits = true;
  each_statement(context, [&](PromiseId promise, const ast::Statement& statement) {
    if (fits) {
      std::visit(Permit{context, promise}, statement);
      fits = measure.fits(statement);
    }
  });
  permit_uses(context);
  permit_payloads(context);
}

}  // namespace abide::policy::resolving
