// Plants dirt into the filled tables.
#include "dirt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "sentences.hpp"

namespace abide::studio {
namespace {

using std::chrono::days;
using std::chrono::hours;

struct ClockOf {
  Table table;
  std::string_view column;
};
constexpr ClockOf clocks[] = {
    {Table::access_log, "seen_at"},        {Table::purchases, "paid_at"},
    {Table::users, "deleted_at"},          {Table::auth_sessions, "created_at"},
    {Table::messages, "received_at"},      {Table::replies, "sent_at"},
    {Table::insights_events, "timestamp"}, {Table::issues_events, "received_at"}};

enum class Ill : std::uint8_t { zero, slashes, empty, blank_for_t, offset, date_only, future };
constexpr std::string_view ill_names[] = {
    "clock reads 0000-00-00",  "clock reads 31/12/2025",        "clock is empty text",
    "clock has a blank for T", "clock has an offset of +01:00", "clock has no time of day",
    "clock is in the future"};
constexpr std::size_t ill_count = std::size(ill_names);

std::string written(Ill ill, Instant at, Date today) {
  std::string plain = to_string(at);
  switch (ill) {
    case Ill::zero:
      return "0000-00-00";
    case Ill::slashes:
      return "31/12/2025";
    case Ill::empty:
      return "";
    case Ill::blank_for_t:
      return plain.substr(0, 10) + " " + plain.substr(11, 8);
    case Ill::offset:
      return to_string(at + hours{1}).substr(0, 19) + "+01:00";
    case Ill::date_only:
      return plain.substr(0, 10);
    case Ill::future:
      return to_string(Instant{start_of(today) + days{400} + hours{9}});
  }
  return plain;
}

class Dirt {
 public:
  Dirt(const Options& options, const Marks& marks, Tables& tables)
      : options_(options), marks_(marks), tables_(tables), random_(options.seed, "dirt", 0) {}

  Result<std::vector<std::pair<std::string, std::int64_t>>> plant() {
    for (std::size_t i = 0; i < std::size(clocks); ++i) {
      ABIDE_CHECK(ill_clocks(clocks[i], i));
    }
    for (std::size_t i = 0; i < ill_count; ++i) {
      counts_.emplace_back(ill_names[i], ill_[i]);
    }
    ABIDE_CHECK(note("answer without its session", Table::answers, [&] { return lost_answer(); }));
    ABIDE_CHECK(note("payment without a person", Table::purchases, [&] { return lost_payment(); }));
    ABIDE_CHECK(note("mail from a stranger", Table::messages, [&] { return strange_mail(); }));
    ABIDE_CHECK(note("mail from an address in capitals", Table::messages, [&] {
      return change(Table::messages, "from_address", "upper(from_address)");
    }));
    ABIDE_CHECK(note("address with a trailing blank", Table::users,
                     [&] { return change(Table::users, "email", "email || ' '"); }));
    ABIDE_CHECK(note("address a second time, in another case", Table::users,
                     [&] { return second_spelling(); }));
    return std::move(counts_);
  }

 private:
  /// How many rows of a table are to be of one kind.
  [[nodiscard]] std::int64_t share(Table table) const {
    return std::max<std::int64_t>(
        1, tables_.rows(table) * static_cast<std::int64_t>(options_.dirty) / 1000);
  }
  /// A row that is not one of the demo's people's and was not picked before.
  [[nodiscard]] std::optional<std::int64_t> pick(Table table) {
    const auto mark = marks_[static_cast<std::size_t>(table)];
    auto& picked = picked_[static_cast<std::size_t>(table)];
    for (int tries = 0; tries < 200 && mark < tables_.rows(table); ++tries) {
      const std::int64_t row = random_.between(mark + 1, tables_.rows(table));
      if (picked.insert(row).second) {
        return row;
      }
    }
    return std::nullopt;
  }

  /// Does something to as many rows as befits the table; `once` says whether it found one.
  template <class Fn>
  Result<void> note(std::string_view name, Table table, Fn once) {
    std::int64_t count = 0;
    for (std::int64_t i = share(table); i > 0; --i) {
      ABIDE_TRY(const bool done, once());
      count += done ? 1 : 0;
    }
    counts_.emplace_back(name, count);
    return {};
  }

  Result<bool> change(Table table, std::string_view column, std::string_view to) {
    const auto row = pick(table);
    if (row) {
      ABIDE_CHECK(sqlite::execute(tables_.file_of(table),
                                  fmt::format("UPDATE {} SET {} = {} WHERE rowid = {}",
                                              Tables::quoted(table), column, to, *row)));
    }
    return row.has_value();
  }

  /// Clocks take turns with the kinds; the first has enough rows for each kind.
  Result<void> ill_clocks(const ClockOf& clock, std::size_t turn) {
    std::int64_t count = share(clock.table);
    if (turn == 0) {
      count = std::max(count, static_cast<std::int64_t>(ill_count));
    }
    for (std::int64_t i = 0; i < count; ++i) {
      const std::size_t kind = (turn * 3 + static_cast<std::size_t>(i)) % ill_count;
      ABIDE_CHECK(ill_clock(clock, static_cast<Ill>(kind)));
    }
    return {};
  }

  Result<void> ill_clock(const ClockOf& clock, Ill ill) {
    sqlite3* db = tables_.file_of(clock.table);
    const auto row = pick(clock.table);
    if (!row) {
      return {};
    }
    ABIDE_TRY(const sqlite::Statement read,
              sqlite::prepare(db, fmt::format("SELECT {} FROM {} WHERE rowid = {}", clock.column,
                                              Tables::quoted(clock.table), *row)));
    ABIDE_TRY([[maybe_unused]] const bool found, sqlite::step(db, read.get()));
    const auto before = parse_instant(sqlite::bytes_at(read.get(), 0));
    // An open account that gets a closing date anyway: it can only be an unreadable one.
    const bool readable = ill >= Ill::blank_for_t;
    const Ill kind = before || !readable ? ill : Ill::zero;
    ABIDE_CHECK(sqlite::execute(
        db, fmt::format("UPDATE {} SET {} = '{}' WHERE rowid = {}", Tables::quoted(clock.table),
                        clock.column, written(kind, before.value_or(Instant{}), options_.today),
                        *row)));
    ++ill_[static_cast<std::size_t>(kind)];
    return {};
  }

  [[nodiscard]] Moment recently(Parity parity = Parity::even) {
    const Moment today = start_of(options_.today);
    return moment_in(random_, today - days{80}, today, parity);
  }

  Result<bool> lost_answer() {
    const Scene scene = draw_scene(random_);
    const Exchange exchange = draw_exchange(random_, scene);
    const std::int64_t nowhere = tables_.rows(Table::interview_sessions) + 1'000 + lost_++;
    ABIDE_CHECK(tables_.insert(Table::answers,
                               {tables_.next_id(Table::answers), nowhere, exchange.question,
                                exchange.answer, exchange.score, exchange.feedback, recently()}));
    return true;
  }

  Result<bool> lost_payment() {
    ++lost_;
    const Moment paid = recently(Parity::odd);
    ABIDE_CHECK(
        tables_.insert(Table::purchases,
                       {tables_.next_id(Table::purchases), std::nullopt, std::nullopt,
                        std::int64_t{1900}, std::string_view{"gbp"}, fmt::format("L{:07}", lost_),
                        std::string_view{"month"}, paid + days{30}, paid}));
    return true;
  }

  Result<bool> strange_mail() {
    const std::string id = fmt::format("<{}@mx.example>", random_.hex(20));
    const std::string from = fmt::format("asks.{}@elsewhere.example", random_.digits(8));
    const Mail mail = draw_mail(random_, "a reader");
    ABIDE_CHECK(tables_.insert(Table::messages,
                               {id, from, std::string_view{"support@aiinterviewstudio.example"},
                                std::nullopt, mail.subject, mail.body, recently()}));
    return true;
  }

  /// Somebody signs up again with the same address in other letters.
  Result<bool> second_spelling() {
    const std::int64_t place = random_.between(named_people, options_.people - 1);
    if (!spelt_twice_.insert(place).second) {
      return false;
    }
    const Account first = account_at(options_, place);
    std::string email = first.email;
    for (std::size_t i = 0; i < email.size(); ++i) {
      const bool starts = i == 0 || email[i - 1] == '.' || email[i - 1] == '@';
      if (starts && email[i] >= 'a' && email[i] <= 'z') {
        email[i] = static_cast<char>(email[i] - 'a' + 'A');
      }
    }
    const std::string id = random_.uuid();
    const std::string sub = "1" + random_.digits(20);
    const Moment created = recently();
    ABIDE_CHECK(
        tables_.insert(Table::users, {id, sub, first.name, email, std::string_view{"active"},
                                      std::int64_t{0}, created, std::nullopt}));
    ABIDE_CHECK(tables_.insert(Table::auth_users,
                               {id, email, std::string_view{"{}"}, created, std::nullopt}));
    return true;
  }

  const Options& options_;
  const Marks& marks_;
  Tables& tables_;
  Random random_;
  std::int64_t lost_ = 1;
  std::array<std::int64_t, ill_count> ill_{};
  std::array<std::set<std::int64_t>, table_count> picked_;
  std::set<std::int64_t> spelt_twice_;
  std::vector<std::pair<std::string, std::int64_t>> counts_;
};

}  // namespace

Result<std::vector<std::pair<std::string, std::int64_t>>> plant_dirt(const Options& options,
                                                                     const Marks& marks,
                                                                     Tables& tables) {
  if (options.dirty == 0) {
    return std::vector<std::pair<std::string, std::int64_t>>{};
  }
  return Dirt{options, marks, tables}.plant();
}

}  // namespace abide::studio
