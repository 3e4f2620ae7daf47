// Reading attributes: the key first, then how often it stands, then the shape of its values.
#include "policy/resolve/attributes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "policy/nearness.hpp"
#include "policy/resolve/shapes.hpp"

namespace abide::policy::resolving {
namespace {

/// The second word of a key such as `sweep every`, when the attribute has one.
std::string_view second_word(const ast::Attribute& attribute) {
  if (attribute.values.empty()) {
    return "";
  }
  const auto* name = std::get_if<ast::Name>(&attribute.values.front());
  return name == nullptr ? std::string_view{} : std::string_view{name->text};
}

const Key* key_of(const ast::Attribute& attribute, std::span<const Key> keys) {
  const std::string both = fmt::format("{} {}", attribute.key.text, second_word(attribute));
  for (const Key& key : keys) {
    if (key.key == both || key.key == attribute.key.text) {
      return &key;
    }
  }
  return nullptr;
}

void refuse_key(Context& context, const ast::Attribute& attribute, std::span<const Key> keys,
                const std::string& owner) {
  std::vector<std::string> known;
  std::vector<std::string> first_words;
  std::string list;
  for (const Key& key : keys) {
    known.emplace_back(key.key);
    first_words.emplace_back(key.key.substr(0, key.key.find(' ')));
    list += fmt::format("{}`{}`", list.empty() ? "" : ", ", key.key);
  }
  const std::string both = fmt::format("{} {}", attribute.key.text, second_word(attribute));
  std::string help = did_you_mean(attribute.key.text, known);
  help = help.empty() ? did_you_mean(both, known) : help;
  if (const std::string first = nearest(attribute.key.text, first_words);
      help.empty() && !first.empty()) {
    const auto whole = std::find(first_words.begin(), first_words.end(), first);
    help = fmt::format("did you mean `{}`?",
                       known[static_cast<std::size_t>(whole - first_words.begin())]);
  }
  context.error("E0204", attribute.key.span,
                fmt::format("{} has no key `{}`", owner, attribute.key.text),
                help.empty() ? fmt::format("its keys: {}", list.empty() ? "none" : list) : help);
}

void refuse_values(Context& context, const Read& read, const Key& key) {
  const SourceSpan place =
      read.values.empty() ? read.node->span
                          : SourceSpan{ast::span_of(read.values.front()).begin,
                                       ast::span_of(read.values.back()).end, read.node->span.file};
  context.error("E0206", place, fmt::format("`{}` takes {}", key.key, phrase_of(key.shape)),
                fmt::format("write `{} {};`", key.key, example_of(key.shape)));
}

}  // namespace

const Read* Attributes::find(std::string_view key) const {
  const auto found =
      std::find_if(reads_.begin(), reads_.end(), [&](const Read& read) { return read.key == key; });
  return found == reads_.end() ? nullptr : &*found;
}

std::string Attributes::text(std::string_view key) const {
  if (const Read* read = find(key)) {
    for (const ast::Value& value : read->values) {
      if (const auto* text = std::get_if<ast::Text>(&value)) {
        return text->text;
      }
    }
  }
  return "";
}

std::optional<std::string> Attributes::name(std::string_view key) const {
  const ast::Names all = names(key);
  return all.empty() ? std::nullopt : std::optional{all.front().text};
}

std::optional<Period> Attributes::period(std::string_view key) const {
  if (const Read* read = find(key)) {
    if (const auto* duration = std::get_if<ast::Duration>(&read->values.front())) {
      return duration->period;
    }
  }
  return std::nullopt;
}

ast::Names Attributes::names(std::string_view key) const {
  ast::Names found;
  for (const Read& read : reads_) {
    if (read.key != key) {
      continue;
    }
    for (const ast::Value& value : read.values) {
      const auto* name = std::get_if<ast::Name>(&value);
      if (name != nullptr && name->text != "and") {
        found.push_back(*name);
      }
    }
  }
  return found;
}

namespace {

/// Values of the right shape, and words of the right list.
void check_values(Context& context, const Read& read, const Key& key) {
  if (!has_shape(key.shape, read.values)) {
    refuse_values(context, read, key);
    return;
  }
  for (const ast::Value& value : read.values) {
    const auto* name = std::get_if<ast::Name>(&value);
    if (!key.words.empty() && name != nullptr && name->text != "and") {
      check_word(context, *name, key.words, key.key);
    }
  }
}

void refuse_twice(Context& context, const Read& read, const Read& first, const std::string& owner) {
  auto& twice =
      context.error("E0202", read.node->span, fmt::format("{} says `{}` twice", owner, read.key),
                    "keep one of them");
  twice.labels.push_back({first.node->span, "first said here"});
}

}  // namespace

Attributes read_attributes(Context& context, const std::vector<const ast::Attribute*>& written,
                           std::span<const Key> keys, const std::string& owner, SourceSpan place) {
  Attributes attributes;
  for (const ast::Attribute* attribute : written) {
    const Key* key = key_of(*attribute, keys);
    if (key == nullptr) {
      refuse_key(context, *attribute, keys, owner);
      continue;
    }
    const bool two_words = key->key.find(' ') != std::string_view::npos;
    const Read read{.key = key->key,
                    .node = attribute,
                    .values = std::span{attribute->values}.subspan(two_words ? 1 : 0)};
    const Read* first = attributes.find(key->key);
    if (first != nullptr && key->times == Times::once) {
      refuse_twice(context, read, *first, owner);
      continue;
    }
    attributes.add(read);
    check_values(context, read, *key);
  }
  for (const Key& key : keys) {
    if (key.presence == Presence::required && attributes.find(key.key) == nullptr) {
      context.error("E0205", place, fmt::format("{} does not say `{}`", owner, key.key),
                    fmt::format("add `{} {};`", key.key, example_of(key.shape)));
    }
  }
  return attributes;
}

void check_word(Context& context, const ast::Name& word, std::string_view words,
                std::string_view what) {
  std::vector<std::string> known;
  std::istringstream split{std::string{words}};
  for (std::string one; split >> one;) {
    known.push_back(one);
  }
  const bool open = !known.empty() && known.back() == "…";
  if (open) {
    known.pop_back();
  }
  if (std::find(known.begin(), known.end(), word.text) != known.end()) {
    return;
  }
  const std::string near = nearest(word.text, known);
  constexpr std::size_t short_word = 5;
  if (open && (near.empty() || near.size() < short_word || word.text.size() < short_word)) {
    return;
  }
  std::string list;
  for (const std::string& one : known) {
    list += fmt::format("{}`{}`", list.empty() ? "" : ", ", one);
  }
  context.error("E0206", word.span, fmt::format("`{}` is no value of `{}`", word.text, what),
                near.empty() ? fmt::format("it takes {}", list) : did_you_mean(word.text, known));
}

}  // namespace abide::policy::resolving
