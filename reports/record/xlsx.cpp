// The record as a workbook, through libxlsxwriter. The library writes to a named file only, so it
// is given one that lies in memory and has no name elsewhere.
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "reports/html.hpp"
#include "reports/record/write.hpp"

namespace abide::reports::record {
namespace {

/// What a cell of a workbook can hold, in characters.
constexpr std::size_t longest_cell = 32767;
/// Beside the data; the library wants all of it before the first cell.
constexpr double narrow = 22;
constexpr double wide = 38;

class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("record", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  MemoryFile(MemoryFile&&) = delete;
  MemoryFile& operator=(MemoryFile&&) = delete;

  [[nodiscard]] bool is_there() const { return descriptor_ >= 0; }
  [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }
  [[nodiscard]] Result<std::string> content() const {
    std::string text;
    std::array<char, 1U << 16U> buffer{};
    for (off_t at = 0;;) {
      const ssize_t got = pread(descriptor_, buffer.data(), buffer.size(), at);
      if (got < 0)
        return Error{ErrorCode::unavailable, "the workbook could not be read back",
                     "a retry is safe"};
      if (got == 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(got));
      at += got;
    }
  }

 private:
  int descriptor_;
};

struct Close {
  void operator()(lxw_workbook* book) const { lxw_workbook_free(book); }
};
using Workbook = std::unique_ptr<lxw_workbook, Close>;

/// As much of a text as a cell holds, on a whole character.
std::string fitting(const std::string& text) {
  if (text.size() <= longest_cell) return text;
  const std::string rest = " […: the rest is in the CSV file]";
  std::size_t end = longest_cell - rest.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + rest;
}

class Writer {
 public:
  explicit Writer(lxw_workbook* book) : book_(book) {
    plain_ = format();
    format_set_text_wrap(plain_);
    format_set_align(plain_, LXW_ALIGN_VERTICAL_TOP);
    head_ = format();
    format_set_bold(head_);
    format_set_text_wrap(head_);
    format_set_align(head_, LXW_ALIGN_VERTICAL_TOP);
    format_set_bg_color(head_, 0xE6E6E6);
    format_set_border(head_, LXW_BORDER_THIN);
  }

  void heading(const Record& record) {
    lxw_worksheet* const sheet = workbook_add_worksheet(book_, "heading");
    worksheet_set_column(sheet, 0, 0, narrow, nullptr);
    worksheet_set_column(sheet, 1, 1, 3 * wide, nullptr);
    const Heading& from = record.heading;
    lxw_row_t row = 0;
    const auto line = [&](const char* name, const std::string& text) {
      put(sheet, row, 0, name, head_);
      put(sheet, row++, 1, text, plain_);
    };
    line("Record of", record.title);
    line("Made", in_words(record.day));
    line("Controller", from.controller.text());
    line("Address", from.address.text());
    line("Contact", from.contact.text());
    line("Data protection officer", from.officer.text());
    line("Representative", from.representative.text());
    line("Policy", fmt::format("{}, sha256:{}", record.policy, record.digest));
    line("Evidence", record.evidence);
    for (const std::string& note : record.notes) line("Note", note);
    for (const policy::Undecided& one : record.undecided)
      line("Undecided", fmt::format("{}: {} ({}, before {})", one.id, one.question, one.by,
                                    to_string(one.before)));
  }

  void sheet(const RecordTable& table) {
    lxw_worksheet* const sheet = workbook_add_worksheet(book_, table.name.c_str());
    const auto columns = static_cast<lxw_col_t>(table.columns.size());
    worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(columns - 1), wide, nullptr);
    put(sheet, 0, 0, table.caption, nullptr);
    const bool grouped = !table.columns.front().group.empty();
    if (grouped) groups(sheet, table);
    const lxw_row_t names = grouped ? 2 : 1;
    for (lxw_col_t c = 0; c < columns; ++c) put(sheet, names, c, table.columns[c].name, head_);
    for (std::size_t r = 0; r < table.rows.size(); ++r)
      for (lxw_col_t c = 0; c < columns; ++c)
        put(sheet, names + 1 + static_cast<lxw_row_t>(r), c, table.rows[r][c], plain_);
    worksheet_freeze_panes(sheet, names + 1, 0);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);  // A4
    worksheet_fit_to_pages(sheet, columns > 10 ? 3 : 1, 0);
    worksheet_repeat_rows(sheet, names, names);
  }

  [[nodiscard]] lxw_error failed() const { return failed_; }

 private:
  lxw_format* format() {
    lxw_format* const made = workbook_add_format(book_);
    format_set_num_format(made, "@");  // text, also where somebody types into it
    return made;
  }
  void groups(lxw_worksheet* sheet, const RecordTable& table) {
    for (std::size_t from = 0; from < table.columns.size();) {
      std::size_t to = from;
      const std::string& group = table.columns[from].group;
      while (to + 1 < table.columns.size() && table.columns[to + 1].group == group) ++to;
      if (to == from) {
        put(sheet, 1, static_cast<lxw_col_t>(from), group, head_);
      } else {
        note(worksheet_merge_range(sheet, 1, static_cast<lxw_col_t>(from), 1,
                                   static_cast<lxw_col_t>(to), group.c_str(), head_));
      }
      from = to + 1;
    }
  }
  void put(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& text,
           lxw_format* format) {
    if (!text.empty())
      note(worksheet_write_string(sheet, row, column, fitting(text).c_str(), format));
  }
  void note(lxw_error error) {
    if (failed_ == LXW_NO_ERROR) failed_ = error;
  }

  lxw_workbook* book_;
  lxw_format* plain_ = nullptr;
  lxw_format* head_ = nullptr;
  lxw_error failed_ = LXW_NO_ERROR;
};

}  // namespace

Result<std::string> xlsx_of(const Record& record, const std::vector<RecordTable>& tables) {
  const MemoryFile file;
  if (!file.is_there())
    return Error{ErrorCode::exhausted,
                 fmt::format("no memory for the workbook: {}", std::strerror(errno)),
                 "a retry is safe, once there is room"};
  Workbook book{workbook_new(file.path().c_str())};
  if (!book)
    return Error{ErrorCode::exhausted, "no memory for the workbook",
                 "a retry is safe, once there is room"};
  lxw_doc_properties about{};
  const std::string title = "Record of processing: " + record.title;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): the library copies it
  about.title = const_cast<char*>(title.c_str());
  about.created = std::chrono::system_clock::to_time_t(record.made);
  workbook_set_properties(book.get(), &about);
  Writer writer{book.get()};
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (i == 0) writer.heading(record);
    writer.sheet(tables[i]);
  }
  const lxw_error closed = workbook_close(book.release());  // frees it
  const lxw_error failed = writer.failed() == LXW_NO_ERROR ? closed : writer.failed();
  if (failed != LXW_NO_ERROR)
    return Error{ErrorCode::unavailable,
                 fmt::format("the workbook could not be made: {}", lxw_strerror(failed)),
                 "a retry is safe"};
  return file.content();
}

}  // namespace abide::reports::record
