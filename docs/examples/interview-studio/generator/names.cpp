// The pools of given and family names.
#include "names.hpp"

#include <span>

namespace abide::studio {
namespace {

struct Part {
  std::string_view shown;
  std::string_view latin;
};
enum class Order { given_first, family_first };
struct Pool {
  std::span<const Part> given;
  std::span<const Part> family;
  Order order = Order::given_first;
};

constexpr Part british_given[] = {
    {"Alice", "alice"},   {"George", "george"}, {"Harriet", "harriet"}, {"Oliver", "oliver"},
    {"Priya", "priya"},   {"Callum", "callum"}, {"Imogen", "imogen"},   {"Theo", "theo"},
    {"Maisie", "maisie"}, {"Rhys", "rhys"},     {"Zara", "zara"},       {"Edwin", "edwin"}};
constexpr Part british_family[] = {{"Hartley", "hartley"},
                                   {"Pemberton", "pemberton"},
                                   {"Okonkwo-Reed", "okonkworeed"},
                                   {"Whitfield", "whitfield"},
                                   {"Bright", "bright"},
                                   {"Ashdown", "ashdown"},
                                   {"Llewellyn", "llewellyn"},
                                   {"Shah", "shah"},
                                   {"Cartwright", "cartwright"},
                                   {"St. John", "stjohn"},
                                   {"Merriweather", "merriweather"},
                                   {"Null", "null"}};
constexpr Part irish_given[] = {{"Aoife", "aoife"},   {"Seán", "sean"},     {"Niamh", "niamh"},
                                {"Ciarán", "ciaran"}, {"Róisín", "roisin"}, {"Declan", "declan"},
                                {"Sorcha", "sorcha"}, {"Eoin", "eoin"}};
constexpr Part irish_family[] = {{"O'Neill", "oneill"},       {"O'Brien", "obrien"},
                                 {"O'Sullivan", "osullivan"}, {"O\u2019Hara", "ohara"},
                                 {"MacCarthy", "maccarthy"},  {"Byrne", "byrne"},
                                 {"Ó Briain", "obriain"}};
constexpr Part latin_given[] = {{"Giulia", "giulia"},     {"José", "jose"},   {"Zoë", "zoe"},
                                {"François", "francois"}, {"Inês", "ines"},   {"Łukasz", "lukasz"},
                                {"Jürgen", "jurgen"},     {"Søren", "soren"}, {"İpek", "ipek"},
                                {"Nguyệt", "nguyet"},     {"Ngozi", "ngozi"}, {"Kwame", "kwame"}};
constexpr Part latin_family[] = {
    {"D'Angelo", "dangelo"},   {"Nuñez de la Vega", "nunezdelavega"},
    {"L'Heureux", "lheureux"}, {"Müller-Lüdenscheidt", "mullerludenscheidt"},
    {"Wójcik", "wojcik"},      {"Ødegård", "odegard"},
    {"Çelik", "celik"},        {"Trần", "tran"},
    {"Adeyemi", "adeyemi"},    {"van 't Hoff", "vanthoff"},
    {"Mensah", "mensah"},      {"dos Santos", "dossantos"}};
constexpr Part greek_given[] = {{"Μαρία", "maria"},       {"Νίκος", "nikos"},
                                {"Κατερίνα", "katerina"}, {"Γιώργος", "giorgos"},
                                {"Σοφία", "sofia"},       {"Ανδρέας", "andreas"}};
constexpr Part greek_family[] = {{"Γεωργίου", "georgiou"},
                                 {"Δημητρίου", "dimitriou"},
                                 {"Νικολάου", "nikolaou"},
                                 {"Αλεξίου", "alexiou"},
                                 {"Βασιλείου", "vasileiou"}};
constexpr Part arabic_given[] = {{"ليلى", "layla"}, {"يوسف", "yusuf"}, {"مريم", "maryam"},
                                 {"عمر", "omar"},   {"نور", "noor"},   {"خالد", "khalid"}};
constexpr Part arabic_family[] = {{"الحسن", "alhassan"},
                                  {"منصور", "mansour"},
                                  {"حداد", "haddad"},
                                  {"الخطيب", "alkhatib"},
                                  {"سليمان", "suleiman"}};
constexpr Part chinese_given[] = {{"伟", "wei"},      {"晓明", "xiaoming"}, {"静怡", "jingyi"},
                                  {"子轩", "zixuan"}, {"丽", "li"},         {"文博", "wenbo"}};
constexpr Part chinese_family[] = {{"王", "wang"}, {"李", "li"},       {"张", "zhang"},
                                   {"陈", "chen"}, {"欧阳", "ouyang"}, {"林", "lin"}};
constexpr Part devanagari_given[] = {{"अनन्या", "ananya"},
                                     {"अर्जुन", "arjun"},
                                     {"दीपिका", "deepika"},
                                     {"रोहन", "rohan"},
                                     {"कविता", "kavita"}};
constexpr Part devanagari_family[] = {{"शर्मा", "sharma"},
                                      {"वर्मा", "varma"},
                                      {"गुप्ता", "gupta"},
                                      {"चौधरी", "chaudhary"},
                                      {"जोशी", "joshi"}};
constexpr Part cyrillic_given[] = {{"Ольга", "olga"},
                                   {"Тарас", "taras"},
                                   {"Светлана", "svetlana"},
                                   {"Юрий", "yuri"},
                                   {"Зоя", "zoya"}};
constexpr Part cyrillic_family[] = {{"Коваленко", "kovalenko"},
                                    {"Шевчук", "shevchuk"},
                                    {"Морозов", "morozov"},
                                    {"Їжак", "yizhak"},
                                    {"Лебедева", "lebedeva"}};
constexpr Part hangul_given[] = {
    {"민준", "minjun"}, {"서연", "seoyeon"}, {"지우", "jiwoo"}, {"하은", "haeun"}};
constexpr Part hangul_family[] = {
    {"김", "kim"}, {"박", "park"}, {"최", "choi"}, {"남궁", "namgung"}};
constexpr Part hebrew_given[] = {{"נועה", "noa"}, {"דניאל", "daniel"}, {"תמר", "tamar"}};
constexpr Part hebrew_family[] = {{"לוי", "levi"}, {"מזרחי", "mizrahi"}, {"בן־דוד", "bendavid"}};
constexpr Part thai_given[] = {{"สมชาย", "somchai"}, {"กมลวรรณ", "kamonwan"}};
constexpr Part thai_family[] = {{"ศรีสุวรรณ", "srisuwan"}, {"วงศ์ไทย", "wongthai"}};

// Pools that stand twice or more are drawn more often.
constexpr Pool pools[] = {{british_given, british_family},
                          {british_given, british_family},
                          {british_given, british_family},
                          {british_given, british_family},
                          {latin_given, latin_family},
                          {british_given, british_family},
                          {british_given, british_family},
                          {british_given, british_family},
                          {latin_given, latin_family},
                          {latin_given, latin_family},
                          {irish_given, irish_family},
                          {greek_given, greek_family},
                          {arabic_given, arabic_family},
                          {chinese_given, chinese_family, Order::family_first},
                          {devanagari_given, devanagari_family},
                          {cyrillic_given, cyrillic_family},
                          {hangul_given, hangul_family, Order::family_first},
                          {hebrew_given, hebrew_family},
                          {thai_given, thai_family}};

}  // namespace

Name draw_name(Random& random) {
  const Pool& pool = random.pick(pools);
  const Part& given = random.pick(pool.given);
  const Part& family = random.pick(pool.family);
  Name name{.shown = {},
            .latin_given = std::string{given.latin},
            .latin_family = std::string{family.latin}};
  name.shown = pool.order == Order::family_first
                   ? std::string{family.shown} + std::string{given.shown}
                   : std::string{given.shown} + " " + std::string{family.shown};
  return name;
}

}  // namespace abide::studio
