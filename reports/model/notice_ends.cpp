// Cookies, ages, complaints and changes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reports/model/notice_writer.hpp"
#include "reports/words.hpp"

namespace abide::reports::notice {

void Writer::cookies() {
  Section& section = begin("cookies", "Cookies");
  Listing listing;
  for (const policy::Cookie& one : said_.cookies) {
    const auto at = std::ranges::find(model_.categories, one.what, &policy::Category::name);
    std::vector<std::string> by;
    for (const std::string& name : one.by) by.push_back(said_.title_of(name));
    std::vector<std::string> why;
    for (const std::string& name : one.purposes)
      for (const policy::Purpose& purpose : said_.purposes)
        if (purpose.name == name) why.push_back(purpose.title);
    std::vector<std::string> promises{one.promise};
    std::string words =
        fmt::format("{} ({}). Set by {}.", at == model_.categories.end() ? one.what : title_of(*at),
                    spaced(one.kind), by.empty() ? "us" : joined(by));
    if (!why.empty()) words += fmt::format(" For: {}.", fmt::join(why, "; "));
    for (const policy::Prohibition& never : model_.flows.prohibitions) {
      const bool waits =
          never.act == policy::Act::set && !never.unless.empty() && at != model_.categories.end() &&
          std::ranges::any_of(never.leaves,
                              [&](CategoryId leaf) { return model_.at(leaf).name == one.what; });
      if (!waits) continue;
      std::vector<std::string> states;
      for (const StateId state : never.unless) states.push_back(state_title(ground_, state));
      words += fmt::format(" Only if: {}.", fmt::join(states, "; "));
      add_once(promises, model_.at(never.promise).id);
    }
    listing.items.push_back({std::move(words), std::move(promises)});
  }
  if (!listing.items.empty()) section.blocks.emplace_back(std::move(listing));
}

void Writer::least_ages() {
  Section& section = begin("ages", "How old you must be");
  Listing listing;
  for (const auto& [name, age] : said_.least_ages)
    if (const auto subject = model_.find_subject(name))
      listing.items.push_back(
          {fmt::format("{}: at least {}.", subject_title(*subject), to_string(age))});
  if (!listing.items.empty()) section.blocks.emplace_back(std::move(listing));
}

void Writer::complaints() {
  Section& section = begin("complaints", "If you want to complain");
  Listing listing;
  const auto is_regulators = [&](const policy::Channel& channel) {
    return std::ranges::any_of(said_.controllers, [&](const policy::Controller& one) {
      return std::ranges::count(one.regulators, channel.channel) > 0;
    });
  };
  std::vector<std::string> behind;  // promises that send people to the regulator
  for (const policy::Channel& channel : said_.channels) {
    if (channel.right != "complaint") continue;
    if (is_regulators(channel)) {
      add_once(behind, channel.promise);
      continue;
    }
    std::string words = place_words(channel) + only_for(channel.subjects) + ".";
    if (channel.acknowledged)
      words += fmt::format(" We tell you within {} that we have your complaint.",
                           to_string(*channel.acknowledged));
    if (channel.within) words += fmt::format(" We answer within {}.", to_string(*channel.within));
    listing.items.push_back({std::move(words), {channel.promise}});
  }
  for (const policy::Controller& one : said_.controllers)
    for (std::size_t i = 0; i < one.regulators.size(); i += 2)
      listing.items.push_back(
          {fmt::format("You can also complain to the regulator: {}{}.", one.regulators[i],
                       i + 1 < one.regulators.size() ? ", " + one.regulators[i + 1] : ""),
           behind});
  if (!listing.items.empty()) section.blocks.emplace_back(std::move(listing));
}

void Writer::changes() {
  Section& section = begin("changes", "When this notice changes");
  Listing listing;
  for (const policy::Announcement& one : said_.announcements) {
    const auto event = model_.find_event(one.event);
    const std::string when = one.event == "policy_changed" ? "when this notice changes"
                             : one.event == "policy_loosened"
                                 ? "when a change protects you less than before"
                             : event ? fmt::format("after “{}”", title_of(model_.at(*event)))
                                     : spaced(one.event);
    std::vector<std::string> by;
    for (const std::string& channel : one.by) by.push_back(spaced(channel));
    listing.items.push_back(
        {fmt::format("We tell you {}, by {}{}.", when, fmt::join(by, " or "), only_for(one.to)),
         {one.promise}});
  }
  if (!listing.items.empty()) section.blocks.emplace_back(std::move(listing));
}

}  // namespace abide::reports::notice
