// The live schema of every store against what the policy declares: each difference a Gap with a
// place, a reason and a remedy. Changes nothing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "connectors/connector.hpp"
#include "engine/control_store.hpp"
#include "engine/plan/plan.hpp"
#include "engine/register.hpp"
#include "engine/stores.hpp"
#include "policy/deployment.hpp"
#include "policy/model.hpp"

namespace abide::engine {

/// One store as it answered: a schema, or the reason why there is none.
struct LiveStore {
  std::optional<LiveSchema> schema;
  std::optional<Error> error;
  bool bound = true;  ///< false: the deployment does not say where it is
};

/// What is really there, store by store. Plain data; stays as it was read.
struct Catalogue {
  std::vector<LiveStore> stores;  ///< by StoreId
  /// The live table, or null when the store or the table is not there.
  [[nodiscard]] const LiveTable* find(StoreId store, std::string_view live_name) const;
  [[nodiscard]] const LiveTable* find(const policy::Model& model, TableId table) const;
};
/// The live column of that name, or null.
[[nodiscard]] const LiveColumn* find_column(const LiveTable& table, std::string_view column);
/// A NULL may be written there: the column is nullable and no part of the table's key.
[[nodiscard]] bool can_be_null(const LiveTable& table, std::string_view column);

/// Asks every store of the policy for its schema. A store that does not answer is recorded, not
/// returned as an error.
[[nodiscard]] Catalogue introspect(const policy::Model& model, Stores& stores);

/// What the schema alone shows: E1001 to E1005, E1007 to E1009 and E1011, in the order of the
/// policy's stores, tables and columns. Gaps that a waiver names are there too, with `waived` set.
/// Reads no row.
/// @param today  waivers that ended before it do not count
[[nodiscard]] std::vector<Gap> reconcile(const policy::Model& model,
                                         const policy::Deployment& deployment,
                                         const Catalogue& catalogue, Date today);

/// For every event on absence: the keys that rows still point at though no such row is left, each
/// dated when it was first missed. The result belongs into Register::events.
[[nodiscard]] Result<std::vector<ToldEvent>> find_absent(const policy::Model& model,
                                                         const Catalogue& catalogue, Stores& stores,
                                                         ControlStore& control, Instant now);

/// Whether `gap` keeps every step on `table` (`db.users`) from running. E1005 never does: it is
/// about steps that empty the one column it names.
[[nodiscard]] bool stops(const Gap& gap, std::string_view table);

}  // namespace abide::engine
