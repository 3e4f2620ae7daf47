// Which folder may include which: every #include "…" is read against the table.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Layer {
  std::string folder;                 ///< the longest that fits a file is its layer
  std::vector<std::string> includes;  ///< prefixes that its files may include
};

const std::vector<Layer>& layers() {
  static const std::vector<Layer> table{
      {"base/", {"base/"}},
      {"policy/", {"base/", "policy/"}},
      {"connectors/", {"base/", "connectors/connector.hpp", "connectors/registry.hpp"}},
      {"connectors/sqlite/", {"base/", "connectors/connector.hpp", "connectors/sqlite/"}},
      {"engine/", {"base/", "policy/", "connectors/connector.hpp", "engine/"}},
      {"engine/reread/",
       {"base/", "policy/model.hpp", "connectors/connector.hpp", "engine/reread/"}},
      {"engine/deadline/",
       {"base/csv.hpp", "base/json.hpp", "base/result.hpp", "base/time.hpp",
        "policy/diagnostics.hpp", "policy/utf8.hpp", "engine/deadline/"}},
      {"engine/guard/", {"base/", "policy/", "include/abide/"}},
      {"include/", {}},  // what other programs include rests on nothing of ours
      {"engine/scenarios/", {"base/", "policy/", "connectors/connector.hpp", "engine/"}},
      {"engine/ledger/verify/", {"base/", "engine/ledger/format.hpp", "engine/ledger/verify/"}},
      {"reports/", {"base/", "policy/", "engine/", "reports/"}},
      {"cli/",
       {"base/", "policy/", "engine/", "reports/", "connectors/connector.hpp",
        "connectors/registry.hpp", "cli/"}},
      {"cli/wiring.cpp", {"base/", "policy/", "engine/", "reports/", "connectors/", "cli/"}}};
  return table;
}

/// Whether a file at `path` may include `included`.
bool allowed(const std::string& path, const std::string& included) {
  const Layer* layer = nullptr;
  for (const Layer& candidate : layers()) {
    const bool fits = path.starts_with(candidate.folder);
    if (fits && (layer == nullptr || candidate.folder.size() > layer->folder.size())) {
      layer = &candidate;
    }
  }
  if (layer == nullptr) {
    return false;
  }
  for (const std::string& prefix : layer->includes) {
    if (included.starts_with(prefix)) {
      return true;
    }
  }
  return false;
}

/// What a line of the form #include "…" names; empty for any other line.
std::string included_by(const std::string& line) {
  const std::string start = "#include \"";
  if (!line.starts_with(start)) {
    return "";
  }
  return line.substr(start.size(), line.find('"', start.size()) - start.size());
}

TEST(Layers, every_include_points_downwards) {
  const fs::path root{ABIDE_SOURCE_DIR};
  int read = 0;
  for (const char* folder :
       {"base", "policy", "connectors", "engine", "reports", "cli", "include"}) {
    for (const auto& entry : fs::recursive_directory_iterator{root / folder}) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cpp" && extension != ".hpp" && extension != ".h") {
        continue;
      }
      const std::string path = fs::relative(entry.path(), root).generic_string();
      std::ifstream file{entry.path()};
      for (std::string line; std::getline(file, line);) {
        if (const std::string included = included_by(line); !included.empty()) {
          ++read;
          EXPECT_TRUE(allowed(path, included)) << path << " includes " << included;
        }
      }
    }
  }
  EXPECT_GT(read, 20);
}

TEST(Layers, the_table_refuses_what_it_should) {
  EXPECT_FALSE(allowed("base/time.cpp", "policy/source.hpp"));
  EXPECT_FALSE(allowed("connectors/sqlite/connector.cpp", "policy/model.hpp"));
  EXPECT_FALSE(allowed("engine/run/executor.cpp", "connectors/sqlite/connector.hpp"));
  EXPECT_FALSE(allowed("engine/scenarios/world.cpp", "connectors/sqlite/connector.hpp"));
  EXPECT_FALSE(allowed("engine/reread/paths.cpp", "engine/plan/plan.hpp"));
  EXPECT_FALSE(allowed("engine/deadline/reckoning.cpp", "base/files.hpp"));
  EXPECT_FALSE(allowed("engine/deadline/reckoning.cpp", "engine/retention.hpp"));
  EXPECT_FALSE(allowed("engine/ledger/verify/verify.cpp", "engine/ledger/merkle.hpp"));
  EXPECT_FALSE(allowed("cli/main.cpp", "connectors/sqlite/connector.hpp"));
  EXPECT_FALSE(allowed("include/abide/abide.hpp", "base/result.hpp"));
  EXPECT_FALSE(allowed("engine/run/executor.cpp", "include/abide/abide.hpp"));
  EXPECT_TRUE(allowed("cli/wiring.cpp", "connectors/sqlite/connector.hpp"));
}

}  // namespace
