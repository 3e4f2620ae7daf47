// From the words of a test to its steps. The resolver has refused whatever does not fit.
#include "policy/scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "policy/sentences.hpp"
#include "policy/step_words.hpp"

namespace abide::policy {
namespace {

using Values = std::vector<ast::Value>;

struct ToLiteral {
  Literal operator()(const ast::Name& name) const {
    if (name.text == "null") return std::monostate{};
    if (name.text == "true" || name.text == "false") return name.text == "true";
    return name.text;
  }
  Literal operator()(const ast::Text& text) const { return text.text; }
  Literal operator()(const ast::Day& day) const { return day.date; }
  Literal operator()(const ast::Number& number) const { return number.value; }
  Literal operator()(const ast::Duration& duration) const {
    return abide::to_string(duration.period);
  }
  Literal operator()(const ast::TimeOfDay& time) const {
    return fmt::format("{:02}:{:02}", time.minutes / 60, time.minutes % 60);
  }
};
Literal literal(const ast::Value& value) { return std::visit(ToLiteral{}, value); }

/// The step at a span as one line, without its `;`.
std::string line_of_step(const SourceFile& file, SourceSpan span) {
  std::string text = with_single_blanks(file.text().substr(span.begin, span.end - span.begin));
  while (text.ends_with(' ') || text.ends_with(';')) text.pop_back();
  return text;
}

class Reading {
 public:
  Reading(const Sources& sources, const Model& model) : sources_(sources), model_(model) {}

  [[nodiscard]] Scenario scenario(const ast::Test& test) const {
    Scenario made{test.name.text, location(test.span), test.span, {}};
    for (const ast::Step& step : test.steps) {
      ScenarioStep one;
      if (step.on) one.on = step.on->date;
      one.location = location(step.span);
      one.span = step.span;
      one.sentence = line_of_step(sources_.files[step.span.file], step.span);
      if (const auto* row = std::get_if<ast::GivenRow>(&step.form)) {
        one.what = given_row(*row);
      } else if (const auto* words = std::get_if<ast::Words>(&step.form)) {
        read(*words, one);
      }
      made.steps.push_back(std::move(one));
    }
    return made;
  }

 private:
  [[nodiscard]] Location location(SourceSpan span) const {
    const SourceFile& file = sources_.files[span.file];
    return {file.path(), file.line_at(span.begin)};
  }
  /// By `store.table`, or alone where only one store has it.
  [[nodiscard]] std::optional<TableId> table(std::string_view name) const {
    if (const auto full = model_.find_table(name)) return full;
    const auto own = std::ranges::find(model_.tables, name, &Table::name);
    if (own == model_.tables.end()) return std::nullopt;
    return TableId{static_cast<std::uint32_t>(own - model_.tables.begin())};
  }
  [[nodiscard]] GivenRow given_row(const ast::GivenRow& row) const {
    GivenRow given{table(row.table.text).value_or(TableId{}), {}};
    if (!given.table.is_set()) return given;
    for (const ast::Cell& cell : row.cells) {
      for (const FieldId field : model_.at(given.table).fields) {
        if (model_.at(field).name == cell.column.text) {
          given.cells.emplace_back(field, literal(cell.value));
        }
      }
    }
    return given;
  }
  /// `hold for NAME | TABLE [of KEY {, KEY}] [ends]`
  [[nodiscard]] HoldStep hold(const Values& values, bool ends) const {
    HoldStep step;
    step.ends = ends;
    step.who = literal(values[2]);
    const std::size_t end = ends ? values.size() - 1 : values.size();
    for (std::size_t i = 4; i < end; ++i) step.key.push_back(literal(values[i]));
    const ast::Name* on = name_at(values, 2);
    if (on != nullptr && (!step.key.empty() || on->text.find('.') != std::string::npos)) {
      step.table = table(on->text);
    }
    return step;
  }
  template <class Id>
  static std::optional<Id> find(const std::vector<std::string>& names, const std::string& name) {
    const auto at = std::ranges::find(names, name);
    if (at == names.end()) return std::nullopt;
    return Id{static_cast<std::uint32_t>(at - names.begin())};
  }
  [[nodiscard]] StateId state(const std::string& name) const {
    return find<StateId>(model_.flows.states, name).value_or(StateId{});
  }
  void add_leaves(std::string_view name, std::vector<CategoryId>& into) const {
    for (std::uint32_t i = 0; i < model_.categories.size(); ++i) {
      const Category& category = model_.categories[i];
      const bool named =
          category.name == name || category.name.starts_with(std::string{name} + ".") ||
          name == "everything" || (name == "personal" && category.mark != Mark::anonymous) ||
          (name == "special" && category.mark == Mark::special);
      if (category.leaf && named && std::ranges::find(into, CategoryId{i}) == into.end()) {
        into.push_back(CategoryId{i});
      }
    }
  }
  [[nodiscard]] bool is_category(const ast::Value& value) const {
    const auto* name = std::get_if<ast::Name>(&value);
    std::vector<CategoryId> leaves;
    if (name != nullptr) add_leaves(name->text, leaves);
    return !leaves.empty();
  }
  [[nodiscard]] Happens happens(const Values& values) const {
    Happens step{model_.find_event(name_at(values, 0)->text).value_or(EventId{}), {}, {}, {}};
    if (values.size() > 2) step.who = literal(values[2]);
    for (std::size_t i = 4; i < values.size(); ++i) {
      if (i > 4 && is_category(values[i])) {
        add_leaves(name_at(values, i)->text, step.categories);
      } else {
        step.key.push_back(literal(values[i]));
      }
    }
    return step;
  }
  void read_given(const Values& values, ScenarioStep& into) const {
    const std::string& first = name_at(values, 0)->text;
    if (values.size() >= 3 && first == "hold") {
      into.what = hold(values, false);
    } else if (values.size() == 4 && word_at(values, 1, "request")) {
      into.what = RequestStep{first, literal(values[3]), false};
    } else if (const auto subject = model_.find_subject(first)) {
      into.what = GivenPerson{*subject, literal(values[1])};
    } else {
      into.what = GivenState{state(first), word_at(values, 1, "on")};
    }
  }
  void read_when(const Values& values, ScenarioStep& into) const {
    if (values.size() >= 4 && word_at(values, 0, "hold") && word_at(values, 1, "for")) {
      into.what = hold(values, true);
    } else if (values.size() == 5 && word_at(values, 1, "request")) {
      into.what = RequestStep{name_at(values, 0)->text, literal(values[3]), true};
    } else if (values.size() == 3 && word_at(values, 1, "is") && word_at(values, 2, "erased")) {
      into.what = ErasePerson{literal(values[0])};
    } else {
      into.what = happens(values);
    }
  }
  void read_expect(const Values& values, ScenarioStep& into) const {
    if (word_at(values, 0, "plan")) {
      into.what = ExpectPlan{std::get<ast::Text>(values[1]).text};
    } else if (word_at(values, 0, "due")) {
      into.what = ExpectDue{std::get<ast::Day>(values[1]).date};
    } else if (word_at(values, 0, "error")) {
      into.what = ExpectError{name_at(values, 1)->text};
    } else if (word_at(values, 0, "scrub")) {
      into.what = ExpectScrub{};
    } else {
      into.what = rows(values);
    }
  }
  [[nodiscard]] decltype(ScenarioStep::what) rows(const Values& values) const {
    using Outcome = ExpectRows::Outcome;
    constexpr std::pair<std::string_view, Outcome> outcomes[] = {{"erased", Outcome::erased},
                                                                 {"kept", Outcome::kept},
                                                                 {"severed", Outcome::severed},
                                                                 {"absent", Outcome::absent}};
    for (const auto& [word, outcome] : outcomes) {
      if (word_at(values, 1, word)) {
        ExpectRows expected{table(name_at(values, 0)->text).value_or(TableId{}), outcome, {}};
        if (values.size() == 4) expected.who = literal(values[3]);
        return expected;
      }
    }
    return reach(values);
  }
  /// `CATEGORIES can|cannot reach PLACES [for PURPOSES]`, joined by commas or `and`
  [[nodiscard]] ExpectReach reach(const Values& values) const {
    ExpectReach expected;
    enum class Part { categories, places, purposes } part = Part::categories;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string& name = name_at(values, i)->text;
      if (name == "and") continue;
      if (part == Part::categories && (name == "can" || name == "cannot")) {
        if (name == "cannot") expected.claim = ExpectReach::Claim::cannot;
        part = Part::places;
        ++i;  // `reach`
      } else if (part == Part::categories) {
        add_leaves(name, expected.leaves);
      } else if (part == Part::places && name == "for") {
        part = Part::purposes;
      } else if (part == Part::places) {
        add_place(name, expected);
      } else if (const auto purpose = find<PurposeId>(model_.flows.purposes, name)) {
        expected.purposes.push_back(*purpose);
      }
    }
    std::ranges::sort(expected.leaves);
    return expected;
  }
  /// A name that is both a recipient's and a store's is the recipient's.
  void add_place(const std::string& name, ExpectReach& into) const {
    if (name == "anyone") {
      into.anyone = true;
    } else if (const auto recipient = find<RecipientId>(model_.recipients, name)) {
      into.recipients.push_back(*recipient);
    } else if (const auto store = model_.find_store(name)) {
      const auto& tables = model_.at(*store).tables;
      into.tables.insert(into.tables.end(), tables.begin(), tables.end());
    } else if (const auto one = table(name)) {
      into.tables.push_back(*one);
    }
  }
  void read(const ast::Words& words, ScenarioStep& into) const {
    if (words.verb.text == "given") return read_given(words.values, into);
    if (words.verb.text == "when") return read_when(words.values, into);
    read_expect(words.values, into);
  }

  const Sources& sources_;
  const Model& model_;
};

}  // namespace

std::string to_string(const Literal& literal) {
  struct Words {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(Date value) const { return abide::to_string(value); }
  };
  return std::visit(Words{}, literal);
}

std::vector<Scenario> scenarios_of(const Sources& sources, const Model& model) {
  const Reading reading{sources, model};
  std::vector<Scenario> all;
  for (const ast::File& tree : sources.trees) {
    for (const ast::Declaration& declaration : tree.declarations) {
      if (const auto* test = std::get_if<ast::Test>(&declaration)) {
        all.push_back(reading.scenario(*test));
      }
    }
  }
  return all;
}

}  // namespace abide::policy
