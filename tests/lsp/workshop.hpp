// A folder with a small policy, its notice, an import and a deployment, open in an editor.
#pragma once

#include <fstream>
#include <string>

#include "tests/lsp/editor.hpp"
#include "tests/support/temp_store.hpp"

namespace abide::lsp_test {

inline const std::string shop_policy =
    "abide 1;\n"
    "use \"parties.policy\";\n"
    "policy shop \"Web shop\" { notice \"notice.txt\"; regime uk_gdpr; }\n"
    "subject customer { identified by db.users.id, db.users.email; }\n"
    "/// How to reach somebody.\n"
    "category contact { category id is identifier; category email is identifier; }\n"
    "category orders;\n"
    "event paid at db.orders.paid_at;\n"
    "event closed at db.users.closed_at;\n"
    "store db kind sqlite {\n"
    "    table users {\n"
    "        key id;\n"
    "        owned by customer through id;\n"
    "        field id: contact.id;\n"
    "        field email: contact.email;\n"
    "    }\n"
    "    table orders { key id; owned by customer through user_id to users.id; field items: "
    "orders; "
    "}\n"
    "}\n"
    "promise SH-01 \"We delete your data within 30 days.\" in \"1. Keeping\" {\n"
    "    must keep orders for 6 years after end of financial_year of paid because law uk.ct;\n"
    "    erase contact within 30 days of closed;\n"
    "}\n"
    "promise SH-02 {\n"
    "    never send contact to courier;\n"
    "}\n";
inline const std::string shop_parties =
    "abide 1;\nrecipient courier \"Courier Ltd\" { country GB; }\n";
inline const std::string shop_notice =
    "Shop\n\n1. Keeping\n\nWe delete your data within 30 days.\n\n2. Other\n\nNobody quotes "
    "this.\n";
inline const std::string shop_deploy =
    "abide 1;\ndeploy live for shop {\n    store db is sqlite \"shop.db\";\n}\n";

struct Workshop {
  Workshop() {
    write("shop.policy", shop_policy);
    write("parties.policy", shop_parties);
    write("notice.txt", shop_notice);
    write("live.deploy", shop_deploy);
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{folder.file(name), std::ios::binary} << text;
  }
  [[nodiscard]] std::string uri(const std::string& name) const {
    return "file://" + folder.file(name);
  }
  testing_support::TempFolder folder;
};

}  // namespace abide::lsp_test
