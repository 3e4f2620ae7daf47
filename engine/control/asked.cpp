// The policy's own statements about requests, read for one kind of request.
#include "engine/control/asked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace abide::engine {
namespace {

using policy::Model;
using policy::Rule;

constexpr std::array<std::string_view, 7> request_kinds{
    "access", "portability", "rectification", "erasure", "restriction", "objection", "complaint"};

bool erases(const Rule& rule) {
  return rule.kind == Rule::Kind::erase_within || rule.kind == Rule::Kind::erase_at ||
         rule.kind == Rule::Kind::erase_promptly;
}

/// The policy's `erase …` statements that count from this event.
std::vector<const Rule*> erasures_of(const Model& model, EventId event) {
  std::vector<const Rule*> rules;
  for (const Rule& rule : model.rules) {
    const auto& events = rule.anchor.events;
    if (erases(rule) && std::ranges::find(events, event) != events.end()) rules.push_back(&rule);
  }
  return rules;
}

bool is_floored(const Model& model, FieldId field) {
  return std::ranges::any_of(model.rules_of(field),
                             [&](RuleId id) { return model.at(id).is_floor(); });
}

/// Columns that hold something of the subject: in tables that it owns, alone or with others.
std::vector<FieldId> columns_about(const Model& model, SubjectId subject) {
  std::vector<FieldId> fields;
  for (const policy::Table& table : model.tables) {
    const bool owned = std::ranges::any_of(table.owners, [&](const policy::Ownership& owner) {
      return owner.subject == subject && owner.kind != policy::Ownership::Kind::shared;
    });
    if (!owned) continue;
    std::ranges::copy_if(table.fields, std::back_inserter(fields),
                         [&](FieldId field) { return model.is_personal(field); });
  }
  return fields;
}

Error no_erasure(const std::string& kind) {
  const bool copy = kind == "access" || kind == "portability";
  return {ErrorCode::refused, fmt::format("a request of the kind `{}` asks for no erasure", kind),
          fmt::format("{}to erase the person all the same, name them with --for; nothing was done",
                      copy ? "answer it and close it with `abide request close REQ-… --deploy … "
                             "--how … --by …`; "
                           : "")};
}

}  // namespace

bool is_known_request(std::string_view kind) {
  return std::ranges::find(request_kinds, kind) != request_kinds.end();
}

std::optional<EventId> told_by_request(const Model& model, const std::string& kind) {
  for (const std::string& name : {kind + "_requested", kind}) {
    const auto event = model.find_event(name);
    const auto* const told = event ? std::get_if<policy::Told>(&model.at(*event).source) : nullptr;
    if (told != nullptr && told->by == policy::Told::By::requests) {
      return event;
    }
  }
  return std::nullopt;
}

Result<AskedErasure> erasure_asked(const Model& model, SubjectId subject, const std::string& kind) {
  if (kind == "erasure" || kind == "erasure_requested") return AskedErasure{};
  const auto event = told_by_request(model, kind);
  const auto rules = event ? erasures_of(model, *event) : std::vector<const Rule*>{};
  if (rules.empty()) return no_erasure(kind);
  AskedErasure asked;
  std::vector<FieldId> covered;
  for (const Rule* rule : rules) {
    asked.of.insert(asked.of.end(), rule->categories.begin(), rule->categories.end());
    covered.insert(covered.end(), rule->fields.begin(), rule->fields.end());
  }
  std::ranges::sort(asked.of);
  const auto twins = std::ranges::unique(asked.of);
  asked.of.erase(twins.begin(), twins.end());
  bool whole = true;
  for (const FieldId field : columns_about(model, subject)) {
    if (std::ranges::find(covered, field) != covered.end() || is_floored(model, field)) continue;
    whole = false;
    const auto in_scope = [&](CategoryId leaf) {
      return std::ranges::binary_search(asked.of, leaf);
    };
    if (std::ranges::any_of(model.at(field).categories, in_scope)) asked.beyond.push_back(field);
  }
  return whole ? AskedErasure{} : asked;
}

std::vector<AnswerTerm> answer_terms(const Model& model, std::span<const policy::Right> rights,
                                     const std::string& subject, const std::string& kind) {
  std::vector<AnswerTerm> terms;
  for (const policy::Right& right : rights) {
    const bool theirs = std::ranges::find(right.subjects, subject) != right.subjects.end();
    const bool every = right.kind.empty() && kind != "complaint";
    if (theirs && (every || right.kind == kind)) {
      terms.push_back({right.within, right.promise, right.sentence, right.location});
    }
  }
  const auto event = told_by_request(model, kind);
  for (const Rule* rule : event ? erasures_of(model, *event) : std::vector<const Rule*>{}) {
    if (rule->kind != Rule::Kind::erase_within) continue;
    terms.push_back({rule->period, model.at(rule->promise).id, rule->sentence, rule->location});
  }
  return terms;
}

std::optional<Date> answer_due(const Model& model, std::span<const policy::Right> rights,
                               const std::string& subject, const std::string& kind, Date received) {
  std::optional<Date> due;
  for (const AnswerTerm& term : answer_terms(model, rights, subject, kind)) {
    const Date day = add(received, term.within, Rounding::down);
    if (!due || day < *due) due = day;
  }
  return due;
}

}  // namespace abide::engine
