// The ledger as an evidence folder (docs/evidence-folder.md), read from its files alone.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "engine/ledger/verify/verify.hpp"
#include "engine/ledger/verify/walk.hpp"

namespace abide::ledger {
namespace {

namespace fs = std::filesystem;
using verify::bad;
using verify::Walk;

/// Names in a folder, sorted; nullopt when it is not there.
std::optional<std::set<std::string>> names_in(const fs::path& folder) {
  std::error_code error;
  std::set<std::string> names;
  for (fs::directory_iterator at{folder, error}, end; !error && at != end; at.increment(error)) {
    names.insert(at->path().filename().string());
  }
  return error ? std::nullopt : std::optional{std::move(names)};
}

std::optional<std::string> content_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  return file ? std::optional{std::move(text)} : std::nullopt;
}

Verdict missing(const std::string& path) { return bad(fmt::format("`{}` is missing", path)); }

std::optional<Verdict> expect_all(const fs::path& folder, Walk& walk) {
  const auto names = names_in(folder / "checkpoints");
  if (!names) {
    return missing("checkpoints");
  }
  for (const std::string& name : *names) {
    const auto text = content_of(folder / "checkpoints" / name);
    if (!text) {
      return missing("checkpoints/" + name);
    }
    if (auto fault = walk.expect(*text, fmt::format("`checkpoints/{}`", name))) {
      return fault;
    }
  }
  return walk.begin();
}

/// The entries of one file, each a line; the last one's text is left in `last`.
std::optional<Verdict> entries_in(const fs::path& path, Walk& walk, std::string& last) {
  std::ifstream file{path, std::ios::binary};
  for (std::string line; std::getline(file, line); last.swap(line)) {
    if (file.eof()) {
      return bad(fmt::format("`entries/{}` is cut off", path.filename().string()), walk.size());
    }
    if (auto fault = walk.entry(line)) {
      return fault;
    }
  }
  return std::nullopt;
}

std::optional<Verdict> entries(const fs::path& folder, Walk& walk, std::string& last) {
  const auto names = names_in(folder / "entries");
  if (!names) {
    return missing("entries");
  }
  for (const std::string& name : *names) {
    if (name != fmt::format("{:012}.jsonl", walk.size())) {
      return bad(
          fmt::format("entry {} is missing: the next file of entries is `{}`", walk.size(), name),
          walk.size());
    }
    if (auto fault = entries_in(folder / "entries" / name, walk, last)) {
      return fault;
    }
  }
  return walk.end();
}

/// The files that an `exported` entry speaks of, by path, with their digests; nullopt of another.
std::optional<std::map<std::string, std::string>> exported(std::string_view entry) {
  verify::EntryReader reader;
  verify::EntryReader files;
  if (!reader.read(entry) || reader.member("kind") != "\"exported\"" ||
      !files.read(reader.member("files"))) {
    return std::nullopt;
  }
  std::map<std::string, std::string> all;
  for (const verify::Member& one : files.members()) {
    const auto digest = files.plain_text(one.key);
    all[std::string{one.key}] = digest ? std::string{*digest} : "";
  }
  return all;
}

/// Paths of files that the folder holds besides the ledger itself.
std::set<std::string> others_in(const fs::path& folder) {
  std::set<std::string> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator at{folder, error}, end; !error && at != end;
       at.increment(error)) {
    const std::string path = at->path().lexically_relative(folder).generic_string();
    const bool ledger = path == "key.txt" || path.starts_with("entries/") ||
                        path.starts_with("checkpoints/") || path.starts_with("__pycache__/");
    if (!at->is_directory() && !ledger) {
      paths.insert(path);
    }
  }
  return paths;
}

std::optional<Verdict> check_files(const fs::path& folder,
                                   const std::map<std::string, std::string>& files) {
  const std::set<std::string> there = others_in(folder);
  std::set<std::string> all = there;
  for (const auto& [path, digest] : files) {
    all.insert(path);
  }
  for (const std::string& path : all) {
    const auto meant = files.find(path);
    if (meant == files.end()) {
      return bad(fmt::format("`{}` is not part of what was exported", path));
    }
    const auto text = there.contains(path) ? content_of(folder / path) : std::nullopt;
    if (!text) {
      return missing(path);
    }
    if (to_hex(sha256(as_bytes(*text))) != meant->second) {
      return bad(fmt::format("`{}` is not as it was exported", path));
    }
  }
  return std::nullopt;
}

}  // namespace

Verdict verify_folder(const std::string& folder, const std::string& public_key) {
  const auto key = verify::read_key(public_key);
  if (!key) {
    return bad("the given public key is not of the form name+hash+key");
  }
  Walk walk{*key};
  std::string last;
  std::optional<Verdict> fault = expect_all(folder, walk);
  fault = fault ? fault : entries(folder, walk, last);
  if (fault) {
    return *fault;
  }
  Verdict verdict = walk.sound();
  if (verdict.uncovered > 0) {
    return bad(fmt::format("no checkpoint signs the last {} entries", verdict.uncovered),
               walk.size() - verdict.uncovered);
  }
  const auto files = exported(last);
  if (!files) {
    return bad("the last entry does not say what was exported",
               walk.size() == 0 ? 0 : walk.size() - 1);
  }
  fault = check_files(folder, *files);
  verdict.files = files->size();
  return fault ? *fault : verdict;
}

}  // namespace abide::ledger
