// The ledger as an evidence folder (docs/evidence-folder.md), read from its files alone. Whoever
// hands it over may have put anything in it.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "base/regular_file.hpp"
#include "engine/ledger/format.hpp"
#include "engine/ledger/verify/note.hpp"
#include "engine/ledger/verify/verify.hpp"
#include "engine/ledger/verify/walk.hpp"

namespace abide::ledger {
namespace {

namespace fs = std::filesystem;
using verify::bad;
using verify::Key;
using verify::Walk;

Verdict missing(const std::string& path) { return bad(fmt::format("`{}` is missing", path)); }

Verdict unread(std::string why) {
  Verdict verdict = bad(std::move(why));
  verdict.unread = true;
  return verdict;
}

/// What lies in a folder, by path within it, with `/` on every system.
struct Folder {
  fs::path root;
  std::set<std::string> files;
  std::set<std::string> folders;
  std::set<std::string> others;  ///< links, pipes, devices: no export holds them
};

/// Looks at everything and opens nothing; follows no link.
std::optional<Verdict> survey(Folder& folder) {
  std::error_code error;
  fs::recursive_directory_iterator at{folder.root, error};
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    const std::string path = at->path().lexically_relative(folder.root).generic_string();
    const fs::file_type type = at->symlink_status(error).type();
    auto& kind = type == fs::file_type::regular     ? folder.files
                 : type == fs::file_type::directory ? folder.folders
                                                    : folder.others;
    kind.insert(path);
  }
  if (error) {
    return unread(fmt::format("cannot read `{}`: {}", folder.root.string(), error.message()));
  }
  if (!folder.others.empty()) {
    return bad(fmt::format("`{}` is neither a file nor a folder", *folder.others.begin()));
  }
  return std::nullopt;
}

/// Reads a file that the survey saw; what is wrong with it otherwise.
std::optional<Verdict> read(const Folder& folder, const std::string& path, std::size_t limit,
                            std::string& text) {
  auto content = read_regular((folder.root / path).string(), limit);
  if (content) {
    text = std::move(*content);
    return std::nullopt;
  }
  switch (content.error().code) {
    case ErrorCode::not_found:
      return missing(path);
    case ErrorCode::corrupt:
      return bad(fmt::format("`{}` is no file that an export writes", path));
    default:
      return unread(content.error().message);
  }
}

/// The files right within one of the ledger's own two folders, in order.
std::optional<Verdict> files_of(const Folder& folder, const std::string& name,
                                std::vector<std::string>& files) {
  if (!folder.folders.contains(name)) {
    return folder.files.contains(name) ? bad(fmt::format("`{}` is no folder", name))
                                       : missing(name);
  }
  const std::string within = name + "/";
  const auto inner = folder.folders.lower_bound(within);
  if (inner != folder.folders.end() && inner->starts_with(within)) {
    return bad(fmt::format("`{}` is not part of what was exported", *inner));
  }
  for (auto at = folder.files.lower_bound(within);
       at != folder.files.end() && at->starts_with(within); ++at) {
    files.push_back(*at);
  }
  return std::nullopt;
}

/// `checkpoints/SIZE.txt`, or with `-1` and so on behind the size.
bool is_checkpoint_name(const std::string& path, std::uint64_t size) {
  const std::string start = fmt::format("checkpoints/{:012}", size);
  constexpr std::string_view end = ".txt";
  if (!path.starts_with(start) || !path.ends_with(end)) {
    return false;
  }
  const std::string twin = path.substr(start.size(), path.size() - start.size() - end.size());
  return twin.empty() || (twin.size() > 1 && twin[0] == '-' &&
                          twin.find_first_not_of("0123456789", 1) == std::string::npos);
}

std::optional<Verdict> expect_all(const Folder& folder, Walk& walk) {
  std::vector<std::string> paths;
  if (auto fault = files_of(folder, "checkpoints", paths)) {
    return fault;
  }
  for (const std::string& path : paths) {
    std::string text;
    if (auto fault = read(folder, path, most_note_bytes, text)) {
      return fault;
    }
    if (auto fault = walk.expect(text, fmt::format("`{}`", path))) {
      return fault;
    }
    const auto note = verify::read_note(text);
    if (!note || !is_checkpoint_name(path, note->size)) {
      return bad(fmt::format("`{}` is not named by its size", path));
    }
  }
  return walk.begin();
}

/// The entries of one file, each a line; the last one's text is left in `last`.
std::optional<Verdict> entries_in(const Folder& folder, const std::string& path, Walk& walk,
                                  std::string& last) {
  std::string text;
  if (auto fault = read(folder, path, most_folder_file_bytes, text)) {
    return fault;
  }
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string::npos) {
      return bad(fmt::format("`{}` is cut off", path), walk.size());
    }
    last = text.substr(at, end - at);
    if (auto fault = walk.entry(last)) {
      return fault;
    }
    at = end + 1;
  }
  return std::nullopt;
}

std::optional<Verdict> entries(const Folder& folder, Walk& walk, std::string& last) {
  std::vector<std::string> paths;
  if (auto fault = files_of(folder, "entries", paths)) {
    return fault;
  }
  for (const std::string& path : paths) {
    if (path != fmt::format("entries/{:012}.jsonl", walk.size())) {
      return bad(
          fmt::format("entry {} is missing: the next file of entries is `{}`", walk.size(), path),
          walk.size());
    }
    if (auto fault = entries_in(folder, path, walk, last)) {
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

bool is_ledgers(const std::string& file) {
  return file == "key.txt" || file.starts_with("entries/") || file.starts_with("checkpoints/");
}

/// Nothing is there that the export does not speak of.
std::optional<Verdict> check_strays(const Folder& folder,
                                    const std::map<std::string, std::string>& files) {
  for (const std::string& path : folder.files) {
    if (!is_ledgers(path) && !files.contains(path)) {
      return bad(fmt::format("`{}` is not part of what was exported", path));
    }
  }
  for (const std::string& path : folder.folders) {
    const auto within = files.lower_bound(path + "/");
    const bool needed = within != files.end() && within->first.starts_with(path + "/");
    if (path != "entries" && path != "checkpoints" && !needed) {
      return bad(fmt::format("`{}` is not part of what was exported", path));
    }
  }
  return std::nullopt;
}

std::optional<Verdict> check_files(const Folder& folder,
                                   const std::map<std::string, std::string>& files) {
  for (const auto& [path, digest] : files) {
    if (!folder.files.contains(path)) {
      return missing(path);
    }
    std::string text;
    if (auto fault = read(folder, path, most_folder_file_bytes, text)) {
      return fault;
    }
    if (to_hex(sha256(as_bytes(text))) != digest) {
      return bad(fmt::format("`{}` is not as it was exported", path));
    }
  }
  return std::nullopt;
}

/// Nothing signs `key.txt`; it says what the reader knows already, or is not as it was written.
std::optional<Verdict> check_key_file(const Folder& folder, const Key& key) {
  if (!folder.files.contains("key.txt")) {
    return std::nullopt;
  }
  std::string text;
  if (auto fault = read(folder, "key.txt", most_note_bytes, text)) {
    return fault;
  }
  return text == key.text + "\n" ? std::nullopt
                                 : std::optional{bad("`key.txt` is not the key gone by")};
}

}  // namespace

Verdict verify_folder(const std::string& path, const std::string& public_key) {
  const auto key = verify::read_key(public_key);
  if (!key) {
    return bad("the given public key is not of the form name+hash+key");
  }
  Folder folder{path, {}, {}, {}};
  Walk walk{*key};
  std::string last;
  std::optional<Verdict> fault = survey(folder);
  fault = fault ? fault : expect_all(folder, walk);
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
  fault = check_strays(folder, *files);
  fault = fault ? fault : check_files(folder, *files);
  fault = fault ? fault : check_key_file(folder, *key);
  verdict.files = files->size();
  return fault ? *fault : verdict;
}

}  // namespace abide::ledger
