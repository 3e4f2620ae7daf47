// A ZIP file in the making that has no name until it is whole.
#pragma once

#include <zip.h>

#include <string>

#include "base/result.hpp"

namespace abide::reports {

/// A file without a name, which libzip writes to. Whatever ends the program leaves nothing of it.
class NamelessZip {
 public:
  /// @param file  the name that it gets in the end; its folder must be there
  explicit NamelessZip(std::string file);
  ~NamelessZip();
  NamelessZip(const NamelessZip&) = delete;
  NamelessZip& operator=(const NamelessZip&) = delete;
  NamelessZip(NamelessZip&&) = delete;
  NamelessZip& operator=(NamelessZip&&) = delete;

  /// An archive to fill; nullptr when it cannot be begun. Borrows this until it is closed.
  [[nodiscard]] zip_t* open();
  /// Syncs what was written and gives it its name, readable by its owner alone.
  /// @pre the archive is closed
  [[nodiscard]] Result<void> name();
  /// What went wrong, in words.
  [[nodiscard]] std::string why() const;

 private:
  static zip_int64_t answer(void* self, void* data, zip_uint64_t size, zip_source_cmd_t command);
  zip_int64_t write(const void* data, zip_uint64_t size);
  zip_int64_t seek(void* data, zip_uint64_t size);
  zip_int64_t state(void* data, zip_uint64_t size);

  std::string file_;
  int descriptor_ = -1;
  int code_ = 0;          ///< errno of the first failure
  bool written_ = false;  ///< there is something to read
  zip_error_t error_{};
};

}  // namespace abide::reports
