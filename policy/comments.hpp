// Comments by position: the grammar's blanks swallow them, the formatter and the record of
// processing want them back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/ast.hpp"
#include "policy/source.hpp"

namespace abide::policy {

/// One `//` or `///` comment, to the end of its line.
struct Comment {
  enum class Kind { plain, doc };
  enum class Place { own_line, after_code };
  SourceSpan span;   ///< from the first slash; without the line's end
  std::string text;  ///< without slashes and surrounding blanks
  Kind kind = Kind::plain;
  Place place = Place::own_line;
  bool operator==(const Comment&) const = default;
};

/// All comments in order. Slashes inside a text are none; four or more slashes are a plain comment.
[[nodiscard]] std::vector<Comment> comments(std::string_view source, std::uint32_t file = 0);

/// The `///` comments, lines that follow each other joined, each with the place it stands before.
[[nodiscard]] std::vector<ast::Doc> docs(std::string_view source, std::uint32_t file = 0);

}  // namespace abide::policy
