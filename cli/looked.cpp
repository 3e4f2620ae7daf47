#include "cli/looked.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace abide::cli {

Result<reread::Look> look_now(Session& session) {
  ABIDE_TRY(const Facts facts, gather(session));
  const engine::Stores readers =
      open_stores(session.model, session.deployment, session.folder, Use::look);
  return reread::look_after_sweep(look_input(session, readers, facts));
}

Json questions_of(const reread::Look& look) {
  Json questions = Json::array();
  for (const reread::Asked& asked : look.queries)
    questions.push_back({{"store", asked.store}, {"sql", asked.text}});
  return questions;
}

std::string sql_of(const reread::Look& look) {
  std::string sql;
  for (const reread::Asked& asked : look.queries)
    sql += fmt::format("-- {}\n{};\n", asked.store, asked.text);
  return sql;
}

}  // namespace abide::cli
