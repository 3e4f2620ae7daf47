// Whole statements and declarations: taken out where they say nothing, added to where one lacks.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <variant>

#include "policy/fixes/recipes.hpp"
#include "policy/sentences.hpp"

namespace abide::policy::fixing {
namespace {

bool holds(SourceSpan outer, SourceSpan inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

SourceSpan place(SourceSpan in, std::uint32_t at) { return {at, at, in.file}; }

/// Before the `;` that ends a statement, blanks aside; nullopt where none does.
std::optional<std::uint32_t> before_its_end(const Case& one, SourceSpan statement) {
  const std::string_view text = one.text(statement);
  if (!text.ends_with(';')) return std::nullopt;
  std::size_t at = text.size() - 1;
  while (at > 0 && is_blank(text[at - 1])) --at;
  return statement.begin + static_cast<std::uint32_t>(at);
}

/// A name taken out of a list, with the comma or `and` on one side of it.
SourceSpan without_name(const ast::Names& names, std::size_t i) {
  if (i + 1 < names.size()) {
    return {names[i].span.begin, names[i + 1].span.begin, names[i].span.file};
  }
  return {names[i - 1].span.end, names[i].span.end, names[i].span.file};
}

/// A category among its own and all below it.
const ast::Category* category_at(const ast::Category& category, SourceSpan span) {
  if (category.name.span == span) return &category;
  for (const ast::Category& child : category.children) {
    if (const ast::Category* const found = category_at(child, span)) return found;
  }
  return nullptr;
}

/// The text from one word of a statement to its end, that word included.
std::string_view from_word(std::string_view statement, std::string_view word) {
  const std::size_t at = statement.find(fmt::format(" {} ", word));
  return at == std::string_view::npos ? "" : statement.substr(at + 1);
}

/// Blanks before a statement on its line.
std::string_view indent_of(std::string_view text, SourceSpan span) {
  const std::size_t line = text.rfind('\n', span.begin) + 1;  // 0 where there is none
  std::size_t end = line;
  while (end < span.begin && (text[end] == ' ' || text[end] == '\t')) ++end;
  return text.substr(line, end - line);
}

/// What a statement that ends something excepts.
const ast::Names* except_of(const ast::Statement& statement) {
  if (const auto* erase = std::get_if<ast::Erase>(&statement)) return &erase->except;
  if (const auto* keep = std::get_if<ast::KeepAtMost>(&statement)) return &keep->except;
  if (const auto* may = std::get_if<ast::MayKeep>(&statement)) return &may->except;
  return nullptr;
}
const std::optional<ast::Name>* law_of(const ast::Statement& statement) {
  if (const auto* erase = std::get_if<ast::Erase>(&statement)) return &erase->law;
  if (const auto* keep = std::get_if<ast::KeepAtMost>(&statement)) return &keep->law;
  return nullptr;
}

/// Whether the file is this policy's own. What says nothing here may say something in another
/// policy that imports the same file.
bool stands_in_entry(SourceSpan span) { return span.file == 0; }

}  // namespace

std::string_view Case::file_text(SourceSpan span) const {
  return span.file < sources.files.size() ? sources.files[span.file].text() : std::string_view{};
}

std::string_view Case::text(SourceSpan span) const {
  const std::string_view whole = file_text(span);
  if (span.end > whole.size() || span.begin > span.end) return "";
  return whole.substr(span.begin, span.end - span.begin);
}

const ast::Declaration* Case::declaration(SourceSpan span) const {
  if (span.file >= sources.trees.size()) return nullptr;
  const auto& all = sources.trees[span.file].declarations;
  const auto found = std::ranges::find_if(
      all, [&](const ast::Declaration& one) { return holds(span_of(one), span); });
  return found == all.end() ? nullptr : &*found;
}

const ast::Statements* Case::statements(SourceSpan span) const {
  const ast::Declaration* const in = declaration(span);
  if (in == nullptr) return nullptr;
  if (const auto* promise = std::get_if<ast::Promise>(in)) return &promise->statements;
  const auto* const ruling = std::get_if<ast::Ruling>(in);
  return ruling == nullptr ? nullptr : &ruling->statements;
}

const ast::Statement* Case::statement(SourceSpan span) const {
  const ast::Statements* const list = statements(span);
  if (list == nullptr) return nullptr;
  const auto found =
      std::ranges::find_if(*list, [&](const ast::Statement& one) { return span_of(one) == span; });
  return found == list->end() ? nullptr : &*found;
}

std::string_view first_quoted(std::string_view message) {
  const std::size_t begin = message.find('`');
  const std::size_t end = begin == std::string_view::npos ? begin : message.find('`', begin + 1);
  return end == std::string_view::npos ? "" : message.substr(begin + 1, end - begin - 1);
}

std::string as_string(std::string_view text) {
  std::string made{'"'};
  for (const char c : with_single_blanks(text)) {
    if (c == '"' || c == '\\') made += '\\';
    made += c;
  }
  return made + '"';
}

SourceSpan with_its_lines(std::string_view text, SourceSpan span) {
  std::uint32_t begin = span.begin;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
  std::uint32_t end = span.end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r')) ++end;
  const bool alone =
      (begin == 0 || text[begin - 1] == '\n') && (end == text.size() || text[end] == '\n');
  if (!alone) return {begin, span.end, span.file};
  return {begin, end == text.size() ? end : end + 1, span.file};
}

Edit removal(const Case& one, SourceSpan span) {
  if (span.file < one.sources.trees.size()) {
    const std::vector<ast::Doc>& docs = one.sources.trees[span.file].docs;
    const auto doc = std::ranges::find(docs, span.begin, &ast::Doc::before);
    if (doc != docs.end()) span.begin = doc->span.begin;
  }
  return {with_its_lines(one.file_text(span), span), ""};
}

Fixes declared_again(const Case& one) {
  const Diagnostic& twice = one.diagnostic;
  if (twice.labels.empty()) return {};
  const SourceSpan first = twice.labels.front().span;
  const bool is_safe = stands_in_entry(twice.span) || first.file == twice.span.file;
  const auto same = [&](SourceSpan a, SourceSpan b) {
    return a != b && !one.text(a).empty() &&
           with_single_blanks(one.text(a)) == with_single_blanks(one.text(b));
  };
  if (one.text(twice.span).ends_with(';')) {  // an attribute, whole
    if (!same(first, twice.span)) return {};
    return {{"take out the second, which says the same", {removal(one, twice.span)}, is_safe}};
  }
  const ast::Declaration* const in = one.declaration(twice.span);
  const ast::Declaration* const before = one.declaration(first);
  if (in == nullptr || before == nullptr || !same(span_of(*before), span_of(*in))) return {};
  return {{"take out the second, which says the same", {removal(one, span_of(*in))}, is_safe}};
}

Fixes useless_waiver(const Case& one) {
  const ast::Declaration* const in = one.declaration(one.diagnostic.span);
  const auto* const waiver = in == nullptr ? nullptr : std::get_if<ast::Waive>(in);
  if (waiver == nullptr) return {};
  const bool expired = waiver->until.span == one.diagnostic.span;
  const bool is_own = stands_in_entry(waiver->span);
  const auto name = std::ranges::find(waiver->on, one.diagnostic.span, &ast::Name::span);
  if (!expired && name != waiver->on.end() && waiver->on.size() > 1) {
    const auto i = static_cast<std::size_t>(name - waiver->on.begin());
    return {{fmt::format("take `{}` out of the waiver", name->text),
             {{without_name(waiver->on, i), ""}},
             is_own}};
  }
  // Who renews an expired one needs its words.
  return {{"remove the waiver", {removal(one, waiver->span)}, is_own && !expired}};
}

Fixes said_already(const Case& one) {
  if (one.statement(one.diagnostic.span) == nullptr) return {};
  return {{"remove the statement", {removal(one, one.diagnostic.span)}, true}};
}

Fixes never_decides(const Case& one) {
  const ast::Statements* const list = one.statements(one.diagnostic.span);
  if (one.statement(one.diagnostic.span) == nullptr) return {};
  // The only statement under a quote is what keeps it, however little it decides.
  const bool safe = list->size() > 1 && stands_in_entry(one.diagnostic.span);
  return {{"remove the statement", {removal(one, one.diagnostic.span)}, safe}};
}

Fixes never_used(const Case& one) {
  const ast::Declaration* const in = one.declaration(one.diagnostic.span);
  if (in == nullptr) return {};
  SourceSpan whole = span_of(*in);
  if (const auto* category = std::get_if<ast::Category>(in)) {
    const ast::Category* const found = category_at(*category, one.diagnostic.span);
    if (found == nullptr) return {};
    whole = found->span;
  }
  return {{"remove the declaration", {removal(one, whole)}}};
}

Fixes circular(const Case& one) {
  if (one.statement(one.diagnostic.span) == nullptr) return {};
  return {{"take out the `as` that closes the circle", {removal(one, one.diagnostic.span)}}};
}

/// ``add `except X because law K` …``, put into the statement.
Fixes kept_by_law(const Case& one) {
  const ast::Statement* const statement = one.statement(one.diagnostic.span);
  const std::string_view clause = first_quoted(one.diagnostic.help);
  const ast::Names* const except = statement == nullptr ? nullptr : except_of(*statement);
  if (except == nullptr || !clause.starts_with("except ")) return {};
  constexpr std::size_t word = std::string_view{"except "}.size();
  const std::size_t law = clause.find(" because law ");
  const std::string names{clause.substr(word, law - word)};
  const auto* const written = law_of(*statement);
  const bool has_law = written != nullptr && written->has_value();
  const auto end = before_its_end(one, one.diagnostic.span);
  if (!end) return {};
  Fix fix{fmt::format("except {}", names), {}};
  std::uint32_t at = *end;
  if (has_law) {
    const std::string_view text = one.text(one.diagnostic.span);
    at = one.diagnostic.span.begin + static_cast<std::uint32_t>(text.rfind("because") - 1);
  }
  std::string added = except->empty() ? " except " + names : ", " + names;
  if (!has_law && law != std::string_view::npos) added += clause.substr(law);
  fix.edits.push_back({place(one.diagnostic.span, except->empty() ? at : except->back().span.end),
                       std::move(added)});
  return {fix};
}

/// `also sever A at E`, where the first join is `A = B` or `B = A`.
Fixes one_more_severance(const Case& one) {
  const std::string& help = one.diagnostic.help;
  constexpr std::string_view also = "also sever ";
  const std::size_t at = help.find(" at ");
  if (!help.starts_with(also) || at == std::string::npos || one.diagnostic.notes.empty()) return {};
  const std::string column = help.substr(also.size(), at - also.size());
  const std::string join =
      one.diagnostic.notes.front().substr(0, one.diagnostic.notes.front().find(';'));
  const std::size_t equals = join.find(" = ");
  const std::string_view so = from_word(one.text(one.diagnostic.span), "so");
  if (equals == std::string::npos || so.empty()) return {};
  const std::string near = join.substr(0, equals);
  const std::string far = join.substr(equals + 3);
  const std::string statement = fmt::format("sever {} from {}{} {}", column,
                                            column == near ? far : near, help.substr(at), so);
  return {
      {help,
       {{place(one.diagnostic.span, one.diagnostic.span.end),
         fmt::format("\n{}{}", indent_of(one.file_text(one.diagnostic.span), one.diagnostic.span),
                     statement)}}}};
}

Fixes missing_period(const Case& one) {
  const ast::Statement* const statement = one.statement(one.diagnostic.span);
  const auto* const right = statement == nullptr ? nullptr : std::get_if<ast::Right>(statement);
  const auto end = before_its_end(one, one.diagnostic.span);
  if (right == nullptr || !end) return {};
  const bool complaint = right->right.text == "complaint";
  const std::string clause = complaint ? "acknowledged within 30 days" : "within 1 month";
  return {{fmt::format("add `{}`", clause), {{place(right->span, *end), " " + clause}}}};
}

}  // namespace abide::policy::fixing
