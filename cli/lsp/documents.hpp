// The texts that an editor has open, and a file system in which they stand before what is on the
// disk.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/files.hpp"
#include "cli/lsp/positions.hpp"

namespace abide::cli::lsp {

struct Document {
  std::string uri;  ///< as the editor writes it
  std::int64_t version = 0;
  std::string text;
};

/// From one place to another the text becomes this one; without a place, all of it does.
struct Change {
  struct Range {
    Place begin, end;
  };
  std::optional<Range> range;
  std::string text;
};

/// Open documents by their path.
using Documents = std::map<std::string, Document>;
void apply(const Change& change, Encoding encoding, std::string& text);

/// Reads open documents as they are in the editor, everything else from the disk; writes nothing.
class OpenFiles final : public Files {
 public:
  OpenFiles(Files& disk, const Documents& documents) : disk_(disk), documents_(documents) {}
  Result<std::string> read(const std::string& path, std::uint64_t limit) override;
  Result<bool> exists(const std::string& path) override;
  /// With the open documents of the folder, saved or not.
  Result<std::vector<std::string>> list(const std::string& path) override;
  Result<void> write(const std::string& path, std::string_view content, Secrecy secrecy) override;
  Result<void> make_folder(const std::string& path) override;
  Result<void> remove(const std::string& path) override;
  Result<void> may_write(const std::string& folder) override;
  Result<std::uint64_t> free_space(const std::string& path) override;

 private:
  Files& disk_;
  const Documents& documents_;
};

}  // namespace abide::cli::lsp
