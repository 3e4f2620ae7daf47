// Writes one hiring team's rows, and its candidates' part in them.
#include "hiring.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "texts.hpp"

namespace abide::mentor {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::string_view job_titles[] = {"Head of people", "Recruiter", "Team lead",
                                           "Operations manager", "Talent partner"};

/// Whom the demo's own teams invited, and how many days ago. An empty address has no account.
struct Guest {
  std::int64_t place;  ///< -1: somebody without an account
  int days_ago;
  bool hands_in;
};
constexpr std::int64_t nobody_yet = -1;
constexpr Guest northgate[] = {
    {0, 110, true}, {3, 65, true}, {4, 30, false}, {nobody_yet, 12, false}};
constexpr Guest raman[] = {{5, 20, false}};

class Hiring {
 public:
  Hiring(const Options& options, const Team& team, Stores& stores, Canaries& canaries)
      : options_(options),
        team_(team),
        stores_(stores),
        canaries_(canaries),
        kept_(kept(options)),
        random_(options.seed, team.id, 0) {}

  Result<void> write() {
    ABIDE_CHECK(
        stores_.insert(Table::hiring_teams, {team_.id, team_.company, team_.name, team_.created}));
    for (const Account& member : team_.members) {
      ABIDE_CHECK(stores_.insert(
          Table::team_members,
          {stores_.next_id(Table::team_members), team_.id, member.id, random_.pick(job_titles),
           std::max(team_.created, member.created + hours{2})}));
    }
    if (team_.index < named_teams) {
      return team_.index == 0 ? for_guests(northgate) : for_guests(raman);
    }
    for (std::int64_t count = random_.between(1, 3); count > 0; --count) {
      ABIDE_CHECK(drawn_assessment());
    }
    return {};
  }

 private:
  [[nodiscard]] Moment today() const { return start_of(options_.today); }

  /// Whoever of the team was there then; the one who opened it where nobody was.
  [[nodiscard]] const Account& member_at(Moment moment) {
    std::vector<const Account*> there;
    for (const Account& member : team_.members) {
      if (member.created < moment && moment < member.last) {
        there.push_back(&member);
      }
    }
    return there.empty() ? team_.members.front() : *there[random_.below(there.size())];
  }

  Result<std::int64_t> assessment(Moment created) {
    const studio::Scene scene = studio::draw_scene(random_);
    const std::string title = fmt::format("First round: {}", scene.role);
    const std::string questions = draw_questions(random_);
    const std::int64_t id = stores_.next_id(Table::assessments);
    ABIDE_CHECK(stores_.insert(Table::assessments,
                               {id, team_.id, title, questions, member_at(created).id, created}));
    return id;
  }

  template <std::size_t N>
  Result<void> for_guests(const Guest (&guests)[N]) {
    ABIDE_TRY(const std::int64_t id, assessment(today() - days{120} + hours{9}));
    for (const Guest& guest : guests) {
      const Moment sent = today() - days{guest.days_ago} + hours{10} + minutes{2 * guest.place};
      if (guest.place == nobody_yet) {
        ABIDE_CHECK(invite(id, "kim.osei@elsewhere.example", sent, std::nullopt));
        continue;
      }
      const Account candidate = account_at(options_, guest.place);
      const Moment accepted = sent + hours{5};
      ABIDE_CHECK(invite(id, candidate.email, sent, accepted));
      if (guest.hands_in) {
        ABIDE_CHECK(submission(id, candidate, accepted + hours{26}));
      }
    }
    return {};
  }

  Result<void> drawn_assessment() {
    if (team_.created + days{10} >= today()) {
      return {};
    }
    const Moment created = moment_in(random_, team_.created, today() - days{5});
    ABIDE_TRY(const std::int64_t id, assessment(created));
    const Moment from = std::max(created, kept_.assessments);
    for (std::int64_t count = random_.between(3, 9); count > 0; --count) {
      const Moment sent = moment_in(random_, from, today());
      const std::int64_t place = random_.between(named_people, options_.people - 1);
      const Account account = account_at(options_, place);
      if (account.role == Role::hiring || random_.per_mille(250)) {
        const std::string address =
            fmt::format("applicant.{}@elsewhere.example", random_.digits(8));
        ABIDE_CHECK(invite(id, address, sent, std::nullopt));
      } else {
        ABIDE_CHECK(invite_account(id, account, sent));
      }
    }
    return {};
  }

  Result<void> invite_account(std::int64_t assessment, const Account& candidate, Moment sent) {
    const Moment accepted =
        std::max(sent, candidate.created) + minutes{2 * random_.between(20, 2000)};
    const Moment submitted = accepted + minutes{2 * random_.between(20, 2000)};
    const bool accepts = random_.per_mille(700) && accepted < candidate.last;
    const bool hands_in = random_.per_mille(800) && submitted < candidate.last;
    ABIDE_CHECK(invite(assessment, candidate.email, sent,
                       accepts ? std::optional{accepted} : std::nullopt));
    return accepts && hands_in ? submission(assessment, candidate, submitted) : Result<void>{};
  }

  Result<void> invite(std::int64_t assessment, std::string_view address, Moment sent,
                      std::optional<Moment> accepted) {
    const std::string token = random_.hex(24);
    const Notice notice = draw_invite(random_, team_.company);
    ABIDE_CHECK(stores_.insert(Table::invitations,
                               {stores_.next_id(Table::invitations), assessment, address, token,
                                member_at(sent).id, sent, or_null(accepted)}));
    return write_notice(options_, stores_, random_, address, notice, sent + minutes{1});
  }

  Result<void> submission(std::int64_t assessment, const Account& candidate, Moment submitted) {
    const std::int64_t id = stores_.next_id(Table::submissions);
    const studio::Scene scene = studio::draw_scene(random_);
    const std::int64_t score = random_.between(35, 95);
    const bool pending = random_.per_mille(400) && team_.index >= named_teams;
    const std::string_view decision = pending      ? "pending"
                                      : score > 70 ? "shortlisted"
                                                   : "not taken forward";
    const std::string reviewer = pending ? "" : member_at(submitted).id;
    ABIDE_CHECK(stores_.insert(Table::submissions, {id, assessment, candidate.id, score, decision,
                                                    or_null(reviewer), submitted}));
    for (int i = 0; i < 3; ++i) {
      const studio::Exchange exchange = studio::draw_exchange(random_, scene);
      canaries_.plant(candidate.email, exchange.answer);
      ABIDE_CHECK(stores_.insert(Table::submission_answers,
                                 {stores_.next_id(Table::submission_answers), id, candidate.id,
                                  exchange.question, exchange.answer, exchange.score}));
    }
    const Notice result = draw_result(random_);
    return write_notice(options_, stores_, random_, candidate.email, result, submitted + hours{1});
  }

  const Options& options_;
  const Team& team_;
  Stores& stores_;
  Canaries& canaries_;
  Kept kept_;
  Random random_;
};

}  // namespace

Result<void> write_team(const Options& options, const Team& team, Stores& stores,
                        Canaries& canaries) {
  return Hiring{options, team, stores, canaries}.write();
}

}  // namespace abide::mentor
