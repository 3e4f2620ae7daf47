// The command: options from the words given, a summary on standard output.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "base/files.hpp"
#include "mentor.hpp"

namespace {

using abide::mentor::Options;
using abide::mentor::Summary;

void print(const Options& options, const Summary& summary) {
  fmt::print("career mentor: {} people, {} years up to {}, seed {}, in {}\n", options.people,
             options.years, abide::to_string(options.today), options.seed, options.folder);
  const auto list = [](std::string_view title, const auto& lines) {
    fmt::print("\n{}\n", title);
    for (const auto& [name, count] : lines) {
      fmt::print("  {:<40}{:>12}\n", name, count);
    }
  };
  list("rows", summary.rows);
  list("as in any such database", summary.oddities);
  if (options.dirty > 0) {
    list("dirt, planted", summary.dirt);
  }
}

abide::Result<void> write_canaries(const std::string& path, const Summary& summary) {
  std::string text;
  for (const std::string& canary : summary.canaries) {
    text += canary + "\n";
  }
  return abide::SystemFiles{}.write(path, text, abide::Files::Secrecy::secret);
}

int fail(const abide::Error& error) {
  fmt::print(stderr, "mentor_generator: {}\n", error.message);
  if (!error.help.empty()) {
    fmt::print(stderr, "  {}\n", error.help);
  }
  return 2;
}

int run(int argc, char** argv) {
  CLI::App app{
      "Writes the Career Mentor's stores as seven SQLite files of invented people.\n"
      "Example: mentor_generator --people 1000 --years 3 --seed 7 --into data"};
  Options options;
  std::string today = "2026-11-25";
  std::string canaries;
  app.add_option("--people", options.people, "how many people")->capture_default_str();
  app.add_option("--years", options.years, "how long ago the service opened")
      ->capture_default_str();
  app.add_option("--seed", options.seed, "the same seed gives the same rows")
      ->capture_default_str();
  app.add_option("--today", today, "the day on which the data ends")->capture_default_str();
  app.add_option("--into", options.folder, "folder for the files, which must not be there")
      ->required();
  app.add_option("--dirty", options.dirty, "rows of each kind of dirt, per mille; 0 for none")
      ->capture_default_str();
  app.add_option("--backlog", options.backlog, "days since old rows were last cleared away")
      ->capture_default_str();
  app.add_option("--canaries", canaries, "file for the values only one person has, one a line");
  app.add_option("--canaries-of", options.canary_person, "that person's address")
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return app.exit(wrong) == 0 ? 0 : 2;
  }
  const auto day = abide::parse_date(today);
  options.today = day.value_or(abide::Date{});
  const auto summary = abide::mentor::generate(options);
  if (!summary.ok()) {
    return fail(summary.error());
  }
  if (!canaries.empty()) {
    if (const auto written = write_canaries(canaries, *summary); !written.ok()) {
      return fail(written.error());
    }
  }
  print(options, *summary);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& fault) {
    std::fputs("mentor_generator: a fault of its own: ", stderr);
    std::fputs(fault.what(), stderr);
    return 70;
  }
}
