// The words of an erasure's story.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/explain_print.hpp"

namespace abide::cli {
namespace {

using engine::EraseTable;
using PartKind = engine::ErasePart::Kind;

std::string part_text(const engine::ErasePart& part) {
  const std::string fields = fmt::format("{}", fmt::join(part.fields, ", "));
  switch (part.kind) {
    case PartKind::goes:
      return fmt::format("{}: goes", fields);
    case PartKind::kept:
      return fmt::format("{}: kept until {}{}", fields, part.until,
                         part.law ? fmt::format(", because {}", law_words(*part.law)) : "");
    case PartKind::severed:
      return fmt::format("{}: emptied, so that no path leads from what is kept to the person",
                         fields);
  }
  return "";
}

std::string head_of(const EraseTable& table) {
  switch (table.kind) {
    case EraseTable::Kind::goes:
      return "their rows go";
    case EraseTable::Kind::part_stays:
      return "their rows stay for what must be kept in them";
    case EraseTable::Kind::joint:
    case EraseTable::Kind::shared:
    case EraseTable::Kind::mention:
      return table.words;
    case EraseTable::Kind::not_looked:
      return "not looked at: " + table.words;
  }
  return "";
}

const char* word_of(EraseTable::Kind kind) {
  switch (kind) {
    case EraseTable::Kind::goes:
      return "goes";
    case EraseTable::Kind::part_stays:
      return "part_stays";
    case EraseTable::Kind::joint:
      return "joint";
    case EraseTable::Kind::shared:
      return "shared";
    case EraseTable::Kind::mention:
      return "mention";
    case EraseTable::Kind::not_looked:
      return "not_looked_at";
  }
  return "";
}

const char* word_of(PartKind kind) {
  switch (kind) {
    case PartKind::goes:
      return "goes";
    case PartKind::kept:
      return "kept";
    case PartKind::severed:
      return "severed";
  }
  return "";
}

}  // namespace

std::string erase_text(const engine::EraseStory& story) {
  std::string text = fmt::format("What an erasure of one {} does, in order\n", story.subject);
  int number = 0;
  for (const EraseTable& table : story.tables) {
    text += fmt::format("  {:>2}. {}.{}: {}\n", ++number, table.store, table.table, head_of(table));
    if (!table.path.empty()) text += fmt::format("      theirs when {}\n", table.path);
    for (const engine::ErasePart& part : table.parts) {
      text += fmt::format("      {}\n", part_text(part));
      for (const engine::Why& why : part.why)
        text += fmt::format("          {}: {}\n", why.promise, why.sentence);
    }
  }
  text +=
      "A legal hold, or an open request of somebody else, keeps whatever it covers, what that "
      "hangs on, and who "
      "the person is, until it ends.\n";
  for (const std::string& copy : story.copies)
    text += fmt::format("Copies are out of reach and age out: {}.\n", copy);
  return text;
}

Json erase_json(const engine::EraseStory& story) {
  Json tables = Json::array();
  for (const EraseTable& table : story.tables) {
    Json parts = Json::array();
    for (const engine::ErasePart& part : table.parts) {
      Json whys = Json::array();
      for (const engine::Why& why : part.why)
        whys.push_back({{"promise", why.promise},
                        {"sentence", why.sentence},
                        {"file", why.file},
                        {"line", why.line}});
      parts.push_back({{"fate", word_of(part.kind)},
                       {"fields", part.fields},
                       {"until", part.until},
                       {"law", part.law ? Json(*part.law) : Json(nullptr)},
                       {"why", std::move(whys)}});
    }
    tables.push_back({{"store", table.store},
                      {"table", table.table},
                      {"fate", word_of(table.kind)},
                      {"path", table.path},
                      {"words", table.words},
                      {"parts", std::move(parts)}});
  }
  return {{"subject", story.subject}, {"tables", std::move(tables)}, {"copies", story.copies}};
}

}  // namespace abide::cli
