// Events and states: where each is seen. `at T.f` declares the column.
#include <fmt/format.h>

#include "policy/resolve/attributes.hpp"

namespace abide::policy::resolving {
namespace {

std::optional<Told::By> told_by(Context& context, const ast::Name& reporter, bool state) {
  if (reporter.text == "app") {
    return Told::By::app;
  }
  if (reporter.text == "requests") {
    return Told::By::requests;
  }
  if (reporter.text == "abide" && !state) {
    return Told::By::abide;
  }
  check_word(context, reporter, state ? "app requests" : "app requests abide", "from");
  return std::nullopt;
}

/// W0216: `at T.f` declares f, so that a slip in its name would go by unseen. Told where a column
/// of the same table, declared before, is spelt nearly so.
void doubt_new_column(Context& context, const ast::Name& written, std::size_t fields_before,
                      FieldId column) {
  if (column.value < fields_before) {
    return;
  }
  const Table& table = context.model.at(context.model.at(column).table);
  std::vector<std::string> others;
  for (const FieldId other : table.fields) {
    if (other != column) {
      others.push_back(context.model.at(other).name);
    }
  }
  const std::string& name = context.model.at(column).name;
  const std::string near = nearest(name, others);
  if (near.empty()) {
    return;
  }
  const std::string whole = written.text.substr(0, written.text.size() - name.size()) + near;
  context.warn(
      "W0216", written.span,
      fmt::format("nothing but this declares `{}`, and its table has `{}`", written.text, near),
      {context.model.full_name(column)},
      fmt::format("say `{}` if that is meant, or declare the column: `field {}: CATEGORY;`", whole,
                  name));
}

void resolve_event(Context& context, std::uint32_t index) {
  const ast::Event& written = *context.events[index];
  Event& event = context.model.events[index];
  if (const auto* at = std::get_if<ast::FromColumn>(&written.source)) {
    const std::size_t before = context.model.fields.size();
    if (const auto column = expect_column(context, at->column, Declares::yes)) {
      doubt_new_column(context, at->column, before, *column);
      Field& field = context.model.fields[column->value];
      field.clock = field.clock.value_or(ClockForm::iso);
      event.source = AtColumn{*column};
    }
  } else if (const auto* absence = std::get_if<ast::FromAbsence>(&written.source)) {
    if (const auto table = expect_table(context, absence->table)) {
      event.source = OnAbsence{*table};
    }
  } else {
    const ast::Name& reporter = std::get<ast::FromReports>(written.source).reporter;
    event.source = Told{told_by(context, reporter, false).value_or(Told::By::app)};
  }
  if (written.of) {
    event.of = expect_table(context, *written.of);
    if (!std::holds_alternative<ast::FromReports>(written.source)) {
      context.error("E0206", written.of->span,
                    "only a reported event is `of` a table: this one has its rows already",
                    "remove `of`, or say `from app of TABLE`");
    }
  }
}

void resolve_state(Context& context, const ast::State& written) {
  if (const auto* at = std::get_if<ast::FromColumn>(&written.source)) {
    const std::size_t before = context.model.fields.size();
    if (const auto column = expect_column(context, at->column, Declares::yes)) {
      doubt_new_column(context, at->column, before, *column);
    }
  } else if (const auto* reports = std::get_if<ast::FromReports>(&written.source)) {
    told_by(context, reports->reporter, true);
  }
}

}  // namespace

void resolve_events(Context& context) {
  for (std::uint32_t i = 0; i < context.events.size(); ++i) {
    resolve_event(context, i);
  }
  for (const ast::State* state : context.states) {
    resolve_state(context, *state);
  }
}

}  // namespace abide::policy::resolving
