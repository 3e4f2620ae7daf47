// The sentences that a policy quotes: which promise, in which parts, from which section.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policy/ast.hpp"
#include "policy/load.hpp"
#include "policy/notices/notice.hpp"

namespace abide::policy::notices {

struct Quoted {
  std::string promise;  ///< its id
  SourceSpan place;     ///< of the id
  std::vector<ast::Text> parts;
  std::optional<ast::Text> section;
};
/// Of every promise with a quote, in the order written; rulings quote nothing.
[[nodiscard]] std::vector<Quoted> quoted_in(const Sources& sources);

/// A file that the policy names, and where it does.
struct Named {
  std::string path;  ///< as written, relative to the policy's folder
  SourceSpan place;
};
/// What `notice "…"` names, once each.
[[nodiscard]] std::vector<Named> notices_named_in(const Sources& sources);
/// The sections that promises name, and what `heading "…"` names.
[[nodiscard]] Titles titles_in(const Sources& sources, std::span<const Quoted> quoted);

}  // namespace abide::policy::notices
