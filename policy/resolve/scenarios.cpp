// Names in `test` blocks; running them is the engine's part (LANGUAGE 4.10).
#include <fmt/format.h>

#include <algorithm>

#include "policy/resolve/context.hpp"

namespace abide::policy::resolving {
namespace {

using Values = std::vector<ast::Value>;

const ast::Name* name_at(const Values& values, std::size_t at) {
  return at < values.size() ? std::get_if<ast::Name>(&values[at]) : nullptr;
}
bool word_at(const Values& values, std::size_t at, std::string_view word) {
  const ast::Name* name = name_at(values, at);
  return name != nullptr && name->text == word;
}
template <class T>
bool is_at(const Values& values, std::size_t at) {
  return at < values.size() && std::holds_alternative<T>(values[at]);
}

constexpr std::string_view forms =
    "`given row TABLE (column: value)`, `given SUBJECT NAME`, `given STATE on`, `when EVENT by "
    "NAME`, `expect TABLE erased for NAME`, `expect CATEGORIES cannot reach RECIPIENTS`, `expect "
    "scrub OUTLET \"in\" gives \"out\"`, `expect plan \"…\"`, `expect due DATE`, `expect error "
    "CODE`";

void refuse_form(Context& context, SourceSpan span) {
  context.error("E0104", span, "no step of a test reads like this",
                fmt::format("steps are {}", forms));
}

void check_given(Context& context, const ast::Step& step, const Values& values) {
  const ast::Name* what = name_at(values, 0);
  const bool well_formed = what != nullptr && values.size() == 2 && name_at(values, 1) != nullptr;
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

/// `EVENT by NAME [of KEY {, CATEGORY}]`
void check_when(Context& context, const ast::Step& step, const Values& values) {
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
  if (name.text == "and" || name.text == "anyone") {
    return;
  }
  if (context.symbols.find(Kind::store | Kind::table, name.text) == nullptr) {
    expect(context, name, Kind::recipient | Kind::processor);
  }
}

bool check_reach(Context& context, const Values& values) {
  const auto verb = std::find_if(values.begin(), values.end(), [](const ast::Value& value) {
    const auto* name = std::get_if<ast::Name>(&value);
    return name != nullptr && (name->text == "can" || name->text == "cannot");
  });
  const auto at = static_cast<std::size_t>(verb - values.begin());
  if (verb == values.end() || at == 0 || !word_at(values, at + 1, "reach") ||
      at + 2 >= values.size()) {
    return false;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const ast::Name* name = name_at(values, i);
    if (name == nullptr) {
      return false;
    }
    if (i < at && name->text != "and") {
      leaves_of(context, {*name});
    } else if (i > at + 1) {
      expect_reached(context, *name);
    }
  }
  return true;
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
    const bool ends_well = values.size() == 2 || (values.size() == 4 && word_at(values, 2, "for"));
    if (ends_well && name_at(values, 0) != nullptr) {
      expect_table(context, *name_at(values, 0));
    }
    return ends_well && name_at(values, 0) != nullptr;
  }
  return check_reach(context, values);
}

struct CheckStep {
  Context& context;
  const ast::Step& step;

  void operator()(const ast::Broken& /*broken*/) const {}
  void operator()(const ast::GivenRow& row) const { expect_table(context, row.table); }
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
