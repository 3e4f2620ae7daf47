// Which identifiers are searched for, and as what.
#include "engine/reread/wanted.hpp"

#include <algorithm>

namespace abide::reread {
namespace {

using policy::Model;

const std::string* text_of(const Value& value) { return std::get_if<std::string>(&value); }

/// As a link or a form writes it.
std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    const bool plain = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
                       (code >= 'a' && code <= 'z') || byte == '-' || byte == '.' || byte == '_' ||
                       byte == '~';
    if (plain) {
      out += byte;
    } else {
      out += {'%', digits[code >> 4U], digits[code & 15U]};
    }
  }
  return out;
}

class Wants {
 public:
  Wants(const Input& input, std::span<const Erased> people, Questions& questions, Look& look)
      : model_(input.model), questions_(questions), look_(look) {
    for (std::size_t i = 0; i < people.size(); ++i) {
      for (const auto& [field, values] : people[i].person.identity) {
        for (const Value& value : values.reveal()) {
          const Value folded = folded_value(value);
          if (!leads_nowhere(folded, Match::folded)) known_[field][folded].insert(i);
        }
      }
    }
  }

  Wanted take(People& still) {
    const auto asked = [this](TableId table, const Result<void>& done) {
      if (!done) look_.not_looked.push_back({model_.full_name(table), done.error().message});
    };
    for (std::uint32_t i = 0; i < model_.subjects.size(); ++i) {
      asked(model_.home_of(SubjectId{i}), find_own_rows(SubjectId{i}, still));
    }
    for (const auto& [field, values] : known_) {
      asked(model_.at(field).table, find_living(field, still));
    }
    return collect();
  }

 private:
  /// People whose own row is there: its key is theirs, and so is something else that it says of
  /// them. A key alone may have been given to somebody new.
  Result<void> find_own_rows(SubjectId id, People& still) {
    const policy::Subject& subject = model_.at(id);
    const FieldId key = subject.identified_by.front();
    const TableId home = model_.home_of(id);
    const auto keys = known_.find(key);
    if (keys == known_.end() || questions_.reader(home) == nullptr) return {};
    for (const auto& [other, values] : known_) {
      const bool tells =
          other != key && model_.at(other).table == home && identifies(model_, other);
      if (!tells) continue;
      const std::array columns{key, other};
      ABIDE_TRY(const auto rows, questions_.values(home, columns, among(key, keys->second)));
      for (const Row& row : rows) {
        const People by_key = people_with(key, row[0]);
        const People by_other = people_with(other, row[1]);
        std::ranges::set_intersection(by_key, by_other, std::inserter(still, still.end()));
      }
    }
    return {};
  }

  /// Values that somebody who is there has, or something that belongs to them.
  Result<void> find_living(FieldId field, const People& still) {
    const TableId table = model_.at(field).table;
    if (questions_.reader(table) == nullptr) return {};
    const SelectorPtr holding = among(field, known_.at(field));
    ABIDE_TRY(const SelectorPtr living, of_the_living(model_, questions_, table, holding));
    const std::array columns{field};
    ABIDE_TRY(const auto rows, questions_.values(table, columns, all_of({holding, living})));
    for (const Row& row : rows) {
      const Value value = folded_value(row.front());
      const People of = people_with(field, value);
      const bool theirs =
          std::ranges::any_of(of, [&](std::size_t one) { return still.contains(one); });
      if (!theirs)
        living_.emplace(anywhere(field, value) ? std::nullopt : std::optional{field}, value);
    }
    return {};
  }

  Wanted collect() {
    Wanted wanted;
    std::vector<std::string> texts;
    const auto add = [&](const std::string& text, std::size_t person) {
      texts.push_back(text);
      wanted.of_text.push_back(person);
    };
    std::set<std::pair<std::size_t, Value>> seen;
    for (const auto& [field, values] : known_) {
      for (const auto& [value, people] : values) {
        const bool in_texts = anywhere(field, value);
        if (living_.contains({in_texts ? std::nullopt : std::optional{field}, value})) continue;
        if (!in_texts) wanted.values[field][value] = people;
        for (const std::size_t person : people) {
          if (!in_texts || !seen.emplace(person, value).second) continue;
          const std::string& text = *text_of(value);
          add(text, person);
          if (const std::string encoded = percent_encoded(text); encoded != text)
            add(encoded, person);
        }
      }
    }
    wanted.texts = Needles{std::move(texts)};
    return wanted;
  }

  /// Whether the value means the person wherever it stands; else only in columns that point at the
  /// one it was known from.
  [[nodiscard]] bool anywhere(FieldId field, const Value& value) const {
    return stands_out(value) && identifies(model_, field);
  }
  [[nodiscard]] SelectorPtr among(FieldId field, const std::map<Value, People>& values) const {
    std::vector<Value> list;
    for (const auto& [value, people] : values) list.push_back(value);
    return questions_.among(field, std::move(list), Match::folded);
  }
  [[nodiscard]] People people_with(FieldId field, const Value& value) const {
    const auto values = known_.find(field);
    if (values == known_.end()) return {};
    const auto people = values->second.find(folded_value(value));
    return people == values->second.end() ? People{} : people->second;
  }

  const Model& model_;
  Questions& questions_;
  Look& look_;
  std::map<FieldId, std::map<Value, People>> known_;           ///< folded
  std::set<std::pair<std::optional<FieldId>, Value>> living_;  ///< without a column: anywhere
};

}  // namespace

bool stands_out(const Value& value) {
  const std::string* text = std::get_if<std::string>(&value);
  return text != nullptr && text->size() >= Needles::shortest &&
         !std::ranges::all_of(*text, [](char byte) { return byte >= '0' && byte <= '9'; });
}

Result<SelectorPtr> of_the_living(const Model& model, Questions& questions, TableId table,
                                  const SelectorPtr& rows) {
  std::vector<SelectorPtr> ways;
  for (const policy::Ownership& owner : model.at(table).owners) {
    if (owner.kind == policy::Ownership::Kind::shared) continue;
    ABIDE_TRY(SelectorPtr way, questions.through_from(table, owner.hops, share({All{}}), rows));
    const SelectorPtr held = owner.condition ? questions.holding(*owner.condition) : share({All{}});
    ways.push_back(all_of({std::move(way), held}));
  }
  return any_of(std::move(ways));
}

bool identifies(const Model& model, FieldId field) {
  return model.only_identifies(field) ||
         std::ranges::any_of(model.subjects, [&](const policy::Subject& subject) {
           return std::ranges::find(subject.identified_by, field) != subject.identified_by.end();
         });
}

Wanted wanted_of(const Input& input, std::span<const Erased> people, Questions& questions,
                 People& still, Look& look) {
  return Wants{input, people, questions, look}.take(still);
}

}  // namespace abide::reread
