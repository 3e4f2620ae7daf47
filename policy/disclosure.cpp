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
  [[nodiscard]] std::optional<Date> day(std::string_view key) const {
    for (const auto& one : block_.attributes) {
      const auto* attribute = std::get_if<ast::Attribute>(&one);
      if (attribute == nullptr || attribute->key.text != key || attribute->values.empty()) continue;
      if (const auto* day = std::get_if<ast::Day>(&attribute->values.front())) return day->date;
    }
    return std::nullopt;
  }

 private:
  const ast::Block& block_;
};

class Listener {
 public:
  Disclosure read(const Sources& sources) {
    for (const ast::File& file : sources.trees) {
      for (const ast::Declaration& declaration : file.declarations) add(declaration);
    }
    // Who receives is known once every block was read.
    for (const auto& [name, safeguard] : safeguards_) {
      const auto at = std::ranges::find(said_.parties, name, &Party::name);
      if (at != said_.parties.end()) at->safeguard = safeguard;
    }
    return std::move(said_);
  }

 private:
  void add(const ast::Declaration& declaration) {
    if (const auto* block = std::get_if<ast::Block>(&declaration)) {
      add(*block);
    } else if (const auto* promise = std::get_if<ast::Promise>(&declaration)) {
      add(promise->statements);
    } else if (const auto* ruling = std::get_if<ast::Ruling>(&declaration)) {
      add(ruling->statements);
    } else if (const auto* store = std::get_if<ast::Store>(&declaration)) {
      add(*store);
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
                                   say.one("website"), say.one("dpo"), say.all("regulator")});
    } else if (kind == "purpose") {
      said_.purposes.push_back({block.name.text, title, say.all("basis"), say.one("interest"),
                                say.one("automated"), say.all("uses")});
    } else if (kind == "processor" || kind == "recipient") {
      said_.parties.push_back(
          {block.name.text, title, say.all("country"), say.one("role"), kind == "processor", ""});
    }
  }

  /// What a store holds rests with whoever runs it.
  void add(const ast::Store& store) {
    Flow flow;
    for (const ast::StoreItem& item : store.items) {
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
  }

  void add(const ast::Statements& statements) {
    for (const ast::Statement& statement : statements) {
      std::visit([this](const auto& one) { say(one); }, statement);
    }
  }
  void say(const ast::Collect& one) {
    said_.origins.push_back(
        {texts(one.what), texts(one.from), one.verb == ast::Collect::Verb::generate});
  }
  void say(const ast::Send& one) {
    said_.flows.push_back({texts(one.what), texts(one.to), texts(one.purposes)});
  }
  void say(const ast::Host& one) { said_.flows.push_back({texts(one.what), texts(one.with), {}}); }
  void say(const ast::Transfer& one) {
    for (const ast::Name& to : one.to) safeguards_.emplace_back(to.text, one.safeguard.text);
  }
  void say(const ast::Right& one) {
    said_.channels.push_back({one.right.text, texts(one.subjects), one.channel.text,
                              one.within ? std::optional{one.within->period} : std::nullopt});
  }
  template <class Other>
  void say(const Other& /*other*/) {}

  Disclosure said_;
  std::vector<std::pair<std::string, std::string>> safeguards_;
};

}  // namespace

const Party* Disclosure::party(std::string_view name) const {
  const auto at = std::ranges::find(parties, name, &Party::name);
  return at == parties.end() ? nullptr : &*at;
}

Disclosure disclosure_of(const Sources& sources) { return Listener{}.read(sources); }

}  // namespace abide::policy
