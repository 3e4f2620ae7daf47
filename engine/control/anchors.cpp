// One file for each checkpoint, named so that sorting by name sorts by size.
#include "engine/control/anchors.hpp"

#include <fmt/format.h>

#include <charconv>

namespace abide::engine::control {
namespace {

constexpr std::string_view prefix = "checkpoint-";
constexpr std::uint64_t note_limit = 1U << 16U;

}  // namespace

Result<void> write_anchor(const std::string& folder, std::uint64_t size, std::string_view note,
                          Files& files) {
  ABIDE_CHECK(files.write(fmt::format("{}/{}{:012}", folder, prefix, size), note));
  return files.write(folder + "/latest", note);
}

Result<std::optional<std::string>> newest_in(const std::string& folder, Files& files) {
  const auto names = files.list(folder);
  if (!names) {
    return Error{
        ErrorCode::unavailable,
        fmt::format("the anchor folder `{}` does not answer: {}", folder, names.error().message),
        "mount it, or take it out of the deployment; nothing was run, a retry is safe"};
  }
  const std::string* newest = nullptr;
  for (const std::string& name : *names) {
    const bool is_note = name.starts_with(prefix) &&
                         name.find_first_not_of("0123456789", prefix.size()) == std::string::npos;
    // Longer names are of larger sizes, once twelve digits are not enough.
    if (is_note && (newest == nullptr || name.size() >= newest->size())) {
      newest = &name;
    }
  }
  const bool has_latest = std::find(names->begin(), names->end(), "latest") != names->end();
  if (newest == nullptr && !has_latest) {
    return std::optional<std::string>{};
  }
  ABIDE_TRY(std::string note,
            files.read(folder + "/" + (newest == nullptr ? "latest" : *newest), note_limit));
  return std::optional{std::move(note)};
}

std::optional<std::uint64_t> claimed_size(std::string_view note) {
  const auto first = note.find('\n');
  const auto second = first == std::string_view::npos ? first : note.find('\n', first + 1);
  if (second == std::string_view::npos) {
    return std::nullopt;
  }
  std::uint64_t size = 0;
  const char* const end = note.data() + second;
  const auto [stop, error] = std::from_chars(note.data() + first + 1, end, size);
  return error == std::errc{} && stop == end ? std::optional{size} : std::nullopt;
}

}  // namespace abide::engine::control
