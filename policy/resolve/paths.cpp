// Whole paths of ownership: every way, without a table twice, from a row to its subject's own row.
#include "policy/resolve/paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>

namespace abide::policy::resolving {
namespace {

struct Path {
  std::vector<Hop> hops;
  std::vector<Condition> on_the_way;
};

/// Which tables lead to a subject at all, and how far it is; so that no search runs into the dark.
class Distances {
 public:
  Distances(const Context& context, const Steps& steps) : context_(context) {
    for (std::uint32_t table = 0; table < steps.of_table.size(); ++table) {
      for (const Step& step : steps.of_table[table]) {
        if (step.hop) {
          arrivals_[{step.subject.value, step.hop->table.value}].push_back(
              {table, step.kind == Ownership::Kind::shared});
        }
      }
    }
    for (std::uint32_t i = 0; i < context.model.subjects.size(); ++i) {
      walk_back(SubjectId{i});
    }
  }
  [[nodiscard]] bool reaches(TableId table, SubjectId subject) const {
    return reached_.contains({subject.value, table.value});
  }

 private:
  using Key = std::pair<std::uint32_t, std::uint32_t>;  // subject, table
  struct Arrival {
    std::uint32_t table;
    bool shared;
  };
  void walk_back(SubjectId subject) {
    if (context_.model.at(subject).identified_by.empty()) {
      return;
    }
    std::deque<std::uint32_t> queue{context_.model.home_of(subject).value};
    reached_.insert({subject.value, queue.front()});
    while (!queue.empty()) {
      const std::uint32_t table = queue.front();
      queue.pop_front();
      const auto arrivals = arrivals_.find({subject.value, table});
      if (arrivals == arrivals_.end()) {
        continue;
      }
      for (const Arrival& arrival : arrivals->second) {
        if (reached_.insert({subject.value, arrival.table}).second) {
          queue.push_back(arrival.table);
        }
      }
    }
  }
  const Context& context_;
  std::map<Key, std::vector<Arrival>> arrivals_;
  std::set<Key> reached_;
};

class Follow {
 public:
  Follow(const Context& context, const Steps& steps, const Distances& distances, SubjectId subject)
      : context_(context),
        steps_(steps),
        distances_(distances),
        subject_(subject),
        home_(context.model.home_of(subject)) {}

  enum class Through { owners_only, shared_too };
  /// Every path that goes on from `table`, up to most_paths + 1.
  std::vector<Path> from(TableId start, TableId table, Through through) {
    visited_ = {start};
    found_.clear();
    current_ = {};
    through_ = through;
    go(table);
    return std::move(found_);
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): as deep as most_steps
  void go(TableId table) {
    if (table == home_) {
      found_.push_back(current_);
      return;
    }
    const bool seen = std::find(visited_.begin(), visited_.end(), table) != visited_.end();
    if (seen || visited_.size() > most_steps || found_.size() > most_paths ||
        !distances_.reaches(table, subject_)) {
      return;
    }
    visited_.push_back(table);
    for (const Step& step : steps_.of_table[table.value]) {
      const bool fits = step.subject == subject_ && step.hop &&
                        (through_ == Through::shared_too || step.kind != Ownership::Kind::shared);
      if (!fits) {
        continue;
      }
      const Path before = current_;
      current_.hops.push_back(*step.hop);
      if (step.condition) {
        current_.on_the_way.push_back(*step.condition);
      }
      go(step.hop->table);
      current_ = before;
    }
    visited_.pop_back();
  }

  const Context& context_;
  const Steps& steps_;
  const Distances& distances_;
  SubjectId subject_;
  TableId home_;
  Through through_ = Through::owners_only;
  std::vector<TableId> visited_;
  Path current_;
  std::vector<Path> found_;
};

void refuse_broken(Context& context, TableId table, const Step& step) {
  const std::string& subject = context.model.at(step.subject).name;
  const std::string target = context.model.full_name(step.hop->table);
  if (step.hop->table == table) {
    context.error(
        "E0602", step.span,
        fmt::format("this path leads from `{}` to itself and never to a `{}`", target, subject),
        "declare the self reference as `link COLUMN to TABLE.COLUMN;` and own the row by "
        "a column that leads to the subject");
    return;
  }
  auto& broken = context.error(
      "E0602", step.span,
      fmt::format("this path ends at `{}`, which belongs to no `{}`", target, subject),
      fmt::format("say in `{}` how its rows are `owned by {}`, or choose a column that leads to "
                  "`{}`",
                  target, subject,
                  context.model.full_name(context.model.at(step.subject).identified_by.front())));
  broken.labels.push_back({context.places.tables[step.hop->table.value], "the path stops here"});
}

void add_ownerships(Context& context, const Steps& steps, const Distances& distances, TableId table,
                    const Step& step) {
  std::vector<Path> paths;
  if (step.own_row) {
    paths.emplace_back();
  } else {
    Follow follow{context, steps, distances, step.subject};
    const TableId home = context.model.home_of(step.subject);
    const TableId start = step.hop->table == home ? TableId{} : table;
    paths = follow.from(start, step.hop->table,
                        step.kind == Ownership::Kind::shared ? Follow::Through::shared_too
                                                             : Follow::Through::owners_only);
  }
  if (paths.empty()) {
    refuse_broken(context, table, step);
    return;
  }
  if (paths.size() > most_paths) {
    context.error("E0602", step.span,
                  fmt::format("more than {} paths lead on from here to `{}`", most_paths,
                              context.model.at(step.subject).name),
                  "own the row by a column that leads to the subject more directly");
    return;
  }
  for (Path& path : paths) {
    Ownership owner;
    owner.subject = step.subject;
    owner.kind = step.kind;
    if (step.hop) {
      owner.hops.push_back(*step.hop);
    }
    owner.hops.insert(owner.hops.end(), path.hops.begin(), path.hops.end());
    owner.blanks = step.blanks;
    owner.condition = step.condition;
    owner.on_the_way = std::move(path.on_the_way);
    owner.location = context.location(step.span);
    owner.backward = step.backward;
    context.model.tables[table.value].owners.push_back(std::move(owner));
    context.places.owners[table.value].push_back(step.span);
  }
}

void add_mention(Context& context, const Steps& steps, const Distances& distances,
                 const WrittenMention& written) {
  Mention mention = written.mention;
  Follow follow{context, steps, distances, mention.subject};
  std::vector<Path> paths = follow.from(TableId{}, mention.hop.table, Follow::Through::owners_only);
  if (paths.empty()) {
    Step step;
    step.subject = mention.subject;
    step.hop = mention.hop;
    step.span = written.span;
    refuse_broken(context, TableId{}, step);
    return;
  }
  mention.onward = std::move(paths.front().hops);
  context.model.tables[written.table.value].mentions.push_back(std::move(mention));
}

}  // namespace

void make_paths(Context& context, const Steps& steps) {
  const Distances distances{context, steps};
  for (std::uint32_t i = 0; i < steps.of_table.size(); ++i) {
    for (const Step& step : steps.of_table[i]) {
      add_ownerships(context, steps, distances, TableId{i}, step);
    }
    const Table& table = context.model.tables[i];
    if (table.unowned_because && !table.owners.empty()) {
      auto& both = context.error(
          "E0206", context.places.tables[i],
          fmt::format("`{}` is `unowned` and owned", context.model.full_name(TableId{i})),
          "keep one of the two");
      both.labels.push_back({context.places.owners[i].front(), "owned here"});
    }
  }
  for (const WrittenMention& mention : steps.mentions) {
    add_mention(context, steps, distances, mention);
  }
}

}  // namespace abide::policy::resolving
