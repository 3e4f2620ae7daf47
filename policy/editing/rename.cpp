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

/// Follows the texts of `expect plan "delete STORE.TABLE 2 rows, COLUMN 1; …"`, which name tables
/// and columns where the language reads a text alone.
class PlanTexts {
 public:
  PlanTexts(const Names& names, std::uint32_t thing, std::string_view to)
      : names_(names), thing_(thing), to_(to) {}

  [[nodiscard]] std::vector<Edit> edits() {
    for (std::uint32_t file = 0; file < names_.texts().size(); ++file) {
      const auto& pieces = names_.texts()[file].script->pieces;
      for (std::size_t i = 2; i < pieces.size(); ++i) {
        const layout::Piece& piece = pieces[i];
        if (piece.kind == layout::Piece::Kind::text && says({file, pieces[i - 1]}, "plan") &&
            says({file, pieces[i - 2]}, "expect")) {
          read({piece.begin + 1, std::max(piece.begin + 1, piece.end - 1), file});
        }
      }
    }
    return std::move(edits_);
  }

 private:
  struct Placed {
    std::uint32_t file;
    const layout::Piece& piece;
  };
  [[nodiscard]] bool says(const Placed& at, std::string_view word) const {
    return slice({at.piece.begin, at.piece.end, at.file}) == word;
  }
  [[nodiscard]] std::string_view slice(SourceSpan span) const {
    return names_.texts()[span.file].text.substr(span.begin, span.end - span.begin);
  }
  /// Items are divided by `;`, their words by blanks and commas.
  void read(SourceSpan text) {
    std::vector<SourceSpan> words;
    SourceSpan word{text.begin, text.begin, text.file};
    for (std::uint32_t at = text.begin; at <= text.end; ++at) {
      const char c = at < text.end ? names_.texts()[text.file].text[at] : ';';
      if (c != ' ' && c != ',' && c != ';') continue;
      word.end = at;
      if (word.begin < word.end) words.push_back(word);
      word.begin = at + 1;
      if (c == ';') {
        read_item(words);
        words.clear();
      }
    }
  }
  /// A verb, a table, and what of its rows.
  void read_item(const std::vector<SourceSpan>& words) {
    const auto table = words.size() > 1 ? names_.find(Kind::table, slice(words[1])) : std::nullopt;
    if (!table) return;
    const Thing& found = names_.things()[*table];
    const SourceSpan named = words[1];
    const auto own = static_cast<std::uint32_t>(found.own_name(names_.things()).size());
    if (*table == thing_) add({named.end - own, named.end, named.file});
    if (found.in == thing_) add({named.begin, named.end - own - 1, named.file});
    const std::string_view verb = slice(words[0]);
    const bool names_columns = verb != "delete" && verb != "keep";
    for (std::size_t i = 2; i < words.size(); ++i) {
      const auto column =
          names_.find(Kind::column, fmt::format("{}.{}", found.name, slice(words[i])));
      const bool before_key = column && i + 1 < words.size() && is_key(*column);
      if (column == thing_ && (before_key || names_columns)) add(words[i]);
      if (before_key) ++i;  // whatever it looks like, it is a value
    }
  }
  [[nodiscard]] bool is_key(std::uint32_t column) const {
    return std::ranges::any_of(names_.mentions(), [&](const Mention& one) {
      return one.thing == column && one.item != no_item && slice(item_word(one)) == "key";
    });
  }
  [[nodiscard]] SourceSpan item_word(const Mention& one) const {
    return names_.texts()[one.span.file].script->items[one.item].word;
  }
  void add(SourceSpan span) { edits_.push_back({span, std::string{to_}}); }

  const Names& names_;
  std::uint32_t thing_;
  std::string_view to_;
  std::vector<Edit> edits_;
};

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
  std::ranges::move(PlanTexts{names, thing, to}.edits(), std::back_inserter(edits));
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
