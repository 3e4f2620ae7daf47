// Which category a column probably holds, by its name alone: a suggestion to paste and to check,
// never applied by itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connectors/connector.hpp"
#include "policy/model.hpp"

namespace abide::engine::catalogue {

/// The leaf whose name, alias or columns elsewhere are most like `column`; nullopt when none is.
[[nodiscard]] std::optional<CategoryId> guess_category(const policy::Model& model,
                                                       std::string_view column);
/// `field nickname: account.name;`, with CATEGORY where nothing fits.
[[nodiscard]] std::string field_line(const policy::Model& model, std::string_view column);
/// `table audit { key id; … }`, all columns in it.
[[nodiscard]] std::string table_block(const policy::Model& model, StoreId store,
                                      const LiveTable& live);

}  // namespace abide::engine::catalogue
