// Rights read from the tree: nothing but people's deadlines rests on them.
#include "policy/rights.hpp"

#include <variant>

#include "policy/sentences.hpp"

namespace abide::policy {
namespace {

class RightReading {
 public:
  explicit RightReading(const Sources& sources) : sources_(sources) {}

  void add(const std::string& promise, const ast::Statements& statements) {
    for (const ast::Statement& statement : statements) {
      const auto* right = std::get_if<ast::Right>(&statement);
      if (right != nullptr && right->within) {
        add(promise, right->right.text, right->subjects, right->within->period, right->span);
      }
      if (const auto* respond = std::get_if<ast::Respond>(&statement)) {
        add(promise, "", respond->to, respond->within.period, respond->span);
      }
    }
  }
  std::vector<Right> all() && { return std::move(rights_); }

 private:
  void add(const std::string& promise, const std::string& kind, const ast::Names& subjects,
           const Period& within, SourceSpan span) {
    const SourceFile& file = sources_.files[span.file];
    Right& one = rights_.emplace_back();
    one.kind = kind;
    one.within = within;
    one.promise = promise;
    one.sentence = sentence_at(sources_, span);
    one.location = {file.path(), file.line_at(span.begin)};
    for (const ast::Name& subject : subjects) one.subjects.push_back(subject.text);
  }
  const Sources& sources_;
  std::vector<Right> rights_;
};

}  // namespace

std::vector<Right> rights_of(const Sources& sources) {
  RightReading reading{sources};
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      if (const auto* promise = std::get_if<ast::Promise>(&declaration)) {
        reading.add(promise->id.text, promise->statements);
      } else if (const auto* ruling = std::get_if<ast::Ruling>(&declaration)) {
        reading.add(ruling->id.text, ruling->statements);
      }
    }
  }
  return std::move(reading).all();
}

}  // namespace abide::policy
