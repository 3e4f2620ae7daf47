// The schedule and the register of recipients hold everything that the policy declares.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/csv.hpp"
#include "reports/model/register.hpp"
#include "reports/model/schedule.hpp"
#include "reports/record/write.hpp"
#include "tests/reports/policies.hpp"

namespace abide::reports {
namespace {

namespace ast = policy::ast;
using test::holds;

std::vector<test::Compiled> all_policies() {
  std::vector<test::Compiled> all;
  for (const std::string& name : test::examples()) all.push_back(test::example(name));
  all.push_back(test::compiled_text(test::wide_policy()));
  return all;
}

/// Tables of the syntax tree that hold a category, as `store.table`.
std::set<std::string> tables_with_data(const policy::Sources& sources) {
  std::set<std::string> names;
  for (const ast::File& tree : sources.trees)
    for (const ast::Declaration& declaration : tree.declarations)
      if (const auto* store = std::get_if<ast::Store>(&declaration))
        for (const ast::StoreItem& item : store->items)
          if (const auto* table = std::get_if<ast::Table>(&item))
            for (const ast::TableItem& inner : table->items)
              if (const auto* field = std::get_if<ast::Field>(&inner))
                if (!field->categories.empty())
                  names.insert(store->name.text + "." + table->name.text);
  return names;
}

TEST(Schedule, has_every_table_that_holds_data_and_every_promise_about_time) {
  for (const test::Compiled& made : all_policies()) {
    const std::string csv = record::csv_of(schedule::table_of(made.ground()));
    const std::string html = html_of(schedule::document_of(made.ground()));
    for (const std::string& table : tables_with_data(made.result.sources)) {
      EXPECT_TRUE(holds(csv, table)) << table;
      EXPECT_TRUE(holds(html, table)) << table;
    }
    std::set<std::string> promises;
    const auto add = [&](const auto& list) {
      for (const auto& [id, one] : list) promises.insert(id);
    };
    add(test::statements<ast::KeepAtMost>(made.result.sources));
    add(test::statements<ast::MustKeep>(made.result.sources));
    add(test::statements<ast::Sever>(made.result.sources));
    for (const std::string& id : promises) EXPECT_TRUE(holds(csv, id)) << id;
    for (const auto& [id, one] : test::statements<ast::MustKeep>(made.result.sources)) {
      EXPECT_TRUE(holds(csv, one.law.text)) << one.law.text;
      EXPECT_TRUE(holds(csv, "to be confirmed by a person"));
    }
  }
}

TEST(Schedule, says_where_no_end_is_named) {
  const std::string text = test::hostile_policy();
  const std::string erase = "erase account within 30 days of closed; ";
  std::string endless = text;
  endless.erase(endless.find(erase), erase.size());
  const auto ends = [](const std::string& policy) {
    return holds(record::csv_of(schedule::table_of(test::compiled_text(policy).ground())),
                 "the policy names no end");
  };
  EXPECT_FALSE(ends(text));
  EXPECT_TRUE(ends(endless));
}

TEST(Schedule, tells_backups_history_logs_and_what_processors_keep) {
  const std::string studio =
      record::csv_of(schedule::table_of(test::example("interview-studio").ground()));
  EXPECT_TRUE(holds(studio, "backups of db for 30 days more"));
  const std::string mentor =
      record::csv_of(schedule::table_of(test::example("career-mentor").ground()));
  for (const char* const part :
       {"history of db for 7 days more", "logs: 3 days", "what Sentry got is gone 90 days"})
    EXPECT_TRUE(holds(mentor, part) || holds(studio, part)) << part;
}

TEST(Register, has_every_recipient_with_country_agreement_and_route) {
  for (const test::Compiled& made : all_policies()) {
    const auto table = parties::table_of(made.ground());
    const auto titles = test::declared(made.result.sources, {"processor", "recipient"});
    EXPECT_EQ(table.rows.size(), titles.size());
    for (const std::string& title : titles) {
      const auto row = std::ranges::find(table.rows, title, [](const auto& one) { return one[1]; });
      ASSERT_NE(row, table.rows.end()) << title;
      EXPECT_FALSE((*row)[4].empty()) << title << " has no country";
    }
    const std::string csv = record::csv_of(table);
    for (const auto& [id, one] : test::statements<ast::Send>(made.result.sources))
      EXPECT_TRUE(holds(csv, id)) << id;
    for (const auto& [id, one] : test::statements<ast::Host>(made.result.sources))
      EXPECT_TRUE(holds(csv, id)) << id;
    for (const auto& [id, one] : test::statements<ast::Transfer>(made.result.sources))
      EXPECT_TRUE(holds(csv, id)) << id;
  }
}

TEST(Register, tells_what_a_recipient_is_kept_from_and_calls_no_source_a_transfer) {
  const test::Compiled made = test::example("interview-studio");
  const auto entries = parties::entries_of(made.ground());
  const auto entry = [&](const char* name) {
    return *std::ranges::find_if(entries, [&](const parties::Entry& one) {
      return made.model().recipients[one.id.value] == name;
    });
  };
  EXPECT_TRUE(holds(entry("anthropic").barred.at(0), "never send account, payment, technical"));
  EXPECT_TRUE(entry("anthropic").is_transfer());
  EXPECT_TRUE(entry("google").abroad);
  EXPECT_FALSE(entry("google").is_transfer()) << "it gives, and gets nothing";
  EXPECT_FALSE(entry("google").gives.empty());
  EXPECT_FALSE(entry("employers").barred.empty());
  EXPECT_FALSE(entry("employers").receives());
}

TEST(Register, tells_what_several_promises_send_once_and_apart_who_receives_nothing) {
  const test::Compiled made = test::example("interview-studio");
  for (const parties::Entry& entry : parties::entries_of(made.ground())) {
    std::set<std::string> said;
    for (const std::string& line : entry.gets)
      EXPECT_TRUE(said.insert(line.substr(0, line.rfind(" ["))).second) << line;
  }
  const Document document = parties::document_of(made.ground());
  ASSERT_EQ(document.sections.at(1).title, "Named, but receive nothing");
  const auto& named = std::get<Grid>(document.sections.at(1).blocks.front());
  ASSERT_EQ(named.rows.size(), 2U);
  EXPECT_EQ(named.rows.back().cells.front(), GridCell{"Employers and institutions"});
}

/// Read back by the project's own reader, which shares no code with the writer.
TEST(Csv, is_no_formula_and_loses_nothing) {
  const test::Compiled made = test::compiled_text(test::hostile_policy());
  for (const record::RecordTable& table :
       {schedule::table_of(made.ground()), parties::table_of(made.ground())}) {
    const auto read = parse_csv(record::csv_of(table));
    ASSERT_TRUE(read.ok());
    ASSERT_EQ(read->size(), table.rows.size() + 1);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      ASSERT_EQ((*read)[r + 1].cells.size(), table.columns.size());
      for (const std::string& cell : (*read)[r + 1].cells)
        EXPECT_TRUE(cell.empty() || std::string_view{"=+-@\t"}.find(cell[0]) == std::string::npos)
            << cell;
    }
  }
}

TEST(Html, of_hostile_names_runs_nothing) {
  const test::Compiled made = test::compiled_text(test::hostile_policy());
  for (const std::string& html : {html_of(schedule::document_of(made.ground())),
                                  html_of(parties::document_of(made.ground()))}) {
    EXPECT_FALSE(holds(html, "<script"));
    EXPECT_TRUE(holds(html, "&lt;script&gt;"));
  }
}

}  // namespace
}  // namespace abide::reports
