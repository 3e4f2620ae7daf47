// Files with some of their texts changed in memory: how a policy would be if it said something
// else.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "base/files.hpp"

namespace abide::cli {

/// Reads the changed texts where there are any; everything else is the other's.
class OverlaidFiles final : public Files {
 public:
  /// @param under  outlives this
  OverlaidFiles(Files& under, std::map<std::string, std::string> changed)
      : under_(under), changed_(std::move(changed)) {}
  Result<std::string> read(const std::string& path, std::uint64_t limit) override {
    const auto found = changed_.find(path);
    return found == changed_.end() ? under_.read(path, limit) : Result<std::string>{found->second};
  }
  Result<void> write(const std::string& path, std::string_view content, Secrecy secrecy) override {
    return under_.write(path, content, secrecy);
  }
  Result<bool> exists(const std::string& path) override { return under_.exists(path); }
  Result<void> make_folder(const std::string& path) override { return under_.make_folder(path); }
  Result<std::vector<std::string>> list(const std::string& path) override {
    return under_.list(path);
  }
  Result<void> remove(const std::string& path) override { return under_.remove(path); }
  Result<void> may_write(const std::string& folder) override { return under_.may_write(folder); }
  Result<std::uint64_t> free_space(const std::string& path) override {
    return under_.free_space(path);
  }

 private:
  Files& under_;
  std::map<std::string, std::string> changed_;
};

}  // namespace abide::cli
