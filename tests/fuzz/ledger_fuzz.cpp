// The verifier reads anything at all: entries and notes as text, and a signed ledger whose file was
// written over. The first byte of an input chooses which.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/ledger/ledger.hpp"
#include "engine/ledger/verify/entry.hpp"
#include "engine/ledger/verify/note.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace {

using abide::ledger::Ledger;
using abide::ledger::SigningKey;

void demand(bool holds, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
  }
}

std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}
void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}
void remove_all_of(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(path + suffix);
  }
}

/// Every entry as SQLite gives it; `damaged` when it gives none.
std::string entries_of(const std::string& path) {
  sqlite3* raw = nullptr;
  sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
  const abide::sqlite::Database db{raw};
  auto statement = abide::sqlite::prepare(db.get(), "SELECT entry FROM ledger ORDER BY seq");
  std::string all;
  while (statement.ok()) {
    const auto more = abide::sqlite::step(db.get(), statement->get());
    if (!more) return "damaged";
    if (!*more) return all;
    all.append(abide::sqlite::bytes_at(statement->get(), 0)).push_back('\n');
  }
  return "damaged";
}

/// A ledger of a few entries, one of them a change of keys, signed and kept as bytes.
struct Genuine {
  std::string path;
  std::string bytes;
  std::string entries;
  std::string key;
  std::vector<std::string> anchors;

  Genuine() {
    path = (std::filesystem::temp_directory_path() /
            ("abide_fuzz_ledger_" + std::to_string(::getpid()) + ".db"))
               .string();
    remove_all_of(path);
    sqlite3* raw = nullptr;
    sqlite3_open(path.c_str(), &raw);
    abide::sqlite::Database db{raw};
    {
      auto ledger = Ledger::create(db.get(), "shop.example/abide");
      demand(ledger.ok(), "no ledger to begin from");
      const SigningKey first = SigningKey::generate();
      const SigningKey second = SigningKey::generate();
      const abide::Instant noon = *abide::parse_instant("2026-05-08T12:00:00Z");
      for (int i = 0; i < 5; ++i) {
        demand(ledger->append("outcomes", "nightly", noon, {{"rows", i}}).ok(), "no entry");
      }
      anchors.push_back(*ledger->checkpoint(first));
      demand(ledger->rotate(first, second, "dpo", noon).ok(), "no change of keys");
      demand(ledger->append("outcomes", "nightly", noon, {{"rows", 9}}).ok(), "no entry");
      anchors.push_back(*ledger->checkpoint(second));
      key = abide::ledger::PublicKey::of("shop.example/abide", first.public_bytes())->text();
    }
    db.reset();
    bytes = read_file(path);
    entries = entries_of(path);
    demand(abide::ledger::verify_ledger(path, key, anchors).ok, "a genuine ledger does not hold");
  }
  ~Genuine() { remove_all_of(path); }
  Genuine(const Genuine&) = delete;
  Genuine& operator=(const Genuine&) = delete;
  Genuine(Genuine&&) = delete;
  Genuine& operator=(Genuine&&) = delete;
};

/// One spelling for each entry: what is read is what the writer's library would write again.
void entry(const std::string& text) {
  abide::ledger::verify::EntryReader reader;
  const bool read = reader.read(text);
  const auto parsed = abide::parse_json(text);
  bool canonical = false;
  if (parsed && parsed->is_object()) {
    const auto written = abide::canonical_json(*parsed);
    canonical = written && *written == text;
  }
  demand(!read || canonical, "an entry that the writer would not write is read");
  if (read) {
    const std::string_view seq = reader.member("seq");
    demand(seq.empty() ||
               (seq.data() >= text.data() && seq.data() + seq.size() <= text.data() + text.size()),
           "a member outside the entry");
  }
}

void note(const std::string& text, const std::string& known_key) {
  if (const auto key = abide::ledger::verify::read_key(text)) {
    demand(key->text == text, "a key has two spellings");
  }
  const auto note = abide::ledger::verify::read_note(text);
  if (!note) return;
  std::string again = note->body + "\n";
  for (const std::string& line : note->signatures) again += line + "\n";
  demand(again == text, "a note is not what was read");
  const auto key = abide::ledger::verify::read_key(known_key);
  demand(key.has_value() && !is_signed(*note, *key), "a signature out of nothing");
}

/// Groups of three bytes: two of place, one to write there.
void spoilt(const Genuine& genuine, const std::string& edits) {
  std::string bytes = genuine.bytes;
  for (std::size_t i = 0; i + 2 < edits.size(); i += 3) {
    const auto high = static_cast<unsigned char>(edits[i]);
    const auto low = static_cast<unsigned char>(edits[i + 1]);
    bytes[(high * 256U + low) % bytes.size()] = edits[i + 2];
  }
  remove_all_of(genuine.path);
  write_file(genuine.path, bytes);
  const auto verdict = abide::ledger::verify_ledger(genuine.path, genuine.key, genuine.anchors);
  demand(!verdict.ok || entries_of(genuine.path) == genuine.entries,
         "a ledger that was written over is called whole");
  demand(verdict.ok == verdict.reason.empty(), "a verdict without a reason");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Genuine genuine;
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 'e') {
    entry(rest);
  } else if (data[0] == 'n') {
    note(rest, genuine.key);
  } else {
    spoilt(genuine, rest);
  }
  return 0;
}
