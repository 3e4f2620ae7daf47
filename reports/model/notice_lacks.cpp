// What the law's list asks a notice to tell and the policy does not say.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "policy/laws.hpp"
#include "reports/data.hpp"
#include "reports/model/notice.hpp"
#include "reports/model/schedule.hpp"
#include "reports/record/split.hpp"
#include "reports/record/terms.hpp"
#include "reports/words.hpp"

namespace abide::reports::notice {
namespace {

using policy::Model;

/// Who asks, of the first of the policy's regimes whose list is known.
std::string asked_by(const Model& model, const char* item) {
  static const Json lists = Json::parse(text_of(DataFile::told));
  for (const std::string& regime : model.regimes) {
    if (!lists.contains(regime)) continue;
    const Json& list = lists.at(regime);
    if (!list.contains(item)) return "";
    const std::string source = list.at(item).at("source").get<std::string>();
    return list.at(item).at("checked").get<bool>()
               ? "asked by " + source
               : fmt::format("believed to be asked by {}; let somebody check that", source);
  }
  return "";
}

class Lister {
 public:
  explicit Lister(const Ground& ground)
      : ground_(ground), model_(ground.model), said_(ground.said) {}

  std::vector<Lack> lacks() {
    controller();
    purposes();
    recipients();
    periods();
    rights();
    complaints();
    sources();
    lack("must_give", "whether people must give each kind of data, and what happens if they do not",
         "the language has no words for it: write it into the notice by hand");
    decisions();
    if (!said_.updated)
      all_.push_back({"the day of the last change", "", "add `updated YYYY-MM-DD;` to the policy"});
    return std::move(all_);
  }

 private:
  void lack(const char* item, std::string what, std::string remedy, bool if_any = false) {
    all_.push_back({std::move(what), asked_by(model_, item), std::move(remedy), if_any});
  }

  void controller() {
    if (said_.controllers.empty())
      lack("controller", "who is responsible", "add a `controller` with `contact` and `address`");
    for (const policy::Controller& one : said_.controllers) {
      const std::string in = fmt::format(" to controller `{}`", one.name);
      if (one.address.empty())
        lack("controller", fmt::format("where {} is to be found", one.title),
             "add `address \"…\";`" + in);
      if (one.dpo.empty())
        lack("officer", "how to reach the data protection officer", "add `dpo …;`" + in, true);
      if (one.representative.empty())
        lack("controller", "who represents the controller here", "add `representative …;`" + in,
             true);
      if (one.regulators.empty())
        lack("regulator", "which regulator people can complain to", "add `regulator …;`" + in);
    }
  }

  void purposes() {
    std::vector<CategoryId> idle;
    for (const record::Activity& row : record::split(model_, said_)) {
      if (row.purpose) continue;
      for (const record::Datum& datum : row.data)
        for (std::uint32_t i = 0; i < model_.categories.size(); ++i)
          if (model_.categories[i].name == datum.name) idle.emplace_back(i);
    }
    if (!idle.empty())
      lack("purposes",
           fmt::format("what this is used for: {}", fmt::join(group_lines(model_, idle), "; ")),
           "name it in the `uses` of a purpose");
    for (const policy::Purpose& one : said_.purposes) {
      const bool interested = std::ranges::count(one.bases, "legitimate_interests") > 0;
      if (one.bases.empty())
        lack("basis", fmt::format("why “{}” is lawful", one.title),
             fmt::format("add `basis …;` to purpose `{}`", one.name));
      if (interested && one.interest.empty())
        lack("interests", fmt::format("which legitimate interest “{}” serves", one.title),
             fmt::format("add `interest \"…\";` to purpose `{}`", one.name));
    }
  }

  void recipients() {
    const std::vector<bool> beyond = abroad(ground_);
    std::set<RecipientId> receive;
    for (const Delivery& one : deliveries_of(model_))
      if (std::ranges::any_of(one.leaves,
                              [&](CategoryId leaf) { return is_personal_leaf(model_, leaf); }))
        receive.insert(one.to);
    for (const RecipientId id : receive) {
      const policy::Party& party = party_of(ground_, id);
      if (beyond[id.value] && party.safeguard.empty())
        lack("transfers", fmt::format("what protects the data at {}", party.title),
             fmt::format("add `transfer to {} under …;`", party.name));
    }
    for (const policy::Store& store : model_.stores) {
      const bool here = store.kind != "browser" && store.kind != "memory";
      if (!store.run_by && here && !store.tables.empty())
        lack(
            "recipients", fmt::format("who runs {}", title_of(store)),
            fmt::format("add `run by …;` to store `{}` where it is not the controller", store.name),
            true);
    }
  }

  void periods() {
    std::set<CategoryId> endless;
    for (const schedule::Line& line : schedule::lines_of(ground_)) {
      // What lies in a person's own browser is theirs to keep.
      if (line.store && line.at_most.empty() && model_.at(*line.store).kind != "browser")
        endless.insert(line.leaves.begin(), line.leaves.end());
    }
    if (!endless.empty())
      lack("periods",
           fmt::format("how long this is kept: {}",
                       fmt::join(group_lines(model_, {endless.begin(), endless.end()}), "; ")),
           "add a statement such as `keep … at most …;`");
  }

  [[nodiscard]] bool has(const policy::Subject& subject, std::string_view right) const {
    return std::ranges::any_of(said_.channels, [&](const policy::Channel& channel) {
      return channel.right == right && std::ranges::count(channel.subjects, subject.name) > 0;
    });
  }
  [[nodiscard]] bool any_on(std::string_view basis) const {
    return std::ranges::any_of(said_.purposes, [&](const policy::Purpose& one) {
      return std::ranges::count(one.bases, basis) > 0;
    });
  }
  void rights() {
    for (const policy::Subject& subject : model_.subjects) {
      std::vector<std::string> missing;
      for (const char* const right :
           {"access", "rectification", "erasure", "restriction", "portability"})
        if (!has(subject, right)) missing.emplace_back(right);
      if (any_on("legitimate_interests") && !has(subject, "objection"))
        missing.emplace_back("objection");
      if (!missing.empty())
        lack("rights", fmt::format("to {}: the rights of {}", title_of(subject), joined(missing)),
             fmt::format("add `right {} over personal for {} via \"…\" within 1 month;`",
                         missing.front(), subject.name));
      if (any_on("consent") && !has(subject, "withdrawal"))
        lack("withdrawal", fmt::format("to {}: how consent is taken back", title_of(subject)),
             fmt::format("add `right withdrawal over … for {} via …;`", subject.name), true);
    }
    const bool advertises = std::ranges::any_of(said_.purposes, [](const policy::Purpose& one) {
      return one.name.find("marketing") != std::string::npos;
    });
    const bool objects = std::ranges::any_of(said_.channels, [](const policy::Channel& channel) {
      return channel.right == "objection" || channel.right == "withdrawal";
    });
    if (advertises && !objects)
      lack("marketing", "that people can object to marketing at any time",
           "add `right objection over … for … via …;`");
  }

  void complaints() {
    const auto to_regulator = [&](const policy::Channel& channel) {
      return std::ranges::any_of(said_.controllers, [&](const policy::Controller& one) {
        return std::ranges::count(one.regulators, channel.channel) > 0;
      });
    };
    const bool to_us = std::ranges::any_of(said_.channels, [&](const policy::Channel& channel) {
      return channel.right == "complaint" && !to_regulator(channel);
    });
    if (!to_us)
      lack("complaint", "how to complain to the controller",
           "add `right complaint for … via \"…\" acknowledged within 30 days;`");
  }

  void sources() {
    std::vector<CategoryId> untold;
    for (std::uint32_t i = 0; i < model_.categories.size(); ++i) {
      const CategoryId leaf{i};
      const bool comes =
          std::ranges::any_of(model_.flows.permissions, [&](const policy::Permission& one) {
            return (one.act == policy::Act::collect || one.act == policy::Act::generate) &&
                   std::ranges::binary_search(one.leaves, leaf);
          });
      if (is_personal_leaf(model_, leaf) && !fields_of(model_, leaf).empty() && !comes)
        untold.push_back(leaf);
    }
    if (!untold.empty())
      lack("sources",
           fmt::format("where this comes from: {}", fmt::join(group_lines(model_, untold), "; ")),
           "add `collect … from …;` or `generate … from …;`");
  }

  void decisions() {
    const bool told = std::ranges::any_of(
        said_.purposes, [](const policy::Purpose& one) { return !one.automated.empty(); });
    if (!told)
      lack("decisions", "decisions that machines take about people",
           "add `automated \"…\";` to the purpose", true);
  }

  const Ground& ground_;
  const Model& model_;
  const policy::Disclosure& said_;
  std::vector<Lack> all_;
};

}  // namespace

std::vector<Lack> lacks_of(const Ground& ground) { return Lister{ground}.lacks(); }

std::vector<Open> open_of(const Ground& ground) {
  std::vector<Open> all;
  for (const policy::Rule& rule : ground.model.rules) {
    const std::string law = record::law_words(rule);
    const bool known = std::ranges::any_of(all, [&](const Open& one) { return one.what == law; });
    if (!law.empty() && !known) all.push_back({law, "whoever answers for the notice"});
  }
  for (const policy::Undecided& one : ground.said.undecided)
    all.push_back(
        {fmt::format("{}: {}", one.id, one.question),
         fmt::format("{}, before {}", ground.said.title_of(one.by), to_string(one.before))});
  return all;
}

Json json_of(const Notice& notice) {
  Json json = reports::json_of(notice.document);
  json["lacks"] = Json::array();
  for (const Lack& one : notice.lacks)
    json["lacks"].push_back(
        {{"what", one.what}, {"asked", one.asked}, {"remedy", one.remedy}, {"if_any", one.if_any}});
  json["open"] = Json::array();
  for (const Open& one : notice.open)
    json["open"].push_back({{"what", one.what}, {"who", one.who}});
  return json;
}

}  // namespace abide::reports::notice
