#include "cli/lsp/documents.hpp"

#include <algorithm>

namespace abide::cli::lsp {
namespace {

Error read_only(const std::string& path) {
  return {ErrorCode::unsupported, "the language server changes no file: `" + path + "`", ""};
}

}  // namespace

void apply(const Change& change, Encoding encoding, std::string& text) {
  if (!change.range) {
    text = change.text;
    return;
  }
  const Lines lines{text};
  const std::uint32_t begin = lines.offset(text, change.range->begin, encoding);
  const std::uint32_t end = lines.offset(text, change.range->end, encoding);
  text.replace(std::min(begin, end), std::max(begin, end) - std::min(begin, end), change.text);
}

Result<std::string> OpenFiles::read(const std::string& path, std::uint64_t limit) {
  const auto open = documents_.find(path);
  if (open == documents_.end()) return disk_.read(path, limit);
  if (open->second.text.size() <= limit) return open->second.text;
  return Error{ErrorCode::refused,
               "`" + path + "` is larger than " + std::to_string(limit >> 20U) + " MB",
               "split it into files and import them with `use`"};
}

Result<bool> OpenFiles::exists(const std::string& path) {
  if (documents_.contains(path)) return true;
  return disk_.exists(path);
}

Result<std::vector<std::string>> OpenFiles::list(const std::string& path) {
  auto on_disk = disk_.list(path);
  std::vector<std::string> names = on_disk ? std::move(*on_disk) : std::vector<std::string>{};
  const std::string folder = path + (path.ends_with('/') ? "" : "/");
  for (const auto& [open, document] : documents_) {
    if (open.starts_with(folder) && open.find('/', folder.size()) == std::string::npos) {
      names.push_back(open.substr(folder.size()));
    }
  }
  std::ranges::sort(names);
  const auto twice = std::ranges::unique(names);
  names.erase(twice.begin(), twice.end());
  return names;
}

Result<void> OpenFiles::write(const std::string& path, std::string_view /*content*/,
                              Secrecy /*secrecy*/) {
  return read_only(path);
}
Result<void> OpenFiles::make_folder(const std::string& path) { return read_only(path); }
Result<void> OpenFiles::remove(const std::string& path) { return read_only(path); }
Result<void> OpenFiles::may_write(const std::string& folder) { return read_only(folder); }
Result<std::uint64_t> OpenFiles::free_space(const std::string& path) {
  return disk_.free_space(path);
}

}  // namespace abide::cli::lsp
