// What the steps of resolving share: the growing Model, places of its parts, names, and what is
// wrong. Lives for one call of resolve().
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "policy/ast.hpp"
#include "policy/checks/bounds.hpp"
#include "policy/laws.hpp"
#include "policy/model.hpp"
#include "policy/resolve/symbols.hpp"
#include "policy/resolver.hpp"

namespace abide::policy::resolving {

/// A diagnostic, and the names it is about: what a waiver would name.
struct Finding {
  Diagnostic diagnostic;
  std::vector<std::string> things = {};
};

/// Where the parts of the Model were written, by their index; an empty span for what is built in.
struct Places {
  std::vector<SourceSpan> categories, subjects, stores, tables, fields, events, promises, rules;
  std::vector<std::vector<SourceSpan>> rule_events;  ///< each event of a rule's anchor
  std::vector<std::vector<SourceSpan>> owners;       ///< by table, then by ownership
  std::vector<SourceSpan> waivers;
  std::vector<SourceSpan> permissions, prohibitions, confinements;
};

/// A retention statement's own scope, kept beside its Rule until the checks are done.
struct RuleScope {
  bool names_tables = false;        ///< written with `in`
  std::optional<PromiseId> ruling;  ///< set when the statement stands in a ruling
  PromiseId written_in;             ///< the promise that holds the text, for `as`
};

/// `sever t.f from u.g at E so A cannot identify B`
struct SeverClaim {
  FieldId column, from;
  std::vector<EventId> events;
  std::vector<CategoryId> kept, other;  ///< leaves
  SourceSpan span;
};

struct Party {
  const ast::Block* block = nullptr;
  std::optional<RecipientId> recipient;  ///< none for the controller
  std::string country = {};
  bool has_agreement = false, has_address = false;
};
struct Purpose {
  const ast::Block* block = nullptr;
  std::vector<CategoryId> uses = {};  ///< leaves
  std::string basis = {};
  bool is_automated = false, has_condition = false;
};
/// What one payload of an outlet carries.
struct Carried {
  OutletId outlet;
  std::vector<CategoryId> leaves;
  SourceSpan span;
};
struct Outlet {
  const ast::Outlet* block = nullptr;
  std::optional<RecipientId> to = {};
  std::vector<PurposeId> purposes = {};
};
struct Transform {
  const ast::Block* block = nullptr;
  std::vector<CategoryId> takes, gives;
  ast::Names by;
  bool rotates = false;
};
/// `transfer to R under SAFEGUARD`
struct Route {
  RecipientId to;
  std::string safeguard;
  PromiseId promise;
  SourceSpan span;
};
struct Statements {
  const ast::Promise* promise = nullptr;  ///< or
  const ast::Ruling* ruling = nullptr;
  [[nodiscard]] const ast::Statements& list() const {
    return promise != nullptr ? promise->statements : ruling->statements;
  }
};

struct Context {
  const Sources& sources;
  const ResolveOptions& options;
  const Laws& laws;

  Model model = {};
  checks::Clashes clashes{model};
  Places places = {};
  Symbols symbols = {};
  std::vector<Finding> findings = {};

  // The tree by kind, in the order written; index = the symbol's.
  std::vector<const ast::Block*> policies = {};
  std::vector<Party> parties = {};  ///< recipients, processors, the controller
  std::vector<const ast::Block*> staff = {}, subjects = {};
  std::vector<Purpose> purposes = {};
  std::vector<Transform> transforms = {};
  std::vector<const ast::Category*> categories = {};
  std::vector<std::optional<Mark>> written_marks = {};  ///< by category, as written on it
  std::vector<const ast::Event*> events = {};           ///< before the built-in ones
  std::vector<const ast::State*> states = {};
  std::vector<const ast::Store*> stores = {};
  std::vector<const ast::Table*> tables = {};
  std::vector<Outlet> outlets = {};
  std::vector<Carried> payloads = {};
  std::vector<Route> routes = {};
  std::vector<Statements> promises = {};
  std::vector<const ast::Waive*> waives = {};
  std::vector<const ast::Test*> tests = {};

  std::vector<std::unordered_map<std::string, FieldId>> columns = {};  ///< by table
  std::vector<std::vector<FieldId>> fields_of_leaf = {};               ///< by category
  std::vector<CategoryId> leaves_in_order = {};  ///< as in a walk of the trees
  std::vector<std::pair<std::uint32_t, std::uint32_t>> leaf_ranges = {};  ///< by category, into it
  int place_suggestions_left = 50;
  std::unordered_map<std::string, std::vector<TableId>> bare_tables = {};

  std::vector<RuleScope> scopes = {};  ///< by rule
  std::vector<SeverClaim> severs = {};
  std::vector<bool> has_recipe = {};  ///< by store
  bool has_notice = false;            ///< the policy restates a published text

  [[nodiscard]] Location location(SourceSpan span) const;
  /// The text at a span, blanks and comments folded to one blank.
  [[nodiscard]] std::string sentence(SourceSpan span) const;
  [[nodiscard]] std::string_view text(SourceSpan span) const;

  Diagnostic& error(std::string code, SourceSpan span, std::string message, std::string help = "");
  /// A warning about named things, which a waiver may silence.
  Diagnostic& warn(std::string code, SourceSpan span, std::string message,
                   std::vector<std::string> things, std::string help = "");
  [[nodiscard]] bool failed() const;
};

// ── names.cpp ─────────────────────────────────────────────────────────────────────────────────

/// The thing a name stands for, marked as used; else E0203 or E0201 and nullptr.
const Symbol* expect(Context& context, const ast::Name& name, Kinds kinds);
/// Every name of a list that stands for something right.
std::vector<const Symbol*> expect_all(Context& context, const ast::Names& names, Kinds kinds);
/// Leaves that category names, `personal`, `special` and `everything` stand for, ascending.
std::vector<CategoryId> leaves_of(Context& context, const ast::Names& names);
/// The same less what `except` names.
std::vector<CategoryId> leaves_of(Context& context, const ast::Names& names,
                                  const ast::Names& except);
[[nodiscard]] bool is_category_set(std::string_view name);
void expect_events(Context& context, const ast::Names& names, std::vector<EventId>& into);
/// A store, or a table by `store.table`, by its own name inside `here`, or alone where only one
/// store has it.
struct Place {
  std::optional<StoreId> store;
  std::optional<TableId> table;
};
std::optional<Place> expect_place(Context& context, const ast::Name& name,
                                  std::optional<StoreId> here = {});
std::optional<TableId> expect_table(Context& context, const ast::Name& name,
                                    std::optional<StoreId> here = {});
/// The tables named by stores and tables, ascending.
std::vector<TableId> expect_tables(Context& context, const ast::Names& names);

enum class Declares { yes, no };
/// A column by `store.table.column` or `table.column`. An unknown column of a known table is
/// declared by this use, or else E0201.
std::optional<FieldId> expect_column(Context& context, const ast::Name& name, Declares declares,
                                     std::optional<StoreId> here = {});
/// A column of one table, by its own name.
std::optional<FieldId> expect_own_column(Context& context, const ast::Name& name, TableId table,
                                         Declares declares);
/// Finds or declares.
FieldId column_of(Context& context, TableId table, const std::string& name, SourceSpan span);
/// A period of one or more (E0503), and of at most a thousand years (E0206).
void check_period(Context& context, const ast::Duration& duration);

// ── the steps, in their order ─────────────────────────────────────────────────────────────────

/// Reports and returns true when some part of a tree did not parse.
bool refuse_broken(Context& context);       // broken.cpp
void declare(Context& context);             // declare.cpp
void resolve_categories(Context& context);  // categories.cpp
void resolve_stores(Context& context);      // stores.cpp: attributes, fields and keys
void resolve_blocks(Context& context);      // blocks.cpp: policy, parties, purposes, transforms
void resolve_events(Context& context);      // events.cpp: events and states
void resolve_paths(Context& context);       // ownership.cpp: links, owners, mentions; declares
void resolve_subjects(Context& context);    // blocks.cpp
void follow_paths(Context& context);        // ownership.cpp: whole paths, once subjects are known
void resolve_outlets(Context& context);     // outlets.cpp
void resolve_statements(Context& context);  // statements.cpp: names in every statement
void compile_rules(Context& context);       // rules.cpp
void resolve_waivers(Context& context);     // waivers.cpp
void resolve_tests(Context& context);       // scenarios.cpp
void yield_to_erasures(Context& context);   // yielding.cpp: called by compile_rules
void apply_rulings(Context& context);       // rulings.cpp
void compile_flows(Context& context);       // flows.cpp
void date_rules(Context& context);          // dating.cpp
void compute_modes(Context& context);       // modes.cpp

}  // namespace abide::policy::resolving
