// One word put for another: what was misspelt, and what the checker names as what holds instead.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "policy/fixes/recipes.hpp"
#include "policy/nearness.hpp"

namespace abide::policy::fixing {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  return digits;
}

/// One slip of the pen, or two in a long word. Another number is never a slip: it is another thing.
bool is_a_slip(std::string_view word, std::string_view meant) {
  constexpr std::size_t long_word = 8;
  const std::size_t edits = edits_between(word, meant, 2);
  return digits_of(word) == digits_of(meant) &&
         (edits == 1 || (edits == 2 && word.size() >= long_word));
}

/// What `did you mean … ?` names: several where they are as near.
std::vector<std::string_view> meant_by(const Diagnostic& diagnostic) {
  constexpr std::string_view begin = "did you mean `";
  constexpr std::string_view end = "`?";
  constexpr std::string_view between = "` or `";
  std::string_view list = diagnostic.help;
  if (!list.starts_with(begin) || !list.ends_with(end)) return {};
  list = list.substr(begin.size(), list.size() - begin.size() - end.size());
  std::vector<std::string_view> meant;
  for (std::size_t at = list.find(between); at != std::string_view::npos; at = list.find(between)) {
    meant.push_back(list.substr(0, at));
    list.remove_prefix(at + between.size());
  }
  meant.push_back(list);
  return meant;
}

/// The whole word at a place.
SourceSpan word_from(std::string_view text, SourceSpan span) {
  std::uint32_t end = span.begin;
  while (end < text.size() && is_word_character(text[end])) ++end;
  return {span.begin, end, span.file};
}

/// The word that follows the number at a span: a unit.
SourceSpan word_behind(std::string_view text, SourceSpan span) {
  std::uint32_t at = span.end;
  while (at < text.size() && is_blank(text[at])) ++at;
  return word_from(text, {at, at, span.file});
}

Fix writing(SourceSpan span, std::string_view meant, bool safe) {
  return {fmt::format("write `{}`", meant), {{span, std::string{meant}}}, safe};
}

/// Where the word that was meant differs from the one that stands there by too much, the place is
/// another one's.
/// @param certain  as far as others know; of several words none is
Fixes instead_of(const Case& one, SourceSpan span, bool certain) {
  const std::string_view word = one.text(span);
  const std::vector<std::string_view> all = meant_by(one.diagnostic);
  Fixes fixes;
  for (const std::string_view meant : all) {
    const bool near = !word.empty() && word != meant && edits_between(word, meant, 2) <= 2;
    if (!near || meant.find(' ') != std::string_view::npos) continue;
    fixes.push_back(writing(span, meant, certain && all.size() == 1 && is_a_slip(word, meant)));
  }
  return fixes;
}

/// Whether no other name is as near as that one.
bool is_nearest_alone(std::string_view word, std::string_view meant,
                      const std::vector<std::string>& names) {
  const std::size_t edits = edits_between(word, meant);
  return std::ranges::none_of(names, [&](const std::string& name) {
    return name != meant && edits_between(word, name, edits) <= edits;
  });
}

/// The quote that closes what another one opens on the same line, or npos.
std::size_t partner_of(std::string_view text, std::uint32_t after, std::string_view closing) {
  const std::size_t end = std::min(text.find('\n', after), text.size());
  const std::size_t at = text.substr(0, end).find(closing, after);
  return at;
}

}  // namespace

Fixes suggested_word(const Case& one) {
  const std::vector<std::string_view> meant = meant_by(one.diagnostic);
  if (meant.empty()) return {};
  // Which law holds is for a person to say, however it was misspelt.
  const bool chooses_law = one.diagnostic.message.ends_with("is no value of `regime`");
  Fixes fixes = instead_of(one, one.diagnostic.span, !chooses_law);
  // A word of another vocabulary, `delete` for `erase`: for somebody to say.
  if (fixes.empty() && one.diagnostic.code == "E0104")
    fixes.push_back(writing(one.diagnostic.span, meant.front(), false));
  return fixes;
}

Fixes suggested_name(const Case& one) {
  const std::vector<std::string_view> meant = meant_by(one.diagnostic);
  if (meant.empty()) return {};
  // Which law asks for it is for a person to say as well.
  const bool certain =
      one.diagnostic.code != "E0507" &&
      is_nearest_alone(one.text(one.diagnostic.span), meant.front(), one.finder.names());
  return instead_of(one, one.diagnostic.span, certain);
}

Fixes first_line(const Case& one) {
  if (!meant_by(one.diagnostic).empty()) return instead_of(one, one.diagnostic.span, true);
  const std::string_view text = one.file_text(one.diagnostic.span);
  const std::uint32_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  return {{"add `abide 1;`", {{{at, at, one.diagnostic.span.file}, "abide 1;\n"}}, true}};
}

Fixes expected(const Case& one) {
  const SourceSpan span = one.diagnostic.span;
  if (span.begin == span.end && one.diagnostic.message.starts_with("expected `;` after")) {
    return {{"add `;`", {{span, ";"}}, true}};
  }
  const std::string_view found = one.text(span);
  if (found.empty()) return {};
  const bool unit = std::ranges::all_of(found, is_digit);
  return instead_of(one, unit ? word_behind(one.file_text(span), span) : span, true);
}

Fixes stray(const Case& one) {
  struct Sign {
    std::string_view written, closing, meant;
    bool certain;
  };
  static constexpr std::array signs{Sign{"\u201C", "\u201D", "\"", true},
                                    Sign{"\u201D", "\u201D", "\"", true},
                                    Sign{"\u2018", "\u2019", "\"", false},
                                    Sign{"'", "'", "\"", false}, Sign{"\u00A0", "", " ", true}};
  const SourceSpan span = one.diagnostic.span;
  const auto* const sign = std::ranges::find(signs, one.text(span), &Sign::written);
  if (sign == signs.end()) return {};
  Fix fix{sign->meant == " " ? "write a plain blank" : "write straight double quotes",
          {{span, std::string{sign->meant}}},
          sign->certain};
  if (!sign->closing.empty()) {
    const std::size_t at = partner_of(one.file_text(span), span.end, sign->closing);
    if (at == std::string_view::npos) return {};
    const auto begin = static_cast<std::uint32_t>(at);
    const auto end = static_cast<std::uint32_t>(at + sign->closing.size());
    fix.edits.push_back({{begin, end, span.file}, std::string{sign->meant}});
  }
  return {fix};
}

Fixes lost_quote(const Case& one) {
  const Diagnostic& lost = one.diagnostic;
  if (const std::vector<std::string_view> titles = meant_by(lost); !titles.empty()) {
    const std::string_view written = one.text(lost.span);
    const bool quoted = written.size() > 2 && written.front() == '"' && written.back() == '"';
    if (!quoted) return {};
    Fixes fixes;
    for (const std::string_view title : titles) {
      const bool slip = is_a_slip(written.substr(1, written.size() - 2), title);
      fixes.push_back({fmt::format("name the section `{}`", title),
                       {{lost.span, as_string(title)}},
                       titles.size() == 1 && slip});
    }
    return fixes;
  }
  const ast::Declaration* const declaration = one.declaration(lost.span);
  const auto* const promise =
      declaration == nullptr ? nullptr : std::get_if<ast::Promise>(declaration);
  constexpr std::string_view where = "say `in \"";
  if (lost.help.starts_with(where) && promise != nullptr && promise->section) {
    const std::string title = lost.help.substr(where.size(), lost.help.rfind('"') - where.size());
    return {{fmt::format("name the section `{}`, where it stands", title),
             {{promise->section->span, as_string(title)}}}};
  }
  for (const Label& label : lost.labels) {
    if (!label.text.starts_with("the nearest passage")) continue;
    return {{"quote the notice as it reads now", {{lost.span, as_string(one.text(label.span))}}}};
  }
  return {};
}

Fixes weaker_mode(const Case& one) {
  const std::string_view mode = first_quoted(one.diagnostic.help);
  if (one.text(one.diagnostic.span).find(' ') != std::string_view::npos) return {};
  return {writing(one.diagnostic.span, mode, false)};
}

Fixes shorter_period(const Case& one) {
  constexpr std::string_view word = "within ";
  std::string_view period = first_quoted(one.diagnostic.help);
  if (!period.starts_with(word)) return {};
  period.remove_prefix(word.size());
  return {writing(one.diagnostic.span, period, false)};
}

}  // namespace abide::policy::fixing
