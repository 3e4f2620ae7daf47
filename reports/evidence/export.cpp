#include "reports/evidence/export.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/digest.hpp"
#include "reports/evidence/readme.hpp"
#include "reports/evidence/story.hpp"
#include "reports/evidence/verifier.hpp"

namespace abide::reports {
namespace {

constexpr std::size_t most_bytes = 8U << 20U;  ///< of one file of entries, about

Result<void> check_empty(Files& files, const std::string& folder) {
  ABIDE_TRY(const bool exists, files.exists(folder));
  if (!exists) {
    return {};
  }
  ABIDE_TRY(const auto names, files.list(folder));
  if (names.empty()) {
    return {};
  }
  return Error{ErrorCode::refused, fmt::format("the folder `{}` holds something", folder),
               "name one that is empty or not there; nothing was written"};
}

/// Entries in files of a few megabytes, each named by the place of its first.
Result<std::uint64_t> write_entries(ledger::Ledger& ledger, Files& files,
                                    const std::string& folder) {
  std::string lines;
  std::uint64_t first = 0;
  std::uint64_t next = 0;
  const auto flush = [&]() -> Result<void> {
    ABIDE_CHECK(files.write(fmt::format("{}/{:012}.jsonl", folder, first), lines));
    lines.clear();
    first = next;
    return {};
  };
  ABIDE_CHECK(ledger.read(0, [&](std::uint64_t seq, std::string_view entry) -> Result<void> {
    lines += entry;
    lines += '\n';
    next = seq + 1;
    return lines.size() < most_bytes ? Result<void>{} : flush();
  }));
  if (!lines.empty()) {
    ABIDE_CHECK(flush());
  }
  return next;
}

/// Each note once, the anchors' too.
Result<std::uint64_t> write_checkpoints(engine::ControlStore& control, Files& files,
                                        const std::string& folder) {
  std::set<std::string> notes;
  ABIDE_CHECK(control.ledger().checkpoints([&](std::string_view note) -> Result<void> {
    notes.emplace(note);
    return {};
  }));
  ABIDE_TRY(const auto anchored, control.anchored());
  notes.insert(anchored.begin(), anchored.end());
  std::map<std::uint64_t, int> of_size;
  for (const std::string& note : notes) {
    ABIDE_TRY(const ledger::Checkpoint said, ledger::stated_in(note));
    const int twin = of_size[said.size]++;
    ABIDE_CHECK(files.write(fmt::format("{}/{:012}{}.txt", folder, said.size,
                                        twin == 0 ? "" : fmt::format("-{}", twin)),
                            note));
  }
  return notes.size();
}

Result<void> write_beside(Files& files, const std::string& into,
                          const std::map<std::string, std::string>& beside) {
  for (const auto& [path, text] : beside) {
    if (const auto slash = path.rfind('/'); slash != std::string::npos) {
      ABIDE_CHECK(files.make_folder(into + "/" + path.substr(0, slash)));
    }
    ABIDE_CHECK(files.write(into + "/" + path, text));
  }
  return {};
}

}  // namespace

Result<Evidence> export_evidence(const EvidenceRequest& request) {
  engine::ControlStore& control = request.control;
  ABIDE_CHECK(check_empty(request.files, request.into));
  ABIDE_TRY(const LedgerStory story, story_of(control.ledger()));
  std::map<std::string, std::string> beside = request.beside;
  beside["README.html"] = evidence_page(request.model, request.deployment, story,
                                        control.first_public_key(), to_string(request.at));
  beside["verify.py"] = verifier();
  Json digests = Json::object();
  for (const auto& [path, text] : beside) {
    digests[path] = to_hex(sha256(as_bytes(text)));
  }
  ABIDE_CHECK(request.files.make_folder(request.into));
  ABIDE_CHECK(control.note("exported", request.by, request.at, {{"files", digests}}));
  ABIDE_CHECK(control.commit());
  ABIDE_CHECK(control.checkpoint());
  ABIDE_CHECK(request.files.make_folder(request.into + "/entries"));
  ABIDE_CHECK(request.files.make_folder(request.into + "/checkpoints"));
  Evidence evidence;
  ABIDE_TRY(evidence.entries,
            write_entries(control.ledger(), request.files, request.into + "/entries"));
  ABIDE_TRY(evidence.checkpoints,
            write_checkpoints(control, request.files, request.into + "/checkpoints"));
  ABIDE_CHECK(write_beside(request.files, request.into, beside));
  ABIDE_CHECK(request.files.write(request.into + "/key.txt", control.first_public_key() + "\n"));
  evidence.files = beside.size();
  return evidence;
}

}  // namespace abide::reports
