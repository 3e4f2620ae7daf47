// Plants dirt into the filled tables.
#include "dirt.hpp"

#include <fmt/format.h>

#include "accounts.hpp"
#include "clocks.hpp"
#include "texts.hpp"

namespace abide::mentor {
namespace {

using std::chrono::days;

class Dirt {
 public:
  Dirt(const Options& options, const Marks& marks, Stores& stores)
      : options_(options),
        stores_(stores),
        victims_(options, marks, stores),
        random_(options.seed, "mentor dirt", 0) {}

  Result<Counts> plant() {
    ABIDE_TRY(counts_, spoil_clocks(options_, stores_, victims_, random_));
    ABIDE_CHECK(lost_rows());
    ABIDE_CHECK(addresses());
    ABIDE_CHECK(contents());
    return std::move(counts_);
  }

 private:
  /// Does something to as many rows as befits the table; `once` says whether it found one.
  template <class Fn>
  Result<void> note(std::string_view name, Table table, Fn once) {
    std::int64_t count = 0;
    for (std::int64_t i = victims_.share(table); i > 0; --i) {
      ABIDE_TRY(const bool done, once());
      count += done ? 1 : 0;
    }
    counts_.emplace_back(name, count);
    return {};
  }

  Result<void> lost_rows() {
    ABIDE_CHECK(
        note("answer without its session", Table::practice_answers, [&] { return lost_answer(); }));
    ABIDE_CHECK(note("profile of nobody Clerk ever had", Table::profiles,
                     [&] { return unknown_profile(); }));
    ABIDE_CHECK(
        note("hiring team without a member", Table::hiring_teams, [&] { return empty_team(); }));
    ABIDE_CHECK(
        note("member of a team that is gone", Table::team_members, [&] { return lost_member(); }));
    ABIDE_CHECK(
        note("invoice without a customer", Table::invoices, [&] { return lost_invoice(); }));
    return note("mail from a stranger", Table::messages, [&] { return strange_mail(); });
  }

  Result<void> addresses() {
    ABIDE_CHECK(note("mail from an address in capitals", Table::messages, [&] {
      return victims_.change(random_, Table::messages, "from_address", "upper(from_address)",
                             "from_address NOT LIKE '%@elsewhere.example'");
    }));
    ABIDE_CHECK(note("address with a trailing blank", Table::users, [&] {
      return victims_.change(random_, Table::users, "email", "email || ' '");
    }));
    return note("address a second time, in another case", Table::users,
                [&] { return second_spelling(); });
  }

  Result<void> contents() {
    ABIDE_CHECK(note("session neither saved nor to be discarded", Table::practice_sessions, [&] {
      return victims_.change(random_, Table::practice_sessions, "saved_at", "NULL",
                             "expires_at IS NULL AND saved_at IS NOT NULL");
    }));
    ABIDE_CHECK(note("part of a CV in Clerk's metadata", Table::users, [&] {
      return victims_.change(random_, Table::users, "public_metadata",
                             R"('{"headline":"12 years in logistics, kept the rota for 40"}')");
    }));
    return note("crash report with an address in it", Table::issues, [&] {
      return victims_.change(random_, Table::issues, "request_context",
                             "request_context || ' for someone' || rowid || '@mail.example'");
    });
  }

  [[nodiscard]] Moment recently(Parity parity = Parity::even) {
    const Moment today = start_of(options_.today);
    return moment_in(random_, today - days{80}, today, parity);
  }

  Result<bool> lost_answer() {
    const studio::Scene scene = studio::draw_scene(random_);
    const studio::Exchange exchange = studio::draw_exchange(random_, scene);
    const std::int64_t nowhere = stores_.rows(Table::practice_sessions) + 1'000 + lost_++;
    ABIDE_CHECK(stores_.insert(
        Table::practice_answers,
        {stores_.next_id(Table::practice_answers), nowhere, exchange.question, exchange.answer,
         std::nullopt, exchange.feedback, exchange.score, recently()}));
    return true;
  }

  Result<bool> unknown_profile() {
    const studio::Scene scene = studio::draw_scene(random_);
    const std::string role = draw_role_details(random_, scene);
    const std::string id = "user_" + random_.hex(27);
    ABIDE_CHECK(
        stores_.insert(Table::profiles, {id, std::nullopt, role, std::nullopt, recently()}));
    return true;
  }

  Result<bool> empty_team() {
    const std::string id = random_.uuid();
    ABIDE_CHECK(stores_.insert(Table::hiring_teams, {id, std::string_view{"Closed Door Agency"},
                                                     std::string_view{"Recruiting"}, recently()}));
    return true;
  }

  Result<bool> lost_member() {
    ABIDE_TRY(const auto row, victims_.pick(random_, Table::team_members, "1"));
    if (!row) {
      return false;
    }
    ABIDE_TRY(
        const std::string user,
        victims_.read(Table::team_members,
                      fmt::format("SELECT user_id FROM team_members WHERE rowid = {}", *row)));
    const std::string nowhere = random_.uuid();
    ABIDE_CHECK(stores_.insert(Table::team_members, {stores_.next_id(Table::team_members), nowhere,
                                                     user, std::nullopt, recently()}));
    return true;
  }

  Result<bool> lost_invoice() {
    const std::string id = "in_" + random_.hex(14);
    const std::string number = fmt::format("LOST-{:06}", lost_++);
    ABIDE_CHECK(stores_.insert(
        Table::invoices, {id, std::nullopt, number, std::string_view{"AI Career Mentor, 1 month"},
                          std::int64_t{1200}, std::string_view{"gbp"}, std::string_view{"paid"},
                          unix_seconds(recently(Parity::odd))}));
    return true;
  }

  Result<bool> strange_mail() {
    const std::string id = fmt::format("<{}@mx.example>", random_.hex(20));
    const std::string from = fmt::format("asks.{}@elsewhere.example", random_.digits(8));
    const Letter mail = draw_letter(random_, "a reader");
    ABIDE_CHECK(stores_.insert(Table::messages,
                               {id, from, std::string_view{"privacy@aicareermentor.example"},
                                std::nullopt, mail.subject, mail.body, recently()}));
    return true;
  }

  /// Somebody signs up again with the same address in other letters.
  Result<bool> second_spelling() {
    ABIDE_TRY(const auto row,
              victims_.pick(random_, Table::users, "email = rtrim(email) AND role = 'candidate'"));
    if (!row) {
      return false;
    }
    const std::string which = fmt::format("FROM users WHERE rowid = {}", *row);
    ABIDE_TRY(const std::string email, victims_.read(Table::users, "SELECT upper(email) " + which));
    ABIDE_TRY(const std::string name, victims_.read(Table::users, "SELECT name " + which));
    const std::string id = "user_" + random_.hex(27);
    ABIDE_CHECK(stores_.insert(Table::users, {id, email, name, std::string_view{"candidate"},
                                              std::string_view{"{}"}, recently(), std::nullopt}));
    return true;
  }

  const Options& options_;
  Stores& stores_;
  Victims victims_;
  Random random_;
  std::int64_t lost_ = 1;
  Counts counts_;
};

}  // namespace

Result<Counts> plant_dirt(const Options& options, const Marks& marks, Stores& stores) {
  if (options.dirty == 0) {
    return Counts{};
  }
  return Dirt{options, marks, stores}.plant();
}

}  // namespace abide::mentor
