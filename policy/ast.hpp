// What was written: one plain struct for each form of the language, each with its place. Nothing
// here is looked up or judged; names are names. `Broken` marks what did not parse.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "policy/source.hpp"

namespace abide::policy::ast {

/// A name, a dotted path (`db.users.id`) or a public id (`IS-051`).
struct Name {
  SourceSpan span;
  std::string text;
  bool operator==(const Name&) const = default;
};
using Names = std::vector<Name>;
/// A quoted text, its escapes resolved.
struct Text {
  SourceSpan span;
  std::string text;
  bool operator==(const Text&) const = default;
};
struct Duration {
  SourceSpan span;
  Period period;
  bool operator==(const Duration&) const = default;
};
struct Day {
  SourceSpan span;
  Date date;
  bool operator==(const Day&) const = default;
};
struct TimeOfDay {
  SourceSpan span;
  int minutes = 0;  ///< since midnight
  bool operator==(const TimeOfDay&) const = default;
};
struct Number {
  SourceSpan span;
  std::int64_t value = 0;
  bool percent = false;
  bool operator==(const Number&) const = default;
};
using Value = std::variant<Name, Text, Duration, Day, TimeOfDay, Number>;
[[nodiscard]] SourceSpan span_of(const Value& value);

/// What did not parse, from its first word to where reading went on. Always comes with an error.
struct Broken {
  SourceSpan span;
  bool operator==(const Broken&) const = default;
};
/// `key value value;`
struct Attribute {
  SourceSpan span;
  Name key;
  std::vector<Value> values;
  bool operator==(const Attribute&) const = default;
};

// ── statements ────────────────────────────────────────────────────────────────────────────────

struct Collect {
  SourceSpan span;
  enum class Verb { collect, generate } verb = Verb::collect;
  Names what, from, purposes;
  std::optional<Text> via;
  bool operator==(const Collect&) const = default;
};
/// `to X`, `except Y`, `unless Z` …
struct Clause {
  Name word;
  Names names;
  bool operator==(const Clause&) const = default;
};
struct Never {
  SourceSpan span;
  Name verb;
  Names what;
  std::vector<Clause> clauses;
  bool operator==(const Never&) const = default;
};
struct Send {
  SourceSpan span;
  enum class Extent { also, only } extent = Extent::also;
  Names what, to, purposes, through, when;
  bool operator==(const Send&) const = default;
};
/// `[end of PERIOD of] EVENT or EVENT`
struct Anchor {
  SourceSpan span;
  std::optional<Name> end_of;
  Names events;
  bool operator==(const Anchor&) const = default;
};
struct MayKeep {
  SourceSpan span;
  Names what, in, until;
  std::optional<Duration> review;
  Names except;
  bool operator==(const MayKeep&) const = default;
};
struct MustKeep {
  SourceSpan span;
  Names what, in;
  enum class Term { fixed, at_least } term = Term::fixed;
  Duration period;
  Anchor after;
  Name law;
  bool operator==(const MustKeep&) const = default;
};
struct KeepAtMost {
  SourceSpan span;
  Names what, in;
  Duration period;
  Anchor after;
  Names except;
  std::optional<Name> law;
  bool operator==(const KeepAtMost&) const = default;
};
struct Within {
  Duration period;
  bool operator==(const Within&) const = default;
};
struct At {
  bool operator==(const At&) const = default;
};
struct Promptly {
  bool operator==(const Promptly&) const = default;
};
using Promptness = std::variant<At, Within, Promptly>;
struct Erase {
  SourceSpan span;
  Names what, in;
  Promptness promptness;
  Anchor anchor;
  Names except;
  std::optional<Name> law;
  bool operator==(const Erase&) const = default;
};
struct Sever {
  SourceSpan span;
  Name column, from;
  Names at, what, from_what;
  bool operator==(const Sever&) const = default;
};
struct Scrub {
  SourceSpan span;
  Names what, outlets;
  std::vector<Text> at;
  Names by;
  bool operator==(const Scrub&) const = default;
};
struct Right {
  SourceSpan span;
  Name right;
  Names over, subjects;
  std::optional<Name> app;  ///< set when the app itself is the channel
  Text channel;
  std::optional<Duration> within, acknowledged;
  bool operator==(const Right&) const = default;
};
struct Respond {
  SourceSpan span;
  Names to;
  Duration within;
  std::optional<Text> via;
  bool operator==(const Respond&) const = default;
};
struct UseOnly {
  SourceSpan span;
  Names what, purposes;
  bool operator==(const UseOnly&) const = default;
};
struct Confine {
  SourceSpan span;
  Names what;
  Name to;
  std::optional<Text> by;
  bool operator==(const Confine&) const = default;
};
struct Host {
  SourceSpan span;
  Names what, with;
  bool operator==(const Host&) const = default;
};
struct Filed {
  SourceSpan span;
  Name document;
  Names with;
  std::optional<Text> at;
  bool operator==(const Filed&) const = default;
};
struct Transfer {
  SourceSpan span;
  Names to;
  Name safeguard;
  bool operator==(const Transfer&) const = default;
};
struct Notify {
  SourceSpan span;
  Names who;
  Name of;
  Names by;
  bool operator==(const Notify&) const = default;
};
struct Tell {
  SourceSpan span;
  Names who;
  std::optional<Text> what;
  bool operator==(const Tell&) const = default;
};
struct Cookie {
  SourceSpan span;
  Name category, kind;
  Names by, purposes;
  bool operator==(const Cookie&) const = default;
};
struct Argument {
  Name name;
  Value value;
  bool operator==(const Argument&) const = default;
};
struct Probe {
  SourceSpan span;
  Name probe;
  Names on;
  std::vector<Argument> arguments;
  std::optional<Text> as;
  std::optional<Duration> every;
  bool operator==(const Probe&) const = default;
};
struct Attest {
  SourceSpan span;
  Text claim;
  Name by;
  Duration every;
  std::optional<Text> with;
  bool operator==(const Attest&) const = default;
};
/// `as IS-051;`
struct As {
  SourceSpan span;
  Name promise;
  bool operator==(const As&) const = default;
};
using Statement = std::variant<Broken, Collect, Never, Send, MayKeep, MustKeep, KeepAtMost, Erase,
                               Sever, Scrub, Right, Respond, UseOnly, Confine, Host, Filed,
                               Transfer, Notify, Tell, Cookie, Probe, Attest, As>;
using Statements = std::vector<Statement>;
[[nodiscard]] SourceSpan span_of(const Statement& statement);

// ── declarations ──────────────────────────────────────────────────────────────────────────────

/// `policy`, `controller`, `staff`, `subject`, `recipient`, `processor`, `purpose`, `transform`.
struct Block {
  SourceSpan span;
  Name keyword, name;
  std::optional<Text> title;
  std::vector<std::variant<Broken, Attribute>> attributes;
  bool operator==(const Block&) const = default;
};
struct Category {
  SourceSpan span;
  Name name;
  std::optional<Text> title;
  Names marks;
  std::vector<Text> aliases;
  std::vector<Category> children;
  bool broken = false;
  bool operator==(const Category&) const = default;
};
/// `at T.f`
struct FromColumn {
  Name column;
  bool operator==(const FromColumn&) const = default;
};
/// `on absence of T`
struct FromAbsence {
  Name table;
  bool operator==(const FromAbsence&) const = default;
};
/// `from app`, `from requests`, `from abide`
struct FromReports {
  Name reporter;
  bool operator==(const FromReports&) const = default;
};
using EventSource = std::variant<FromColumn, FromAbsence, FromReports>;
struct Event {
  SourceSpan span;
  Name name;
  std::optional<Text> title;
  EventSource source;
  std::optional<Name> of;
  bool operator==(const Event&) const = default;
};
struct State {
  SourceSpan span;
  Name name;
  std::optional<Text> title;
  EventSource source;
  bool operator==(const State&) const = default;
};
struct Field {
  SourceSpan span;
  enum class Kind { field, link } kind = Kind::field;
  Name name;
  std::optional<Text> as;
  Names categories;
  std::optional<Name> to;
  bool operator==(const Field&) const = default;
};
/// `when COLUMN is VALUE`
struct Condition {
  Name column;
  Value value;
  bool operator==(const Condition&) const = default;
};
struct Owned {
  SourceSpan span;
  enum class Share { sole, joint, shared } share = Share::sole;
  Name subject;
  std::optional<Name> from;
  Names through, to, blanks;
  std::optional<Condition> when;
  bool operator==(const Owned&) const = default;
};
struct Mentions {
  SourceSpan span;
  Name subject;
  Names through, to;
  Name on_erase;
  std::optional<Name> on_access;
  bool operator==(const Mentions&) const = default;
};
struct Unowned {
  SourceSpan span;
  Text because;
  bool operator==(const Unowned&) const = default;
};
using TableItem = std::variant<Broken, Field, Owned, Mentions, Unowned, Attribute>;
struct Table {
  SourceSpan span;
  Name keyword, name;
  std::optional<Text> title, as;
  std::vector<TableItem> items;
  bool operator==(const Table&) const = default;
};
using StoreItem = std::variant<Broken, Table, Attribute>;
struct Store {
  SourceSpan span;
  Name name;
  std::optional<Text> title;
  Name kind;
  std::vector<StoreItem> items;
  bool operator==(const Store&) const = default;
};
struct Payload {
  SourceSpan span;
  Text selector;
  Names categories;
  bool operator==(const Payload&) const = default;
};
struct SetTo {
  SourceSpan span;
  Text selector;
  Value value;
  bool operator==(const SetTo&) const = default;
};
struct Require {
  SourceSpan span;
  Text selector;
  std::optional<Value> value;
  bool operator==(const Require&) const = default;
};
using OutletItem = std::variant<Broken, Payload, SetTo, Require, Attribute>;
struct Outlet {
  SourceSpan span;
  Name name;
  enum class Side { server, browser } side = Side::server;
  Name to;
  std::optional<Text> at;
  std::vector<OutletItem> items;
  bool operator==(const Outlet&) const = default;
};
struct Promise {
  SourceSpan span;
  Name id;
  std::optional<Name> mode;
  std::vector<Text> quotes;
  std::optional<Text> section;
  Statements statements;
  bool operator==(const Promise&) const = default;
};
struct Ruling {
  SourceSpan span;
  Name id;
  Names between;
  Text question;
  Statements statements;
  Name decide_by;
  Day before;
  bool operator==(const Ruling&) const = default;
};
struct Waive {
  SourceSpan span;
  Name code;
  Names on;
  Text because;
  Name by;
  Day until;
  bool operator==(const Waive&) const = default;
};
struct Cell {
  Name column;
  Value value;
  bool operator==(const Cell&) const = default;
};
struct GivenRow {
  Name table;
  std::vector<Cell> cells;
  bool operator==(const GivenRow&) const = default;
};
/// `given`, `when` or `expect`, and the words after it.
struct Words {
  Name verb;
  std::vector<Value> values;
  bool operator==(const Words&) const = default;
};
struct Step {
  SourceSpan span;
  std::optional<Day> on;
  std::variant<Broken, GivenRow, Words> form;
  bool operator==(const Step&) const = default;
};
struct Test {
  SourceSpan span;
  Text name;
  std::vector<Step> steps;
  bool operator==(const Test&) const = default;
};
struct Limits {
  SourceSpan span;
  Name keyword;
  std::vector<std::variant<Broken, Attribute>> attributes;
  bool operator==(const Limits&) const = default;
};
using DeployItem = std::variant<Broken, Limits, Attribute>;
struct Deploy {
  SourceSpan span;
  Name name, policy;
  std::vector<DeployItem> items;
  bool operator==(const Deploy&) const = default;
};
using Declaration = std::variant<Broken, Block, Category, Event, State, Store, Outlet, Promise,
                                 Ruling, Waive, Test, Deploy>;
[[nodiscard]] SourceSpan span_of(const Declaration& declaration);

/// `/// text`, the lines joined by a newline, printed in the record of processing.
struct Doc {
  SourceSpan span;
  std::uint32_t before = 0;  ///< first byte of the declaration, table or field it stands before
  std::string text;
  bool operator==(const Doc&) const = default;
};
/// One file: its imports and declarations in the order written.
struct File {
  std::vector<Text> uses;
  std::vector<Declaration> declarations;
  std::vector<Doc> docs;  ///< by place
  bool operator==(const File&) const = default;
};
/// The text of the doc comment right before the node at `span`, or empty.
[[nodiscard]] std::string doc_of(const File& file, SourceSpan span);

}  // namespace abide::policy::ast
