// Values, selectors and parameters in JSON without floating-point numbers: one spelling for one
// value.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/plan/json_form.hpp"

namespace abide {

// Found by the templates of json_form.hpp through the types' namespace.
template <Is<All> T, class F>
void each_member(T& /*node*/, F&& /*f*/) {}
template <Is<Before> T, class F>
void each_member(T& node, F&& f) {
  f("column", node.column);
  f("cutoff", node.cutoff);
  f("encoding", node.encoding);
}
template <Is<Unreadable> T, class F>
void each_member(T& node, F&& f) {
  f("column", node.column);
  f("encoding", node.encoding);
}
template <Is<Outside> T, class F>
void each_member(T& node, F&& f) {
  f("column", node.column);
  f("from", node.from);
  f("until", node.until);
  f("encoding", node.encoding);
}
template <Is<IsNull> T, class F>
void each_member(T& node, F&& f) {
  f("column", node.column);
}
template <Is<In> T, class F>
void each_member(T& node, F&& f) {
  f("column", node.column);
  f("values", node.values);
  f("match", node.match);
}
template <Is<InParameter> T, class F>
void each_member(T& node, F&& f) {
  f("column", node.column);
  f("parameter", node.parameter);
  f("match", node.match);
}
template <Is<And> T, class F>
void each_member(T& node, F&& f) {
  f("all", node.all);
}
template <Is<Or> T, class F>
void each_member(T& node, F&& f) {
  f("any", node.any);
}
template <Is<Not> T, class F>
void each_member(T& node, F&& f) {
  f("of", node.of);
}
template <Is<Via> T, class F>
void each_member(T& node, F&& f) {
  f("columns", node.columns);
  f("table", node.table);
  f("target_columns", node.target_columns);
  f("where", node.where);
  f("match", node.match);
}
std::array<std::string_view, 4> names_of(TimeEncoding /*encoding*/) {
  return {"iso", "date", "unix_seconds", "unix_milliseconds"};
}
std::array<std::string_view, 2> names_of(Match /*match*/) { return {"exact", "folded"}; }

}  // namespace abide

namespace abide::engine {
namespace json_form {
namespace {

/// In the order of the variant's alternatives.
constexpr std::array<std::string_view, 11> nodes{"all",  "before", "unreadable",   "outside",
                                                 "null", "in",     "in_parameter", "and",
                                                 "or",   "not",    "via"};

template <std::size_t index = 0>
bool read_node(std::string_view name, const Json& json, Selector& selector) {
  if constexpr (index < nodes.size()) {
    if (name != nodes[index]) {
      return read_node<index + 1>(name, json, selector);
    }
    Reader reader{json};
    each_member(selector.node.emplace<index>(), reader);
    return reader.all(1);
  } else {
    return false;
  }
}

struct WriteValue {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(bool value) const { return value; }
  Json operator()(std::int64_t value) const { return value; }
  Json operator()(double value) const { return {{"double", fmt::format("{}", value)}}; }
  Json operator()(const std::string& value) const {
    // Stores hold text that is not UTF-8, and it must come back as text.
    if (canonical_json(Json(value)).ok()) {
      return value;
    }
    return {{"text", to_base64(as_bytes(value))}};
  }
  Json operator()(const Bytes& value) const { return {{"bytes", to_base64(value)}}; }
};

bool read_special(const std::string& kind, const std::string& spelling, Value& value) {
  if (kind == "double") {
    double number = 0;
    const char* end = spelling.data() + spelling.size();
    const auto parsed = std::from_chars(spelling.data(), end, number);
    value = number;
    return parsed.ec == std::errc{} && parsed.ptr == end && fmt::format("{}", number) == spelling;
  }
  const auto bytes = from_base64(spelling);
  if (!bytes) {
    return false;
  }
  if (kind == "text") {
    std::string text{bytes->begin(), bytes->end()};
    const bool needed = !canonical_json(Json(text)).ok();
    value = std::move(text);
    return needed;
  }
  value = *bytes;
  return kind == "bytes";
}

}  // namespace

Json write(const Bytes& bytes, Extent /*extent*/) { return to_base64(bytes); }
Json write(const Digest& digest, Extent /*extent*/) { return to_hex(digest); }
Json write(const Instant& instant, Extent /*extent*/) {
  const std::string text = to_string(instant);
  // Years that ISO 8601 spells with other than four digits are written as a count.
  return parse_instant(text) == instant ? Json(text) : Json(instant.time_since_epoch().count());
}
Json write(const Value& value, Extent /*extent*/) { return std::visit(WriteValue{}, value); }
Json write(const SelectorPtr& selector, Extent extent) {
  if (!selector) {
    return nullptr;  // read() refuses it
  }
  Json json = std::visit([&](const auto& node) { return write(node, extent); }, selector->node);
  json["is"] = nodes[selector->node.index()];
  return json;
}

bool read(const Json& json, std::string& text) {
  if (!json.is_string()) {
    return false;
  }
  text = json.get<std::string>();
  return true;
}
bool read(const Json& json, bool& flag) {
  if (!json.is_boolean()) {
    return false;
  }
  flag = json.get<bool>();
  return true;
}
bool read(const Json& json, Bytes& bytes) {
  const auto found = json.is_string() ? from_base64(json.get<std::string>()) : std::nullopt;
  bytes = found.value_or(Bytes{});
  return found.has_value();
}
bool read(const Json& json, Digest& digest) {
  const auto found = json.is_string() ? from_hex(json.get<std::string>()) : std::nullopt;
  if (!found || found->size() != digest.size()) {
    return false;
  }
  std::copy(found->begin(), found->end(), digest.begin());
  return true;
}
bool read(const Json& json, Instant& instant) {
  if (json.is_number_integer()) {
    instant = Instant{std::chrono::microseconds{json.get<std::int64_t>()}};
    return write(instant, Extent::whole) == json;
  }
  const auto found = json.is_string() ? parse_instant(json.get<std::string>()) : std::nullopt;
  instant = found.value_or(Instant{});
  return found.has_value();
}
bool read(const Json& json, Value& value) {
  if (json.is_null()) {
    value = std::monostate{};
  } else if (json.is_boolean()) {
    value = json.get<bool>();
  } else if (json.is_number_unsigned()) {
    value = static_cast<std::int64_t>(json.get<std::uint64_t>());
    return std::in_range<std::int64_t>(json.get<std::uint64_t>());
  } else if (json.is_number_integer()) {
    value = json.get<std::int64_t>();
  } else if (json.is_string()) {
    value = json.get<std::string>();
  } else {
    return json.is_object() && json.size() == 1 && json.front().is_string() &&
           read_special(json.begin().key(), json.front().get<std::string>(), value);
  }
  return true;
}
bool read(const Json& json, SelectorPtr& selector) {
  if (!json.is_object() || !json.contains("is") || !json["is"].is_string()) {
    return false;
  }
  Selector found;
  const bool good = read_node(json["is"].get<std::string>(), json, found);
  selector = share(std::move(found));
  return good;
}

}  // namespace json_form

namespace {

template <class T>
Result<T> read_or_refuse(const Json& json, const char* what) {
  T value{};
  if (!json_form::read(json, value)) {
    return Error{ErrorCode::corrupt, fmt::format("this is not {} of a plan", what), ""};
  }
  return value;
}

}  // namespace

Json to_json(const Value& value) { return json_form::write(value, json_form::Extent::whole); }
Result<Value> value_from_json(const Json& json) { return read_or_refuse<Value>(json, "a value"); }

Json to_json(const Selector& selector) {
  return json_form::write(share(selector), json_form::Extent::whole);
}
Result<Selector> selector_from_json(const Json& json) {
  ABIDE_TRY(const SelectorPtr read, read_or_refuse<SelectorPtr>(json, "a selector"));
  return *read;
}

Json to_json(const Parameters& parameters) {
  Json out = Json::object();
  for (const auto& [name, values] : parameters) {
    out[name] = json_form::write(values.reveal(), json_form::Extent::whole);
  }
  return out;
}
Result<Parameters> parameters_from_json(const Json& json) {
  if (!json.is_object()) {
    return Error{ErrorCode::corrupt, "these are not the parameters of a plan", ""};
  }
  Parameters parameters;
  for (const auto& [name, values] : json.items()) {
    ABIDE_TRY(auto read, read_or_refuse<std::vector<Value>>(values, "the values of a parameter"));
    parameters[name] = Sensitive{std::move(read)};
  }
  return parameters;
}

}  // namespace abide::engine
