// Who receives data and where, how long it is kept, and what people may do about it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "policy/id_sets.hpp"
#include "policy/periods.hpp"
#include "reports/model/notice_writer.hpp"
#include "reports/model/schedule.hpp"
#include "reports/pack/about.hpp"
#include "reports/record/parties.hpp"
#include "reports/record/terms.hpp"
#include "reports/words.hpp"

namespace abide::reports::notice {
namespace {

using policy::Model;
using policy::Rule;

/// Of the law behind a rule, no more than that the policy relies on it: its statute is something
/// for a person to confirm.
std::string reliance(const policy::Laws& laws, const Rule& rule) {
  if (record::law_words(rule).empty()) return "";
  const policy::Law* const law = laws.find(*rule.law);
  if (law == nullptr) return "";
  return law->kind == policy::Law::Kind::obligation
             ? fmt::format(" We rely on a duty to keep it: {}.", law->record)
             : fmt::format(" We rely on the time in which claims can be made: {}.", law->record);
}

std::string kept_words(const Model& model, const policy::Laws& laws, const Rule& rule) {
  const std::string period = to_string(rule.period);
  const std::string from = record::anchor_words(model, rule.anchor);
  using enum Rule::Kind;
  switch (rule.kind) {
    case may_keep:
      return fmt::format("We keep it until: {}.{}", from,
                         rule.review ? fmt::format(" We look again every {} whether we need it.",
                                                   to_string(*rule.review))
                                     : "");
    case must_keep_for:
      return fmt::format("We keep it for {} after {}, then we delete it.{}", period, from,
                         reliance(laws, rule));
    case must_keep_at_least:
      return fmt::format("We keep it for at least {} after {}.{}", period, from,
                         reliance(laws, rule));
    case keep_at_most:
      return fmt::format("We delete it {} after {} at the latest.{}", period, from,
                         reliance(laws, rule));
    case erase_within:
      return fmt::format("We delete it within {} of {}.", period, from);
    case erase_at:
      return fmt::format("We delete it at: {}.", from);
    case erase_promptly:
      return fmt::format("We delete it promptly after {}.", from);
    case sever:
      return fmt::format("After {} it no longer points to the rest of your data.", from);
  }
  return "";
}

struct Meaning {
  const char* right;
  const char* title;
  const char* words;
};
constexpr std::array meanings{
    Meaning{"access", "Get a copy", "You can ask what we hold about you, and get a copy of it."},
    Meaning{"rectification", "Have it corrected", "You can ask us to correct what is wrong."},
    Meaning{"erasure", "Have it deleted", "You can ask us to delete it."},
    Meaning{"restriction", "Have it set aside", "You can ask us to keep it and not to use it."},
    Meaning{"portability", "Take it with you",
            "You can get what you gave us in a form that programs can read."},
    Meaning{"objection", "Object", "You can tell us to stop a use that you do not agree with."},
    Meaning{"withdrawal", "Take back your consent",
            "What you agreed to, you can end at any time. What was done until then stays lawful."},
    Meaning{"explanation", "Ask how a decision was made",
            "You can ask how a machine came to a result, and have a person look at it."}};

/// Whether one of the periods has always ended by then.
bool is_beaten(const Period& one, const std::vector<Period>& by) {
  return std::ranges::any_of(by, [&](const Period& other) {
    return other != one && policy::longest_days(other) <= policy::shortest_days(one);
  });
}

/// The periods in which an answer is promised, each once, without those that can never end first.
std::string promised(const std::vector<Period>& periods) {
  std::vector<std::string> words;
  for (const Period& one : periods)
    if (!is_beaten(one, periods)) add_once(words, to_string(one));
  if (words.empty()) return "";
  if (words.size() == 1) return "within " + words.front();
  return fmt::format("within {}, whichever ends first", fmt::join(words, " or "));
}

}  // namespace

std::string place_words(const policy::Channel& channel) {
  if (channel.in_app) return "Do it yourself: " + channel.channel;
  return (channel.channel.find('@') != std::string::npos ? "Write to " : "Go to ") +
         channel.channel;
}

void Writer::recipients() {
  Section& section = begin("recipients", "Who receives it");
  Grid grid{"", {"Who", "What", "What for"}, {}};
  for (std::uint32_t i = 0; i < model_.recipients.size(); ++i) {
    const policy::Party& party = party_of(ground_, RecipientId{i});
    std::vector<CategoryId> what;
    std::vector<std::string> why;
    std::vector<PromiseId> promises;
    for (const Delivery& one : deliveries_) {
      std::vector<CategoryId> personal = one.leaves;
      std::erase_if(personal, [&](CategoryId leaf) { return !is_personal_leaf(model_, leaf); });
      if (one.to != RecipientId{i} || personal.empty()) continue;
      what.insert(what.end(), personal.begin(), personal.end());
      for (const PurposeId purpose : one.purposes) add_once(why, purpose_title(ground_, purpose));
      if (one.purposes.empty()) add_once(why, "It keeps data for us");
      if (one.promise) promises.push_back(*one.promise);
    }
    policy::make_set(what);
    if (what.empty()) continue;
    std::vector<std::string> countries;
    for (const std::string& country : party.countries)
      countries.push_back(record::country_name(country));
    grid.rows.push_back({{{party.title,
                           party.is_processor ? "It works for us and on our instructions."
                                              : "It decides for itself what it does with the data.",
                           fmt::format("Country: {}{}", fmt::join(countries, ", "),
                                       party.region.empty() ? "" : "; region: " + party.region)},
                          group_lines(model_, what),
                          std::move(why)},
                         promise_ids(model_, promises)});
  }
  if (!grid.rows.empty()) section.blocks.emplace_back(std::move(grid));
}

void Writer::transfers() {
  Section& section = begin("transfers", "Where it goes abroad, and what protects it there");
  Listing listing;
  for (std::uint32_t i = 0; i < model_.recipients.size(); ++i) {
    const policy::Party& party = party_of(ground_, RecipientId{i});
    const bool gets = std::ranges::any_of(
        deliveries_, [&](const Delivery& one) { return one.to == RecipientId{i}; });
    if (!gets || !beyond_[i] || party.safeguard.empty()) continue;
    std::vector<std::string> countries;
    for (const std::string& country : party.countries)
      countries.push_back(record::country_name(country));
    listing.items.push_back({fmt::format("{} ({}): {}.", party.title, fmt::join(countries, ", "),
                                         record::safeguard_words(party.safeguard)),
                             {party.safeguard_promise}});
  }
  if (listing.items.empty()) return;
  section.blocks.emplace_back(Passage{"These sit outside the country whose law applies to us:"});
  section.blocks.emplace_back(std::move(listing));
  if (!said_.controllers.empty())
    section.blocks.emplace_back(Passage{"You can ask us for a copy of these safeguards: " +
                                        said_.controllers.front().contact + "."});
}

void Writer::how_long() {
  Section& section = begin("how-long", "How long we keep it");
  Grid grid{"", {"What", "Where it lies", "How long"}, {}};
  std::vector<std::vector<CategoryId>> of_row;
  for (const schedule::Line& line : schedule::lines_of(ground_)) {
    if (line.rules.empty()) continue;
    GridCell words;
    const auto stays = [&](RuleId id) {
      return model_.at(id).is_floor() || model_.at(id).kind == Rule::Kind::may_keep;
    };
    for (const bool first : {true, false})  // what stays before what goes
      for (const RuleId rule : line.rules)
        if (stays(rule) == first) add_once(words, kept_words(model_, laws_, model_.at(rule)));
    const std::string where = title_of(model_.at(*line.store));
    std::size_t at = 0;
    while (at < grid.rows.size() &&
           (grid.rows[at].cells[2] != words || grid.rows[at].cells[1] != GridCell{where}))
      ++at;
    if (at == grid.rows.size()) {
      grid.rows.push_back({{{}, {where}, std::move(words)}, {}});
      of_row.emplace_back();
    }
    of_row[at].insert(of_row[at].end(), line.leaves.begin(), line.leaves.end());
    add_once(grid.rows[at].rests_on, line.promises);
  }
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    policy::make_set(of_row[i]);
    grid.rows[i].cells[0] = group_lines(model_, of_row[i]);
  }
  if (grid.rows.empty()) return;
  section.blocks.emplace_back(Passage{
      "Where several ends are named, the first that comes counts. What a law makes us keep stays "
      "for that time."});
  section.blocks.emplace_back(std::move(grid));
  Listing copies;
  for (const policy::Store& store : model_.stores)
    if (store.backups_kept)
      copies.items.push_back({fmt::format("Backups of {} hold it for {} more.", title_of(store),
                                          to_string(*store.backups_kept))});
  if (!copies.items.empty()) section.blocks.emplace_back(std::move(copies));
}

void Writer::rights() {
  Section& section = begin("rights", "What you can do");
  std::vector<Period> periods;
  std::vector<std::string> promises;
  for (const policy::Reply& one : said_.replies) {
    periods.push_back(one.within);
    add_once(promises, one.promise);
  }
  Grid grid{"", {"You can", "How"}, {}};
  for (const Meaning& meaning : meanings) {
    GridRow row{{{meaning.title, meaning.words}, {}}, {}};
    for (const policy::Channel& channel : said_.channels) {
      if (channel.right != meaning.right) continue;
      std::vector<CategoryId> over;
      for (std::uint32_t i = 0; i < model_.categories.size(); ++i)
        if (is_personal_leaf(model_, CategoryId{i}) &&
            is_meant(model_, CategoryId{i}, channel.over))
          over.push_back(CategoryId{i});
      const bool all = channel.over.empty() || std::ranges::count(channel.over, "personal") > 0;
      std::string words = place_words(channel) + only_for(channel.subjects);
      if (!all && !over.empty())
        words += fmt::format(". For: {}", fmt::join(group_lines(model_, over), "; "));
      // What holds for every answer is said once, below.
      const bool said_below = channel.within && (is_beaten(*channel.within, periods) ||
                                                 std::ranges::count(periods, *channel.within) > 0);
      if (channel.within && !said_below)
        words += ". We answer within " + to_string(*channel.within);
      add_once(row.cells[1], words + ".");
      if (!channel.promise.empty()) add_once(row.rests_on, channel.promise);
    }
    if (!row.cells[1].empty()) grid.rows.push_back(std::move(row));
  }
  if (grid.rows.empty()) return;
  section.blocks.emplace_back(std::move(grid));
  if (!periods.empty())
    section.blocks.emplace_back(
        Passage{fmt::format("We answer what you ask {}.", promised(periods)), promises});
}

void Writer::withdrawal() {
  Section& section = begin("consent", "Where we rely on your consent");
  Listing listing;
  for (const policy::Purpose& purpose : said_.purposes) {
    if (std::ranges::find(purpose.bases, "consent") == purpose.bases.end()) continue;
    std::vector<std::string> ways;
    std::vector<std::string> promises;
    for (const policy::Channel& channel : said_.channels) {
      const bool ours =
          channel.over.empty() || std::ranges::any_of(channel.over, [&](const std::string& over) {
            return std::ranges::any_of(purpose.uses, [&](const std::string& used) {
              return used == over || used.starts_with(over + ".") || over.starts_with(used + ".") ||
                     over == "personal";
            });
          });
      if (channel.right != "withdrawal" || !ours) continue;
      add_once(ways, within_sentence(place_words(channel)));
      add_once(promises, channel.promise);
    }
    std::string words = purpose.title + ".";
    if (!ways.empty()) words += fmt::format(" To take it back, {}.", fmt::join(ways, "; "));
    listing.items.push_back({std::move(words), std::move(promises)});
  }
  if (!listing.items.empty()) section.blocks.emplace_back(std::move(listing));
}

void Writer::decisions() {
  Section& section = begin("decisions", "What machines decide");
  Listing listing;
  for (const policy::Purpose& purpose : said_.purposes)
    if (!purpose.automated.empty())
      listing.items.push_back({fmt::format("{}: {}.", purpose.title, purpose.automated)});
  if (!listing.items.empty()) section.blocks.emplace_back(std::move(listing));
}

}  // namespace abide::reports::notice
