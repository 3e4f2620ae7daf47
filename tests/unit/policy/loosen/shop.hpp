// A shop with something of everything that can be loosened.
#pragma once

#include <string>

#include "tests/support/policy_text.hpp"

namespace abide::policy {

/// The shop of the tests with recipients, purposes and states, and a table of notes.
inline test::Shop loose_shop(std::string statements) {
  test::Shop shop;
  shop.tables =
      "table notes { key id; owned by customer through user_id to users.id; "
      "mentions customer through about_id to users.id, on erase blank; "
      "field body: text; field kind: receipts; }\n";
  shop.more =
      "event left from app;\n"
      "state open from app;\nstate fast from app;\n"
      "recipient courier { country GB; role third_party; }\n"
      "recipient printer { country GB; role third_party; }\n"
      "purpose delivery { basis contract; uses orders, text; }\n"
      "purpose billing { basis contract; uses orders, text, receipts; }\n";
  shop.statements = std::move(statements);
  return shop;
}

}  // namespace abide::policy
