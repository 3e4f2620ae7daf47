// The file system behind an interface, so that a test can make any operation fail.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace abide {

/// Reads and writes whole files. Implementations are thread-safe.
class Files {
 public:
  virtual ~Files() = default;
  /// @error not_found, unavailable; refused also for a folder and for more than `limit` bytes
  virtual Result<std::string> read(const std::string& path, std::uint64_t limit = 64ULL << 20U) = 0;
  /// Writes a temporary file beside `path`, syncs it, renames it into place and syncs the folder:
  /// after a crash there is the old content or the new, never a part. Mode 0600 when `secret`.
  /// A device or a pipe is written to as it is, and never replaced.
  enum class Secrecy { open, secret };
  virtual Result<void> write(const std::string& path, std::string_view content,
                             Secrecy secrecy = Secrecy::open) = 0;
  virtual Result<bool> exists(const std::string& path) = 0;
  /// Makes the folder and its parents, mode 0700; no error when it is there.
  virtual Result<void> make_folder(const std::string& path) = 0;
  /// Names (not paths) in a folder, sorted.
  virtual Result<std::vector<std::string>> list(const std::string& path) = 0;
  virtual Result<void> remove(const std::string& path) = 0;
  /// Whether files can be made in the folder, as far as rights tell. Nothing is written.
  /// @error refused  they cannot
  virtual Result<void> may_write(const std::string& folder) = 0;
  /// Bytes free to us on the file system that holds `path`.
  virtual Result<std::uint64_t> free_space(const std::string& path) = 0;
};

/// The real file system.
class SystemFiles final : public Files {
 public:
  Result<std::string> read(const std::string& path, std::uint64_t limit) override;
  Result<void> write(const std::string& path, std::string_view content, Secrecy secrecy) override;
  Result<bool> exists(const std::string& path) override;
  Result<void> make_folder(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& path) override;
  Result<void> remove(const std::string& path) override;
  Result<void> may_write(const std::string& folder) override;
  Result<std::uint64_t> free_space(const std::string& path) override;
};

}  // namespace abide
