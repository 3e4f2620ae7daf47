// Blocks of attributes, categories, events and states, and the file that holds all declarations.
#include "policy/grammar/file.hpp"
#include "policy/grammar/rules.hpp"

namespace abide::policy::grammar {
namespace {

using namespace ast;  // NOLINT(google-build-using-namespace): the nodes are this file's subject

template <Quoted word>
constexpr auto kw = keyword<word>;

// ── blocks of attributes ──────────────────────────────────────────────────────────────────────

constexpr std::array<std::string_view, 39> block_keys{
    "notice",   "heading",  "regime",  "zone",         "updated",   "financial_year", "grace",
    "lead",     "sweep",    "limit",   "evidence",     "country",   "contact",        "address",
    "dpo",      "joint",    "website", "regulator",    "basis",     "representative", "uses",
    "function", "interest", "lia",     "condition9",   "schedule1", "identified",     "automated",
    "dpia",     "region",   "role",    "agreement",    "contract",  "minimum_age",    "ages_out",
    "takes",    "gives",    "rotates", "processor_for"};
constexpr Bounds in_block{.starters = {}, .keys = block_keys};

constexpr std::array<std::string_view, 8> block_words{"`policy`",  "`controller`", "`staff`",
                                                      "`subject`", "`recipient`",  "`processor`",
                                                      "`purpose`", "`transform`"};
constexpr auto block = NodeRule<Block>{"a block"} =
    into(&Block::keyword, one_of(block_words, "`policy`")) >
    header(into(&Block::name, name("a name", Joining::free)) > -into(&Block::title, text)) >
    braced("block", items(&Block::attributes, attribute_item, in_block));

// ── categories, events, states ────────────────────────────────────────────────────────────────

struct CategoryTag : Spanned {};
struct NestedCategoryTag : RecoversItem {};
constexpr x3::rule<CategoryTag, Category> category{"a category"};
constexpr x3::rule<NestedCategoryTag, Category> nested_category{"a category"};

constexpr std::array<std::string_view, 1> category_word{"category"};
constexpr Bounds in_category{.starters = category_word, .stops = declaration_words};

constexpr Mark<read_end_of_category> end_of_category{"`;` or `{`"};

constexpr auto category_def =
    Lead{"category"} >
    header(into(&Category::name, name("the name of a category", Joining::free)) >
           -into(&Category::title, text) > -(kw < "is" >> into(&Category::marks, names("a mark"))) >
           -(kw < "alias" >> into(&Category::aliases, texts))) >
    choice(end_of_category |
           braced("category", items(&Category::children, nested_category, in_category)));
constexpr auto nested_category_def = category | unknown("category");
BOOST_SPIRIT_DEFINE(category, nested_category)

constexpr auto from_column = PartRule<FromColumn>{
    "a column"} = kw < "at" >> into(&FromColumn::column, name("a column"));
constexpr auto from_absence = PartRule<FromAbsence>{"an absence"} = kw < "on" >> kw < "absence" >>
                                                                    kw < "of" >>
                                                                    into(&FromAbsence::table,
                                                                         name("a table"));
constexpr std::array<std::string_view, 3> event_reporters{"`app`", "`requests`", "`abide`"};
constexpr std::array<std::string_view, 2> state_reporters{"`app`", "`requests`"};
template <int number>
struct ReporterTag {};
constexpr auto event_report = x3::rule<ReporterTag<0>, FromReports>{"a reporter"} =
    kw < "from" >>
    into(&FromReports::reporter, one_of(event_reporters, "`app`, `requests` or `abide`"));
constexpr auto state_report = x3::rule<ReporterTag<1>, FromReports>{"a reporter"} =
    kw < "from" >> into(&FromReports::reporter, one_of(state_reporters, "`app` or `requests`"));

constexpr auto event = NodeRule<Event>{"an event"} =
    Lead{"event"} > into(&Event::name, name("the name of an event", Joining::free)) >
    -into(&Event::title, text) >
    choice(into(&Event::source, from_column) | into(&Event::source, from_absence) |
           into(&Event::source, event_report)) >
    -(kw < "of" >> into(&Event::of, name("a table"))) > semicolon;
constexpr auto state_of_subject = NodeRule<ast::State>{"a state"} =
    Lead{"state"} > into(&ast::State::name, name("the name of a state", Joining::free)) >
    -into(&ast::State::title, text) > choice(into(&ast::State::source, from_column) |
                                             into(&ast::State::source, state_report)) > semicolon;

// ── the file ──────────────────────────────────────────────────────────────────────────────────

struct DeclarationTag : RecoversDeclaration {};
constexpr auto declaration = x3::rule<DeclarationTag, Declaration>{"a declaration"} =
    opens("promise", promise) | opens("policy", block) | opens("controller", block) |
    opens("staff", block) | opens("subject", block) | opens("recipient", block) |
    opens("processor", block) | opens("purpose", block) | opens("transform", block) |
    opens("category", category) | opens("event", event) | opens("state", state_of_subject) |
    opens("store", store) | opens("outlet", outlet) | opens("ruling", ruling) |
    opens("waive", waive) | opens("test", test) | opens("deploy", deploy) | unknown("declaration");

struct ImportTag : RecoversItem {};
constexpr auto import_file = x3::rule<ImportTag, ast::Text>{"an import"} = Lead{"use"} >
                                                                           self(text) > semicolon;

constexpr Bounds in_file{.starters = declaration_words, .extent = Extent::file};
constexpr auto file = PartRule<File>{"a policy"} = Mark<read_version>{"`abide 1;`"} >
                                                   *push(&File::uses, import_file) >
                                                   items(&File::declarations, declaration, in_file);

}  // namespace

void read_file(State& state, ast::File& tree) {
  const std::string_view whole{state.base, static_cast<std::size_t>(state.end - state.base)};
  Iterator first = state.base + (whole.starts_with("\xEF\xBB\xBF") ? 3 : 0);  // byte-order mark
  const Context context{state, x3::unused};
  file.parse(first, state.end, context, x3::unused, tree);
}

}  // namespace abide::policy::grammar
