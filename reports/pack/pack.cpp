#include "reports/pack/pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/csv.hpp"
#include "reports/pack/about.hpp"
#include "reports/pack/tables.hpp"

namespace abide::reports {
namespace {

using engine::access::Part;

class Pack {
 public:
  Pack(const PackInput& input, NewFolder& folder)
      : input_(input), folder_(folder), page_(title()) {}

  Result<PackReport> write() {
    ABIDE_TRY(sinks_.words, engine::access::known_words(input_.model, input_.plan, input_.identity,
                                                        input_.stores));
    sinks_.portable = portable(input_.model, input_.said, input_.identity.subject);
    ABIDE_TRY(sinks_.withheld, folder_.add("withheld.csv"));
    sinks_.withheld->write("table,key,field,what,why\n");
    if (input_.is_draft) {
      ABIDE_TRY(sinks_.review, folder_.add("review.csv"));
      sinks_.review->write(review_header);
      ABIDE_TRY(sinks_.long_texts, folder_.add("review.txt"));
    }
    Page data{""};
    ABIDE_CHECK(tables(data));
    cover();
    if (!sinks_.found.empty())
      tell_about(page_, input_.model, input_.said, {input_.identity.subject, sinks_.found});
    page_.heading("Your data").append(data);
    ABIDE_CHECK(search());
    ABIDE_CHECK(dictionary());
    left_out();
    how_to_check();
    ABIDE_TRY(NewFile* const index, folder_.add("index.html"));
    index->write(page_.text());
    ABIDE_CHECK(manifest());
    return std::move(report_);
  }

 private:
  [[nodiscard]] std::string title() const {
    return fmt::format("{}Your data at {}", input_.is_draft ? "DRAFT: " : "", controller());
  }
  [[nodiscard]] std::string controller() const {
    return input_.said.controllers.empty() ? input_.model.title
                                           : input_.said.controllers.front().title;
  }
  Result<void> tables(Page& data);
  void cover();
  Result<void> search();
  Result<void> dictionary();
  void left_out();
  void how_to_check();
  Result<void> manifest();

  const PackInput& input_;
  NewFolder& folder_;
  Page page_;
  Sinks sinks_;
  PackReport report_;
};

Result<void> Pack::tables(Page& data) {
  const auto& parts = input_.plan.parts;
  for (std::size_t from = 0; from < parts.size();) {
    std::size_t until = from;
    while (until < parts.size() && parts[until].table == parts[from].table) ++until;
    ABIDE_TRY(auto table, write_table(input_, std::span{parts}.subspan(from, until - from), folder_,
                                      sinks_, data, report_));
    report_.tables.push_back(std::move(table));
    from = until;
  }
  return {};
}

void Pack::cover() {
  if (input_.is_draft)
    page_.paragraph(fmt::format(
        "This is a draft for whoever answers the request. {} wait to be read (review.csv). Do not "
        "send it: `abide access release` makes the pack.",
        report_.waiting == 1 ? "1 text" : fmt::format("{} texts", report_.waiting)));
  page_.paragraph(
      fmt::format("{} holds {} about you{}. This copy was made on {}.", controller(),
                  report_.rows() == 0   ? "no record"
                  : report_.rows() == 1 ? "1 record"
                                        : fmt::format("{} records", report_.rows()),
                  input_.received.empty() ? "" : ", and you asked for a copy on " + input_.received,
                  input_.at));
  std::vector<std::vector<std::string>> rows;
  for (const PackReport::Table& table : report_.tables) {
    if (table.rows > 0)
      rows.push_back({title_of(input_.model, *input_.model.find_table(table.name)),
                      fmt::format("{}", table.rows),
                      fmt::format("data/{0}.csv, data/{0}.json", table.name)});
  }
  page_.heading("What is in it");
  page_.table({"What", "Records", "Files"}, rows);
  page_.paragraph(
      "The folder portable holds what you may take to somebody else: what you gave us or what was "
      "recorded of your use, where we use it by your consent or for our contract. fields.csv "
      "explains every column, search.csv says where we looked, withheld.csv what was "
      "left "
      "out and why. CSV files open in any spreadsheet.");
}

/// Where was looked, and where not.
Result<void> Pack::search() {
  ABIDE_TRY(NewFile* const file, folder_.add("search.csv"));
  file->write("place,searched,records,why not\n");
  std::vector<std::vector<std::string>> not_searched;
  for (const PackReport::Table& table : report_.tables)
    file->write(fmt::format("{},yes,{},\n", csv_text(table.name), table.rows));
  for (const auto& one : input_.plan.not_searched) {
    file->write(fmt::format("{},no,,{}\n", csv_text(one.place), csv_text(one.why)));
    not_searched.push_back({one.place, one.why});
  }
  page_.heading("Where we looked");
  std::vector<std::string> by;
  for (const auto& [field, values] : input_.identity.values) {
    if (!values.reveal().empty() && input_.model.only_identifies(field))
      by.push_back(fmt::format("{} ({})", title_of(input_.model, field), values.reveal().size()));
  }
  page_.paragraph(fmt::format("In {} tables, by what identifies you:", report_.tables.size()));
  page_.list(by);
  if (!not_searched.empty()) {
    page_.paragraph("Not looked into:");
    page_.table({"Place", "Why"}, not_searched);
  }
  return {};
}

Result<void> Pack::dictionary() {
  ABIDE_TRY(NewFile* const file, folder_.add("fields.csv"));
  file->write("table,field,meaning,categories\n");
  for (std::size_t i = 0; i < input_.plan.parts.size(); ++i) {
    const Part& part = input_.plan.parts[i];
    if (i > 0 && input_.plan.parts[i - 1].table == part.table) continue;
    for (const FieldId field : part.fields) {
      std::string categories;
      for (const CategoryId id : input_.model.at(field).categories)
        categories += (categories.empty() ? "" : " ") + input_.model.at(id).name;
      file->write(fmt::format("{},{},{},{}\n", csv_text(input_.model.full_name(part.table)),
                              csv_text(input_.model.at(field).name),
                              csv_text(title_of(input_.model, field)), csv_text(categories)));
    }
  }
  return {};
}

void Pack::left_out() {
  page_.heading("What was left out");
  if (report_.masked + report_.withheld + report_.waiting == 0) {
    page_.paragraph("Nothing.");
    return;
  }
  page_.paragraph(fmt::format(
      "{} identifiers of other people are replaced by a name that means nothing outside this copy, "
      "and {} texts or credentials are withheld in whole or in part, since they are other people's "
      "data or would open an account. withheld.csv lists each with the reason.",
      report_.masked, report_.withheld));
}

void Pack::how_to_check() {
  page_.heading("How to check it");
  page_.paragraph(
      "manifest.json lists every file with its SHA-256. Its own SHA-256 is an entry of our ledger, "
      "which is signed; manifest.tlog-proof proves that, once the pack is released.");
}

Result<void> Pack::manifest() {
  Json list = Json::array();
  for (const std::unique_ptr<NewFile>& file : folder_.files()) {
    ABIDE_TRY(const Digest digest, file->close());
    list.push_back({{"file", file->name()}, {"bytes", file->bytes()}, {"sha256", to_hex(digest)}});
  }
  const Json manifest = {{"pack", input_.name},         {"request", input_.request},
                         {"draft", input_.is_draft},    {"made_at", input_.at},
                         {"policy", input_.model.name}, {"rows", report_.rows()},
                         {"files", std::move(list)}};
  ABIDE_TRY(NewFile* const file, folder_.add("manifest.json"));
  file->write(manifest.dump(2) + "\n");
  ABIDE_TRY(report_.manifest, file->close());
  return {};
}

}  // namespace

std::uint64_t PackReport::rows() const {
  std::uint64_t sum = 0;
  for (const Table& table : tables) sum += table.rows;
  return sum;
}

Result<PackReport> write_pack(const PackInput& input, NewFolder& folder) {
  return Pack{input, folder}.write();
}

}  // namespace abide::reports
