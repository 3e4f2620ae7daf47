// Names in every statement, those included whose meaning is compiled elsewhere or later; `never`
// and probes are in files of their own.
#include <fmt/format.h>

#include <algorithm>

#include "policy/resolve/attributes.hpp"
#include "policy/resolve/vocabulary.hpp"

namespace abide::policy::resolving {
namespace {

struct Check {
  Context& context;

  void operator()(const ast::Broken& /*broken*/) const {}
  void operator()(const ast::Collect& s) const {
    leaves_of(context, s.what);
    if (s.verb == ast::Collect::Verb::generate) {
      leaves_of(context, s.from);
    } else {
      expect_all(context, s.from, Kind::subject | Kind::recipient);
    }
    expect_all(context, s.purposes, Kind::purpose);
  }
  void operator()(const ast::Never& s) const { check_never(context, s); }
  void operator()(const ast::Send& s) const {
    leaves_of(context, s.what);
    expect_all(context, s.to, outside);
    expect_all(context, s.purposes, Kind::purpose);
    expect_all(context, s.through, Kind::transform);
    expect_all(context, s.when, Kind::state);
  }
  void operator()(const ast::MayKeep& s) const {
    leaves_of(context, s.what, s.except);
    expect_tables(context, s.in);
    expect_all(context, s.until, Kind::event);
    check(s.review);
  }
  void operator()(const ast::MustKeep& s) const {
    leaves_of(context, s.what);
    expect_tables(context, s.in);
    anchor(s.after);
    check_period(context, s.period);
    law(s.law);
  }
  void operator()(const ast::KeepAtMost& s) const {
    leaves_of(context, s.what, s.except);
    expect_tables(context, s.in);
    anchor(s.after);
    check_period(context, s.period);
    law(s.law);
  }
  void operator()(const ast::Erase& s) const {
    leaves_of(context, s.what, s.except);
    expect_tables(context, s.in);
    anchor(s.anchor);
    if (const auto* within = std::get_if<ast::Within>(&s.promptness)) {
      check_period(context, within->period);
    }
    law(s.law);
  }
  void operator()(const ast::Sever& s) const {
    expect_column(context, s.column, Declares::yes);
    expect_column(context, s.from, Declares::yes);
    expect_all(context, s.at, Kind::event);
    leaves_of(context, s.what);
    leaves_of(context, s.from_what);
  }
  void operator()(const ast::Scrub& s) const {
    leaves_of(context, s.what);
    expect_all(context, s.outlets, Kind::outlet);
    expect_all(context, s.by, Kind::transform);
  }
  void operator()(const ast::Right& s) const {
    check_word(context, s.right, right_words, "right");
    leaves_of(context, s.over);
    expect_all(context, s.subjects, Kind::subject);
    check(s.within);
    check(s.acknowledged);
  }
  void operator()(const ast::Respond& s) const {
    expect_all(context, s.to, Kind::subject | outside);
    check_period(context, s.within);
  }
  void operator()(const ast::UseOnly& s) const {
    leaves_of(context, s.what);
    expect_all(context, s.purposes, Kind::purpose);
  }
  void operator()(const ast::Confine& s) const {
    leaves_of(context, s.what);
    expect_place(context, s.to);
  }
  void operator()(const ast::Host& s) const {
    leaves_of(context, s.what);
    expect_all(context, s.with, outside);
  }
  void operator()(const ast::Filed& s) const {
    check_word(context, s.document, document_words, "file");
    expect_all(context, s.with, outside | Kind::controller);
  }
  void operator()(const ast::Transfer& s) const {
    expect_all(context, s.to, outside);
    check_word(context, s.safeguard, safeguard_words, "under");
  }
  void operator()(const ast::Notify& s) const {
    expect_all(context, s.who, Kind::subject | outside | Kind::staff | Kind::controller);
    expect(context, s.of, Kind::event);
    for (const ast::Name& channel : s.by) {
      check_word(context, channel, channel_words, "by");
    }
  }
  void operator()(const ast::Tell& s) const {
    expect_all(context, s.who, Kind::subject | outside | Kind::staff | Kind::controller);
  }
  void operator()(const ast::Cookie& s) const {
    expect(context, s.category, Kind::category);
    check_word(context, s.kind, cookie_words, "cookie");
    expect_all(context, s.by, outside);
    expect_all(context, s.purposes, Kind::purpose);
  }
  void operator()(const ast::Probe& s) const { check_probe(context, s); }
  void operator()(const ast::Attest& s) const {
    expect(context, s.by, Kind::staff);
    check_period(context, s.every);
  }
  void operator()(const ast::As& s) const { expect(context, s.promise, Kind::promise); }

 private:
  void check(const std::optional<ast::Duration>& duration) const {
    if (duration) {
      check_period(context, *duration);
    }
  }
  void anchor(const ast::Anchor& anchor) const {
    expect_all(context, anchor.events, Kind::event);
    if (anchor.end_of) {
      check_word(context, *anchor.end_of, "tax_year financial_year year", "end of");
    }
  }
  void law(const std::optional<ast::Name>& key) const {
    if (key) {
      law(*key);
    }
  }
  void law(const ast::Name& key) const {
    if (context.laws.find(key.text) != nullptr) {
      return;
    }
    std::vector<std::string> keys;
    for (const Law& row : context.laws.laws()) {
      keys.push_back(row.key);
    }
    const std::string near = nearest(key.text, keys);
    context.error("E0507", key.span, fmt::format("no law is known as `{}`", key.text),
                  near.empty()
                      ? "name a row of the regime tables, such as `uk.ct`; a reason that is "
                        "no statute belongs in a comment"
                      : fmt::format("did you mean `{}`?", near));
  }
};

/// `as` that leads back to its own promise (E0207), found without recursion.
class AsCycles {
 public:
  explicit AsCycles(Context& context)
      : context_(context), state_(context.promises.size(), State::unseen) {}
  void find() {
    for (std::uint32_t i = 0; i < context_.promises.size(); ++i) {
      if (state_[i] == State::unseen) {
        walk(i);
      }
    }
  }

 private:
  enum class State { unseen, open, done };
  struct Frame {
    std::uint32_t promise;
    std::size_t next = 0;
  };
  void walk(std::uint32_t start) {
    std::vector<Frame> stack{{start}};
    state_[start] = State::open;
    while (!stack.empty()) {
      const std::uint32_t promise = stack.back().promise;
      const ast::Statements& list = context_.promises[promise].list();
      if (stack.back().next == list.size()) {
        state_[promise] = State::done;
        stack.pop_back();
        continue;
      }
      const auto* as = std::get_if<ast::As>(&list[stack.back().next++]);
      const Symbol* target =
          as == nullptr ? nullptr : context_.symbols.find(Kind::promise, as->promise.text);
      if (target == nullptr) {
        continue;
      }
      if (state_[target->index] == State::open) {
        refuse(*as, target->index, stack);
      } else if (state_[target->index] == State::unseen) {
        state_[target->index] = State::open;
        stack.push_back({target->index});
      }
    }
  }
  void refuse(const ast::As& as, std::uint32_t target, const std::vector<Frame>& stack) {
    std::string path;
    const auto begin = std::find_if(stack.begin(), stack.end(),
                                    [&](const Frame& frame) { return frame.promise == target; });
    for (auto frame = begin; frame != stack.end(); ++frame) {
      path += context_.model.promises[frame->promise].id + " as ";
    }
    auto& cycle = context_.error("E0207", as.span,
                                 fmt::format("`as {}` leads back to itself", as.promise.text),
                                 "let one of them say its statements itself");
    cycle.notes.push_back(path + as.promise.text);
    cycle.labels.push_back({context_.places.promises[target], "the circle closes here"});
  }
  Context& context_;
  std::vector<State> state_;
};

}  // namespace

void resolve_statements(Context& context) {
  for (const Statements& promise : context.promises) {
    for (const ast::Statement& statement : promise.list()) {
      std::visit(Check{context}, statement);
    }
    if (promise.ruling != nullptr) {
      expect_all(context, promise.ruling->between, Kind::promise);
      expect(context, promise.ruling->decide_by, Kind::staff);
    }
  }
  AsCycles{context}.find();
}

}  // namespace abide::policy::resolving
