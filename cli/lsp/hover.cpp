// What stands under the pointer: a promise with what it comes to, a thing with where it is used, a
// law, a code.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/explain_promise.hpp"
#include "cli/lsp/answers.hpp"
#include "cli/pages.hpp"
#include "policy/comments.hpp"
#include "policy/laws.hpp"
#include "policy/sentences.hpp"

namespace abide::cli::lsp {
namespace {

namespace editing = policy::editing;
using editing::Item;
using editing::Mention;
using editing::no_item;
using editing::Thing;
using policy::Kind;
using policy::SourceSpan;

std::string fenced(std::string_view text, std::string_view language = "") {
  std::string fence = "```";
  while (text.find(fence) != std::string_view::npos) fence += '`';
  return fmt::format("{}{}\n{}\n{}\n", fence, language, text, fence);
}

std::string_view slice(std::string_view text, SourceSpan span) {
  return text.substr(span.begin, span.end - span.begin);
}

std::string_view word_of(policy::Mark mark) {
  switch (mark) {
    case policy::Mark::anonymous:
      return "anonymous";
    case policy::Mark::pseudonymous:
      return "pseudonymous, so personal data";
    case policy::Mark::personal:
      return "personal data";
    case policy::Mark::special:
      return "special category data";
  }
  return "";
}

/// The outermost item around one.
std::uint32_t top_of(const std::vector<Item>& items, std::uint32_t item) {
  while (item != no_item && items[item].parent != no_item) item = items[item].parent;
  return item;
}

/// Something in words, and the span that it is about.
struct Told {
  std::string text;
  SourceSpan span;
};

class Hover {
 public:
  Hover(const Subject& subject, std::uint32_t offset) : subject_(subject), offset_(offset) {}

  [[nodiscard]] std::optional<Told> tell() const {
    if (const auto use = name_here(); use && use->slot->name == "code") return page(use->span);
    if (const auto use = name_here(); use && use->slot->name == "law") return law(use->span);
    if (const Mention* mention = subject_.names().at(subject_.file, offset_)) {
      return Told{thing(mention->thing), mention->span};
    }
    return item();
  }

 private:
  [[nodiscard]] const editing::Script& script() const {
    return subject_.index.scripts[subject_.file];
  }
  [[nodiscard]] std::string_view text(SourceSpan span) const {
    return slice(subject_.index.files[span.file].text(), span);
  }
  [[nodiscard]] const policy::Model* model() const {
    const auto& noticed = subject_.project.noticed();
    return noticed && noticed->compiled.model ? &*noticed->compiled.model : nullptr;
  }
  [[nodiscard]] std::optional<editing::NameUse> name_here() const {
    for (const editing::NameUse& use : script().names) {
      if (use.span.begin <= offset_ && offset_ <= use.span.end) return use;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Told> page(SourceSpan span) const {
    const auto found = std::ranges::find(pages(), text(span), &Page::code);
    if (found == pages().end()) return std::nullopt;
    return Told{std::string{found->text}, span};
  }
  [[nodiscard]] std::optional<Told> law(SourceSpan span) const {
    const policy::Laws laws = policy::Laws::built_in();
    const policy::Law* const row = laws.find(text(span));
    if (row == nullptr) return std::nullopt;
    std::string told = fmt::format("**{}**: {}\n\n{}", row->key, row->record, row->statute);
    if (row->period) told += fmt::format(": {}", to_string(*row->period));
    if (!row->start.empty()) told += fmt::format(", counted from {}", row->start);
    return Told{fmt::format("{}\n\n{}", told, row->source), span};
  }

  // ── things ──────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string thing(std::uint32_t id) const {
    const Thing& thing = subject_.names().things()[id];
    if (policy::group_of(thing.kind).has(Kind::promise)) {
      if (auto story = promise(thing.name)) return *story;
    }
    std::string told = fmt::format("**{}** `{}`\n\n", policy::word_of(thing.kind), thing.name);
    if (thing.place == SourceSpan{}) return told + "It is built in." + used(id);
    const std::string_view whole = subject_.index.files[thing.place.file].text();
    const Item& item = subject_.index.scripts[thing.place.file].items[thing.item];
    const SourceSpan head{item.span.begin, item.opened.value_or(item.span.end), thing.place.file};
    told += fenced(policy::sentence_of(slice(whole, head)), "abide");
    if (const std::string doc = doc_before(whole, head); !doc.empty()) told += "\n" + doc + "\n";
    if (thing.kind == Kind::category) told += category(thing.name);
    return told + used(id);
  }
  static std::string doc_before(std::string_view text, SourceSpan head) {
    for (const policy::ast::Doc& doc : policy::docs(text)) {
      if (doc.before == head.begin) return doc.text;
    }
    return "";
  }
  /// What the checker made of its marks, and what holds it.
  [[nodiscard]] std::string category(const std::string& name) const {
    if (model() == nullptr) return "";
    const auto& categories = model()->categories;
    const auto found = std::ranges::find(categories, name, &policy::Category::name);
    if (found == categories.end()) return "";
    const CategoryId id{static_cast<std::uint32_t>(found - categories.begin())};
    std::string told = fmt::format("\nHere it is {}{}.\n", word_of(found->mark),
                                   found->identifier ? ", identifies people" : "");
    std::vector<std::string> columns;
    for (std::uint32_t i = 0; i < model()->fields.size(); ++i) {
      const auto& held = model()->fields[i].categories;
      if (std::ranges::find(held, id) != held.end()) {
        columns.push_back(model()->full_name(FieldId{i}));
      }
    }
    if (!columns.empty()) told += fmt::format("\nHeld in `{}`.\n", fmt::join(columns, "`, `"));
    return told;
  }
  /// The declarations that name it, each once.
  [[nodiscard]] std::string used(std::uint32_t id) const {
    constexpr std::size_t most = 20;
    std::vector<std::string> where;
    std::size_t times = 0;
    for (const Mention& one : subject_.names().mentions()) {
      if (one.thing != id || one.declares) continue;
      ++times;
      const std::vector<Item>& items = subject_.index.scripts[one.span.file].items;
      const std::uint32_t top = top_of(items, one.item);
      if (top == no_item) continue;
      SourceSpan name = items[top].name == SourceSpan{} ? items[top].word : items[top].name;
      std::string shown{text(name)};
      if (std::ranges::find(where, shown) == where.end()) where.push_back(std::move(shown));
    }
    if (times == 0) return "\nNothing names it.\n";
    const std::size_t more = where.size() > most ? where.size() - most : 0;
    where.resize(where.size() - more);
    return fmt::format(
        "\nNamed {} in `{}`{}.\n", times == 1 ? "once" : fmt::format("{} times", times),
        fmt::join(where, "`, `"), more == 0 ? "" : fmt::format(" and {} more", more));
  }

  // ── promises ────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::optional<std::string> promise(const std::string& id) const {
    if (model() == nullptr) return std::nullopt;
    const auto story = explain_promise(subject_.project.noticed()->compiled, id);
    if (!story) return std::nullopt;
    return fenced(promise_text(*story), "text");
  }
  /// A quote tells its promise, the first word of a statement what the statement comes to.
  [[nodiscard]] std::optional<Told> item() const {
    for (std::size_t i = script().items.size(); i-- > 0;) {
      const Item& item = script().items[i];
      if (item.span.begin > offset_ || item.span.end < offset_) continue;
      const std::string_view word = text(item.word);
      if (item.parent == no_item && (word == "promise" || word == "ruling") &&
          offset_ <= item.opened.value_or(item.span.end)) {
        auto story = promise(std::string{text(item.name)});
        return story ? std::optional{Told{*story, item.name}} : std::nullopt;
      }
      if (item.parent != no_item && offset_ <= item.word.end) return statement(item);
      return std::nullopt;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<Told> statement(const Item& item) const {
    if (model() == nullptr) return std::nullopt;
    const Item& around = script().items[item.parent];
    const auto story =
        explain_promise(subject_.project.noticed()->compiled, std::string{text(around.name)});
    if (!story) return std::nullopt;
    const std::uint32_t line = subject_.index.files[subject_.file].line_at(item.span.begin);
    const std::string sentence = policy::sentence_of(text(item.span));
    const auto kept = std::ranges::find_if(story->statements, [&](const Kept& one) {
      return one.line == line && one.sentence == sentence;
    });
    if (kept == story->statements.end() || kept->bound.empty()) return std::nullopt;
    const std::string reach = kept->tables.empty()
                                  ? "reaches no column"
                                  : fmt::format("{}", fmt::join(kept->tables, "\n"));
    return Told{fenced(kept->bound + "\n" + reach, "text"), item.word};
  }

  const Subject& subject_;
  std::uint32_t offset_;
};

}  // namespace

Answer hover(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const auto told = Hover{subject, offset_of(asked, subject)}.tell();
  if (!told) return Json{};
  const Placer placer{subject.text(), asked.editor.encoding};
  return Json{{"contents", {{"kind", "markdown"}, {"value", told->text}}},
              {"range", placer.range(told->span.begin, told->span.end)}};
}

}  // namespace abide::cli::lsp
