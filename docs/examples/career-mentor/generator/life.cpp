// Writes one account's rows, store by store.
#include "life.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "billing.hpp"
#include "texts.hpp"

namespace abide::mentor {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view alphanumeric =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view desk_address = "privacy@aicareermentor.example";

class Life {
 public:
  Life(const Options& options, const Account& account, Stores& stores, Canaries& canaries)
      : options_(options),
        account_(account),
        stores_(stores),
        canaries_(canaries),
        kept_(kept(options)),
        random_(options.seed, account.id, 0) {}

  Result<void> write() {
    for (const std::string& value : {account_.name, account_.email, account_.id}) {
      plant(value);
    }
    ABIDE_CHECK(at_clerk());
    if (account_.role == Role::candidate) {
      ABIDE_CHECK(profile());
      ABIDE_CHECK(practice());
    }
    if (!account_.payments.empty()) {
      plant(account_.customer);
      ABIDE_CHECK(write_billing(options_, account_, stores_, random_));
    }
    ABIDE_CHECK(traces());
    return mail();
  }

 private:
  void plant(std::string_view value) { canaries_.plant(account_.email, value); }
  /// The later of the account's beginning and `from`; nothing when that is past its end.
  [[nodiscard]] std::optional<Moment> since(Moment from) const {
    const Moment start = std::max(account_.created, from);
    return start + minutes{2} < account_.last ? std::optional{start} : std::nullopt;
  }

  /// Nothing of a closed account: Clerk takes user and sign-ins away at once.
  Result<void> at_clerk() {
    if (account_.closed) {
      return {};
    }
    const bool hires = account_.role == Role::hiring;
    ABIDE_CHECK(stores_.insert(
        Table::users,
        {account_.id, account_.email, account_.name,
         std::string_view{hires ? "hiring" : "candidate"},
         std::string_view{hires ? R"({"plan":"teams"})" : R"({"locale":"en-GB"})"},
         account_.created,
         moment_in(random_, std::max(account_.created, account_.last - days{20}), account_.last)}));
    const auto from = since(kept_.traces);
    for (std::int64_t i = 0; from && i < account_.sign_ins; ++i) {
      const std::string id = "sess_" + random_.token(alphanumeric, 27);
      const Moment begun = moment_in(random_, *from, account_.last);
      plant(id);
      ABIDE_CHECK(stores_.insert(
          Table::sign_ins, {id, account_.id, std::string_view{i == 0 ? "active" : "ended"}, begun,
                            moment_in(random_, begun, account_.last)}));
    }
    return {};
  }

  Result<void> profile() {
    const studio::Scene scene = studio::draw_scene(random_);
    const std::string cv = draw_cv(random_, account_.name, account_.email);
    const std::string role = draw_role_details(random_, scene);
    const std::string goals = draw_goals(random_, scene);
    const Moment saved = moment_in(random_, account_.created, account_.last);
    if (account_.place >= named_people && random_.per_mille(250)) {
      return {};  // not everybody saves one
    }
    const bool has_cv = account_.wish != Wish::cv;
    const bool has_goals = account_.wish != Wish::goals;
    plant(role);
    if (has_cv) plant(cv);
    if (has_goals) plant(goals);
    return stores_.insert(Table::profiles,
                          {account_.id, has_cv ? Cell{cv} : Cell{std::nullopt}, role,
                           has_goals ? Cell{goals} : Cell{std::nullopt}, saved});
  }

  Result<void> practice() {
    const std::optional<Moment> lately = since(kept_.nights);
    const Moment dropped = lately ? moment_in(random_, *lately, account_.last) : account_.last;
    for (std::int64_t i = 0; i < account_.sessions; ++i) {
      const bool unwanted =
          account_.wish == Wish::all_sessions || (account_.wish == Wish::one_session && i == 0);
      ABIDE_CHECK(session(unwanted && lately ? std::optional{dropped} : std::nullopt));
    }
    return account_.left_a_session && lately ? left_session(*lately) : Result<void>{};
  }

  Result<void> session(std::optional<Moment> deleted) {
    const studio::Scene scene = studio::draw_scene(random_);
    const std::int64_t count = random_.between(2, 5);
    const Moment end = std::min(account_.last, deleted.value_or(account_.last)) - hours{1};
    if (account_.created + hours{1} >= end) {
      return {};
    }
    const Moment begun = moment_in(random_, account_.created, end);
    const Moment completed = begun + minutes{6 * count + 4};
    const bool by_voice = random_.per_mille(300);
    const bool on_camera = random_.per_mille(200);
    const std::int64_t score = random_.between(35, 95);
    const std::string title = studio::draw_title(random_, scene);
    const std::string summary = draw_summary(random_, scene, score);
    const std::string delivery = by_voice ? draw_voice_delivery(random_) : "";
    const std::string presence = on_camera ? draw_camera_presence(random_) : "";
    const std::int64_t id = stores_.next_id(Table::practice_sessions);
    plant(summary);
    ABIDE_CHECK(stores_.insert(
        Table::practice_sessions,
        {id, account_.id, title, scene.role, std::string_view{by_voice ? "voice" : "typed"},
         summary, score, or_null(delivery), or_null(std::string{by_voice ? "answer_text" : ""}),
         or_null(presence), begun, completed, completed + minutes{2}, std::nullopt,
         or_null(deleted)}));
    return answers(id, scene, begun, count);
  }

  Result<void> answers(std::int64_t session, const studio::Scene& scene, Moment begun,
                       std::int64_t count) {
    for (std::int64_t nth = 1; nth <= count; ++nth) {
      const studio::Exchange exchange = studio::draw_exchange(random_, scene);
      const std::string model = studio::draw_draft(random_, scene);
      plant(exchange.answer);
      ABIDE_CHECK(stores_.insert(
          Table::practice_answers,
          {stores_.next_id(Table::practice_answers), session, exchange.question, exchange.answer,
           random_.per_mille(500) ? Cell{model} : Cell{std::nullopt}, exchange.feedback,
           exchange.score, begun + minutes{6 * nth}}));
    }
    return {};
  }

  /// Nobody saved it, and the app that was to discard it never heard of its end.
  Result<void> left_session(Moment from) {
    const studio::Scene scene = studio::draw_scene(random_);
    const std::string title = studio::draw_title(random_, scene);
    const Moment begun = moment_in(random_, from, account_.last);
    const std::int64_t id = stores_.next_id(Table::practice_sessions);
    ABIDE_CHECK(stores_.insert(
        Table::practice_sessions,
        {id, account_.id, title, scene.role, std::string_view{"typed"}, std::nullopt, std::nullopt,
         std::nullopt, std::nullopt, std::nullopt, begun, std::nullopt, std::nullopt,
         std::min(begun + hours{1}, account_.last - seconds{2}), std::nullopt}));
    return answers(id, scene, begun, 1);
  }

  Result<void> traces() {
    const auto from = since(kept_.traces);
    if (!from) {
      return {};
    }
    for (std::int64_t i = random_.between(1, 2); i > 0; --i) {
      const Notice notice = draw_account_notice(random_);
      const Moment sent = moment_in(random_, *from, account_.last);
      ABIDE_CHECK(write_notice(options_, stores_, random_, account_.email, notice, sent));
    }
    if (random_.per_mille(300)) {
      const std::string id = random_.hex(32);
      const Crash fault = draw_crash(random_);
      return stores_.insert(Table::issues,
                            {id, fault.level, fault.message, fault.stack_trace, fault.context,
                             moment_in(random_, *from, account_.last)});
    }
    return {};
  }

  Result<void> mail() {
    const auto from = since(kept_.mail);
    for (std::int64_t i = 0; from && i < account_.mails; ++i) {
      const Letter mail = draw_letter(random_, account_.name);
      const Moment received = moment_in(random_, *from, account_.last);
      const std::string id = fmt::format("<{}@mx.example>", random_.hex(20));
      const std::string copy = i == 0 ? account_.writes_copy_to : "";
      plant(mail.body);
      ABIDE_CHECK(stores_.insert(Table::messages, {id, account_.email, desk_address, or_null(copy),
                                                   mail.subject, mail.body, received}));
      const std::string reply_id = fmt::format("<{}@desk.example>", random_.hex(20));
      const Moment sent = received + minutes{2 * random_.between(20, 900)};
      if (sent < account_.last) {
        plant(mail.reply);
        ABIDE_CHECK(stores_.insert(Table::replies,
                                   {reply_id, account_.email, or_null(copy),
                                    fmt::format("Re: {}", mail.subject), mail.reply, sent}));
      }
    }
    return {};
  }

  const Options& options_;
  const Account& account_;
  Stores& stores_;
  Canaries& canaries_;
  Kept kept_;
  Random random_;
};

}  // namespace

Result<void> write_life(const Options& options, const Account& account, Stores& stores,
                        Canaries& canaries) {
  return Life{options, account, stores, canaries}.write();
}

Result<void> write_notice(const Options& options, Stores& stores, Random& random,
                          std::string_view to, const Notice& notice, Moment sent) {
  const std::string id = random.uuid();
  if (sent < kept(options).traces || sent >= start_of(options.today)) {
    return {};
  }
  return stores.insert(Table::emails,
                       {id, to, notice.template_name, notice.subject, notice.body, sent});
}

Result<void> write_counters(const Options& options, Stores& stores) {
  Random random{options.seed, "mentor counters", 0};
  const Moment today = start_of(options.today);
  for (std::int64_t i = 0; i < 20 + options.people / 5; ++i) {
    const bool forgotten = i % 40 == 7;
    const Moment counted = forgotten ? moment_in(random, kept(options).nights, today)
                                     : today + seconds{random.between(0, 119)};
    ABIDE_CHECK(stores.insert(Table::counters,
                              {random.hex(32), random.between(1, 60), unix_seconds(counted)}));
  }
  return {};
}

}  // namespace abide::mentor
