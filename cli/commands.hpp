// The verbs. Each adds itself to the program; its exit code is what the command line returns.
#pragma once

#include <string>
#include <vector>

#include "cli/session.hpp"
#include "cli/verb.hpp"

namespace abide::cli {

void add_check(const Verb& program, const Desk& desk);
void add_notice(const Verb& program, const Desk& desk);
void add_flows(const Verb& program, const Desk& desk);
void add_diff(const Verb& program, const Desk& desk);
void add_fmt(const Verb& program, const Desk& desk);
void add_test(const Verb& program, const Desk& desk);
void add_publish(const Verb& program, const Desk& desk);
void add_plan(const Verb& program, const Desk& desk);
void add_sweep(const Verb& program, const Desk& desk);
void add_erase(const Verb& program, const Desk& desk);
void add_access(const Verb& program, const Desk& desk);
void add_hold(const Verb& program, const Desk& desk);
void add_request(const Verb& program, const Desk& desk);
void add_event(const Verb& program, const Desk& desk);
void add_reread(const Verb& program, const Desk& desk);
void add_ledger(const Verb& program, const Desk& desk);
void add_explain(const Verb& program, const Desk& desk);
void add_deadline(const Verb& program, const Desk& desk);
void add_record(const Verb& program, const Desk& desk);
void add_board(const Verb& program, const Desk& desk);
void add_own(const Verb& program, const Desk& desk);
void add_lsp(const Verb& program, const Desk& desk);
void add_report(const Verb& program, const Desk& desk);
void add_doc(const Verb& program, const Desk& desk);
void add_export(const Verb& program, const Desk& desk);
void add_import(const Verb& program, const Desk& desk);

/// Options that several verbs share.
void add_deployment(const Verb& verb, Words& words);
void add_person(const Verb& verb, Words& words);
Word add_by(const Verb& verb, Words& words, const std::string& help);
/// What keeps a text from saying something: it is nothing but blanks, or has control characters.
[[nodiscard]] std::string said(const std::string& text);
/// On standard output: the JSON when it was asked for, else the text.
void say(const Words& words, const Json& json, const std::string& text);
/// Whether a moment that somebody tells has come; tells so when it has not.
[[nodiscard]] bool happened(const Desk& desk, Instant at, const std::string& typed, Stop& stop);
/// A row's key as typed, with numbers tried where they are numbers.
[[nodiscard]] Row key_of(const std::vector<std::string>& typed);

}  // namespace abide::cli
