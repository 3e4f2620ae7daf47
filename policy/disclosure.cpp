// Read from the tree: names stay names.
#include "policy/disclosure.hpp"

#include <algorithm>
#include <variant>

namespace abide::policy {
namespace {

std::vector<std::string> texts(const ast::Names& names) {
  std::vector<std::string> all;
  for (const ast::Name& name : names) all.push_back(name.text);
  return all;
}

std::string text_of(const ast::Value& value) {
  const auto* text = std::get_if<ast::Text>(&value);
  const auto* name = std::get_if<ast::Name>(&value);
  return text != nullptr ? text->text : name != nullptr ? name->text : "";
}

/// Less the word that joins the last of a list.
std::vector<std::string> listed(std::vector<std::string> values) {
  std::erase(values, "and");
  return values;
}

/// The attributes of a block by key.
class Attributes {
 public:
  explicit Attributes(const ast::Block& block) : block_(block) {}
  [[nodiscard]] std::vector<std::string> all(std::string_view key) const {
    std::vector<std::string> values;
    for (const auto& one : block_.attributes) {
      const auto* attribute = std::get_if<ast::Attribute>(&one);
      if (attribute == nullptr || attribute->key.text != key) continue;
      for (const ast::Value& value : attribute->values) values.push_back(text_of(value));
    }
    return values;
  }
  [[nodiscard]] std::string one(std::string_view key) const {
    const auto values = all(key);
    return values.empty() ? "" : values.front();
  }
  [[nodiscard]] bool is_text(std::string_view key) const {
    for (const auto& one : block_.attributes) {
      const auto* attribute = std::get_if<ast::Attribute>(&one);
      if (attribute != nullptr && attribute->key.text == key && !attribute->values.empty())
        return std::holds_alternative<ast::Text>(attribute->values.front());
    }
    return false;
  }
  [[nodiscard]] std::optional<Date> day(std::string_view key) const {
    const auto* const day = first<ast::Day>(key);
    return day == nullptr ? std::nullopt : std::optional{day->date};
  }
  [[nodiscard]] std::optional<Period> period(std::string_view key) const {
    const auto* const duration = first<ast::Duration>(key);
    return duration == nullptr ? std::nullopt : std::optional{duration->period};
  }

 private:
  /// The first value under a key, where it is of that form.
  template <class Form>
  [[nodiscard]] const Form* first(std::string_view key) const {
    for (const auto& one : block_.attributes) {
      const auto* attribute = std::get_if<ast::Attribute>(&one);
      if (attribute == nullptr || attribute->key.text != key || attribute->values.empty()) continue;
      if (const auto* value = std::get_if<Form>(&attribute->values.front())) return value;
    }
    return nullptr;
  }
  const ast::Block& block_;
};

class Listener {
 public:
  Disclosure read(const Sources& sources) {
    for (const ast::File& file : sources.trees) {
      for (const ast::Declaration& declaration : file.declarations) add(declaration);
    }
    // Who receives is known once every block was read.
    for (const Route& route : routes_) {
      const auto at = std::ranges::find(said_.parties, route.to, &Party::name);
      if (at == said_.parties.end()) continue;
      at->safeguard = route.safeguard;
      at->safeguard_promise = route.promise;
    }
    return std::move(said_);
  }

 private:
  void add(const ast::Declaration& declaration) {
    if (const auto* block = std::get_if<ast::Block>(&declaration)) {
      add(*block);
    } else if (const auto* promise = std::get_if<ast::Promise>(&declaration)) {
      promise_ = promise->id.text;
      add(promise->statements);
    } else if (const auto* ruling = std::get_if<ast::Ruling>(&declaration)) {
      promise_ = ruling->id.text;
      add(ruling->statements);
      said_.undecided.push_back(
          {ruling->id.text, ruling->question.text, ruling->decide_by.text, ruling->before.date});
    } else if (const auto* store = std::get_if<ast::Store>(&declaration)) {
      add(*store);
    } else if (const auto* state = std::get_if<ast::State>(&declaration)) {
      const auto* at = std::get_if<ast::FromColumn>(&state->source);
      said_.states.push_back({state->name.text, state->title ? state->title->text : "",
                              at == nullptr ? "" : at->column.text});
    }
  }

  void add(const ast::Block& block) {
    const Attributes say{block};
    const std::string title = block.title ? block.title->text : block.name.text;
    const std::string& kind = block.keyword.text;
    if (kind == "policy") {
      said_.title = title;
      said_.notice = say.one("notice");
      said_.updated = say.day("updated");
    } else if (kind == "controller") {
      said_.controllers.push_back({title, say.one("contact"), say.one("address"),
                                   say.one("website"), say.one("dpo"), say.all("regulator"),
                                   block.name.text, say.one("country"), say.one("representative"),
                                   listed(say.all("joint"))});
    } else if (kind == "purpose") {
      add_purpose(block, say, title);
    } else if (kind == "processor" || kind == "recipient") {
      said_.parties.push_back({block.name.text, title, say.all("country"), say.one("role"),
                               kind == "processor", "", say.one("region"),
                               listed(say.all("agreement")), say.one("contract")});
      said_.parties.back().ages_out = say.period("ages_out");
    } else if (kind == "staff") {
      said_.staff.emplace_back(block.name.text, title);
    } else if (kind == "subject") {
      if (const auto age = say.period("minimum_age"))
        said_.least_ages.emplace_back(block.name.text, *age);
    }
  }
  void add_purpose(const ast::Block& block, const Attributes& say, const std::string& title) {
    said_.purposes.push_back({block.name.text, title, say.all("basis"), say.one("interest"),
                              say.one("automated"), listed(say.all("uses"))});
    Purpose& purpose = said_.purposes.back();
    purpose.function = say.one("function");
    purpose.lia = say.one("lia");
    purpose.condition9 = say.one("condition9");
    purpose.schedule1 = say.one("schedule1");
    (say.is_text("dpia") ? purpose.dpia_link : purpose.dpia_word) = say.one("dpia");
    purpose.processor_for = listed(say.all("processor_for"));
  }

  /// What a store holds rests with whoever runs it.
  void add(const ast::Store& store) {
    Flow flow;
    flow.store = store.name.text;
    Site site{store.name.text, {}, {}};
    for (const ast::StoreItem& item : store.items) {
      if (const auto* attribute = std::get_if<ast::Attribute>(&item)) {
        std::vector<std::string>* const into = attribute->key.text == "at" ? &site.places
                                               : attribute->key.text == "encrypted"
                                                   ? &site.encrypted
                                                   : nullptr;
        for (std::size_t i = 0; into != nullptr && i < attribute->values.size(); ++i)
          into->push_back(text_of(attribute->values[i]));
      }
      if (const auto* attribute = std::get_if<ast::Attribute>(&item);
          attribute != nullptr && attribute->key.text == "run") {
        for (const ast::Value& value : attribute->values) {
          if (const std::string by = text_of(value); by != "by") flow.to.push_back(by);
        }
      }
      const auto* table = std::get_if<ast::Table>(&item);
      for (std::size_t i = 0; table != nullptr && i < table->items.size(); ++i) {
        if (const auto* field = std::get_if<ast::Field>(&table->items[i])) {
          for (const ast::Name& name : field->categories) flow.what.push_back(name.text);
        }
      }
    }
    if (!flow.to.empty()) said_.flows.push_back(std::move(flow));
    said_.sites.push_back(std::move(site));
  }

  void add(const ast::Statements& statements) {
    for (const ast::Statement& statement : statements) {
      std::visit([this](const auto& one) { say(one); }, statement);
    }
  }
  void say(const ast::Collect& one) {
    said_.origins.push_back(
        {texts(one.what), texts(one.from), one.verb == ast::Collect::Verb::generate, promise_});
  }
  void say(const ast::Send& one) {
    said_.flows.push_back(
        {texts(one.what), texts(one.to), texts(one.purposes), "", texts(one.when)});
  }
  void say(const ast::Host& one) { said_.flows.push_back({texts(one.what), texts(one.with), {}}); }
  void say(const ast::Transfer& one) {
    for (const ast::Name& to : one.to) routes_.push_back({to.text, one.safeguard.text, promise_});
  }
  void say(const ast::Right& one) {
    said_.channels.push_back({one.right.text, texts(one.subjects), one.channel.text,
                              one.within ? std::optional{one.within->period} : std::nullopt,
                              texts(one.over)});
    Channel& channel = said_.channels.back();
    channel.in_app = one.app.has_value();
    if (one.acknowledged) channel.acknowledged = one.acknowledged->period;
    channel.promise = promise_;
  }
  void say(const ast::Respond& one) {
    said_.replies.push_back({texts(one.to), one.within.period, promise_});
  }
  void say(const ast::Notify& one) {
    said_.announcements.push_back({texts(one.who), one.of.text, texts(one.by), promise_});
  }
  void say(const ast::Cookie& one) {
    said_.cookies.push_back(
        {one.category.text, one.kind.text, texts(one.by), texts(one.purposes), promise_});
  }
  void say(const ast::Filed& one) {
    said_.documents.push_back(
        {one.document.text, texts(one.with), one.at ? one.at->text : "", promise_});
  }
  void say(const ast::Probe& one) {
    said_.checks.push_back({one.probe.text, texts(one.on), promise_});
  }
  template <class Other>
  void say(const Other& /*other*/) {}

  Disclosure said_;
  std::string promise_;  ///< whose statements are read
  struct Route {
    std::string to;
    std::string safeguard;
    std::string promise;
  };
  std::vector<Route> routes_;
};

}  // namespace

const Party* Disclosure::party(std::string_view name) const {
  const auto at = std::ranges::find(parties, name, &Party::name);
  return at == parties.end() ? nullptr : &*at;
}

std::string Disclosure::title_of(std::string_view name_or_text) const {
  for (const auto& [name, called] : staff)
    if (name == name_or_text) return called;
  const Party* const known = party(name_or_text);
  return known == nullptr ? std::string{name_or_text} : known->title;
}

Disclosure disclosure_of(const Sources& sources) { return Listener{}.read(sources); }

}  // namespace abide::policy
