// Everything one account leaves behind in the seven stores, what its hiring teams do apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts.hpp"
#include "stores.hpp"

namespace abide::mentor {

/// Notes what only one person has and no law keeps, while that person's rows are written.
class Canaries {
 public:
  explicit Canaries(std::string_view person) : person_(person) {}
  void plant(std::string_view owner, std::string_view value) {
    if (owner == person_) {
      values_.emplace_back(value);
    }
  }
  [[nodiscard]] const std::vector<std::string>& values() const { return values_; }

 private:
  std::string person_;
  std::vector<std::string> values_;
};

/// Writes the account's rows.
Result<void> write_life(const Options& options, const Account& account, Stores& stores,
                        Canaries& canaries);

/// Mail the app sends, unless it would be gone by now or still to come.
struct Notice;
Result<void> write_notice(const Options& options, Stores& stores, Random& random,
                          std::string_view to, const Notice& notice, Moment sent);

/// The rate limiter's counters: of the first minutes of today, and a few that lost their expiry.
Result<void> write_counters(const Options& options, Stores& stores);

}  // namespace abide::mentor
