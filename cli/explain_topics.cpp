#include "cli/explain_topics.hpp"

#include <array>

namespace abide::cli {
namespace {

constexpr std::string_view statements =
    R"(What may stand under a promise. Each ends in `;`; lists take commas or `and`.

where data comes from
  collect CATEGORIES from PEOPLE for PURPOSES;        generate CATEGORIES from CATEGORIES for PURPOSES;
where it may go, and what for
  send CATEGORIES to RECIPIENTS for PURPOSES when STATES;      only send … says that nothing else goes there
  host CATEGORIES with RECIPIENTS;                    confine CATEGORIES to STORE;
  use CATEGORIES only for PURPOSES;                   scrub CATEGORIES from OUTLETS by TRANSFORM;
  never collect|store|send|use|share|sell|include|set|train|advertise|derive|process …;
how long it is kept (there is no `delete`: the word is `erase`)
  may keep CATEGORIES until EVENT;                    keep CATEGORIES at most PERIOD after EVENT;
  must keep CATEGORIES for PERIOD after EVENT because law KEY;
  erase CATEGORIES within PERIOD of EVENT;            erase CATEGORIES at EVENT;  erase … promptly after EVENT;
  sever COLUMN from COLUMN at EVENT so CATEGORIES cannot identify CATEGORIES;
what people can do
  right access|portability|rectification|erasure|restriction|objection|withdrawal|complaint|explanation
        for PEOPLE via "…" within PERIOD;             respond to PEOPLE within PERIOD;
what is on record, or watched
  file DOCUMENT with PARTIES at "…";                  transfer to RECIPIENTS under adequacy|idta|addendum|bcr|derogation;
  notify PEOPLE of EVENT by CHANNEL;                  tell PEOPLE "…";
  cookie CATEGORY essential|preference|analytics|advertising by RECIPIENT;
  probe NAME on STORES every PERIOD;                  attest "…" by STAFF every PERIOD;
  as PROMISE;                                         what another promise says

Example: abide explain modes
)";

constexpr std::string_view modes =
    R"(How a promise is kept, strongest first. It is computed from the statements under it; whoever writes more is told (E0701).

  enforced   a breach is kept from happening: by the gateway, the sweep, or the app where it calls the engine
  detected   a breach is noticed afterwards: by a probe, a scan, a headless visit
  evidenced  a document, or an act of a person, is on record and in date
  attested   a person puts their name to it, again and again
  stated     only the notice says so; never counted as kept

`abide check` counts promises by mode, `abide explain PROMISE POLICY` shows one.
)";

constexpr std::string_view states =
    R"(A state is true or false of one person (or row) at one moment, and unknown until somebody tells. What is unknown permits nothing.

  state marketing_opted_in at db.users.marketing;     true while the column is not null, 0 or false
  state child from requests;                          known from the register of requests
  state voice_mode_on from app;                       told by the app

  send … when STATES      goes only while all of them hold
  never … when STATES     holds while all of them may be true
  never … unless STATES   holds until all of them are true

`abide flows decide --when STATE --unless STATE` answers for states that are known.
)";

constexpr std::string_view declarations =
    R"(What a policy declares, in any order. The file begins with `abide 1;`.

  policy NAME "…" { regime uk_gdpr; notice "notice.txt"; }     its regimes, its published text, how it counts time
  controller, staff, subject, recipient, processor, purpose, transform NAME "…" { … }
  category NAME "…" is MARKS { category NAME; }       a tree; the leaves are what columns hold (abide explain marks)
  event NAME at TABLE.COLUMN;                         also: on absence of TABLE, from app, from requests, from abide
  state NAME at TABLE.COLUMN;                         (abide explain states)
  store NAME kind sqlite { table NAME { key id; owned by SUBJECT through COLUMN; field NAME: CATEGORY; } }
  outlet NAME from server to RECIPIENT at "…" { payload "…": CATEGORIES; purpose NAME; }
  promise ID MODE "quote" in "section" { statements }          (abide explain statements)
  ruling ID between PROMISES "question" { statements decide by STAFF before DATE; }
  waive CODE on NAMES because "…" by STAFF until DATE;
  test "…" { given … ; when … ; expect … ; }

What each block takes stands in docs/language-reference.md.
)";

constexpr std::string_view marks =
    R"(How much a category says of a person, weakest first. One without a mark is personal; a child takes its parent's and may only raise it.

  anonymous     says nothing of anybody; only a transform makes it of something else (E0212, E0214)
  pseudonymous  says it to whoever can undo a hash or a key
  personal      says something of a person
  special       health, belief and the like: needs a condition (W0414)

and besides

  identifier    leads to a person: what two tables share of it joins them
  confidential  not shown to everybody within the house
  secret        never shown, not even in a copy for its person
)";

constexpr std::array list{Topic{"statements", "what a promise can say", statements},
                          Topic{"declarations", "what a policy declares", declarations},
                          Topic{"modes", "how strongly a promise is kept", modes},
                          Topic{"states", "what is true of somebody at a moment", states},
                          Topic{"marks", "how much a category says of a person", marks}};

}  // namespace

std::span<const Topic> topics() { return list; }

}  // namespace abide::cli
