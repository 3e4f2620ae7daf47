// JSON for what is sealed, with every value typed so that it comes back as it was.
#include "engine/control/sealed.hpp"

#include <fmt/format.h>

#include <bit>
#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace abide::engine::control {
namespace {

struct ToJson {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(bool value) const { return value; }
  Json operator()(std::int64_t value) const { return value; }
  Json operator()(double value) const { return {{"double", std::bit_cast<std::int64_t>(value)}}; }
  // Text as a store has it need not be UTF-8.
  Json operator()(const std::string& value) const { return {{"text", to_hex(as_bytes(value))}}; }
  Json operator()(const Bytes& value) const { return {{"bytes", to_hex(value)}}; }
};

std::optional<Value> value_of(const Json& json) {
  if (json.is_null()) {
    return Value{};
  }
  if (json.is_boolean()) {
    return Value{json.get<bool>()};
  }
  if (json.is_number_integer()) {
    return Value{json.get<std::int64_t>()};
  }
  if (!json.is_object() || json.size() != 1) {
    return std::nullopt;
  }
  const std::string& type = json.begin().key();
  const Json& inner = json.begin().value();
  if (type == "double" && inner.is_number_integer()) {
    return Value{std::bit_cast<double>(inner.get<std::int64_t>())};
  }
  const auto bytes = inner.is_string() ? from_hex(inner.get<std::string>()) : std::nullopt;
  if (!bytes || (type != "text" && type != "bytes")) {
    return std::nullopt;
  }
  return type == "text" ? Value{std::string(bytes->begin(), bytes->end())} : Value{*bytes};
}

std::optional<CategoryId> find_category(const policy::Model& model, std::string_view name) {
  for (std::uint32_t i = 0; i < model.categories.size(); ++i) {
    if (model.categories[i].name == name) {
      return CategoryId{i};
    }
  }
  return std::nullopt;
}

Error undeclared(std::string_view what, std::string_view name) {
  return {ErrorCode::changed, fmt::format("the policy no longer declares the {} `{}`", what, name),
          ""};
}

}  // namespace

std::string to_text(const Particulars& particulars) {
  Json row = Json::array();
  for (const Value& value : particulars.row) {
    row.push_back(std::visit(ToJson{}, value));
  }
  return Json{{"subject", particulars.subject},     {"key", std::visit(ToJson{}, particulars.key)},
              {"row_table", particulars.row_table}, {"row", row},
              {"table", particulars.table},         {"categories", particulars.categories}}
      .dump();
}

Result<Particulars> particulars_of(std::string_view text) {
  const Error damaged{ErrorCode::corrupt, "what was sealed cannot be read", ""};
  ABIDE_TRY(const Json json, parse_json(text));
  try {
    Particulars particulars{.subject = json.at("subject"),
                            .key = {},
                            .row_table = json.at("row_table"),
                            .row = {},
                            .table = json.at("table"),
                            .categories = json.at("categories")};
    const auto key = value_of(json.at("key"));
    for (const Json& item : json.at("row")) {
      const auto value = value_of(item);
      if (!value) {
        return damaged;
      }
      particulars.row.push_back(*value);
    }
    if (!key) {
      return damaged;
    }
    particulars.key = *key;
    return particulars;
  } catch (const Json::exception&) {
    return damaged;
  }
}

Result<Resolved> resolve(const policy::Model& model, const Particulars& particulars) {
  Resolved resolved;
  if (!particulars.subject.empty()) {
    resolved.subject = model.find_subject(particulars.subject);
    if (!resolved.subject) {
      return undeclared("subject", particulars.subject);
    }
  }
  if (!particulars.row_table.empty()) {
    const auto table = model.find_table(particulars.row_table);
    if (!table) {
      return undeclared("table", particulars.row_table);
    }
    resolved.row = RowKey{*table, Sensitive<Row>{particulars.row}};
  }
  if (!particulars.table.empty()) {
    resolved.table = model.find_table(particulars.table);
    if (!resolved.table) {
      return undeclared("table", particulars.table);
    }
  }
  for (const std::string& name : particulars.categories) {
    const auto category = find_category(model, name);
    if (!category) {
      return undeclared("category", name);
    }
    resolved.categories.push_back(*category);
  }
  return resolved;
}

Value as_identity(const Value& key) {
  const auto* const number = std::get_if<std::int64_t>(&key);
  return number == nullptr ? key : Value{std::to_string(*number)};
}

}  // namespace abide::engine::control
