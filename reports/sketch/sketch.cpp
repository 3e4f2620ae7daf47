#include "reports/sketch/sketch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace abide::reports::sketch {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// As the language has texts.
std::string quoted(std::string_view text) {
  std::string all = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') all += '\\';
    if (c == '\n') {
      all += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      all += c;
    } else {
      all += ' ';
    }
  }
  return all + "\"";
}

/// One line of a comment, whatever the text holds.
std::string in_comment(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return text;
}

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

/// ` "Title"`; nothing where the name says it all.
std::string titled(const std::string& title, const std::string& name) {
  return title.empty() || title == name ? "" : " " + quoted(title);
}

std::string last_part(const std::string& dotted) { return dotted.substr(dotted.rfind('.') + 1); }

/// A table as the policy calls it.
std::string name_of(const Table& table) { return name_from(table.live_name); }

/// ` as "auth.users"`, where the store calls it otherwise.
std::string as_live(const std::string& name, const std::string& live) {
  return name == live ? "" : " as " + quoted(live);
}

class Scribe {
 public:
  explicit Scribe(const Draft& draft) : draft_(draft) {}

  Sketch write() {
    head();
    controllers();
    subjects();
    categories();
    purposes();
    parties();
    stores();
    flows();
    return {std::move(text_), std::move(to_fill_)};
  }

 private:
  void line(const std::string& words, int depth = 0) {
    text_ += std::string(static_cast<std::size_t>(depth) * 4, ' ') + words + "\n";
  }
  void note(const std::string& words, int depth = 0) {
    if (!words.empty()) line("/// " + in_comment(words), depth);
  }
  /// Leaves something open, in the text and in the list.
  void open(const std::string& place, const std::string& words, int depth) {
    line("// TO FILL IN: " + in_comment(words), depth);
    to_fill_.push_back(fmt::format("{}: {}", place, words));
  }

  void head() {
    line("abide 1;\n");
    line(
        fmt::format("// A sketch made from {}, never to be used unread. What nobody could know is "
                    "marked TO FILL IN;",
                    in_comment(listed(draft_.made_from))));
    line(
        "// `abide check` names what is missing until it is there. Periods, rights and promises "
        "are "
        "for a person to write.\n");
    line(fmt::format("policy {}{} {{", draft_.name, titled(draft_.title, draft_.name)));
    if (draft_.regimes.empty()) {
      open("policy", "regime uk_gdpr;  or whichever law applies", 1);
    } else {
      line(fmt::format("regime {};", listed(draft_.regimes)), 1);
    }
    line("}\n");
  }

  void controllers() {
    if (draft_.controllers.empty())
      open("controller", "controller NAME \"…\" { country …; contact \"…\"; }", 0);
    for (const Controller& one : draft_.controllers) {
      line(fmt::format("controller {}{} {{", one.name, titled(one.title, one.name)));
      if (one.country.empty()) {
        open("controller " + one.name, "country GB;", 1);
      } else {
        line(fmt::format("country {};", one.country), 1);
      }
      if (one.contact.empty()) {
        open("controller " + one.name, "contact \"…\";", 1);
      } else {
        line(fmt::format("contact {};", quoted(one.contact)), 1);
      }
      if (!one.address.empty()) line(fmt::format("address {};", quoted(one.address)), 1);
      line("}");
    }
    line("");
  }

  void subjects() {
    for (const Subject& one : draft_.subjects) {
      note(one.note);
      line(fmt::format("subject {}{} {{", one.name, titled(one.title, one.name)));
      if (one.identified_by.empty()) {
        open("subject " + one.name, "identified by STORE.TABLE.COLUMN;  their own key first", 1);
      } else {
        line(fmt::format("identified by {};", listed(one.identified_by)), 1);
      }
      line("}");
    }
    line("");
  }

  void categories() {
    // A tree from dotted names; each knows who stands in it.
    std::map<std::string, std::vector<const Category*>> inside;
    for (const Category& one : draft_.categories) {
      const auto dot = one.name.rfind('.');
      inside[dot == std::string::npos ? "" : one.name.substr(0, dot)].push_back(&one);
    }
    branch(inside, "", 0);
    line("");
  }
  void branch(const std::map<std::string, std::vector<const Category*>>& inside,
              const std::string& parent, int depth) {
    const auto at = inside.find(parent);
    if (at == inside.end()) return;
    for (const Category* one : at->second) {
      std::string words = fmt::format("category {}{}", last_part(one->name),
                                      titled(one->title, last_part(one->name)));
      if (!one->marks.empty()) words += fmt::format(" is {}", listed(one->marks));
      if (!one->alias.empty()) words += fmt::format(" alias {}", quoted(one->alias));
      if (!inside.contains(one->name)) {
        line(words + ";", depth);
        continue;
      }
      line(words + " {", depth);
      branch(inside, one->name, depth + 1);
      line("}", depth);
    }
  }

  void purposes() {
    for (const Purpose& one : draft_.purposes) {
      note(one.note);
      line(fmt::format("purpose {}{} {{", one.name, titled(one.title, one.name)));
      if (one.basis.empty()) {
        open("purpose " + one.name, "basis …;  why it is lawful", 1);
      } else {
        line(fmt::format("basis {};", one.basis), 1);
      }
      if (one.uses.empty()) {
        open("purpose " + one.name, "uses …;", 1);
      } else {
        line(fmt::format("uses {};", listed(one.uses)), 1);
      }
      if (!one.interest.empty()) line(fmt::format("interest {};", quoted(one.interest)), 1);
      if (!one.lia.empty()) line(fmt::format("lia {};", quoted(one.lia)), 1);
      line("}");
    }
    line("");
  }

  void parties() {
    for (const Party& one : draft_.parties) {
      note(one.note);
      line(fmt::format("{} {}{} {{", one.is_processor ? "processor" : "recipient", one.name,
                       titled(one.title, one.name)));
      for (const std::string& country : one.countries) line(fmt::format("country {};", country), 1);
      if (one.countries.empty()) open("recipient " + one.name, "country …;", 1);
      if (!one.region.empty()) line(fmt::format("region {};", quoted(one.region)), 1);
      if (!one.role.empty()) line(fmt::format("role {};", one.role), 1);
      if (!one.agreements.empty()) line(fmt::format("agreement {};", listed(one.agreements)), 1);
      if (!one.contract.empty()) line(fmt::format("contract {};", quoted(one.contract)), 1);
      line("}");
    }
    line("");
  }

  void stores() {
    for (const Store& store : draft_.stores) {
      note(store.note);
      line(fmt::format("store {}{} kind {} {{", store.name, titled(store.title, store.name),
                       store.kind.empty() ? "postgres" : store.kind));
      if (store.kind.empty()) open("store " + store.name, "its kind; postgres is a guess", 1);
      if (!store.run_by.empty()) line(fmt::format("run by {};", store.run_by), 1);
      for (const Table& table : store.tables) this->table(store, table);
      line("}");
    }
    line("");
  }
  static std::string word_for_table(const std::string& kind) {
    if (kind == "redis") return "keyspace";
    if (kind == "files") return "folder";
    if (kind == "browser" || kind == "memory") return "topic";
    return "table";
  }
  void table(const Store& store, const Table& table) {
    const std::string name = name_of(table);
    note(table.note, 1);
    line(fmt::format("{} {}{}{} {{", word_for_table(store.kind), name, titled(table.title, name),
                     as_live(name, table.live_name)),
         1);
    std::vector<std::string> key;
    for (const Field& field : table.fields)
      if (field.is_key) key.push_back(name_from(field.column));
    const bool needs_key = store.kind != "browser" && store.kind != "memory";
    if (!key.empty()) {
      line(fmt::format("key {};", listed(key)), 2);
    } else if (needs_key) {
      open(store.name + "." + name, "key …;", 2);
    }
    for (const Owner& owner : table.owners)
      line(fmt::format("owned by {} through {}{};", owner.subject, owner.column,
                       owner.target.empty() ? "" : " to " + owner.target),
           2);
    if (table.owners.empty() && !table.unowned.empty()) {
      line(fmt::format("unowned because {};", quoted(table.unowned)), 2);
      to_fill_.push_back(fmt::format("{}.{}: whose rows these are", store.name, name));
    }
    for (const Field& field : table.fields) this->field(store, name, field);
    line("}", 1);
  }
  void field(const Store& store, const std::string& table, const Field& field) {
    const std::string name = name_from(field.column);
    note(field.note, 2);
    const std::string live = as_live(name, field.column);
    if (!field.categories.empty()) {
      line(fmt::format("{} {}{}: {}{};", field.link.empty() ? "field" : "link", name, live,
                       listed(field.categories), field.link.empty() ? "" : " to " + field.link),
           2);
    } else if (!field.link.empty()) {
      line(fmt::format("link {}{} to {};", name, live, field.link), 2);
    } else if (!field.is_key) {
      open(fmt::format("{}.{}.{}", store.name, table, name),
           fmt::format("field {}{}: CATEGORY;", name, live), 2);
    }
  }

  void flows() {
    std::vector<std::string> lines;
    for (const Flow& one : draft_.flows) {
      const char* const towards = one.verb == "send" ? "to" : one.verb == "host" ? "with" : "from";
      lines.push_back(fmt::format("{} {} {} {}{};", one.verb, listed(one.what), towards,
                                  listed(one.who),
                                  one.purpose.empty() ? "" : " for " + one.purpose));
    }
    for (const Party& one : draft_.parties)
      if (!one.safeguard.empty())
        lines.push_back(fmt::format("transfer to {} under {};", one.name, one.safeguard));
    for (const Subject& one : draft_.subjects)
      for (const std::string& right : one.rights)
        lines.push_back(
            fmt::format("right {} over personal for {} via \"TO FILL IN\";", right, one.name));
    if (lines.empty()) return;
    line("promise SKETCH-1 {");
    for (const std::string& one : lines) line(one, 1);
    line("}");
    const bool grants = std::ranges::any_of(draft_.subjects,
                                            [](const Subject& one) { return !one.rights.empty(); });
    if (grants) to_fill_.emplace_back("promise SKETCH-1: where people turn to with each right");
    to_fill_.emplace_back("periods: how long each kind of data is kept, and by which law");
  }

  const Draft& draft_;
  std::string text_;
  std::vector<std::string> to_fill_;
};

}  // namespace

std::string name_from(std::string_view text) {
  std::string name;
  for (const char c : text) name += is_letter(c) || is_digit(c) || c == '_' ? c : '_';
  if (name.empty() || !is_letter(name.front())) name.insert(0, "x");
  return name;
}

std::string dotted_name_from(std::string_view text) {
  std::string name;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find('.', from), text.size());
    name += (name.empty() ? "" : ".") + name_from(text.substr(from, to - from));
    from = to + 1;
  }
  return name;
}

Sketch written(const Draft& draft) { return Scribe{draft}.write(); }

}  // namespace abide::reports::sketch
