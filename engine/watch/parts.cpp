// Steps summed up by table, operation and columns.
#include "engine/watch/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace abide::engine::watch {

std::string part_of(const Step& step) {
  const std::string place = step.store + "." + step.table;
  if (step.operation == Operation::remove) return place + " delete";
  std::vector<std::string> fields = step.fields;
  std::ranges::sort(fields);
  return fmt::format("{} {} {}", place, step.severs ? "sever" : "empty", fmt::join(fields, ", "));
}

std::vector<Part> parts_of(const Plan& plan) {
  std::map<std::string, std::uint64_t> sums;
  for (const Step& step : plan.steps) sums[part_of(step)] += step.rows;
  std::vector<Part> parts;
  for (const auto& [name, rows] : sums) parts.push_back({name, rows});
  return parts;
}

Night night_of(Date day, const std::vector<Part>& parts) {
  Night night{day, {}};
  for (const Part& part : parts) {
    if (part.rows > 0) night.rows[part.name] = part.rows;
  }
  return night;
}

std::vector<Early> odd_clocks(const Plan& plan) {
  std::vector<Early> odd;
  for (const Gap& gap : plan.gaps) {
    if (gap.code == "E1010" && !gap.waived) odd.push_back({gap.place, gap.rows});
  }
  return odd;
}

Json to_json(const std::vector<Part>& parts) {
  Json json = Json::object();
  for (const Part& part : parts) json[part.name] = part.rows;
  return json;
}

Result<std::vector<Part>> parts_from_json(const Json& json) {
  std::vector<Part> parts;
  const bool sound = json.is_object() && std::ranges::all_of(json, [](const Json& rows) {
                       return rows.is_number_integer() && rows >= 0;
                     });
  if (!sound) {
    return Error{ErrorCode::corrupt, "the control store holds no counts where they should be",
                 "restore it from its last copy; nothing was run"};
  }
  for (const auto& [name, rows] : json.items()) parts.push_back({name, rows.get<std::uint64_t>()});
  return parts;
}

}  // namespace abide::engine::watch
