// One pass over the text that steps over quoted texts and stops at slashes.
#include "policy/comments.hpp"

#include <algorithm>

#include "policy/grammar/lexemes.hpp"

namespace abide::policy {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && grammar::is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && grammar::is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

Comment comment_at(std::string_view source, std::size_t at, std::uint32_t file,
                   Comment::Place place) {
  const std::size_t line_end = std::min(source.find('\n', at), source.size());
  std::string_view line = source.substr(at, line_end - at);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  const std::size_t slashes = std::min(line.find_first_not_of('/'), line.size());
  return {
      .span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + line.size()), file},
      .text = std::string{trimmed(line.substr(slashes))},
      .kind = slashes == 3 ? Comment::Kind::doc : Comment::Kind::plain,
      .place = place};
}

}  // namespace

std::vector<Comment> comments(std::string_view source, std::uint32_t file) {
  std::vector<Comment> found;
  const char* const begin = source.data();
  const char* const end = begin + source.size();
  bool code_on_line = false;
  for (const char* at = begin; at != end;) {
    if (*at == '"') {
      at = grammar::skip_text(at, end);
      code_on_line = true;
    } else if (*at == '/' && end - at > 1 && at[1] == '/') {
      found.push_back(
          comment_at(source, static_cast<std::size_t>(at - begin), file,
                     code_on_line ? Comment::Place::after_code : Comment::Place::own_line));
      at = begin + found.back().span.end;
    } else {
      code_on_line = *at == '\n' ? false : code_on_line || !grammar::is_blank(*at);
      ++at;
    }
  }
  return found;
}

std::vector<ast::Doc> docs(std::string_view source, std::uint32_t file) {
  std::vector<ast::Doc> found;
  const char* const end = source.data() + source.size();
  for (Comment& comment : comments(source, file)) {
    if (comment.kind != Comment::Kind::doc) {
      continue;
    }
    const char* const next = grammar::skip_blanks(source.data() + comment.span.end, end);
    const auto before = static_cast<std::uint32_t>(next - source.data());
    if (!found.empty() && found.back().before == before) {
      found.back().text += "\n" + comment.text;
      found.back().span.end = comment.span.end;
    } else {
      found.push_back({comment.span, before, std::move(comment.text)});
    }
  }
  return found;
}

}  // namespace abide::policy
