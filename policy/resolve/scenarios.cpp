// Names in `test` blocks; running them is the engine's part (LANGUAGE 4.10).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "policy/resolve/context.hpp"
#include "policy/step_words.hpp"

namespace abide::policy::resolving {
namespace {

using Values = std::vector<ast::Value>;

template <class T>
bool is_at(const Values& values, std::size_t at) {
  return at < values.size() && std::holds_alternative<T>(values[at]);
}

constexpr std::string_view forms =
    "`given row TABLE (column: value)`, `given SUBJECT NAME`, `given STATE on`, `given hold for "
    "NAME`, `given access request by NAME`, `when EVENT by NAME`, `when NAME is erased`, `when "
    "hold for NAME ends`, `expect TABLE erased for NAME`, `expect CATEGORIES cannot reach "
    "RECIPIENTS for PURPOSE`, `expect "
    "scrub OUTLET \"in\" gives \"out\"`, `expect plan \"…\"`, `expect due DATE`, `expect error "
    "CODE`";

void refuse_form(Context& context, SourceSpan span) {
  context.error("E0104", span, "no step of a test reads like this",
                fmt::format("steps are {}", forms));
}

/// Somebody, by the subject's own key: a name, a text or a number.
bool is_somebody(const Values& values, std::size_t at) {
  return name_at(values, at) != nullptr || is_at<ast::Text>(values, at) ||
         is_at<ast::Number>(values, at);
}

/// `hold for NAME`, `hold for TABLE [of KEY {, KEY}]`: a name with a dot is a table's.
bool check_hold(Context& context, const Values& values, std::size_t size) {
  if (size < 3 || !word_at(values, 0, "hold") || !word_at(values, 1, "for") ||
      !is_somebody(values, 2)) {
    return false;
  }
  const ast::Name* on = name_at(values, 2);
  const bool of_row = size >= 5 && word_at(values, 3, "of");
  if (on != nullptr && (of_row || on->text.find('.') != std::string::npos)) {
    expect_table(context, *on);
  }
  return size == 3 || (of_row && on != nullptr);
}

/// `access request by NAME`
bool check_request(const Values& values, std::size_t size) {
  constexpr std::array kinds{std::string_view{"access"}, std::string_view{"portability"},
                             std::string_view{"restriction"}};
  const ast::Name* kind = name_at(values, 0);
  return size == 4 && kind != nullptr &&
         std::find(kinds.begin(), kinds.end(), kind->text) != kinds.end() &&
         word_at(values, 1, "request") && word_at(values, 2, "by") && is_somebody(values, 3);
}

void check_given(Context& context, const ast::Step& step, const Values& values) {
  if (check_hold(context, values, values.size()) || check_request(values, values.size())) {
    return;
  }
  const ast::Name* what = name_at(values, 0);
  const bool well_formed = what != nullptr && values.size() == 2 && is_somebody(values, 1);
  if (!well_formed) {
    refuse_form(context, step.span);
    return;
  }
  const bool switched = word_at(values, 1, "on") || word_at(values, 1, "off");
  if (switched && context.symbols.find(Kind::subject, what->text) == nullptr) {
    expect(context, *what, Kind::state);
  } else {
    expect(context, *what, Kind::subject);
  }
}

/// `EVENT by NAME [of KEY {, CATEGORY}]`, `NAME is erased`, `hold for NAME ends`, `access request
/// by NAME ends`
void check_when(Context& context, const ast::Step& step, const Values& values) {
  const bool ends = !values.empty() && word_at(values, values.size() - 1, "ends");
  if (ends && (check_hold(context, values, values.size() - 1) ||
               check_request(values, values.size() - 1))) {
    return;
  }
  if (values.size() == 3 && is_somebody(values, 0) && word_at(values, 1, "is") &&
      word_at(values, 2, "erased")) {
    return;
  }
  const ast::Name* event = name_at(values, 0);
  if (event == nullptr || (values.size() > 1 && (!word_at(values, 1, "by") || values.size() < 3)) ||
      (values.size() > 3 && (!word_at(values, 3, "of") || values.size() < 5))) {
    refuse_form(context, step.span);
    return;
  }
  expect(context, *event, Kind::event);
  for (std::size_t i = 5; i < values.size(); ++i) {
    if (const ast::Name* category = name_at(values, i); category && category->text != "and") {
      leaves_of(context, {*category});
    }
  }
}

/// Who may be reached: recipients, and stores that hold.
void expect_reached(Context& context, const ast::Name& name) {
  if (name.text == "anyone" ||
      context.symbols.find(Kind::store | Kind::table, name.text) != nullptr) {
    return;
  }
  if (name.text.find('.') != std::string::npos) {
    expect_table(context, name);
  } else {
    expect(context, name, Kind::recipient | Kind::processor);
  }
}

bool is_verb_of_reach(const Values& values, std::size_t at) {
  const ast::Name* name = name_at(values, at);
  return name != nullptr && (name->text == "can" || name->text == "cannot") &&
         word_at(values, at + 1, "reach");
}

/// `CATEGORIES can|cannot reach RECIPIENTS [for PURPOSES]`; another step's names are left alone.
bool check_reach(Context& context, const Values& values) {
  std::size_t at = 0;
  while (at < values.size() && !is_verb_of_reach(values, at)) ++at;
  if (at == values.size()) {
    return false;
  }
  enum class Part { categories, recipients, purposes } part = Part::categories;
  std::size_t named = 0;  // in this part
  for (std::size_t i = 0; i < values.size(); ++i) {
    const ast::Name* name = name_at(values, i);
    if (name == nullptr) {
      return false;
    }
    const bool verb = part == Part::categories && i == at;
    const bool turns = verb || (part == Part::recipients && name->text == "for");
    if (turns) {
      if (named == 0) {
        return false;
      }
      named = 0;
      i += verb ? 1 : 0;
      part = part == Part::categories ? Part::recipients : Part::purposes;
    } else if (name->text != "and") {
      ++named;
      if (part == Part::categories) {
        leaves_of(context, {*name});
      } else if (part == Part::recipients) {
        expect_reached(context, *name);
      } else {
        expect(context, *name, Kind::purpose);
      }
    }
  }
  return part != Part::categories && named > 0;
}

bool check_expect(Context& context, const Values& values) {
  if (word_at(values, 0, "scrub")) {
    const ast::Name* outlet = name_at(values, 1);
    if (outlet == nullptr || values.size() != 5 || !is_at<ast::Text>(values, 2) ||
        !word_at(values, 3, "gives") || !is_at<ast::Text>(values, 4)) {
      return false;
    }
    expect(context, *outlet, Kind::outlet);
    return true;
  }
  if (word_at(values, 0, "plan")) {
    return values.size() == 2 && is_at<ast::Text>(values, 1);
  }
  if (word_at(values, 0, "due")) {
    return values.size() == 2 && is_at<ast::Day>(values, 1);
  }
  if (word_at(values, 0, "error")) {
    return values.size() == 2 && name_at(values, 1) != nullptr;
  }
  const ast::Name* outcome = name_at(values, 1);
  constexpr std::array outcomes{std::string_view{"erased"}, std::string_view{"kept"},
                                std::string_view{"severed"}, std::string_view{"absent"}};
  if (outcome != nullptr &&
      std::find(outcomes.begin(), outcomes.end(), outcome->text) != outcomes.end()) {
    const bool ends_well = values.size() == 2 || (values.size() == 4 && word_at(values, 2, "for") &&
                                                  is_somebody(values, 3));
    if (ends_well && name_at(values, 0) != nullptr) {
      expect_table(context, *name_at(values, 0));
    }
    return ends_well && name_at(values, 0) != nullptr;
  }
  return check_reach(context, values);
}

/// Every column is the table's own, and a row of a table with a key has all of it.
void check_row(Context& context, const ast::Step& step, const ast::GivenRow& row) {
  const auto table = expect_table(context, row.table);
  if (!table) {
    return;
  }
  const auto& columns = context.columns[table->value];
  for (const ast::Cell& cell : row.cells) {
    if (columns.contains(cell.column.text)) {
      continue;
    }
    std::vector<std::string> names;
    for (const auto& [name, id] : columns) {
      names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    const std::string near = nearest(cell.column.text, names);
    context.error("E0802", cell.column.span,
                  fmt::format("`{}` has no column `{}`", row.table.text, cell.column.text),
                  near.empty() ? "name a column that the table declares, or declare this one"
                               : fmt::format("did you mean `{}`?", near));
  }
  for (const FieldId key : context.model.at(*table).key) {
    const std::string& name = context.model.at(key).name;
    if (std::none_of(row.cells.begin(), row.cells.end(),
                     [&](const ast::Cell& cell) { return cell.column.text == name; })) {
      context.error(
          "E0802", step.span,
          fmt::format("the row of `{}` has no `{}`, which is its key", row.table.text, name),
          fmt::format("give it one: `{}: 1`", name));
    }
  }
}

struct CheckStep {
  Context& context;
  const ast::Step& step;

  void operator()(const ast::Broken& /*broken*/) const {}
  void operator()(const ast::GivenRow& row) const { check_row(context, step, row); }
  void operator()(const ast::Words& words) const {
    if (words.verb.text == "given") {
      check_given(context, step, words.values);
    } else if (words.verb.text == "when") {
      check_when(context, step, words.values);
    } else if (!check_expect(context, words.values)) {
      refuse_form(context, step.span);
    }
  }
};

}  // namespace

void resolve_tests(Context& context) {
  for (const ast::Test* test : context.tests) {
    for (const ast::Step& step : test->steps) {
      std::visit(CheckStep{context, step}, step.form);
    }
  }
}

}  // namespace abide::policy::resolving
