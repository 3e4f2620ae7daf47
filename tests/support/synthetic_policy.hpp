// A large policy that reads like a real one: the same sentence forms, other names.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <string>

namespace abide::test {

/// At least `bytes` of sound policy, made of stores, categories and promises; the same each time.
inline std::string synthetic_policy(std::size_t bytes) {
  std::string text =
      "abide 1;\n\npolicy large \"A large policy\" {\n    regime uk_gdpr, pecr;\n    zone "
      "\"Europe/London\";\n    limit hours 01:00, 05:00;\n}\n\n";
  const auto add = std::back_inserter(text);
  for (int i = 0; text.size() < bytes; ++i) {
    if (i % 40 == 0) {
      fmt::format_to(add,
                     "store db{0} \"Store {0}\" kind postgres {{\n    run by host{0};\n    backups "
                     "kept 30 days;\n    table users {{\n        key id;\n        owned by member "
                     "through id;\n        field id: account.user_id; field email: "
                     "account.email; field name: account.name;\n        clock created_at;\n    "
                     "}}\n}}\n",
                     i);
    }
    if (i % 20 == 0) {
      fmt::format_to(add,
                     "category group{0} \"Group {0}\" is confidential {{\n    category answers "
                     "\"Answers submitted\";\n    category email \"Email\" is identifier alias "
                     "\"user.contact.email\";\n}}\nevent closed{0} \"Account closed\" at "
                     "db{0}.users.closed_at;\n",
                     i);
    }
    fmt::format_to(add,
                   "promise IS-{0} detected \"We keep promise number {0} as long as you use the "
                   "service.\" in \"{1}. How we use your data\" {{\n    never send "
                   "usage.answers, payment.card to anyone except anthropic when opted_in;\n    "
                   "erase account within 30 days of account_deleted except payment.purchase "
                   "because law uk.ct;\n    probe unclassified_fields on db, mailbox with kinds "
                   "\"audio\" every 1 day;\n}}\n",
                   i, i % 13);
  }
  return text;
}

}  // namespace abide::test
