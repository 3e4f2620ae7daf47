#include "reports/pack/sealed.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "engine/ledger/entries.hpp"
#include "engine/ledger/verify/proof_text.hpp"

namespace abide::reports {
namespace {

namespace fs = std::filesystem;

constexpr const char* manifest_name = "manifest.json";
constexpr const char* proof_name = "manifest.tlog-proof";

Error differs(const std::string& folder, const std::string& what) {
  return {ErrorCode::refused, fmt::format("`{}` is not as it was released: {}", folder, what),
          "nothing was done; find out who changed it, remove the folder, and make the copy again "
          "(`abide access`, then `abide access release`)"};
}

Error no_pack(const std::string& folder, std::string_view why) {
  return {ErrorCode::refused, fmt::format("`{}` is no released pack: {}", folder, why),
          "name a folder that `abide access release --into` made; nothing was done"};
}

Result<Digest> digest_of(const fs::path& file) {
  constexpr std::size_t piece = 64U << 10U;
  std::ifstream in{file, std::ios::binary};
  Hasher hasher;
  std::array<char, piece> buffer{};
  while (in) {
    in.read(buffer.data(), buffer.size());
    hasher.update(std::string_view{buffer.data(), static_cast<std::size_t>(in.gcount())});
  }
  if (!in.eof())
    return Error{ErrorCode::unavailable, fmt::format("cannot read `{}`", file.string()),
                 "see to the file, then give it again; nothing was done"};
  return hasher.finish();
}

std::string text_of_file(const fs::path& file) {
  const std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Digests by name, as the manifest has them.
Result<std::map<std::string, std::string>> listed(const std::string& folder,
                                                  const std::string& text) {
  const auto manifest = parse_json(text);
  if (!manifest || !manifest->is_object() || !manifest->value("files", Json{}).is_array())
    return no_pack(folder, "its manifest.json cannot be read");
  if (manifest->value("draft", true))
    return no_pack(folder, "it is a draft, which nobody has released");
  std::map<std::string, std::string> files;
  for (const Json& one : manifest->at("files"))
    files[ledger::text_of(one, "file")] = ledger::text_of(one, "sha256");
  return files;
}

/// The manifest that the release's entry of the ledger names; empty where the proof is none.
std::string released(const std::string& proof) {
  const auto parts = ledger::verify::read_entry_text(proof);
  const auto entry = parts ? parse_json(parts->entry) : Result<Json>{Json::object()};
  const bool release =
      entry.ok() && entry->is_object() && ledger::text_of(*entry, "kind") == "pack_released";
  return release ? ledger::text_of(*entry, "manifest") : "";
}

Result<void> check_files(const std::string& folder, std::map<std::string, std::string> files) {
  for (const fs::directory_entry& one : fs::recursive_directory_iterator(folder)) {
    const std::string name = one.path().lexically_relative(folder).string();
    if (one.is_directory() && !one.is_symlink()) continue;
    if (name == manifest_name || name == proof_name) continue;
    const auto at = files.find(name);
    if (at == files.end() || !one.is_regular_file() || one.is_symlink())
      return differs(folder, fmt::format("`{}` was not in it", name));
    ABIDE_TRY(const Digest digest, digest_of(one.path()));
    if (to_hex(digest) != at->second) return differs(folder, fmt::format("`{}` was changed", name));
    files.erase(at);
  }
  if (!files.empty()) return differs(folder, fmt::format("`{}` is missing", files.begin()->first));
  return {};
}

}  // namespace

Result<void> check_sealed(const std::string& folder) {
  const fs::path path{folder};
  std::error_code ignored;
  if (fs::exists(path / "draft.json", ignored))
    return no_pack(folder, "it is a draft, which nobody has released");
  if (!fs::exists(path / proof_name, ignored))
    return no_pack(folder, "it holds no proof of a release");
  const std::string manifest = text_of_file(path / manifest_name);
  ABIDE_TRY(auto files, listed(folder, manifest));
  const std::string named = released(text_of_file(path / proof_name));
  if (named.empty()) return no_pack(folder, "its manifest.tlog-proof is of no release");
  if (named != to_hex(sha256(as_bytes(manifest))))
    return differs(folder, "`manifest.json` is not the one that the ledger's entry names");
  try {
    return check_files(folder, std::move(files));
  } catch (const fs::filesystem_error& error) {
    return Error{ErrorCode::unavailable, fmt::format("cannot read `{}`: {}", folder, error.what()),
                 "see to the folder, then give it again; nothing was done"};
  }
}

}  // namespace abide::reports
