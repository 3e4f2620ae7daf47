// Declarations other than stores and outlets, and the file that holds them.
#include "policy/grammar/file.hpp"
#include "policy/grammar/rules.hpp"

namespace abide::policy::grammar {
namespace {

using namespace ast;  // NOLINT(google-build-using-namespace): the nodes are this file's subject

template <Quoted word>
constexpr auto kw = keyword<word>;
constexpr Sign comma{"`,`"};
constexpr Sign colon{"`:`"};
constexpr Sign opening{"`(`"};
constexpr Sign closing{"`)`"};

// ── blocks of attributes ──────────────────────────────────────────────────────────────────────

using MaybeAttribute = std::variant<Broken, Attribute>;
struct AttributeItemTag : RecoversItem {};
constexpr auto attribute_item = x3::rule<AttributeItemTag, MaybeAttribute>{"an attribute"} =
    otherwise(attribute) | unknown("attribute");
constexpr std::array<std::string_view, 38> block_keys{
    "notice",   "regime",  "zone",         "updated",   "financial_year", "grace",     "lead",
    "sweep",    "limit",   "evidence",     "country",   "contact",        "address",   "dpo",
    "joint",    "website", "regulator",    "basis",     "representative", "uses",      "function",
    "interest", "lia",     "condition9",   "schedule1", "identified",     "automated", "dpia",
    "region",   "role",    "agreement",    "contract",  "minimum_age",    "ages_out",  "takes",
    "gives",    "rotates", "processor_for"};
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
constexpr Bounds in_category{.starters = category_word, .stops = declaration_stops};

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

// ── promises, rulings, waivers ────────────────────────────────────────────────────────────────

constexpr std::array<std::string_view, 5> modes{"`enforced`", "`detected`", "`evidenced`",
                                                "`attested`", "`stated`"};
constexpr Bounds in_promise{.starters = statement_words, .stops = declaration_stops};
constexpr auto promise = NodeRule<Promise>{"a promise"} =
    Lead{"promise"} >
    header(into(&Promise::id, promise_id) >
           -into(&Promise::mode, one_of(modes, "a mode such as `enforced`")) >
           *push(&Promise::quotes, text) > -(kw < "in" >> into(&Promise::section, text))) >
    braced("promise", items(&Promise::statements, statement, in_promise));

constexpr Bounds in_ruling{.starters = ruling_words, .stops = declaration_stops, .last = "decide"};
constexpr auto ruling = NodeRule<Ruling>{"a ruling"} =
    Lead{"ruling"} >
    header(into(&Ruling::id, ruling_id) > -(kw < "between" >> into(&Ruling::between, promise_ids)) >
           into(&Ruling::question, text)) >
    braced("ruling", items(&Ruling::statements, statement, in_ruling) >>
                         last_clause(kw < "decide" >> kw < "by" >>
                                     into(&Ruling::decide_by, name("a member of staff")) > kw <
                                     "before" >> into(&Ruling::before, day) > semicolon));

constexpr auto waive = NodeRule<Waive>{"a waiver"} = Lead{"waive"} > into(&Waive::code, code) > kw <
                                                     "on" >> into(&Waive::on, names_or_ids) > kw <
                                                     "because" >> into(&Waive::because, text) > kw <
                                                     "by" >> into(&Waive::by,
                                                                  name("a member of staff")) > kw <
                                                     "until" >>
                                                     into(&Waive::until, day) > semicolon;

// ── tests ─────────────────────────────────────────────────────────────────────────────────────

constexpr auto cell = PartRule<Cell>{"a value of a row"} = into(&Cell::column,
                                                                name("the name of a column",
                                                                     Joining::free)) > colon >
                                                           into(&Cell::value, value);
constexpr auto given_row = PartRule<GivenRow>{"a row"} =
    TwoWords{"given", "row"} > into(&GivenRow::table, name("a table")) > opening >
    -(push(&GivenRow::cells, cell) > *(comma > push(&GivenRow::cells, cell))) > closing;
constexpr std::array<std::string_view, 3> step_verbs{"`given`", "`when`", "`expect`"};
constexpr auto words = PartRule<ast::Words>{"a step"} =
    into(&ast::Words::verb, one_of(step_verbs, "`given`, `when` or `expect`")) >
    into(&ast::Words::values, values);

constexpr auto form = choice(into(&Step::form, given_row) | into(&Step::form, words));

struct StepTag : RecoversItem, Spanned {};
constexpr auto step = x3::rule<StepTag, Step>{"a step"} =
    (Lead{"on"} > into(&Step::on, day) > form > semicolon) | (form > semicolon) |
    unknown("step such as `given` or `expect`");
constexpr std::array<std::string_view, 4> step_starters{"on", "given", "when", "expect"};
constexpr Bounds in_test{.starters = step_starters, .stops = declaration_stops};
constexpr auto test = NodeRule<Test>{"a test"} = Lead{"test"} > header(into(&Test::name, text)) >
                                                 braced("test", items(&Test::steps, step, in_test));

// ── deployments ───────────────────────────────────────────────────────────────────────────────

constexpr std::array<std::string_view, 3> limit_keys{"rows", "share", "hours"};
constexpr Bounds in_limits{.starters = {}, .keys = limit_keys};
constexpr std::array<std::string_view, 1> limits_word{"`limits`"};
constexpr auto limits = NodeRule<Limits>{"limits"} =
    into(&Limits::keyword, one_of(limits_word, "`limits`")) >
    braced("limits", items(&Limits::attributes, attribute_item, in_limits));
struct DeployItemTag : RecoversItem {};
constexpr auto deploy_item = x3::rule<DeployItemTag, DeployItem>{"an attribute or `limits`"} =
    opens("limits", limits) | otherwise(attribute) | unknown("line of a deployment");
constexpr std::array<std::string_view, 1> deploy_starters{"limits"};
constexpr std::array<std::string_view, 7> deploy_keys{"store", "control", "keys",    "anchor",
                                                      "point", "notify",  "operator"};
constexpr Bounds in_deploy{.starters = deploy_starters, .keys = deploy_keys};
constexpr auto deploy = NodeRule<Deploy>{"a deployment"} =
    Lead{"deploy"} > header(into(&Deploy::name, name("the name of a deployment", Joining::free)) >
                            kw < "for" >> into(&Deploy::policy, name("a policy"))) >
    braced("deployment", items(&Deploy::items, deploy_item, in_deploy));

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

constexpr Bounds in_file{.starters = declaration_stops, .extent = Extent::file};
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
