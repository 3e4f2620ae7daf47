// libzip; the password is of letters and digits that are not mistaken for each other.
#include "reports/pack/zip.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/digest.hpp"

namespace abide::reports {
namespace {

namespace fs = std::filesystem;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

std::string new_password() {
  constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
  constexpr std::size_t groups = 5;
  constexpr std::size_t letters = 5;
  constexpr unsigned fair = 256 - 256 % static_cast<unsigned>(alphabet.size());
  std::string password;
  while (password.size() < groups * letters + groups - 1) {
    const std::uint8_t byte = random_bytes(1).front();
    if (byte >= fair) continue;
    password += alphabet[byte % alphabet.size()];
    if (password.size() % (letters + 1) == letters && password.size() < groups * letters)
      password += '-';
  }
  return password;
}

Error failed(const std::string& file, std::string_view why) {
  return {ErrorCode::unavailable, fmt::format("cannot write `{}`: {}", file, why),
          "the pack itself is whole; give it room and zip it again, a retry is safe"};
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& one : fs::recursive_directory_iterator(folder)) {
    if (one.is_regular_file()) names.push_back(fs::relative(one.path(), folder).string());
  }
  std::ranges::sort(names);
  return names;
}

Result<void> add(zip_t* archive, const std::string& folder, const std::string& name,
                 const std::string& password) {
  zip_source_t* const source = zip_source_file(archive, (fs::path(folder) / name).c_str(), 0, -1);
  if (source == nullptr) return failed(name, zip_strerror(archive));
  const zip_int64_t place = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (place < 0) {
    zip_source_free(source);
    return failed(name, zip_strerror(archive));
  }
  if (zip_file_set_encryption(archive, static_cast<zip_uint64_t>(place), ZIP_EM_AES_256,
                              password.c_str()) != 0)
    return failed(name, zip_strerror(archive));
  return {};
}

}  // namespace

Result<std::string> write_zip(const std::string& folder, const std::string& file) {
  std::error_code ignored;
  if (fs::symlink_status(file, ignored).type() != fs::file_type::not_found) {
    return Error{ErrorCode::refused, fmt::format("`{}` is there already", file),
                 "name a file that is not there yet; the pack itself is whole"};
  }
  int code = 0;
  std::unique_ptr<zip_t, Discard> archive{zip_open(file.c_str(), ZIP_CREATE | ZIP_EXCL, &code)};
  if (!archive) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    return failed(file, why);
  }
  const std::string password = new_password();
  for (const std::string& name : names_in(folder))
    ABIDE_CHECK(add(archive.get(), folder, name, password));
  const mode_t before = ::umask(0077);
  const int closed = zip_close(archive.get());
  ::umask(before);
  if (closed != 0) return failed(file, zip_strerror(archive.get()));
  static_cast<void>(archive.release());  // closed and gone
  return password;
}

}  // namespace abide::reports
