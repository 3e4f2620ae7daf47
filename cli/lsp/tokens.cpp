// Every word by what it is, for editors that colour by meaning.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "cli/lsp/answers.hpp"

namespace abide::cli::lsp {
namespace {

namespace editing = policy::editing;
using policy::Kind;
using policy::layout::Piece;

constexpr std::array<const char*, 10> token_types{"keyword", "string",   "number", "comment",
                                                  "class",   "event",    "struct", "property",
                                                  "method",  "interface"};
enum Type : std::uint32_t {
  keyword,
  string,
  number,
  comment,
  klass,
  event,
  structure,
  property,
  method,
  interface,
};

Type type_of(Kind kind) {
  switch (kind) {
    case Kind::category:
      return klass;
    case Kind::event:
    case Kind::state:
      return event;
    case Kind::store:
    case Kind::table:
      return structure;
    case Kind::column:
      return property;
    case Kind::promise:
    case Kind::ruling:
      return method;
    case Kind::subject:
    case Kind::recipient:
    case Kind::processor:
    case Kind::controller:
    case Kind::staff:
    case Kind::purpose:
    case Kind::transform:
    case Kind::outlet:
    case Kind::policy:
    case Kind::deployment:
      return interface;
  }
  return interface;
}

/// Tokens as the protocol wants them, each told from the one before.
class Teller {
 public:
  Teller(std::string_view text, Encoding encoding) : text_(text), placer_(text, encoding) {}
  /// A token for each line: for the protocol even a lone `\r` ends one.
  void add(std::uint32_t begin, std::uint32_t end, Type type, bool declares) {
    const std::string_view until_end = text_.substr(0, end);
    for (std::uint32_t at = begin; at < end; ++at) {
      const std::size_t stop = std::min<std::size_t>(until_end.find_first_of("\r\n", at), end);
      if (stop > at) tell(at, static_cast<std::uint32_t>(stop), type, declares);
      at = static_cast<std::uint32_t>(stop);
    }
  }
  Json take() { return {{"data", std::move(data_)}}; }

 private:
  void tell(std::uint32_t begin, std::uint32_t end, Type type, bool declares) {
    const Place from = placer_.place(begin);
    const Place to = placer_.place(end);
    const std::uint32_t character =
        from.line == last_.line ? from.character - last_.character : from.character;
    for (const std::uint32_t one :
         {from.line - last_.line, character, to.character - from.character, std::uint32_t{type},
          declares ? 1U : 0U}) {
      data_.push_back(one);
    }
    last_ = from;
  }

  std::string_view text_;
  Placer placer_;
  Place last_;
  Json data_ = Json::array();
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Json semantic_token_legend() {
  return {{"tokenTypes", token_types}, {"tokenModifiers", {"declaration"}}};
}

Answer semantic_tokens(const Asked& asked) {
  const auto found = subject_of(asked);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const Subject& subject = std::get<Subject>(found);
  const std::string_view text = subject.text();
  Teller teller{text, asked.editor.encoding};
  const auto& mentions = subject.names().mentions();
  auto mention = std::ranges::find(mentions, subject.file,
                                   [](const editing::Mention& one) { return one.span.file; });
  const auto is_here = [&](const Piece& piece) {
    return mention != mentions.end() && mention->span.file == subject.file &&
           mention->span.begin < piece.end;
  };
  for (const Piece& piece : policy::layout::cut(text)) {
    if (piece.kind == Piece::Kind::text) teller.add(piece.begin, piece.end, string, false);
    if (piece.kind == Piece::Kind::comment) teller.add(piece.begin, piece.end, comment, false);
    if (piece.kind != Piece::Kind::word) continue;
    if (!is_here(piece)) {
      teller.add(piece.begin, piece.end, is_digit(text[piece.begin]) ? number : keyword, false);
    }
    for (; is_here(piece); ++mention) {
      teller.add(mention->span.begin, mention->span.end,
                 type_of(subject.names().things()[mention->thing].kind), mention->declares);
    }
  }
  return teller.take();
}

}  // namespace abide::cli::lsp
