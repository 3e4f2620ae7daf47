#include "reports/pack/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/csv.hpp"

namespace abide::reports {
namespace {

using engine::access::Cells;
using engine::access::Judged;
using engine::access::Part;
using engine::access::Whose;
using policy::Model;

/// On a page a table ends after so many bytes, and a cell after so many; the files have all of it.
constexpr std::size_t page_bytes = 48U << 10U;
constexpr std::size_t cell_bytes = 1000;

std::string_view word_of(Whose whose) {
  switch (whose) {
    case Whose::theirs:
      return "yours";
    case Whose::joint:
      return "yours and somebody else's";
    case Whose::shared:
      return "shared with you";
    case Whose::naming:
      return "names you";
  }
  return "";
}

std::string spaced(std::string name) {
  std::ranges::replace(name, '_', ' ');
  if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return name;
}

/// As people and spreadsheets read it; bytes in base64.
std::string text_of(const Value& value) {
  struct Words {
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(bool v) const { return v ? "yes" : "no"; }
    std::string operator()(std::int64_t v) const { return fmt::format("{}", v); }
    std::string operator()(double v) const { return fmt::format("{}", v); }
    std::string operator()(const std::string& v) const { return v; }
    std::string operator()(const Bytes& v) const { return to_base64(v); }
  };
  return std::visit(Words{}, value);
}

/// No formula, whatever its sign.
bool is_number(const Value& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

/// As a machine reads it.
std::string json_of(const Value& value) {
  Json json;
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    json = *number;
  } else if (const auto* real = std::get_if<double>(&value)) {
    json = *real;
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    json = *flag;
  } else if (!is_null(value)) {
    json = text_of(value);
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The first of a long text, cut where a character ends.
std::string shortened(const std::string& text, std::string_view where = "the files") {
  if (text.size() <= cell_bytes) return text;
  std::size_t end = cell_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return fmt::format("{} … (whole in {})", text.substr(0, end), where);
}

/// The rows of one part on their way into files.
class Writer {
 public:
  Writer(const PackInput& input, const Part& part, Sinks& sinks, PackReport& report)
      : input_(input),
        part_(part),
        cells_(input.model, part, input.identity, sinks.words, input.key),
        sinks_(sinks),
        report_(report) {}

  /// What the person is shown of a cell.
  Value shown(std::span<const Value> row, std::size_t place);

 private:
  void note(std::span<const Value> row, std::size_t place, std::string_view what,
            std::string_view why);
  Value waiting(std::span<const Value> row, std::size_t place, const Judged& judged);
  void put_to_review(std::span<const Value> row, std::size_t place, const std::string& name,
                     const std::string& why);
  [[nodiscard]] std::string key_of(std::span<const Value> row) const;

  const PackInput& input_;
  const Part& part_;
  Cells cells_;
  Sinks& sinks_;
  PackReport& report_;
};

/// The row's key as the person sees it elsewhere in the pack.
std::string Writer::key_of(std::span<const Value> row) const {
  std::string text;
  for (const FieldId key : input_.model.at(part_.table).key) {
    const auto at = std::ranges::find(part_.fields, key);
    if (at == part_.fields.end()) continue;
    const auto place = static_cast<std::size_t>(at - part_.fields.begin());
    const Judged judged = cells_.judge(place, row[place]);
    text += (text.empty() ? "" : " ") +
            (judged.as == Judged::As::whole ? text_of(row[place]) : judged.text);
  }
  return text;
}

void Writer::note(std::span<const Value> row, std::size_t place, std::string_view what,
                  std::string_view why) {
  sinks_.withheld->write(fmt::format(
      "{},{},{},{},{}\n", csv_text(input_.model.full_name(part_.table)), csv_text(key_of(row)),
      csv_text(input_.model.at(part_.fields[place]).name), csv_text(what), csv_text(why)));
}

/// A line of the review; of a long text the beginning, and all of it in a file of its own.
void Writer::put_to_review(std::span<const Value> row, std::size_t place, const std::string& name,
                           const std::string& why) {
  const std::string table = input_.model.full_name(part_.table);
  const std::string& field = input_.model.at(part_.fields[place]).name;
  std::string content = text_of(row[place]);
  if (content.size() > cell_bytes) {
    sinks_.long_texts->write(
        fmt::format("── {}, {} {} {}\n{}\n\n", name, table, key_of(row), field, content));
    content = shortened(content, "review.txt");
  }
  sinks_.review->write(fmt::format("{},{},{},{},{},{},,,\n", name, csv_text(table),
                                   csv_text(key_of(row)), csv_text(field), csv_text(why),
                                   csv_text(content)));
}

Value Writer::waiting(std::span<const Value> row, std::size_t place, const Judged& judged) {
  const std::string name = cells_.name_of(row, place);
  const auto decided = input_.decisions.find(name);
  if (decided == input_.decisions.end()) {
    ++report_.waiting;
    if (!input_.is_draft) {
      ++report_.withheld;
      note(row, place, "withheld", judged.why);
      return Value{std::string{"[withheld]"}};
    }
    if (sinks_.review != nullptr) put_to_review(row, place, name, judged.why);
    return Value{fmt::format("[text {} waits to be read]", name)};
  }
  const Decision& decision = decided->second;
  if (decision.kind == Decision::Kind::release) return row[place];
  ++report_.withheld;
  const bool replaced = decision.kind == Decision::Kind::replace;
  note(row, place, replaced ? "given in part" : "withheld",
       decision.why.empty() ? "other people's data" : decision.why);
  return Value{replaced ? decision.text : std::string{"[withheld]"}};
}

Value Writer::shown(std::span<const Value> row, std::size_t place) {
  const Judged judged = cells_.judge(place, row[place]);
  switch (judged.as) {
    case Judged::As::whole:
      return row[place];
    case Judged::As::masked:
      ++report_.masked;
      note(row, place, "masked", judged.why);
      return Value{judged.text};
    case Judged::As::withheld:
      ++report_.withheld;
      note(row, place, "withheld", judged.why);
      return Value{std::string{"[withheld]"}};
    case Judged::As::waiting:
      return waiting(row, place, judged);
  }
  return {};
}

/// Rows as objects of JSON in a file that is made with the first of them.
class JsonFile {
 public:
  JsonFile(NewFolder& folder, std::string name) : folder_(folder), name_(std::move(name)) {}
  Result<void> begin_row() {
    if (file_ == nullptr) {
      ABIDE_TRY(file_, folder_.add(name_));
      file_->write("[\n{");
    } else {
      file_->write(",\n{");
    }
    first_ = true;
    return {};
  }
  void add(const std::string& name, const Value& value) {
    file_->write(fmt::format("{}{}:{}", std::exchange(first_, false) ? "" : ",",
                             json_of(Value{name}), json_of(value)));
  }
  void end_row() { file_->write("}"); }
  void end() {
    if (file_ != nullptr) file_->write("\n]\n");
  }

 private:
  NewFolder& folder_;
  std::string name_;
  NewFile* file_ = nullptr;
  bool first_ = true;
};

/// A table's rows on the page, as long as there is room.
class Preview {
 public:
  void add(std::vector<std::string> cells) {
    std::size_t size = 0;
    for (std::string& cell : cells) {
      cell = shortened(cell);
      size += cell.size();
    }
    ++all_;
    if (bytes_ + size > page_bytes && !rows_.empty()) return;
    bytes_ += size;
    rows_.push_back(std::move(cells));
  }
  void put_on(Page& page, const std::vector<std::string>& names, const std::string& files) const {
    constexpr std::size_t columns_of_a_table = 6;
    if (names.size() <= columns_of_a_table) {
      page.table(names, rows_);
    } else {
      for (const auto& row : rows_) page.record(names, row);
    }
    page.paragraph(rows_.size() == all_
                       ? fmt::format("All of it is in {}.", files)
                       : fmt::format("The first {} of {} records. All of them are in {}.",
                                     rows_.size(), all_, files));
  }

 private:
  std::vector<std::vector<std::string>> rows_;
  std::size_t bytes_ = 0;
  std::uint64_t all_ = 0;
};

}  // namespace

std::string title_of(const Model& model, FieldId field) {
  const policy::Field& column = model.at(field);
  for (const CategoryId id : column.categories) {
    if (!model.at(id).title.empty() && column.categories.size() == 1)
      return fmt::format("{} ({})", spaced(column.name), model.at(id).title);
  }
  return spaced(column.name);
}

std::string title_of(const Model& model, TableId table) {
  const policy::Table& meant = model.at(table);
  return meant.title.empty() ? spaced(meant.name) : meant.title;
}

Result<PackReport::Table> write_table(const PackInput& input, std::span<const Part> parts,
                                      NewFolder& folder, Sinks& sinks, Page& page,
                                      PackReport& report) {
  const Model& model = input.model;
  const TableId id = parts.front().table;
  const std::vector<FieldId>& fields = parts.front().fields;
  PackReport::Table done{model.full_name(id), 0};
  NewFile* csv = nullptr;
  JsonFile json{folder, "data/" + done.name + ".json"};
  JsonFile portable{folder, "portable/" + done.name + ".json"};
  // What identifies somebody else is in their row and says nothing of them.
  std::set<FieldId> of_others;
  for (const FieldId field : fields) {
    if (model.only_identifies(field) && model.names_another(field)) of_others.insert(field);
  }
  const auto may_be_taken = [&](FieldId field) {
    return !of_others.contains(field) &&
           std::ranges::any_of(model.at(field).categories,
                               [&](CategoryId leaf) { return sinks.portable.contains(leaf); });
  };
  const bool any_portable = std::ranges::any_of(fields, may_be_taken);
  Preview preview;
  for (const Part& part : parts) {
    Writer writer{input, part, sinks, report};
    const std::string whose{word_of(part.whose)};
    const bool taken = any_portable && part.whose == Whose::theirs;
    const auto take = [&](std::span<const Value> row) -> Result<void> {
      if (csv == nullptr) {
        ABIDE_TRY(csv, folder.add("data/" + done.name + ".csv"));
        for (const FieldId field : fields) csv->write(csv_text(model.at(field).name) + ",");
        csv->write("whose\n");
      }
      std::vector<std::string> cells;
      ABIDE_CHECK(json.begin_row());
      if (taken) ABIDE_CHECK(portable.begin_row());
      for (std::size_t i = 0; i < row.size(); ++i) {
        const policy::Field& field = model.at(fields[i]);
        const Value cell = writer.shown(row, i);
        cells.push_back(text_of(cell));
        csv->write((is_number(cell) ? csv_cell(cells.back()) : csv_text(cells.back())) + ",");
        json.add(field.name, cell);
        if (taken && may_be_taken(fields[i])) portable.add(field.name, cell);
        const bool theirs = part.whose == Whose::naming || !of_others.contains(fields[i]);
        if (theirs && !is_null(row[i]))
          sinks.found.insert(field.categories.begin(), field.categories.end());
      }
      csv->write(whose + "\n");
      json.add("whose", Value{whose});
      json.end_row();
      if (taken) portable.end_row();
      cells.push_back(whose);
      preview.add(std::move(cells));
      ++done.rows;
      return {};
    };
    ABIDE_CHECK(read(part, input.stores, input.plan.parameters, take));
  }
  json.end();
  portable.end();
  if (done.rows == 0) return done;
  std::vector<std::string> names;
  for (const FieldId field : fields) names.push_back(title_of(model, field));
  names.emplace_back("Whose");
  page.subheading(
      fmt::format("{}: {} record{}", title_of(model, id), done.rows, done.rows == 1 ? "" : "s"));
  preview.put_on(page, names, fmt::format("data/{0}.csv and data/{0}.json", done.name));
  return done;
}

}  // namespace abide::reports
