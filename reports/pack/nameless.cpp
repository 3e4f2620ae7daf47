// libzip's own files are temporary ones beside the target, which a crash leaves behind.
#include "reports/pack/nameless.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace abide::reports {

NamelessZip::NamelessZip(std::string file) : file_(std::move(file)) {
  const std::string parent = std::filesystem::path(file_).parent_path().string();
  descriptor_ = ::open(parent.empty() ? "." : parent.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor_ < 0) code_ = errno;
  zip_error_init(&error_);
}

NamelessZip::~NamelessZip() {
  if (descriptor_ >= 0) ::close(descriptor_);
  zip_error_fini(&error_);
}

std::string NamelessZip::why() const {
  if (code_ != 0) return std::generic_category().message(code_);
  zip_error_t copy = error_;
  return zip_error_strerror(&copy);
}

zip_t* NamelessZip::open() {
  if (descriptor_ < 0) return nullptr;
  zip_source_t* const source = zip_source_function_create(answer, this, &error_);
  if (source == nullptr) return nullptr;
  zip_t* const archive = zip_open_from_source(source, ZIP_CREATE, &error_);
  if (archive == nullptr) zip_source_free(source);
  return archive;
}

Result<void> NamelessZip::name() {
  const std::string opened = fmt::format("/proc/self/fd/{}", descriptor_);
  if (::fsync(descriptor_) == 0 &&
      ::linkat(AT_FDCWD, opened.c_str(), AT_FDCWD, file_.c_str(), AT_SYMLINK_FOLLOW) == 0)
    return {};
  code_ = errno;
  return Error{code_ == EEXIST ? ErrorCode::refused : ErrorCode::unavailable,
               fmt::format("cannot name `{}`: {}", file_, why()), ""};
}

zip_int64_t NamelessZip::write(const void* data, zip_uint64_t size) {
  const auto* from = static_cast<const char*>(data);
  for (zip_uint64_t left = size; left > 0;) {
    const ssize_t some = ::write(descriptor_, from, left);
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) {
      code_ = errno;
      zip_error_set(&error_, ZIP_ER_WRITE, errno);
      return -1;
    }
    from += some;
    left -= static_cast<zip_uint64_t>(some);
  }
  written_ = true;
  return static_cast<zip_int64_t>(size);
}

zip_int64_t NamelessZip::seek(void* data, zip_uint64_t size) {
  const auto* to = ZIP_SOURCE_GET_ARGS(zip_source_args_seek_t, data, size, &error_);
  if (to == nullptr) return -1;
  if (::lseek(descriptor_, to->offset, to->whence) >= 0) return 0;
  zip_error_set(&error_, ZIP_ER_SEEK, errno);
  return -1;
}

/// Before anything is written it is as if there were no file.
zip_int64_t NamelessZip::state(void* data, zip_uint64_t size) {
  struct stat found {};
  if (!written_ || size < sizeof(zip_stat_t) || ::fstat(descriptor_, &found) != 0) {
    zip_error_set(&error_, ZIP_ER_READ, ENOENT);
    return -1;
  }
  auto* const told = static_cast<zip_stat_t*>(data);
  zip_stat_init(told);
  told->size = static_cast<zip_uint64_t>(found.st_size);
  told->valid = ZIP_STAT_SIZE;
  return sizeof(zip_stat_t);
}

zip_int64_t NamelessZip::answer(void* self, void* data, zip_uint64_t size,
                                zip_source_cmd_t command) {
  auto& file = *static_cast<NamelessZip*>(self);
  switch (command) {
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(
          ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
          ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_BEGIN_WRITE,
          ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_WRITE,
          ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_REMOVE, ZIP_SOURCE_SUPPORTS, -1);
    case ZIP_SOURCE_STAT:
      return file.state(data, size);
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data(&file.error_, data, size);
    case ZIP_SOURCE_READ:
      return ::read(file.descriptor_, data, size);
    case ZIP_SOURCE_WRITE:
      return file.write(data, size);
    case ZIP_SOURCE_SEEK:
    case ZIP_SOURCE_SEEK_WRITE:
      return file.seek(data, size);
    case ZIP_SOURCE_TELL:
    case ZIP_SOURCE_TELL_WRITE:
      return ::lseek(file.descriptor_, 0, SEEK_CUR);
    default:
      return 0;
  }
}

}  // namespace abide::reports
