#include "reports/record/questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "reports/data.hpp"
#include "reports/record/table.hpp"

namespace abide::reports::record {
namespace {

void collect(std::vector<std::string>& to, const std::string& words) {
  if (std::ranges::find(to, words) == to.end()) to.push_back(words);
}

void collect(std::vector<Blank>& to, const Blank& blank) {
  if (std::ranges::find(to, blank) == to.end()) to.push_back(blank);
}

/// What a column says over all rows, each part once, with its rows where they are not all. What may
/// stay blank is left out where something is said.
Cell over_all(const Record& record, std::size_t column) {
  std::vector<std::pair<std::string, std::vector<std::size_t>>> parts;
  std::vector<Blank> blanks;
  for (std::size_t i = 0; i < record.activities.size(); ++i) {
    const Cell& cell = record.activities[i].cells[column];
    for (const std::string& part : cell.parts) {
      auto at = std::ranges::find(parts, part, &decltype(parts)::value_type::first);
      if (at == parts.end()) at = parts.insert(at, {part, {}});
      at->second.push_back(i + 1);
    }
    for (const Blank& blank : cell.blanks) collect(blanks, blank);
  }
  Cell cell;
  for (const auto& [part, rows] : parts)
    cell.parts.push_back(
        rows.size() == record.activities.size()
            ? part
            : fmt::format("{} (row{} {})", part, rows.size() == 1 ? "" : "s", spans(rows)));
  for (const Blank& blank : blanks)
    if (cell.parts.empty() || blank.need == Blank::Need::must) cell.blanks.push_back(blank);
  return cell;
}

class Answerer {
 public:
  Answerer(const Ground& ground, const Record& record) : ground_(ground), record_(record) {}

  std::vector<Answer> all() {
    std::vector<Answer> answers;
    const Json data = Json::parse(text_of(DataFile::questions));
    for (const Json& group : data.at("groups")) {
      for (const Json& question : group.at("questions")) {
        Answer answer{question.at("key"),
                      group.at("group"),
                      law_of(group.at("group")),
                      question.at("asks"),
                      {},
                      ""};
        fill(answer, question);
        answers.push_back(std::move(answer));
      }
    }
    return answers;
  }

 private:
  [[nodiscard]] std::string law_of(const std::string& part) const {
    const auto at = ground_.law.parts.find(part);
    return at == ground_.law.parts.end() ? "" : at->second;
  }
  void fill(Answer& answer, const Json& question) {
    if (const auto column = question.find("column"); column != question.end()) {
      const std::string letter = column->get<std::string>();
      answer.cell = over_all(record_, column_at(letter));
      answer.from = "column " + letter;
    } else if (const auto heading = question.find("heading"); heading != question.end()) {
      answer.cell = about(heading->get<std::string>());
      answer.from = "the policy";
    } else {
      const bool officer = question.at("person") == "officer";
      answer.cell.blanks.push_back(
          {officer ? ground_.fillers.officer : functions(), question.at("why").get<std::string>()});
      answer.from = "a person";
    }
  }

  [[nodiscard]] std::string functions() const {
    std::vector<std::string> all;
    for (const Activity& row : record_.activities)
      collect(all, owner_of(ground_.fillers, row.purpose ? &*row.purpose : nullptr));
    return all.empty() ? ground_.fillers.officer : fmt::format("{}", fmt::join(all, ", "));
  }

  [[nodiscard]] Cell about(const std::string& what) const {
    const Heading& heading = record_.heading;
    if (what == "controller") return heading.controller;
    if (what == "contact") return contact();
    if (what == "officer") return heading.officer;
    if (what == "representative") return heading.representative;
    if (what == "role") return role();
    if (what == "special") return special();
    if (what == "shared") return shared();
    if (what == "stores") return stores();
    return notice();
  }
  [[nodiscard]] Cell contact() const {
    Cell cell = record_.heading.address;
    const Cell& contact = record_.heading.contact;
    cell.parts.insert(cell.parts.end(), contact.parts.begin(), contact.parts.end());
    cell.blanks.insert(cell.blanks.end(), contact.blanks.begin(), contact.blanks.end());
    return cell;
  }
  [[nodiscard]] Cell role() const {
    Cell cell;
    for (const Activity& row : record_.activities) {
      if (row.purpose) collect(cell.parts, "Controller: " + row.purpose->title);
    }
    for (const Service& service : record_.services)
      collect(cell.parts, fmt::format("Processor for {}: {}", service.customer, service.title));
    if (cell.parts.empty())
      cell.blanks.push_back({ground_.fillers.officer, "the policy declares no purpose"});
    return cell;
  }
  [[nodiscard]] Cell special() const {
    Cell cell;
    for (const Activity& row : record_.activities)
      for (const Datum& datum : row.data)
        if (datum.special) collect(cell.parts, datum.title);
    if (cell.parts.empty())
      cell.parts.emplace_back("None of the data in the record is marked as special category data");
    cell.blanks.push_back({ground_.fillers.officer,
                           "whether free text holds any, and whether any is about offences: the "
                           "policy has no mark for either"});
    return cell;
  }
  [[nodiscard]] Cell shared() const {
    Cell cell;
    for (const Activity& row : record_.activities)
      for (const Receiver& one : row.receivers)
        if (!one.party.is_processor) collect(cell.parts, "Yes: " + one.party.title);
    if (cell.parts.empty())
      cell.parts.emplace_back("With none but processors, as far as the policy says");
    return cell;
  }
  [[nodiscard]] Cell stores() const {
    Cell cell;
    const policy::Model& model = ground_.input.model;
    for (const policy::Site& site : ground_.input.said.sites)
      if (const auto store = model.find_store(site.store))
        cell.parts.push_back(site_words(model.at(*store), site));
    cell.blanks.push_back({ground_.fillers.officer,
                           "where recipients keep it: the policy says in which country they sit"});
    return cell;
  }
  [[nodiscard]] Cell notice() const {
    Cell cell;
    const policy::Disclosure& said = ground_.input.said;
    if (!said.notice.empty()) cell.parts.push_back(said.notice);
    if (said.notice.empty())
      cell.blanks.push_back({ground_.fillers.officer, "the policy has no `notice`"});
    for (const policy::Controller& controller : said.controllers)
      if (!controller.website.empty()) cell.parts.push_back(controller.website);
    return cell;
  }

  const Ground& ground_;
  const Record& record_;
};

}  // namespace

std::vector<Answer> answers_of(const Ground& ground, const Record& record) {
  return Answerer{ground, record}.all();
}

}  // namespace abide::reports::record
