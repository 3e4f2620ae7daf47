// Declarations, attributes (LANGUAGE 4.2) and the lines of stores, outlets and deployments.
#include "policy/editing/patterns.hpp"

namespace abide::policy::editing {

std::vector<Pattern> declaration_patterns() {
  return {
      {"file", "abide NUMBER"},
      {"file", "use TEXT"},
      {"file", "policy <+policy> [TEXT] -> policy"},
      {"file", "controller <+controller> [TEXT] -> controller"},
      {"file", "staff <+staff> [TEXT] -> staff"},
      {"file", "subject <+subject> [TEXT] -> subject"},
      {"file", "recipient <+recipient> [TEXT] -> party"},
      {"file", "processor <+processor> [TEXT] -> party"},
      {"file", "purpose <+purpose> [TEXT] -> purpose"},
      {"file", "transform <+transform> [TEXT] -> transform"},
      {"file", "category <+category> [TEXT] [is <mark*>] [alias TEXT {, TEXT}]"},
      {"file", "category <+category> [TEXT] [is <mark*>] [alias TEXT {, TEXT}] -> category"},
      {"file",
       "event <+event> [TEXT] (at <column>|on absence of <table>|from (app|requests|abide)) "
       "[of <table>]"},
      {"file", "state <+state> [TEXT] (at <column>|from (app|requests))"},
      {"file", "store <+store> [TEXT] kind <store_kind> -> store"},
      {"file", "outlet <+outlet> from (server|browser) to <party> [at TEXT] -> outlet"},
      {"file", "promise <+promise> [<mode>] {TEXT} [in TEXT] -> promise"},
      {"file", "ruling <+ruling> [between <promise*>] TEXT -> ruling"},
      {"file", "waive <code> on <anything*> because TEXT by <staff> until DATE"},
      {"file", "test TEXT -> test"},
      {"file", "deploy <+deployment> for <policy> -> deploy"},

      {"policy", "notice TEXTS"},
      {"policy", "heading TEXTS"},
      {"policy", "regime <regime+>"},
      {"policy", "zone TEXT"},
      {"policy", "updated DATE"},
      {"policy", "financial_year TEXT"},
      {"policy", "grace PERIOD"},
      {"policy", "lead PERIOD"},
      {"policy", "sweep every PERIOD"},
      {"policy", "limit rows NUMBER"},
      {"policy", "limit share SHARE"},
      {"policy", "limit hours TIME [,] TIME"},
      {"policy", "evidence (<free>|TEXT)"},

      {"controller", "country <country>"},
      {"controller", "contact TEXT"},
      {"controller", "address TEXT"},
      {"controller", "dpo (<staff>|TEXT)"},
      {"controller", "representative (<party>|TEXT)"},
      {"controller", "joint (<party>|TEXT) {[,|and] (<party>|TEXT)}"},
      {"controller", "website TEXT"},
      {"controller", "regulator TEXTS"},

      {"subject", "identified by <known_column+>"},
      {"subject", "minimum_age PERIOD"},

      {"purpose", "basis <basis>"},
      {"purpose", "uses <category+>"},
      {"purpose", "function TEXT"},
      {"purpose", "interest TEXT"},
      {"purpose", "lia TEXT"},
      {"purpose", "condition9 (<free>|TEXT)"},
      {"purpose", "schedule1 (<free>|TEXT)"},
      {"purpose", "automated TEXT"},
      {"purpose", "dpia (<free>|TEXT)"},
      {"purpose", "processor_for (<free>|TEXT) {[,|and] (<free>|TEXT)}"},

      {"party", "country <country>"},
      {"party", "region TEXT"},
      {"party", "role <role>"},
      {"party", "agreement (<free>|TEXT) {[,|and] (<free>|TEXT)}"},
      {"party", "contract TEXT"},
      {"party", "ages_out PERIOD"},

      {"transform", "takes <category+>"},
      {"transform", "gives <category+>"},
      {"transform", "by (<free>|TEXT) {[,|and] (<free>|TEXT)}"},
      {"transform", "rotates PERIOD"},

      {"category", "category <+category> [TEXT] [is <mark*>] [alias TEXT {, TEXT}]"},
      {"category", "category <+category> [TEXT] [is <mark*>] [alias TEXT {, TEXT}] -> category"},

      {"store", "table <+table> [TEXT] [as TEXT] -> table"},
      {"store", "keyspace <+table> [TEXT] [as TEXT] -> table"},
      {"store", "folder <+table> [TEXT] [as TEXT] -> table"},
      {"store", "topic <+table> [TEXT] [as TEXT] -> table"},
      {"store", "run by <party>"},
      {"store", "at <country> [TEXT]"},
      {"store", "encrypted <encryption+>"},
      {"store", "backups kept PERIOD"},
      {"store", "history kept PERIOD"},
      {"store", "logs kept PERIOD"},
      {"store", "reach none because TEXT"},
      {"store", "recipe TEXT"},

      {"table", "field <+own_column> [as TEXT] [: <category*>] [to <link_target>]"},
      {"table", "link <+own_column> [as TEXT] [: <category*>] [to <link_target>]"},
      {"table",
       "owned [jointly] by <subject> (through OWN [to KNOWN]|from <table> through THEIRS [to OWN]) "
       "[blanks <own_column*>] [when <own_column> is VALUE]"},
      {"table",
       "shared with <subject> (through OWN [to KNOWN]|from <table> through THEIRS [to OWN]) "
       "[blanks <own_column*>] [when <own_column> is VALUE]"},
      {"table",
       "mentions <subject> through OWN [to KNOWN] , on erase (delete|blank|keep) "
       "[, on access (show|hide)]"},
      {"table", "unowned because TEXT"},
      {"table", "key <own_column+>"},
      {"table",
       "clock <own_column> [as <clock_form>] [zone TEXT] "
       "{[,|and] <own_column> [as <clock_form>] [zone TEXT]}"},
      {"table", "pattern TEXT"},

      {"outlet", "payload TEXT : <category*>"},
      {"outlet", "set TEXT to VALUE"},
      {"outlet", "require TEXT [is VALUE]"},
      {"outlet", "purpose <purpose+>"},
      {"outlet", "refuse when unreadable"},

      {"deploy", "store <store> is <bound_kind> (TEXT|env <free>) {role TEXT|probe role TEXT}"},
      {"deploy", "control sqlite TEXT"},
      {"deploy", "keys TEXT"},
      {"deploy", "anchor TEXTS"},
      {"deploy", "point <point+> [on <store+>]"},
      {"deploy", "notify TEXT"},
      {"deploy", "began DATE"},
      {"deploy", "cool_off PERIOD"},
      {"deploy", "operator (<free>|TEXT)"},
      {"deploy", "limits -> limits"},

      {"limits", "rows NUMBER"},
      {"limits", "share SHARE"},
      {"limits", "hours TIME [,] TIME"},
  };
}

}  // namespace abide::policy::editing
