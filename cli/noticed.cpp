#include "cli/noticed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace abide::cli {
namespace {

namespace fs = std::filesystem;
namespace notices = policy::notices;

/// Whether a file lies in a folder or below it, where links lead to.
bool lies_in(const std::string& path, const std::string& folder) {
  std::error_code failed;
  // Of a file that is not there a relative path would stay relative.
  const fs::path real = fs::weakly_canonical(fs::absolute(path, failed), failed);
  if (failed) return false;
  const fs::path inside = fs::weakly_canonical(folder.empty() ? "." : folder, failed);
  if (failed) return false;
  const fs::path way = real.lexically_relative(inside);
  return !way.empty() && *way.begin() != "..";
}

std::string folder_of(const std::string& policy) { return policy.substr(0, policy.rfind('/') + 1); }

}  // namespace

Result<std::string> notice_text(const Desk& desk, const std::string& path,
                                const std::string& folder) {
  if (!folder.empty() && !lies_in(path, folder)) {
    return Error{ErrorCode::refused, fmt::format("`{}` leads out of the policy's folder", path),
                 "a notice is a file beside the policy or below it; no link leads out"};
  }
  return desk.files().read(path, notices::max_notice_bytes);
}

Result<std::optional<notices::Accepted>> accepted_beside(const Desk& desk,
                                                         const std::string& policy) {
  const std::string path = notices::accepted_path(policy);
  ABIDE_TRY(const bool there, desk.files().exists(path));
  if (!there) return std::optional<notices::Accepted>{};
  ABIDE_TRY(const std::string text, desk.files().read(path, notices::max_accepted_bytes));
  ABIDE_TRY(notices::Accepted accepted, notices::read_accepted(text));
  return std::optional{std::move(accepted)};
}

std::optional<Noticed> notice(const Desk& desk, const std::string& policy, Stop& stop) {
  auto compiled = desk.compiled(policy, stop);
  if (!compiled) return std::nullopt;
  Noticed noticed{std::move(*compiled), {}, {}, {}, {}};
  noticed.diagnostics = noticed.compiled.diagnostics;
  const bool names_some = !notices::notices_named_in(noticed.compiled.sources).empty();
  if (noticed.compiled.model && names_some) {
    auto accepted = accepted_beside(desk, policy);
    if (!accepted) {
      stop.code = desk.tell(accepted.error());
      return std::nullopt;
    }
    noticed.accepted = std::move(*accepted);
    const std::string folder = folder_of(policy);
    const policy::Reader reader = [&](const std::string& path) {
      return notice_text(desk, path, folder.empty() ? "." : folder);
    };
    noticed.reading = notices::read_notices(noticed.compiled.sources, policy, reader,
                                            noticed.accepted ? &*noticed.accepted : nullptr,
                                            {.today = Zone::utc().local_date(desk.clock().now())});
    std::ranges::copy(noticed.reading.diagnostics, std::back_inserter(noticed.diagnostics));
    policy::sort_by_place(noticed.diagnostics);
  }
  noticed.files = notices::sources_with(noticed.compiled.sources, noticed.reading);
  return noticed;
}

}  // namespace abide::cli
