// Manifests read as a draft of a policy.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/fideslang/fideslang.hpp"
#include "reports/fideslang/taxonomy.hpp"
#include "reports/fideslang/words.hpp"
#include "reports/words.hpp"

namespace abide::reports::fideslang {
namespace {

using sketch::name_from;

/// What stands under a key, where it is a text; numbers are taken for texts.
std::string text_at(const Json& one, const char* key) {
  if (!one.is_object() || !one.contains(key)) return "";
  const Json& value = one.at(key);
  if (value.is_string()) return value.get<std::string>();
  return value.is_number_integer() ? fmt::format("{}", value.get<std::int64_t>()) : "";
}
const Json& at(const Json& one, const char* key) {
  static const Json none;
  return one.is_object() && one.contains(key) ? one.at(key) : none;
}
/// A list of texts, or the one text there is.
std::vector<std::string> texts_at(const Json& one, const char* key) {
  std::vector<std::string> all;
  const Json& value = at(one, key);
  if (value.is_string()) all.push_back(value.get<std::string>());
  if (value.is_array())
    for (const Json& each : value)
      if (each.is_string()) all.push_back(each.get<std::string>());
  return all;
}
bool is_true(const Json& one, const char* key) {
  const Json& value = at(one, key);
  return value.is_boolean() && value.get<bool>();
}

struct Parsed {
  std::string path;
  Json content;
};
/// Everything of one kind in all manifests, with the file it stands in. A kind may hold one
/// resource without a list around it.
struct Resource {
  const Json* content = nullptr;
  std::string path;
};
std::vector<Resource> resources(const std::vector<Parsed>& manifests, const char* kind) {
  std::vector<Resource> all;
  for (const Parsed& manifest : manifests) {
    const Json& some = at(manifest.content, kind);
    if (some.is_object()) all.push_back({&some, manifest.path});
    if (some.is_array())
      for (const Json& one : some)
        if (one.is_object()) all.push_back({&one, manifest.path});
  }
  return all;
}

class Importer {
 public:
  explicit Importer(const std::vector<Parsed>& manifests)
      : datasets_(resources(manifests, "dataset")),
        systems_(resources(manifests, "system")),
        manifests_(manifests) {}

  Result<sketch::Draft> draft() {
    if (datasets_.empty() && systems_.empty())
      return Error{ErrorCode::refused, "no dataset and no system is in it",
                   "give the manifests that hold them"};
    for (const Parsed& one : manifests_) draft_.made_from.push_back(one.path);
    tell_apart();
    find_people();
    terms();
    policy();
    for (const Resource& one : datasets_) dataset(one);
    for (const Resource& one : ours_) system(one);
    for (const Resource& one : parties_) party(one);
    subjects();
    categories();
    return std::move(draft_);
  }

 private:
  /// Ours are those that send; whoever is only sent to, or works for somebody, is a party.
  void tell_apart() {
    std::set<std::string> receivers;
    for (const Resource& one : systems_)
      for (const Json& flow : at(*one.content, "egress"))
        if (text_at(flow, "type") == "system") receivers.insert(text_at(flow, "fides_key"));
    for (const Resource& one : systems_) {
      const auto roles = texts_at(*one.content, "responsibility");
      const bool works = std::ranges::count(roles, "Processor") > 0 ||
                         std::ranges::count(roles, "Sub-Processor") > 0;
      const bool third = text_at(*one.content, "system_type") == "Third Party";
      const bool sent_to = receivers.contains(text_at(*one.content, "fides_key")) &&
                           !at(*one.content, "egress").is_array();
      (works || third || sent_to ? parties_ : ours_).push_back(one);
    }
  }

  /// Whose rows each collection has, before the first way along references is looked for.
  void find_people() {
    for (const Resource& one : datasets_)
      for (const Json& collection : at(*one.content, "collections"))
        for (const std::string& key : texts_at(collection, "data_subjects"))
          people_in_[name_from(text_at(*one.content, "fides_key")) + "." +
                     name_from(text_at(collection, "name"))]
              .insert(name_from(key));
  }

  void terms() {
    for (const Resource& one : resources(manifests_, "data_category")) {
      const std::string key = text_at(*one.content, "fides_key");
      titles_[key] = text_at(*one.content, "name");
      marks_[key] = texts_at(*one.content, "tags");
    }
    for (const Resource& one : resources(manifests_, "data_use"))
      use_titles_[text_at(*one.content, "fides_key")] = text_at(*one.content, "name");
    for (const Resource& one : resources(manifests_, "data_subject"))
      declared_[text_at(*one.content, "fides_key")] = one;
  }

  void policy() {
    const Resource* const first = ours_.empty() ? nullptr : &ours_.front();
    const Json none;
    const Json& system = first == nullptr ? none : *first->content;
    const std::string key = first == nullptr ? "imported" : text_at(system, "fides_key");
    draft_.name = name_from(key);
    draft_.title = text_at(system, "name");
    draft_.regimes = texts_at(at(system, "meta"), "regimes");
    for (const Resource& one : resources(manifests_, "organization")) {
      const Json& contact = at(*one.content, "controller");
      std::string title = text_at(contact, "name");
      if (title.empty()) title = text_at(*one.content, "name");
      if (title.empty()) continue;
      draft_.controllers.push_back({name_from(title), title, text_at(at(system, "meta"), "country"),
                                    text_at(contact, "email"), text_at(contact, "address")});
      return;
    }
  }

  /// The policy's name for a category, which is then declared.
  std::string category(const std::string& key) {
    keys_.insert(key);
    return place_of(key);
  }
  std::vector<std::string> categories_at(const Json& one, const char* key) {
    std::vector<std::string> all;
    for (const std::string& each : texts_at(one, key)) add_once(all, category(each));
    return all;
  }
  /// A key that others stand under holds data of its own in a leaf of its own.
  [[nodiscard]] std::string place_of(const std::string& key) const {
    return sketch::dotted_name_from(key) + (is_group(key) ? ".itself" : "");
  }
  [[nodiscard]] bool is_group(const std::string& key) const {
    return std::ranges::any_of(all_keys(),
                               [&](const std::string& one) { return one.starts_with(key + "."); });
  }
  /// Every category that some resource names; found before the first is placed.
  [[nodiscard]] const std::set<std::string>& all_keys() const {
    if (named_.empty()) {
      for (const Resource& one : datasets_) collect_keys(*one.content);
      for (const Resource& one : systems_) collect_keys(*one.content);
    }
    return named_;
  }
  void collect_keys(const Json& value) const {
    if (value.is_object()) {
      for (const std::string& key : texts_at(value, "data_categories")) named_.insert(key);
      for (const auto& [key, one] : value.items()) collect_keys(one);
    } else if (value.is_array()) {
      for (const Json& one : value) collect_keys(one);
    }
  }

  std::string subject(const std::string& key) {
    add_once(subjects_, key);
    return name_from(key);
  }

  // ── datasets ────────────────────────────────────────────────────────────────────────────────

  static std::string kind_of(const Json& dataset) {
    const std::string kind = text_at(at(dataset, "meta"), "kind");
    for (const char* const known :
         {"sqlite", "postgres", "odbc", "redis", "files", "http", "browser", "memory"})
      if (kind == known) return kind;
    return "";
  }

  void dataset(const Resource& resource) {
    const Json& one = *resource.content;
    sketch::Store store;
    store.name = name_from(text_at(one, "fides_key"));
    store.title = text_at(one, "name");
    store.kind = kind_of(one);
    store.note =
        fmt::format("from dataset {} in {}{}", text_at(one, "fides_key"), resource.path,
                    text_at(one, "description").empty() ? "" : ": " + text_at(one, "description"));
    for (const Resource& party : parties_)
      if (std::ranges::count(texts_at(*party.content, "dataset_references"),
                             text_at(one, "fides_key")) > 0)
        store.run_by = name_from(text_at(*party.content, "fides_key"));
    const std::vector<std::string> above = texts_at(one, "data_categories");
    for (const Json& each : at(one, "collections"))
      store.tables.push_back(collection(each, one, above));
    draft_.stores.push_back(std::move(store));
  }

  sketch::Table collection(const Json& one, const Json& dataset,
                           const std::vector<std::string>& above) {
    sketch::Table table;
    table.live_name = text_at(one, "name");
    table.title = text_at(one, "description");
    std::vector<std::string> common = above;
    add_once(common, texts_at(one, "data_categories"));
    for (const Json& each : at(one, "fields")) field(each, "", dataset, common, table);
    for (const std::string& key : texts_at(one, "data_subjects")) {
      const std::string name = subject(key);
      if (auto owner = owner_of(name, table, text_at(dataset, "fides_key")))
        table.owners.push_back(*owner);
    }
    if (table.owners.empty())
      table.unowned = "TO FILL IN: the manifest does not say whose rows these are";
    return table;
  }

  /// Fields within a field become columns of their own, as documents are flattened.
  void field(const Json& one, const std::string& prefix, const Json& dataset,
             const std::vector<std::string>& common, sketch::Table& table) {
    const std::string column = prefix + text_at(one, "name");
    const Json& inner = at(one, "fields");
    if (inner.is_array() && !inner.empty()) {
      for (const Json& each : inner) field(each, column + ".", dataset, common, table);
      return;
    }
    const Json& meta =
        at(one, "fides_meta").is_null() ? at(one, "fidesops_meta") : at(one, "fides_meta");
    sketch::Field made;
    made.column = column;
    made.is_key = is_true(meta, "primary_key");
    std::vector<std::string> keys = texts_at(one, "data_categories");
    if (keys.empty() && !made.is_key) keys = common;
    for (const std::string& key : keys) add_once(made.categories, category(key));
    if (const std::string words = text_at(one, "description"); !words.empty()) made.note = words;
    for (const Json& reference : at(meta, "references")) {
      if (text_at(reference, "direction") == "from") continue;
      const std::string there = text_at(reference, "field");
      const auto dot = there.rfind('.');
      if (dot == std::string::npos) continue;
      const std::string to =
          name_from(there.substr(0, dot)) + "." + name_from(there.substr(dot + 1));
      const std::string store = text_at(reference, "dataset");
      made.link = store == text_at(dataset, "fides_key") ? to : name_from(store) + "." + to;
      break;
    }
    if (!text_at(meta, "identity").empty())
      identities_[name_from(text_at(dataset, "fides_key")) + "." + name_from(table.live_name)]
          .push_back({name_from(column), made.is_key});
    table.fields.push_back(std::move(made));
  }

  std::optional<sketch::Owner> owner_of(const std::string& subject, const sketch::Table& table,
                                        const std::string& dataset) {
    const std::string place = name_from(dataset) + "." + name_from(table.live_name);
    const auto own = identities_.find(place);
    if (own != identities_.end() && own->second.front().is_key) {
      homes_[subject].push_back(place);
      return sketch::Owner{subject, own->second.front().column, ""};
    }
    for (const sketch::Field& field : table.fields) {
      if (field.link.empty()) continue;
      const auto dots = std::ranges::count(field.link, '.');
      const std::string there = dots > 1 ? field.link : name_from(dataset) + "." + field.link;
      const auto theirs = people_in_.find(there.substr(0, there.rfind('.')));
      if (theirs == people_in_.end() || theirs->second.contains(subject))
        return sketch::Owner{subject, name_from(field.column), field.link};
    }
    if (own != identities_.end()) {
      homes_[subject].push_back(place);
      return sketch::Owner{subject, own->second.front().column, ""};
    }
    return std::nullopt;
  }

  // ── systems ─────────────────────────────────────────────────────────────────────────────────

  void system(const Resource& resource) {
    const Json& one = *resource.content;
    for (const Json& declared : at(one, "privacy_declarations")) purpose(declared, resource);
    for (const Json& flow : at(one, "ingress")) {
      const std::vector<std::string> what = categories_at(flow, "data_categories");
      if (what.empty()) continue;
      if (text_at(flow, "type") == "user")
        from_people_.insert(from_people_.end(), what.begin(), what.end());
      if (text_at(flow, "type") == "system")
        draft_.flows.push_back({"collect", what, {name_from(text_at(flow, "fides_key"))}, ""});
    }
    for (const Json& flow : at(one, "egress"))
      if (text_at(flow, "type") == "system")
        add_once(sent_[name_from(text_at(flow, "fides_key"))],
                 categories_at(flow, "data_categories"));
  }

  /// Declarations of one use are one purpose.
  void purpose(const Json& declared, const Resource& from) {
    const std::string key = text_at(declared, "data_use");
    if (key.empty()) return;
    const std::string name = sketch::dotted_name_from(key);
    for (const std::string& subject_key : texts_at(declared, "data_subjects")) subject(subject_key);
    const std::vector<std::string> uses = categories_at(declared, "data_categories");
    auto at_name = std::ranges::find(draft_.purposes, name, &sketch::Purpose::name);
    if (at_name == draft_.purposes.end()) {
      sketch::Purpose made;
      made.name = name;
      made.title = text_at(declared, "name");
      if (made.title.empty()) made.title = use_titles_[key];
      if (made.title.empty()) made.title = known_name(Term::data_use, key);
      made.basis = ours_of(bases, text_at(declared, "legal_basis_for_processing"));
      made.lia = text_at(declared, "impact_assessment_location");
      made.note = fmt::format("from data use {} of system {} in {}", key,
                              text_at(*from.content, "fides_key"), from.path);
      at_name = draft_.purposes.insert(at_name, std::move(made));
    }
    add_once(at_name->uses, uses);
  }

  void party(const Resource& resource) {
    const Json& one = *resource.content;
    const Json& meta = at(one, "meta");
    const auto roles = texts_at(one, "responsibility");
    sketch::Party made;
    made.name = name_from(text_at(one, "fides_key"));
    made.title = text_at(one, "name");
    made.is_processor = std::ranges::count(roles, "Controller") == 0;
    made.countries = texts_at(meta, "country");
    made.region = text_at(meta, "region");
    made.role = text_at(meta, "role");
    made.agreements = texts_at(meta, "agreement");
    made.contract = text_at(meta, "contract");
    made.safeguard = text_at(meta, "safeguard");
    made.note = fmt::format("from system {} in {}", text_at(one, "fides_key"), resource.path);
    flows_of(one, made);
    draft_.parties.push_back(std::move(made));
  }

  void flows_of(const Json& one, const sketch::Party& party) {
    std::vector<std::string> told;
    for (const Json& declared : at(one, "privacy_declarations")) {
      const std::string use = sketch::dotted_name_from(text_at(declared, "data_use"));
      const std::vector<std::string> what = categories_at(declared, "data_categories");
      const auto known = std::ranges::find(draft_.purposes, use, &sketch::Purpose::name);
      if (what.empty()) continue;
      if (known == draft_.purposes.end()) purpose(declared, {&one, party.note});
      add_once(told, what);
      draft_.flows.push_back({"send", what, {party.name}, use});
    }
    std::vector<std::string> rest = sent_[party.name];
    std::erase_if(rest,
                  [&](const std::string& what) { return std::ranges::count(told, what) > 0; });
    if (!rest.empty()) draft_.flows.push_back({"send", rest, {party.name}, ""});
    for (const Json& flow : at(one, "ingress"))
      if (const auto what = categories_at(flow, "data_categories"); !what.empty())
        draft_.flows.push_back({"host", what, {party.name}, ""});
  }

  // ── what others named ───────────────────────────────────────────────────────────────────────

  void subjects() {
    for (const auto& [key, resource] : declared_) add_once(subjects_, key);
    std::ranges::sort(subjects_);
    std::vector<std::string> names;
    for (const std::string& key : subjects_) {
      sketch::Subject made;
      made.name = name_from(key);
      const auto declared = declared_.find(key);
      made.title = declared == declared_.end() ? known_name(Term::data_subject, key)
                                               : text_at(*declared->second.content, "name");
      if (declared != declared_.end())
        for (const std::string& right : texts_at(at(*declared->second.content, "rights"), "values"))
          if (const std::string ours = ours_of(rights, right); !ours.empty())
            made.rights.push_back(ours);
      identify(made);
      made.note = fmt::format("from data subject {}", key);
      names.push_back(made.name);
      draft_.subjects.push_back(std::move(made));
    }
    if (!from_people_.empty() && !names.empty()) {
      std::vector<std::string> what;
      add_once(what, from_people_);
      draft_.flows.push_back({"collect", what, names, ""});
    }
  }
  /// By the identities in the tables that are theirs alone first, their own keys before others.
  void identify(sketch::Subject& made) {
    std::vector<std::string> keys;
    std::vector<std::string> others;
    for (const auto& [place, columns] : identities_)
      for (const Identity& one : columns) {
        if (!is_theirs(place, made.name)) continue;
        const bool home = std::ranges::count(homes_[made.name], place) > 0;
        (one.is_key && home ? keys : others).push_back(place + "." + one.column);
      }
    made.identified_by = std::move(keys);
    add_once(made.identified_by, others);
  }
  [[nodiscard]] bool is_theirs(const std::string& place, const std::string& subject) const {
    for (const sketch::Store& store : draft_.stores)
      for (const sketch::Table& table : store.tables)
        if (store.name + "." + name_from(table.live_name) == place)
          return std::ranges::any_of(
              table.owners, [&](const sketch::Owner& owner) { return owner.subject == subject; });
    return false;
  }

  void categories() {
    std::map<std::string, sketch::Category> tree;
    for (const std::string& key : keys_) {
      for (auto dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1))
        add_category(tree, key.substr(0, dot), sketch::dotted_name_from(key.substr(0, dot)));
      add_category(tree, key, place_of(key));
      if (is_group(key)) add_category(tree, key, sketch::dotted_name_from(key));
    }
    for (auto& [name, one] : tree) draft_.categories.push_back(std::move(one));
  }
  void add_category(std::map<std::string, sketch::Category>& tree, const std::string& key,
                    const std::string& name) {
    sketch::Category made{
        name, titles_.contains(key) ? titles_.at(key) : known_name(Term::data_category, key), key};
    if (const auto marks = marks_.find(key); marks != marks_.end() && keys_.contains(key))
      made.marks = marks->second;
    tree.emplace(name, std::move(made));
  }

  struct Identity {
    std::string column;
    bool is_key = false;
  };
  std::vector<Resource> datasets_;
  std::vector<Resource> systems_;
  const std::vector<Parsed>& manifests_;
  std::vector<Resource> ours_;
  std::vector<Resource> parties_;
  std::map<std::string, std::string> titles_;
  std::map<std::string, std::vector<std::string>> marks_;
  std::map<std::string, std::string> use_titles_;
  std::map<std::string, Resource> declared_;                 ///< data subjects
  std::map<std::string, std::vector<Identity>> identities_;  ///< by `store.table`
  std::map<std::string, std::set<std::string>> people_in_;   ///< subjects, by `store.table`
  std::map<std::string, std::vector<std::string>> homes_;    ///< of subjects
  std::map<std::string, std::vector<std::string>> sent_;     ///< by party
  std::set<std::string> keys_;                               ///< categories that the policy names
  mutable std::set<std::string> named_;                      ///< categories that the manifests name
  std::vector<std::string> subjects_;
  std::vector<std::string> from_people_;
  sketch::Draft draft_;
};

}  // namespace

Result<sketch::Draft> draft_of(const std::vector<Manifest>& manifests) {
  std::vector<Parsed> parsed;
  for (const Manifest& one : manifests) {
    auto content = parse_manifest(one.text);
    if (!content)
      return Error{content.error().code, fmt::format("`{}`: {}", one.path, content.error().message),
                   content.error().help};
    parsed.push_back({one.path, std::move(*content)});
  }
  return Importer{parsed}.draft();
}

}  // namespace abide::reports::fideslang
