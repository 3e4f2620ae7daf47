// Promises and rulings with their statements, waivers, tests and deployments.
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

// ── promises, rulings, waivers ────────────────────────────────────────────────────────────────

constexpr std::array<std::string_view, 5> modes{"`enforced`", "`detected`", "`evidenced`",
                                                "`attested`", "`stated`"};
constexpr Bounds in_promise{.starters = statement_words, .stops = declaration_words};
constexpr auto promise_def = Lead{"promise"} >
                             header(into(&Promise::id, promise_id) >
                                    -into(&Promise::mode,
                                          one_of(modes, "a mode such as `enforced`")) >
                                    *push(&Promise::quotes, text) >
                                    -(kw < "in" >> into(&Promise::section, text))) >
                             braced("promise", items(&Promise::statements, statement, in_promise));

constexpr Bounds in_ruling{.starters = ruling_words, .stops = declaration_words, .last = "decide"};
constexpr auto ruling_def =
    Lead{"ruling"} >
    header(into(&Ruling::id, ruling_id) > -(kw < "between" >> into(&Ruling::between, promise_ids)) >
           into(&Ruling::question, text)) >
    braced("ruling", items(&Ruling::statements, statement, in_ruling) >>
                         last_clause(kw < "decide" >> kw < "by" >>
                                     into(&Ruling::decide_by, name("a member of staff")) > kw <
                                     "before" >> into(&Ruling::before, day) > semicolon));

constexpr auto waive_def = Lead{"waive"} > into(&Waive::code, code) > kw < "on" >>
                           into(&Waive::on, names_or_ids) > kw < "because" >>
                           into(&Waive::because, text) > kw < "by" >>
                           into(&Waive::by, name("a member of staff")) > kw < "until" >>
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
constexpr Bounds in_test{.starters = step_starters, .stops = declaration_words};
constexpr auto test_def = Lead{"test"} > header(into(&Test::name, text)) >
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
constexpr std::array<std::string_view, 9> deploy_keys{
    "store", "control", "keys", "anchor", "point", "notify", "began", "cool_off", "operator"};
constexpr Bounds in_deploy{.starters = deploy_starters, .keys = deploy_keys};
constexpr auto deploy_def = Lead{"deploy"} >
                            header(into(&Deploy::name,
                                        name("the name of a deployment", Joining::free)) > kw <
                                   "for" >> into(&Deploy::policy, name("a policy"))) >
                            braced("deployment", items(&Deploy::items, deploy_item, in_deploy));

}  // namespace

BOOST_SPIRIT_DEFINE(promise, ruling, waive, test, deploy)
BOOST_SPIRIT_INSTANTIATE(PromiseRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(RulingRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(WaiveRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(TestRule, Iterator, Context)
BOOST_SPIRIT_INSTANTIATE(DeployRule, Iterator, Context)

}  // namespace abide::policy::grammar
