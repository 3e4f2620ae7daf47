#include "reports/record/record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/record/cells.hpp"
#include "reports/record/own_rows.hpp"
#include "reports/record/questions.hpp"
#include "reports/record/split.hpp"
#include "reports/record/terms.hpp"

namespace abide::reports::record {
namespace {

using policy::Purpose;

Cell said_or_blank(const std::string& words, const std::string& who, const std::string& why) {
  if (!words.empty()) return {{words}, {}};
  return {{}, {{who, why}}};
}

Heading heading_of(const Ground& ground) {
  const policy::Disclosure& said = ground.input.said;
  const std::string& who = ground.fillers.officer;
  if (said.controllers.empty()) {
    const Cell blank{{}, {{who, "the policy declares no controller"}}};
    return {blank, blank, blank, blank, blank};
  }
  Heading heading;
  for (const policy::Controller& one : said.controllers) {
    const auto add = [&](Cell& cell, const std::string& words, const std::string& why) {
      const Cell more = said_or_blank(words, who, why);
      cell.parts.insert(cell.parts.end(), more.parts.begin(), more.parts.end());
      cell.blanks.insert(cell.blanks.end(), more.blanks.begin(), more.blanks.end());
    };
    const std::string name = fmt::format("controller `{}`", one.name);
    add(heading.controller, one.title, "");
    add(heading.address, one.address, name + " has no `address`");
    add(heading.contact, one.contact, name + " has no `contact`");
    add(heading.officer, one.dpo.empty() ? "" : said.title_of(one.dpo),
        name + " has no `dpo`: name the officer, or who decides in place of one");
    add(heading.representative, one.representative.empty() ? "" : said.title_of(one.representative),
        name + " has no `representative`");
  }
  for (Blank& blank : heading.representative.blanks) blank.need = Blank::Need::if_any;
  return heading;
}

std::vector<Service> services_of(const Ground& ground) {
  const policy::Disclosure& said = ground.input.said;
  std::vector<Service> services;
  for (const Purpose& purpose : said.purposes) {
    for (const std::string& customer : purpose.processor_for) {
      const Handling handling = handling_of(ground.input.model, purpose);
      Service service{purpose.name, purpose.title, said.title_of(customer), {}, {}, {}};
      service.receivers = receivers_of(ground.input, handling, ground.home);
      service.measures = measures_of(ground.input, handling);
      const std::string who = owner_of(ground.fillers, &purpose);
      service.cells[0] = {{service.customer},
                          {{who,
                            "the name and contact details of each customer, who is the "
                            "controller: the policy names them as a kind"}}};
      service.cells[1] = {{}, {{who, "each customer says so", Blank::Need::if_any}}};
      service.cells[2] = {{purpose.title}, {}};
      service.cells[3] = countries_cell(service.receivers);
      service.cells[4] = safeguards_cell(service.receivers, ground.fillers);
      service.cells[5] = measures_cell(service.measures, ground.fillers);
      for (const std::size_t cell : {3U, 4U})
        if (service.cells[cell].parts.empty() && service.cells[cell].blanks.empty())
          service.cells[cell].blanks.push_back({ground.fillers.officer,
                                                "the policy declares no transfer of it",
                                                Blank::Need::if_any});
      services.push_back(std::move(service));
    }
  }
  return services;
}

std::vector<std::string> notes_of(const Input& input, const Record& record) {
  std::vector<std::string> notes;
  for (const Purpose& purpose : input.said.purposes) {
    if (!purpose.processor_for.empty()) {
      notes.push_back(fmt::format("“{}” is done for {} and stands in the processor's record alone.",
                                  purpose.title, fmt::join(purpose.processor_for, ", ")));
      continue;
    }
    const bool there = std::ranges::any_of(record.activities, [&](const Activity& row) {
      return row.purpose && row.purpose->name == purpose.name;
    });
    if (!there)
      notes.push_back(fmt::format(
          "“{}” has no row: what it uses is anonymous, or nobody's, as the policy says.",
          purpose.title));
  }
  std::set<std::size_t> placed;
  for (const Activity& row : record.activities)
    placed.insert(row.adherence.of.begin(), row.adherence.of.end());
  if (input.evidence != nullptr)
    for (const std::string& found : unplaced(*input.evidence, placed))
      notes.push_back("Should be gone, and is of no row here: " + found + ".");
  notes.emplace_back(input.deployment != nullptr
                         ? "What Abide itself keeps about people has rows of its own, at the end."
                         : "What Abide itself keeps about people is not in it: a deployment keeps "
                           "it, and none was given.");
  return notes;
}

std::string evidence_words(const Input& input) {
  if (input.deployment == nullptr)
    return "None: the policy alone was read. Columns AC and AD are blank.";
  if (input.evidence == nullptr)
    return fmt::format("None: deployment {} has no control store yet. Columns AC and AD are blank.",
                       input.deployment->name);
  const SweepEvidence& found = *input.evidence;
  if (found.run.empty())
    return fmt::format("No sweep of deployment {} has come to an end.", input.deployment->name);
  return fmt::format(
      "{} of deployment {}, which ended {}{}.", found.run, found.deployment, found.state,
      found.looked ? "; the stores were looked at again at " +
                         to_string(std::chrono::floor<std::chrono::seconds>(*found.looked))
                   : "; nobody looked again");
}

Activity filled(const Ground& ground, const std::vector<std::string>& stand_ins,
                Activity activity) {
  const Input& input = ground.input;
  const Handling handling = handling_of(input.model, activity);
  activity.receivers = receivers_of(input, handling, ground.home);
  activity.measures = measures_of(input, handling);
  activity.terms = terms_of(input.model, activity.rules);
  std::vector<std::string> overdue;
  for (const OverdueRequest& one : input.overdue)
    if (activity.subject == one.subject && !activity.rules.empty()) overdue.push_back(one.words);
  activity.adherence =
      judge({input.model, activity.fields, activity.rules, stand_ins, std::move(overdue), input.at},
            input.evidence);
  fill_cells(ground, activity);
  return activity;
}

}  // namespace

Result<Record> make(const Input& input) {
  ABIDE_TRY(const Zone zone, Zone::find(input.model.calendar.zone));
  const policy::Laws laws = policy::Laws::built_in();
  const Ground ground{input, fillers_of(input), home_of(input.model, input.said),
                      laws.record_law(input.model.regimes)};
  Record record;
  record.title = input.model.title.empty() ? input.model.name : input.model.title;
  record.policy = input.model.name;
  record.digest = to_hex(policy::meaning_digest(input.model));
  record.made = input.at;
  record.day = zone.local_date(input.at);
  record.country = ground.home;
  record.law = ground.law;
  record.undecided = input.said.undecided;
  for (policy::Undecided& one : record.undecided) one.by = input.said.title_of(one.by);
  for (const policy::Controller& one : input.said.controllers)
    record.controllers.push_back(one.title);
  if (input.deployment != nullptr) {
    record.deployment = input.deployment->name;
    for (const policy::Binding& binding : input.deployment->bindings)
      if (binding.stand_in) record.stand_ins.push_back(input.model.at(binding.store).name);
  }
  record.heading = heading_of(ground);
  for (Activity& activity : split(input.model, input.said))
    record.activities.push_back(filled(ground, record.stand_ins, std::move(activity)));
  if (input.deployment != nullptr) {
    ABIDE_TRY(std::vector<Activity> own, own_rows(ground));
    std::ranges::move(own, std::back_inserter(record.activities));
  }
  record.services = services_of(ground);
  record.notes = notes_of(input, record);
  record.evidence = evidence_words(input);
  record.answers = answers_of(ground, record);
  return record;
}

}  // namespace abide::reports::record
