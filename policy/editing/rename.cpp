#include "policy/editing/rename.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "policy/grammar/lexemes.hpp"

namespace abide::policy::editing {
namespace {

constexpr std::array<std::string_view, 11> built_in{
    "and",        "personal", "special",     "everything", "anyone", "safeguarded",
    "undeclared", "training", "advertising", "sale",       "file"};

bool is_word_of_the_language(std::string_view name) {
  if (grammar::is_joining(name) || std::ranges::find(built_in, name) != built_in.end()) return true;
  return std::ranges::any_of(block_forms(), [name](const BlockForms& block) {
    return (block.name == "file" || block.name == "ruling") && block.find(name) != nullptr;
  });
}

template <class Lex>
bool is_whole(std::string_view name, Lex lex) {
  grammar::Cursor cursor{name.data(), name.data(), name.data() + name.size()};
  ast::Name read;
  return lex(cursor, read) && cursor.at == cursor.end;
}

/// One part of a name, or an id.
Result<void> check_spelling(Kind kind, std::string_view name) {
  if (group_of(kind).has(Kind::promise)) {
    if (is_whole(name, grammar::lex_id)) return {};
    return Error{ErrorCode::refused, fmt::format("`{}` is no id", name),
                 "an id is capitals and digits with dashes, such as `IS-051`"};
  }
  const auto lex = [](grammar::Cursor& cursor, ast::Name& read) {
    return grammar::lex_name(cursor, grammar::Joining::free, read);
  };
  const std::string guarded = " " + std::string{name};  // column 0 is where declarations begin
  if (name.find('.') != std::string_view::npos ||
      !is_whole(std::string_view{guarded}.substr(1), lex)) {
    return Error{ErrorCode::refused, fmt::format("`{}` is no name", name),
                 "a name is a letter and then letters, digits and `_`"};
  }
  if (is_word_of_the_language(name)) {
    return Error{ErrorCode::refused, fmt::format("`{}` is a word of the language", name),
                 "choose another name"};
  }
  return {};
}

/// Where the word of the declaration stands that a store's own name hangs on, and whether it says
/// it.
struct Spelt {
  std::uint32_t after = 0;  ///< where `as "…"` would go
  bool says_as = false;
};
Spelt spelt_in(const ReadText& text, const Thing& thing) {
  const auto& pieces = text.script->pieces;
  auto piece = std::ranges::lower_bound(pieces, thing.place.end, {}, &layout::Piece::begin);
  Spelt spelt{thing.place.end, false};
  if (thing.kind == Kind::table && piece != pieces.end() &&
      piece->kind == layout::Piece::Kind::text) {
    spelt.after = piece->end;
    ++piece;
  }
  spelt.says_as =
      piece != pieces.end() && text.text.substr(piece->begin, piece->end - piece->begin) == "as";
  return spelt;
}

/// A table or column is called in its store as it is here, unless `as "…"` says so: that is kept.
Result<std::optional<Edit>> keep_live_name(const Names& names, const Thing& thing) {
  if (thing.kind != Kind::table && thing.kind != Kind::column) return std::optional<Edit>{};
  const ReadText& text = names.texts()[thing.place.file];
  const SourceSpan word = text.script->items[thing.item].word;
  const std::string_view first = text.text.substr(word.begin, word.end - word.begin);
  if (thing.kind == Kind::column && first != "field" && first != "link") {
    return Error{ErrorCode::refused,
                 fmt::format("`{}` is the store's own name of a column that no `field` declares",
                             thing.name),
                 "declare it, `field NAME as \"COLUMN\": CATEGORY;`, and rename that"};
  }
  const Spelt spelt = spelt_in(text, thing);
  if (spelt.says_as) return std::optional<Edit>{};
  return std::optional{Edit{{spelt.after, spelt.after, thing.place.file},
                            fmt::format(" as \"{}\"", thing.own_name(names.things()))}};
}

std::vector<std::string> edited(const Names& names, const std::vector<Edit>& edits) {
  std::vector<std::string> texts;
  for (std::uint32_t file = 0; file < names.texts().size(); ++file) {
    std::vector<Edit> own;
    std::ranges::copy_if(edits, std::back_inserter(own),
                         [file](const Edit& edit) { return edit.span.file == file; });
    texts.push_back(with_edits(names.texts()[file].text, std::move(own)).value());
  }
  return texts;
}

/// Where the first name that would mean another thing stands, in the texts as they were.
std::optional<SourceSpan> first_changed(const Names& before,
                                        const std::vector<std::string>& texts) {
  std::vector<Script> scripts;
  for (std::uint32_t file = 0; file < texts.size(); ++file) {
    scripts.push_back(read_script(texts[file], file));
  }
  std::vector<ReadText> read;
  for (std::size_t file = 0; file < texts.size(); ++file)
    read.push_back({texts[file], &scripts[file]});
  const Names after{std::move(read)};
  for (std::size_t i = 0; i < before.mentions().size(); ++i) {
    const Mention& one = before.mentions()[i];
    if (i >= after.mentions().size() || after.mentions()[i].thing != one.thing ||
        after.mentions()[i].item != one.item) {
      return one.span;
    }
  }
  if (after.mentions().size() != before.mentions().size()) return after.mentions().back().span;
  return std::nullopt;
}

}  // namespace

Result<void> may_rename(const Names& names, std::uint32_t thing) {
  if (names.things()[thing].place != SourceSpan{}) return {};
  return Error{ErrorCode::refused,
               fmt::format("`{}` is built in and keeps its name", names.things()[thing].name), ""};
}

Result<std::vector<Edit>> rename(const Names& names, std::uint32_t thing, std::string_view to) {
  ABIDE_CHECK(may_rename(names, thing));
  const Thing& renamed = names.things()[thing];
  ABIDE_CHECK(check_spelling(renamed.kind, to));
  const std::string full =
      renamed.in ? fmt::format("{}.{}", names.things()[*renamed.in].name, to) : std::string{to};
  const auto taken = names.find(group_of(renamed.kind), full);
  if (taken && *taken != thing) {
    return Error{
        ErrorCode::refused,
        fmt::format("`{}` is the name of a {} already", full, word_of(names.things()[*taken].kind)),
        "choose another name"};
  }
  std::vector<Edit> edits;
  for (const Mention& one : names.mentions()) {
    if (one.thing == thing) edits.push_back({one.span, std::string{to}});
  }
  ABIDE_TRY(const std::optional<Edit> live, keep_live_name(names, renamed));
  if (live) edits.push_back(*live);
  std::ranges::stable_sort(edits, {}, [](const Edit& edit) {
    return std::pair{edit.span.file, edit.span.begin};
  });
  const std::vector<std::string> texts = edited(names, edits);
  if (const auto changed = first_changed(names, texts)) {
    const std::string_view text = names.texts()[changed->file].text;
    return Error{ErrorCode::refused,
                 fmt::format("with that name, `{}` in line {} would mean something else",
                             text.substr(changed->begin, changed->end - changed->begin),
                             std::count(text.begin(), text.begin() + changed->begin, '\n') + 1),
                 "choose another name"};
  }
  return edits;
}

}  // namespace abide::policy::editing
