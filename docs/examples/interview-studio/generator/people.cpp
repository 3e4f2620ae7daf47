// Draws accounts: who, since when, until when, how busy.
#include "people.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "names.hpp"

namespace abide::studio {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr std::string_view alphanumeric =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view mail_hosts[] = {"mail.example", "post.example", "inbox.example",
                                           "uni.example", "work.example"};
constexpr std::string_view ipv4_networks[] = {"192.0.2", "198.51.100", "203.0.113"};
constexpr std::size_t agent_count = 6;

/// Someone the demo counts on. Days are counted back from today; 0 closed_for is an open account.
struct Named {
  std::string_view name;
  std::string_view email;
  int member_for;
  int closed_for;
  seconds closed_at;  ///< time of day
  std::vector<int> paid_ago;
};

const std::vector<Named>& named() {
  static const std::vector<Named> people{
      {"Ada Lovell", "ada.lovell@mail.example", 700, 0, seconds{0}, {430, 65}},
      {"Ben Okafor", "ben.okafor@mail.example", 520, 40, seconds{36742}, {310}},
      {"Chloé Dubois", "chloe.dubois@mail.example", 610, 40, seconds{51310}, {290}},
      {"Дмитрий Петров", "dmitri.petrov@mail.example", 480, 40, seconds{70018}, {200}},
      {"Ελένη Παπαδάκη", "eleni.papadaki@mail.example", 3030, 0, seconds{0}, {2990, 2617, 90}},
      {"Fionnuala O'Neill", "fionnuala.oneill@mail.example", 900, 0, seconds{0}, {120}},
      {"Gianni D'Angelo", "gianni.dangelo@mail.example", 300, 0, seconds{0}, {}}};
  return people;
}

/// Days that trip up date arithmetic: leap days, ends of the financial year, New Year, the night
/// when the clocks go forward.
Moment odd_day(Random& random, Moment from, Moment until) {
  std::vector<Moment> found;
  const Date first{std::chrono::floor<days>(from)};
  const Date last{std::chrono::floor<days>(until)};
  for (std::chrono::year year = first.year(); year <= last.year(); ++year) {
    const Date leap{year, std::chrono::February, std::chrono::day{29}};
    if (leap.ok()) {
      found.push_back(start_of(leap) + seconds{45'297});
    }
    found.push_back(start_of(Date{year, std::chrono::March, std::chrono::day{31}}) +
                    seconds{84'601});
    found.push_back(start_of(Date{year, std::chrono::April, std::chrono::day{1}}) + seconds{7});
    found.push_back(start_of(Date{year, std::chrono::December, std::chrono::day{31}}) +
                    seconds{86'399});
    const std::chrono::year_month_weekday_last spring{
        year, std::chrono::March, std::chrono::weekday_last{std::chrono::Sunday}};
    found.push_back(Moment{std::chrono::sys_days{spring}} + seconds{3'599});
  }
  std::erase_if(found, [&](Moment at) { return at < from || at >= until; });
  return found.empty() ? moment_in(random, from, until, Parity::odd)
                       : found[random.below(found.size())];
}

/// Around noon on the latest 29 February before `today`.
Moment last_leap_day(Date today) {
  std::chrono::year year = today.year();
  while (!Date{year, std::chrono::February, std::chrono::day{29}}.ok() ||
         Date{year, std::chrono::February, std::chrono::day{29}} >= today) {
    --year;
  }
  return start_of(Date{year, std::chrono::February, std::chrono::day{29}}) + seconds{45'297};
}

std::int64_t days_in(Moment from, Moment until) {
  return std::chrono::duration_cast<days>(until - from).count();
}

/// What every account has, whoever owns it.
void draw_particulars(Random& random, Account& account) {
  account.id = random.uuid();
  account.google_sub = "1" + random.digits(20);
  account.cookie = random.uuid();
  account.agent = random.below(agent_count);
  account.marketing = random.per_mille(300);
  const std::string_view network = random.pick(ipv4_networks);
  account.ipv4 = fmt::format("{}.{}", network, random.between(1, 254));
  const auto place = static_cast<std::uint64_t>(account.place);
  account.ipv6 =
      fmt::format("2001:db8:{:x}:{:x}::{}", place / 65'536, place % 65'536, random.hex(4));
}

void draw_habits(Random& random, Account& account) {
  const std::int64_t tenure = std::max<std::int64_t>(1, days_in(account.created, account.last));
  const std::int64_t zeal = random.between(1, 5);
  account.sessions = 1 + zeal * tenure / 180 + random.between(0, 1);
  account.drafts = zeal * tenure / 270 + random.between(0, 2);
  account.mails = random.per_mille(450) ? random.between(1, 3) : 0;
  account.visits = zeal * random.between(2, 6);
}

void draw_payments(Random& random, Account& account) {
  const std::int64_t count = random.per_mille(400) ? random.between(1, 3) : 0;
  for (std::int64_t i = 0; i < count; ++i) {
    account.payments.push_back(random.per_mille(100)
                                   ? odd_day(random, account.created, account.last)
                                   : moment_in(random, account.created, account.last, Parity::odd));
  }
  std::sort(account.payments.begin(), account.payments.end());
}

struct Identity {
  std::string name;
  std::string email;
};
Identity identity_at(const Options& options, std::int64_t place) {
  if (place < named_people) {
    const Named& person = named()[static_cast<std::size_t>(place)];
    return {std::string{person.name}, std::string{person.email}};
  }
  Random random{options.seed, "identity", static_cast<std::uint64_t>(place)};
  const Name name = draw_name(random);
  return {name.shown, fmt::format("{}.{}{}@{}", name.latin_given, name.latin_family, place,
                                  random.pick(mail_hosts))};
}

void draw_copy(const Options& options, Random& random, Account& account) {
  if (account.mails == 0 || !random.per_mille(80)) {
    return;
  }
  const std::int64_t other = random.between(named_people, options.people);
  account.writes_copy_to = other == account.place || other == options.people
                               ? "coach@advice.example"
                               : identity_at(options, other).email;
}

Account stranger_at(const Options& options, std::int64_t place) {
  Random random{options.seed, "account", static_cast<std::uint64_t>(place)};
  const Moment today = start_of(options.today);
  Account account;
  account.place = place;
  draw_particulars(random, account);
  const Moment opened =
      start_of(subtract(options.today, Period{options.years, Period::Unit::years}, Rounding::up));
  account.created = moment_in(random, opened, today - days{2});
  account.last = today;
  // One account in five closes in a year. Those closed long ago were cleared away by the app.
  const std::int64_t window = 75 + options.backlog;
  const Moment closed = moment_in(random, today - days{window}, today - days{1});
  if (random.below(std::uint64_t{5} * 365) < static_cast<std::uint64_t>(window) &&
      closed > account.created + days{1}) {
    account.closed = closed;
    account.last = closed;
  }
  draw_habits(random, account);
  draw_payments(random, account);
  if (!account.payments.empty()) {
    account.stripe_customer = "cus_" + random.token(alphanumeric, 14);
  }
  draw_copy(options, random, account);
  return account;
}

Account named_at(const Options& options, std::int64_t place) {
  const Named& person = named()[static_cast<std::size_t>(place)];
  Random random{options.seed, "named", static_cast<std::uint64_t>(place)};
  const Moment today = start_of(options.today);
  Account account;
  account.place = place;
  draw_particulars(random, account);
  account.created = today - days{person.member_for} + seconds{33'120 + 60 * place};
  account.last = today;
  if (person.closed_for > 0) {
    account.closed = today - days{person.closed_for} + person.closed_at;
    account.last = *account.closed;
  }
  account.sessions = 4;
  account.drafts = 3;
  account.mails = 2;
  account.visits = 12;
  for (const int ago : person.paid_ago) {
    account.payments.push_back(today - days{ago} + seconds{40'001 + 120 * place});
  }
  if (place == 4) {
    account.payments.push_back(last_leap_day(options.today));
    std::sort(account.payments.begin(), account.payments.end());
  }
  if (!account.payments.empty()) {
    account.stripe_customer = "cus_" + random.token(alphanumeric, 14);
  }
  if (place == 5) {
    account.writes_copy_to = named().front().email;
  }
  return account;
}

}  // namespace

Moment start_of(Date day) { return Moment{std::chrono::sys_days{day}}; }

Moment moment_in(Random& random, Moment from, Moment until, Parity parity) {
  const auto span = std::max<std::int64_t>(2, (until - from).count());
  const seconds odd{parity == Parity::odd ? 1 : 0};
  const Moment any = from + seconds{random.between(0, span - 1)};
  const hours hour{random.between(7, 22)};
  const seconds within{random.between(0, 1799) * 2};
  const Moment waking = std::chrono::floor<days>(any) + hour + within + odd;
  if (waking >= from && waking < until) {
    return waking;
  }
  const Moment even = any - seconds{any.time_since_epoch().count() % 2} + odd;
  return even < from ? even + seconds{2} : even < until ? even : even - seconds{2};
}

Account account_at(const Options& options, std::int64_t place) {
  Account account = place < named_people ? named_at(options, place) : stranger_at(options, place);
  Identity identity = identity_at(options, place);
  account.name = std::move(identity.name);
  account.email = std::move(identity.email);
  return account;
}

std::optional<Account> second_account(const Options& options, const Account& first) {
  Random random{options.seed, "second account", static_cast<std::uint64_t>(first.place)};
  const bool is_named = first.place < named_people;
  const bool wanted = is_named ? first.place == 5 : random.per_mille(15);
  const Moment today = start_of(options.today);
  if (!wanted || first.created + days{4} > today) {
    return std::nullopt;
  }
  Account account;
  account.place = first.place;
  account.name = first.name;
  const auto at = first.email.find('@');
  account.email = first.email.substr(0, at) + "@second.example";
  draw_particulars(random, account);
  account.created = moment_in(random, first.created + days{1}, today - days{2});
  account.last = today;
  draw_habits(random, account);
  draw_payments(random, account);
  if (!account.payments.empty()) {
    account.stripe_customer = "cus_" + random.token(alphanumeric, 14);
  }
  return account;
}

}  // namespace abide::studio
