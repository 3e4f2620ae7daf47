// flock(2): the lock belongs to the open file, so two stores in one process exclude each other too.
#include "engine/control/leases.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <thread>

namespace abide::engine::control {
namespace {

class FileLock final : public Lease {
 public:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  ~FileLock() override { ::close(descriptor_); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  FileLock(FileLock&&) = delete;
  FileLock& operator=(FileLock&&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Error failure(const std::string& path, int error) {
  return {ErrorCode::unavailable,
          fmt::format("cannot lock `{}`: {}", path,
                      std::error_code(error, std::generic_category()).message()),
          "give this user the right to the folder of the control store; a retry is safe"};
}

Result<std::unique_ptr<FileLock>> opened(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return failure(path, errno);
  }
  return std::make_unique<FileLock>(descriptor);
}

/// @return 0, or the error
int lock(int descriptor, int operation) {
  while (::flock(descriptor, operation) != 0) {
    if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

std::string named(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t count = ::pread(descriptor, text.data(), text.size(), 0);
  std::string number;
  for (ssize_t i = 0; i < count && text[static_cast<std::size_t>(i)] >= '0' &&
                      text[static_cast<std::size_t>(i)] <= '9';
       ++i) {
    number += text[static_cast<std::size_t>(i)];
  }
  return number.empty() ? "another process" : "process " + number;
}

}  // namespace

Result<std::unique_ptr<Lease>> lock_alone(const std::string& path) {
  ABIDE_TRY(auto file, opened(path));
  const int error = lock(file->descriptor(), LOCK_EX | LOCK_NB);
  if (error == EWOULDBLOCK) {
    return Error{
        ErrorCode::refused, fmt::format("another run is under way ({})", named(file->descriptor())),
        "wait until it ends, or stop it: it finishes its batch and can be resumed; a retry "
        "is safe"};
  }
  if (error != 0) {
    return failure(path, error);
  }
  // Only for people: that the number is missing does no harm.
  const std::string number = fmt::format("{}\n", ::getpid());
  if (::ftruncate(file->descriptor(), 0) == 0) {
    static_cast<void>(::pwrite(file->descriptor(), number.data(), number.size(), 0) > 0);
  }
  return std::unique_ptr<Lease>{std::move(file)};
}

Result<std::unique_ptr<Lease>> lock_shared(const std::string& path) {
  ABIDE_TRY(auto file, opened(path));
  if (const int error = lock(file->descriptor(), LOCK_SH); error != 0) {
    return failure(path, error);
  }
  return std::unique_ptr<Lease>{std::move(file)};
}

Result<void> wait_for_shared(const std::string& path, std::chrono::milliseconds patience) {
  ABIDE_TRY(const auto file, opened(path));
  const auto until = std::chrono::steady_clock::now() + patience;
  while (true) {
    const int error = lock(file->descriptor(), LOCK_EX | LOCK_NB);
    if (error == 0) {
      return {};
    }
    if (error != EWOULDBLOCK) {
      return failure(path, error);
    }
    if (std::chrono::steady_clock::now() >= until) {
      return Error{ErrorCode::unavailable,
                   fmt::format("a batch that began before is still running after {} s",
                               std::chrono::duration_cast<std::chrono::seconds>(patience).count()),
                   ""};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
}

std::string holder_of(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return "";
  }
  const FileLock file{descriptor};
  if (lock(descriptor, LOCK_SH | LOCK_NB) != EWOULDBLOCK) return "";
  std::string holder = named(descriptor);
  return holder == fmt::format("process {}", ::getpid()) ? "" : holder;
}

}  // namespace abide::engine::control
