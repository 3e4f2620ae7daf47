// Imports: each file once, none from outside, no circles.
#include "policy/load.hpp"

#include <gtest/gtest.h>

#include <map>

namespace abide::policy {
namespace {

/// Files in memory that count how often each was read.
struct Folder {
  std::map<std::string, std::string> files;
  std::map<std::string, int> reads = {};
  Reader reader() {
    return [this](const std::string& path) -> Result<std::string> {
      ++reads[path];
      const auto found = files.find(path);
      if (found == files.end()) {
        return Error{ErrorCode::not_found, "there is no file " + path, ""};
      }
      return found->second;
    };
  }
};

std::vector<std::string> paths(const Loaded& loaded) {
  std::vector<std::string> all;
  for (const SourceFile& file : loaded.sources.files) {
    all.push_back(file.path());
  }
  return all;
}

TEST(Load, reads_each_import_once_and_numbers_its_spans) {
  Folder folder{{{"p/shop.policy", "abide 1; use \"lib/data.policy\"; use \"people.policy\";"},
                 {"p/lib/data.policy", "abide 1; use \"../people.policy\"; category a;"},
                 {"p/people.policy", "abide 1; staff dpo \"D\" {} staff {}"}}};
  const auto loaded = load(folder.reader(), "p/shop.policy");
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(paths(loaded.value()),
            (std::vector<std::string>{"p/shop.policy", "p/lib/data.policy", "p/people.policy"}));
  EXPECT_EQ(folder.reads["p/people.policy"], 1);
  ASSERT_EQ(loaded.value().sources.trees.size(), 3U);
  EXPECT_EQ(ast::span_of(loaded.value().sources.trees[1].declarations.at(0)).file, 1U);
  ASSERT_EQ(loaded.value().diagnostics.size(), 1U);
  EXPECT_EQ(loaded.value().diagnostics[0].span.file, 2U);
  EXPECT_NE(render(loaded.value().diagnostics[0], loaded.value().sources.files)
                .find("p/people.policy:1:33"),
            std::string::npos);
}

TEST(Load, refuses_what_lies_outside_the_folder) {
  for (const std::string import :
       {"../x.policy", "/etc/passwd", "lib/../../x.policy", "", "..", "a\\\\b", "./..", "lib/.."}) {
    Folder folder{{{"p/a.policy", "abide 1; use \"" + import + "\";"}, {"x.policy", "abide 1;"}}};
    const auto loaded = load(folder.reader(), "p/a.policy");
    ASSERT_TRUE(loaded.ok());
    ASSERT_EQ(loaded.value().diagnostics.size(), 1U) << import;
    EXPECT_EQ(loaded.value().diagnostics[0].code, "E0109") << import;
    EXPECT_EQ(folder.reads.size(), 1U) << import;
  }
}

TEST(Load, tells_of_a_circle_with_its_files) {
  Folder folder{{{"a.policy", "abide 1; use \"b.policy\"; use \"./b.policy\";"},
                 {"b.policy", "abide 1; use \"c.policy\";"},
                 {"c.policy", "abide 1; use \"b.policy\"; use \"c.policy\";"}}};
  const auto loaded = load(folder.reader(), "a.policy");
  ASSERT_TRUE(loaded.ok());
  ASSERT_EQ(loaded.value().diagnostics.size(), 2U);
  EXPECT_EQ(loaded.value().diagnostics[0].message,
            "imports run in a circle: `b.policy`, `c.policy`, `b.policy`");
  EXPECT_EQ(loaded.value().diagnostics[1].message,
            "imports run in a circle: `c.policy`, `c.policy`");
}

TEST(Load, a_missing_import_is_a_fault_of_the_policy_and_a_missing_entry_one_of_the_caller) {
  Folder folder{{{"a.policy", "abide 1; use \"b.policy\";"}}};
  const auto loaded = load(folder.reader(), "a.policy");
  ASSERT_TRUE(loaded.ok());
  ASSERT_EQ(loaded.value().diagnostics.size(), 1U);
  EXPECT_EQ(loaded.value().diagnostics[0].code, "E0109");
  EXPECT_NE(loaded.value().diagnostics[0].message.find("there is no file b.policy"),
            std::string::npos);
  const auto absent = load(folder.reader(), "z.policy");
  ASSERT_FALSE(absent.ok());
  EXPECT_EQ(absent.error().code, ErrorCode::not_found);
}

TEST(Load, an_import_that_did_not_parse_is_not_followed) {
  Folder folder{{{"a.policy", "abide 1;\nuse b;\nuse \"b.policy\";\n"}, {"b.policy", "abide 1;"}}};
  const auto loaded = load(folder.reader(), "a.policy");
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded.value().diagnostics.size(), 1U);
  EXPECT_EQ(paths(loaded.value()), (std::vector<std::string>{"a.policy", "b.policy"}));
}

TEST(Load, a_chain_of_many_files_needs_no_stack) {
  Folder folder;
  constexpr int length = 3000;
  for (int i = 0; i < length; ++i) {
    folder.files[std::to_string(i) + ".policy"] =
        "abide 1; use \"" + std::to_string((i + 1) % length) + ".policy\";";
  }
  const auto loaded = load(folder.reader(), "0.policy");
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded.value().sources.files.size(), 3000U);
  EXPECT_EQ(loaded.value().diagnostics.size(), 1U);
}

}  // namespace
}  // namespace abide::policy
