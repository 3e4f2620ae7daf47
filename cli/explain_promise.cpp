// See explain_promise.hpp. Every statement is shown as it was written; what is about time has its
// rule in the Model, found by its line and sentence: a line may hold several.
#include "cli/explain_promise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/explain_print.hpp"
#include "policy/sentences.hpp"

namespace abide::cli {
namespace {

namespace ast = policy::ast;
using policy::Model;
using policy::Rule;

/// A promise or a ruling in the syntax tree.
struct Written {
  policy::SourceSpan span;
  const ast::Statements* statements;
};

/// Calls `look` with every promise and ruling of all files.
template <class Look>
void each_promise(const policy::Sources& sources, Look look) {
  for (const ast::File& tree : sources.trees) {
    for (const ast::Declaration& declaration : tree.declarations) {
      if (const auto* promise = std::get_if<ast::Promise>(&declaration)) {
        look(promise->id.text, Written{promise->span, &promise->statements}, ast::Names{});
      } else if (const auto* ruling = std::get_if<ast::Ruling>(&declaration)) {
        look(ruling->id.text, Written{ruling->span, &ruling->statements}, ruling->between);
      }
    }
  }
}

std::string anchor_words(const Model& model, const policy::Anchor& anchor) {
  std::vector<std::string> events;
  for (const EventId event : anchor.events) events.push_back(model.at(event).name);
  static const std::map<policy::Anchor::EndOf, const char*> ends{
      {policy::Anchor::EndOf::moment, ""},
      {policy::Anchor::EndOf::tax_year, "the end of the tax year of "},
      {policy::Anchor::EndOf::financial_year, "the end of the financial year of "},
      {policy::Anchor::EndOf::year, "the end of the year of "}};
  return fmt::format("{}`{}`", ends.at(anchor.end_of), fmt::join(events, "` or `"));
}

std::string bound_words(const Model& model, const Rule& rule) {
  const std::string anchor = anchor_words(model, rule.anchor);
  const std::string law = rule.law ? ", because " + law_words(*rule.law) : "";
  switch (rule.kind) {
    case Rule::Kind::may_keep:
    case Rule::Kind::erase_at:
    case Rule::Kind::erase_promptly:
      return fmt::format("gone within {} of {}", to_string(model.calendar.grace), anchor);
    case Rule::Kind::must_keep_for:
      return fmt::format("stays until {} after {}{}, and is gone {} later", to_string(rule.period),
                         anchor, law, to_string(model.calendar.grace));
    case Rule::Kind::must_keep_at_least:
      return fmt::format("stays until {} after {} at least{}", to_string(rule.period), anchor, law);
    case Rule::Kind::keep_at_most:
    case Rule::Kind::erase_within:
      return fmt::format("gone within {} of {}", to_string(rule.period), anchor);
    case Rule::Kind::sever:
      return fmt::format("the link is cut within {} of {}, the row stays",
                         to_string(model.calendar.grace), anchor);
  }
  return "";
}

/// `db.users (email, name)`
std::vector<std::string> tables_of(const Model& model, const Rule& rule) {
  std::map<std::string, std::vector<std::string>> columns;
  for (const FieldId field : rule.fields) {
    columns[model.full_name(model.at(field).table)].push_back(model.at(field).name);
  }
  std::vector<std::string> tables;
  for (const auto& [table, names] : columns) {
    tables.push_back(fmt::format("{} ({})", table, fmt::join(names, ", ")));
  }
  return tables;
}

std::vector<Kept> statements_of(const policy::CompileResult& compiled, const Written& written) {
  std::vector<Kept> kept;
  for (const ast::Statement& statement : *written.statements) {
    const policy::SourceSpan span = span_of(statement);
    const policy::Location place = location_of(compiled.sources, span);
    Kept one{sentence_at(compiled.sources, span), place.line};
    for (const Rule& rule : compiled.model->rules) {
      if (rule.location == place && rule.sentence == one.sentence) {
        one.bound = bound_words(*compiled.model, rule);
        one.tables = tables_of(*compiled.model, rule);
      }
    }
    kept.push_back(std::move(one));
  }
  return kept;
}

bool restates(const ast::Statements& statements, const std::string& id) {
  return std::ranges::any_of(statements, [&id](const ast::Statement& statement) {
    const auto* const as = std::get_if<ast::As>(&statement);
    return as != nullptr && as->promise.text == id;
  });
}

}  // namespace

Result<PromiseStory> explain_promise(const policy::CompileResult& compiled, const std::string& id) {
  const auto promise = std::ranges::find(compiled.model->promises, id, &policy::Promise::id);
  if (promise == compiled.model->promises.end()) {
    std::vector<std::string> known;
    for (const policy::Promise& one : compiled.model->promises) known.push_back(one.id);
    const std::string near = policy::nearest(id, known);
    return Error{ErrorCode::not_found, fmt::format("the policy has no promise `{}`", id),
                 near.empty() ? "`abide check` says how many it has"
                              : fmt::format("did you mean `{}`?", near)};
  }
  PromiseStory story{*promise, {}, {}, {}};
  policy::SourceSpan span;
  each_promise(compiled.sources,
               [&](const std::string& name, const Written& written, const ast::Names& between) {
                 if (name == id) {
                   span = written.span;
                   story.statements = statements_of(compiled, written);
                 } else if (std::ranges::find(between, id, &ast::Name::text) != between.end()) {
                   story.named_by.push_back(fmt::format("{} decides about it", name));
                 } else if (restates(*written.statements, id)) {
                   story.named_by.push_back(fmt::format("{} restates it", name));
                 }
               });
  std::ranges::copy_if(compiled.diagnostics, std::back_inserter(story.said), [&](const auto& one) {
    return one.span.file == span.file && one.span.begin >= span.begin && one.span.end <= span.end;
  });
  return story;
}

std::string promise_text(const PromiseStory& story) {
  const policy::Promise& promise = story.promise;
  std::string text =
      fmt::format("{}{} ({}:{})\n", promise.id, promise.mode.empty() ? "" : ", " + promise.mode,
                  promise.location.file, promise.location.line);
  if (!promise.quote.empty()) text += fmt::format("  \"{}\"\n", promise.quote);
  if (promise.computed) {
    text += fmt::format("  what stands under it comes to {}\n", word_of(*promise.computed));
  }
  if (!promise.section.empty()) text += fmt::format("  in the notice's \"{}\"\n", promise.section);
  if (promise.decide_by && promise.before) {
    text += fmt::format("  to be decided by {} before {}\n", *promise.decide_by,
                        to_string(*promise.before));
  }
  text += "\nWhat stands under it\n";
  for (const Kept& one : story.statements) {
    text += fmt::format("  {}\n", one.sentence);
    if (!one.bound.empty()) text += fmt::format("      {}\n", one.bound);
    for (const std::string& table : one.tables) text += fmt::format("      {}\n", table);
    if (!one.bound.empty() && one.tables.empty()) text += "      reaches no column\n";
  }
  if (!story.named_by.empty()) {
    text += fmt::format("\nWho names it\n  {}\n", fmt::join(story.named_by, "\n  "));
  }
  if (!story.said.empty()) text += "\nWhat the checker says of it\n";
  for (const policy::Diagnostic& one : story.said) {
    text += fmt::format("  {} {}: {}\n", word_of(one.severity), one.code, one.message);
    if (!one.help.empty()) text += fmt::format("      help: {}\n", one.help);
  }
  return text;
}

Json promise_json(const PromiseStory& story) {
  const policy::Promise& promise = story.promise;
  Json json{{"id", promise.id},
            {"mode", promise.mode},
            {"computed_mode", promise.computed ? std::string{word_of(*promise.computed)} : ""},
            {"quote", promise.quote},
            {"section", promise.section},
            {"file", promise.location.file},
            {"line", promise.location.line},
            {"statements", Json::array()},
            {"named_by", story.named_by},
            {"diagnostics", Json::array()}};
  for (const Kept& one : story.statements) {
    json["statements"].push_back({{"sentence", one.sentence},
                                  {"line", one.line},
                                  {"bound", one.bound},
                                  {"tables", one.tables}});
  }
  for (const policy::Diagnostic& one : story.said) {
    json["diagnostics"].push_back(
        {{"code", one.code}, {"severity", word_of(one.severity)}, {"message", one.message}});
  }
  return json;
}

}  // namespace abide::cli
