// docs/embedding.md as a stranger follows it: Abide installed, the page's program built outside by
// CMake and by pkg-config, and run over the page's policy.
#include <gtest/gtest.h>

#include "tests/docs/blocks.hpp"
#include "tests/docs/shell.hpp"

namespace abide {
namespace {

/// The page's block of a kind.
std::string block(const std::string& kind) {
  for (const test::Block& one :
       test::blocks_of(test::read_text(std::string{ABIDE_SOURCE_DIR} + "/docs/embedding.md"))) {
    if (one.info == kind) return one.text;
  }
  ADD_FAILURE() << "docs/embedding.md has no block of " << kind;
  return "";
}

class Installed : public testing::Test {
 protected:
  void SetUp() override {
    shell_.write("main.cpp", block("cpp"));
    shell_.write("shop.policy", block("policy"));
    shell_.write("CMakeLists.txt", block("cmake"));
    const test::Told installed = shell_.run("cmake --install " ABIDE_BUILD_DIR
                                            " --component development --prefix \"$PWD/prefix\"");
    ASSERT_EQ(installed.code, 0) << installed.text;
  }
  void expect_to_print_as_told(const std::string& program) const {
    const test::Told told = shell_.run(program);
    EXPECT_EQ(told.code, 0);
    EXPECT_EQ(told.text, block("text"));
  }
  test::Shell shell_;
};

constexpr const char* strict = "-Wall -Wextra -Wpedantic -Werror";

TEST_F(Installed, IsFoundByCMake) {
  const test::Told built = shell_.run(
      "cmake -G Ninja -S . -B build -DCMAKE_PREFIX_PATH=\"$PWD/prefix\" -DCMAKE_CXX_STANDARD=17 "
      "-DCMAKE_CXX_COMPILER=" ABIDE_CXX " -DCMAKE_CXX_FLAGS='" ABIDE_FLAGS " " +
      std::string{strict} + "' && cmake --build build");
  ASSERT_EQ(built.code, 0) << built.text;
  expect_to_print_as_told("build/shop");
}
TEST_F(Installed, IsFoundByPkgConfig) {
  const test::Told built =
      shell_.run("export PKG_CONFIG_PATH=\"$PWD/prefix/" ABIDE_LIBDIR "/pkgconfig\"\n" ABIDE_CXX
                 " -std=c++17 " ABIDE_FLAGS " " +
                 std::string{strict} + " main.cpp -o by_hand $(pkg-config --cflags --libs abide)");
  ASSERT_EQ(built.code, 0) << built.text;
  expect_to_print_as_told("./by_hand");
}
TEST_F(Installed, IsFoundByAProgramInC) {
  shell_.write("main.c", block("c"));
  const test::Told built =
      shell_.run("export PKG_CONFIG_PATH=\"$PWD/prefix/" ABIDE_LIBDIR
                 "/pkgconfig\"\ncc -std=c99 " ABIDE_FLAGS " " +
                 std::string{strict} + " main.c -o in_c $(pkg-config --cflags --libs abide)");
  ASSERT_EQ(built.code, 0) << built.text;
  const test::Told told = shell_.run("./in_c");
  EXPECT_EQ(told.code, 0);
  EXPECT_EQ(told.text, block("text in C"));
}
TEST_F(Installed, IsNotFoundForAnotherVersion) {
  const test::Told asked = shell_.run(
      "sed -i 's/abide 0.1/abide 0.0/' CMakeLists.txt\n"
      "cmake -G Ninja -S . -B build -DCMAKE_PREFIX_PATH=\"$PWD/prefix\"");
  EXPECT_NE(asked.code, 0);
  EXPECT_NE(asked.text.find("were considered but not accepted"), std::string::npos) << asked.text;
}

}  // namespace
}  // namespace abide
