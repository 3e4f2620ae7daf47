// The only file that names concrete kinds of stores.
#include "cli/wiring.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "connectors/sqlite/connector.hpp"

namespace abide::cli {
namespace {

Result<std::unique_ptr<Connector>> open_store(const policy::Binding& binding,
                                              const std::string& folder, Use use) {
  if (binding.kind != "sqlite") {
    return Error{ErrorCode::unsupported,
                 fmt::format("stores of kind `{}` cannot be opened by this release", binding.kind),
                 "bind the store to a SQLite stand-in"};
  }
  std::string path = binding.address.text;
  if (binding.address.form == policy::Address::Form::environment) {
    const char* value =
        std::getenv(path.c_str());  // NOLINT(concurrency-mt-unsafe): read before any thread starts
    if (value == nullptr) {
      return Error{ErrorCode::not_found, fmt::format("the environment has no `{}`", path),
                   "set it; a retry is safe"};
    }
    path = value;
  }
  path = path.starts_with('/') ? path : folder + "/" + path;
  ABIDE_TRY(auto opened,
            sqlite::SqliteConnector::open(
                path, use == Use::change ? sqlite::Access::read_write : sqlite::Access::read_only));
  return std::unique_ptr<Connector>{std::move(opened)};
}

}  // namespace

engine::Stores open_stores(const policy::Model& model, const policy::Deployment& deployment,
                           const std::string& folder, Use use) {
  engine::Stores stores;
  for (std::uint32_t i = 0; i < model.stores.size(); ++i) {
    engine::OpenStore open;
    const policy::Binding* binding = deployment.find(StoreId{i});
    open.bound = binding != nullptr;
    if (binding != nullptr) {
      open.stand_in = binding->stand_in;
      auto opened = open_store(*binding, folder, use);
      if (opened) {
        open.connector = std::move(*opened);
      } else {
        open.error = opened.error();
      }
    }
    stores.by_name.emplace(model.stores[i].name, std::move(open));
  }
  return stores;
}

Result<LiveSchema> read_schema(const std::string& path) {
  ABIDE_TRY(auto opened, sqlite::SqliteConnector::open(path, sqlite::Access::read_only));
  return opened->schema();
}

}  // namespace abide::cli
