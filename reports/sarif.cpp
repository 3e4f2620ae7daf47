#include "reports/sarif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/digest.hpp"
#include "base/uris.hpp"
#include "policy/fixes.hpp"
#include "policy/utf8.hpp"

namespace abide::reports {
namespace {

using policy::Diagnostic;
using policy::SourceFile;
using policy::SourceSpan;

constexpr const char* schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json";

Json text_of(std::string_view text) { return {{"text", policy::printable(text, true)}}; }

class Writer {
 public:
  Writer(const policy::Sources& sources, const SarifRun& run)
      : sources_(sources), finder_(sources), run_(run) {}

  Json write(const std::vector<Diagnostic>& diagnostics) {
    Json results = Json::array();
    for (const Diagnostic& one : diagnostics) results.push_back(result(one));
    Json artifacts = Json::array();
    for (const SourceFile& file : sources_.files) {
      artifacts.push_back({{"location", {{"uri", uri_of(file.path())}}},
                           {"length", file.text().size()},
                           {"mimeType", "text/plain"},
                           {"encoding", "UTF-8"}});
    }
    const Json driver{{"name", "abide"},
                      {"fullName", "Abide: a privacy policy, compiled"},
                      {"version", run_.version},
                      {"semanticVersion", run_.version},
                      {"rules", rules()}};
    return {{"$schema", schema},
            {"version", "2.1.0"},
            {"runs",
             {{{"tool", {{"driver", driver}}},
               {"columnKind", "unicodeCodePoints"},
               {"defaultEncoding", "UTF-8"},
               {"invocations", {{{"executionSuccessful", true}, {"exitCode", run_.exit_code}}}},
               {"artifacts", std::move(artifacts)},
               {"results", std::move(results)}}}}};
  }

 private:
  [[nodiscard]] Json rules() const {
    Json list = Json::array();
    for (const SarifRule& rule : run_.rules) {
      const bool warns = rule.code.starts_with('W');
      list.push_back({{"id", rule.code},
                      {"shortDescription", text_of(rule.title)},
                      {"help", {{"text", rule.page}, {"markdown", rule.page}}},
                      {"defaultConfiguration", {{"level", warns ? "warning" : "error"}}}});
    }
    return list;
  }
  [[nodiscard]] bool is_a_place(SourceSpan span) const { return span.file < sources_.files.size(); }
  [[nodiscard]] Json artifact(std::uint32_t file) const {
    return {{"uri", uri_of(sources_.files[file].path())}, {"index", file}};
  }
  [[nodiscard]] Json region(SourceSpan span) const {
    const SourceFile& file = sources_.files[span.file];
    const policy::Position begin = file.position(span.begin);
    const policy::Position end = file.position(std::max(span.begin, span.end));
    return {{"startLine", begin.line},
            {"startColumn", begin.column},
            {"endLine", end.line},
            {"endColumn", end.column}};
  }
  [[nodiscard]] Json place(SourceSpan span) const {
    return {{"artifactLocation", artifact(span.file)}, {"region", region(span)}};
  }
  static std::string message_of(const Diagnostic& one) {
    std::string text = one.message;
    for (const std::string& note : one.notes) text += "\n" + note;
    if (!one.help.empty()) text += "\nhelp: " + one.help;
    return text;
  }
  Json result(const Diagnostic& one) {
    Json made{{"ruleId", one.code},
              {"level", word_of(one.severity)},
              {"message", text_of(message_of(one))},
              {"locations", Json::array()},
              {"partialFingerprints", {{"abideText/v1", fingerprint(one)}}}};
    const auto rule = std::ranges::find(run_.rules, std::string_view{one.code}, &SarifRule::code);
    if (rule != run_.rules.end()) made["ruleIndex"] = rule - run_.rules.begin();
    if (is_a_place(one.span)) made["locations"].push_back({{"physicalLocation", place(one.span)}});
    add_related(one, made);
    add_fixes(one, made);
    return made;
  }
  void add_related(const Diagnostic& one, Json& made) const {
    for (const policy::Label& label : one.labels) {
      if (!is_a_place(label.span)) continue;
      Json related{{"physicalLocation", place(label.span)}};
      if (!label.text.empty()) related["message"] = text_of(label.text);
      made["relatedLocations"].push_back(std::move(related));
    }
  }
  void add_fixes(const Diagnostic& one, Json& made) const {
    for (const policy::Fix& fix : finder_.fixes_for(one)) {
      std::map<std::uint32_t, Json> changes;
      for (const policy::Edit& edit : fix.edits) {
        changes[edit.span.file].push_back(
            {{"deletedRegion", region(edit.span)}, {"insertedContent", text_of(edit.text)}});
      }
      Json list = Json::array();
      for (auto& [file, replacements] : changes) {
        list.push_back(
            {{"artifactLocation", artifact(file)}, {"replacements", std::move(replacements)}});
      }
      made["fixes"].push_back({{"description", text_of(fix.title)},
                               {"artifactChanges", std::move(list)},
                               {"properties", {{"safe", fix.safe}}}});
    }
  }
  std::string fingerprint(const Diagnostic& one) {
    std::string of = one.code;
    if (is_a_place(one.span)) {
      const SourceFile& file = sources_.files[one.span.file];
      const std::size_t end = std::min<std::size_t>(one.span.end, file.text().size());
      const std::size_t begin = std::min<std::size_t>(one.span.begin, end);
      of += '\0' + file.path() + '\0' + std::string{file.text().substr(begin, end - begin)};
    }
    of += '\0' + one.message;
    const int before = seen_[of]++;
    return to_hex(sha256(as_bytes(fmt::format("{}{}{}", of, '\0', before))));
  }

  const policy::Sources& sources_;
  policy::FixFinder finder_;
  const SarifRun& run_;
  std::map<std::string, int> seen_;
};

}  // namespace

Json sarif(const std::vector<Diagnostic>& diagnostics, const policy::Sources& sources,
           const SarifRun& run) {
  return Writer{sources, run}.write(diagnostics);
}

}  // namespace abide::reports
