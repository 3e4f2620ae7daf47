#include "policy/notices/said.hpp"

#include <algorithm>
#include <map>
#include <variant>

#include "policy/notices/phrases.hpp"

namespace abide::policy::notices {
namespace {

/// A title cut at its marks and at `and` and `or`; whole as well.
std::vector<std::string> parts_of(std::string_view title) {
  std::vector<std::string> parts{std::string{title}};
  std::string part;
  const auto end_part = [&] {
    if (loose_words_of(part).empty()) part.clear();
    if (!part.empty()) parts.push_back(part);
    part.clear();
  };
  std::string word;
  for (const char c : std::string{title} + " ") {
    const bool mark = c == ',' || c == ':' || c == ';' || c == '/' || c == '(' || c == ')';
    if (!mark && c != ' ') {
      word += c;
      continue;
    }
    if (word == "and" || word == "or") {
      end_part();
    } else if (!word.empty()) {
      part += (part.empty() ? "" : " ") + word;
    }
    word.clear();
    if (mark) end_part();
  }
  end_part();
  return parts;
}

std::string spoken(std::string_view name) {
  std::string words{name};
  std::ranges::replace(words, '_', ' ');
  return words;
}

/// Keys of other vocabularies are no words for people.
bool is_term(std::string_view alias) {
  return alias.find(':') != std::string_view::npos || alias.find('.') != std::string_view::npos;
}

class Collector {
 public:
  std::vector<Sayable> run(const Sources& sources) {
    for (const ast::File& file : sources.trees) {
      for (const ast::Declaration& one : file.declarations) visit(one);
    }
    std::vector<Sayable> due;
    for (Sayable& one : declared_) {
      const auto& flows = one.kind == Sayable::Kind::party ? received_ : used_;
      const auto flow = flows.find(one.name);
      if (flow == flows.end()) continue;
      one.because = flow->second;
      due.push_back(std::move(one));
    }
    return due;
  }

 private:
  void visit(const ast::Declaration& declaration) {
    if (const auto* block = std::get_if<ast::Block>(&declaration)) {
      add_party(*block);
    } else if (const auto* category = std::get_if<ast::Category>(&declaration)) {
      add_category(*category);
    } else if (const auto* promise = std::get_if<ast::Promise>(&declaration)) {
      add(promise->statements);
    } else if (const auto* ruling = std::get_if<ast::Ruling>(&declaration)) {
      add(ruling->statements);
    } else if (const auto* store = std::get_if<ast::Store>(&declaration)) {
      add_store(*store);
    } else if (const auto* outlet = std::get_if<ast::Outlet>(&declaration)) {
      add_outlet(*outlet);
    }
  }
  void add_party(const ast::Block& block) {
    if (block.keyword.text != "recipient" && block.keyword.text != "processor") return;
    const std::string& title = block.title ? block.title->text : block.name.text;
    Sayable one{Sayable::Kind::party, block.name.text, title, block.name.span, {}, parts_of(title)};
    one.words.push_back(spoken(block.name.text));
    declared_.push_back(std::move(one));
  }
  void add_category(const ast::Category& category) {
    const std::string title = category.title ? category.title->text : spoken(category.name.text);
    if (std::ranges::find(category.marks, "anonymous", &ast::Name::text) != category.marks.end())
      return;
    Sayable one{Sayable::Kind::category, category.name.text, title, category.name.span, {}, {}};
    one.words.push_back(spoken(category.name.text));
    add_words(category, one.words);
    declared_.push_back(std::move(one));
  }
  void add_words(const ast::Category& category, std::vector<std::string>& words) {
    if (category.title) {
      for (std::string& part : parts_of(category.title->text)) words.push_back(std::move(part));
    }
    for (const ast::Text& alias : category.aliases) {
      if (!is_term(alias.text)) words.push_back(alias.text);
    }
    for (const ast::Category& child : category.children) add_words(child, words);
  }

  void receive(const ast::Names& who, SourceSpan span) {
    for (const ast::Name& name : who) received_.try_emplace(name.text, span);
  }
  void use(const ast::Names& what, SourceSpan span) {
    for (const ast::Name& name : what)
      used_.try_emplace(name.text.substr(0, name.text.find('.')), span);
  }
  void add(const ast::Statements& statements) {
    for (const ast::Statement& statement : statements) {
      if (const auto* send = std::get_if<ast::Send>(&statement)) {
        receive(send->to, send->span);
        use(send->what, send->span);
      } else if (const auto* host = std::get_if<ast::Host>(&statement)) {
        receive(host->with, host->span);
      } else if (const auto* collect = std::get_if<ast::Collect>(&statement)) {
        use(collect->what, collect->span);
      }
    }
  }
  void add_store(const ast::Store& store) {
    for (const ast::StoreItem& item : store.items) {
      if (const auto* attribute = std::get_if<ast::Attribute>(&item);
          attribute != nullptr && attribute->key.text == "run") {
        for (const ast::Value& value : attribute->values) {
          if (const auto* name = std::get_if<ast::Name>(&value)) receive({*name}, attribute->span);
        }
      }
      const auto* const table = std::get_if<ast::Table>(&item);
      for (std::size_t i = 0; table != nullptr && i < table->items.size(); ++i) {
        if (const auto* field = std::get_if<ast::Field>(&table->items[i]))
          use(field->categories, field->span);
      }
    }
  }
  void add_outlet(const ast::Outlet& outlet) {
    receive({outlet.to}, outlet.name.span);
    for (const ast::OutletItem& item : outlet.items) {
      if (const auto* payload = std::get_if<ast::Payload>(&item))
        use(payload->categories, payload->span);
    }
  }

  std::vector<Sayable> declared_;
  std::map<std::string, SourceSpan> received_, used_;
};

}  // namespace

std::vector<Sayable> sayable_in(const Sources& sources) { return Collector{}.run(sources); }

std::vector<Sayable> unsaid_in(std::span<const std::string_view> texts, const Sources& sources) {
  std::vector<Sayable> due = sayable_in(sources);
  Phrases phrases;
  std::vector<std::vector<std::size_t>> sayers;  // by phrase: what it says
  for (std::size_t i = 0; i < due.size(); ++i) {
    for (const std::string& words : due[i].words) {
      const std::uint32_t phrase = phrases.add(loose_words_of(words));
      if (sayers.size() <= phrase) sayers.resize(phrase + std::size_t{1});
      sayers[phrase].push_back(i);
    }
  }
  std::vector<bool> said(due.size());
  for (const std::string_view text : texts) {
    phrases.find_in(loose_words_of(text), [&](std::uint32_t phrase, Range /*place*/) {
      for (const std::size_t i : sayers[phrase]) said[i] = true;
      sayers[phrase].clear();
    });
  }
  std::vector<Sayable> unsaid;
  for (std::size_t i = 0; i < due.size(); ++i) {
    if (!said[i]) unsaid.push_back(std::move(due[i]));
  }
  return unsaid;
}

}  // namespace abide::policy::notices
