// The command line put to CLI11. How it is read is in parse.cpp.
#include "cli/verb.hpp"

// Not <CLI/CLI.hpp>: whoever includes the headers of its formatter and of its configuration files
// compiles all of them, so one file has each: usage.cpp the first, this one the second.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <utility>

namespace abide::cli {

Word& Word::require() {
  option_->required();
  return *this;
}

Word& Word::allow(const std::vector<std::string>& choices) {
  option_->check(CLI::IsMember(choices));
  return *this;
}

Word& Word::check(Check wrong_with) {
  option_->check(CLI::Validator{wrong_with, ""});
  return *this;
}

Word& Word::exclude(const Word& other) {
  option_->excludes(other.option_);
  return *this;
}

Word& Word::one_each_time() {
  option_->allow_extra_args(false);
  return *this;
}

Verb Verb::add(const std::string& name, const std::string& help) const {
  return {*app_->add_subcommand(name, help), *chosen_};
}

Verb& Verb::footer(const std::string& text) {
  app_->footer(text);
  return *this;
}

Verb& Verb::need_another() {
  app_->require_subcommand(1);
  return *this;
}

void Verb::act(Act act) const {
  app_->callback([app = app_, chosen = chosen_, act = std::move(act)] {
    if (app->get_subcommands().empty()) *chosen = act;
  });
}

Word Verb::take(const std::string& name, std::string& into, const std::string& help) const {
  return Word{*app_->add_option(name, into, help)};
}

Word Verb::take(const std::string& name, std::optional<int>& into, const std::string& help) const {
  return Word{*app_->add_option(name, into, help)};
}

Word Verb::take(const std::string& name, std::vector<std::string>& into,
                const std::string& help) const {
  return Word{*app_->add_option(name, into, help)};
}

Word Verb::take(const std::string& name, bool& into, const std::string& help) const {
  return Word{*app_->add_flag(name, into, help)};
}

CommandLine::CommandLine(const std::string& name, const std::string& help,
                         const std::string& version, Tell tell)
    : app_(std::make_unique<CLI::App>(help, name)), tell_(std::move(tell)) {
  app_->set_version_flag("--version", version);
}

CommandLine::~CommandLine() = default;

Verb CommandLine::program() { return {*app_, chosen_}; }

}  // namespace abide::cli
