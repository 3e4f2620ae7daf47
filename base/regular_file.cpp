#include "base/regular_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

namespace abide {
namespace {

class OpenFile {
 public:
  /// Without O_NONBLOCK the opening of a pipe waits for whoever writes to it.
  explicit OpenFile(const std::string& path)
      : number_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  OpenFile(OpenFile&&) = delete;
  OpenFile& operator=(OpenFile&&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Error unread(ErrorCode code, const std::string& path, std::string_view why) {
  return {code, fmt::format("cannot read `{}`: {}", path, why),
          "name a file that can be read; nothing was done"};
}

Error unread(const std::string& path, int error) {
  const bool gone = error == ENOENT || error == ENOTDIR;
  const bool never = error == ELOOP || error == ENXIO || error == EISDIR;
  return unread(gone    ? ErrorCode::not_found
                : never ? ErrorCode::corrupt
                        : ErrorCode::unavailable,
                path, std::error_code(error, std::generic_category()).message());
}

}  // namespace

Result<std::string> read_regular(const std::string& path, std::uint64_t limit) {
  const OpenFile file{path};
  struct stat seen {};
  if (file.number() < 0 || ::fstat(file.number(), &seen) != 0) {
    return unread(path, errno);
  }
  if (!S_ISREG(seen.st_mode)) {
    return unread(ErrorCode::corrupt, path, "it is no regular file");
  }
  std::string content;
  std::string buffer(1U << 16U, '\0');
  while (content.size() <= limit) {
    const ssize_t count = ::read(file.number(), buffer.data(), buffer.size());
    if (count < 0 && errno != EINTR) {
      return unread(path, errno);
    }
    if (count == 0) {
      return content;
    }
    content.append(buffer, 0, count < 0 ? 0 : static_cast<std::size_t>(count));
  }
  return unread(ErrorCode::corrupt, path, fmt::format("it has more than {} bytes", limit));
}

}  // namespace abide
