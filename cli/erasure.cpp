// From words to an erasure that can be planned.
#include "cli/erasure.hpp"

#include <fmt/format.h>

#include "engine/identity/identity.hpp"
#include "policy/diagnostics.hpp"

namespace abide::cli {
namespace {

Result<engine::Identity> identity_of(Session& session, const Whom& whom, SubjectId subject) {
  const auto sharing = whom.same_person ? engine::Sharing::same_person
                       : whom.apart     ? engine::Sharing::apart
                                        : engine::Sharing::refuse;
  if (!whom.request.empty()) {
    ABIDE_TRY(const auto asked, session.control->subject_of(RequestId{whom.request}));
    return engine::resolve_identity(session.model, session.stores, subject, {asked.second.reveal()},
                                    sharing);
  }
  return engine::resolve_identity(session.model, session.stores, subject, Desk::value_of(whom),
                                  sharing);
}

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

}  // namespace

std::optional<SubjectId> kind_of(const Desk& desk, Session& session, const Whom& whom, Stop& stop) {
  if (whom.request.empty()) return desk.subject(session, whom, stop);
  const auto asked = session.control->subject_of(RequestId{whom.request});
  if (!asked) {
    stop.code = desk.tell(asked.error());
    return std::nullopt;
  }
  Words words;
  words.subject = asked->first;
  return desk.subject(session, words, stop);
}

Result<engine::EraseRequest> erasure_of(Session& session, const Whom& whom, SubjectId subject) {
  ABIDE_TRY(engine::Identity identity, identity_of(session, whom, subject));
  engine::EraseRequest erase{std::move(identity), "", {}, std::nullopt};
  for (const std::string& name : whom.of) ABIDE_CHECK(add_category(session.model, name, erase.of));
  if (!whom.table.empty()) {
    const auto table = session.model.find_table(whom.table);
    if (!table)
      return Error{ErrorCode::not_found, fmt::format("the policy has no table `{}`", whom.table),
                   "write it as STORE.TABLE; nothing was done"};
    if (whom.key.size() != session.model.at(*table).key.size())
      return Error{ErrorCode::refused,
                   fmt::format("the key of `{}` has {} columns and {} were given", whom.table,
                               session.model.at(*table).key.size(), whom.key.size()),
                   "give the row's whole key with --key; nothing was done"};
    erase.row = engine::RowKey{*table, Sensitive{key_of(whom.key)}};
  }
  ABIDE_TRY(const std::string reference,
            session.control->reference(session.model, subject,
                                       erase.identity.keys(session.model).front()));
  erase.reference = fmt::format("{} {}", session.model.at(subject).name, reference);
  return erase;
}

Result<void> check_named(const Whom& whom) {
  if (whom.person.empty() == whom.request.empty())
    return Error{ErrorCode::refused, "it is not said whom to erase",
                 "give --for VALUE or --request REQ-…, one of them; nothing was done"};
  if (whom.table.empty() != whom.key.empty())
    return Error{ErrorCode::refused, "a row is named by its table and its key",
                 "give both --row STORE.TABLE and --key VALUE; nothing was done"};
  return {};
}

void add_whom(CLI::App& verb, Whom& whom) {
  add_person(verb, whom);
  verb.add_option("--request", whom.request, "the person of this open request");
  verb.add_option("--of", whom.of, "these categories alone");
  verb.add_option("--row", whom.table, "one row of this table alone, with --key");
  verb.add_option("--key", whom.key, "the row's key");
  verb.add_flag("--same-person", whom.same_person,
                "several accounts that one value leads to are one person");
  verb.add_flag("--apart", whom.apart,
                "take the one account asked for, and leave out values that others have too")
      ->excludes("--same-person");
}

}  // namespace abide::cli
