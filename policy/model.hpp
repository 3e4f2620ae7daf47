// What a policy means: names resolved, statements compiled to rules on columns. Immutable once
// resolved; all that engine and reports ever see of a policy. Nothing here is looked up by name at
// run time.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/digest.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "policy/flows.hpp"
#include "policy/location.hpp"

namespace abide::policy {

/// How much a category says of a person, weakest first (LANGUAGE 4.3).
enum class Mark { anonymous, pseudonymous, personal, special };
struct Category {
  std::string name;  ///< dotted, `account.email`
  std::string title;
  std::optional<CategoryId> parent;
  bool leaf = true;
  Mark mark = Mark::personal;
  bool identifier = false;
  bool confidential = false;
  bool secret = false;
  std::vector<std::string> aliases;
  bool operator==(const Category&) const = default;
};

/// How a clock column writes its moments.
enum class ClockForm { iso, date, unix_seconds, unix_milliseconds };

/// One declared column. Columns that only a key, a clock, a path or an event names are fields
/// without categories.
struct Field {
  TableId table;
  std::string name;                    ///< in the policy
  std::string column;                  ///< in the store
  std::vector<CategoryId> categories;  ///< leaves
  bool link = false;
  std::optional<FieldId> links_to;
  std::optional<ClockForm> clock;  ///< set for clocks and for columns that date an event
  std::string zone;                ///< of a clock without offset; empty is UTC
  bool operator==(const Field&) const = default;
};

/// One step from a row to the row it points at: `from` in the row equals `to` in a row of `table`.
struct Hop {
  std::vector<FieldId> from;
  TableId table;
  std::vector<FieldId> to;
  bool operator==(const Hop&) const = default;
};
/// `when COLUMN is VALUE`: the path counts only for rows that hold it.
struct Condition {
  FieldId field;
  std::variant<std::int64_t, std::string> value;
  bool operator==(const Condition&) const = default;
};
/// How rows of a table belong to a subject: by steps that end at a row of the subject's own table.
/// No steps: the row is the subject's own.
struct Ownership {
  SubjectId subject;
  enum class Kind { sole, joint, shared } kind = Kind::sole;
  std::vector<Hop> hops;
  bool backward = false;  ///< `from T`: rows of the first step's table point here
  std::vector<FieldId> blanks;
  std::optional<Condition> condition;
  /// Conditions of tables on the way, each on a row that the hops reach: all must hold as well.
  std::vector<Condition> on_the_way;
  Location location;
  bool operator==(const Ownership&) const = default;
};
/// Someone else's row that names a subject.
struct Mention {
  SubjectId subject;
  Hop hop;
  std::vector<Hop> onward;  ///< from there to the subject's own table; mostly none
  enum class OnErase { remove, blank, keep } on_erase = OnErase::blank;
  bool shown_on_access = false;
  Location location;
  bool operator==(const Mention&) const = default;
};

struct Table {
  StoreId store;
  std::string name;       ///< in the policy, without the store
  std::string live_name;  ///< in the store
  std::string title;
  std::vector<FieldId> fields;
  std::vector<FieldId> key;  ///< may be empty in a browser or in memory
  std::vector<FieldId> clocks;
  std::vector<Ownership> owners;
  std::vector<Mention> mentions;
  std::optional<std::string> unowned_because;
  Location location;
  bool operator==(const Table&) const = default;
};
struct Store {
  std::string name;
  std::string title;
  std::string kind;  ///< sqlite, postgres, odbc, redis, files, http, browser, memory
  std::vector<TableId> tables;
  std::optional<std::string> run_by;  ///< a recipient
  std::optional<Period> backups_kept, history_kept, logs_kept;
  std::optional<std::string> no_reach_because;
  Location location;
  bool operator==(const Store&) const = default;
};

struct Subject {
  std::string name;
  std::string title;
  std::vector<FieldId> identified_by;  ///< the first is the subject's own key
  bool operator==(const Subject&) const = default;
};

/// The moment in a column; NULL is not yet.
struct AtColumn {
  FieldId field;
  bool operator==(const AtColumn&) const = default;
};
/// A row of the table once pointed at is gone.
struct OnAbsence {
  TableId table;
  bool operator==(const OnAbsence&) const = default;
};
/// Reported by the app, by requests or by Abide itself.
struct Told {
  enum class By { app, requests, abide } by = By::app;
  bool operator==(const Told&) const = default;
};
struct Event {
  std::string name;
  std::string title;
  std::variant<AtColumn, OnAbsence, Told> source;
  std::optional<TableId> of;  ///< about one row of this table; else about a subject
  Location location;
  bool operator==(const Event&) const = default;
};

/// What a rule counts from. Of several events a ceiling takes the first that happens, a floor the
/// last.
struct Anchor {
  std::vector<EventId> events;
  enum class EndOf { moment, tax_year, financial_year, year } end_of = EndOf::moment;
  bool operator==(const Anchor&) const = default;
};
/// How a row of one table is dated by one event: steps to the row that holds the column (AtColumn),
/// or to the row of the subject (Told about a subject), or to the row the event is of, or to the
/// table whose row is absent.
struct Dating {
  EventId event;
  std::vector<Hop> hops;
  bool operator==(const Dating&) const = default;
};

/// One statement about time, compiled (LANGUAGE 4.6).
struct Rule {
  enum class Kind {
    may_keep,            ///< ceiling: event + grace
    must_keep_for,       ///< floor: event + period, and a ceiling a grace later
    must_keep_at_least,  ///< floor: event + period
    keep_at_most,        ///< ceiling: event + period
    erase_within,        ///< ceiling: event + period
    erase_at,            ///< ceiling: event + grace
    erase_promptly,      ///< ceiling: event + grace
    sever,               ///< ceiling on a linking column: event + grace
  } kind = Kind::may_keep;
  PromiseId promise;
  std::string sentence;  ///< the statement as written, blanks folded
  Location location;
  Period period;  ///< zero where the kind has none
  Anchor anchor;
  std::optional<std::string> law;
  std::optional<Period> review;
  std::vector<FieldId> fields;          ///< every column it reaches, ascending
  std::vector<CategoryId> categories;   ///< leaves it speaks of, ascending
  std::optional<FieldId> severed_from;  ///< for sever
  [[nodiscard]] bool is_floor() const {
    return kind == Kind::must_keep_for || kind == Kind::must_keep_at_least;
  }
  [[nodiscard]] bool is_ceiling() const { return kind != Kind::must_keep_at_least; }
  bool operator==(const Rule&) const = default;
};

/// How a promise is kept, weakest first (LANGUAGE 4.4).
enum class Mode {
  stated,     ///< only the notice says so
  attested,   ///< a person puts their name to it, again and again
  evidenced,  ///< a document, or an act of a person, is on record
  detected,   ///< a breach is noticed
  enforced,   ///< a breach is kept from happening, at the points that run
};
[[nodiscard]] std::string_view word_of(Mode mode);
[[nodiscard]] std::optional<Mode> mode_of(std::string_view word);

/// Points that keep a statement from being broken. Of several each is enough.
struct Carriers {
  bool gateway = false;
  bool sweep = false;
  bool rights = false;  ///< the app calls the engine
  bool operator==(const Carriers&) const = default;
};

/// A promise, or a ruling (then `decide_by` is set).
struct Promise {
  std::string id;
  std::string quote;
  std::string section;
  std::string mode;  ///< empty when none is written
  std::optional<std::string> decide_by;
  std::optional<Date> before;
  std::vector<PromiseId> between;  ///< of a ruling: what it decides between
  std::uint32_t statements = 0;
  Location location;
  /// The strongest among its statements, those of promises that it says `as` included; none
  /// without a statement.
  std::optional<Mode> computed = {};
  Carriers carried_by = {};  ///< of its enforced statements; none when no statement is
  /// The mode that is written, else the one that was computed.
  [[nodiscard]] std::optional<Mode> kept_as() const;
  bool operator==(const Promise&) const = default;
};
struct Waiver {
  std::string code;
  std::vector<std::string> on;  ///< names as written, `db.answers`
  std::string because;
  std::string by;
  Date until;
  Location location;
  bool operator==(const Waiver&) const = default;
};
struct Limits {
  std::optional<std::uint64_t> rows;
  std::optional<std::uint32_t> share_percent;
  std::optional<std::pair<int, int>>
      hours;  ///< minutes of the day, from and until; may cross midnight
  bool operator==(const Limits&) const = default;
};
/// How the policy counts time.
struct Calendar {
  std::string zone = "Europe/London";
  std::chrono::month_day financial_year_end{std::chrono::March, std::chrono::day{31}};
  Period grace{1, Period::Unit::days};
  Period lead{2, Period::Unit::days};
  Period sweep_every{1, Period::Unit::days};
  bool operator==(const Calendar&) const = default;
};

struct Model {
  std::string name;
  std::string title;
  Calendar calendar;
  Limits limits;
  std::vector<std::string> regimes;
  std::vector<std::string> staff;
  std::vector<std::string> recipients;  ///< processors too
  std::vector<Category> categories;
  std::vector<Subject> subjects;
  std::vector<Store> stores;
  std::vector<Table> tables;
  std::vector<Field> fields;
  std::vector<Event> events;
  std::vector<Promise> promises;
  std::vector<Rule> rules;
  std::vector<std::vector<Dating>> datings;  ///< by table: one for each event some rule needs there
  std::vector<Waiver> waivers;
  Flows flows;
  bool operator==(const Model&) const = default;

  [[nodiscard]] const Category& at(CategoryId id) const { return categories[id.value]; }
  [[nodiscard]] const Subject& at(SubjectId id) const { return subjects[id.value]; }
  [[nodiscard]] const Store& at(StoreId id) const { return stores[id.value]; }
  [[nodiscard]] const Table& at(TableId id) const { return tables[id.value]; }
  [[nodiscard]] const Field& at(FieldId id) const { return fields[id.value]; }
  [[nodiscard]] const Event& at(EventId id) const { return events[id.value]; }
  [[nodiscard]] const Promise& at(PromiseId id) const { return promises[id.value]; }
  [[nodiscard]] const Rule& at(RuleId id) const { return rules[id.value]; }
  /// `db.users`, as the policy writes it.
  [[nodiscard]] std::string full_name(TableId id) const;
  [[nodiscard]] std::string full_name(FieldId id) const;
  [[nodiscard]] std::optional<StoreId> find_store(std::string_view name) const;
  /// By `store.table`.
  [[nodiscard]] std::optional<TableId> find_table(std::string_view full_name) const;
  [[nodiscard]] std::optional<SubjectId> find_subject(std::string_view name) const;
  [[nodiscard]] std::optional<EventId> find_event(std::string_view name) const;
  /// The table of the subject's own key.
  [[nodiscard]] TableId home_of(SubjectId id) const;
  /// Every leaf of the field is an identifier, and there is one.
  [[nodiscard]] bool only_identifies(FieldId id) const;
  /// Columns whose values it holds to name a row that is, or may be, somebody else's: by a link, a
  /// mention, or a step of ownership; not by one `from` another table, which leads to a row of the
  /// same owner.
  [[nodiscard]] std::vector<FieldId> points_at(FieldId id) const;
  /// A `mentions` goes through it, or it points at a row of its own table: what it holds identifies
  /// the one named, and not whose row it is. What leads to other tables does not count: a person's
  /// own address may lead to their other rows.
  [[nodiscard]] bool names_another(FieldId id) const;
  [[nodiscard]] bool is_personal(FieldId id) const;
  /// Rules that reach a field, in the order written.
  [[nodiscard]] std::vector<RuleId> rules_of(FieldId id) const;
  /// How rows of `table` are dated by `event`, if they are.
  [[nodiscard]] const Dating* dating(TableId table, EventId event) const;
};

/// Digest of what the policy means: equal for two texts that differ in layout, comments, places or
/// wording of titles alone.
[[nodiscard]] Digest meaning_digest(const Model& model);

}  // namespace abide::policy
