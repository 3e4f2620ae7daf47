// A folder of files that is there whole or not at all: its files have no name until all of them are
// written, so that whatever ends the program on the way leaves nothing to read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace abide {

/// One file in the making. Written to through a buffer; belongs to one thread.
class NewFile {
 public:
  NewFile(std::string name, int descriptor) : name_(std::move(name)), descriptor_(descriptor) {}
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  NewFile(NewFile&&) = delete;
  NewFile& operator=(NewFile&&) = delete;

  /// An error is kept and told by the folder's publish(): what follows it is not written.
  void write(std::string_view text);
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  /// Ends the file; nothing is written to it after that. Again, it says the same.
  /// @return SHA-256 of all of it
  /// @error exhausted, unavailable  it could not be written
  Result<Digest> close();

 private:
  friend class NewFolder;
  void flush();

  std::string name_;
  int descriptor_;
  std::string buffer_;
  std::uint64_t bytes_ = 0;
  int failed_ = 0;  ///< errno of the first failure
  Hasher hasher_;
  std::optional<Digest> digest_;  ///< once it is closed
};

/// Files are readable by their owner alone (mode 0600, the folder 0700).
class NewFolder {
 public:
  /// @error refused    something of that name is there
  /// @error not_found  there is no folder to make it in
  /// @error unsupported  the file system cannot keep files without a name
  static Result<NewFolder> begin(const std::string& path);
  ~NewFolder();
  NewFolder(NewFolder&&) noexcept = default;
  NewFolder& operator=(NewFolder&&) noexcept = default;
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  /// @param name  within the folder; one `/` puts it in a folder of its own
  Result<NewFile*> add(const std::string& name);
  /// In the order in which they were added.
  [[nodiscard]] const std::vector<std::unique_ptr<NewFile>>& files() const { return files_; }
  /// Syncs every file, gives the folder its name and opens it, in this order: whatever ends the
  /// program before the last step leaves a folder that nobody passes, and that begin() removes.
  Result<void> publish();

 private:
  explicit NewFolder(std::string path) : path_(std::move(path)) {}
  Result<void> name_files(const std::string& part) const;
  Result<void> open_up(int folder) const;
  std::string path_;
  std::vector<std::unique_ptr<NewFile>> files_;
};

}  // namespace abide
