// POSIX files: every descriptor has one owner, every error names its path.
#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/rewrite.hpp"

namespace abide {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Error failure(std::string_view verb, const std::string& path, int error) {
  const std::string why = std::error_code(error, std::generic_category()).message();
  const std::string message = fmt::format("cannot {} `{}`: {}", verb, path, why);
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return {ErrorCode::not_found, message, "check the path; a retry is safe"};
    case EACCES:
    case EPERM:
    case EROFS:
      return {ErrorCode::refused, message, "give this user the right to the path; a retry is safe"};
    case EISDIR:
      return {ErrorCode::refused, message, "name a file; a retry is safe"};
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return {ErrorCode::exhausted, message, "free some space; a retry is safe"};
    default:
      return {ErrorCode::unavailable, message, "a retry is safe"};
  }
}

Result<void> write_all(int number, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(number, content.data(), content.size());
    if (written < 0 && errno != EINTR) {
      return failure("write", path, errno);
    }
    content.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  // A device or a pipe has nothing to sync.
  if (::fsync(number) != 0 && errno != EINVAL && errno != ENOTSUP) {
    return failure("sync", path, errno);
  }
  return {};
}

/// Whether the path names something else than a file, which a rename would do away with.
bool is_special(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return !error && fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

/// Beside the file, so that a rename puts it into place.
std::string temporary_for(const std::string& path) {
  return fmt::format("{}.{}.part", path, ::getpid());
}

/// A file of its own with the content, synced; of the mode and the owners of `like` where one is
/// given.
Result<void> make_file(const std::string& file, std::string_view content, mode_t mode,
                       const struct stat* like, const std::string& path) {
  const Descriptor descriptor{::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)};
  if (descriptor.number() < 0) {
    return failure("write", path, errno);
  }
  if (like != nullptr) {
    // Another's file may not be given back to them; the mode comes last, for a new owner clears it.
    const bool given = ::fchown(descriptor.number(), like->st_uid, like->st_gid) == 0;
    if ((!given && errno != EPERM) || ::fchmod(descriptor.number(), like->st_mode & 07777U) != 0) {
      return failure("write", path, errno);
    }
  }
  return write_all(descriptor.number(), content, path);
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t megabyte = 1ULL << 20U;
  return bytes % megabyte == 0 ? fmt::format("{} MB", bytes / megabyte)
                               : fmt::format("{} bytes", bytes);
}

Result<void> sync_folder(const std::string& path) {
  fs::path parent = fs::path{path}.parent_path();
  const std::string folder = parent.empty() ? "." : parent.string();
  const Descriptor descriptor{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (descriptor.number() < 0 || ::fsync(descriptor.number()) != 0) {
    return failure("sync", folder, errno);
  }
  return {};
}

/// Renames what was made, and removes it when anything failed.
Result<void> put_into_place(const std::string& temporary, const std::string& path,
                            Result<void> made) {
  if (made && ::rename(temporary.c_str(), path.c_str()) != 0) {
    made = failure("rename into", path, errno);
  }
  if (!made) {
    ::unlink(temporary.c_str());
    return made;
  }
  return sync_folder(path);
}

}  // namespace

Result<std::string> SystemFiles::read(const std::string& path, std::uint64_t limit) {
  const Descriptor descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (descriptor.number() < 0) {
    return failure("read", path, errno);
  }
  std::string content;
  std::string buffer(1U << 16U, '\0');
  while (true) {
    const ssize_t count = ::read(descriptor.number(), buffer.data(), buffer.size());
    if (count < 0) {
      if (errno == EINTR) {
        continue;
      }
      return failure("read", path, errno);
    }
    if (count == 0) {
      return content;
    }
    content.append(buffer, 0, static_cast<std::size_t>(count));
    if (content.size() > limit) {
      return Error{ErrorCode::refused,
                   fmt::format("`{}` is larger than {}", path, size_text(limit)),
                   "name another file, or split it; nothing was done"};
    }
  }
}

Result<void> SystemFiles::write(const std::string& path, std::string_view content,
                                Secrecy secrecy) {
  if (is_special(path)) {
    const Descriptor descriptor{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    return descriptor.number() < 0 ? failure("write", path, errno)
                                   : write_all(descriptor.number(), content, path);
  }
  const mode_t mode = secrecy == Secrecy::secret ? 0600 : 0644;
  const std::string temporary = temporary_for(path);
  auto made = make_file(temporary, content, mode, nullptr, path);
  return put_into_place(temporary, path, std::move(made));
}

Result<void> rewrite(const std::string& path, std::string_view content) {
  std::error_code error;
  const std::string file = fs::canonical(path, error).string();
  struct stat like {};
  if (error || ::stat(file.c_str(), &like) != 0) {
    return failure("write", path, error ? error.value() : errno);
  }
  if (!S_ISREG(like.st_mode)) {
    return failure("write", path, EISDIR);
  }
  if (::access(file.c_str(), W_OK) != 0) {
    return failure("write", path, errno);
  }
  const std::string temporary = temporary_for(file);
  auto made = make_file(temporary, content, 0600, &like, path);
  return put_into_place(temporary, file, std::move(made));
}

Result<bool> SystemFiles::exists(const std::string& path) {
  std::error_code error;
  const bool there = fs::exists(path, error);
  if (error) {
    return failure("look at", path, error.value());
  }
  return there;
}

Result<void> SystemFiles::make_folder(const std::string& path) {
  std::error_code error;
  const bool made = fs::create_directories(path, error);
  if (error) {
    return failure("make folder", path, error.value());
  }
  if (made) {
    ::chmod(path.c_str(), 0700);
  }
  return {};
}

Result<std::vector<std::string>> SystemFiles::list(const std::string& path) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator it{path, error}, end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  if (error) {
    return failure("list", path, error.value());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<void> SystemFiles::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0) {
    return failure("remove", path, errno);
  }
  return {};
}

Result<void> SystemFiles::may_write(const std::string& folder) {
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return failure("write in", folder, errno);
  }
  return {};
}

Result<std::uint64_t> SystemFiles::free_space(const std::string& path) {
  std::error_code error;
  fs::path where = path;
  if (!fs::exists(where, error)) {
    where = where.parent_path().empty() ? fs::path{"."} : where.parent_path();
  }
  const fs::space_info space = fs::space(where, error);
  if (error) {
    return failure("look at the space under", path, error.value());
  }
  return static_cast<std::uint64_t>(space.available);
}

}  // namespace abide
