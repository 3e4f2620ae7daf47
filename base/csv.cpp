// A reader of one pass that looks at each character once.
#include "base/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace abide {
namespace {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  Result<std::vector<CsvRecord>> read() {
    std::vector<CsvRecord> records;
    while (at_ < text_.size()) {
      CsvRecord record{line_, {}};
      ABIDE_CHECK(read_record(record));
      const bool blank = record.cells.size() == 1 && record.cells.front().empty();
      if (!blank) records.push_back(std::move(record));
    }
    return records;
  }

 private:
  [[nodiscard]] bool at_line_end() const {
    return at_ == text_.size() || text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n";
  }
  [[nodiscard]] Error fault(std::size_t line, const char* what) const {
    return {ErrorCode::refused, fmt::format("line {}: {}", line, what),
            "a cell with a comma, a quote or a line end stands in quotes, and each quote in it is "
            "written twice"};
  }

  Result<void> read_record(CsvRecord& record) {
    while (true) {
      std::string cell;
      ABIDE_CHECK(text_.substr(at_, 1) == "\"" ? read_quoted(cell) : read_bare(cell));
      record.cells.push_back(std::move(cell));
      if (at_line_end()) break;
      ++at_;  // the comma
    }
    if (at_ < text_.size()) at_ += text_[at_] == '\r' ? 2 : 1;
    ++line_;
    return {};
  }

  Result<void> read_bare(std::string& cell) {
    for (; !at_line_end() && text_[at_] != ','; ++at_) {
      if (text_[at_] == '"')
        return fault(line_, "a quote inside a cell that does not begin with one");
      cell += text_[at_];
    }
    return {};
  }

  Result<void> read_quoted(std::string& cell) {
    const std::size_t begun = line_;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"' && text_.substr(at_ + 1, 1) != "\"") {
        ++at_;
        if (at_line_end() || text_[at_] == ',') return {};
        return fault(line_, "something stands between a cell's last quote and the comma");
      }
      if (text_[at_] == '"') ++at_;  // the second of two
      if (text_[at_] == '\n') ++line_;
      cell += text_[at_];
    }
    return fault(begun, "a quote is opened and never closed");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

Result<std::vector<CsvRecord>> parse_csv(std::string_view text) { return CsvReader{text}.read(); }

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

/// What formulas begin with, in both widths (OWASP, CSV injection).
std::string csv_text(std::string_view text) {
  constexpr std::array<std::string_view, 11> openings{"=",
                                                      "+",
                                                      "-",
                                                      "@",
                                                      "\t",
                                                      "\r",
                                                      "\n",
                                                      "\xEF\xBC\x9D",
                                                      "\xEF\xBC\x8B",
                                                      "\xEF\xBC\x8D",
                                                      "\xEF\xBC\xA0"};
  const bool runs = std::ranges::any_of(
      openings, [&](std::string_view opening) { return text.starts_with(opening); });
  return csv_cell(runs ? "'" + std::string{text} : std::string{text});
}

}  // namespace abide
