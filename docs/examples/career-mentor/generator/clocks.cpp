// Spoils clocks.
#include "clocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace abide::mentor {
namespace {

using std::chrono::days;
using std::chrono::hours;

struct ClockOf {
  Table table;
  std::string_view column;
};
/// Written as text; the first has enough rows for every kind.
constexpr ClockOf text_clocks[] = {{Table::emails, "sent_at"},
                                   {Table::sign_ins, "created_at"},
                                   {Table::practice_sessions, "deleted_at"},
                                   {Table::practice_sessions, "expires_at"},
                                   {Table::invitations, "sent_at"},
                                   {Table::submissions, "submitted_at"},
                                   {Table::messages, "received_at"},
                                   {Table::replies, "sent_at"},
                                   {Table::issues, "received_at"}};
/// Seconds since 1970.
constexpr ClockOf unix_clocks[] = {{Table::invoices, "paid_at"}, {Table::counters, "counted_at"}};

enum class Ill : std::uint8_t { zero, slashes, empty, blank_for_t, offset, date_only, future };
constexpr std::array<std::string_view, 7> ill_names{
    "clock reads 0000-00-00",  "clock reads 31/12/2025",        "clock is empty text",
    "clock has a blank for T", "clock has an offset of +01:00", "clock has no time of day",
    "clock is in the future"};
/// An SQL expression, `$` for the column.
struct UnixIll {
  std::string_view name;
  std::string_view written;
};
constexpr std::array<UnixIll, 3> unix_ills{{{"clock counts milliseconds, not seconds", "$ * 1000"},
                                            {"clock of numbers holds a text", "'not recorded'"},
                                            {"clock of numbers reads 0", "0"}}};

std::string written(Ill ill, Instant at, Date today) {
  const std::string plain = to_string(at);
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

class Spoiler {
 public:
  Spoiler(const Options& options, Stores& stores, Victims& victims, Random& random)
      : options_(options), stores_(stores), victims_(victims), random_(random) {}

  Result<Counts> spoil() {
    for (std::size_t turn = 0; turn < std::size(text_clocks); ++turn) {
      ABIDE_CHECK(text_clock(text_clocks[turn], turn));
    }
    for (const ClockOf& clock : unix_clocks) {
      ABIDE_CHECK(unix_clock(clock));
    }
    Counts counts;
    for (std::size_t i = 0; i < ill_.size(); ++i) {
      counts.emplace_back(ill_names.at(i), ill_.at(i));
    }
    for (std::size_t i = 0; i < unix_ills.size(); ++i) {
      counts.emplace_back(unix_ills.at(i).name, unix_ill_.at(i));
    }
    return counts;
  }

 private:
  /// Clocks take turns with the kinds.
  Result<void> text_clock(const ClockOf& clock, std::size_t turn) {
    std::int64_t count = victims_.share(clock.table);
    if (turn == 0) {
      count = std::max(count, static_cast<std::int64_t>(ill_names.size()));
    }
    for (std::int64_t i = 0; i < count; ++i) {
      const std::size_t kind = (turn * 3 + static_cast<std::size_t>(i)) % ill_names.size();
      ABIDE_CHECK(one(clock, static_cast<Ill>(kind)));
    }
    return {};
  }

  Result<void> one(const ClockOf& clock, Ill wanted) {
    ABIDE_TRY(const auto row, victims_.pick(random_, clock.table, "1"));
    if (!row) {
      return {};
    }
    const std::string_view table = Stores::live_name(clock.table);
    ABIDE_TRY(const std::string text,
              victims_.read(clock.table, fmt::format("SELECT {} FROM {} WHERE rowid = {}",
                                                     clock.column, table, *row)));
    const auto before = parse_instant(text);
    // An empty clock that gets a date anyway: it can only be an unreadable one.
    const Ill ill = before || wanted < Ill::blank_for_t ? wanted : Ill::zero;
    ++ill_.at(static_cast<std::size_t>(ill));
    return sqlite::execute(
        stores_.file_of(clock.table),
        fmt::format("UPDATE {} SET {} = '{}' WHERE rowid = {}", table, clock.column,
                    written(ill, before.value_or(Instant{}), options_.today), *row));
  }

  Result<void> unix_clock(const ClockOf& clock) {
    const std::string there = fmt::format("{} IS NOT NULL", clock.column);
    for (std::int64_t i = victims_.share(clock.table); i > 0; --i) {
      for (std::size_t kind = 0; kind < unix_ills.size(); ++kind) {
        std::string to{unix_ills.at(kind).written};
        if (const auto at = to.find('$'); at != std::string::npos) {
          to.replace(at, 1, clock.column);
        }
        ABIDE_TRY(const bool found, victims_.change(random_, clock.table, clock.column, to, there));
        unix_ill_.at(kind) += found ? 1 : 0;
      }
    }
    return {};
  }

  const Options& options_;
  Stores& stores_;
  Victims& victims_;
  Random& random_;
  std::array<std::int64_t, ill_names.size()> ill_{};
  std::array<std::int64_t, unix_ills.size()> unix_ill_{};
};

}  // namespace

Result<Counts> spoil_clocks(const Options& options, Stores& stores, Victims& victims,
                            Random& random) {
  return Spoiler{options, stores, victims, random}.spoil();
}

}  // namespace abide::mentor
