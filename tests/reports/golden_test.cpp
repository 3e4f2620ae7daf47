// Both examples' notices, schedules and registers, word for word, as a person read them.
#include "tests/support/golden.hpp"

#include <nlohmann/json.hpp>

#include "reports/model/map.hpp"
#include "reports/model/notice.hpp"
#include "reports/model/register.hpp"
#include "reports/model/schedule.hpp"
#include "tests/reports/policies.hpp"

namespace abide::reports {
namespace {

std::string told(const notice::Notice& made) {
  std::string text = markdown_of(made.document) + "\n═══ not said by the policy\n";
  for (const notice::Lack& one : made.lacks)
    text +=
        fmt::format("{} {} ({}): {}\n", one.if_any ? "?" : "!", one.what, one.asked, one.remedy);
  text += "\n═══ to be confirmed or decided\n";
  for (const notice::Open& one : made.open) text += fmt::format("{} ({})\n", one.what, one.who);
  return text;
}

TEST(Golden, ReportsOfTheExamples) {
  for (const std::string& name : test::examples()) {
    const test::Compiled made = test::example(name);
    const Ground ground = made.ground();
    const auto golden = std::filesystem::path{ABIDE_SOURCE_DIR} / "tests" / "reports" / "golden";
    test::expect_golden(golden / (name + ".notice.expect"), told(notice::notice_of(ground)));
    test::expect_golden(golden / (name + ".retention.expect"),
                        markdown_of(schedule::document_of(ground)));
    test::expect_golden(golden / (name + ".recipients.expect"),
                        markdown_of(parties::document_of(ground)));
    test::expect_golden(golden / (name + ".map.expect"),
                        data_map::dot_of(ground, data_map::map_of(ground)));
  }
}

}  // namespace
}  // namespace abide::reports
