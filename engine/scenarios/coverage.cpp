// Statements counted, and told.
#include "engine/scenarios/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace abide::engine::scenarios {
namespace {

using policy::SeenBy;
using policy::Statement;

/// A place and the sentence there: `as` says a statement again under another promise.
using Said = std::tuple<std::string, std::uint32_t, std::string>;

std::set<Said> said_by(const std::vector<ScenarioResult>& results) {
  std::set<Said> said;
  for (const ScenarioResult& result : results) {
    for (const Why& why : result.touched) said.insert({why.file, why.line, why.sentence});
  }
  return said;
}

void add(Coverage& coverage, const Statement& statement, bool used) {
  if (coverage.promises.empty() || coverage.promises.back().promise != statement.promise) {
    coverage.promises.push_back({statement.promise, 0, 0, {}});
  }
  PromiseCoverage& promise = coverage.promises.back();
  ++promise.statements;
  ++coverage.statements;
  promise.used += used ? 1 : 0;
  coverage.used += used ? 1 : 0;
  if (!used) promise.unused.push_back(statement);
}

std::string counted(const std::map<std::string, std::uint32_t>& kinds) {
  std::vector<std::string> parts;
  for (const auto& [kind, count] : kinds) parts.push_back(fmt::format("{} {}", count, kind));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::uint32_t total(const std::map<std::string, std::uint32_t>& kinds) {
  std::uint32_t all = 0;
  for (const auto& [kind, count] : kinds) all += count;
  return all;
}

Json json_of(const Statement& statement) {
  return {{"promise", statement.promise},
          {"kind", statement.kind},
          {"sentence", statement.sentence},
          {"file", statement.location.file},
          {"line", statement.location.line}};
}

std::string words_of(const Statement& statement) {
  return fmt::format("{} ({}:{})", statement.sentence, statement.location.file,
                     statement.location.line);
}

}  // namespace

std::uint32_t Coverage::percent() const { return statements == 0 ? 100 : used * 100 / statements; }

std::string_view how_to_see(SeenBy seen_by) {
  switch (seen_by) {
    case SeenBy::rows:
      return "give a row that it reaches, let its event happen, and say what becomes of the row";
    case SeenBy::reach:
      return "say what can and cannot reach whom: `expect CATEGORIES cannot reach RECIPIENTS`";
    case SeenBy::due:
      return "let somebody ask, and say by when they are answered: `expect due DATE`";
    case SeenBy::nothing:
      return "";
  }
  return "";
}

Coverage coverage_of(const std::vector<Statement>& statements,
                     const std::vector<ScenarioResult>& results) {
  const std::set<Said> said = said_by(results);
  Coverage coverage;
  for (const Statement& one : statements) {
    if (one.seen_by == SeenBy::nothing) {
      ++coverage.beyond[one.kind];
    } else if (!one.decides) {
      coverage.outdone.push_back(one);
    } else {
      add(coverage, one, said.contains({one.location.file, one.location.line, one.sentence}));
    }
  }
  return coverage;
}

std::string to_text(const Coverage& coverage) {
  std::string text = fmt::format(
      "\nPut to use by the tests: {} of the {} statements that a test can show ({} %)\n",
      coverage.used, coverage.statements, coverage.percent());
  for (const PromiseCoverage& promise : coverage.promises) {
    if (promise.unused.empty()) continue;
    text += fmt::format("  {}: {} of {}\n", promise.promise, promise.used, promise.statements);
    for (const Statement& one : promise.unused) {
      text += fmt::format("    W0803 no test uses: {}\n", words_of(one));
    }
  }
  if (!coverage.outdone.empty()) {
    text += fmt::format("Decide nothing, since a stricter sentence always comes first: {}\n",
                        coverage.outdone.size());
    for (const Statement& one : coverage.outdone) {
      text += fmt::format("    {}: {}\n", one.promise, words_of(one));
    }
  }
  if (!coverage.beyond.empty()) {
    text += fmt::format(
        "Beyond any test, since scans, documents, people or the check show them: {}"
        " ({})\n",
        total(coverage.beyond), counted(coverage.beyond));
  }
  return text;
}

Json to_json(const Coverage& coverage) {
  Json promises = Json::array();
  for (const PromiseCoverage& promise : coverage.promises) {
    Json unused = Json::array();
    for (const Statement& one : promise.unused) unused.push_back(json_of(one));
    promises.push_back({{"promise", promise.promise},
                        {"statements", promise.statements},
                        {"used", promise.used},
                        {"unused", std::move(unused)}});
  }
  Json outdone = Json::array();
  for (const Statement& one : coverage.outdone) outdone.push_back(json_of(one));
  return {{"statements", coverage.statements}, {"used", coverage.used},
          {"percent", coverage.percent()},     {"promises", std::move(promises)},
          {"outdone", std::move(outdone)},     {"beyond", coverage.beyond}};
}

std::vector<policy::Diagnostic> diagnostics_of(const Coverage& coverage) {
  std::vector<policy::Diagnostic> all;
  for (const PromiseCoverage& promise : coverage.promises) {
    for (const Statement& one : promise.unused) {
      all.push_back({.code = "W0803",
                     .severity = policy::Severity::warning,
                     .span = one.span,
                     .message = fmt::format("no test puts `{}` to use", one.sentence),
                     .help = std::string{how_to_see(one.seen_by)}});
    }
  }
  return all;
}

}  // namespace abide::engine::scenarios
