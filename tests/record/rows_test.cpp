// What evidence says of each row of the record, which law its words name, and Abide's own data.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/own/own.hpp"
#include "policy/compile.hpp"
#include "reports/record/table.hpp"
#include "reports/record/write.hpp"
#include "tests/cli/shop.hpp"

namespace abide::reports::record {
namespace {

const Instant now = *parse_instant("2026-07-01T09:00:00Z");

/// A policy in one text, and records of it.
class Made {
 public:
  explicit Made(const std::string& text) {
    const auto reader = [&](const std::string&) -> Result<std::string> { return text; };
    auto compiled = policy::compile("shop.policy", reader, {.today = parse_date("2026-07-01")});
    EXPECT_TRUE(compiled.ok() && compiled->model.has_value());
    said_ = policy::disclosure_of(compiled->sources);
    model_ = *std::move(compiled->model);
    deployment_.name = "test";
  }
  [[nodiscard]] const policy::Model& model() const { return model_; }
  [[nodiscard]] Record alone() const { return of({model_, said_, nullptr, nullptr, {}, now}); }
  [[nodiscard]] Record with(const SweepEvidence& evidence,
                            std::vector<OverdueRequest> overdue = {}) const {
    return of({model_, said_, &deployment_, &evidence, {}, now, std::move(overdue)});
  }

 private:
  static Record of(const Input& input) {
    auto made = make(input);
    EXPECT_TRUE(made.ok());
    return *std::move(made);
  }
  policy::Model model_;
  policy::Disclosure said_;
  policy::Deployment deployment_;
};

/// A shop with a column of nobody's data, one for a customer's customers, and every basis.
std::string shop(const std::string& regime = "uk_gdpr") {
  std::string text = cli_test::ShopText{}.policy;
  text = cli_test::with(text, "regime uk_gdpr", "regime " + regime);
  text = cli_test::with(text, "kind sqlite {", "kind sqlite { encrypted in_transit;");
  text = cli_test::with(text, "category payment",
                        "category technical \"Technical\" is anonymous { category shelf; }\n"
                        "category payment");
  text = cli_test::with(text, "field body: letters.body;",
                        "field body: letters.body; field shelf: technical.shelf;");
  return text + R"(
purpose custom "Serving customers" { basis contract; uses account; function "Sales"; }
purpose billing "Taking payments" { basis legal_obligation; uses payment; function "Finance"; }
purpose mail "Keeping letters for shops" { basis contract; uses letters; processor_for "other shops"; }
)";
}

SweepEvidence swept(const policy::Model& model) {
  SweepEvidence evidence;
  evidence.run = "RUN-2026-0001";
  evidence.state = "complete";
  evidence.deployment = "test";
  evidence.policy_digest = to_hex(policy::meaning_digest(model));
  evidence.looked = now;
  return evidence;
}

std::string all_text(const Record& record) {
  std::string text;
  for (const RecordTable& table : tables_of(record)) text += table.caption + csv_of(table);
  return text + page_of(record, tables_of(record)) + json_ld_of(record);
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Where the finding is told.
std::vector<std::string> told_in(const Record& record, const std::string& reason) {
  std::vector<std::string> places;
  for (const Activity& row : record.activities)
    for (const std::string& one : row.at(Column::reasons).parts)
      if (holds(one, reason)) places.push_back(row.id);
  for (const std::string& note : record.notes)
    if (holds(note, reason)) places.emplace_back("notes");
  return places;
}

// Whatever column it is in, declared or not, of somebody or of nobody.
TEST(RecordRows, a_finding_in_any_column_shows_somewhere) {
  const Made made{shop()};
  for (const char* const kind : {"linked", "overdue", "remains", "not_done"}) {
    std::vector<std::pair<std::string, std::string>> places{
        {"db.users", "undeclared"}, {"db.strangers", "x"}, {"db.payments", ""}};
    for (const policy::Field& field : made.model().fields)
      places.emplace_back(made.model().full_name(field.table), field.name);
    for (const auto& [table, field] : places) {
      SweepEvidence evidence = swept(made.model());
      evidence.found.push_back({"RUN-2026-0002", kind, table, {}, 3, "found by the test", ""});
      if (!field.empty()) evidence.found.back().fields = {field};
      const auto told = told_in(made.with(evidence), "found by the test");
      EXPECT_FALSE(told.empty()) << kind << " in " << table << " " << field;
    }
  }
}

TEST(RecordRows, a_link_in_a_column_of_nobody_is_told_in_the_rows_of_its_table) {
  const Made made{shop()};
  SweepEvidence evidence = swept(made.model());
  evidence.found.push_back(
      {"RUN-2026-0002", "linked", "db.payments", {"paid_at"}, 1, "leads back", ""});
  const Record record = made.with(evidence);
  EXPECT_EQ(told_in(record, "leads back"), std::vector<std::string>{"billing/customer/1"});
  for (const Activity& row : record.activities) {
    if (row.id != "billing/customer/1") continue;
    EXPECT_EQ(row.adherence.answer, Adherence::Answer::no);
  }
  // What is found in a column of somebody's data concerns the rows of that column alone.
  evidence.found.front().fields = {"amount"};
  EXPECT_EQ(told_in(made.with(evidence), "leads back"),
            std::vector<std::string>{"billing/customer/1"});
  evidence.found.front() = {"RUN-2026-0002", "linked", "db.letters", {"body"}, 1, "leads back", ""};
  EXPECT_EQ(told_in(made.with(evidence), "leads back"), std::vector<std::string>{"notes"});
}

TEST(RecordRows, what_an_erasure_has_not_done_is_no_yes) {
  const Made made{shop()};
  SweepEvidence evidence = swept(made.model());
  evidence.found.push_back(
      {"RUN-2026-0002", "not_done", "db.users", {}, 1, "not erased yet: stuck", ""});
  bool seen = false;
  const Record record = made.with(evidence);
  for (const Activity& row : record.activities) {
    if (row.id != "custom/customer/1") continue;
    seen = true;
    EXPECT_EQ(row.adherence.answer, Adherence::Answer::not_shown);
  }
  EXPECT_TRUE(seen);
}

TEST(RecordRows, an_overdue_request_to_erase_is_a_no) {
  const Made made{shop()};
  const SubjectId customer = *made.model().find_subject("customer");
  const Record record = made.with(swept(made.model()), {{customer, "REQ-2026-0001 is overdue"}});
  EXPECT_FALSE(told_in(record, "REQ-2026-0001 is overdue").empty());
  for (const Activity& row : record.activities) {
    if (row.subject != customer || row.is_own || row.fields.empty()) continue;
    EXPECT_EQ(row.adherence.answer, Adherence::Answer::no) << row.id;
  }
}

TEST(RecordRows, encryption_is_named_for_what_it_is) {
  const Record record = Made{shop()}.alone();
  const std::string linked = json_ld_of(record);
  EXPECT_TRUE(holds(linked, "dpv:EncryptionInTransfer"));
  EXPECT_FALSE(holds(linked, "dpv:EncryptionAtRest"));
  EXPECT_TRUE(holds(all_text(record), "db: encrypted in transit"));
}

TEST(RecordRows, articles_are_those_of_the_regime) {
  const std::string uk = all_text(Made{shop()}.alone());
  EXPECT_TRUE(holds(uk, "Article 6(1)(b): contract") && holds(uk, "UK GDPR Article 30(1)"));
  EXPECT_TRUE(holds(uk, "Articles 22A to 22D") && holds(uk, "legal-gb:law-GDPR"));
  const std::string eu = all_text(Made{shop("eu_gdpr")}.alone());
  EXPECT_TRUE(holds(eu, "Article 6(1)(b): contract") && holds(eu, "(GDPR Article 30(1))"));
  EXPECT_FALSE(holds(eu, "UK GDPR") || holds(eu, "22A") || holds(eu, "legal-gb:law-GDPR"));
}

TEST(RecordRows, no_article_is_named_for_a_regime_without_a_table) {
  const Record record = Made{shop("pci_dss")}.alone();
  for (const Activity& row : record.activities)
    for (const Cell& cell : row.cells) EXPECT_FALSE(holds(cell.text(), "Article")) << cell.text();
  for (const Answer& one : record.answers) EXPECT_TRUE(one.law.empty()) << one.key;
  const std::string linked = json_ld_of(record);
  EXPECT_FALSE(holds(linked, "\"eu-gdpr:A")) << linked;
  EXPECT_TRUE(holds(linked, "abide:basis/contract"));
  EXPECT_TRUE(holds(all_text(record), "No article of law is named"));
}

TEST(RecordRows, list_what_abide_itself_keeps) {
  const Made made{shop()};
  const policy::Model own = *engine::own_policy();
  const Record record = made.with(swept(made.model()));
  std::string where;
  for (const Activity& row : record.activities) {
    if (!row.is_own) continue;
    where += ";" + row.at(Column::location).text() + ";";
    EXPECT_FALSE(row.data.empty() || row.fields.empty()) << row.id;
    EXPECT_NE(row.adherence.answer, Adherence::Answer::yes) << "nobody looks at it again";
    for (const Cell& cell : row.cells)
      EXPECT_FALSE(cell.parts.empty() && cell.blanks.empty()) << row.id;
  }
  for (std::uint32_t i = 0; i < own.fields.size(); ++i) {
    const bool told = holds(where, own.full_name(FieldId{i}));
    EXPECT_TRUE(told || !own.is_personal(FieldId{i})) << own.full_name(FieldId{i});
  }
  EXPECT_TRUE(holds(all_text(record), "what Abide itself keeps"));
  EXPECT_TRUE(holds(all_text(record), "at most 6 years after “Request closed” [OWN-02]"));
  const Record alone = made.alone();
  for (const Activity& row : alone.activities) EXPECT_FALSE(row.is_own) << row.id;
}

}  // namespace
}  // namespace abide::reports::record
