#include "reports/words.hpp"

#include <algorithm>

namespace abide::reports {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

std::string spaced(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

void add_once(std::vector<std::string>& to, std::string words) {
  if (std::ranges::find(to, words) == to.end()) to.push_back(std::move(words));
}

void add_once(std::vector<std::string>& to, const std::vector<std::string>& more) {
  for (const std::string& one : more) add_once(to, one);
}

std::string within_sentence(std::string words) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto end = words.find_first_of(" ,;:.");
  const std::string first = words.substr(0, end);
  if (first.empty() || !is_capital(first.front())) return words;
  if (std::any_of(first.begin() + 1, first.end(), is_capital)) return words;
  words.front() = static_cast<char>(words.front() - 'A' + 'a');
  return words;
}

}  // namespace abide::reports
