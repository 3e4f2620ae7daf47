// The record as linked data: the Data Privacy Vocabulary's terms where it has one, our own where it
// has none, each of those under the nearest of its terms.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/data.hpp"
#include "reports/record/write.hpp"

namespace abide::reports::record {
namespace {

Json context() {
  return {{"dpv", "https://w3id.org/dpv#"},
          {"pd", "https://w3id.org/dpv/pd#"},
          {"eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"},
          {"legal-gb", "https://w3id.org/dpv/legal/gb#"},
          {"loc", "https://w3id.org/dpv/loc#"},
          {"dcterms", "http://purl.org/dc/terms/"},
          {"skos", "http://www.w3.org/2004/02/skos/core#"},
          {"xsd", "http://www.w3.org/2001/XMLSchema#"},
          {"abide", "https://abide.example/ns#"}};
}

Json id(const std::string& name) { return {{"@id", name}}; }

const Json& vocabulary() {
  static const Json data = Json::parse(text_of(DataFile::vocabulary));
  return data;
}

/// The nearest term of a category that an alias names; empty where none does.
std::string term_of(const Datum& datum) {
  const Json& known = vocabulary().at("personal_data");
  for (const std::string& alias : datum.aliases) {
    const auto colon = alias.find(':');
    const std::string term = colon == std::string::npos
                                 ? vocabulary().at("fideslang").value(alias, "")
                                 : "pd:" + alias.substr(colon + 1);
    if (std::ranges::find(known, Json(term)) != known.end()) return term;
  }
  return "";
}

Json data_of(const Activity& row) {
  Json list = Json::array();
  for (const Datum& datum : row.data) {
    const std::string term = term_of(datum);
    list.push_back({{"@id", "abide:data/" + datum.name},
                    {"@type", "dpv:PersonalData"},
                    {"skos:prefLabel", datum.title},
                    {"skos:broader", id(term.empty() ? "dpv:PersonalData" : term)},
                    {"abide:specialCategory", datum.special}});
  }
  return list;
}

/// The vocabulary's terms of articles are of one law, and used where the policy's says the same.
std::string article_term(const Record& record, const char* kind, const std::string& name) {
  return record.law.is_known() ? vocabulary().at(kind).value(name, "") : "";
}

Json bases_of(const Record& record, const policy::Purpose& purpose) {
  Json list = Json::array();
  for (const std::string& basis : purpose.bases) {
    const std::string term =
        record.law.bases.contains(basis) ? article_term(record, "bases", basis) : "";
    list.push_back(
        term.empty() ? Json{{"@id", "abide:basis/" + basis}, {"skos:broader", id("dpv:LegalBasis")}}
                     : id(term));
  }
  return list;
}

Json rights_of(const Record& record, const Activity& row) {
  Json list = Json::array();
  for (const std::string& right : row.rights) {
    const std::string term = article_term(record, "rights", right);
    list.push_back(term.empty() ? Json{{"@id", "abide:right/" + right},
                                       {"skos:broader", id("dpv:DataSubjectRight")}}
                                : id(term));
  }
  return list;
}

void put(Json& node, const char* key, Json list) {
  if (!list.empty()) node[key] = std::move(list);
}

/// Recipients, the countries they sit in, and how what goes there is safeguarded.
void put_receivers(Json& node, const std::vector<Receiver>& receivers) {
  Json processors = Json::array();
  Json others = Json::array();
  Json countries = Json::array();
  for (const Receiver& one : receivers) {
    Json party{{"@id", "abide:party/" + one.party.name},
               {"@type", one.party.is_processor ? "dpv:DataProcessor" : "dpv:Recipient"},
               {"dpv:hasName", one.party.title}};
    Json places = Json::array();
    for (const std::string& country : one.party.countries) {
      places.push_back(id("loc:" + country));
      if (one.is_abroad && std::ranges::find(countries, id("loc:" + country)) == countries.end())
        countries.push_back(id("loc:" + country));
    }
    put(party, "dpv:hasCountry", std::move(places));
    if (one.party.is_processor && !one.contracts.empty())
      party["dpv:hasLegalMeasure"] = {{"@type", "dpv:DataProcessingAgreement"},
                                      {"dcterms:source", one.contracts}};
    if (one.is_abroad && !one.party.safeguard.empty())
      party["abide:safeguard"] = one.party.safeguard;
    (one.party.is_processor ? processors : others).push_back(std::move(party));
  }
  put(node, "dpv:hasDataProcessor", std::move(processors));
  put(node, "dpv:hasRecipient", std::move(others));
  put(node, "dpv:hasThirdCountry", std::move(countries));
}

void put_measures(Json& node, const std::vector<Measure>& measures) {
  Json list = Json::array();
  for (const Measure& one : measures)
    list.push_back({{"@type", one.term}, {"dcterms:description", one.words}});
  put(node, "dpv:hasTechnicalMeasure", std::move(list));
}

Json storage_of(const Activity& row) {
  Json list = Json::array();
  for (const Term& term : row.terms) {
    Json duration{{"@type", term.until_event ? "dpv:UntilEventDuration" : "dpv:TemporalDuration"},
                  {"dcterms:description", term.words}};
    if (!term.period.empty())
      duration["abide:period"] = {{"@value", term.period}, {"@type", "xsd:duration"}};
    list.push_back({{"@type", "dpv:StorageCondition"}, {"dpv:hasDuration", std::move(duration)}});
  }
  return list;
}

Json blanks_of_cells(const Activity& row) {
  Json list = Json::array();
  const auto& columns = controller_table_columns();
  for (std::size_t c = 0; c < column_count; ++c)
    for (const Blank& blank : row.cells[c].blanks)
      list.push_back({{"abide:needed", blank.need == Blank::Need::must},
                      {"abide:column", columns[c].letter},
                      {"abide:filledBy", blank.who},
                      {"dcterms:description", blank.why}});
  return list;
}

Json process(const Record& record, std::size_t number) {
  const Activity& row = record.activities[number];
  Json node{{"@id", fmt::format("abide:process/{}/{}", record.policy, row.id)},
            {"@type", "dpv:PersonalDataProcess"},
            {"abide:row", number + 1},
            {"abide:ofAbideItself", row.is_own},
            {"dpv:hasPersonalData", data_of(row)}};
  if (row.purpose) {
    node["dcterms:title"] = row.purpose->title;
    node["dpv:hasPurpose"] = {{"@id", "abide:purpose/" + row.purpose->name},
                              {"@type", "dpv:Purpose"},
                              {"skos:prefLabel", row.purpose->title}};
    put(node, "dpv:hasLegalBasis", bases_of(record, *row.purpose));
  }
  if (!row.individuals.empty())
    node["dpv:hasDataSubject"] = {
        {"@id", "abide:people/" +
                    row.id.substr(row.id.find('/') + 1, row.id.rfind('/') - row.id.find('/') - 1)},
        {"@type", "dpv:DataSubject"},
        {"skos:prefLabel", row.individuals}};
  put_receivers(node, row.receivers);
  put_measures(node, row.measures);
  put(node, "dpv:hasStorageCondition", storage_of(row));
  put(node, "dpv:hasRight", rights_of(record, row));
  put(node, "abide:blank", blanks_of_cells(row));
  const Cell& adherence = row.at(Column::adherence);
  if (!adherence.parts.empty()) node["abide:adherence"] = adherence.text();
  const Cell& reasons = row.at(Column::reasons);
  put(node, "abide:adherenceReason", Json(reasons.parts));
  return node;
}

Json service(const Record& record, std::size_t number) {
  const Service& row = record.services[number];
  Json node{
      {"@id", fmt::format("abide:process/{}/{}/for/{}", record.policy, row.purpose, number + 1)},
      {"@type", "dpv:Process"},
      {"dcterms:title", row.title},
      {"abide:row", number + 1},
      {"dpv:hasDataController", {{"@type", "dpv:DataController"}, {"dpv:hasName", row.customer}}}};
  put_receivers(node, row.receivers);
  put_measures(node, row.measures);
  return node;
}

Json head(const Record& record, const char* what) {
  Json node{
      {"@id", fmt::format("abide:record/{}/{}/{}", record.policy, what, to_string(record.day))},
      {"@type", "dpv:ROPA"},
      {"dcterms:conformsTo", "abide-record/1"},
      {"dcterms:title", record.title},
      {"dcterms:created",
       {{"@value", to_string(std::chrono::floor<std::chrono::seconds>(record.made))},
        {"@type", "xsd:dateTime"}}},
      {"abide:policyHash", "sha256:" + record.digest}};
  if (!record.law.term.empty()) node["dpv:hasApplicableLaw"] = id(record.law.term);
  return node;
}

Json controllers(const Record& record, const char* type) {
  Json list = Json::array();
  const Heading& heading = record.heading;
  for (const std::string& name : record.controllers)
    list.push_back({{"@type", type}, {"dpv:hasName", name}});
  if (list.size() == 1) {
    if (!heading.contact.parts.empty()) list[0]["dpv:hasContact"] = heading.contact.text();
    if (!heading.address.parts.empty()) list[0]["dpv:hasAddress"] = heading.address.text();
  }
  return list;
}

}  // namespace

std::string json_ld_of(const Record& record) {
  Json graph = Json::array();
  Json own = head(record, "controller");
  put(own, "dpv:hasDataController", controllers(record, "dpv:DataController"));
  if (!record.heading.officer.parts.empty())
    own["dpv:hasDataProtectionOfficer"] = {{"@type", "dpv:DataProtectionOfficer"},
                                           {"dpv:hasName", record.heading.officer.text()}};
  if (!record.heading.representative.parts.empty())
    own["dpv:hasRepresentative"] = {{"@type", "dpv:Representative"},
                                    {"dpv:hasName", record.heading.representative.text()}};
  Json rows = Json::array();
  for (std::size_t i = 0; i < record.activities.size(); ++i) rows.push_back(process(record, i));
  put(own, "dpv:hasPersonalDataProcess", std::move(rows));
  graph.push_back(std::move(own));
  if (!record.services.empty()) {
    Json theirs = head(record, "processor");
    theirs["dpv:hasDataProcessor"] = controllers(record, "dpv:DataProcessor");
    Json services = Json::array();
    for (std::size_t i = 0; i < record.services.size(); ++i) services.push_back(service(record, i));
    theirs["dpv:hasProcess"] = std::move(services);
    graph.push_back(std::move(theirs));
  }
  return Json{{"@context", context()}, {"@graph", std::move(graph)}}.dump(1) + "\n";
}

}  // namespace abide::reports::record
