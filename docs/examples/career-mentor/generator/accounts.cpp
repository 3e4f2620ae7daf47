// Draws accounts: who, in what role, since when, until when, how busy.
#include "accounts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "docs/examples/interview-studio/generator/names.hpp"

namespace abide::mentor {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr std::string_view alphanumeric =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view mail_hosts[] = {"mail.example", "post.example", "inbox.example",
                                           "uni.example", "home.example"};
/// An account of the last so many days that closed still has its rows elsewhere.
constexpr std::int64_t closed_window = 25;

/// Someone the demo counts on. Days are counted back from today.
struct Named {
  std::string_view name;
  std::string_view email;
  int member_for;
  std::vector<int> paid_ago;
  Role role = Role::candidate;
  int closed_for = 0;  ///< 0 is an open account
  Wish wish = Wish::none;
};
constexpr std::int64_t ioanna = 8;
constexpr std::int64_t jaya = 9;

const std::vector<Named>& named() {
  static const std::vector<Named> people{
      {"Amara Nwosu", "amara.nwosu@mail.example", 700, {400, 35}},
      {"بلال حداد", "bilal.haddad@mail.example", 520, {310}, Role::candidate, 3},
      {"Carys Llewellyn-Price",
       "carys.price@mail.example",
       610,
       {290},
       Role::candidate,
       0,
       Wish::all_sessions},
      {"Драган Ковач",
       "dragan.kovac@mail.example",
       480,
       {200},
       Role::candidate,
       0,
       Wish::all_sessions},
      {"Esi Mensah", "esi.mensah@mail.example", 365, {}, Role::candidate, 0, Wish::one_session},
      {"田中文子", "fumiko.tanaka@mail.example", 300, {}, Role::candidate, 0, Wish::goals},
      {"Grace O'Malley", "grace.omalley@northgate.example", 420, {}, Role::hiring},
      {"Hugo D\u2019Arcy", "hugo.darcy@northgate.example", 430, {395, 30}, Role::hiring},
      {"Ιωάννα Παπαδοπούλου", "ioanna.papadopoulou@mail.example", 3030, {2990, 2700, 90}},
      {"जया रमन", "jaya.raman@mail.example", 500, {120}}};
  return people;
}

/// Days that trip up date arithmetic: leap days, ends of the financial year, New Year's Eve.
Moment odd_day(Random& random, Moment from, Moment until) {
  using namespace std::chrono;
  std::vector<Moment> found;
  for (year at = Date{floor<days>(from)}.year(); at <= Date{floor<days>(until)}.year(); ++at) {
    for (const auto& [day_of_year, second] :
         {std::pair{February / 29, 45'297}, std::pair{March / 31, 84'601}, std::pair{April / 1, 7},
          std::pair{December / 31, 86'399}}) {
      const Date day{at, day_of_year.month(), day_of_year.day()};
      if (day.ok()) {
        found.push_back(start_of(day) + seconds{second});
      }
    }
  }
  std::erase_if(found, [&](Moment moment) { return moment < from || moment >= until; });
  return found.empty() ? moment_in(random, from, until, Parity::odd)
                       : found[random.below(found.size())];
}

/// Around noon on the latest 29 February before `today`.
Moment last_leap_day(Date today) {
  using std::chrono::February;
  std::chrono::year year = today.year();
  while (!(year / February / 29).ok() || year / February / 29 >= today) {
    --year;
  }
  return start_of(year / February / 29) + seconds{45'297};
}

void draw_identifiers(Random& random, Account& account) {
  account.id = "user_" + random.token(alphanumeric, 27);
  if (!account.payments.empty()) {
    account.customer = "cus_" + random.token(alphanumeric, 14);
  }
}

void draw_habits(const Options& options, Random& random, Account& account) {
  const auto tenure = std::chrono::duration_cast<days>(account.last - account.created).count();
  const std::int64_t zeal = random.between(1, 5);
  account.sign_ins = random.between(1, 3);
  account.mails = random.per_mille(400) ? random.between(1, 3) : 0;
  const bool practises = account.role == Role::candidate;
  account.sessions = practises ? 1 + zeal * tenure / 150 + random.between(0, 2) : 0;
  account.left_a_session = practises && random.per_mille(60);
  const auto wish = random.below(1000);
  if (practises) {
    account.wish = wish < 30   ? Wish::one_session
                   : wish < 40 ? Wish::all_sessions
                   : wish < 80 ? Wish::goals
                   : wish < 99 ? Wish::cv
                               : Wish::none;
  }
  const Moment from = std::max(account.created, kept(options).invoices);
  const std::uint64_t payers = practises ? 350 : 500;
  const std::int64_t count = random.per_mille(payers) ? random.between(1, 4) : 0;
  for (std::int64_t i = 0; i < count && from + days{1} < account.last; ++i) {
    account.payments.push_back(random.per_mille(100)
                                   ? odd_day(random, from, account.last)
                                   : moment_in(random, from, account.last, Parity::odd));
  }
  std::ranges::sort(account.payments);
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
  Random random{options.seed, "mentor identity", static_cast<std::uint64_t>(place)};
  const studio::Name name = studio::draw_name(random);
  return {name.shown, fmt::format("{}.{}{}@{}", name.latin_given, name.latin_family, place,
                                  random.pick(mail_hosts))};
}

Account stranger_at(const Options& options, std::int64_t place) {
  Random random{options.seed, "mentor account", static_cast<std::uint64_t>(place)};
  const Moment today = start_of(options.today);
  Account account;
  account.place = place;
  account.role = random.per_mille(90) ? Role::hiring : Role::candidate;
  const Moment opened =
      start_of(subtract(options.today, Period{options.years, Period::Unit::years}, Rounding::up));
  account.created = moment_in(random, opened, today - days{2});
  account.last = today;
  // One account in five closes in a year. Of those closed longer ago nothing is left.
  const Moment closed = moment_in(random, today - days{closed_window}, today - days{1});
  if (random.below(std::uint64_t{5} * 365) < std::uint64_t{closed_window} &&
      closed > account.created + days{1}) {
    account.closed = closed;
    account.last = closed;
  }
  draw_habits(options, random, account);
  draw_identifiers(random, account);
  if (account.mails > 0 && random.per_mille(80)) {
    const std::int64_t other = random.between(named_people, options.people);
    account.writes_copy_to = other == place || other == options.people
                                 ? "coach@advice.example"
                                 : identity_at(options, other).email;
  }
  return account;
}

Account named_at(const Options& options, std::int64_t place) {
  const Named& person = named()[static_cast<std::size_t>(place)];
  Random random{options.seed, "mentor named", static_cast<std::uint64_t>(place)};
  const Moment today = start_of(options.today);
  Account account;
  account.place = place;
  account.role = person.role;
  account.created = today - days{person.member_for} + seconds{33'120 + 60 * place};
  account.last = today;
  if (person.closed_for > 0) {
    account.closed = today - days{person.closed_for} + seconds{36'742};
    account.last = *account.closed;
  }
  account.sessions = person.role == Role::candidate ? 4 : 0;
  account.sign_ins = 3;
  account.mails = 2;
  account.wish = person.wish;
  account.left_a_session = person.wish == Wish::one_session;
  for (const int ago : person.paid_ago) {
    account.payments.push_back(today - days{ago} + seconds{40'001 + 120 * place});
  }
  if (place == ioanna) {
    account.payments.push_back(last_leap_day(options.today));
    std::ranges::sort(account.payments);
  }
  if (place == jaya) {
    account.writes_copy_to = named().front().email;
  }
  draw_identifiers(random, account);
  return account;
}

}  // namespace

Kept kept(const Options& options) {
  using Unit = Period::Unit;
  const auto before = [&](const Period& period) {
    return start_of(subtract(options.today, period, Rounding::down)) - days{options.backlog};
  };
  // The oldest financial year of which the six years are not over yet, less the backlog.
  const Date end = subtract(
      end_of_year_period(Date{std::chrono::sys_days{options.today} - days{options.backlog}},
                         std::chrono::March / 31),
      Period{7, Unit::years}, Rounding::down);
  return {.traces = before({90, Unit::days}),
          .assessments = before({12, Unit::months}),
          .mail = before({24, Unit::months}),
          .nights = start_of(options.today) - days{options.backlog + 1},
          .invoices = start_of(end) + days{1}};
}

Account account_at(const Options& options, std::int64_t place) {
  Account account = place < named_people ? named_at(options, place) : stranger_at(options, place);
  Identity identity = identity_at(options, place);
  account.name = std::move(identity.name);
  account.email = std::move(identity.email);
  return account;
}

std::optional<Account> second_account(const Options& options, const Account& first) {
  Random random{options.seed, "mentor second account", static_cast<std::uint64_t>(first.place)};
  const bool wanted = first.place < named_people ? first.place == jaya : random.per_mille(15);
  const Moment today = start_of(options.today);
  if (!wanted || first.created + days{4} > today) {
    return std::nullopt;
  }
  Account account;
  account.place = first.place;
  account.role = first.place == jaya ? Role::hiring : Role::candidate;
  account.name = first.name;
  account.email = first.email.substr(0, first.email.find('@')) + "@second.example";
  account.created = moment_in(random, first.created + days{1}, today - days{2});
  account.last = today;
  draw_habits(options, random, account);
  draw_identifiers(random, account);
  return account;
}

}  // namespace abide::mentor
