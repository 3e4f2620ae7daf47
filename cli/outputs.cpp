// Looking at an output's place before the work begins.
#include "cli/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/ledger/verify/verify.hpp"

namespace abide::cli {
namespace {

namespace fs = std::filesystem;

struct Guarded {
  std::string path;
  const char* what;
};

/// Where a path leads, links followed as far as they are there.
fs::path where(const std::string& path) {
  std::error_code failed;
  const fs::path full = fs::absolute(path, failed);
  const fs::path real = fs::weakly_canonical(full, failed);
  return failed ? full : real;
}

bool is_same(const std::string& a, const std::string& b) {
  std::error_code failed;
  return where(a) == where(b) || fs::equivalent(a, b, failed);
}

bool is_within(const std::string& path, const std::string& folder) {
  const fs::path inside = where(path);
  const fs::path outside = where(folder);
  const auto [end, rest] =
      std::mismatch(outside.begin(), outside.end(), inside.begin(), inside.end());
  return end == outside.end();
}

/// A device or a pipe takes what is written and is never replaced.
bool is_stream(const std::string& path) {
  std::error_code failed;
  const fs::file_type type = fs::status(path, failed).type();
  return type == fs::file_type::character || type == fs::file_type::fifo ||
         type == fs::file_type::socket;
}

std::string address_of(const policy::Binding& binding, const std::string& folder) {
  std::string path = binding.address.text;
  if (binding.address.form == policy::Address::Form::environment) {
    const char* value =
        std::getenv(path.c_str());  // NOLINT(concurrency-mt-unsafe): no thread but this one
    path = value == nullptr ? "" : value;
  }
  return path.empty() || path.starts_with('/') ? path : folder + "/" + path;
}

std::vector<Guarded> own_files(const Desk& desk, const Session& session) {
  const engine::ControlPaths paths = desk.paths(session);
  return {{paths.control, "the control store"},
          {paths.control + ".run", "the control store's own"},
          {paths.control + ".lease", "the control store's own"},
          {paths.keys, "the keys file"}};
}

std::vector<Guarded> guarded(const Desk& desk, const Session& session) {
  std::vector<Guarded> files = own_files(desk, session);
  for (const policy::Binding& binding : session.deployment.bindings)
    files.push_back({address_of(binding, session.folder), "a bound store"});
  std::vector<Guarded> beside;
  for (const Guarded& one : files) {
    for (const char* end : {"-wal", "-shm", "-journal"})
      beside.push_back({one.path + end, "part of a database"});
  }
  files.insert(files.end(), beside.begin(), beside.end());
  return files;
}

bool is_page_of(const std::string& text, const char* title) {
  const auto at = text.find("<title>");
  return text.starts_with("<!doctype html>") && at != std::string::npos &&
         text.compare(at + 7, std::string_view{title}.size(), title) == 0;
}

/// Whether what is there already was written by Abide as such an output.
bool is_ours(const std::string& text, Output output) {
  if (text.empty()) return true;
  if (output == Output::metrics) return text.starts_with("# HELP abide_");
  if (output == Output::proof) return ledger::is_proof(text);
  if (output == Output::page) return false;  // it may have been sent to somebody
  if (output == Output::sweep_report) return is_page_of(text, "Sweep report of ");
  if (output == Output::board) return is_page_of(text, "Board of ");
  const auto json = parse_json(text);
  if (!json || !json->is_object()) return false;
  return output == Output::plan ? json->contains("policy_digest") && json->contains("steps")
                                : json->contains("run") && json->contains("reread");
}

const char* name_of(Output output) {
  switch (output) {
    case Output::plan:
      return "a plan";
    case Output::certificate:
      return "a certificate";
    case Output::page:
      return "a page";
    case Output::sweep_report:
      return "the report of a sweep";
    case Output::board:
      return "a board";
    case Output::metrics:
      return "figures for Prometheus";
    case Output::proof:
      return "a proof";
  }
  return "";
}

Result<void> check_content(const Desk& desk, const std::string& path, Output output) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found && !fs::is_symlink(path, failed)) return {};
  const Error taken{
      ErrorCode::refused,
      fmt::format("`{}` is there already and is not {} of Abide's", path, name_of(output)),
      "name another file; nothing was done"};
  if (status.type() != fs::file_type::regular) return taken;
  const auto text = desk.files().read(path);
  if (!text || !is_ours(*text, output)) return taken;
  if (output == Output::certificate && !text->empty()) {
    return Error{
        ErrorCode::refused, fmt::format("`{}` is the certificate of another run", path),
        "name a file of its own for each, since a certificate is evidence; nothing was done"};
  }
  return {};
}

Result<void> check_place(const Desk& desk, const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  std::error_code failed;
  if (!parent.empty() && !fs::is_directory(parent, failed)) {
    return Error{ErrorCode::not_found,
                 fmt::format("there is no folder `{}` to write `{}` in", parent, path),
                 "make it or name another; nothing was done"};
  }
  std::string probe = path + ".abide-can-write";
  while (fs::symlink_status(probe, failed).type() != fs::file_type::not_found) probe += "-";
  auto written = desk.files().write(probe, "");
  if (written) written = desk.files().remove(probe);
  if (!written) {
    return Error{ErrorCode::refused,
                 fmt::format("`{}` cannot be written: {}", path, written.error().message),
                 "name a place that can be written; nothing was done"};
  }
  return {};
}

}  // namespace

Result<void> check_output(const Desk& desk, const Session& session, const std::string& deploy_file,
                          const std::string& path, Output output) {
  if (path.empty() || is_stream(path)) return {};
  std::vector<Guarded> files = guarded(desk, session);
  files.push_back({deploy_file, "the deployment"});
  files.push_back({session.policy_file, "the policy"});
  const auto refused = [&](const char* what) {
    return Error{ErrorCode::refused, fmt::format("`{}` is {}", path, what),
                 "name a file of its own; nothing was done"};
  };
  for (const Guarded& one : files) {
    if (!one.path.empty() && is_same(path, one.path)) return refused(one.what);
  }
  for (const std::string& anchor : desk.paths(session).anchors) {
    if (is_within(path, anchor)) return refused("in an anchor's folder");
  }
  if (path.ends_with(".policy") || path.ends_with(".deploy"))
    return refused("by its name a policy or a deployment");
  ABIDE_CHECK(check_content(desk, path, output));
  return check_place(desk, path);
}

Result<void> check_bindings(const Desk& desk, const Session& session) {
  for (const policy::Binding& binding : session.deployment.bindings) {
    const std::string path = address_of(binding, session.folder);
    if (path.empty() || binding.kind != "sqlite") continue;
    const auto refused = [&](const std::string& what) {
      return Error{ErrorCode::refused,
                   fmt::format("store `{}` is bound to `{}`, which is {}",
                               session.model.at(binding.store).name, binding.address.text, what),
                   "say in the deployment where the store is; nothing was done"};
    };
    for (const Guarded& own : own_files(desk, session)) {
      if (is_same(path, own.path)) return refused(own.what);
    }
    for (const std::string& anchor : desk.paths(session).anchors) {
      if (is_within(path, anchor)) return refused("in an anchor's folder");
    }
  }
  return {};
}

Error not_written(const std::string& path, const Error& why) {
  return {ErrorCode::unavailable,
          fmt::format("the work is done, but `{}` could not be written: {}", path, why.message),
          "what was done is told above and stands in the ledger (`abide ledger show --deploy …`); "
          "do not retry "
          "for the file's sake alone"};
}

}  // namespace abide::cli
