// Statements (LANGUAGE 3), probes with their arguments (4.11) and the steps of tests (4.10).
#include <fmt/format.h>

#include <array>

#include "policy/editing/patterns.hpp"

namespace abide::policy::editing {
namespace {

/// What stands in a promise and in a ruling alike.
constexpr std::array<std::string_view, 54> statements{
    "collect <category*> from <source*> [for <purpose*>] [via TEXT]",
    "generate <category*> from <category*> [for <purpose*>] [via TEXT]",
    "send <category*> to <party*> [for <purpose*>] [through <transform*>] [when <state*>]",
    "only send <category*> to <party*> [for <purpose*>] [through <transform*>] [when <state*>]",
    "may keep <category*> [in <place*>] until <event/> [review every PERIOD] [except <category*>]",
    "must keep <category*> [in <place*>] (for|at least) PERIOD after ANCHOR because law <law>",
    "keep <category*> [in <place*>] at most PERIOD after ANCHOR [except <category*>] "
    "[because law <law>]",
    "erase <category*> [in <place*>] (within PERIOD of|at|promptly after) ANCHOR "
    "[except <category*>] [because law <law>]",
    "sever <column> from <column> at <event/> so <category*> cannot identify <category*>",
    "scrub <category*> from <outlet*> [at TEXT {, TEXT}] [by <transform*>]",
    "right <right> [over <category*>] for <subject*> via [app] TEXT [within PERIOD] "
    "[acknowledged within PERIOD]",
    "respond to <asker*> within PERIOD [via TEXT]",
    "use <category*> only for <purpose*>",
    "confine <category*> to <place> [by TEXT]",
    "host <category*> with <party*>",
    "file <document> with <filed_with*> [at TEXT]",
    "transfer to <party*> under <safeguard>",
    "notify <told*> of <event> by <channel/>",
    "tell <told*> [TEXT]",
    "cookie <leaf> <cookie_kind> [by <party*>] [for <purpose*>]",
    "attest TEXT by <staff> every PERIOD [with TEXT]",
    "as <promise>",
    "probe schema_drift ON END",
    "probe unclassified_fields ON END",
    "probe row_owner_present ON END",
    "probe save_action ON with of <table> END",
    "probe personal_content ON [with at TEXT] END",
    "probe card_numbers ON END",
    "probe media_content ON with (kinds TEXT|older PERIOD) {, (kinds TEXT|older PERIOD)} END",
    "probe canary ON with (plant <category>|view (<free>|TEXT)) "
    "{, (plant <category>|view (<free>|TEXT))} END",
    "probe provenance ON with (of <leaf>|never_from <leaf>) {, (of <leaf>|never_from <leaf>)} END",
    "probe join_paths ON [with (from <table>|to <category>) {, (from <table>|to <category>)}] END",
    "probe small_groups ON with least NUMBER END",
    "probe persistence ON with ttl true END",
    "probe least_privilege ON with (roles TEXT|row_security true) "
    "{, (roles TEXT|row_security true)} END",
    "probe encryption_at_rest ON END",
    "probe region ON with is TEXT END",
    "probe sessions_revoked ON END",
    "probe vendor_settings ON with <free> VALUE {, <free> VALUE} END",
    "probe heartbeat ON END",
    "probe egress_hosts END",
    "probe ingress_media with kinds TEXT END",
    "probe page_requests [with (only <outlet>|deny TEXT|beacon <outlet>|carries TEXT) "
    "{, (only <outlet>|deny TEXT|beacon <outlet>|carries TEXT)}] END",
    "probe cookie_scan [with (allow <category>|deny <category>|before_consent true) "
    "{, (allow <category>|deny <category>|before_consent true)}] END",
    "probe content_security_policy with (directive TEXT|forbid TEXT) "
    "{, (directive TEXT|forbid TEXT)} END",
    "probe permissions_policy with (feature TEXT|when <state>) {, (feature TEXT|when <state>)} END",
    "probe tls with (least TEXT|hsts true) {, (least TEXT|hsts true)} END",
    "probe page_contains with text TEXT END",
    "probe notice_date END",
    "probe notice_covers_policy [with part TEXT] END",
    "probe mailbox_accepts with address TEXT END",
    "probe oauth_scopes ON with scopes TEXT END",
    "probe auth_providers ON with allow TEXT END",
    "probe dependency_age with most PERIOD END",
};

/// `never`: what each clause takes depends on the verb, and what `except` takes on whether a clause
/// before it names parties.
std::string never(std::string_view verb) {
  std::string plain = "FOR|in <place*>";
  std::string parties = "to <anyone*>|from <any_source*>|with <anyone*>";
  if (verb == "include") plain = "FOR|in <outlet*>";
  if (verb == "advertise") {
    plain += "|with <category*>";
    parties = "to <anyone*>|from <any_source*>";
  } else if (verb == "derive") {
    plain += "|from <category*>";
    parties = "to <anyone*>|with <anyone*>";
  }
  return fmt::format(
      "never {0} [<category*>] {{{1}}} ([except <category*>]|({2}) {{{1}|{2}}} [except <like*>]) "
      "STATES",
      verb, plain, parties);
}

/// The steps of a test, which may begin with the day they happen on.
constexpr std::array<std::string_view, 15> step_patterns{
    "given row <table> '(' [<their_column> : VALUE {, <their_column> : VALUE}] ')'",
    "given hold for (VALUE|<table> of VALUE {, VALUE})",
    "given <asked> request by VALUE",
    "given <state> (on|off)",
    "given <subject> VALUE",
    "when <event> [by VALUE [of VALUE {[,|and] <category>}]]",
    "when VALUE is erased",
    "when hold for (VALUE|<table> of VALUE {, VALUE}) ends",
    "when <asked> request by VALUE ends",
    "expect <table> <outcome> [for VALUE]",
    "expect <category*> (can|cannot) reach <reached*>",
    "expect scrub <outlet> TEXT gives TEXT",
    "expect plan TEXT",
    "expect due DATE",
    "expect error <code>",
};

}  // namespace

std::vector<Pattern> statement_patterns() {
  std::vector<Pattern> patterns;
  for (const std::string_view one : statements) {
    patterns.push_back({"promise", std::string{one}});
    patterns.push_back({"ruling", std::string{one}});
  }
  for (const char* const verb : {"collect", "store", "send", "use", "share", "sell", "include",
                                 "set", "train", "advertise", "derive", "process"}) {
    patterns.push_back({"promise", never(verb)});
    patterns.push_back({"ruling", never(verb)});
  }
  patterns.push_back({"ruling", "decide by <staff> before DATE"});
  for (const std::string_view one : step_patterns) {
    patterns.push_back({"test", std::string{one}});
    patterns.push_back({"test", "on DATE " + std::string{one}});
  }
  return patterns;
}

}  // namespace abide::policy::editing
