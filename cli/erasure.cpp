// From words to an erasure that can be planned.
#include "cli/erasure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/persons.hpp"
#include "cli/restored.hpp"
#include "cli/rows.hpp"
#include "engine/control/asked.hpp"
#include "engine/identity/identity.hpp"
#include "policy/diagnostics.hpp"

namespace abide::cli {
namespace {

/// The leaves that a category's name covers.
Result<void> add_category(const policy::Model& model, const std::string& name,
                          std::vector<CategoryId>& leaves) {
  const std::size_t before = leaves.size();
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < model.categories.size(); ++i) {
    const policy::Category& category = model.categories[i];
    known.push_back(category.name);
    if (category.leaf && (category.name == name || category.name.starts_with(name + ".")))
      leaves.push_back(CategoryId{i});
  }
  if (leaves.size() > before) return {};
  const std::string near = policy::nearest(name, known);
  return Error{ErrorCode::not_found, fmt::format("the policy has no category `{}`", name),
               near.empty() ? "name one of its categories; nothing was done"
                            : fmt::format("did you mean `{}`? nothing was done", near)};
}

std::vector<std::string> names_of(const policy::Model& model,
                                  const std::vector<CategoryId>& leaves) {
  std::vector<std::string> names;
  for (const CategoryId leaf : leaves) names.push_back(model.at(leaf).name);
  return names;
}

struct Asked {
  std::string kind;  ///< of the request
  engine::AskedErasure erasure;
};
/// What the words' request asks for; everything where there is none.
Result<Asked> asked_by(Session& session, const Whom& whom, SubjectId subject) {
  if (whom.request.empty()) return Asked{"erasure", {}};
  ABIDE_TRY(const engine::Request request, open_request(session, whom.request));
  ABIDE_TRY(engine::AskedErasure erasure,
            engine::erasure_asked(session.model, subject, request.kind));
  return Asked{request.kind, std::move(erasure)};
}

/// Narrows to what the request covers.
Result<void> narrow(const policy::Model& model, const Whom& whom, const engine::AskedErasure& asked,
                    std::vector<CategoryId>& of) {
  if (asked.of.empty()) return {};
  for (const CategoryId leaf : of) {
    if (std::ranges::find(asked.of, leaf) == asked.of.end()) {
      return Error{
          ErrorCode::refused,
          fmt::format("{} does not ask for `{}` to be erased", whom.request, model.at(leaf).name),
          fmt::format("it covers {}; nothing was done",
                      fmt::join(names_of(model, asked.of), ", "))};
    }
  }
  if (!of.empty()) return {};
  if (!asked.beyond.empty()) {
    return Error{ErrorCode::refused,
                 fmt::format("{} covers its categories in some tables alone: not `{}`",
                             whom.request, model.full_name(asked.beyond.front())),
                 fmt::format("let the sweep erase what is due, or erase them everywhere with "
                             "--of {}; nothing was done",
                             fmt::join(names_of(model, asked.of), " "))};
  }
  of = asked.of;
  return {};
}

}  // namespace

std::optional<SubjectId> kind_of(const Desk& desk, Session& session, const Whom& whom, Stop& stop) {
  if (!whom.again.empty()) {
    const auto again = restored_of(session, whom.again);
    if (again) return again->subject;
    stop.code = desk.tell(again.error());
    return std::nullopt;
  }
  if (whom.request.empty()) return desk.subject(session, whom, stop);
  const auto open = open_request(session, whom.request);
  const auto asked = open ? session.control->subject_of(open->id)
                          : Result<std::pair<std::string, Sensitive<Value>>>{open.error()};
  if (!asked) {
    stop.code = desk.tell(asked.error());
    return std::nullopt;
  }
  Words words;
  words.subject = asked->first;
  return desk.subject(session, words, stop);
}

Result<engine::Identity> identity_of(Session& session, const Whom& whom, SubjectId subject) {
  const auto sharing = whom.same_person ? engine::Sharing::same_person
                       : whom.apart     ? engine::Sharing::apart
                                        : engine::Sharing::refuse;
  if (!whom.again.empty()) {
    ABIDE_TRY(const Restored again, restored_of(session, whom.again));
    return engine::resolve_identity(session.model, session.stores, subject, {again.key.reveal()},
                                    sharing);
  }
  if (!whom.request.empty()) {
    ABIDE_TRY(const auto asked, session.control->subject_of(RequestId{whom.request}));
    return engine::resolve_identity(session.model, session.stores, subject, {asked.second.reveal()},
                                    sharing);
  }
  return engine::resolve_identity(session.model, session.stores, subject, Desk::value_of(whom),
                                  sharing);
}

Result<engine::EraseRequest> erasure_of(Session& session, const Whom& whom,
                                        engine::Identity identity) {
  const SubjectId subject = identity.subject;
  engine::EraseRequest erase{std::move(identity), "", {}, std::nullopt};
  for (const std::string& name : whom.of) ABIDE_CHECK(add_category(session.model, name, erase.of));
  ABIDE_TRY(const Asked asked, asked_by(session, whom, subject));
  ABIDE_CHECK(narrow(session.model, whom, asked.erasure, erase.of));
  if (!whom.table.empty()) {
    ABIDE_TRY(erase.row, row_named(session.model, whom.table, whom.key));
  }
  std::vector<std::string> references;
  for (const Value& key : erase.identity.keys(session.model)) {
    ABIDE_TRY(references.emplace_back(), session.control->reference(session.model, subject, key));
  }
  erase.reference =
      fmt::format("{} {}", session.model.at(subject).name, fmt::join(references, " and "));
  if (!erase.of.empty())
    erase.reference +=
        fmt::format(", {} alone", fmt::join(names_of(session.model, erase.of), " and "));
  if (erase.row) {
    const std::string row =
        to_hex(session.control->keyed("row of a part", erase.row->key.reveal()));
    erase.reference += fmt::format(", row {} of {} alone", row.substr(0, 8),
                                   session.model.full_name(erase.row->table));
  }
  erase.event = engine::told_by_request(session.model, asked.kind);
  return erase;
}

Result<void> check_row(const Session& session, const engine::EraseRequest& erase,
                       const engine::Plan& plan) {
  if (!erase.row || !plan.steps.empty() || !plan.kept.empty()) return {};
  const std::string table = session.model.full_name(erase.row->table);
  const bool gap = std::ranges::any_of(
      plan.gaps, [&](const engine::Gap& one) { return one.place.starts_with(table); });
  if (gap) return {};
  ABIDE_TRY(const bool there, is_there(session, *erase.row));
  if (!there)
    return Error{ErrorCode::not_found, fmt::format("`{}` has no such row", table),
                 "look for the key in the store; nothing was done"};
  return Error{
      ErrorCode::refused,
      fmt::format("that row of `{}` holds nothing of this person that can be erased", table),
      "`abide explain row` says whose it is; nothing was done"};
}

Result<void> add_notes(Session& session, const Whom& whom, const engine::EraseRequest& erase,
                       engine::Plan& plan) {
  const auto note = [&](std::string words) {  // once, though a plan from a file may have it
    if (std::ranges::find(plan.findings, words) == plan.findings.end())
      plan.findings.push_back(std::move(words));
  };
  if (!whom.request.empty() && whom.of.empty() && !erase.of.empty())
    note(fmt::format("{} covers {} alone, as the policy has it", whom.request,
                     fmt::join(names_of(session.model, erase.of), ", ")));
  ABIDE_TRY(const auto open,
            open_requests_of(session, erase.identity.subject, erase.identity.values));
  const bool part = !erase.of.empty() || erase.row.has_value();
  for (const engine::Request& one : open) {
    if (one.id.value == whom.request) continue;
    if (needs_the_data(one)) {
      note(fmt::format("{} ({}) of this person is open; it can no longer be answered{} afterwards",
                       one.id.value, one.kind, part ? " in full" : ""));
    } else if (part && engine::erasure_asked(session.model, erase.identity.subject, one.kind)) {
      note(fmt::format(
          "{} ({}) of this person is open; `--request {}` erases what it asks for and closes it",
          one.id.value, one.kind, one.id.value));
    }
  }
  for (const std::string& kind : other_kinds(session, erase.identity))
    note(
        fmt::format("an identifier of this person is also one of a person of the kind {0}; "
                    "`--subject {0}` erases that one",
                    kind));
  return {};
}

Result<void> check_named(const Whom& whom) {
  const auto ways = {!whom.person.empty(), !whom.request.empty(), !whom.again.empty()};
  if (std::ranges::count(ways, true) != 1)
    return Error{
        ErrorCode::refused, "it is not said whom to erase",
        "give --for VALUE, --request REQ-… or --again RUN-…, one of them; nothing was done"};
  if (whom.again.empty() && whom.from_backup)
    return Error{ErrorCode::refused, "`--from-backup` says something of `--again` alone",
                 "leave it out, or give --again RUN-…; nothing was done"};
  if (!whom.again.empty() && !whom.from_backup)
    return Error{
        ErrorCode::refused,
        "it is not said how they came to be there again: a backup that was put back, or "
        "they themselves, which their row does not tell",
        "if a backup was put back since, give --from-backup too; if they came back by "
        "themselves, they are there by right, and go when they ask again; nothing was done"};
  if (whom.table.empty() != whom.key.empty())
    return Error{ErrorCode::refused, "a row is named by its table and its key",
                 "give both --row STORE.TABLE and --key VALUE; nothing was done"};
  return {};
}

Result<engine::Request> open_request(Session& session, const std::string& id) {
  ABIDE_TRY(const auto all, session.control->requests());
  const auto found = std::ranges::find_if(all, [&](const engine::Request& one) {
    return one.id.value == id && !one.closed.has_value();
  });
  if (found != all.end()) return *found;
  const auto ended = std::ranges::find(all, id, [](const auto& one) { return one.id.value; });
  return Error{ErrorCode::not_found,
               ended == all.end() ? fmt::format("there is no request `{}`", id)
                                  : fmt::format("`{}` was closed at {}: {}", id,
                                                to_string(*ended->closed), ended->closing),
               "`abide request list --deploy …` shows them; nothing was done"};
}

Result<bool> asks_for_all(Session& session, const Whom& whom, const reread::Person& person) {
  if (person.row_table) return false;
  if (whom.request.empty()) return person.categories.empty();
  ABIDE_TRY(const Asked asked, asked_by(session, whom, person.subject));
  const auto& of = asked.erasure.of;
  if (person.categories.empty()) return true;
  return !of.empty() && std::ranges::all_of(of, [&](CategoryId leaf) {
    return std::ranges::find(person.categories, leaf) != person.categories.end();
  });
}

Result<std::vector<engine::Request>> open_requests_of(Session& session, SubjectId subject,
                                                      const Identifiers& identity) {
  ABIDE_TRY(auto all, session.control->requests());
  std::erase_if(all, [](const engine::Request& one) { return one.closed.has_value(); });
  if (all.empty()) return all;
  std::vector<std::string> references;
  const auto keys = identity.find(session.model.at(subject).identified_by.front());
  for (const Value& key : keys == identity.end() ? std::vector<Value>{} : keys->second.reveal()) {
    ABIDE_TRY(references.emplace_back(), session.control->reference(session.model, subject, key));
  }
  std::erase_if(all, [&](const engine::Request& one) {
    return std::ranges::find(references, one.reference) == references.end();
  });
  return all;
}

Result<std::optional<Error>> unanswered_of(Session& session, const engine::EraseRequest& erase) {
  ABIDE_TRY(const auto open,
            open_requests_of(session, erase.identity.subject, erase.identity.values));
  const auto unanswered = std::ranges::find_if(open, needs_the_data);
  if (unanswered == open.end()) return std::optional<Error>{};
  const std::string& id = unanswered->id.value;
  return std::optional{
      Error{ErrorCode::refused,
            fmt::format("{} ({}) of this person is open, and could not be answered afterwards", id,
                        unanswered->kind),
            fmt::format("answer it and close it with `abide request close {} --deploy … --how … "
                        "--by …`, or erase all the "
                        "same with --unanswered; nothing was done",
                        id)}};
}

bool needs_the_data(const engine::Request& request) {
  return request.kind == "access" || request.kind == "portability" || request.kind == "restriction";
}

void add_whom(const Verb& verb, Whom& whom) {
  add_person(verb, whom);
  verb.take("--request", whom.request, "the person of this open request, and what it asks for");
  verb.take("--again", whom.again, "who was erased by this run and is there again");
  verb.take("--from-backup", whom.from_backup,
            "with --again: a backup brought them back; they did not come by themselves");
  verb.take("--of", whom.of, "these categories alone");
  verb.take("--row", whom.table, "one row of this table alone, with --key");
  verb.take("--key", whom.key, "the row's key");
  const Word same = verb.take("--same-person", whom.same_person,
                              "several accounts that one value leads to are one person");
  verb.take("--apart", whom.apart,
            "take the one account asked for, and leave out values that others have too")
      .exclude(same);
}

}  // namespace abide::cli
