#include "tests/evidence/damage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "tests/evidence/evidence.hpp"

namespace abide::cli_test {
namespace {

class Spoiler {
 public:
  Spoiler(const std::string& folder, std::mt19937& dice)
      : folder_(folder), entries_(folder + "/entries/000000000000.jsonl"), dice_(dice) {
    for (const auto& file : fs::recursive_directory_iterator{folder})
      if (file.is_regular_file()) files_.push_back(file.path());
    std::ranges::sort(files_);
    std::istringstream text{content_of(entries_)};
    for (std::string line; std::getline(text, line);) lines_.push_back(line);
    for (const fs::path& file : files_)
      if (file.parent_path().filename() == "checkpoints") notes_.push_back(file);
    at_ = below(lines_.size());
  }

  Damage spoil() {
    static constexpr std::array ways{
        &Spoiler::flip,           &Spoiler::take_entry,     &Spoiler::exchange,
        &Spoiler::twice,          &Spoiler::remove,         &Spoiler::shorten,
        &Spoiler::rewrite,        &Spoiler::rewrite_prefix, &Spoiler::cut_tail,
        &Spoiler::cut_wholly,     &Spoiler::rename,         &Spoiler::add,
        &Spoiler::sign_other,     &Spoiler::insert,         &Spoiler::append,
        &Spoiler::link,           &Spoiler::older_note,     &Spoiler::other_key,
        &Spoiler::break_rotation, &Spoiler::hide_rotation};
    return (this->*ways[below(ways.size())])();
  }

 private:
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>{0, n - 1}(dice_);
  }
  const fs::path& some(const std::vector<fs::path>& files) { return files[below(files.size())]; }
  std::string name(const fs::path& file) const { return fs::relative(file, folder_).string(); }
  [[nodiscard]] long place() const { return static_cast<long>(at_); }
  void write() const {
    std::string text;
    for (const std::string& line : lines_) text += line + "\n";
    put(entries_, text);
  }
  [[nodiscard]] bool is_note(const fs::path& file) const {
    return std::ranges::find(notes_, file) != notes_.end();
  }
  /// Of a change to a file at a byte: the entry that it stands in.
  std::optional<long> entry_at(const fs::path& file, std::size_t byte) const {
    if (file != entries_) return std::nullopt;
    std::size_t end = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (byte < (end += lines_[i].size() + 1)) return static_cast<long>(i);
    return static_cast<long>(lines_.size());
  }
  std::string rewritten(const std::string& line) const {
    auto entry = *parse_json(line);
    entry["by"] = "somebody else";
    return *canonical_json(entry);
  }

  Damage flip() {
    const fs::path file = some(files_);
    std::string text = content_of(file);
    const std::size_t byte = below(text.size());
    text[byte] = static_cast<char>(text[byte] ^ (1U << below(8)));
    put(file, text);
    return {fmt::format("a bit of byte {} of {}", byte, name(file)), entry_at(file, byte)};
  }
  Damage take_entry() {
    lines_.erase(lines_.begin() + place());
    write();
    return {fmt::format("entry {} taken out", at_), place()};
  }
  Damage exchange() {
    const std::size_t other = (at_ + 1 + below(lines_.size() - 1)) % lines_.size();
    std::swap(lines_[at_], lines_[other]);
    write();
    return {fmt::format("entries {} and {} exchanged", at_, other),
            static_cast<long>(std::min(at_, other))};
  }
  Damage twice() {
    lines_.insert(lines_.begin() + place(), lines_[at_]);
    write();
    return {fmt::format("entry {} doubled", at_), place() + 1};
  }
  Damage remove() {
    const fs::path file = some(files_);
    fs::remove(file);
    // What others cover, and a key that whoever checks brings along, may be gone.
    return {name(file) + " removed", std::nullopt, is_note(file) || name(file) == "key.txt"};
  }
  Damage shorten() {
    const fs::path file = some(files_);
    const std::string text = content_of(file);
    const std::size_t size = below(text.size());
    put(file, text.substr(0, size));
    return {fmt::format("{} cut to {} bytes", name(file), size), entry_at(file, size)};
  }
  Damage rewrite() {
    lines_[at_] = rewritten(lines_[at_]);
    write();
    return {fmt::format("entry {} rewritten in good form", at_), place()};
  }
  Damage rewrite_prefix() {
    for (std::size_t i = 0; i <= at_; ++i) lines_[i] = rewritten(lines_[i]);
    write();
    return {fmt::format("the entries up to {} rewritten", at_), 0};
  }
  /// The newest heads are kept elsewhere, and put back.
  Damage cut_tail() {
    lines_.resize(at_);
    write();
    return {fmt::format("all from entry {} on cut away, their checkpoints left", at_), place()};
  }
  Damage cut_wholly() {
    const long size = covered_before(folder_, place());
    lines_.resize(static_cast<std::size_t>(size));
    write();
    for (const fs::path& note : notes_)
      if (std::stol(note.filename().string()) > size) fs::remove(note);
    return {fmt::format("cut back to the head of {} entries", size),
            size == 0 ? std::nullopt : std::optional{size - 1}};
  }
  Damage rename() {
    const fs::path file = some(files_);
    const std::array names{std::string{"aside"}, "0" + file.filename().string(),
                           file.filename().string() + ".txt", std::string{"000000000003.txt"}};
    const fs::path to = file.parent_path() / names[below(names.size())];
    if (fs::exists(to)) return add();
    fs::rename(file, to);
    return {name(file) + " renamed to " + to.filename().string(), std::nullopt};
  }
  Damage add() {
    const std::array places{"more.txt",
                            "policy/more",
                            "entries/more",
                            "checkpoints/more.txt",
                            "entries/000000000001.jsonl",
                            "new/more",
                            ".hidden",
                            "__pycache__/x"};
    const fs::path file = folder_ + "/" + places[below(places.size())];
    fs::create_directories(file.parent_path());
    put(file, below(2) == 0 ? "" : "all is well\n");
    return {name(file) + " added", std::nullopt};
  }
  /// The signature of one head under another.
  Damage sign_other() {
    const fs::path file = some(notes_);
    const fs::path other = notes_[below(notes_.size())];
    if (file == other) return flip();
    const std::string text = content_of(file);
    const std::string foreign = content_of(other);
    put(file, text.substr(0, text.find("\n\n")) + foreign.substr(foreign.find("\n\n")));
    return {name(file) + " with the signature of " + name(other), std::nullopt};
  }
  /// An entry that never was, all after it moved on by one.
  Damage insert() {
    lines_.insert(lines_.begin() + place(), rewritten(lines_[at_]));
    for (std::size_t i = at_ + 1; i < lines_.size(); ++i) {
      auto entry = *parse_json(lines_[i]);
      entry["seq"] = i;
      lines_[i] = *canonical_json(entry);
    }
    write();
    return {fmt::format("an entry put in before {}", at_), place()};
  }
  Damage append() {
    const fs::path file = some(files_);
    const std::array ends{std::string{"\n"}, std::string{" "}, std::string(1, '\0'),
                          std::string{"\r\n"}, std::string{"\n\n"}};
    const std::string end = ends[below(ends.size())];
    put(file, content_of(file) + end);
    return {fmt::format("{} bytes at the end of {}", end.size(), name(file)),
            file == entries_ ? std::optional{static_cast<long>(lines_.size())} : std::nullopt};
  }
  Damage link() {
    const fs::path file = some(files_);
    const fs::path aside = folder_ + "/../aside";
    fs::remove(aside);
    fs::copy_file(file, aside);
    fs::remove(file);
    fs::create_symlink(fs::absolute(aside), file);
    return {name(file) + " a link", std::nullopt};
  }
  Damage older_note() {
    const fs::path newest = notes_.back();
    put(newest, content_of(notes_[below(notes_.size() - 1)]));
    return {name(newest) + " holds an older head", std::nullopt};
  }
  Damage other_key() {
    put(folder_ + "/key.txt", "shop/test+00000000+AAAA\n");
    return {"key.txt holds another key", std::nullopt};
  }
  /// The entry that replaces the key.
  std::vector<std::string>::iterator rotation() {
    return std::ranges::find_if(
        lines_, [](const std::string& line) { return holds(line, "\"key_rotated\""); });
  }
  /// The change of key told as something else, so that the old one seems to be in force.
  Damage hide_rotation() {
    const auto at = rotation();
    auto entry = *parse_json(*at);
    entry["kind"] = "key_noted";
    *at = *canonical_json(entry);
    write();
    return {"the change of key told as something else", at - lines_.begin()};
  }
  /// The change of key without the signature of one of both.
  Damage break_rotation() {
    const auto at = rotation();
    auto entry = *parse_json(*at);
    const char* const which = below(2) == 0 ? "signed_by_old" : "signed_by_new";
    std::string signature = entry[which];
    signature[below(80)] = 'A';
    if (entry[which] == signature) return flip();
    entry[which] = signature;
    *at = *canonical_json(entry);
    write();
    return {fmt::format("{} changed", which), at - lines_.begin()};
  }

  std::string folder_;
  fs::path entries_;
  std::mt19937& dice_;
  std::vector<fs::path> files_;
  std::vector<fs::path> notes_;
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
};

}  // namespace

Damage spoil(const std::string& folder, std::mt19937& dice) {
  return Spoiler{folder, dice}.spoil();
}

long covered_before(const std::string& folder, long entry) {
  long covered = 0;
  for (const auto& note : fs::directory_iterator{folder + "/checkpoints"}) {
    const long size = std::stol(note.path().filename().string());
    if (size <= entry) covered = std::max(covered, size);
  }
  return covered;
}

}  // namespace abide::cli_test
