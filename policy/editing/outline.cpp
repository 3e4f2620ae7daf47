#include "policy/editing/outline.hpp"

#include <algorithm>
#include <array>

namespace abide::policy::editing {
namespace {

std::string_view slice(const ReadText& text, SourceSpan span) {
  return text.text.substr(span.begin, span.end - span.begin);
}

std::string_view without_quotes(std::string_view text) {
  if (text.starts_with('"')) text.remove_prefix(1);
  if (text.ends_with('"')) text.remove_suffix(1);
  return text;
}

/// The first quoted text between a name and the block or end of its item.
std::string_view title_of(const ReadText& text, const Item& item) {
  const auto& pieces = text.script->pieces;
  auto piece = std::ranges::lower_bound(pieces, item.name.end, {}, &layout::Piece::begin);
  const std::uint32_t end = item.opened.value_or(item.span.end);
  if (piece == pieces.end() || piece->begin >= end || piece->kind != layout::Piece::Kind::text)
    return {};
  return without_quotes(text.text.substr(piece->begin, piece->end - piece->begin));
}

bool is_listed(std::string_view word, const Item& item) {
  if (item.name == SourceSpan{}) return false;
  constexpr std::array<std::string_view, 4> tables{"table", "keyspace", "folder", "topic"};
  const bool table = std::ranges::find(tables, word) != tables.end();
  return item.parent == no_item ? word != "use" && word != "waive"
                                : table || word == "field" || word == "link" || word == "category";
}

}  // namespace

std::vector<Entry> outline_of(const ReadText& text) {
  const std::vector<Item>& items = text.script->items;
  std::vector<std::vector<Entry>> inside(items.size());
  std::vector<Entry> top;
  for (std::size_t i = items.size(); i-- > 0;) {  // children come after the item they are in
    const Item& item = items[i];
    std::ranges::reverse(inside[i]);
    const std::string_view word = slice(text, item.word);
    if (!is_listed(word, item)) continue;
    Entry entry{.name = std::string{without_quotes(slice(text, item.name))},
                .word = std::string{word},
                .title = std::string{title_of(text, item)},
                .span = item.span,
                .name_span = item.name,
                .children = std::move(inside[i])};
    (item.parent == no_item ? top : inside[item.parent]).push_back(std::move(entry));
  }
  std::ranges::reverse(top);
  return top;
}

std::vector<Fold> folds_of(const ReadText& text) {
  std::vector<Fold> folds;
  for (const Item& item : text.script->items) {
    if (item.opened && item.closed) folds.push_back({*item.opened, *item.closed});
  }
  const auto is_line = [](const layout::Piece& piece) {
    return piece.kind == layout::Piece::Kind::comment && piece.lines_before > 0;
  };
  const std::vector<layout::Piece> pieces = layout::cut(text.text);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].kind != layout::Piece::Kind::comment) continue;
    std::size_t last = i;
    while (last + 1 < pieces.size() && is_line(pieces[last + 1]) &&
           pieces[last + 1].lines_before == 1) {
      ++last;
    }
    if (last > i) folds.push_back({pieces[i].begin, pieces[last].end, Fold::Sort::comment});
    i = last;
  }
  std::ranges::sort(folds, {}, &Fold::begin);
  return folds;
}

}  // namespace abide::policy::editing
