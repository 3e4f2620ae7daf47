// Every line of the EBNF: what it reads, and where the parts end up.
#include <gtest/gtest.h>

#include "policy/parse.hpp"

namespace abide::policy {
namespace {

/// Reads declarations that must be sound.
ast::File read(const std::string& declarations) {
  const SourceFile source{"t.policy", "abide 1;\n" + declarations};
  ParseResult result = parse(source);
  for (const Diagnostic& diagnostic : result.diagnostics) {
    ADD_FAILURE() << render(diagnostic, source);
  }
  return std::move(result.file);
}

template <class Node>
Node declaration(const std::string& text) {
  ast::File file = read(text);
  if (file.declarations.size() != 1 || !std::holds_alternative<Node>(file.declarations[0])) {
    ADD_FAILURE() << "not one declaration of that kind: " << text;
    return {};
  }
  return std::get<Node>(std::move(file.declarations[0]));
}

template <class Node>
Node statement(const std::string& text) {
  auto promise = declaration<ast::Promise>("promise X-1 { " + text + " }");
  if (promise.statements.size() != 1 || !std::holds_alternative<Node>(promise.statements[0])) {
    ADD_FAILURE() << "not one statement of that kind: " << text;
    return {};
  }
  return std::get<Node>(std::move(promise.statements[0]));
}

/// `a, b`
std::string joined(const ast::Names& names) {
  std::string text;
  for (const ast::Name& name : names) {
    text += (text.empty() ? "" : ", ") + name.text;
  }
  return text;
}
std::string shown(const std::optional<ast::Name>& name) { return name ? name->text : "-"; }
std::string shown(const std::optional<ast::Text>& text) { return text ? text->text : "-"; }
std::string shown(const std::optional<ast::Duration>& duration) {
  return duration ? to_string(duration->period) : "-";
}
std::string shown(const ast::Duration& duration) { return to_string(duration.period); }

TEST(Productions, collect_and_generate) {
  const auto collect = statement<ast::Collect>(
      "collect a.b, c and d from google for service, progress via \"Google OAuth\";");
  EXPECT_EQ(collect.verb, ast::Collect::Verb::collect);
  EXPECT_EQ(joined(collect.what), "a.b, c, d");
  EXPECT_EQ(joined(collect.from), "google");
  EXPECT_EQ(joined(collect.purposes), "service, progress");
  EXPECT_EQ(shown(collect.via), "Google OAuth");
  const auto generate = statement<ast::Collect>("generate a from b;");
  EXPECT_EQ(generate.verb, ast::Collect::Verb::generate);
  EXPECT_TRUE(generate.purposes.empty());
}

TEST(Productions, never_with_each_verb_and_clause) {
  for (const std::string verb : {"collect", "store", "send", "use", "share", "sell", "include",
                                 "set", "train", "advertise", "derive", "process"}) {
    EXPECT_EQ(statement<ast::Never>("never " + verb + " x;").verb.text, verb);
  }
  const auto never = statement<ast::Never>(
      "never send a, b to c, d from e in f for g with h on i except j when k, l unless m;");
  EXPECT_EQ(joined(never.what), "a, b");
  std::string clauses;
  for (const ast::Clause& clause : never.clauses) {
    clauses += clause.word.text + " " + joined(clause.names) + "; ";
  }
  EXPECT_EQ(clauses, "to c, d; from e; in f; for g; with h; on i; except j; when k, l; unless m; ");
  EXPECT_TRUE(statement<ast::Never>("never store in db;").what.empty());
  EXPECT_EQ(joined(statement<ast::Never>("never train on personal;").clauses.at(0).names),
            "personal");
  EXPECT_TRUE(statement<ast::Never>("never sell;").clauses.empty());
}

TEST(Productions, send) {
  const auto send = statement<ast::Send>("send a to b, c for d through e when f;");
  EXPECT_EQ(send.extent, ast::Send::Extent::also);
  EXPECT_EQ(joined(send.what) + "|" + joined(send.to) + "|" + joined(send.purposes) + "|" +
                joined(send.through) + "|" + joined(send.when),
            "a|b, c|d|e|f");
  EXPECT_EQ(statement<ast::Send>("only send a to b;").extent, ast::Send::Extent::only);
}

TEST(Productions, may_keep) {
  const auto keep = statement<ast::MayKeep>(
      "may keep a, b in db, db.t until e or f or g review every 24 months except c;");
  EXPECT_EQ(joined(keep.what) + "|" + joined(keep.in) + "|" + joined(keep.until) + "|" +
                joined(keep.except) + "|" + shown(keep.review),
            "a, b|db, db.t|e, f, g|c|24 months");
  EXPECT_FALSE(statement<ast::MayKeep>("may keep a until e;").review);
}

TEST(Productions, must_keep) {
  const auto fixed = statement<ast::MustKeep>(
      "must keep orders for 6 years after end of financial_year of paid because law uk.ct;");
  EXPECT_EQ(fixed.term, ast::MustKeep::Term::fixed);
  EXPECT_EQ(shown(fixed.period), "6 years");
  EXPECT_EQ(shown(fixed.after.end_of) + " " + joined(fixed.after.events) + " " + fixed.law.text,
            "financial_year paid uk.ct");
  const auto least =
      statement<ast::MustKeep>("must keep a in b at least 1 day after e or f because law l;");
  EXPECT_EQ(least.term, ast::MustKeep::Term::at_least);
  EXPECT_EQ(joined(least.after.events), "e, f");
  EXPECT_FALSE(least.after.end_of);
}

TEST(Productions, keep_at_most) {
  const auto keep = statement<ast::KeepAtMost>(
      "keep a in b at most 90 days after end of tax_year of e except c because law l;");
  EXPECT_EQ(joined(keep.in) + "|" + joined(keep.except) + "|" + shown(keep.law) + "|" +
                shown(keep.after.end_of),
            "b|c|l|tax_year");
  EXPECT_FALSE(statement<ast::KeepAtMost>("keep a at most 1 hour after e;").law);
}

TEST(Productions, erase_in_its_three_forms) {
  const auto within = statement<ast::Erase>(
      "erase personal in db within 30 days of end of year of e except a because law uk.ct;");
  ASSERT_TRUE(std::holds_alternative<ast::Within>(within.promptness));
  EXPECT_EQ(shown(std::get<ast::Within>(within.promptness).period), "30 days");
  EXPECT_EQ(shown(within.anchor.end_of) + "|" + joined(within.except) + "|" + shown(within.law),
            "year|a|uk.ct");
  EXPECT_TRUE(std::holds_alternative<ast::At>(statement<ast::Erase>("erase a at e;").promptness));
  const auto promptly = statement<ast::Erase>("erase a promptly after e or f;");
  EXPECT_TRUE(std::holds_alternative<ast::Promptly>(promptly.promptness));
  EXPECT_EQ(joined(promptly.anchor.events), "e, f");
}

TEST(Productions, sever_and_scrub) {
  const auto sever =
      statement<ast::Sever>("sever t.f from u.g at e or f so a, b cannot identify c;");
  EXPECT_EQ(sever.column.text + "|" + sever.from.text + "|" + joined(sever.at) + "|" +
                joined(sever.what) + "|" + joined(sever.from_what),
            "t.f|u.g|e, f|a, b|c");
  const auto scrub = statement<ast::Scrub>("scrub a from o, p at \"$message\", \"**\" by redact;");
  EXPECT_EQ(joined(scrub.outlets) + "|" + joined(scrub.by), "o, p|redact");
  ASSERT_EQ(scrub.at.size(), 2U);
  EXPECT_EQ(scrub.at[1].text, "**");
  EXPECT_TRUE(statement<ast::Scrub>("scrub a from o;").at.empty());
}

TEST(Productions, rights) {
  for (const std::string right :
       {"access", "portability", "rectification", "erasure", "restriction", "objection",
        "withdrawal", "complaint", "explanation"}) {
    EXPECT_EQ(statement<ast::Right>("right " + right + " for m via \"x\";").right.text, right);
  }
  const auto right = statement<ast::Right>(
      "right access over a, b for m, n via app \"page\" within 30 days acknowledged within 5 "
      "days;");
  EXPECT_EQ(joined(right.over) + "|" + joined(right.subjects) + "|" + shown(right.app) + "|" +
                right.channel.text + "|" + shown(right.within) + "|" + shown(right.acknowledged),
            "a, b|m, n|app|page|30 days|5 days");
  EXPECT_FALSE(statement<ast::Right>("right complaint for m via \"x\";").app);
}

TEST(Productions, what_is_done_for_people) {
  const auto respond = statement<ast::Respond>("respond to m within 1 month via \"a@b.example\";");
  EXPECT_EQ(joined(respond.to) + "|" + shown(respond.within) + "|" + shown(respond.via),
            "m|1 month|a@b.example");
  const auto notify = statement<ast::Notify>("notify m, n of policy_loosened by email or notice;");
  EXPECT_EQ(joined(notify.who) + "|" + notify.of.text + "|" + joined(notify.by),
            "m, n|policy_loosened|email, notice");
  EXPECT_EQ(shown(statement<ast::Tell>("tell m \"the basis\";").what), "the basis");
  EXPECT_FALSE(statement<ast::Tell>("tell m, n;").what);
}

TEST(Productions, use_confine_host_file_transfer) {
  const auto use = statement<ast::UseOnly>("use a, b only for p, q;");
  EXPECT_EQ(joined(use.what) + "|" + joined(use.purposes), "a, b|p, q");
  const auto confine = statement<ast::Confine>("confine a to browser by \"MediaPipe\";");
  EXPECT_EQ(joined(confine.what) + "|" + confine.to.text + "|" + shown(confine.by),
            "a|browser|MediaPipe");
  const auto host = statement<ast::Host>("host personal with vercel, neon;");
  EXPECT_EQ(joined(host.what) + "|" + joined(host.with), "personal|vercel, neon");
  const auto filed = statement<ast::Filed>("file dpa with openai, neon at \"dpa.pdf\";");
  EXPECT_EQ(filed.document.text + "|" + joined(filed.with) + "|" + shown(filed.at),
            "dpa|openai, neon|dpa.pdf");
  for (const std::string route : {"adequacy", "idta", "addendum", "bcr", "derogation"}) {
    EXPECT_EQ(statement<ast::Transfer>("transfer to a, b under " + route + ";").safeguard.text,
              route);
  }
}

TEST(Productions, cookies_and_probes_and_attestations) {
  for (const std::string kind : {"essential", "preference", "analytics", "advertising"}) {
    EXPECT_EQ(statement<ast::Cookie>("cookie c " + kind + " by p for q;").kind.text, kind);
  }
  const auto probe = statement<ast::Probe>(
      "probe media_content on db, t with kinds \"audio\", older 10 minutes, when on, share 5 %, "
      "since 2026-01-01 as \"why\" every 1 hour;");
  EXPECT_EQ(
      probe.probe.text + "|" + joined(probe.on) + "|" + shown(probe.as) + "|" + shown(probe.every),
      "media_content|db, t|why|1 hour");
  ASSERT_EQ(probe.arguments.size(), 5U);
  EXPECT_EQ(probe.arguments[2].name.text, "when");
  EXPECT_TRUE(std::holds_alternative<ast::Duration>(probe.arguments[1].value));
  EXPECT_TRUE(std::get<ast::Number>(probe.arguments[3].value).percent);
  EXPECT_TRUE(std::holds_alternative<ast::Day>(probe.arguments[4].value));
  EXPECT_TRUE(statement<ast::Probe>("probe tls;").arguments.empty());
  const auto attest = statement<ast::Attest>("attest \"c\" by dpo every 12 months with \"r\";");
  EXPECT_EQ(attest.claim.text + "|" + attest.by.text + "|" + shown(attest.every) + "|" +
                shown(attest.with),
            "c|dpo|12 months|r");
  EXPECT_EQ(statement<ast::As>("as IS-G03;").promise.text, "IS-G03");
}

TEST(Productions, blocks_of_attributes) {
  for (const std::string word : {"policy", "controller", "staff", "subject", "recipient",
                                 "processor", "purpose", "transform"}) {
    const auto block = declaration<ast::Block>(
        word +
        " x \"Title\" { run by neon; at GB, \"London\" and 01:30; share 10 %; ages_out 90 "
        "days; on 2026-05-08; flag; }");
    EXPECT_EQ(block.keyword.text + " " + block.name.text + " " + shown(block.title),
              word + " x Title");
    ASSERT_EQ(block.attributes.size(), 6U);
    const auto& values = std::get<ast::Attribute>(block.attributes[1]).values;
    ASSERT_EQ(values.size(), 3U);
    EXPECT_EQ(std::get<ast::TimeOfDay>(values[2]).minutes, 90);
    EXPECT_TRUE(std::get<ast::Attribute>(block.attributes[5]).values.empty());
  }
  EXPECT_TRUE(declaration<ast::Block>("staff dpo {}").attributes.empty());
}

TEST(Productions, categories_nest) {
  const auto category = declaration<ast::Category>(
      "category a \"A\" is identifier, special alias \"x.y\", \"dpv:Z\" { category b; category c "
      "{ category d \"D\"; } }");
  EXPECT_EQ(joined(category.marks), "identifier, special");
  EXPECT_EQ(category.aliases.at(1).text, "dpv:Z");
  ASSERT_EQ(category.children.size(), 2U);
  EXPECT_EQ(category.children[1].children.at(0).name.text, "d");
  EXPECT_EQ(shown(category.children[1].children.at(0).title), "D");
}

TEST(Productions, events_and_states) {
  const auto at = declaration<ast::Event>("event e \"E\" at db.t.f of db.t;");
  EXPECT_EQ(std::get<ast::FromColumn>(at.source).column.text, "db.t.f");
  EXPECT_EQ(shown(at.of), "db.t");
  EXPECT_EQ(std::get<ast::FromAbsence>(declaration<ast::Event>("event e on absence of c.u;").source)
                .table.text,
            "c.u");
  for (const std::string from : {"app", "requests", "abide"}) {
    EXPECT_EQ(
        std::get<ast::FromReports>(declaration<ast::Event>("event e from " + from + ";").source)
            .reporter.text,
        from);
  }
  EXPECT_EQ(std::get<ast::FromColumn>(declaration<ast::State>("state s \"S\" at t.f;").source)
                .column.text,
            "t.f");
  for (const std::string from : {"app", "requests"}) {
    EXPECT_EQ(
        std::get<ast::FromReports>(declaration<ast::State>("state s from " + from + ";").source)
            .reporter.text,
        from);
  }
}

TEST(Productions, stores_and_tables) {
  for (const std::string kind :
       {"sqlite", "postgres", "odbc", "redis", "files", "http", "browser", "memory"}) {
    EXPECT_EQ(declaration<ast::Store>("store s \"S\" kind " + kind + " {}").kind.text, kind);
  }
  const auto store = declaration<ast::Store>(
      "store s kind redis { run by x; table t \"T\" as \"a.t\" { key id; } keyspace k {} folder f "
      "{} topic o {} }");
  ASSERT_EQ(store.items.size(), 5U);
  const auto& table = std::get<ast::Table>(store.items[1]);
  EXPECT_EQ(
      table.keyword.text + "|" + table.name.text + "|" + shown(table.title) + "|" + shown(table.as),
      "table|t|T|a.t");
  EXPECT_EQ(std::get<ast::Table>(store.items[4]).keyword.text, "topic");
}

ast::TableItem table_item(const std::string& text) {
  const auto store = declaration<ast::Store>("store s kind sqlite { table t { " + text + " } }");
  return std::get<ast::Table>(store.items.at(0)).items.at(0);
}

TEST(Productions, fields_and_owners) {
  const auto field = std::get<ast::Field>(table_item("field f as \"F f\": a, b to t.g;"));
  EXPECT_EQ(field.name.text + "|" + shown(field.as) + "|" + joined(field.categories) + "|" +
                shown(field.to),
            "f|F f|a, b|t.g");
  EXPECT_EQ(std::get<ast::Field>(table_item("link parent to t.id;")).kind, ast::Field::Kind::link);
  const auto owned = std::get<ast::Owned>(table_item(
      "owned jointly by m from u through (a, b) to (u.a, u.b) blanks c, d when role is \"x\";"));
  EXPECT_EQ(owned.share, ast::Owned::Share::joint);
  EXPECT_EQ(owned.subject.text + "|" + shown(owned.from) + "|" + joined(owned.through) + "|" +
                joined(owned.to) + "|" + joined(owned.blanks) + "|" +
                owned.when.value().column.text,
            "m|u|a, b|u.a, u.b|c, d|role");
  EXPECT_EQ(std::get<ast::Text>(owned.when.value().value).text, "x");
  EXPECT_EQ(std::get<ast::Owned>(table_item("owned by m through id;")).share,
            ast::Owned::Share::sole);
  EXPECT_EQ(std::get<ast::Owned>(table_item("shared with m through a to b.c;")).share,
            ast::Owned::Share::shared);
  EXPECT_EQ(std::get<ast::Unowned>(table_item("unowned because \"counters\";")).because.text,
            "counters");
}

TEST(Productions, mentions) {
  for (const std::string act : {"delete", "blank", "keep"}) {
    EXPECT_EQ(std::get<ast::Mentions>(table_item("mentions m through a, on erase " + act + ";"))
                  .on_erase.text,
              act);
  }
  const auto both = std::get<ast::Mentions>(
      table_item("mentions m through (a, b) to u.c, on erase blank, on access hide;"));
  EXPECT_EQ(joined(both.through) + "|" + joined(both.to) + "|" + shown(both.on_access),
            "a, b|u.c|hide");
}

TEST(Productions, outlets) {
  const auto outlet = declaration<ast::Outlet>(
      "outlet o from browser to r at \"https://x.example/**\" { payload \"a.*\": b, c; set \"u\" "
      "to \"\"; require \"k\" is true; require \"l\"; purpose p; refuse when unreadable; }");
  EXPECT_EQ(outlet.side, ast::Outlet::Side::browser);
  ASSERT_EQ(outlet.items.size(), 6U);
  EXPECT_EQ(joined(std::get<ast::Payload>(outlet.items[0]).categories), "b, c");
  EXPECT_EQ(std::get<ast::Text>(std::get<ast::SetTo>(outlet.items[1]).value).text, "");
  EXPECT_TRUE(std::get<ast::Require>(outlet.items[2]).value.has_value());
  EXPECT_FALSE(std::get<ast::Require>(outlet.items[3]).value.has_value());
  EXPECT_EQ(std::get<ast::Attribute>(outlet.items[5]).key.text, "refuse");
  EXPECT_FALSE(declaration<ast::Outlet>("outlet o from server to r {}").at);
}

TEST(Productions, promises_rulings_waivers) {
  for (const std::string mode : {"enforced", "detected", "evidenced", "attested", "stated"}) {
    EXPECT_EQ(shown(declaration<ast::Promise>("promise IS-001 " + mode + " \"q\" {}").mode), mode);
  }
  const auto promise =
      declaration<ast::Promise>("promise IS-G01 \"a\" \"b\" in \"Section\" { tell m; as IS-2; }");
  EXPECT_EQ(promise.id.text + "|" + promise.quotes.at(1).text + "|" + shown(promise.section),
            "IS-G01|b|Section");
  EXPECT_EQ(promise.statements.size(), 2U);
  const auto ruling = declaration<ast::Ruling>(
      "ruling R-1 between A-1, B-2 and C-3 \"why\" { tell m; decide by dpo before 2026-12-31; }");
  EXPECT_EQ(joined(ruling.between) + "|" + ruling.question.text + "|" + ruling.decide_by.text +
                "|" + to_string(ruling.before.date),
            "A-1, B-2, C-3|why|dpo|2026-12-31");
  EXPECT_TRUE(declaration<ast::Ruling>("ruling R-1 \"w\" { decide by d before 2026-12-31; }")
                  .between.empty());
  const auto waive = declaration<ast::Waive>(
      "waive E0403 on vendor, CM-001 because \"why\" by dpo until 2026-12-31;");
  EXPECT_EQ(waive.code.text + "|" + joined(waive.on) + "|" + waive.because.text + "|" +
                waive.by.text + "|" + to_string(waive.until.date),
            "E0403|vendor, CM-001|why|dpo|2026-12-31");
}

TEST(Productions, tests) {
  const auto test = declaration<ast::Test>(
      "test \"t\" { given row db.t (id: 1, at: 2026-02-01, n: \"x\"); given row db.u (); given "
      "member ada; given voice on; on 2026-02-02 when closed by ada of 1, usage; on 2026-02-03 "
      "expect db.t severed for ada; expect a cannot reach b, c; expect scrub o \"in\" gives "
      "\"out\"; expect due 2027-03-01; expect error E0310; }");
  ASSERT_EQ(test.steps.size(), 10U);
  const auto& row = std::get<ast::GivenRow>(test.steps[0].form);
  EXPECT_EQ(row.table.text, "db.t");
  EXPECT_EQ(row.cells.at(2).column.text, "n");
  EXPECT_TRUE(std::get<ast::GivenRow>(test.steps[1].form).cells.empty());
  const auto& when = std::get<ast::Words>(test.steps[4].form);
  EXPECT_EQ(when.verb.text, "when");
  EXPECT_EQ(when.values.size(), 6U);
  ASSERT_TRUE(test.steps[4].on.has_value());
  EXPECT_EQ(to_string(test.steps[4].on->date), "2026-02-02");
}

TEST(Productions, deployments) {
  const auto deploy = declaration<ast::Deploy>(
      "deploy production for shop { store db is postgres env DATABASE_URL role \"r\"; limits { "
      "rows 50000; share 5 %; hours 01:00, 05:00; } point gateway, scan; }");
  EXPECT_EQ(deploy.name.text + " for " + deploy.policy.text, "production for shop");
  ASSERT_EQ(deploy.items.size(), 3U);
  EXPECT_EQ(std::get<ast::Attribute>(deploy.items[0]).values.size(), 7U);
  EXPECT_EQ(std::get<ast::Limits>(deploy.items[1]).attributes.size(), 3U);
}

TEST(Productions, imports_come_before_declarations) {
  const ast::File file = read("use \"a.policy\";\nuse \"b/c.policy\";\nstaff dpo {}");
  ASSERT_EQ(file.uses.size(), 2U);
  EXPECT_EQ(file.uses[1].text, "b/c.policy");
}

TEST(Productions, words_are_reserved_only_where_they_are_expected) {
  EXPECT_EQ(joined(statement<ast::MayKeep>("may keep to until review review every 1 day;").until),
            "review");
  EXPECT_EQ(joined(statement<ast::Send>("send for, to to by for with;").what), "for, to");
  EXPECT_EQ(joined(statement<ast::Tell>("tell by;").who), "by");
  EXPECT_EQ(declaration<ast::Category>("category category;").name.text, "category");
  EXPECT_EQ(declaration<ast::Event>("event at at at.at;").name.text, "at");
  EXPECT_EQ(statement<ast::Erase>("erase except at end;").anchor.events.at(0).text, "end");
  EXPECT_EQ(std::get<ast::Field>(table_item("field field: field;")).name.text, "field");
}

TEST(Productions, places_are_from_the_first_word_to_the_last_sign) {
  const std::string text = "abide 1;\n\npromise A-1 {\n  tell  m ;  // x\n  as B-2;\n}\n";
  const SourceFile source{"t.policy", text};
  const ParseResult result = parse(source, 7);
  ASSERT_TRUE(result.diagnostics.empty());
  const auto slice = [&text](SourceSpan span) {
    EXPECT_EQ(span.file, 7U);
    return text.substr(span.begin, span.end - span.begin);
  };
  const auto& promise = std::get<ast::Promise>(result.file.declarations.at(0));
  EXPECT_EQ(slice(promise.span), text.substr(10, text.size() - 11));
  EXPECT_EQ(slice(promise.id.span), "A-1");
  EXPECT_EQ(slice(ast::span_of(promise.statements.at(0))), "tell  m ;");
  EXPECT_EQ(slice(ast::span_of(promise.statements.at(1))), "as B-2;");
}

}  // namespace
}  // namespace abide::policy
