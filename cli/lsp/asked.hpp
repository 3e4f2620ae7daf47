// What most requests ask about: a place in a document, with the project that it belongs to.
#pragma once

#include <cstdint>
#include <string>

#include "base/json.hpp"
#include "cli/lsp/messages.hpp"
#include "cli/lsp/workspace.hpp"

namespace abide::cli::lsp {

/// How this editor counts, and what it can show.
struct Editor {
  Encoding encoding = Encoding::utf16;
  std::string pages;                ///< where the pages of the codes are read; empty: nowhere
  bool shows_related = false;       ///< places beside a diagnostic
  bool renames_by_version = false;  ///< takes edits with the versions of the documents
};

struct Asked {
  Workspace& workspace;
  const Editor& editor;
  const Json& params;
};

/// A document that a request names, within its project.
struct Subject {
  const std::string& path;
  const Document& document;
  Project& project;
  const Index& index;
  std::uint32_t file;  ///< its number in the index
  [[nodiscard]] std::string_view text() const { return index.files[file].text(); }
  [[nodiscard]] const policy::editing::Names& names() const { return *index.names; }
};
/// Of `textDocument`.
/// @return a refusal where the document is not open
[[nodiscard]] std::variant<Subject, Refusal> subject_of(const Asked& asked);
/// Of `position`.
[[nodiscard]] std::uint32_t offset_of(const Asked& asked, const Subject& subject);

[[nodiscard]] Place place_of(const Json& position);
[[nodiscard]] Json json_of(Place place);
/// Places of many spans of one text: its lines are found once, and places in ascending order in one
/// pass.
class Placer {
 public:
  Placer(std::string_view text, Encoding encoding)
      : text_(text), lines_(text), encoding_(encoding) {}
  [[nodiscard]] Json range(std::uint32_t begin, std::uint32_t end) const;
  [[nodiscard]] Place place(std::uint32_t offset) const {
    reached_ = lines_.reach(text_, offset, encoding_, reached_);
    return reached_.place;
  }
  [[nodiscard]] std::uint32_t offset(Place place) const {
    return lines_.offset(text_, place, encoding_);
  }

 private:
  std::string_view text_;
  Lines lines_;
  Encoding encoding_;
  mutable Reached reached_;  ///< asked for last
};

}  // namespace abide::cli::lsp
