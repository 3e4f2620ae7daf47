// The statements of a promise or ruling, each a rule that reads like its line of the EBNF.
#include "policy/grammar/rules.hpp"

namespace abide::policy::grammar {
namespace {

using namespace ast;  // NOLINT(google-build-using-namespace): the nodes are this file's subject

template <Quoted word>
constexpr auto kw = keyword<word>;
constexpr Sign comma{"`,`"};

constexpr auto categories = names("a category");
constexpr auto recipients = names("a recipient or processor");
constexpr auto purposes = names("a purpose");
constexpr auto subjects = names("a kind of subject");
constexpr auto states = names("a state");
constexpr auto places = names("a store or table");
constexpr auto law_key = name("a law such as uk.ct");
constexpr auto staff = name("a member of staff");

template <class Node>
constexpr auto clause_in(Names Node::*member) {
  return -(kw<"in"> > into(member, places));
}
template <class Node>
constexpr auto clause_for(Names Node::*member) {
  return -(kw<"for"> > into(member, purposes));
}
template <class Node>
constexpr auto clause_except(Names Node::*member) {
  return -(kw<"except"> > into(member, categories));
}
template <class Node>
constexpr auto clause_when(Names Node::*member) {
  return -(kw<"when"> > into(member, states));
}
template <class Node>
constexpr auto clause_law(std::optional<Name> Node::*member) {
  return -(kw<"because"> > kw<"law"> > into(member, law_key));
}

// ── what is collected, sent and used ──────────────────────────────────────────────────────────

constexpr auto collect = NodeRule<Collect>{"a statement"} =
    ((Lead{"generate"} >> note(&Collect::verb, Collect::Verb::generate)) | Lead{"collect"}) >
    into(&Collect::what, categories) > kw < "from" >>
    into(&Collect::from, names("a subject, recipient or category")) >
    clause_for(&Collect::purposes) > -(kw < "via" >> into(&Collect::via, text)) > semicolon;

constexpr std::array<std::string_view, 12> verbs{
    "`collect`", "`store`", "`send`",  "`use`",       "`share`",  "`sell`",
    "`include`", "`set`",   "`train`", "`advertise`", "`derive`", "`process`"};
constexpr std::array<std::string_view, 6> links{"`to`",  "`from`", "`in`",
                                                "`for`", "`with`", "`on`"};
constexpr std::array<std::string_view, 1> except_word{"`except`"};
constexpr std::array<std::string_view, 1> when_word{"`when`"};
constexpr std::array<std::string_view, 1> unless_word{"`unless`"};

template <int number>
struct ClauseTag {};
template <int number, std::size_t N>
constexpr auto clause(const std::array<std::string_view, N>& words, std::string_view phrase) {
  return x3::rule<ClauseTag<number>, Clause>{"a clause"} =
             into(&Clause::word, one_of(words, phrase)) > into(&Clause::names, names("a name"));
}
constexpr auto never = NodeRule<Never>{"a statement"} =
    Lead{"never"} > into(&Never::verb, one_of(verbs, "an act such as `send` or `store`")) >
    -into(&Never::what, categories) > *push(&Never::clauses, clause<0>(links, "`to`")) >
    -push(&Never::clauses, clause<1>(except_word, "`except`")) >
    -push(&Never::clauses, clause<2>(when_word, "`when`")) >
    -push(&Never::clauses, clause<3>(unless_word, "`unless`")) > semicolon;

constexpr auto send = NodeRule<Send>{"a statement"} =
    ((Lead{"only"} > kw < "send" >> note(&Send::extent, Send::Extent::only)) | Lead{"send"}) >
    into(&Send::what, categories) > kw < "to" >> into(&Send::to, recipients) >
    clause_for(&Send::purposes) > -(kw < "through" >> into(&Send::through, names("a transform"))) >
    clause_when(&Send::when) > semicolon;

constexpr auto use = NodeRule<UseOnly>{"a statement"} = Lead{"use"} >
                                                        into(&UseOnly::what, categories) > kw <
                                                        "only" >> kw < "for" >>
                                                        into(&UseOnly::purposes,
                                                             purposes) > semicolon;

constexpr auto confine = NodeRule<Confine>{"a statement"} =
    Lead{"confine"} > into(&Confine::what, categories) > kw < "to" >>
    into(&Confine::to, name("a store")) > -(kw < "by" >> into(&Confine::by, text)) > semicolon;

constexpr auto scrub = NodeRule<Scrub>{"a statement"} =
    Lead{"scrub"} > into(&Scrub::what, categories) > kw < "from" >>
    into(&Scrub::outlets, names("an outlet")) > -(kw < "at" >> into(&Scrub::at, texts)) >
    -(kw < "by" >> into(&Scrub::by, names("a transform"))) > semicolon;

// ── how long it is kept ───────────────────────────────────────────────────────────────────────

constexpr std::array<std::string_view, 3> year_words{"`tax_year`", "`financial_year`", "`year`"};

constexpr auto anchor = NodeRule<Anchor>{"an event"} =
    -(TwoWords{"end", "of"} >
      into(&Anchor::end_of, one_of(year_words, "`tax_year`, `financial_year` or `year`")) >
      kw<"of">) >>
    into(&Anchor::events, either("an event"));

constexpr auto may_keep = NodeRule<MayKeep>{"a statement"} =
    Lead{"may"} > kw < "keep" >> into(&MayKeep::what, categories) > clause_in(&MayKeep::in) > kw <
    "until" >> into(&MayKeep::until, either("an event")) >
    -(kw < "review" >> kw < "every" >> into(&MayKeep::review, duration)) >
    clause_except(&MayKeep::except) > semicolon;

constexpr auto must_keep = NodeRule<MustKeep>{"a statement"} =
    Lead{"must"} > kw < "keep" >> into(&MustKeep::what, categories) > clause_in(&MustKeep::in) >
    choice(kw<"for"> |
           (kw < "at" >> kw < "least" >> note(&MustKeep::term, MustKeep::Term::at_least))) >
    into(&MustKeep::period, duration) > kw < "after" >> into(&MustKeep::after, anchor) > kw <
    "because" >> kw < "law" >> into(&MustKeep::law, law_key) > semicolon;

constexpr auto keep = NodeRule<KeepAtMost>{"a statement"} =
    Lead{"keep"} > into(&KeepAtMost::what, categories) > clause_in(&KeepAtMost::in) > kw <
    "at" >> kw < "most" >> into(&KeepAtMost::period, duration) > kw < "after" >>
    into(&KeepAtMost::after, anchor) > clause_except(&KeepAtMost::except) >
    clause_law(&KeepAtMost::law) > semicolon;

constexpr auto within_of = PartRule<Within>{
    "a period"} = kw < "within" >> into(&Within::period, duration) > kw<"of">;
constexpr auto erase = NodeRule<Erase>{"a statement"} =
    Lead{"erase"} > into(&Erase::what, categories) > clause_in(&Erase::in) >
    choice(into(&Erase::promptness, within_of) |
           (kw < "at" >> note(&Erase::promptness, Promptness{At{}})) |
           (kw < "promptly" >> kw < "after" >> note(&Erase::promptness, Promptness{Promptly{}}))) >
    into(&Erase::anchor, anchor) > clause_except(&Erase::except) >
    clause_law(&Erase::law) > semicolon;

constexpr auto sever = NodeRule<Sever>{"a statement"} =
    Lead{"sever"} > into(&Sever::column, name("a column")) > kw < "from" >>
    into(&Sever::from, name("a column")) > kw < "at" >> into(&Sever::at, either("an event")) > kw <
    "so" >> into(&Sever::what, categories) > kw < "cannot" >> kw < "identify" >>
    into(&Sever::from_what, categories) > semicolon;

// ── what people may ask for ───────────────────────────────────────────────────────────────────

constexpr std::array<std::string_view, 9> right_words{
    "`access`",    "`portability`", "`rectification`", "`erasure`",    "`restriction`",
    "`objection`", "`withdrawal`",  "`complaint`",     "`explanation`"};
constexpr std::array<std::string_view, 1> app_word{"`app`"};

constexpr auto right = NodeRule<Right>{"a statement"} =
    Lead{"right"} > into(&Right::right, one_of(right_words, "a right such as `access`")) >
    -(kw < "over" >> into(&Right::over, categories)) > kw < "for" >>
    into(&Right::subjects, subjects) > kw < "via" >> -into(&Right::app, one_of(app_word, "`app`")) >
    into(&Right::channel, text) > -(kw < "within" >> into(&Right::within, duration)) >
    -(kw < "acknowledged" >> kw < "within" >> into(&Right::acknowledged, duration)) > semicolon;

constexpr auto respond = NodeRule<Respond>{"a statement"} =
    Lead{"respond"} > kw < "to" >> into(&Respond::to, subjects) > kw < "within" >>
    into(&Respond::within, duration) > -(kw < "via" >> into(&Respond::via, text)) > semicolon;

constexpr auto notify = NodeRule<Notify>{"a statement"} =
    Lead{"notify"} > into(&Notify::who, subjects) > kw < "of" >>
    into(&Notify::of, name("an event")) > kw < "by" >>
    into(&Notify::by, either("a channel")) > semicolon;

constexpr auto tell = NodeRule<Tell>{"a statement"} = Lead{"tell"} > into(&Tell::who, subjects) >
                                                      -into(&Tell::what, text) > semicolon;

// ── who holds it, and what shows that a promise is kept ───────────────────────────────────────

constexpr auto host = NodeRule<Host>{"a statement"} = Lead{"host"} >
                                                      into(&Host::what, categories) > kw < "with" >>
                                                      into(&Host::with, recipients) > semicolon;

constexpr auto filed = NodeRule<Filed>{"a statement"} =
    Lead{"file"} > into(&Filed::document, name("a kind of document")) > kw < "with" >>
    into(&Filed::with, recipients) > -(kw < "at" >> into(&Filed::at, text)) > semicolon;

constexpr std::array<std::string_view, 5> safeguards{"`adequacy`", "`idta`", "`addendum`", "`bcr`",
                                                     "`derogation`"};
constexpr auto transfer = NodeRule<Transfer>{"a statement"} =
    Lead{"transfer"} > kw < "to" >> into(&Transfer::to, recipients) > kw < "under" >>
    into(&Transfer::safeguard, one_of(safeguards, "a safeguard such as `idta`")) > semicolon;

constexpr std::array<std::string_view, 4> cookie_kinds{"`essential`", "`preference`", "`analytics`",
                                                       "`advertising`"};
constexpr auto cookie = NodeRule<Cookie>{"a statement"} =
    Lead{"cookie"} > into(&Cookie::category, name("a category")) >
    into(&Cookie::kind, one_of(cookie_kinds, "a kind of cookie such as `essential`")) >
    -(kw < "by" >> into(&Cookie::by, recipients)) > clause_for(&Cookie::purposes) > semicolon;

constexpr auto argument = PartRule<Argument>{"an argument"} = into(&Argument::name,
                                                                   name("the name of an argument",
                                                                        Joining::free)) >
                                                              into(&Argument::value, value);
constexpr auto probe = NodeRule<Probe>{"a statement"} =
    Lead{"probe"} > into(&Probe::probe, name("a probe")) >
    -(kw < "on" >> into(&Probe::on, names("a store, table or outlet"))) >
    -(kw < "with" >> push(&Probe::arguments, argument) >
      *(comma > push(&Probe::arguments, argument))) > -(kw < "as" >> into(&Probe::as, text)) >
    -(kw < "every" >> into(&Probe::every, duration)) > semicolon;

constexpr auto attest = NodeRule<Attest>{"a statement"} = Lead{"attest"} >
                                                          into(&Attest::claim, text) > kw < "by" >>
                                                          into(&Attest::by, staff) > kw < "every" >>
                                                          into(&Attest::every, duration) >
                                                          -(kw < "with" >>
                                                            into(&Attest::with, text)) > semicolon;

constexpr auto as_other = NodeRule<As>{"a statement"} = Lead{"as"} >
                                                        into(&As::promise, promise_id) > semicolon;

// ── the first word chooses ────────────────────────────────────────────────────────────────────

constexpr auto statement_def =
    opens("probe", probe) | opens("attest", attest) | opens("never", never) | opens("tell", tell) |
    opens("as", as_other) | opens("send", send) | opens("only", send) | opens("collect", collect) |
    opens("generate", collect) | opens("erase", erase) | opens("may", may_keep) |
    opens("must", must_keep) | opens("keep", keep) | opens("right", right) | opens("use", use) |
    opens("host", host) | opens("file", filed) | opens("respond", respond) |
    opens("confine", confine) | opens("transfer", transfer) | opens("notify", notify) |
    opens("cookie", cookie) | opens("scrub", scrub) | opens("sever", sever) | unknown("statement");

}  // namespace

BOOST_SPIRIT_DEFINE(statement)
BOOST_SPIRIT_INSTANTIATE(StatementRule, Iterator, Context)

}  // namespace abide::policy::grammar
