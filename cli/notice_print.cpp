#include "cli/notice_print.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/shown.hpp"
#include "policy/sentences.hpp"

namespace abide::cli {
namespace {

namespace ast = policy::ast;
namespace notices = policy::notices;
using notices::Change;
using notices::Notice;
using notices::ReadNotice;
using notices::Sentence;

/// As it is written, else as it was computed.
std::string mode_of(const Noticed& noticed, const std::string& promise) {
  const auto& all = noticed.compiled.model->promises;
  const auto mode = std::ranges::find(all, promise, &policy::Promise::id)->kept_as();
  return mode ? std::string{word_of(*mode)} : "";
}

/// By sentence, the promises that stand on it, as numbers of `Reading::quoted`.
std::vector<std::vector<std::size_t>> standing_on(const notices::Reading& reading,
                                                  const ReadNotice& read) {
  std::vector<std::vector<std::size_t>> on(read.notice.sentences().size());
  for (std::size_t i = 0; i < reading.quoted.size(); ++i) {
    for (const std::size_t sentence : read.standing.footings[i].sentences)
      on[sentence].push_back(i);
  }
  return on;
}

std::string sentence_text(const Noticed& noticed, const ReadNotice& read, const Sentence& sentence,
                          const std::vector<std::size_t>& on) {
  const std::string words = read.notice.text_of(sentence.tokens);
  std::string text =
      sentence.heading ? fmt::format("  [{}]\n", words) : fmt::format("  {}\n", words);
  for (const std::size_t i : on) {
    const std::string& id = noticed.reading.quoted[i].promise;
    const std::string mode = mode_of(noticed, id);
    text += fmt::format("      {}{}\n", id, mode.empty() ? "" : ", " + mode);
  }
  const auto bare = bare_words_of(read.notice, read.standing, sentence);
  if (on.empty() && !bare.empty()) return text + "      nothing stands on this\n";
  for (const notices::Range& run : bare)
    text += fmt::format("      under no quote: \"{}\"\n", read.notice.text_of(run));
  return text;
}

/// Whether the sentence is the very title of its section.
bool is_title(const Notice& notice, const Sentence& sentence) {
  return sentence.heading && sentence.section &&
         notice.sections()[*sentence.section].tokens.first == sentence.tokens.first;
}

std::string notice_text_of(const Noticed& noticed, const ReadNotice& read) {
  const auto on = standing_on(noticed.reading, read);
  std::string text;
  for (std::size_t i = 0; i < on.size(); ++i) {
    const Sentence& sentence = read.notice.sentences()[i];
    if (is_title(read.notice, sentence)) {
      text += fmt::format("\n{}\n", read.notice.text_of(sentence.tokens));
      if (on[i].empty()) continue;
    }
    text += sentence_text(noticed, read, sentence, on[i]);
  }
  return text;
}

Json sentence_json(const Noticed& noticed, const ReadNotice& read, std::size_t number,
                   const std::vector<std::size_t>& on) {
  const Sentence& sentence = read.notice.sentences()[number];
  Json promises = Json::array();
  for (const std::size_t i : on) {
    const std::string& id = noticed.reading.quoted[i].promise;
    promises.push_back({{"id", id}, {"mode", mode_of(noticed, id)}});
  }
  Json bare = Json::array();
  for (const notices::Range& run : bare_words_of(read.notice, read.standing, sentence))
    bare.push_back(read.notice.text_of(run));
  return {{"section", notices::section_of(read.notice, number)},
          {"text", read.notice.text_of(sentence.tokens)},
          {"line", read.notice.source().line_at(read.notice.span_of(sentence.tokens, 0).begin)},
          {"heading", sentence.heading},
          {"promises", std::move(promises)},
          {"under_no_quote", std::move(bare)}};
}

// ── what changed ──────────────────────────────────────────────────────────────────────────────

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::size_t count_of(const Compared& compared, Change::Kind kind) {
  return static_cast<std::size_t>(std::ranges::count(compared.changes, kind, &Change::kind));
}

std::string place_of(const Notice& notice, std::size_t sentence) {
  const std::string section = notices::section_of(notice, sentence);
  const auto line =
      notice.source().line_at(notice.span_of(notice.sentences()[sentence].tokens, 0).begin);
  return section.empty() ? fmt::format("line {}", line)
                         : fmt::format("`{}`, line {}", section, line);
}

std::string words_of(const Notice& notice, std::size_t sentence) {
  return notice.text_of(notice.sentences()[sentence].tokens);
}

std::string change_text(const Compared& compared, const Change& change) {
  std::string text;
  if (change.after) {
    text = fmt::format("  {}\n", place_of(compared.after, *change.after));
  } else {
    text = fmt::format("  {}\n", place_of(compared.before, *change.before));
  }
  if (change.kind == Change::Kind::moved) {
    return fmt::format("{}      {}\n      from {}\n", text, words_of(compared.after, *change.after),
                       place_of(compared.before, *change.before));
  }
  if (change.before) text += fmt::format("    - {}\n", words_of(compared.before, *change.before));
  if (change.after) text += fmt::format("    + {}\n", words_of(compared.after, *change.after));
  if (!change.differences.empty())
    text += fmt::format("      {}\n", in_words(change.differences, "the old", "the new"));
  return text;
}

std::string kind_text(const Compared& compared, Change::Kind kind, const char* title) {
  std::string text;
  for (const Change& change : compared.changes) {
    if (change.kind != kind) continue;
    if (text.empty()) text = fmt::format("\n{}\n", title);
    text += change_text(compared, change);
  }
  return text;
}

/// The statements under a promise, as written.
std::vector<std::string> statements_of(const policy::Sources& sources, const std::string& id) {
  std::vector<std::string> sentences;
  for (const ast::File& tree : sources.trees) {
    for (const ast::Declaration& declaration : tree.declarations) {
      const auto* const promise = std::get_if<ast::Promise>(&declaration);
      if (promise == nullptr || promise->id.text != id) continue;
      for (const ast::Statement& statement : promise->statements)
        sentences.push_back(sentence_at(sources, span_of(statement)));
    }
  }
  return sentences;
}

std::string quote_of(const notices::Quoted& quoted) {
  std::string text;
  for (const ast::Text& part : quoted.parts)
    text += fmt::format("{}\"{}\"", text.empty() ? "" : " ", part.text);
  return text;
}

Json change_json(const Compared& compared, const Change& change) {
  static constexpr std::array words{"new", "gone", "reworded", "moved"};
  Json json{{"what", words.at(static_cast<std::size_t>(change.kind))}};
  if (change.before) {
    json["before"] = words_of(compared.before, *change.before);
    json["section_before"] = notices::section_of(compared.before, *change.before);
  }
  if (change.after) {
    json["after"] = words_of(compared.after, *change.after);
    json["section"] = notices::section_of(compared.after, *change.after);
  }
  return json;
}

bool overlap(const policy::SourceSpan& a, const policy::SourceSpan& b) {
  return a.file == b.file && a.begin < b.end && b.begin < a.end;
}

/// `notice.txt:6`
std::string place_in(const Noticed& noticed, const policy::SourceSpan& span) {
  const policy::SourceFile& file = noticed.files.files[span.file];
  return fmt::format("{}:{}", file.path(), file.line_at(span.begin));
}

}  // namespace

std::vector<std::string> missing_in(const notices::Reading& reading) {
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < reading.quoted.size(); ++i) {
    const bool stands = std::ranges::any_of(
        reading.notices, [i](const ReadNotice& one) { return one.standing.footings[i].stands; });
    if (!stands) missing.push_back(reading.quoted[i].promise);
  }
  return missing;
}

std::string share_line(const Noticed& noticed, std::size_t notice) {
  const ReadNotice& read = noticed.reading.notices[notice];
  const auto standing = std::ranges::count_if(read.standing.footings, &notices::Footing::stands);
  std::string text = fmt::format(
      "{}: {}, {} of {} words quoted ({} %), {} of headings left out, {}", read.named.path,
      counted(static_cast<std::size_t>(standing), "promise", "promises"), read.share.quoted,
      read.share.words, read.share.percent(), counted(read.share.headings, "word", "words"),
      read.share.bare == 0 ? std::string{"every sentence is under a quote"}
                           : counted(read.share.bare, "sentence has words under no quote",
                                     "sentences have words under no quote"));
  const notices::AcceptedNotice* const accepted =
      noticed.accepted ? noticed.accepted->find(read.named.path) : nullptr;
  if (accepted != nullptr) {
    text += fmt::format("; last accepted by {} on {}", accepted->history.back().by,
                        to_the_second(accepted->history.back().at));
  }
  return text + "\n";
}

std::string coverage_text(const Noticed& noticed) {
  std::string text;
  for (std::size_t i = 0; i < noticed.reading.notices.size(); ++i) {
    text += fmt::format("{}{}{}", i == 0 ? "" : "\n", share_line(noticed, i),
                        notice_text_of(noticed, noticed.reading.notices[i]));
  }
  const auto missing = missing_in(noticed.reading);
  if (!missing.empty()) text += "\nPromises whose quote stands in no notice\n";
  for (const std::string& id : missing) text += fmt::format("  {}\n", id);
  return text;
}

Json coverage_json(const Noticed& noticed) {
  Json list = Json::array();
  for (const ReadNotice& read : noticed.reading.notices) {
    const auto on = standing_on(noticed.reading, read);
    Json sentences = Json::array();
    for (std::size_t i = 0; i < on.size(); ++i)
      sentences.push_back(sentence_json(noticed, read, i, on[i]));
    list.push_back(
        {{"notice", read.named.path},
         {"promises", std::ranges::count_if(read.standing.footings, &notices::Footing::stands)},
         {"words", read.share.words},
         {"quoted", read.share.quoted},
         {"percent", read.share.percent()},
         {"words_of_headings", read.share.headings},
         {"sentences_under_no_quote", read.share.bare},
         {"sentences", std::move(sentences)}});
  }
  return {{"notices", std::move(list)}, {"missing", missing_in(noticed.reading)}};
}

Compared compare(const Notice& before, const Notice& after, const Noticed& noticed) {
  return {before, after, notices::changes(before, after),
          notices::lost_footing(before, after, noticed.reading.quoted)};
}

std::string changes_text(const Compared& compared, const Noticed& noticed) {
  using enum Change::Kind;
  if (compared.changes.empty()) return "Not a word is different.\n";
  std::string text = fmt::format(
      "{} reworded, {} new, {} gone, {} moved; {}.\n",
      counted(count_of(compared, reworded), "sentence", "sentences"), count_of(compared, added),
      count_of(compared, gone), count_of(compared, moved),
      counted(compared.lost.size(), "promise loses its footing", "promises lose their footing"));
  text += kind_text(compared, reworded, "Reworded");
  text += kind_text(compared, added, "New");
  text += kind_text(compared, gone, "Gone");
  text += kind_text(compared, moved, "In another section");
  if (!compared.lost.empty()) text += "\nPromises without footing in the new text\n";
  for (const notices::Lost& lost : compared.lost) {
    const notices::Quoted& quoted = noticed.reading.quoted[lost.quoted];
    text += fmt::format("  {} {}\n", quoted.promise, quote_of(quoted));
    for (const std::string& sentence : statements_of(noticed.compiled.sources, quoted.promise))
      text += fmt::format("      {}\n", sentence);
  }
  return text;
}

Json changes_json(const Compared& compared, const Noticed& noticed) {
  Json changes = Json::array();
  for (const Change& change : compared.changes) changes.push_back(change_json(compared, change));
  Json lost = Json::array();
  for (const notices::Lost& one : compared.lost) {
    const notices::Quoted& quoted = noticed.reading.quoted[one.quoted];
    lost.push_back({{"promise", quoted.promise},
                    {"quote", quote_of(quoted)},
                    {"statements", statements_of(noticed.compiled.sources, quoted.promise)}});
  }
  return {{"changes", std::move(changes)}, {"without_footing", std::move(lost)}};
}

Touched touched_by(const Compared& compared, const ReadNotice& read, const Noticed& noticed) {
  const auto number = static_cast<std::size_t>(&read - noticed.reading.notices.data());
  const auto file = static_cast<std::uint32_t>(noticed.compiled.sources.files.size() + number);
  const auto on = standing_on(noticed.reading, read);
  Touched touched;
  std::vector<policy::SourceSpan> places;
  std::vector<std::size_t> quoting;
  for (const Change& change : compared.changes) {
    if (!change.after) continue;
    places.push_back(read.notice.span_of(read.notice.sentences()[*change.after].tokens, file));
    quoting.insert(quoting.end(), on[*change.after].begin(), on[*change.after].end());
  }
  std::ranges::sort(quoting);
  quoting.erase(std::unique(quoting.begin(), quoting.end()), quoting.end());
  for (const std::size_t i : quoting) {
    const notices::Quoted& quoted = noticed.reading.quoted[i];
    touched.promises.push_back(quoted.promise);
    for (const ast::Text& part : quoted.parts) places.push_back(part.span);
  }
  std::ranges::copy_if(
      noticed.diagnostics, std::back_inserter(touched.warnings), [&](const auto& one) {
        return one.severity == policy::Severity::warning && one.code.starts_with("W09") &&
               std::ranges::any_of(places,
                                   [&](const auto& place) { return overlap(one.span, place); });
      });
  return touched;
}

std::string touched_text(const Touched& touched, const Noticed& noticed) {
  std::string text;
  if (!touched.promises.empty())
    text +=
        fmt::format("\nPromises that quote what changed: {}\n", fmt::join(touched.promises, ", "));
  if (!touched.warnings.empty()) text += "\nOpen warnings about what changed\n";
  for (const policy::Diagnostic& one : touched.warnings)
    text += fmt::format("  {}: {} ({})\n", one.code, one.message, place_in(noticed, one.span));
  return text;
}

Json touched_json(const Touched& touched, const Noticed& noticed) {
  Json warnings = Json::array();
  for (const policy::Diagnostic& one : touched.warnings)
    warnings.push_back(
        {{"code", one.code}, {"message", one.message}, {"place", place_in(noticed, one.span)}});
  return {{"quoted_by", touched.promises}, {"warnings", std::move(warnings)}};
}

}  // namespace abide::cli
