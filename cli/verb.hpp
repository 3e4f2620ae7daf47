// The command line, its verbs and the words they take, in front of CLI11: only verb.cpp, parse.cpp
// and usage.cpp include that, since a file that does takes seconds to compile.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit.hpp"

namespace CLI {
class App;
class Option;
class ParseError;
}  // namespace CLI

namespace abide::cli {

/// What a chosen verb does; returns the exit code.
using Act = std::function<int()>;

/// One word that a verb takes. Names what the command line owns, so copies are the same word.
class Word {
 public:
  /// What is wrong with a value; empty when nothing is.
  using Check = std::string (*)(const std::string& value);

  explicit Word(CLI::Option& option) : option_(&option) {}
  Word& require();
  /// Refuses every value but these; help names them.
  Word& allow(const std::vector<std::string>& choices);
  Word& check(Check wrong_with);
  /// Refuses the two together; they are of the same verb.
  Word& exclude(const Word& other);
  /// Of several values: one each time that the option is said, and not all that follow it.
  Word& one_each_time();

 private:
  CLI::Option* option_;
};

/// A verb, or a further one after it: `hold`, `hold add`. Names what the command line owns, which
/// outlives it; copies are the same verb.
class Verb {
 public:
  Verb(CLI::App& app, Act& chosen) : app_(&app), chosen_(&chosen) {}
  /// A further verb after this one, which ends its help as this one does until it is told
  /// otherwise.
  /// @param help  one line: what it does
  [[nodiscard]] Verb add(const std::string& name, const std::string& help) const;
  /// What help ends with: an example to type.
  Verb& footer(const std::string& text);
  /// Refuses the verb without a further one.
  Verb& need_another();
  /// What is done when this verb was said, and none after it.
  void act(Act act) const;

  /// A word and where it is put, which outlives the parsing. Help lists words in the order in which
  /// they were taken.
  /// @param name  `--like-this` for an option, else the word is known by its place
  Word take(const std::string& name, std::string& into, const std::string& help) const;
  /// A whole number.
  Word take(const std::string& name, std::optional<int>& into, const std::string& help) const;
  /// As many values as there are.
  Word take(const std::string& name, std::vector<std::string>& into, const std::string& help) const;
  /// No value: said or not.
  Word take(const std::string& name, bool& into, const std::string& help) const;

 private:
  CLI::App* app_;
  Act* chosen_;
};

/// What is wrong with the words that were typed, and what to do about it.
struct Usage {
  std::string what;
  std::string help;
};

/// A program's verbs, from what they take to what was chosen of them.
class CommandLine {
 public:
  /// How somebody is told what is wrong: whole lines.
  using Tell = std::function<std::string(const Usage&)>;

  CommandLine(const std::string& name, const std::string& help, const std::string& version,
              Tell tell);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;
  CommandLine(CommandLine&&) = delete;  // its verbs know where it is
  CommandLine& operator=(CommandLine&&) = delete;

  /// The program itself: the verb before all others.
  [[nodiscard]] Verb program();
  /// Reads the words and does what they chose. Words that are wrong are told on standard error,
  /// and nothing is done; help and version go to standard output.
  [[nodiscard]] int run(int count, const char* const* words);

 private:
  /// To words that chose nothing: what they asked for, or what is wrong with them.
  [[nodiscard]] int answer(const CLI::ParseError& error) const;

  std::unique_ptr<CLI::App> app_;
  Tell tell_;
  Act chosen_;
};

}  // namespace abide::cli
