// Who the example's people are and how much they do: decided for each account from the seed and its
// place in the line, so that anyone can be looked up without the others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "random.hpp"

namespace abide::studio {

/// A moment to the second, as the app writes it.
using Moment = std::chrono::sys_seconds;

/// How many of the people are the demo's own, with fixed addresses (README.md).
constexpr std::int64_t named_people = 7;

/// What the generator was asked for.
struct Options {
  std::int64_t people = 1000;  ///< twenty or more: the demo's people come first
  std::int64_t years = 3;      ///< how long ago the service opened, one or more
  std::uint64_t seed = 1;
  Date today{};              ///< nothing is dated on it or later, dirty rows apart
  std::uint64_t dirty = 2;   ///< per mille of rows, for each kind of dirt
  std::int64_t backlog = 5;  ///< days since anything that has a limit was last cleared away
  std::string folder;
  std::string canary_person = "ada.lovell@mail.example";
};

/// The first moment of a day, in UTC.
[[nodiscard]] Moment start_of(Date day);
/// A moment in [from, until) at an hour when people are awake, if there is one.
/// INVARIANT: payments fall on odd seconds and everything else on even ones, so that no payment
/// shares its second with an answer and can be told apart from it by nothing but the account.
enum class Parity { even, odd };
[[nodiscard]] Moment moment_in(Random& random, Moment from, Moment until,
                               Parity parity = Parity::even);

/// One account and its owner's habits.
struct Account {
  std::int64_t place = 0;  ///< in the line; a second account has the place of the first
  std::string id;
  std::string google_sub;
  std::string name;
  std::string email;
  bool marketing = false;
  Moment created{};
  std::optional<Moment> closed;
  Moment last{};                ///< nothing happens from here on: today, or the closure
  std::string stripe_customer;  ///< empty without a payment
  std::vector<Moment> payments;
  std::string cookie;  ///< the analytics cookie; no table ties it to the account
  std::string ipv4;
  std::string ipv6;
  std::size_t agent = 0;  ///< which browser and device
  std::int64_t sessions = 0;
  std::int64_t drafts = 0;
  std::int64_t mails = 0;
  std::int64_t visits = 0;
  std::string writes_copy_to;  ///< one mail of theirs has this address in copy
};

/// The account at `place`, 0 … people - 1. The first seven are the demo's (README.md).
[[nodiscard]] Account account_at(const Options& options, std::int64_t place);
/// The second account of the same person, if they have one.
[[nodiscard]] std::optional<Account> second_account(const Options& options, const Account& first);

}  // namespace abide::studio
