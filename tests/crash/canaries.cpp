// Spells without the project's own coders, which wrote what is searched; the digest alone is
// shared.
#include "tests/crash/canaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/digest.hpp"

namespace abide::crash {
namespace {

namespace fs = std::filesystem;

unsigned code(char one) { return static_cast<unsigned char>(one); }

template <class Spell>
std::string each(std::string_view text, Spell spell) {
  std::string all;
  for (const char one : text) all += spell(one);
  return all;
}
std::string hex(std::string_view text) {
  return each(text, [](char one) { return fmt::format("{:02x}", code(one)); });
}
std::string upper(std::string_view text) {
  return each(text, [](char one) {
    return std::string(1, one >= 'a' && one <= 'z' ? static_cast<char>(one - 32) : one);
  });
}
std::string lower(std::string_view text) {
  return each(text, [](char one) {
    return std::string(1, one >= 'A' && one <= 'Z' ? static_cast<char>(one + 32) : one);
  });
}
std::string percent(std::string_view text) {
  return each(text, [](char one) {
    const bool plain = code(one) < 128 && (std::isalnum(one) != 0 || one == '.' || one == '-');
    return plain ? std::string(1, one) : fmt::format("%{:02X}", code(one));
  });
}

/// Code points of a text in UTF-8 whose characters lie within the first plane.
std::vector<unsigned> points(std::string_view text) {
  std::vector<unsigned> all;
  for (const char one : text) {
    if ((code(one) & 0xC0U) == 0x80U) {
      all.back() = (all.back() << 6U) | (code(one) & 0x3FU);
    } else {
      all.push_back(code(one) < 128 ? code(one) : code(one) & (code(one) < 0xE0 ? 0x1FU : 0xFU));
    }
  }
  return all;
}
std::string utf16(std::string_view text, bool little) {
  std::string all;
  for (const unsigned point : points(text)) {
    const char high = static_cast<char>(point >> 8U);
    const char low = static_cast<char>(point & 0xFFU);
    all += little ? std::string{low, high} : std::string{high, low};
  }
  return all;
}
std::string json(std::string_view text) {
  std::string all;
  for (const unsigned point : points(text))
    all += point < 128 ? std::string(1, static_cast<char>(point)) : fmt::format("\\u{:04x}", point);
  return all;
}

/// The digits of base64 that depend on `text` alone when `before` bytes of others come before it.
std::string base64(std::string_view text, std::size_t before, std::string_view digits) {
  std::string bits(before * 8, '0');
  for (const char one : text) bits += fmt::format("{:08b}", code(one));
  std::string all;
  for (std::size_t at = (before * 8 + 5) / 6 * 6; at + 6 <= bits.size(); at += 6)
    all += digits[std::stoul(bits.substr(at, 6), nullptr, 2)];
  return all;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> spellings_of(std::string_view text) {
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const Digest digest = sha256(as_bytes(text));
  const std::string bare{digest.begin(), digest.end()};
  std::vector<std::pair<std::string, std::string>> all{
      {"as it is", std::string{text}},
      {"upper case", upper(text)},
      {"lower case", lower(text)},
      {"UTF-16LE", utf16(text, true)},
      {"UTF-16BE", utf16(text, false)},
      {"percent-encoded", percent(text)},
      {"hex", hex(text)},
      {"HEX", upper(hex(text))},
      {"JSON", json(text)},
      {"digest", bare},
      {"digest in hex", hex(bare)},
      {"digest in base64", base64(bare, 0, letters + "+/")}};
  for (std::size_t before = 0; before < 3; ++before) {
    all.emplace_back(fmt::format("base64 {}", before), base64(text, before, letters + "+/"));
    all.emplace_back(fmt::format("base64url {}", before), base64(text, before, letters + "-_"));
  }
  return all;
}

std::string Canaries::next() {
  const std::size_t number = sought_.size();
  std::string text = fmt::format("Zq{:03} can\u00e4ry+{:03}Qz", number, number * 7);
  add(text);
  return text;
}

void Canaries::add(std::string_view text) { sought_.push_back(spellings_of(text)); }

Found Canaries::in(const fs::path& folder) const {
  Found found;
  for (const auto& file : fs::recursive_directory_iterator{folder}) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream{file.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
    for (const auto& spellings : sought_) {
      for (const auto& [name, spelt] : spellings) {
        if (bytes.find(spelt) != std::string::npos)
          found[file.path().filename().string()].insert(name);
      }
    }
  }
  return found;
}

std::set<std::string> names_under(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& file : fs::recursive_directory_iterator{folder})
    if (file.is_regular_file()) names.insert(file.path().filename().string());
  return names;
}

}  // namespace abide::crash
