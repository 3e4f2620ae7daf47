// libzip; the password is of letters and digits that are not mistaken for each other.
#include "reports/pack/zip.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/digest.hpp"
#include "reports/pack/nameless.hpp"

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
  return {
      ErrorCode::unavailable, fmt::format("cannot write `{}`: {}", file, why),
      "the pack itself is whole; see to the folder, then `abide access zip` makes the zip of it"};
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& one : fs::recursive_directory_iterator(folder)) {
    if (one.is_regular_file()) names.push_back(one.path().lexically_relative(folder).string());
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
                 "name a file that is not there yet; the pack itself is whole, and `abide access "
                 "zip` makes the zip of it"};
  }
  NamelessZip nameless{file};
  std::unique_ptr<zip_t, Discard> archive{nameless.open()};
  if (!archive) return failed(file, nameless.why());
  const std::string password = new_password();
  for (const std::string& name : names_in(folder))
    ABIDE_CHECK(add(archive.get(), folder, name, password));
  if (zip_close(archive.get()) != 0) return failed(file, zip_strerror(archive.get()));
  static_cast<void>(archive.release());  // closed and gone
  if (const auto named = nameless.name(); !named.ok()) return failed(file, nameless.why());
  return password;
}

}  // namespace abide::reports
