// Large sound policies with meaning, for benches: many small worlds, or one world spoken of often.
#pragma once

#include <fmt/format.h>

#include <string>

namespace abide::test {

inline std::string synthetic_head() {
  return "abide 1;\npolicy large \"Large\" { regime uk_gdpr; }\nstaff dpo \"D\" {}\n"
         "processor host \"Host\" { country GB; agreement dpa; }\n"
         "purpose service \"Service\" { basis contract; uses everything; }\n";
}
/// Subject, categories, events and a store of five tables under names of their own.
inline std::string synthetic_part(int i) {
  return fmt::format(
      "subject member{0} {{ identified by db{0}.users.id, db{0}.users.email; }}\n"
      "category account{0} \"Account\" {{ category id is identifier; category email is identifier; "
      "category name; }}\n"
      "category usage{0} \"Usage\" is confidential {{ category answers; category scores; }}\n"
      "category payment{0} \"Payment\" {{ category amount; category payer is identifier; }}\n"
      "event paid{0} at db{0}.purchases.paid_at;\nevent closed{0} at db{0}.users.closed_at;\n"
      "event asked{0} from requests;\n"
      "store db{0} kind postgres {{\n    run by host; backups kept 30 days;\n"
      "    table users {{ key id; owned by member{0} through id; field id: account{0}.id; field "
      "email: account{0}.email; field name: account{0}.name; }}\n"
      "    table sessions {{ key id; owned by member{0} through user_id to users.id; field scores: "
      "usage{0}.scores; clock started; }}\n"
      "    table answers {{ key id; owned by member{0} through session_id to sessions.id; field "
      "answer: usage{0}.answers; }}\n"
      "    table purchases {{ key id; owned by member{0} through user_id to users.id; field "
      "amount: "
      "payment{0}.amount; field payer: payment{0}.payer; }}\n"
      "    table refunds {{ key id; owned by member{0} through purchase_id to purchases.id; field "
      "amount: payment{0}.amount; clock refunded_at; }}\n}}\n",
      i);
}
inline std::string synthetic_promises(int part, int number) {
  return fmt::format(
      "promise P-{1}1 \"We keep your account while it is open, and no longer.\" in \"Keeping\" {{\n"
      "    may keep account{0}, usage{0} in db{0} until closed{0} or asked{0} review every 24 "
      "months;\n"
      "    erase account{0}, usage{0} within 30 days of closed{0};\n"
      "    erase account{0}, usage{0} within {2} days of asked{0};\n}}\n"
      "promise P-{1}2 \"Payment records stay for six years, without your name.\" in \"Keeping\" "
      "{{\n"
      "    must keep payment{0}.amount in db{0} at least 6 years after end of financial_year of "
      "paid{0} because law uk.ct;\n"
      "    keep payment{0} in db{0} at most {3} years after paid{0};\n"
      "    sever db{0}.purchases.user_id from db{0}.users.id at closed{0} so payment{0} cannot "
      "identify usage{0};\n"
      "    sever db{0}.purchases.payer from db{0}.users.id at closed{0} so payment{0} cannot "
      "identify "
      "usage{0};\n}}\n"
      "promise P-{1}3 \"Your data stays with our host.\" in \"Sharing\" {{\n"
      "    host account{0}, usage{0}, payment{0} with host;\n"
      "    never send usage{0} to anyone except host;\n"
      "    probe unclassified_fields on db{0} every 1 day;\n"
      "    use usage{0}, account{0}, payment{0} only for service;\n"
      "    attest \"Nothing else is done with it\" by dpo every 12 months;\n}}\n",
      part, number, 5 + number % 40, 8 + number % 30);
}
/// About `bytes` long: every part with its own promises.
inline std::string many_worlds(std::size_t bytes) {
  std::string text = synthetic_head();
  for (int i = 1; text.size() < bytes; ++i) {
    text += synthetic_part(i) + synthetic_promises(i, i);
  }
  return text;
}
/// About `bytes` long: one part, and promises about it over and over.
inline std::string many_promises(std::size_t bytes) {
  std::string text = synthetic_head() + synthetic_part(1);
  for (int i = 1; text.size() < bytes; ++i) {
    text += synthetic_promises(1, i);
  }
  return text;
}

}  // namespace abide::test
