// Any bytes at all are frames, the beginning of one, or a fault: no crash, and however they are cut
// the messages are the same. The first byte says how.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "cli/lsp/frames.hpp"

namespace {

using abide::cli::lsp::FrameReader;

struct Outcome {
  std::vector<std::string> messages;
  std::string fault;
  bool operator==(const Outcome&) const = default;
};

Outcome read_in_pieces(const std::string& bytes, std::size_t piece) {
  FrameReader reader;
  Outcome outcome;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    reader.feed(std::string_view{bytes}.substr(at, piece));
    while (auto message = reader.next()) outcome.messages.push_back(std::move(*message));
  }
  outcome.fault = reader.fault();
  return outcome;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = read_in_pieces(bytes, bytes.size() + 1);
  const Outcome pieces = read_in_pieces(bytes, std::size_t{1} + data[0] % 7);
  if (whole != pieces) {
    std::fprintf(stderr, "the cut matters: %zu messages, %zu in pieces\n", whole.messages.size(),
                 pieces.messages.size());
    std::abort();
  }
  return 0;
}
