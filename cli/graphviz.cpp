#include "cli/graphviz.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/alert.hpp"

namespace abide::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::minutes patience{2};

/// Where a shell would find it; empty where it would not.
std::string find_on_path(const std::string& program) {
  const char* const path =
      std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): no thread but this one
  std::istringstream folders{path == nullptr ? "" : path};
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string candidate = folder + "/" + program;
    if (folder.starts_with('/') && ::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return "";
}

/// A folder of our own that goes with it.
class Workplace {
 public:
  static Result<Workplace> make() {
    std::error_code failed;
    const fs::path base = fs::temp_directory_path(failed);
    std::string pattern = (failed ? fs::path{"/tmp"} : base) / "abide-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr)
      return Error{ErrorCode::unavailable, "no folder can be made for the drawing",
                   "set TMPDIR to a folder that can be written; a retry is safe"};
    return Workplace{pattern};
  }
  ~Workplace() {
    std::error_code failed;
    if (!path_.empty()) fs::remove_all(path_, failed);
  }
  Workplace(Workplace&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Workplace& operator=(Workplace&&) = delete;
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  [[nodiscard]] std::string file(const char* name) const { return path_ + "/" + name; }

 private:
  explicit Workplace(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace

Result<std::string> drawn(const std::string& graph) {
  const std::string dot = find_on_path("dot");
  if (dot.empty())
    return Error{ErrorCode::unsupported, "the map is drawn by Graphviz, and its `dot` is not here",
                 "install the package `graphviz`, or take `--format csv` for the table alone or "
                 "`--format dot` for another program to draw; nothing was done"};
  ABIDE_TRY(const Workplace place, Workplace::make());
  const std::string from = place.file("map.dot");
  const std::string to = place.file("map.svg");
  std::ofstream{from, std::ios::binary} << graph;
  if (auto ran = run_program({dot, "-Tsvg", "-o", to, from}, patience); !ran)
    return Error{ErrorCode::unavailable, "the map could not be drawn: " + ran.error().message,
                 "take `--format csv` for the table alone; a retry is safe"};
  const std::ifstream file{to, std::ios::binary};
  std::ostringstream svg;
  svg << file.rdbuf();
  if (!file || svg.str().empty())
    return Error{ErrorCode::unavailable, "the map could not be drawn: `dot` wrote nothing",
                 "see whether there is room for files; a retry is safe"};
  return svg.str();
}

}  // namespace abide::cli
