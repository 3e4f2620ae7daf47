// Random edits: the server's text is the oracle's, and its diagnostics are those of a fresh
// `abide check` of that text. The oracle counts UTF-16 units of its own and shares no code with the
// server; the check is the real program.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>

#include "tests/cli/program.hpp"
#include "tests/lsp/workshop.hpp"

namespace abide::lsp_test {
namespace {

// ── the oracle's text ─────────────────────────────────────────────────────────────────────────

using Units = std::u16string;

Units units_of(const std::string& utf8) {
  Units units;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    const int more = byte < 0x80 ? 0 : byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    char32_t point = more == 0 ? byte : byte & (0x3FU >> static_cast<unsigned>(more));
    for (int k = 1; k <= more; ++k)
      point = (point << 6U) |
              (static_cast<unsigned char>(utf8[i + static_cast<std::size_t>(k)]) & 0x3FU);
    if (point >= 0x10000) {
      units += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10U));
      units += static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FFU));
    } else {
      units += static_cast<char16_t>(point);
    }
    i += static_cast<std::size_t>(more) + 1;
  }
  return units;
}

std::string utf8_of(const Units& units) {
  std::string text;
  for (std::size_t i = 0; i < units.size(); ++i) {
    char32_t point = units[i];
    if (point >= 0xD800 && point < 0xDC00 && i + 1 < units.size())
      point = 0x10000 + ((point - 0xD800) << 10U) + (units[++i] - 0xDC00U);
    const auto put = [&text](char32_t bits) { text += static_cast<char>(bits); };
    if (point < 0x80) {
      put(point);
    } else if (point < 0x800) {
      put(0xC0 | (point >> 6U));
      put(0x80 | (point & 0x3FU));
    } else if (point < 0x10000) {
      put(0xE0 | (point >> 12U));
      put(0x80 | ((point >> 6U) & 0x3FU));
      put(0x80 | (point & 0x3FU));
    } else {
      put(0xF0 | (point >> 18U));
      put(0x80 | ((point >> 12U) & 0x3FU));
      put(0x80 | ((point >> 6U) & 0x3FU));
      put(0x80 | (point & 0x3FU));
    }
  }
  return text;
}

/// Lines and units, counted from the front every time.
Json place_in(const Units& text, std::size_t at) {
  int line = 0;
  int character = 0;
  for (std::size_t i = 0; i < at; ++i) {
    const bool ends =
        text[i] == u'\n' || (text[i] == u'\r' && (i + 1 >= text.size() || text[i + 1] != u'\n'));
    line += ends ? 1 : 0;
    character = ends ? 0 : character + 1;
  }
  return {{"line", line}, {"character", character}};
}

std::size_t unit_at(const Units& text, const Json& place) {
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (place_in(text, i) == place) return i;
  }
  return text.size() + 1;
}

/// Not within a character, and not between `\r` and `\n`.
bool may_cut(const Units& text, std::size_t at) {
  if (at == 0 || at >= text.size()) return true;
  const bool half = text[at] >= 0xDC00 && text[at] < 0xE000;
  return !half && !(text[at - 1] == u'\r' && text[at] == u'\n');
}

// ── edits ─────────────────────────────────────────────────────────────────────────────────────

const std::vector<std::string>& fragments() {
  static const std::vector<std::string> all{"erase contact within 30 days of closed;\n",
                                            "never sell zzz;\n",
                                            "{",
                                            "}",
                                            ";",
                                            "\"",
                                            "\n",
                                            "\r\n",
                                            "\r",
                                            "promise SH-09 {\n",
                                            "category ",
                                            "contact.email",
                                            " and ",
                                            "//",
                                            "\xF0\x9F\x98\x80",
                                            "\xC3\xA9",
                                            "send orders to ",
                                            "use \"parties.policy\";\n",
                                            "\xEF\xBB\xBF",
                                            "30 days",
                                            "SH-01",
                                            "table x { key id; }\n",
                                            ", ",
                                            "\t",
                                            "is identifier",
                                            "abide 1;",
                                            "\\",
                                            "policy q { regime uk_gdpr; }"};
  return all;
}

struct Edit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

Edit random_edit(std::mt19937& random, const Units& text) {
  const auto below = [&random](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>{0, count}(random);
  };
  Edit edit;
  do {
    edit.begin = below(text.size());
  } while (!may_cut(text, edit.begin));
  edit.end = edit.begin;
  if (below(2) > 0) {
    edit.end = std::min(text.size(), edit.begin + below(12));
    while (!may_cut(text, edit.end)) ++edit.end;
  }
  if (edit.begin == edit.end || below(3) == 0) {
    edit.text = fragments()[below(fragments().size() - 1)];
  }
  return edit;
}

Json change_of(const Units& text, const Edit& edit) {
  return {{"range", {{"start", place_in(text, edit.begin)}, {"end", place_in(text, edit.end)}}},
          {"text", edit.text}};
}

void make(Units& text, const Edit& edit) {
  text.replace(edit.begin, edit.end - edit.begin, units_of(edit.text));
}

// ── diagnostics as offsets in UTF-8 ───────────────────────────────────────────────────────────

using Said = std::vector<std::tuple<std::string, std::size_t, std::size_t>>;

Said told_by_server(const Json& diagnostics, const Units& text) {
  Said said;
  for (const Json& one : diagnostics) {
    const auto offset = [&](const char* end) {
      return utf8_of(text.substr(0, unit_at(text, one.at("range").at(end)))).size();
    };
    said.emplace_back(one.at("code"), offset("start"), offset("end"));
  }
  std::sort(said.begin(), said.end());
  return said;
}

/// `abide check` counts lines by `\n` and columns in characters.
Said told_by_check(const Workshop& shop, const std::string& text) {
  shop.write("shop.policy", text);
  const std::string path = shop.folder.file("shop.policy");
  const auto told = cli_test::run_abide({"check", path, "--format", "json"}, {});
  const Json list = Json::parse(told.out, nullptr, false);
  EXPECT_TRUE(list.is_array()) << told.all();
  Said said;
  for (const Json& one : list.is_array() ? list : Json::array()) {
    if (one.value("file", "") != path) continue;
    const auto offset = [&](const char* line, const char* column) {
      std::size_t at = 0;
      for (int i = 1; i < one.at(line).get<int>(); ++i) at = text.find('\n', at) + 1;
      for (int i = 1; i < one.at(column).get<int>(); ++i) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
      }
      return at;
    };
    said.emplace_back(one.at("code"), offset("line", "column"), offset("end_line", "end_column"));
  }
  std::sort(said.begin(), said.end());
  return said;
}

std::string shown(const Said& said) {
  std::string text;
  for (const auto& [code, begin, end] : said)
    text += code + " " + std::to_string(begin) + ".." + std::to_string(end) + "\n";
  return text;
}

int edits_wanted() {
  const char* const asked = std::getenv("ABIDE_CASES");  // NOLINT(concurrency-mt-unsafe)
  return asked == nullptr ? 600 : std::max(10000, std::atoi(asked) / 5);
}

/// Bursts of edits, each followed by a look at what the server says of the last version.
TEST(Edits, leave_the_text_and_the_diagnostics_of_a_fresh_check) {
  constexpr unsigned seed = 20261130;
  std::mt19937 random{seed};
  const Workshop shop;
  Editor editor;
  editor.begin();
  const std::string uri = shop.uri("shop.policy");
  Units text = units_of(shop_policy);
  editor.open(uri, shop_policy, 1);
  editor.diagnostics(uri, 1);
  int version = 1;
  int looks = 0;
  for (int edits = 0; edits < edits_wanted();) {
    const auto burst = std::uniform_int_distribution<int>{1, 40}(random);
    for (int i = 0; i < burst; ++i, ++edits) {
      Json changes = Json::array();
      for (int parts = std::uniform_int_distribution<int>{1, 3}(random); parts > 0; --parts) {
        const Edit edit = random_edit(random, text);
        changes.push_back(change_of(text, edit));
        make(text, edit);
      }
      if (text.size() > 6000 || i == 30) {  // back to where it began, so that much of it reads
        text = units_of(shop_policy);
        changes = {{{"text", shop_policy}}};
      }
      editor.change(uri, ++version, changes);
      if (i % 7 == 0) {
        const Json where{{"textDocument", {{"uri", uri}}},
                         {"position", place_in(text, text.size() / 2)}};
        editor.answer_to(
            editor.post(i % 2 == 0 ? "textDocument/completion" : "textDocument/hover", where));
      }
    }
    const std::string now = utf8_of(text);
    const Said server = told_by_server(editor.diagnostics(uri, version), text);
    const Said check = told_by_check(shop, now);
    ++looks;
    ASSERT_EQ(shown(server), shown(check)) << "version " << version << " of seed " << seed << ":\n"
                                           << now;
  }
  EXPECT_GT(looks, 10);
  EXPECT_EQ(editor.end().code, 0);
}

/// The twin: an oracle that misses one edit is found out, whichever it is.
TEST(Edits, that_are_missed_are_seen) {
  const Workshop shop;
  for (const char* const missed : {"\"", "}", "zzz ", "never sell zzz;\n", "/"}) {
    Editor editor;
    editor.begin();
    const std::string uri = shop.uri("shop.policy");
    Units text = units_of(shop_policy);
    editor.open(uri, shop_policy, 1);
    const Edit edit{shop_policy.find("erase contact"), shop_policy.find("erase contact"), missed};
    editor.change(uri, 2, Json::array({change_of(text, edit)}));
    const Said server = told_by_server(editor.diagnostics(uri, 2), text);
    EXPECT_NE(shown(server), shown(told_by_check(shop, shop_policy))) << missed;
  }
}

}  // namespace
}  // namespace abide::lsp_test
