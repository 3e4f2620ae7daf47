// Rights read from the tree: nothing but people's deadlines rests on them.
#include "policy/rights.hpp"

#include <variant>

namespace abide::policy {
namespace {

void add(const ast::Statements& statements, std::vector<Right>& rights) {
  for (const ast::Statement& statement : statements) {
    const auto* right = std::get_if<ast::Right>(&statement);
    if (right == nullptr || !right->within) continue;
    Right& one = rights.emplace_back();
    one.kind = right->right.text;
    one.within = right->within->period;
    for (const ast::Name& subject : right->subjects) one.subjects.push_back(subject.text);
  }
}

}  // namespace

std::vector<Right> rights_of(const Sources& sources) {
  std::vector<Right> rights;
  for (const ast::File& file : sources.trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      if (const auto* promise = std::get_if<ast::Promise>(&declaration)) {
        add(promise->statements, rights);
      } else if (const auto* ruling = std::get_if<ast::Ruling>(&declaration)) {
        add(ruling->statements, rights);
      }
    }
  }
  return rights;
}

}  // namespace abide::policy
