// Reads each notice through the caller's reader, and puts together what the parts find.
#include "policy/notices/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "policy/notices/findings.hpp"

namespace abide::policy::notices {
namespace {

Diagnostic unreadable(const Named& named, std::string message, std::string help) {
  return {
      .code = "E0905", .span = named.place, .message = std::move(message), .help = std::move(help)};
}

/// The text of a notice that the policy names.
Result<Notice> read_one(const Named& named, const std::string& folder, const Reader& reader,
                        const Titles& titles) {
  const auto path = path_inside("", named.path);
  if (!path) {
    return Error{ErrorCode::refused,
                 fmt::format("the notice `{}` lies outside of the policy's folder", named.path),
                 "a notice is a file beside the policy or below it"};
  }
  auto text = reader(folder + *path);
  if (!text) {
    return Error{
        text.error().code,
        fmt::format("the notice `{}` cannot be read: {}", named.path, text.error().message),
        text.error().help};
  }
  return Notice::read(folder + *path, std::move(text).value(), titles);
}

/// E0904 where the text is not the one that somebody accepted.
void compare_with(const Accepted& accepted, const ReadNotice& read, const std::string& entry,
                  std::vector<Finding>& findings) {
  const AcceptedNotice* const last = accepted.find(read.named.path);
  if (last == nullptr) return;
  const Acceptance& acceptance = last->history.back();
  const std::string hash = to_hex(sha256(as_bytes(read.notice.source().text())));
  if (hash == acceptance.sha256) return;
  findings.push_back(
      {{.code = "E0904",
        .span = read.named.place,
        .message = fmt::format(
            "`{}` is not the text that {} accepted on {}", read.named.path, acceptance.by,
            to_string(Instant{std::chrono::floor<std::chrono::seconds>(acceptance.at)})),
        .notes = {fmt::format("its SHA-256 is {}, that of the accepted text {}", hash.substr(0, 16),
                              acceptance.sha256.substr(0, 16))},
        .help = fmt::format("`abide notice accept {} --by NAME` says what changed since, and "
                            "accepts it, once every quote stands again (E0901); or put the "
                            "accepted text back",
                            entry)}});
}

/// The sentence that a lost quote is nearest to is told once: with the quote.
void leave_out_told_twice(std::vector<Finding>& findings) {
  std::vector<SourceSpan> told;
  for (const Finding& one : findings) {
    if (one.diagnostic.code != "E0901") continue;
    for (const Label& label : one.diagnostic.labels) told.push_back(label.span);
  }
  std::erase_if(findings, [&](const Finding& one) {
    return one.diagnostic.code == "W0902" && std::ranges::any_of(told, [&](const SourceSpan& span) {
             return span.file == one.diagnostic.span.file && span.begin < one.diagnostic.span.end &&
                    one.diagnostic.span.begin < span.end;
           });
  });
}

}  // namespace

Reading read_notices(const Sources& sources, const std::string& entry, const Reader& reader,
                     const Accepted* accepted, const CheckOptions& options) {
  Reading reading;
  const std::vector<Named> named = notices_named_in(sources);
  if (named.empty()) return reading;
  reading.quoted = quoted_in(sources);
  const Titles titles = titles_in(sources, reading.quoted);
  const std::string folder = entry.substr(0, entry.rfind('/') + 1);
  std::vector<Finding> findings;
  for (const Named& one : named) {
    auto notice = read_one(one, folder, reader, titles);
    if (!notice) {
      findings.push_back({unreadable(one, notice.error().message, notice.error().help)});
      continue;
    }
    Standing standing = stand_in(*notice, reading.quoted);
    const Share share = share_of(*notice, standing);
    reading.notices.push_back({one, std::move(*notice), std::move(standing), share});
    if (accepted != nullptr) compare_with(*accepted, reading.notices.back(), entry, findings);
  }
  if (reading.notices.size() == named.size()) {  // else what is missing may stand in the other
    find_lost_quotes(sources, reading, findings);
    find_bare_sentences(sources, reading, findings);
    find_unsaid_names(sources, reading, findings);
    find_another_date(sources, reading, findings);
    waive(sources, options, findings);
    leave_out_told_twice(findings);
  }
  for (Finding& one : findings) reading.diagnostics.push_back(std::move(one.diagnostic));
  sort_by_place(reading.diagnostics);
  return reading;
}

std::size_t standing_promises(const Reading& reading) {
  std::size_t standing = 0;
  for (std::size_t i = 0; i < reading.quoted.size(); ++i) {
    standing +=
        std::ranges::any_of(reading.notices,
                            [i](const ReadNotice& one) { return one.standing.footings[i].stands; })
            ? 1U
            : 0U;
  }
  return standing;
}

Sources sources_with(const Sources& sources, const Reading& reading) {
  Sources all;
  all.files = sources.files;
  for (const ReadNotice& one : reading.notices) all.files.push_back(one.notice.source());
  return all;
}

}  // namespace abide::policy::notices
