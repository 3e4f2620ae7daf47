// The walk over a policy's statements and paths, and the tree with one of them exchanged.
#include "policy/loosen/loosening.hpp"

#include <algorithm>

#include "policy/loosen/edit.hpp"
#include "policy/statements.hpp"

namespace abide::policy {
namespace {

using loosening::Desk;
using loosening::Loosers;
using Spot = Loosening::Spot;

/// What stands under a promise of which nothing else is left: somebody is told so. Nothing is
/// claimed of how it is kept.
ast::Statement told(const Model& model, SourceSpan at) {
  ast::Tell tell;
  tell.span = at;
  tell.who = {{at, model.subjects.front().name}};
  return tell;
}

class Loosenings {
 public:
  Loosenings(const Sources& sources, const Model& model) : desk_{sources, model} {}

  std::vector<Loosening> run() && {
    for (std::uint32_t file = 0; file < desk_.sources.trees.size(); ++file) {
      const auto& declarations = desk_.sources.trees[file].declarations;
      for (std::uint32_t i = 0; i < declarations.size(); ++i) {
        spot_ = {.file = file, .declaration = i};
        std::visit(*this, declarations[i]);
      }
    }
    return std::move(all_);
  }
  void operator()(const ast::Promise& promise) {
    statements(promise.id.text, promise.statements, promise.mode);
  }
  void operator()(const ast::Ruling& ruling) {
    statements(ruling.id.text, ruling.statements, std::nullopt);
  }
  void operator()(const ast::Store& store) {
    for (spot_.item = 0; spot_.item < store.items.size(); ++spot_.item) {
      const auto* table = std::get_if<ast::Table>(&store.items[spot_.item]);
      if (table == nullptr) continue;
      const std::string name = store.name.text + "." + table->name.text;
      const auto id = desk_.model.find_table(name);
      for (spot_.part = 0; id && spot_.part < table->items.size(); ++spot_.part) {
        const ast::TableItem& item = table->items[spot_.part];
        const SourceSpan span = std::visit([](const auto& held) { return held.span; }, item);
        add(name, span, loosers_of_path(desk_, *id, item));
      }
    }
  }
  template <class Other>
  void operator()(const Other& /*other*/) {}

 private:
  void statements(const std::string& id, const ast::Statements& list,
                  const std::optional<ast::Name>& mode) {
    for (spot_.item = 0; spot_.item < list.size(); ++spot_.item) {
      const ast::Statement& one = list[spot_.item];
      const SourceSpan span = ast::span_of(one);
      for (Loosers made : {loosers_of_time(desk_, one), loosers_of_flow(desk_, one),
                           loosening::loosers_of_answer(one)}) {
        for (loosening::Looser& looser : made) {
          if (std::holds_alternative<Loosening::LeftOut>(looser.instead)) {
            looser.edits = leaving_out(span, list.size(), mode);
          }
        }
        add(id, span, std::move(made));
      }
    }
  }
  /// The text loses the statement, and the promise what it claims of how it is kept.
  [[nodiscard]] std::vector<TextEdit> leaving_out(SourceSpan span, std::size_t of,
                                                  const std::optional<ast::Name>& mode) const {
    std::vector<TextEdit> edits;
    if (mode) edits.push_back({mode->span, ""});
    edits.push_back({span, of == 1 ? "tell " + desk_.model.subjects.front().name + ";" : ""});
    return edits;
  }
  void add(const std::string& under, SourceSpan span, Loosers made) {
    const SourceFile& file = desk_.sources.files[span.file];
    for (loosening::Looser& looser : made) {
      Loosening one;
      one.under = under;
      one.sentence = sentence_at(desk_.sources, span);
      if (!std::holds_alternative<Loosening::LeftOut>(looser.instead)) {
        one.loosened = sentence_of(edited(span, looser.edits));
      }
      one.how = std::move(looser.how);
      one.location = {file.path(), file.line_at(span.begin)};
      one.span = span;
      one.edits = std::move(looser.edits);
      one.spot = spot_;
      one.instead = std::move(looser.instead);
      all_.push_back(std::move(one));
    }
  }
  [[nodiscard]] std::string edited(SourceSpan span, const std::vector<TextEdit>& edits) const {
    const std::string_view text = desk_.text(span.file);
    std::string made;
    std::uint32_t at = span.begin;
    for (const TextEdit& edit : edits) {
      made += text.substr(at, edit.span.begin - at);
      made += edit.text;
      at = edit.span.end;
    }
    return made + std::string{text.substr(at, span.end - at)};
  }

  Desk desk_;
  Spot spot_;
  std::vector<Loosening> all_;
};

/// The same sources, their tests without steps.
Sources without_tests(const Sources& sources) {
  Sources made = sources;
  for (ast::File& tree : made.trees) {
    for (ast::Declaration& declaration : tree.declarations) {
      if (auto* test = std::get_if<ast::Test>(&declaration)) test->steps.clear();
    }
  }
  return made;
}

ast::Statements& statements_of(ast::Declaration& declaration) {
  auto* promise = std::get_if<ast::Promise>(&declaration);
  return promise != nullptr ? promise->statements : std::get<ast::Ruling>(declaration).statements;
}

/// Puts what is looser where it belongs.
void exchange(ast::Declaration& declaration, const Loosening& loosening) {
  const Spot& spot = loosening.spot;
  if (const auto* item = std::get_if<ast::TableItem>(&loosening.instead)) {
    auto& table = std::get<ast::Table>(std::get<ast::Store>(declaration).items[spot.item]);
    table.items[spot.part] = *item;
    return;
  }
  ast::Statements& list = statements_of(declaration);
  if (const auto* statement = std::get_if<ast::Statement>(&loosening.instead)) {
    list[spot.item] = *statement;
    return;
  }
  list.erase(list.begin() + spot.item);
  if (auto* promise = std::get_if<ast::Promise>(&declaration)) promise->mode.reset();
}

}  // namespace

std::vector<Loosening> loosenings_of(const Sources& sources, const Model& model) {
  return Loosenings{sources, model}.run();
}

Loosener::Loosener(const Sources& sources, const Model& model)
    : working_(without_tests(sources)), told_(told(model, {})) {}

Loosened Loosener::with(const Loosening& loosening) {
  ast::Declaration& place =
      working_.trees[loosening.spot.file].declarations[loosening.spot.declaration];
  const ast::Declaration original = place;
  exchange(place, loosening);
  if (std::holds_alternative<Loosening::LeftOut>(loosening.instead) &&
      statements_of(place).empty()) {
    statements_of(place).push_back(told_);
  }
  Loosened made;
  made.result = resolve(working_);
  if (made.result.model) made.rights = rights_of(working_);
  place = original;
  return made;
}

}  // namespace abide::policy
