#include "reports/certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/ledger/entries.hpp"
#include "reports/evidence/story.hpp"
#include "reports/html.hpp"
#include "reports/pack/tables.hpp"

namespace abide::reports {
namespace {

using ledger::text_of;
using policy::Model;
using Rows = std::vector<std::vector<std::string>>;

std::uint64_t count(const Json& one, const char* key) {
  const auto at = one.find(key);
  return at != one.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
}
Json list(const Json& one, const char* key) {
  const auto at = one.find(key);
  return at != one.end() && at->is_array() ? *at : Json::array();
}
std::string records(std::uint64_t rows) {
  return fmt::format("{} record{}", rows, rows == 1 ? "" : "s");
}

/// The day of the look afterwards, where the policy is at home.
Result<Date> day_of(const Model& model, const Json& certificate) {
  ABIDE_TRY(const Zone zone, Zone::find(model.calendar.zone));
  const Json reread = certificate.value("reread", Json::object());
  const auto at = parse_instant(text_of(reread, "looked_at"));
  const auto planned = parse_instant(text_of(certificate, "planned_at"));
  return zone.local_date(at ? *at : planned.value_or(Instant{}));
}

std::vector<NextLook> looks_after(const Model& model, Date looked) {
  std::vector<NextLook> looks{{add_days(looked, 1), "a day after the erasure"}};
  for (const policy::Store& store : model.stores) {
    if (!store.backups_kept) continue;
    const Date on = add(looked, *store.backups_kept, Rounding::up);
    const std::string name = store.title.empty() ? store.name : store.title;
    looks.push_back({on, "the last backup of " + name + " is gone"});
  }
  std::ranges::stable_sort(looks, {}, [](const NextLook& one) { return one.on; });
  return looks;
}

class Certificate {
 public:
  Certificate(const Model& model, const policy::Disclosure& said, const Json& json, Date looked)
      : model_(model),
        said_(said),
        json_(json),
        looked_(looked),
        page_(fmt::format("Erasure of your data at {}", controller())) {}

  std::string write() {
    page_.paragraph(summary());
    erased();
    stays();
    not_covered();
    looked();
    depths();
    complaints();
    record();
    return page_.text();
  }

 private:
  [[nodiscard]] std::string controller() const {
    return said_.controllers.empty() ? model_.title : said_.controllers.front().title;
  }
  [[nodiscard]] std::string title(const Json& one) const {
    const std::string name = text_of(one, "store") + "." + text_of(one, "table");
    const auto table = model_.find_table(name);
    return table ? title_of(model_, *table) : name;
  }
  [[nodiscard]] std::string summary() const;
  [[nodiscard]] std::string how(const Json& step) const;
  [[nodiscard]] Json kept() const { return list(json_, "kept"); }
  [[nodiscard]] const Json& reread() const {
    static const Json none = Json::object();
    return json_.contains("reread") ? json_.at("reread") : none;
  }
  [[nodiscard]] Json left() const;
  void erased();
  void stays();
  void not_covered();
  void looked();
  void depths();
  void complaints();
  void record();

  const Model& model_;
  const policy::Disclosure& said_;
  const Json& json_;
  Date looked_;
  Page page_;
};

/// What the look afterwards calls left over, and not merely kept.
Json Certificate::left() const {
  Json all = Json::array();
  for (const Json& one : list(reread(), "residue")) {
    const std::string kind = text_of(one, "kind");
    if (kind != "kept" && kind != "waiting" && kind != "possible") all.push_back(one);
  }
  return all;
}

std::string Certificate::summary() const {
  const std::uint64_t rows = count(json_, "rows");
  std::uint64_t staying = 0;
  for (const Json& one : kept()) staying += count(one, "rows");
  if (text_of(json_, "state") != "complete")
    return fmt::format(
        "This erasure has not come to its end. So far {} were deleted or changed; you will be told "
        "when the rest is done.",
        records(rows));
  if (!left().empty())
    return fmt::format(
        "{} were deleted or changed. Looking again afterwards found something that should be gone "
        "and is not; it is listed below.",
        records(rows));
  if (rows == 0 && staying > 0)
    return fmt::format(
        "Nothing was erased. {} about you must stay for now; below is why, and until when.",
        records(staying));
  if (rows == 0) return "We found nothing about you that was to be erased.";
  if (staying > 0)
    return fmt::format(
        "We erased your data in part: {} were deleted or cleared of what says who you are. {} must "
        "stay; below is why, and until when.",
        records(rows), records(staying));
  return fmt::format("We erased your data: {} were deleted or cleared of it.", records(rows));
}

std::string Certificate::how(const Json& step) const {
  if (text_of(step, "operation") == "delete") return "deleted";
  std::string columns;
  const auto table = model_.find_table(text_of(step, "store") + "." + text_of(step, "table"));
  for (const Json& one : list(step, "columns")) {
    std::string name = one.is_string() ? one.get<std::string>() : "";
    for (const FieldId field : table ? model_.at(*table).fields : std::vector<FieldId>{})
      if (model_.at(field).column == name) name = title_of(model_, field);
    columns += (columns.empty() ? "" : ", ") + name;
  }
  return "emptied: " + columns;
}

void Certificate::erased() {
  Rows rows;
  for (const Json& step : list(json_, "steps")) {
    const bool is_done = text_of(step, "outcome") == "done";
    if (is_done && count(step, "rows") == 0) continue;
    rows.push_back({title(step), fmt::format("{}", count(step, "rows")),
                    is_done ? how(step) : "not done: " + text_of(step, "reason")});
  }
  page_.heading("What was erased");
  if (rows.empty()) {
    page_.paragraph("Nothing.");
  } else {
    page_.table({"What", "Records", "How"}, rows);
  }
}

void Certificate::stays() {
  page_.heading("What stays, and why");
  Rows rows;
  for (const Json& one : kept()) {
    std::string why = text_of(one, "reason");
    for (const Json& reason : list(one, "why"))
      why += fmt::format(". {}: {}", text_of(reason, "promise"), text_of(reason, "sentence"));
    rows.push_back({title(one), fmt::format("{}", count(one, "rows")), why,
                    until_in_words(text_of(one, "until"))});
  }
  if (rows.empty()) {
    page_.paragraph("Nothing that was asked for stays.");
  } else {
    page_.table({"What", "Records", "Why", "Until"}, rows);
  }
}

void Certificate::not_covered() {
  Rows rows;
  for (const Json& gap : list(json_, "gaps"))
    rows.push_back({text_of(gap, "place"), text_of(gap, "reason")});
  for (const Json& one : list(reread(), "not_looked_at"))
    rows.push_back(one.is_string()
                       ? std::vector<std::string>{one.get<std::string>(), "not looked at"}
                       : std::vector<std::string>{text_of(one, "place"), text_of(one, "why")});
  for (const policy::Store& store : model_.stores) {
    if (store.no_reach_because)
      rows.push_back({store.title.empty() ? store.name : store.title, *store.no_reach_because});
  }
  if (rows.empty()) return;
  page_.heading("What this does not cover").table({"Where", "Why"}, rows);
}

void Certificate::looked() {
  page_.heading("How it was checked");
  if (text_of(reread(), "looked_at").empty()) {
    page_.paragraph("Nobody has looked again yet.");
    return;
  }
  page_.paragraph(fmt::format(
      "On {} we looked again in {} tables, by programs and connections of their own, along every "
      "path to your data and for everything that identified you. Free text, files and backups are "
      "not searched by this look.",
      in_words(looked_), count(reread(), "tables")));
  const Json rest = left();
  if (rest.empty()) {
    page_.paragraph("Nothing was left that should be gone.");
  } else {
    Rows rows;
    for (const Json& one : rest)
      rows.push_back({title(one), fmt::format("{}", count(one, "rows")), text_of(one, "reason")});
    page_.table({"Still there", "Records", "Why"}, rows);
  }
}

void Certificate::depths() {
  const Json reached = list(json_, "depths");
  if (reached.empty()) return;
  page_.heading("How far it is gone");
  Rows rows;
  for (const Json& one : reached) {
    const std::string name = text_of(one, "store");
    const auto store = std::ranges::find(model_.stores, name, &policy::Store::name);
    const bool known = store != model_.stores.end();
    const bool gone = text_of(one, "depth") == "overwritten";
    const auto kept = known ? store->backups_kept : std::nullopt;
    const std::string reason = text_of(one, "reason");
    rows.push_back(
        {known && !store->title.empty() ? store->title : name,
         gone ? "overwritten in its own files"
              : "no query finds it; bytes may remain in its files" +
                    (reason.empty() ? "" : " (" + reason + ")"),
         kept && gone ? "the last is gone by " + in_words(add(looked_, *kept, Rounding::up))
         : kept
             ? "kept for " + to_string(*kept) + " from the day on which the bytes are overwritten"
             : "the policy does not say how long they are kept"});
  }
  page_.table({"Store", "Now", "Backups"}, rows);
  const auto looks = json_.find("next_looks");
  if (looks == json_.end() || looks->empty()) return;
  std::vector<std::string> next;
  for (const NextLook& one : looks_after(model_, looked_))
    next.push_back(fmt::format("{}: {}", in_words(one.on), one.why));
  page_.paragraph("You are due to be looked for again, so that nothing comes back:").list(next);
}

void Certificate::complaints() {
  page_.heading("If you are not content");
  for (const policy::Controller& one : said_.controllers) {
    page_.paragraph(fmt::format("Complain to us, {}{}{}.", one.title,
                                one.contact.empty() ? "" : ", at ", one.contact));
    if (!one.regulators.empty())
      page_.paragraph(fmt::format("You can also complain to {}, or go to court.",
                                  fmt::join(one.regulators, ", ")));
  }
  if (said_.controllers.empty()) page_.paragraph("Write to whoever sent you this.");
}

void Certificate::record() {
  page_.heading("For the record");
  Rows rows;
  const auto add_row = [&](const char* name, const std::string& value) {
    if (!value.empty()) rows.push_back({name, value});
  };
  add_row("Erasure", text_of(json_, "run"));
  add_row("You, by a reference that says nothing", text_of(json_, "subject"));
  add_row("Done by", text_of(json_, "by"));
  add_row("Request", text_of(json_, "request"));
  add_row("Policy", text_of(json_, "policy") + ", " + text_of(json_, "policy_digest"));
  page_.table({"What", "Which"}, rows);
  const std::string note = text_of(json_, "checkpoint");
  if (note.empty()) return;
  page_
      .paragraph(
          "The head of our ledger when this was done. Keep it: no later ledger that lacks this "
          "erasure can pass for this one.")
      .command(note);
}

}  // namespace

Result<std::vector<NextLook>> next_looks(const Model& model, const Json& certificate) {
  ABIDE_TRY(const Date looked, day_of(model, certificate));
  return looks_after(model, looked);
}

Result<std::string> certificate_page(const Model& model, const policy::Disclosure& said,
                                     const Json& certificate) {
  ABIDE_TRY(const Date looked, day_of(model, certificate));
  return Certificate{model, said, certificate, looked}.write();
}

}  // namespace abide::reports
