// libzip, as any program that opens one.
#include "tests/properties/opened.hpp"

#include <zip.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

namespace abide::properties {
namespace {

namespace fs = std::filesystem;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Close {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

Opened open_folder(const std::string& folder) {
  Opened files;
  for (const auto& one : fs::recursive_directory_iterator{folder}) {
    if (!one.is_regular_file()) continue;
    const std::ifstream file{one.path(), std::ios::binary};
    std::ostringstream content;
    content << file.rdbuf();
    files[fs::relative(one.path(), folder).string()] = content.str();
  }
  return files;
}

Opened open_zip(const std::string& file, const std::string& password) {
  int code = 0;
  const std::unique_ptr<zip_t, Discard> archive{zip_open(file.c_str(), ZIP_RDONLY, &code)};
  Opened files;
  if (archive == nullptr) return files;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive.get(), 0); ++i) {
    const auto place = static_cast<zip_uint64_t>(i);
    const std::unique_ptr<zip_file_t, Close> entry{
        zip_fopen_index_encrypted(archive.get(), place, 0, password.c_str())};
    if (entry == nullptr) return {};
    std::string& content = files[zip_get_name(archive.get(), place, 0)];
    std::array<char, 8192> buffer{};
    for (zip_int64_t got = 1; got > 0;) {
      got = zip_fread(entry.get(), buffer.data(), buffer.size());
      if (got > 0) content.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
  return files;
}

}  // namespace abide::properties
