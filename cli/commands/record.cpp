// abide record: the record of processing, from the policy and the evidence of the last sweep.
#include "reports/record/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/deadlines.hpp"
#include "engine/control/asked.hpp"
#include "reports/record/evidence.hpp"
#include "reports/record/write.hpp"

namespace abide::cli {
namespace {

namespace fs = std::filesystem;
namespace record = reports::record;

struct RecordWords : Words {
  std::string into;
};

std::vector<record::PolicyFile> files_of(const policy::CompileResult& compiled) {
  std::vector<record::PolicyFile> files;
  for (const policy::SourceFile& file : compiled.sources.files)
    files.push_back(
        {fs::path{file.path()}.filename().string(), to_hex(sha256(as_bytes(file.text())))});
  return files;
}

std::string summary(const record::Record& made, const std::string& into) {
  using enum record::Adherence::Answer;
  std::array<std::size_t, 5> counts{};
  for (const record::Activity& row : made.activities)
    ++counts.at(static_cast<std::size_t>(row.adherence.answer));
  const auto of = [&](record::Adherence::Answer answer) {
    return counts.at(static_cast<std::size_t>(answer));
  };
  std::string unshown;
  constexpr std::size_t most_reasons = 3;
  const auto reasons = record::unshown_of(made);
  for (std::size_t i = 0; i < std::min(reasons.size(), most_reasons); ++i)
    unshown +=
        fmt::format("    not shown for {} of them: {}\n", reasons[i].rows.size(), reasons[i].why);
  if (reasons.size() > most_reasons)
    unshown +=
        fmt::format("    reasons besides: {}, in column AD\n", reasons.size() - most_reasons);
  return fmt::format(
      "Record of {} in `{}`: {} rows{}, {} questions\n"
      "  kept and erased as the policy says: {} shown, {} not, {} not shown, {} without evidence, "
      "{} kept nowhere\n"
      "{}"
      "  evidence: {}\n"
      "  what is blank, and who fills it: `{}/blanks.csv`\n",
      made.title, into, made.activities.size(),
      made.services.empty() ? "" : fmt::format(" and {} as processor", made.services.size()),
      made.answers.size(), of(yes), of(no), of(not_shown), of(unknown), of(nothing), unshown,
      made.evidence, into);
}

Json summary_json(const record::Record& made, const std::string& into) {
  Json rows = Json::array();
  for (const record::Activity& row : made.activities)
    rows.push_back({{"id", row.id},
                    {"own", row.is_own},
                    {"adherence", row.at(record::Column::adherence).text()},
                    {"reasons", row.at(record::Column::reasons).parts}});
  return {{"folder", into},
          {"rows", std::move(rows)},
          {"as_processor", made.services.size()},
          {"questions", made.answers.size()},
          {"blanks", record::blanks_of(made).size()},
          {"evidence", made.evidence}};
}

int write(const Desk& desk, const RecordWords& words, const record::Input& input) {
  const auto made = record::make(input);
  if (!made) return desk.tell(made.error());
  auto folder = NewFolder::begin(words.into);
  if (!folder) return desk.tell(folder.error());
  const auto published = [&]() -> Result<void> {
    ABIDE_CHECK(record::write(*made, *folder));
    return folder->publish();
  }();
  if (!published) return desk.tell(published.error());
  say(words, summary_json(*made, words.into), summary(*made, words.into));
  return done;
}

int of_policy(const Desk& desk, const RecordWords& words) {
  Stop stop;
  const auto compiled = desk.read(words.policy, stop);
  if (!compiled) return stop.code;
  const policy::Disclosure said = policy::disclosure_of(compiled->sources);
  return write(desk, words,
               {*compiled->model, said, nullptr, nullptr, files_of(*compiled), desk.clock().now()});
}

/// Open requests that ask for something to be erased, and whose last day is over.
Result<std::vector<record::OverdueRequest>> overdue_erasures(const Desk& desk,
                                                             const Session& session) {
  ABIDE_TRY(const auto open, open_requests(desk, session, desk.clock().now()));
  std::vector<record::OverdueRequest> overdue;
  for (const OpenRequest& one : open) {
    const auto subject = session.model.find_subject(one.subject);
    if (!subject || !one.due || !one.due->is_over) continue;
    if (!engine::erasure_asked(session.model, *subject, one.request.kind)) continue;
    overdue.push_back({*subject, fmt::format("{} ({}) is open, and its last day by {} was {}",
                                             one.request.id.value, one.request.kind,
                                             one.due->whose(), to_string(one.due->day))});
  }
  return overdue;
}

int of_deployment(const Desk& desk, const RecordWords& words) {
  Stop stop;
  auto session = desk.open(words, Desk::Control::none, stop);
  if (!session) return stop.code;
  const auto compiled = desk.read(session->policy_file, stop);
  if (!compiled) return stop.code;
  const policy::Disclosure said = policy::disclosure_of(compiled->sources);
  const auto paths = desk.paths(*session);
  const auto begun = desk.files().exists(paths.control);
  if (!begun) return desk.tell(begun.error());
  std::optional<record::SweepEvidence> evidence;
  std::vector<record::OverdueRequest> overdue;
  if (*begun) {
    auto control = engine::ControlStore::open(paths, desk.files());
    if (!control) return desk.tell(control.error());
    session->control = std::move(*control);
    auto read = record::read_evidence(session->control->ledger());
    if (!read) return desk.tell(read.error());
    evidence = std::move(*read);
    auto late = overdue_erasures(desk, *session);
    if (!late) return desk.tell(late.error());
    overdue = std::move(*late);
  }
  return write(desk, words,
               {session->model, said, &session->deployment, evidence ? &*evidence : nullptr,
                files_of(*compiled), desk.clock().now(), std::move(overdue)});
}

int act(const Desk& desk, const RecordWords& words) {
  if (words.policy.empty() && words.deploy.empty())
    return desk.tell({ErrorCode::refused, "neither a policy nor a deployment is named",
                      "give the policy, or --deploy FILE for the evidence of its sweeps as well"});
  if (words.into.empty())
    return desk.tell({ErrorCode::refused, "it is not said where the record is to lie",
                      "give --into FOLDER, one that is not there yet; nothing was done"});
  return words.deploy.empty() ? of_policy(desk, words) : of_deployment(desk, words);
}

}  // namespace

void add_record(const Verb& program, const Desk& desk) {
  const Verb verb = program.add("record", "make the record of processing (Article 30)")
                        .footer("Example: abide record --deploy demo.deploy --into record");
  auto words = std::make_shared<RecordWords>();
  verb.take("POLICY", words->policy,
            "the policy; else the only *.policy file beside the deployment");
  verb.take("--deploy", words->deploy,
            "the deployment whose last sweep is the evidence (*.deploy)");
  verb.take("--into", words->into, "the folder to make, which is not there yet");
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.act([&desk, words] { return act(desk, *words); });
}

}  // namespace abide::cli
