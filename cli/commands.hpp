// The verbs. Each adds itself to the command line; its exit code is what run() returns.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/session.hpp"

namespace abide::cli {

/// What the chosen verb will do, set by the parser's callbacks.
struct Chosen {
  std::function<int()> act;
};

void add_check(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_test(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_plan(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_sweep(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_erase(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_hold(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_request(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_event(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_reread(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_ledger(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_explain(CLI::App& app, const Desk& desk, Chosen& chosen);
void add_deadline(CLI::App& app, const Desk& desk, Chosen& chosen);

/// Options that several verbs share.
void add_deployment(CLI::App& verb, Words& words);
void add_person(CLI::App& verb, Words& words);
CLI::Option* add_by(CLI::App& verb, Words& words, const char* help);
/// Refuses a word that is nothing but blanks.
[[nodiscard]] CLI::Validator said();
/// On standard output: the JSON when it was asked for, else the text.
void say(const Words& words, const Json& json, const std::string& text);
/// Whether a moment that somebody tells has come; tells so when it has not.
[[nodiscard]] bool happened(const Desk& desk, Instant at, const std::string& typed, Stop& stop);
/// A row's key as typed, with numbers tried where they are numbers.
[[nodiscard]] Row key_of(const std::vector<std::string>& typed);

}  // namespace abide::cli
