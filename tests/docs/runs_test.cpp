// Pages that show a session are right: their files are written, their commands run one after the
// other as a reader would type them, and what is shown is what comes out. With
// ABIDE_UPDATE_GOLDEN=1 what came out is written into the page, except where it leaves lines out.
//
// A fence ```` ```policy > shop.policy ```` writes a file, `>>` adds to one; `sh` is run; of
// `console`, lines after `$ ` are run and the others compared, where `…` stands for any lines.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/docs/blocks.hpp"
#include "tests/docs/shell.hpp"

namespace abide::test {
namespace {

namespace fs = std::filesystem;

struct Command {
  std::string typed;
  std::string shown;     ///< what the page says it prints; not looked at in `sh`
  std::size_t line = 0;  ///< of the page
  std::size_t at = 0;    ///< byte of the page at which `shown` begins
  bool compared = false;
};

/// What a page does, as one script, and what it says of each command.
struct Session {
  std::string script;
  std::vector<Command> commands;
};

/// Ends the output of a command: its number and how it left.
constexpr const char* mark = "\n\x1e%d %d\n";

void add(Session& session, Command command) {
  session.script +=
      fmt::format("{}\nprintf '{}' {} $?\n", command.typed, mark, session.commands.size());
  session.commands.push_back(std::move(command));
}
void add_file(Session& session, const Block& block, const std::string& where) {
  session.script += "cat " + where + " <<'END_OF_THE_BLOCK'\n" + block.text + "END_OF_THE_BLOCK\n";
}
void add_console(Session& session, const Block& block) {
  std::size_t at = block.at;
  std::size_t line = block.line;
  std::istringstream lines{block.text};
  std::vector<Command> commands;
  for (std::string text; std::getline(lines, text); at += text.size() + 1) {
    ++line;
    if (text.starts_with("$ ")) {
      commands.push_back({text.substr(2), "", line, at + text.size() + 1, true});
    } else if (!commands.empty()) {
      commands.back().shown += text + "\n";
    }
  }
  for (Command& command : commands) add(session, std::move(command));
}
Session session_of(const std::string& page) {
  static const std::regex file{"[a-z]+ (>>? [A-Za-z0-9_./-]+)( .*)?"};
  Session session;
  for (const Block& block : blocks_of(page)) {
    std::smatch found;
    if (std::regex_match(block.info, found, file)) {
      add_file(session, block, found[1]);
    } else if (block.is("sh")) {
      add(session, {block.text, "", block.line, block.at, false});
    } else if (block.is("console")) {
      add_console(session, block);
    }
  }
  return session;
}

// ── what is compared ──────────────────────────────────────────────────────────────────────────

/// What differs from day to day and from run to run, under one name.
std::string steadied(std::string text) {
  static const std::vector<std::pair<std::regex, std::string>> rules{
      {std::regex{R"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC)?)"}, "MOMENT"},
      {std::regex{R"(\d{4}-\d\d-\d\d)"}, "DATE"},
      {std::regex{R"((RUN|REQ|EVT|HOLD)-\d{4}-)"}, "$1-YEAR-"},
      {std::regex{R"(PACK-[0-9a-f]{8})"}, "PACK"},
      {std::regex{R"(\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+)"}, "+KEY"},
      {std::regex{R"(\b[0-9a-f]{16,64}\b)"}, "DIGEST"}};
  for (const auto& [what, name] : rules) text = std::regex_replace(text, what, name);
  return text;
}

/// The parts of the text between lines that are `…` alone.
std::vector<std::string> parts_of(const std::string& shown) {
  std::vector<std::string> parts{""};
  std::istringstream lines{shown};
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin != std::string::npos && line.substr(begin) == "…") {
      parts.emplace_back();
    } else {
      parts.back() += line + "\n";
    }
  }
  return parts;
}
bool leaves_lines_out(const std::string& shown) { return parts_of(shown).size() > 1; }

bool is_as_shown(const std::string& shown, const std::string& told) {
  const std::string text = steadied(told);
  const std::vector<std::string> parts = parts_of(steadied(shown));
  std::size_t at = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool first = i == 0;
    const bool last = i + 1 == parts.size();
    const std::size_t found = last && !first && text.size() >= at + parts[i].size()
                                  ? text.size() - parts[i].size()
                                  : text.find(parts[i], at);
    const bool here =
        found != std::string::npos && text.compare(found, parts[i].size(), parts[i]) == 0;
    const bool line_begins = found == 0 || (here && text[found - 1] == '\n');
    if (!here || !line_begins || (first && found != 0)) return false;
    at = found + parts[i].size();
  }
  return at == text.size();
}

// ── running ───────────────────────────────────────────────────────────────────────────────────

struct Outcome {
  std::string complaint;          ///< empty where the page is right
  std::vector<std::string> told;  ///< by command
};
Outcome play(const std::string& page) {
  const Session session = session_of(page);
  const Shell shell;
  const Told told = shell.run("export PATH='" + fs::path{ABIDE_PROGRAM}.parent_path().string() +
                              "':\"$PATH\"\n" + session.script);
  Outcome outcome;
  std::size_t at = 0;
  for (std::size_t i = 0; i < session.commands.size(); ++i) {
    const Command& command = session.commands[i];
    const std::string ends = fmt::format("\n\x1e{} ", i);
    const std::size_t end = told.text.find(ends, at);
    if (end == std::string::npos) return {outcome.complaint + "it stops at\n" + command.typed, {}};
    outcome.told.push_back(told.text.substr(at, end - at));
    at = told.text.find('\n', end + 1) + 1;
    const int code = std::atoi(told.text.c_str() + end + ends.size());
    if (!command.compared && code != 0) {
      outcome.complaint += fmt::format("line {}: leaves with {}\n{}\n{}\n", command.line, code,
                                       command.typed, outcome.told.back());
    } else if (command.compared && !is_as_shown(command.shown, outcome.told.back())) {
      outcome.complaint +=
          fmt::format("line {}: $ {}\n── shown ──\n{}── comes out ──\n{}\n", command.line,
                      command.typed, command.shown, outcome.told.back());
    }
  }
  return outcome;
}

/// The page with what came out in place of what it shows.
std::string updated(const std::string& page, const std::vector<std::string>& told) {
  const Session session = session_of(page);
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 0; i < told.size(); ++i) {
    const Command& command = session.commands[i];
    if (!command.compared || leaves_lines_out(command.shown)) continue;
    out += page.substr(done, command.at - done) + told[i];
    done = command.at + command.shown.size();
  }
  return out + page.substr(done);
}

TEST(DocsRuns, EveryCommandOfAPageDoesWhatThePageShows) {
  int played = 0;
  for (const fs::path& path : pages()) {
    const std::string page = read_text(path);
    if (page.find("\n```console\n") == std::string::npos) continue;
    Outcome outcome = play(page);
    // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
    const char* const update = std::getenv("ABIDE_UPDATE_GOLDEN");
    if (update != nullptr && std::string_view{update} == "1" && !outcome.complaint.empty()) {
      std::ofstream{path, std::ios::binary} << updated(page, outcome.told);
      outcome = play(read_text(path));  // what is left is where lines are left out
    }
    if (!outcome.complaint.empty()) ADD_FAILURE() << path << "\n" << outcome.complaint;
    ++played;
  }
  EXPECT_GE(played, 1);
}

std::string complaint_of(const std::string& page) { return play(page).complaint; }

TEST(DocsRuns, APageThatShowsSomethingElseIsFoundOut) {
  EXPECT_EQ(complaint_of("```console\n$ echo a; echo b\na\nb\n```\n"), "");
  EXPECT_NE(complaint_of("```console\n$ echo a; echo b\na\n```\n"), "");
  EXPECT_NE(complaint_of("```console\n$ echo a; echo b\nb\n```\n"), "");
  EXPECT_NE(complaint_of("```console\n$ echo a\na\nb\n```\n"), "");
  EXPECT_NE(complaint_of("```console\n$ echo 2 rows\n3 rows\n```\n"), "");
  EXPECT_EQ(complaint_of("```console\n$ date +%F\n2026-11-30\n```\n"), "");
  EXPECT_NE(complaint_of("```sh\nfalse\n```\n"), "");
  EXPECT_NE(complaint_of("```console\n$ exit 3\n```\n```console\n$ echo a\na\n```\n"), "");
}
TEST(DocsRuns, LinesThatAreLeftOutAreAnyLines) {
  const std::string page = "```console\n$ printf 'a\\nb\\nc\\nd\\n'\n";
  EXPECT_EQ(complaint_of(page + "a\n…\nd\n```\n"), "");
  EXPECT_EQ(complaint_of(page + "…\nc\nd\n```\n"), "");
  EXPECT_EQ(complaint_of(page + "a\nb\n  …\n```\n"), "");
  EXPECT_NE(complaint_of(page + "…\nc\n```\n"), "");
  EXPECT_NE(complaint_of(page + "b\n…\nd\n```\n"), "");
  EXPECT_NE(complaint_of(page + "a\n…\nd\n…\nc\n```\n"), "");
}
TEST(DocsRuns, FilesAreWrittenAndAddedTo) {
  EXPECT_EQ(complaint_of("```text > one.txt\na $b\n```\n```text >> one.txt\nc\n```\n"
                         "```console\n$ cat one.txt\na $b\nc\n```\n"),
            "");
}
TEST(DocsRuns, WhatCameOutIsPutIntoThePage) {
  const std::string page = "```console\n$ echo a\nb\n$ echo c\n…\n```\n";
  EXPECT_EQ(updated(page, play(page).told), "```console\n$ echo a\na\n$ echo c\n…\n```\n");
}

}  // namespace
}  // namespace abide::test
