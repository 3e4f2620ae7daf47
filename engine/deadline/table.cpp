// Columns go by their names, in any order. Every cell is read or refused with its line.
#include "engine/deadline/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/csv.hpp"
#include "policy/diagnostics.hpp"
#include "policy/utf8.hpp"

namespace abide::deadline {
namespace {

constexpr std::size_t most_faults = 20;
constexpr std::array given{"id",
                           "kind",
                           "regime",
                           "jurisdiction",
                           "received",
                           "id_asked",
                           "id_received",
                           "fee_asked",
                           "fee_paid",
                           "clar_asked",
                           "clar_answered",
                           "clar2_asked",
                           "clar2_answered",
                           "extension_notice",
                           "promise_days",
                           "note"};
constexpr std::array results{"expect",    "law",         "clock_start",         "unrolled",
                             "due",       "due_literal", "extension_notice_by", "promise_due",
                             "respond_by"};

std::vector<std::string> all_columns() {
  std::vector<std::string> names{given.begin(), given.end()};
  names.insert(names.end(), results.begin(), results.end());
  return names;
}

class TableReader {
 public:
  TableReader(std::string_view text, std::string_view name) : text_(text), name_(name) {}

  TableRead read() && {
    if (const std::size_t bad = policy::find_invalid_utf8(text_); bad != std::string::npos) {
      const auto line =
          1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
      fault(static_cast<std::size_t>(line), "bytes that are no UTF-8", "save it as UTF-8");
      return std::move(read_);
    }
    auto records = parse_csv(text_);
    if (!records) {
      read_.faults.push_back({ErrorCode::refused,
                              fmt::format("{}: {}", name_, records.error().message),
                              records.error().help});
    } else if (records->empty()) {
      fault(1, "nothing is in it", "the first line names the columns: kind, received …");
    } else if (read_header(records->front())) {
      for (std::size_t i = 1; i < records->size(); ++i) read_row((*records)[i]);
      if (records->size() == 1)
        fault(1, "there is a header and no row", "give a row for each case");
    }
    return std::move(read_);
  }

 private:
  void fault(std::size_t line, std::string what, std::string help) {
    if (read_.faults.size() >= most_faults) return;
    read_.faults.push_back(
        {ErrorCode::refused, fmt::format("{}:{}: {}", name_, line, what), std::move(help)});
  }

  bool read_header(const CsvRecord& header) {
    const auto known = all_columns();
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
      const std::string& column = header.cells[i];
      if (std::ranges::find(known, column) == known.end()) {
        const std::string near = policy::nearest(column, known);
        fault(header.line, fmt::format("there is no column `{}`", column),
              !near.empty() ? fmt::format("did you mean `{}`?", near)
              : header.cells.size() == 1
                  ? "columns are separated by commas, and the first line names them"
                  : "docs/operations.md lists the columns");
      } else if (!columns_.try_emplace(column, i).second) {
        fault(header.line, fmt::format("the column `{}` is there twice", column), "keep one");
      }
    }
    width_ = header.cells.size();
    for (const char* column : {"kind", "received"}) {
      if (read_.faults.empty() && columns_.count(column) == 0) {
        fault(header.line, fmt::format("the column `{}` is missing", column),
              "every case has a kind and a day of receipt");
      }
    }
    return read_.faults.empty();
  }

  void read_row(const CsvRecord& record) {
    if (record.cells.size() != width_) {
      fault(record.line,
            fmt::format("{} cells where the header has {}", record.cells.size(), width_),
            "a comma inside a cell needs quotes around the cell");
      return;
    }
    row_ = &record;
    Case one{.line = record.line, .id = std::string{cell("id")}, .matter = {}, .expected = {}};
    if (one.id.empty()) one.id = fmt::format("row {}", read_.table.cases.size() + 1);
    Matter& matter = one.matter;
    matter.kind = cell("kind");
    if (matter.kind.empty()) fault(record.line, "`kind` is empty", "say what was asked");
    if (!cell("regime").empty()) matter.regime = cell("regime");
    matter.jurisdiction = cell("jurisdiction");
    const auto received = moment("received");
    if (received) matter.received = *received;
    if (cell("received").empty()) fault(record.line, "`received` is empty", "say when it came");
    matter.identity = question("id_asked", "id_received");
    matter.fee = question("fee_asked", "fee_paid");
    for (const auto& [asked, answered] :
         {std::pair{"clar_asked", "clar_answered"}, std::pair{"clar2_asked", "clar2_answered"}}) {
      if (const auto asking = question(asked, answered)) matter.clarifications.push_back(*asking);
    }
    matter.extension_notice = moment("extension_notice");
    matter.promise_days = number("promise_days");
    expect(one);
    read_.table.cases.push_back(std::move(one));
  }

  void expect(Case& one) {
    const bool whole = !cell("expect").empty();
    for (const char* column : results) {
      if (columns_.count(column) != 0 && (whole || !cell(column).empty())) {
        one.expected[column] = cell(column);
      }
    }
  }

  [[nodiscard]] std::string_view cell(const char* column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() ? std::string_view{} : row_->cells[found->second];
  }

  std::optional<Moment> moment(const char* column) {
    if (cell(column).empty()) return std::nullopt;
    const auto read = parse_moment(cell(column));
    if (read) return *read;
    fault(row_->line, fmt::format("`{}`: {}", column, read.error().message), read.error().help);
    return std::nullopt;
  }

  std::optional<Question> question(const char* asked, const char* answered) {
    const auto from = moment(asked);
    const auto to = moment(answered);
    if (from) return Question{*from, to};
    if (cell(asked).empty() && !cell(answered).empty()) {
      fault(row_->line, fmt::format("`{}` is filled and `{}` is not", answered, asked),
            "only what was asked can be answered: say when, or leave both out");
    }
    return std::nullopt;
  }

  std::optional<int> number(const char* column) {
    const std::string_view text = cell(column);
    if (text.empty()) return std::nullopt;
    int value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed == std::errc{} && end == text.data() + text.size()) return value;
    fault(row_->line, fmt::format("`{}`: `{}` is no number of days", column, text),
          "write a whole number");
    return std::nullopt;
  }

  std::string_view text_;
  std::string_view name_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::size_t width_ = 0;
  const CsvRecord* row_ = nullptr;
  TableRead read_;
};

}  // namespace

TableRead read_table(std::string_view text, std::string_view name) {
  return TableReader{text, name}.read();
}

std::vector<std::pair<std::string, std::string>> columns_of(const Answer& answer) {
  const auto moment = [](const std::optional<Moment>& at) {
    return at ? to_string(*at) : std::string{};
  };
  const auto day = [](const std::optional<Date>& at) {
    return at ? abide::to_string(*at) : std::string{};
  };
  return {{"expect", std::string{to_string(answer.status)}},
          {"law", answer.law},
          {"clock_start", moment(answer.clock_start)},
          {"unrolled", moment(answer.unrolled)},
          {"due", moment(answer.due)},
          {"due_literal", moment(answer.due_literal)},
          {"extension_notice_by", day(answer.extension_notice_by)},
          {"promise_due", day(answer.promise_due)},
          {"respond_by", moment(answer.respond_by)}};
}

std::vector<Difference> compare(const Case& one, const Answer& answer) {
  std::vector<Difference> differences;
  for (const auto& [column, computed] : columns_of(answer)) {
    const auto wanted = one.expected.find(column);
    if (wanted != one.expected.end() && wanted->second != computed) {
      differences.push_back({column, wanted->second, computed});
    }
  }
  return differences;
}

}  // namespace abide::deadline
