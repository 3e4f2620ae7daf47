// Follows imports depth first, with a stack of its own: a long chain of files costs no stack.
#include "policy/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "policy/parse.hpp"

namespace abide::policy {
namespace {

/// One file on the way from the entry to the file being read.
struct Leg {
  std::size_t file;
  std::size_t next_import = 0;
};

class Loader {
 public:
  Loader(const Reader& reader, std::string_view entry)
      : reader_(reader), folder_(entry.substr(0, entry.rfind('/') + 1)) {}

  Result<Loaded> run(std::string_view entry) {
    const std::string name{entry.substr(folder_.size())};
    ABIDE_TRY(std::string text, reader_(folder_ + name));
    add(name, std::move(text));
    while (!way_.empty()) {
      Leg& frame = way_.back();
      const std::vector<ast::Text>& uses = loaded_.sources.trees[frame.file].uses;
      if (frame.next_import == uses.size()) {
        way_.pop_back();
        continue;
      }
      follow(frame.file, ast::Text{uses[frame.next_import++]});
    }
    sort_by_place(loaded_.diagnostics);
    return std::move(loaded_);
  }

 private:
  void add(const std::string& path, std::string text) {
    Sources& sources = loaded_.sources;
    const std::size_t index = sources.files.size();
    sources.files.emplace_back(folder_ + path, std::move(text));
    ParseResult parsed = parse(sources.files.back(), static_cast<std::uint32_t>(index));
    sources.trees.push_back(std::move(parsed.file));
    std::ranges::move(parsed.diagnostics, std::back_inserter(loaded_.diagnostics));
    paths_.push_back(path);
    way_.push_back({index});
  }

  void follow(std::size_t importer, const ast::Text& import) {
    if (import.span == SourceSpan{}) {
      return;  // did not parse, and was told then
    }
    const auto path = path_inside(paths_[importer], import.text);
    if (!path) {
      refuse(import, fmt::format("import `{}` leads out of the policy's folder", import.text),
             "an import is a relative path to a file beside the policy or below it");
      return;
    }
    const auto known = std::ranges::find(paths_, *path);
    if (known == paths_.end()) {
      auto text = reader_(folder_ + *path);
      if (text.ok()) {
        add(*path, std::move(text).value());
      } else {
        refuse(import,
               fmt::format("import `{}` cannot be read: {}", import.text, text.error().message),
               text.error().help);
      }
      return;
    }
    const auto index = static_cast<std::size_t>(known - paths_.begin());
    const auto from = std::ranges::find(way_, index, &Leg::file);
    if (from != way_.end()) {
      refuse(import, fmt::format("imports run in a circle: {}", circle(from)),
             "take out one of these imports");
    }
  }

  /// `a`, `b`, `a`
  [[nodiscard]] std::string circle(std::vector<Leg>::const_iterator from) const {
    std::string text;
    for (auto frame = from; frame != way_.end(); ++frame) {
      text += fmt::format("`{}`, ", paths_[frame->file]);
    }
    return text + fmt::format("`{}`", paths_[from->file]);
  }

  void refuse(const ast::Text& import, std::string message, std::string help) {
    loaded_.diagnostics.push_back({.code = "E0109",
                                   .span = import.span,
                                   .message = std::move(message),
                                   .help = std::move(help)});
  }

  const Reader& reader_;
  std::string folder_;              ///< of the entry, with its slash; empty for the working folder
  std::vector<std::string> paths_;  ///< of each file, as seen from that folder
  std::vector<Leg> way_;            ///< from the entry to the file being read
  Loaded loaded_;
};

}  // namespace

std::optional<std::string> path_inside(std::string_view from, std::string_view named) {
  const bool odd = named.find('\\') != std::string_view::npos ||
                   std::ranges::any_of(named, [](char c) { return c >= 0 && c < ' '; });
  if (named.empty() || named.front() == '/' || odd) {
    return std::nullopt;
  }
  const std::string whole = std::string{from.substr(0, from.rfind('/') + 1)}.append(named);
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= whole.size();) {
    const std::size_t end = std::min(whole.find('/', at), whole.size());
    const std::string_view part = std::string_view{whole}.substr(at, end - at);
    at = end + 1;
    if (part == "..") {
      if (parts.empty()) {
        return std::nullopt;
      }
      parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  if (parts.empty()) {
    return std::nullopt;
  }
  std::string path{parts.front()};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    path.append("/").append(parts[i]);
  }
  return path;
}

Result<Loaded> load(const Reader& reader, const std::string& entry) {
  return Loader{reader, entry}.run(entry);
}

}  // namespace abide::policy
