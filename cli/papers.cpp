#include "cli/papers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/new_folder.hpp"
#include "cli/shown.hpp"

namespace abide::cli {
namespace {

/// Bytes as they are for a file or a program; nothing that a terminal would obey for a person.
void print(const std::string& text) {
  const std::string fit = isatty(STDOUT_FILENO) != 0 ? shown(text) : text;
  static_cast<void>(std::fwrite(fit.data(), 1, fit.size(), stdout));
}

bool is_wanted(const Paper& paper, const std::string& form) {
  return form.empty() || paper.form == form;
}

Result<std::vector<std::string>> put(const std::string& form, const std::string& path,
                                     const std::vector<Paper>& papers) {
  std::vector<std::pair<std::string, std::string>> made;
  for (const Paper& paper : papers) {
    if (!is_wanted(paper, form)) continue;
    ABIDE_TRY(std::string text, paper.make());
    made.emplace_back(paper.file, std::move(text));
  }
  ABIDE_TRY(auto folder, NewFolder::begin(path));
  std::vector<std::string> files;
  for (const auto& [name, text] : made) {
    ABIDE_TRY(NewFile* const file, folder.add(name));
    file->write(text);
    files.push_back(path + "/" + name);
  }
  ABIDE_CHECK(folder.publish());
  return files;
}

}  // namespace

int hand_out(const Desk& desk, const std::string& form, const std::string& folder,
             const std::vector<Paper>& papers, const std::string& told) {
  if (folder.empty()) {
    const auto paper =
        std::ranges::find_if(papers, [&](const Paper& one) { return is_wanted(one, form); });
    const auto text = paper->make();
    if (!text) return desk.tell(text.error());
    print(*text);
    return done;
  }
  const auto files = put(form, folder, papers);
  if (!files) return desk.tell(files.error());
  fmt::print("Written: {}\n{}", fmt::join(*files, ", "), shown(told));
  return done;
}

}  // namespace abide::cli
