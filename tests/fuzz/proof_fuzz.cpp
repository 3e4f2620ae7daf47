// Single proofs of anything at all: the first byte of an input chooses a proof of an entry (`e`), a
// proof of growth (`g`), an older head (`o`), or a genuine proof that is written over (`E`, `G`).
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "engine/ledger/ledger.hpp"
#include "engine/ledger/proof.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace {

namespace ledger = abide::ledger;

void demand(bool holds, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
  }
}

/// Proofs from a ledger that is the same each time, since its key is.
struct Genuine {
  std::string key;
  std::string older;
  std::string entry;   ///< of entry 5
  std::string growth;  ///< from `older` on

  Genuine() {
    sqlite3* raw = nullptr;
    sqlite3_open(":memory:", &raw);
    const abide::sqlite::Database db{raw};
    auto log = ledger::Ledger::create(db.get(), "shop.example/abide");
    demand(log.ok(), "no ledger to begin from");
    const auto signing = *ledger::SigningKey::from_seed(abide::Bytes(32, 7));
    const auto name = *ledger::PublicKey::of("shop.example/abide", signing.public_bytes());
    const abide::Instant noon = *abide::parse_instant("2026-05-08T12:00:00Z");
    for (int i = 0; i < 13; ++i) {
      demand(log->append("outcomes", "nightly", noon, {{"rows", i}}).ok(), "no entry");
      if (i == 5) older = *log->checkpoint(signing);
    }
    demand(log->checkpoint(signing).ok(), "no head");
    key = name.text();
    entry = ledger::prove_entry(*log, name, 5)->text;
    growth = ledger::prove_growth(*log, name, older)->text;
  }
};

bool is_proven(const ledger::ProofVerdict& verdict) {
  if (const auto* damage = std::get_if<ledger::Damaged>(&verdict)) {
    demand(!damage->reason.empty(), "damage without a reason");
  }
  return std::holds_alternative<ledger::ProvenEntry>(verdict) ||
         std::holds_alternative<ledger::ProvenGrowth>(verdict);
}

/// What is signed is the same, and the signature is there; other people's may stand beside it.
bool holds(const std::string& genuine, const std::string& text) {
  const auto signatures = genuine.rfind("\n\n") + 2;
  return text.starts_with(genuine.substr(0, signatures)) &&
         text.find(genuine.substr(signatures)) != std::string::npos;
}

/// Groups of two bytes: a place, and what is written there.
std::string written_over(std::string text, const std::string& edits) {
  for (std::size_t i = 0; i + 1 < edits.size(); i += 2) {
    const std::size_t place = static_cast<unsigned char>(edits[i]) * 3U + i % 3;
    text[place % text.size()] = edits[i + 1];
  }
  return text;
}

void entry(const Genuine& genuine, const std::string& text) {
  demand(is_proven(ledger::verify_entry(text, genuine.key)) <= holds(genuine.entry, text),
         "an entry is proved by what nobody signed");
  demand(text != genuine.entry || ledger::form_of(text) == ledger::ProofForm::entry,
         "a proof is not known by its form");
}

void growth(const Genuine& genuine, const std::string& text) {
  demand(is_proven(ledger::verify_growth(text, genuine.older, genuine.key)) <=
             holds(genuine.growth, text),
         "growth is proved by what nobody signed");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Genuine genuine;
  demand(is_proven(ledger::verify_entry(genuine.entry, genuine.key)), "a genuine proof fails");
  demand(is_proven(ledger::verify_growth(genuine.growth, genuine.older, genuine.key)),
         "a genuine proof of growth fails");
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  static_cast<void>(ledger::is_proof(rest));
  switch (data[0]) {
    case 'e':
      entry(genuine, rest);
      break;
    case 'g':
      growth(genuine, rest);
      break;
    case 'o':
      demand(is_proven(ledger::verify_growth(genuine.growth, rest, genuine.key)) <=
                 holds(genuine.older, rest),
             "an older head that nobody signed is gone by");
      break;
    case 'E':
      entry(genuine, written_over(genuine.entry, rest));
      break;
    default:
      growth(genuine, written_over(genuine.growth, rest));
      break;
  }
  return 0;
}
