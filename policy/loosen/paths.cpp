// How paths by which rows are somebody's are loosened: what is owned is only shared, what is
// blanked or deleted on erasure stays.
#include "policy/loosen/edit.hpp"

namespace abide::policy::loosening {
namespace {

/// A subject's own row: without it there is nobody to erase.
bool is_own_row(const Desk& desk, TableId table, const ast::Owned& owned) {
  const auto subject = desk.model.find_subject(owned.subject.text);
  return subject && !owned.from && owned.to.empty() && desk.model.home_of(*subject) == table;
}

void share_what_is_owned(const ast::Owned& owned, Loosers& made) {
  ast::Owned shared = owned;
  shared.share = ast::Owned::Share::shared;
  made.push_back({"shared instead of owned",
                  {{from_start_to_start(owned.span, owned.subject.span), "shared with "}},
                  ast::TableItem{std::move(shared)}});
}

void blank_less(const Desk& desk, const ast::Owned& owned, Loosers& made) {
  for (std::size_t i = 0; i < owned.blanks.size(); ++i) {
    ast::Owned kept = owned;
    kept.blanks = less(owned.blanks, i);
    const TextEdit edit = owned.blanks.size() > 1
                              ? without(owned.blanks, i)
                              : TextEdit{clause_with(desk, "blanks", owned.blanks), ""};
    made.push_back(
        {"`" + owned.blanks[i].text + "` stays", {edit}, ast::TableItem{std::move(kept)}});
  }
}

void keep_mention(const ast::Mentions& mention, Loosers& made) {
  if (mention.on_erase.text == "keep") return;
  ast::Mentions kept = mention;
  kept.on_erase.text = "keep";
  made.push_back(
      {"kept on erasure", {{mention.on_erase.span, "keep"}}, ast::TableItem{std::move(kept)}});
}

}  // namespace

Loosers loosers_of_path(const Desk& desk, TableId table, const ast::TableItem& item) {
  Loosers made;
  const auto* owned = std::get_if<ast::Owned>(&item);
  if (owned != nullptr && owned->share != ast::Owned::Share::shared &&
      !is_own_row(desk, table, *owned)) {
    share_what_is_owned(*owned, made);
    blank_less(desk, *owned, made);
  }
  if (const auto* mention = std::get_if<ast::Mentions>(&item)) keep_mention(*mention, made);
  return made;
}

}  // namespace abide::policy::loosening
