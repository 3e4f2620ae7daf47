// O_TMPFILE and linkat: a file's name is given last, the folder's after that, and the right to pass
// it at the very end.
#include "base/new_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace abide {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t buffer_bytes = 1U << 16U;

Error failure(std::string_view doing, const std::string& path, int code) {
  const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
  return {full ? ErrorCode::exhausted : ErrorCode::unavailable,
          fmt::format("cannot {} `{}`: {}", doing, path, std::generic_category().message(code)),
          full ? "free some space; nothing is left of it, a retry is safe"
               : "see to the folder; nothing is left of it, a retry is safe"};
}

std::string parent_of(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

/// The mode of a folder that is not done yet: nobody passes it.
constexpr mode_t closed = 0;

/// Removes what an attempt left that was cut short, if that is what stands there.
void remove_what_is_left(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (status.type() != fs::file_type::directory) return;
  fs::permissions(path, fs::perms::owner_all, error);
  fs::remove_all(path, error);
}

/// Whether all in it is of the modes that an attempt gives.
/// @param file  that its files may have
bool holds_only_new_files(const std::string& folder, fs::perms file) {
  std::error_code error;
  for (const auto& one : fs::recursive_directory_iterator{folder, error}) {
    const fs::file_status status = one.symlink_status(error);
    const bool ours = status.type() == fs::file_type::directory
                          ? status.permissions() == fs::perms::owner_all
                          : status.type() == fs::file_type::regular &&
                                (status.permissions() & ~file) == fs::perms::none;
    if (!ours) return false;
  }
  return !error;
}

/// Removes a folder that was named and never opened up; leaves every other.
void remove_if_cut_short(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (status.type() != fs::file_type::directory || status.permissions() != fs::perms{closed})
    return;
  fs::permissions(path, fs::perms::owner_all, error);
  if (holds_only_new_files(path, fs::perms::owner_read | fs::perms::owner_write)) {
    fs::remove_all(path, error);
  } else {
    fs::permissions(path, fs::perms{closed}, error);
  }
}

/// Where the files stand between having a name and the folder having its own. They cannot be opened
/// there.
std::string part_of(const std::string& path) { return path + ".part"; }

/// Removes what an attempt left there.
/// @error refused  something else stands there
Result<void> clear_part(const std::string& part) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(part, error);
  if (status.type() == fs::file_type::not_found) return {};
  const bool passable = status.permissions() != fs::perms{closed};
  const bool ours = status.type() == fs::file_type::directory &&
                    (!passable || holds_only_new_files(part, fs::perms::none));
  if (!ours) {
    return Error{ErrorCode::refused, fmt::format("`{}` is there, and is needed on the way", part),
                 "move it away or name another folder; nothing was done"};
  }
  if (passable) {
    remove_what_is_left(part);
  } else {
    remove_if_cut_short(part);
  }
  return {};
}

Result<void> sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  const int code = errno;
  if (folder >= 0) ::close(folder);
  return synced ? Result<void>{} : Result<void>{failure("sync", path, code)};
}

}  // namespace

NewFile::~NewFile() { ::close(descriptor_); }

void NewFile::write(std::string_view text) {
  bytes_ += text.size();
  hasher_.update(text);
  buffer_ += text;
  if (buffer_.size() >= buffer_bytes) flush();
}

void NewFile::flush() {
  std::string_view left = buffer_;
  while (!left.empty() && failed_ == 0) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written < 0 && errno != EINTR) failed_ = errno;
    if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

Result<Digest> NewFile::close() {
  if (digest_) return *digest_;
  flush();
  if (failed_ == 0 && ::fsync(descriptor_) != 0) failed_ = errno;
  if (failed_ != 0) return failure("write", name_, failed_);
  digest_ = hasher_.finish();
  return *digest_;
}

Result<NewFolder> NewFolder::begin(const std::string& path) {
  std::error_code error;
  const std::string parent = parent_of(path);
  remove_if_cut_short(path);
  if (!fs::is_directory(parent, error)) {
    return Error{ErrorCode::not_found,
                 fmt::format("there is no folder `{}` to make `{}` in", parent, path),
                 "make it or name another; nothing was done"};
  }
  if (fs::symlink_status(path, error).type() != fs::file_type::not_found) {
    return Error{ErrorCode::refused, fmt::format("`{}` is there already", path),
                 "name a folder that is not there yet; nothing was done"};
  }
  ABIDE_CHECK(clear_part(part_of(path)));
  const int probe = ::open(parent.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (probe < 0) {
    const bool unknown = errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL;
    if (unknown) {
      return Error{ErrorCode::unsupported,
                   fmt::format("the file system of `{}` cannot keep a file without a name", parent),
                   "name a folder on a local disk (ext4, xfs, btrfs, tmpfs); nothing was done"};
    }
    return failure("write in", parent, errno);
  }
  ::close(probe);
  return NewFolder{path};
}

NewFolder::~NewFolder() = default;

Result<NewFile*> NewFolder::add(const std::string& name) {
  const std::string parent = parent_of(path_);
  // Nobody can open it by a name before its mode is set, at the very end.
  const int file = ::open(parent.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0);
  if (file < 0) return failure("make a file in", parent, errno);
  return files_.emplace_back(std::make_unique<NewFile>(name, file)).get();
}

Result<void> NewFolder::name_files(const std::string& part) const {
  for (const auto& file : files_) {
    const fs::path target = fs::path(part) / file->name();
    const std::string within = target.parent_path().string();
    if (within != part && ::mkdir(within.c_str(), 0700) != 0 && errno != EEXIST)
      return failure("make", within, errno);
    const std::string opened = fmt::format("/proc/self/fd/{}", file->descriptor_);
    if (::linkat(AT_FDCWD, opened.c_str(), AT_FDCWD, target.c_str(), AT_SYMLINK_FOLLOW) != 0)
      return failure("name", target.string(), errno);
  }
  return {};
}

Result<void> NewFolder::open_up(int folder) const {
  // Nobody passes the folder yet, so that the files may be opened up one after another.
  for (const auto& file : files_) {
    if (::fchmod(file->descriptor_, 0600) != 0 || ::fsync(file->descriptor_) != 0)
      return failure("open up", file->name(), errno);
  }
  ABIDE_CHECK(sync_folder(parent_of(path_)));
  // From here on it is there.
  if (::fchmod(folder, 0700) != 0 || ::fsync(folder) != 0) return failure("open up", path_, errno);
  return {};
}

Result<void> NewFolder::publish() {
  for (const auto& file : files_) {
    ABIDE_TRY(const Digest done, file->close());
    static_cast<void>(done);
  }
  const std::string part = part_of(path_);
  if (::mkdir(part.c_str(), 0700) != 0) return failure("make", part, errno);
  const int folder = ::open(part.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool named = false;
  const auto published = [&]() -> Result<void> {
    if (folder < 0) return failure("open", part, errno);
    ABIDE_CHECK(name_files(part));
    if (::fchmod(folder, closed) != 0) return failure("close", part, errno);
    if (::fsync(folder) != 0) return failure("sync", part, errno);
    if (::rename(part.c_str(), path_.c_str()) != 0) return failure("name", path_, errno);
    named = true;
    return open_up(folder);
  }();
  if (folder >= 0) ::close(folder);
  if (!published) {
    remove_what_is_left(named ? path_ : part);
    return published;
  }
  files_.clear();
  return {};
}

}  // namespace abide
