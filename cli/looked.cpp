#include "cli/looked.hpp"

#include <fmt/format.h>

namespace abide::cli {

Result<reread::Look> look_now(Session& session) {
  ABIDE_TRY(const Facts facts, gather(session));
  const engine::Stores readers =
      open_stores(session.model, session.deployment, session.folder, Use::look);
  return reread::look_after_sweep(look_input(session, readers, facts));
}

std::string sql_of(const reread::Look& look) {
  std::string sql;
  for (const reread::Asked& asked : look.queries)
    sql += fmt::format("-- {}\n{};\n", asked.store, asked.text);
  return sql;
}

}  // namespace abide::cli
