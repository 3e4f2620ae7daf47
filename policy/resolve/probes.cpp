// Probes: which exist, what arguments each takes and which stores it can read (LANGUAGE 4.11).
#include <fmt/format.h>

#include <algorithm>

#include "policy/nearness.hpp"
#include "policy/resolve/attributes.hpp"
#include "policy/resolve/vocabulary.hpp"

namespace abide::policy::resolving {
namespace {

enum class Type {
  table,
  selector,
  text,
  duration,
  category,
  leaf,
  name_or_text,
  number,
  yes,  ///< the word `true`
  outlet,
  state,
};
enum class Need { optional, required, some };  ///< some: one or more
struct Parameter {
  std::string_view name;
  Type type = Type::text;
  Need need = Need::optional;
};
struct ProbeRow {
  std::string_view name;
  std::string_view kinds;  ///< store kinds, `all`, or empty: reads no store
  bool reach = false;      ///< a store with `reach none` cannot be read
  std::vector<Parameter> parameters = {};
  bool settings = false;  ///< any SETTING VALUE, one or more
};

std::vector<ProbeRow> make_rows() {
  using enum Type;
  constexpr auto required = Need::required;
  constexpr auto some = Need::some;
  return {{"schema_drift", "all", true},
          {"unclassified_fields", "all", true},
          {"row_owner_present", "all", true},
          {"save_action", "sqlite postgres odbc", true, {{"of", table, required}}},
          {"personal_content", "all", true, {{"at", selector}}},
          {"card_numbers", "all", true},
          {"media_content", "all", true, {{"kinds", text, required}, {"older", duration}}},
          {"canary", "all", true, {{"plant", category, some}, {"view", name_or_text}}},
          {"provenance",
           "sqlite postgres odbc",
           true,
           {{"of", leaf, required}, {"never_from", leaf, required}}},
          {"join_paths", "all", true, {{"from", table}, {"to", category}}},
          {"small_groups", "all", true, {{"least", number, required}}},
          {"persistence", "redis", true, {{"ttl", yes, required}}},
          {"least_privilege",
           "postgres odbc",
           true,
           {{"roles", text, required}, {"row_security", yes}}},
          {"encryption_at_rest", "postgres http", false},
          {"region", "postgres http", false, {{"is", text, required}}},
          {"sessions_revoked", "http", true},
          {"vendor_settings", "http", true, {}, true},
          {"heartbeat", "http", true},
          {"egress_hosts", "", false},
          {"ingress_media", "", false, {{"kinds", text, required}}},
          {"page_requests",
           "",
           false,
           {{"only", outlet, some}, {"deny", text}, {"beacon", outlet}, {"carries", text}}},
          {"cookie_scan",
           "",
           false,
           {{"allow", category, some}, {"deny", category, some}, {"before_consent", yes}}},
          {"content_security_policy",
           "",
           false,
           {{"directive", text, required}, {"forbid", text, required}}},
          {"permissions_policy", "", false, {{"feature", text, required}, {"when", state}}},
          {"tls", "", false, {{"least", text, required}, {"hsts", yes}}},
          {"page_contains", "", false, {{"text", text, required}}},
          {"notice_date", "", false},
          {"notice_covers_policy", "", false, {{"part", text}}},
          {"mailbox_accepts", "", false, {{"address", text, required}}},
          {"oauth_scopes", "http", false, {{"scopes", text, required}}},
          {"auth_providers", "http", false, {{"allow", text, required}}},
          {"dependency_age", "", false, {{"most", duration, required}}}};
}

/// Lists such as `plant X, plant Y` are never missing when the table puts them in brackets.
bool may_be_absent(std::string_view probe, const Parameter& parameter) {
  return parameter.need == Need::optional ||
         (parameter.need == Need::some && (probe == "page_requests" || probe == "cookie_scan"));
}

std::string_view phrase_of(Type type) {
  switch (type) {
    case Type::table:
      return "a table";
    case Type::selector:
      return "a quoted selector such as \"**.email\"";
    case Type::text:
      return "a quoted text";
    case Type::duration:
      return "a period such as 30 days";
    case Type::category:
      return "a category";
    case Type::leaf:
      return "a category that is a leaf";
    case Type::name_or_text:
      return "a name or a quoted text";
    case Type::number:
      return "a number above zero";
    case Type::yes:
      return "`true`";
    case Type::outlet:
      return "an outlet";
    case Type::state:
      return "a state";
  }
  return "a value";
}

bool is_of_type(Type type, const ast::Value& value) {
  const auto* name = std::get_if<ast::Name>(&value);
  const auto* text = std::get_if<ast::Text>(&value);
  switch (type) {
    case Type::selector:
    case Type::text:
      return text != nullptr;
    case Type::duration:
      return std::holds_alternative<ast::Duration>(value);
    case Type::name_or_text:
      return name != nullptr || text != nullptr;
    case Type::number: {
      const auto* number = std::get_if<ast::Number>(&value);
      return number != nullptr && !number->percent && number->value > 0;
    }
    case Type::yes:
      return name != nullptr && name->text == "true";
    case Type::table:
    case Type::category:
    case Type::leaf:
    case Type::outlet:
    case Type::state:
      return name != nullptr;
  }
  return false;
}

void resolve_value(Context& context, Type type, const ast::Value& value) {
  const auto* name = std::get_if<ast::Name>(&value);
  if (const auto* duration = std::get_if<ast::Duration>(&value)) {
    check_period(context, *duration);
  }
  if (name == nullptr) {
    return;
  }
  if (type == Type::table) {
    expect_table(context, *name);
  } else if (type == Type::category) {
    leaves_of(context, {*name});
  } else if (type == Type::leaf) {
    const Symbol* symbol = expect(context, *name, Kind::category);
    if (symbol != nullptr && !context.model.categories[symbol->index].leaf) {
      context.error("E0203", name->span,
                    fmt::format("`{}` is a group of categories; here stands a leaf", name->text),
                    "name one of the categories in it");
    }
  } else if (type == Type::outlet) {
    expect(context, *name, Kind::outlet);
  } else if (type == Type::state) {
    expect(context, *name, Kind::state);
  }
}

void check_arguments(Context& context, const ast::Probe& probe, const ProbeRow& row) {
  std::vector<std::string> known;
  for (const Parameter& parameter : row.parameters) {
    known.emplace_back(parameter.name);
  }
  std::vector<const ast::Argument*> seen;
  for (const ast::Argument& argument : probe.arguments) {
    const auto parameter =
        std::find_if(row.parameters.begin(), row.parameters.end(),
                     [&](const Parameter& p) { return p.name == argument.name.text; });
    if (parameter == row.parameters.end()) {
      const std::string help = did_you_mean(argument.name.text, known);
      context.error("E0204", argument.name.span,
                    fmt::format("probe `{}` takes no `{}`", row.name, argument.name.text),
                    help.empty()
                        ? (known.empty() ? "remove it"
                                         : fmt::format("it takes `{}`", fmt::join(known, "`, `")))
                        : help);
      continue;
    }
    const auto first = std::find_if(seen.begin(), seen.end(), [&](const ast::Argument* other) {
      return other->name.text == argument.name.text;
    });
    if (first != seen.end() && parameter->need != Need::some) {
      auto& twice =
          context.error("E0202", argument.name.span,
                        fmt::format("`{}` is given twice", argument.name.text), "keep one of them");
      twice.labels.push_back({(*first)->name.span, "first given here"});
    }
    seen.push_back(&argument);
    if (!is_of_type(parameter->type, argument.value)) {
      context.error("E0206", ast::span_of(argument.value),
                    fmt::format("`{}` of probe `{}` takes {}", argument.name.text, row.name,
                                phrase_of(parameter->type)));
      continue;
    }
    resolve_value(context, parameter->type, argument.value);
  }
  for (const Parameter& parameter : row.parameters) {
    const bool given = std::any_of(seen.begin(), seen.end(), [&](const ast::Argument* argument) {
      return argument->name.text == parameter.name;
    });
    if (!given && !may_be_absent(row.name, parameter)) {
      context.error("E0205", probe.probe.span,
                    fmt::format("probe `{}` does not say `{}`", row.name, parameter.name),
                    fmt::format("add `with {} …`, {}", parameter.name, phrase_of(parameter.type)));
    }
  }
}

void check_store(Context& context, const ast::Name& name, StoreId id, const ProbeRow& row) {
  const Store& store = context.model.at(id);
  const std::string list = " " + std::string{row.kinds} + " ";
  if (row.kinds != "all" && list.find(" " + store.kind + " ") == std::string::npos) {
    auto& wrong = context.error(
        "E0203", name.span,
        fmt::format("probe `{}` cannot read `{}`, which is {}", row.name, store.name, store.kind),
        fmt::format("it reads stores of kind {}", row.kinds));
    wrong.labels.push_back({context.places.stores[id.value], "declared here"});
    return;
  }
  const bool by_folder = row.name == "media_content" && store.kind == "memory";
  if (row.reach && store.no_reach_because && !by_folder) {
    auto& wrong = context.error(
        "E0203", name.span,
        fmt::format("probe `{}` has to reach `{}`, which says `reach none`", row.name, store.name),
        "choose a store that can be reached, or attest it");
    wrong.labels.push_back({context.places.stores[id.value], "declared here"});
  }
}

void check_places(Context& context, const ast::Probe& probe, const ProbeRow& row) {
  for (const ast::Name& name : probe.on) {
    const auto place = expect_place(context, name);
    if (!place) {
      continue;
    }
    if (row.kinds.empty()) {
      context.error("E0206", name.span, fmt::format("probe `{}` reads no store", row.name),
                    "remove `on`");
      return;
    }
    check_store(context, name, place->store ? *place->store : context.model.at(*place->table).store,
                row);
  }
}

}  // namespace

void check_probe(Context& context, const ast::Probe& probe) {
  static const std::vector<ProbeRow> rows = make_rows();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const ProbeRow& candidate) {
    return candidate.name == probe.probe.text;
  });
  if (probe.every) {
    check_period(context, *probe.every);
  }
  if (row == rows.end()) {
    std::vector<std::string> names;
    names.reserve(rows.size());
    for (const ProbeRow& candidate : rows) {
      names.emplace_back(candidate.name);
    }
    const std::string help = did_you_mean(probe.probe.text, names);
    context.error("E0201", probe.probe.span,
                  fmt::format("probe `{}` does not exist", probe.probe.text),
                  help.empty() ? fmt::format("probes: {}", fmt::join(names, ", ")) : help);
    return;
  }
  check_places(context, probe, *row);
  if (row->settings && probe.arguments.empty()) {
    context.error("E0205", probe.probe.span, fmt::format("probe `{}` names no setting", row->name),
                  "add `with SETTING VALUE`");
  } else if (!row->settings) {
    check_arguments(context, probe, *row);
  }
}

}  // namespace abide::policy::resolving
