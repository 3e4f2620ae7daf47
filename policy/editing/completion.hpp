// What somebody may type next, by kind: words of the language, names of the kinds that the place
// allows, keys, units, laws.
#pragma once

#include <string>
#include <vector>

#include "policy/editing/names.hpp"

namespace abide::policy::editing {

struct Proposal {
  enum class Sort { keyword, value, name };
  std::string text;
  Sort sort = Sort::keyword;
  Kind kind = Kind::category;  ///< of a name
  std::string detail;          ///< what it is, or the form that it begins
  bool operator==(const Proposal&) const = default;
};
/// Proposals, each once, and what they take the place of.
struct Proposals {
  std::vector<Proposal> list;
  SourceSpan typed = {};
};

/// Policies and deployments declare different things.
enum class FileSort { policy, deployment };
/// @param names  of the whole policy, whose file `file` is the text
[[nodiscard]] Proposals proposals_at(const Names& names, std::uint32_t file, std::uint32_t offset,
                                     FileSort wanted);

}  // namespace abide::policy::editing
