// YAML to JSON values and back.
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "reports/fideslang/fideslang.hpp"

namespace abide::reports::fideslang {
namespace {

constexpr int most_nested = 64;
constexpr std::size_t most_values = 1'000'000;

struct TooMuch {};

Json scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return text;  // in quotes: a text, whatever it looks like
  if (text == "null" || text == "~" || text.empty()) return nullptr;
  if (text == "true") return true;
  if (text == "false") return false;
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec == std::errc{} && read.ptr == end) return number;
  return text;
}

/// @param left  how many values may still come: names that stand for others are written out
Json value_of(const YAML::Node& node, int depth, std::size_t& left) {
  if (depth > most_nested || left == 0) throw TooMuch{};
  --left;
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      return nullptr;
    case YAML::NodeType::Scalar:
      return scalar(node);
    case YAML::NodeType::Sequence: {
      Json all = Json::array();
      for (const YAML::Node& one : node) all.push_back(value_of(one, depth + 1, left));
      return all;
    }
    case YAML::NodeType::Map: {
      Json all = Json::object();
      for (const auto& pair : node)
        all[pair.first.IsScalar() ? pair.first.Scalar() : ""] =
            value_of(pair.second, depth + 1, left);
      return all;
    }
  }
  return nullptr;
}

void emit(YAML::Emitter& out, const Json& value) {
  if (value.is_object()) {
    out << YAML::BeginMap;
    for (const auto& [key, one] : value.items()) {
      out << YAML::Key << key << YAML::Value;
      emit(out, one);
    }
    out << YAML::EndMap;
  } else if (value.is_array()) {
    if (value.empty()) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (const Json& one : value) emit(out, one);
    out << YAML::EndSeq;
  } else if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    // A key or a word stands as it is; anything that YAML could read as something else is quoted.
    const bool plain = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.") == std::string::npos;
    const bool word = text == "true" || text == "false" || text == "null" || text == "yes" ||
                      text == "no" || text == "on" || text == "off" || text == "y" || text == "n";
    if (plain && !word && !text.empty() && text.front() != '.') {
      out << text;
    } else {
      out << YAML::DoubleQuoted << text;
    }
  } else if (value.is_boolean()) {
    out << value.get<bool>();
  } else if (value.is_number_integer()) {
    out << value.get<std::int64_t>();
  } else {
    out << YAML::Null;
  }
}

Error unreadable(const std::string& what) {
  return {ErrorCode::corrupt, what, "give a Fideslang manifest in YAML or JSON"};
}

}  // namespace

std::string yaml_of(const Json& manifest) {
  YAML::Emitter out;
  emit(out, manifest);
  return std::string{out.c_str()} + "\n";
}

Result<Json> parse_manifest(std::string_view text) {
  try {
    std::size_t left = most_values;
    Json value = value_of(YAML::Load(std::string{text}), 0, left);
    if (!value.is_object()) return unreadable("it holds no resources by name");
    return value;
  } catch (const YAML::Exception& error) {
    return unreadable(fmt::format("line {}: {}", error.mark.line + 1, error.msg));
  } catch (const TooMuch&) {
    return unreadable("nested deeper than 64, or more than a million values");
  }
}

}  // namespace abide::reports::fideslang
