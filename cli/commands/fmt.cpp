// abide fmt: policies and deployments in the one layout.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/rewrite.hpp"
#include "cli/commands.hpp"
#include "cli/shown.hpp"
#include "policy/format.hpp"
#include "policy/format/unified.hpp"

namespace abide::cli {
namespace {

struct FmtWords : Words {
  std::vector<std::string> files;
  bool check = false;
};

/// What became of the files so far: the worst of them decides the exit code.
struct Told {
  int code = done;
  Json files = Json::array();
  void add(const std::string& file, const char* what) {
    files.push_back({{"file", file}, {"layout", what}});
  }
};

Result<std::string> text_of(const Desk& desk, const std::string& file) {
  if (file != "-") return desk.files().read(file, policy::max_source_bytes);
  std::string text{std::istreambuf_iterator<char>{std::cin}, {}};
  if (text.size() <= policy::max_source_bytes) return text;
  return Error{ErrorCode::refused, "standard input is larger than 32 MB",
               "split it into files and import them with `use`; nothing was done"};
}

/// Policies may hold what a terminal would obey; a file or `patch` gets them as they are.
void print(const std::string& text) {
  fmt::print("{}", isatty(STDOUT_FILENO) != 0 ? shown(text) : text);
}

/// With --check: says what the layout would change.
void differs(const Desk& desk, const FmtWords& words, const std::string& file,
             const std::string& before, const std::string& after, Told& told) {
  const std::string diff = policy::layout::unified_diff(before, after, file);
  told.code = std::max<int>(told.code, broken);
  told.add(file, "differs");
  told.files.back()["diff"] = diff;
  if (words.json()) return;
  print(diff);
  desk.note(fmt::format("`{}` is not in the layout; `abide fmt {}` puts it there", file, file));
}

/// Puts the layout where it is wanted: into the file, or on standard output.
Result<void> deliver(const FmtWords& words, const std::string& file, const std::string& before,
                     const std::string& after, Told& told) {
  if (file != "-" && before != after) {
    if (auto written = rewrite(file, after); !written) return written;
    if (!words.json()) fmt::print("{}\n", shown(file));
  }
  told.add(file, before == after ? "kept" : "changed");
  if (file != "-") return {};
  told.files.back()["text"] = after;
  if (!words.json()) print(after);
  return {};
}

Result<void> format_one(const Desk& desk, const FmtWords& words, const std::string& file,
                        Told& told) {
  if (auto text = desk.check_text(file); file != "-" && !text) return text;
  ABIDE_TRY(const std::string before, text_of(desk, file));
  policy::Sources sources;
  sources.files.emplace_back(file == "-" ? "standard input" : file, before);
  const policy::Formatted formatted = policy::format(sources.files.front());
  if (const auto* unreadable = std::get_if<policy::Unreadable>(&formatted)) {
    desk.show(unreadable->diagnostics, sources, true);
    told.add(file, "unreadable");
    told.code = std::max<int>(told.code, wrong);
    return {};
  }
  if (const auto* misprinted = std::get_if<policy::Misprinted>(&formatted)) {
    return Error{
        ErrorCode::corrupt,
        fmt::format("a fault of Abide's own: the layout of `{}` would not say the same: {}", file,
                    misprinted->what),
        "the file is as it was; report it with the file. A retry is safe, and of no use"};
  }
  const auto& after = std::get<std::string>(formatted);
  if (!words.check) return deliver(words, file, before, after, told);
  if (before == after) {
    told.add(file, "kept");
  } else {
    differs(desk, words, file, before, after, told);
  }
  return {};
}

int act(const Desk& desk, const FmtWords& words) {
  Told told;
  for (const std::string& file : words.files) {
    if (auto formatted = format_one(desk, words, file, told); !formatted) {
      told.add(file, "failed");
      told.code = std::max(told.code, desk.tell(formatted.error()));
    }
  }
  if (words.json()) fmt::print("{}\n", shown(Json{{"files", told.files}}, 2));
  return told.code;
}

}  // namespace

void add_fmt(const Verb& program, const Desk& desk) {
  const Verb verb =
      program.add("fmt", "put policies and deployments into the one layout")
          .footer(
              "Example: abide fmt shop.policy demo.deploy\n"
              "Example: abide fmt --check shop.policy\n"
              "Exit codes: 0 all are in the layout (now), 1 --check found one that is not, 2 a "
              "file does not read and is as it was.");
  auto words = std::make_shared<FmtWords>();
  verb.take("FILE", words->files, "what to lay out, in place; `-` goes from input to output")
      .require();
  verb.take("--check", words->check, "write nothing; say what would be different");
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
