// What is wrong with the words, in our own, and the help that was asked for.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdio>
#include <map>

#include "cli/verb.hpp"
#include "policy/diagnostics.hpp"

namespace abide::cli {
namespace {

/// The options of a verb, as they are typed.
std::vector<std::string> options_of(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// The name of an option without its value. Empty when it does not look like a name: somebody's
/// address may have slipped in, and what is said here ends in logs.
std::string name_of(const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  const bool plain = std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '_'; });
  return plain ? name : "";
}

/// The verb of ours for a word that others use for it.
std::string synonym(const std::string& word, const std::vector<std::string>& known) {
  static const std::map<std::string, std::string> words{
      {"delete", "erase"},    {"forget", "erase"}, {"purge", "sweep"}, {"clean", "sweep"},
      {"export", "access"},   {"dsar", "access"},  {"lint", "check"},  {"validate", "check"},
      {"verify", "check"},    {"format", "fmt"},   {"ropa", "record"}, {"dashboard", "board"},
      {"describe", "explain"}};
  const auto found = words.find(word);
  const bool is_ours =
      found != words.end() && std::ranges::find(known, found->second) != known.end();
  return is_ours ? found->second : "";
}

/// What was wrong with the words, the nearest there is to one that was misspelt, and where an
/// example is.
Usage usage_of(const CLI::App& app, const CLI::Error& error) {
  std::string command = app.get_name();
  const CLI::App* verb = &app;
  for (auto chosen = verb->get_subcommands(); !chosen.empty(); chosen = verb->get_subcommands()) {
    verb = chosen.front();
    command += " " + verb->get_name();
  }
  std::vector<std::string> known;
  for (const CLI::App* one : verb->get_subcommands({})) known.push_back(one->get_name());
  const auto rest = verb->remaining();
  const bool is_option = !rest.empty() && rest.front().starts_with("-");
  std::string near =
      rest.empty() ? "" : policy::nearest(rest.front(), is_option ? options_of(*verb) : known);
  if (near.empty() && !rest.empty() && !is_option) near = synonym(rest.front(), known);
  Usage usage{error.what(), ""};
  const std::string name = rest.empty() ? "" : name_of(rest.front());
  if (is_option) {
    usage.what = name.empty() ? fmt::format("`{}` has no such option", command)
                              : fmt::format("`{}` has no option `{}`", command, name);
  } else if (!known.empty()) {
    usage.what = rest.empty()   ? fmt::format("`{}` needs another word", command)
                 : near.empty() ? fmt::format("`{}` has no such command", command)
                                : fmt::format("`{} {}` is not a command", command, rest.front());
  } else if (!rest.empty()) {
    usage.what = fmt::format("`{}` was given {} more than it takes", command,
                             rest.size() == 1 ? "a word" : fmt::format("{} words", rest.size()));
    usage.help = "a value stands behind its option, in quotes where it holds blanks. ";
  }
  if (!near.empty()) {
    usage.help = is_option ? fmt::format("did you mean `{}`? ", near)
                           : fmt::format("did you mean `{} {}`? ", command, near);
  } else if (!known.empty() && !is_option) {
    usage.help = fmt::format("give one of {}. ", fmt::join(known, ", "));
  }
  usage.help += fmt::format("`{} --help` shows an example; nothing was done", command);
  return usage;
}

}  // namespace

int CommandLine::answer(const CLI::ParseError& error) const {
  if (error.get_exit_code() == 0) return app_->exit(error);  // help or version, printed by it
  static_cast<void>(std::fputs(tell_(usage_of(*app_, error)).c_str(), stderr));
  return wrong;
}

}  // namespace abide::cli
