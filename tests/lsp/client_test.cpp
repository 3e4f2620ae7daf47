// The server and the highlighting as others see them: a client made of
// vscode-languageserver-protocol and vscode-jsonrpc, and the engine that VS Code colours with.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace {

namespace fs = std::filesystem;

const std::string root = ABIDE_SOURCE_DIR;

std::pair<int, std::string> run(const std::string& script, const std::string& words) {
  const std::string command =
      fmt::format("node '{}/tests/lsp/{}' '{}' {} 2>&1", root, script, ABIDE_CLIENT, words);
  FILE* const pipe = ::popen(command.c_str(), "r");
  std::string out;
  std::array<char, 4096> buffer{};
  while (pipe != nullptr && std::fgets(buffer.data(), buffer.size(), pipe) != nullptr)
    out += buffer.data();
  const int status = pipe == nullptr ? -1 : ::pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, out};
}

bool has_packages() {
  return fs::exists(std::string{ABIDE_CLIENT} + "/node_modules/vscode-languageserver-protocol") &&
         std::system("command -v node >/dev/null 2>&1") == 0;
}

TEST(Client, of_the_protocols_own_makers_is_served) {
  if (!has_packages()) GTEST_SKIP() << "no node or no client from npm: `./dev pages` gets them";
  const auto [code, told] =
      run("client.mjs", fmt::format("'{}' '{}/docs/examples'", ABIDE_PROGRAM, root));
  EXPECT_EQ(code, 0) << told;
  EXPECT_NE(told.find("all steps done"), std::string::npos) << told;
}

TEST(Client, that_expects_something_else_is_disappointed) {
  if (!has_packages()) GTEST_SKIP() << "no node or no client from npm: `./dev pages` gets them";
  // The twin: a program that speaks another protocol.
  const auto [code, told] = run("client.mjs", fmt::format("'/bin/cat' '{}/docs/examples'", root));
  EXPECT_NE(code, 0) << told;
}

TEST(Highlighting, gives_every_word_of_the_examples_its_scope) {
  if (!has_packages()) GTEST_SKIP() << "no node or no client from npm: `./dev pages` gets them";
  const std::string grammar = root + "/docs/editors/vscode/syntaxes/abide.tmLanguage.json";
  const auto [code, told] = run("highlight.mjs", fmt::format("'{}' '{}'", grammar, root));
  EXPECT_EQ(code, 0) << told;
}

}  // namespace
