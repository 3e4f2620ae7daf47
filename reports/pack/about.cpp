#include "reports/pack/about.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "reports/words.hpp"

namespace abide::reports {
namespace {

using policy::Disclosure;
using policy::Model;
using policy::Rule;

class Teller {
 public:
  Teller(Page& page, const Model& model, const Disclosure& said, const Found& found)
      : page_(page), model_(model), said_(said), found_(found) {}

  void tell() {
    page_.heading("About your data");
    purposes();
    categories();
    recipients();
    periods();
    rights();
    complaints();
    origins();
    decisions();
    transfers();
  }

 private:
  void purposes();
  void categories();
  void recipients();
  void periods();
  void rights();
  void complaints();
  void origins();
  void decisions();
  void transfers();

  /// Leaves found among those that the names mean.
  [[nodiscard]] std::set<CategoryId> found_among(const std::vector<std::string>& names) const;
  [[nodiscard]] std::vector<std::string> titles(const std::set<CategoryId>& leaves) const;
  [[nodiscard]] std::vector<const policy::Party*> parties() const;

  Page& page_;
  const Model& model_;
  const Disclosure& said_;
  const Found& found_;
};

std::set<CategoryId> Teller::found_among(const std::vector<std::string>& names) const {
  std::set<CategoryId> leaves;
  std::ranges::copy_if(found_.categories, std::inserter(leaves, leaves.end()),
                       [&](CategoryId leaf) { return is_meant(model_, leaf, names); });
  return leaves;
}

std::vector<std::string> Teller::titles(const std::set<CategoryId>& leaves) const {
  std::vector<std::string> all;
  for (const CategoryId leaf : leaves) all.push_back(title_of(model_.at(leaf)));
  return all;
}

void Teller::purposes() {
  page_.subheading("Why we use it");
  std::vector<std::vector<std::string>> rows;
  for (const policy::Purpose& purpose : said_.purposes) {
    const auto used = found_among(purpose.uses);
    if (used.empty()) continue;
    std::vector<std::string> bases;
    for (const std::string& basis : purpose.bases) bases.push_back(spaced(basis));
    std::string basis = bases.empty() ? "none is declared" : joined(bases);
    if (!purpose.interest.empty()) basis += ": " + purpose.interest;
    rows.push_back({purpose.title, std::move(basis), joined(titles(used))});
  }
  if (rows.empty()) {
    page_.paragraph("The policy declares no purpose for what was found.");
  } else {
    page_.table({"Purpose", "Lawful basis", "What is used"}, rows);
  }
}

void Teller::categories() {
  page_.subheading("What kinds of data they are");
  page_.list(titles(found_.categories));
}

/// Who receives something of what was found.
std::vector<const policy::Party*> Teller::parties() const {
  std::vector<const policy::Party*> all;
  for (const policy::Flow& flow : said_.flows) {
    if (found_among(flow.what).empty()) continue;
    for (const std::string& to : flow.to) {
      const policy::Party* party = said_.party(to);
      if (party != nullptr && std::ranges::find(all, party) == all.end()) all.push_back(party);
    }
  }
  return all;
}

void Teller::recipients() {
  page_.subheading("Who receives it");
  std::vector<std::vector<std::string>> rows;
  for (const policy::Party* party : parties()) {
    std::set<CategoryId> what;
    std::set<std::string> why;
    for (const policy::Flow& flow : said_.flows) {
      if (std::ranges::find(flow.to, party->name) == flow.to.end()) continue;
      what.merge(found_among(flow.what));
      for (const std::string& name : flow.purposes) {
        const auto at = std::ranges::find(said_.purposes, name, &policy::Purpose::name);
        if (at != said_.purposes.end()) why.insert(at->title);
      }
    }
    rows.push_back({party->title, party->is_processor ? "works for us" : "decides for itself",
                    joined(party->countries), joined(titles(what)),
                    why.empty() ? "keeps it for us" : joined({why.begin(), why.end()})});
  }
  if (rows.empty()) {
    page_.paragraph("Nobody outside, as far as the policy says.");
  } else {
    page_.table({"Who", "Role", "Where it sits", "What", "For what"}, rows);
  }
}

void Teller::periods() {
  page_.subheading("How long it is kept");
  std::vector<std::vector<std::string>> rows;
  for (const Rule& rule : model_.rules) {
    std::set<CategoryId> about;
    std::ranges::set_intersection(rule.categories, found_.categories,
                                  std::inserter(about, about.end()));
    if (about.empty()) continue;
    rows.push_back({joined(titles(about)), rule.sentence, model_.at(rule.promise).id});
  }
  if (rows.empty()) {
    page_.paragraph("No period is declared for what was found.");
  } else {
    page_.table({"What", "The rule", "Promise"}, rows);
  }
}

void Teller::rights() {
  page_.subheading("Your rights");
  std::vector<std::vector<std::string>> rows;
  for (const policy::Channel& channel : said_.channels) {
    const std::string& subject = model_.at(found_.subject).name;
    if (std::ranges::find(channel.subjects, subject) == channel.subjects.end()) continue;
    rows.push_back({spaced(channel.right), channel.channel,
                    channel.within ? "within " + to_string(*channel.within) : ""});
  }
  if (rows.empty()) {
    page_.paragraph("You can ask for rectification, erasure or restriction, and object.");
  } else {
    page_.table({"Right", "How to use it", "Answered"}, rows);
  }
}

void Teller::complaints() {
  page_.subheading("If you are not content");
  for (const policy::Controller& controller : said_.controllers) {
    page_.paragraph(fmt::format("Complain to us, {}{}{}.", controller.title,
                                controller.contact.empty() ? "" : ", at ", controller.contact));
    if (!controller.regulators.empty())
      page_.paragraph(fmt::format("You can also complain to {}, or go to court.",
                                  fmt::join(controller.regulators, ", ")));
  }
}

void Teller::origins() {
  page_.subheading("Where it comes from");
  std::vector<std::vector<std::string>> rows;
  for (const policy::Origin& origin : said_.origins) {
    const auto what = found_among(origin.what);
    if (what.empty()) continue;
    std::vector<std::string> from;
    for (const std::string& name : origin.from) {
      const policy::Party* party = said_.party(name);
      const auto subject = model_.find_subject(name);
      from.push_back(party != nullptr                        ? party->title
                     : subject && *subject == found_.subject ? "you"
                                                             : spaced(name));
    }
    rows.push_back({joined(titles(what)),
                    origin.is_derived ? "made by us from " + joined(from) : joined(from)});
  }
  if (!rows.empty()) page_.table({"What", "From"}, rows);
}

void Teller::decisions() {
  page_.subheading("Decisions by machines");
  std::vector<std::string> told;
  for (const policy::Purpose& purpose : said_.purposes) {
    if (!purpose.automated.empty() && !found_among(purpose.uses).empty())
      told.push_back(purpose.title + ": " + purpose.automated);
  }
  if (told.empty()) {
    page_.paragraph("The policy declares none for what was found.");
  } else {
    page_.list(told);
  }
}

void Teller::transfers() {
  page_.subheading("Outside the country");
  std::vector<std::vector<std::string>> rows;
  for (const policy::Party* party : parties()) {
    const bool at_home = std::ranges::all_of(
        party->countries, [](const std::string& country) { return country == "GB"; });
    if (!at_home)
      rows.push_back({party->title, joined(party->countries),
                      party->safeguard.empty() ? "none is declared" : spaced(party->safeguard)});
  }
  if (rows.empty()) {
    page_.paragraph("None of the recipients above sits outside the United Kingdom.");
  } else {
    page_.table({"Who", "Country", "Safeguard"}, rows);
  }
}

}  // namespace

bool is_meant(const Model& model, CategoryId leaf, const std::vector<std::string>& names) {
  const policy::Category& category = model.at(leaf);
  return std::ranges::any_of(names, [&](const std::string& name) {
    return name == "everything" || name == category.name || category.name.starts_with(name + ".") ||
           (name == "personal" && category.mark != policy::Mark::anonymous) ||
           (name == "special" && category.mark == policy::Mark::special);
  });
}

std::set<CategoryId> portable(const Model& model, const Disclosure& said, SubjectId subject) {
  std::set<CategoryId> leaves;
  for (std::uint32_t i = 0; i < model.categories.size(); ++i) {
    const CategoryId leaf{i};
    if (!model.at(leaf).leaf || model.at(leaf).secret) continue;
    const bool provided = std::ranges::any_of(said.origins, [&](const policy::Origin& origin) {
      return !origin.is_derived && is_meant(model, leaf, origin.what) &&
             std::ranges::find(origin.from, model.at(subject).name) != origin.from.end();
    });
    const bool by_choice = std::ranges::any_of(said.purposes, [&](const policy::Purpose& purpose) {
      const bool chosen = std::ranges::any_of(purpose.bases, [](const std::string& basis) {
        return basis == "consent" || basis == "contract";
      });
      return chosen && is_meant(model, leaf, purpose.uses);
    });
    if (provided && by_choice) leaves.insert(leaf);
  }
  return leaves;
}

void tell_about(Page& page, const Model& model, const Disclosure& said, const Found& found) {
  Teller{page, model, said, found}.tell();
}

}  // namespace abide::reports
