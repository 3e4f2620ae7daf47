// Writes one account's rows, store by store.
#include "life.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sentences.hpp"

namespace abide::studio {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Agent {
  std::string_view text;
  std::string_view browser;
  std::string_view device;
};
constexpr Agent agents[] = {
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0", "Chrome 142", "Desktop"},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1", "Safari 18", "Desktop"},
    {"Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Firefox/144.0", "Firefox 144", "Desktop"},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) Mobile Safari/604.1", "Safari 18", "Mobile"},
    {"Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/142.0 Mobile", "Chrome 142", "Mobile"},
    {"Mozilla/5.0 (iPad; CPU OS 18_1) Safari/604.1", "Safari 18", "Tablet"}};

struct Pass {
  std::string_view name;
  std::int64_t pence;
  int days;
};
constexpr Pass passes[] = {
    {"week", 900, 7}, {"month", 1900, 30}, {"season", 3900, 90}, {"year", 9900, 365}};

constexpr std::string_view pages[] = {"$pageview", "$pageview", "pricing_viewed", "tips_opened",
                                      "progress_viewed"};

Cell text_or_null(const std::string& text) {
  return text.empty() ? Cell{std::nullopt} : Cell{std::string_view{text}};
}

/// The address with its host part zeroed: /24, and /48 for IPv6.
std::string masked(const std::string& address) {
  if (address.find(':') == std::string::npos) {
    return address.substr(0, address.rfind('.')) + ".0";
  }
  std::size_t end = 0;
  for (int group = 0; group < 3; ++group) {
    end = address.find(':', end) + 1;
  }
  return address.substr(0, end) + ":";
}

class Life {
 public:
  Life(const Options& options, const Account& account, Tables& tables,
       std::vector<std::string>* canaries)
      : account_(account),
        tables_(tables),
        canaries_(canaries),
        kept_(kept(options)),
        random_(options.seed, account.id, 0) {}

  Result<void> write() {
    ABIDE_CHECK(accounts());
    ABIDE_CHECK(practice());
    ABIDE_CHECK(drafts());
    ABIDE_CHECK(payments());
    ABIDE_CHECK(traces());
    return mail();
  }

 private:
  void plant(std::string_view value) {
    if (canaries_ != nullptr) {
      canaries_->emplace_back(value);
    }
  }
  /// The later of the account's beginning and `from`; nothing when that is past its end.
  [[nodiscard]] std::optional<Moment> since(Moment from) const {
    const Moment start = std::max(account_.created, from);
    return start + minutes{2} < account_.last ? std::optional{start} : std::nullopt;
  }

  Result<void> accounts() {
    for (const std::string& value :
         {account_.name, account_.email, account_.id, account_.google_sub, account_.ipv6}) {
      plant(value);
    }
    ABIDE_CHECK(tables_.insert(Table::users,
                               {account_.id, account_.google_sub, account_.name, account_.email,
                                std::string_view{account_.closed ? "closed" : "active"},
                                std::int64_t{account_.marketing ? 1 : 0}, account_.created,
                                account_.closed ? Cell{*account_.closed} : Cell{std::nullopt}}));
    const std::string meta =
        fmt::format(R"({{"full_name":"{}","iss":"https://accounts.google.example","sub":"{}"}})",
                    account_.name, account_.google_sub);
    return tables_.insert(Table::auth_users, {account_.id, account_.email, meta, account_.created,
                                              moment_in(random_, account_.created, account_.last)});
  }

  Result<void> practice() {
    for (std::int64_t i = 0; i < account_.sessions; ++i) {
      const Scene scene = draw_scene(random_);
      const std::string title = draw_title(random_, scene);
      const Moment begun = moment_in(random_, account_.created, account_.last);
      const std::int64_t count = random_.between(2, 6);
      const bool finished = random_.per_mille(900);
      const std::int64_t readiness = random_.between(30, 95);
      const Moment ended = begun + minutes{7 * count};
      const std::int64_t session = tables_.next_id(Table::interview_sessions);
      ABIDE_CHECK(
          tables_.insert(Table::interview_sessions,
                         {session, account_.id, title, scene.role, readiness, begun,
                          finished && ended < account_.last ? Cell{ended} : Cell{std::nullopt}}));
      ABIDE_CHECK(event("session_started", begun));
      for (std::int64_t nth = 1; nth <= count; ++nth) {
        ABIDE_CHECK(answer(session, scene, begun + minutes{6 * nth}));
      }
    }
    return {};
  }

  Result<void> answer(std::int64_t session, const Scene& scene, Moment at) {
    const Exchange exchange = draw_exchange(random_, scene);
    if (at >= account_.last) {
      return {};
    }
    plant(exchange.answer);
    ABIDE_CHECK(
        tables_.insert(Table::answers, {tables_.next_id(Table::answers), session, exchange.question,
                                        exchange.answer, exchange.score, exchange.feedback, at}));
    return event("answer_submitted", at);
  }

  /// A product event some seconds after `at`, under the cookie's identifier.
  Result<void> event(std::string_view name, Moment at) {
    const std::string uuid = random_.uuid();
    const Moment seen = at + seconds{2 * random_.between(1, 20)};
    if (seen < kept_.events || seen >= account_.last) {
      return {};
    }
    const Agent& agent = agents[account_.agent];
    return tables_.insert(Table::insights_events, {uuid, account_.cookie, name, masked(address()),
                                                   agent.browser, agent.device, seen});
  }
  const std::string& address() { return random_.per_mille(600) ? account_.ipv4 : account_.ipv6; }

  Result<void> drafts() {
    for (std::int64_t i = 0; i < account_.drafts; ++i) {
      const Scene scene = draw_scene(random_);
      const std::string title = draw_title(random_, scene);
      const std::string draft = draw_draft(random_, scene);
      const Moment begun = moment_in(random_, account_.created, account_.last);
      const Moment changed = moment_in(random_, begun, account_.last);
      plant(draft);
      ABIDE_CHECK(tables_.insert(Table::star_drafts, {tables_.next_id(Table::star_drafts),
                                                      account_.id, title, draft, begun, changed}));
    }
    return {};
  }

  Result<void> payments() {
    if (account_.payments.empty()) {
      return {};
    }
    plant(account_.stripe_customer);
    ABIDE_CHECK(tables_.insert(Table::customers, {account_.stripe_customer, account_.email}));
    for (const Moment paid : account_.payments) {
      const std::int64_t id = tables_.next_id(Table::purchases);
      // 7919 and 10^8 have no common factor, so receipts differ until the numbers run out.
      const std::int64_t receipt = (id * 7'919 + 31'415'926) % 100'000'000;
      const Pass& pass = random_.pick(passes);
      ABIDE_CHECK(tables_.insert(
          Table::purchases,
          {id, account_.id, account_.stripe_customer, pass.pence, std::string_view{"gbp"},
           fmt::format("{:04}-{:04}", receipt / 10'000, receipt % 10'000), pass.name,
           paid + days{pass.days}, paid}));
    }
    return {};
  }

  /// Sign-ins, requests, page views and error reports.
  Result<void> traces() {
    const Agent& agent = agents[account_.agent];
    if (const auto from = since(kept_.logs)) {
      for (std::int64_t i = random_.between(1, 3); i > 0; --i) {
        const std::string id = random_.uuid();
        const std::string& ip = address();
        plant(id);
        ABIDE_CHECK(tables_.insert(
            Table::auth_sessions,
            {id, account_.id, ip, agent.text, moment_in(random_, *from, account_.last)}));
      }
      for (std::int64_t i = 0; i < account_.visits; ++i) {
        const std::string& ip = address();
        const Moment seen = moment_in(random_, *from, account_.last);
        ABIDE_CHECK(
            tables_.insert(Table::access_log, {tables_.next_id(Table::access_log), account_.id, ip,
                                               agent.browser, agent.device, seen}));
        ABIDE_CHECK(event(random_.pick(pages), seen));
      }
      if (random_.per_mille(250)) {
        ABIDE_CHECK(fault(moment_in(random_, *from, account_.last)));
      }
    }
    return {};
  }

  Result<void> fault(Moment at) {
    const std::string id = random_.hex(32);
    const Fault fault = draw_fault(random_);
    return tables_.insert(Table::issues_events,
                          {id, fault.level, fault.message, fault.stack_trace, fault.context, at});
  }

  Result<void> mail() {
    const auto from = since(kept_.mail);
    for (std::int64_t i = 0; from && i < account_.mails; ++i) {
      const Mail mail = draw_mail(random_, account_.name);
      const Moment received = moment_in(random_, *from, account_.last);
      const std::string id = fmt::format("<{}@mx.example>", random_.hex(20));
      const std::string copy = i == 0 ? account_.writes_copy_to : "";
      plant(mail.body);
      ABIDE_CHECK(
          tables_.insert(Table::messages, {id, account_.email, support_address, text_or_null(copy),
                                           mail.subject, mail.body, received}));
      const std::string reply_id = fmt::format("<{}@desk.example>", random_.hex(20));
      const Moment sent = received + minutes{2 * random_.between(20, 900)};
      if (sent < account_.last) {
        plant(mail.reply);
        ABIDE_CHECK(tables_.insert(Table::replies,
                                   {reply_id, account_.email, text_or_null(copy),
                                    fmt::format("Re: {}", mail.subject), mail.reply, sent}));
      }
    }
    return {};
  }

  static constexpr std::string_view support_address = "support@aiinterviewstudio.example";

  const Account& account_;
  Tables& tables_;
  std::vector<std::string>* canaries_;
  Kept kept_;
  Random random_;
};

}  // namespace

Kept kept(const Options& options) {
  using Unit = Period::Unit;
  const auto before = [&](const Period& period) {
    return start_of(subtract(options.today, period, Rounding::down)) - days{options.backlog};
  };
  return {.logs = before({90, Unit::days}),
          .mail = before({24, Unit::months}),
          .events = before({12, Unit::months})};
}

Result<void> write_life(const Options& options, const Account& account, Tables& tables,
                        std::vector<std::string>* canaries) {
  return Life{options, account, tables, canaries}.write();
}

}  // namespace abide::studio
