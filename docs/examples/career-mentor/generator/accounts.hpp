// Who has an account at Clerk and how much they do: decided for each from the seed and their place
// in the line, so that anyone can be looked up without the others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "options.hpp"

namespace abide::mentor {

enum class Role : std::uint8_t { candidate, hiring };
/// What a candidate has asked the app to drop.
enum class Wish : std::uint8_t { none, one_session, all_sessions, goals, cv };

struct Account {
  std::int64_t place = 0;  ///< in the line; a second account has the place of the first
  Role role = Role::candidate;
  std::string id;
  std::string name;
  std::string email;
  Moment created{};
  std::optional<Moment> closed;  ///< since then Clerk has no such user, and the rest is still there
  Moment last{};                 ///< nothing happens from here on: today, or the closure
  std::string customer;          ///< at Stripe; empty without a payment
  std::vector<Moment> payments;
  std::int64_t sessions = 0;  ///< practice sessions
  std::int64_t sign_ins = 0;
  std::int64_t mails = 0;
  bool left_a_session = false;  ///< a closed tab left one that nobody saved
  Wish wish = Wish::none;
  std::string writes_copy_to;  ///< one mail of theirs has this address in copy
};

/// The account at `place`, 0 … people - 1. The first ten are the demo's (README.md).
[[nodiscard]] Account account_at(const Options& options, std::int64_t place);
/// The second account of the same person, if they have one.
[[nodiscard]] std::optional<Account> second_account(const Options& options, const Account& first);

}  // namespace abide::mentor
