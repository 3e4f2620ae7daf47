// Small changes to lists of names and to periods, in the tree and in the text.
#include "policy/loosen/edit.hpp"

#include <algorithm>

namespace abide::policy::loosening {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

SourceSpan clause_with(const Desk& desk, std::string_view keyword, const ast::Names& names) {
  SourceSpan span = names.front().span;
  const std::string_view text = desk.text(span.file);
  span.begin = static_cast<std::uint32_t>(text.rfind(keyword, span.begin));
  while (span.begin > 0 && is_blank(text[span.begin - 1])) --span.begin;
  span.end = names.back().span.end;
  return span;
}

TextEdit without(const ast::Names& names, std::size_t which) {
  const SourceSpan one = names[which].span;
  return {which == 0 ? from_start_to_start(one, names[1].span)
                     : from_end_to_end(names[which - 1].span, one),
          ""};
}

ast::Names less(const ast::Names& names, std::size_t which) {
  ast::Names rest = names;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(which));
  return rest;
}

TextEdit with_one_more(const ast::Names& names, const std::string& name) {
  return {after(names.back().span), ", " + name};
}

void add_name(ast::Names& names, const std::string& name) {
  const SourceSpan place = names.empty() ? SourceSpan{} : names.back().span;
  names.push_back({place, name});
}

TextEdit rewritten(const ast::Duration& duration, const Period& period) {
  return {duration.span, to_string(period)};
}

Period twice(const Period& period) { return {period.count * 2, period.unit}; }

std::optional<Period> half(const Period& period) {
  if (period.count < 2) return std::nullopt;
  return Period{period.count / 2, period.unit};
}

bool has(const ast::Names& names, std::string_view name) {
  return std::ranges::find(names, name, &ast::Name::text) != names.end();
}

}  // namespace abide::policy::loosening
