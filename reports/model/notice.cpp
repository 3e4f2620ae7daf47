// Who is responsible, what is collected from whom, what for and on which basis.
#include "reports/model/notice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "policy/id_sets.hpp"
#include "reports/html.hpp"
#include "reports/model/notice_writer.hpp"
#include "reports/pack/about.hpp"
#include "reports/record/parties.hpp"
#include "reports/words.hpp"

namespace abide::reports::notice {
namespace {

using policy::Act;
using policy::Model;
using policy::Permission;

/// Why something may be done, in words of every day.
std::string basis_words(const policy::RecordLaw& law, const std::string& basis) {
  static const std::map<std::string, const char*> words{
      {"consent", "You agreed to it. You can take that back at any time."},
      {"contract",
       "We need it for our contract with you, or for steps that you ask for before there is one."},
      {"legal_obligation", "A legal duty makes us do it."},
      {"vital_interests", "Somebody's life or health depends on it."},
      {"public_task", "It is a task in the public interest."},
      {"legitimate_interests",
       "We have a legitimate interest in it, weighed against your interests."},
      {"recognised_legitimate_interests", "It serves an interest that the law recognises."}};
  const auto known = words.find(basis);
  const std::string text = known == words.end() ? spaced(basis) + "." : known->second;
  const auto article = law.bases.find(basis);
  return article == law.bases.end() ? text
                                    : fmt::format("{} ({} {})", text, law.name, article->second);
}

bool comes_in(const Permission& one) { return one.act == Act::collect || one.act == Act::generate; }

/// Where some data comes from, and the promises that say so.
struct Sources {
  std::vector<std::string> words;
  std::vector<PromiseId> promises;
  bool operator==(const Sources&) const = default;
};

Sources sources_of(const Ground& ground, CategoryId leaf, SubjectId subject) {
  Sources sources;
  for (const Permission& one : ground.model.flows.permissions) {
    if (!comes_in(one) || !std::ranges::binary_search(one.leaves, leaf)) continue;
    if (one.promise) sources.promises.push_back(*one.promise);
    // Of several kinds of people each gives what is their own.
    const bool own = std::ranges::find(one.subjects, subject) != one.subjects.end();
    if (own) add_once(sources.words, "You");
    for (const SubjectId from : own ? std::vector<SubjectId>{} : one.subjects)
      add_once(sources.words, title_of(ground.model.at(from)));
    for (const RecipientId from : one.recipients)
      add_once(sources.words, party_of(ground, from).title);
    if (one.act == Act::generate)
      add_once(sources.words, fmt::format("We make it from: {}",
                                          fmt::join(group_lines(ground.model, one.sources), "; ")));
  }
  return sources;
}

}  // namespace

Writer::Writer(const Ground& ground)
    : ground_(ground),
      model_(ground.model),
      said_(ground.said),
      laws_(policy::Laws::built_in()),
      law_(laws_.record_law(ground.model.regimes)),
      deliveries_(deliveries_of(ground.model)),
      beyond_(abroad(ground)) {
  for (std::uint32_t i = 0; i < model_.categories.size(); ++i)
    people_.push_back(is_personal_leaf(model_, CategoryId{i}) ? people_of(ground, CategoryId{i})
                                                              : std::vector<SubjectId>{});
}

Document Writer::document() && {
  document_.title = title_of(model_);
  if (said_.updated)
    document_.lead.emplace_back(Passage{"Last updated on " + in_words(*said_.updated) + "."});
  document_.lead.emplace_back(
      Passage{"This page says what we do with personal data, and what you can do about it."});
  who_we_are();
  what_we_collect();
  why();
  never();
  for_others();
  recipients();
  transfers();
  how_long();
  rights();
  withdrawal();
  decisions();
  cookies();
  least_ages();
  complaints();
  changes();
  std::vector<Section> told;
  std::vector<Section>& all = document_.sections;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool leads = i + 1 < all.size() && all[i + 1].is_part;
    if (!all[i].is_empty() || leads) told.push_back(std::move(all[i]));
  }
  document_.sections = std::move(told);
  return std::move(document_);
}

Section& Writer::begin(const char* id, const char* title) {
  return document_.sections.emplace_back(Section{id, title, {}});
}

Section& Writer::begin_part(const std::string& id, const std::string& title) {
  return document_.sections.emplace_back(Section{id, title, {}, true});
}

std::vector<CategoryId> Writer::leaves_of(SubjectId subject) const {
  std::vector<CategoryId> leaves;
  for (std::uint32_t i = 0; i < model_.categories.size(); ++i) {
    const CategoryId leaf{i};
    const bool comes = std::ranges::any_of(model_.flows.permissions, [&](const Permission& one) {
      return comes_in(one) && std::ranges::binary_search(one.leaves, leaf);
    });
    const bool theirs = std::ranges::find(people_[i], subject) != people_[i].end();
    if (theirs && (comes || !fields_of(model_, leaf).empty())) leaves.push_back(leaf);
  }
  return leaves;
}

std::string Writer::subject_title(SubjectId id) const { return title_of(model_.at(id)); }

std::string Writer::only_for(const std::vector<std::string>& subjects) const {
  if (subjects.size() >= model_.subjects.size()) return "";
  std::vector<std::string> titles;
  for (const std::string& name : subjects)
    if (const auto id = model_.find_subject(name)) titles.push_back(subject_title(*id));
  return titles.empty() ? "" : fmt::format(" (for: {})", fmt::join(titles, ", "));
}

void Writer::who_we_are() {
  Section& section = begin("who-we-are", "Who we are");
  for (const policy::Controller& one : said_.controllers) {
    std::string who = fmt::format("{} is responsible for your data (the “controller”)", one.title);
    if (!one.country.empty()) who += ". We are in: " + record::country_name(one.country);
    section.blocks.emplace_back(Passage{who + "."});
    Listing ways;
    const auto say = [&](const char* what, const std::string& words) {
      if (!words.empty()) ways.items.push_back({fmt::format("{}: {}", what, words)});
    };
    say("Write to us", one.contact);
    say("Address", one.address);
    say("Website", one.website);
    say("Data protection officer", one.dpo.empty() ? "" : said_.title_of(one.dpo));
    say("Our representative", one.representative.empty() ? "" : said_.title_of(one.representative));
    for (const std::string& joint : one.joint)
      say("Responsible together with us", said_.title_of(joint));
    section.blocks.emplace_back(std::move(ways));
  }
}

void Writer::what_we_collect() {
  begin("what-we-collect", "What we collect, and where it comes from");
  for (std::uint32_t s = 0; s < model_.subjects.size(); ++s) {
    const SubjectId subject{s};
    Grid grid{"", {"What", "Where it comes from"}, {}};
    for (const auto& [group, leaves] : grouped(model_, leaves_of(subject))) {
      std::vector<std::pair<Sources, std::vector<CategoryId>>> alike;
      for (const CategoryId leaf : leaves) {
        Sources sources = sources_of(ground_, leaf, subject);
        auto at = std::ranges::find(alike, sources, [](const auto& one) { return one.first; });
        if (at == alike.end()) at = alike.insert(at, {std::move(sources), {}});
        at->second.push_back(leaf);
      }
      for (auto& [sources, some] : alike) {
        if (sources.words.empty()) sources.words.emplace_back("It arises when you use the service");
        grid.rows.push_back(
            {{group_lines(model_, some), sources.words}, promise_ids(model_, sources.promises)});
      }
    }
    if (grid.rows.empty()) continue;
    if (model_.subjects.size() > 1)
      begin_part("what-" + model_.at(subject).name, subject_title(subject));
    document_.sections.back().blocks.emplace_back(std::move(grid));
  }
}

void Writer::why() {
  Section& section = begin("why", "What we use it for, and why we may");
  Grid grid{"", {"What for", "Which data", "Why we may"}, {}};
  for (std::uint32_t i = 0; i < model_.flows.purposes.size(); ++i) {
    const auto at =
        std::ranges::find(said_.purposes, model_.flows.purposes[i], &policy::Purpose::name);
    if (at == said_.purposes.end() || !at->processor_for.empty()) continue;
    std::vector<CategoryId> uses;
    std::vector<PromiseId> promises;
    for (const Permission& one : model_.flows.permissions) {
      if (!std::ranges::binary_search(one.purposes, PurposeId{i})) continue;
      if (one.promise) promises.push_back(*one.promise);
      if (one.act != Act::use) continue;
      for (const CategoryId leaf : one.leaves)
        if (is_personal_leaf(model_, leaf)) uses.push_back(leaf);
    }
    policy::make_set(uses);
    if (uses.empty()) continue;
    GridCell why;
    for (const std::string& basis : at->bases) why.push_back(basis_words(law_, basis));
    if (!at->interest.empty()) why.push_back("Our interest: " + at->interest + ".");
    grid.rows.push_back(
        {{{at->title}, group_lines(model_, uses), std::move(why)}, promise_ids(model_, promises)});
  }
  if (!grid.rows.empty()) section.blocks.emplace_back(std::move(grid));
}

/// In the words that were published: what is never done, to whomever.
void Writer::never() {
  Section& section = begin("never", "What we never do");
  Listing listing;
  for (const policy::Prohibition& one : model_.flows.prohibitions) {
    const policy::Promise& promise = model_.at(one.promise);
    const bool for_all = std::ranges::any_of(one.purposes.names, [&](PurposeId id) {
      const std::string& name = model_.flows.purposes[id.value];
      return name == "sale" || name == "training" || name == "advertising";
    });
    const bool told = std::ranges::any_of(
        listing.items, [&](const Passage& item) { return item.words == promise.quote; });
    if (for_all && !one.purposes.all_but && one.when.empty() && one.unless.empty() &&
        !promise.quote.empty() && !told)
      listing.items.push_back({promise.quote, {promise.id}});
  }
  if (!listing.items.empty()) section.blocks.emplace_back(std::move(listing));
}

void Writer::for_others() {
  Section& section = begin("for-others", "What we do on behalf of others");
  Listing listing;
  for (const policy::Purpose& purpose : said_.purposes)
    for (const std::string& customer : purpose.processor_for)
      listing.items.push_back(
          {fmt::format("{}: we do this for {}. They are responsible for it; ask them about it.",
                       purpose.title, within_sentence(said_.title_of(customer)))});
  if (!listing.items.empty()) section.blocks.emplace_back(std::move(listing));
}

Notice notice_of(const Ground& ground) {
  return {Writer{ground}.document(), lacks_of(ground), open_of(ground)};
}

}  // namespace abide::reports::notice
