// How the plan's structs are spelt in JSON, once for writing and reading: each struct lists its
// members in each_member() (plan.cpp, selector_json.cpp). Private to this folder.
#pragma once

#include <concepts>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/plan/plan.hpp"

namespace abide {

/// For the each_member() of one struct, read or written.
template <class T, class Kind>
concept Is = std::same_as<std::remove_const_t<T>, Kind>;

}  // namespace abide

namespace abide::engine::json_form {

/// Everything, or only what an approval binds: without words for people.
enum class Extent { whole, bound };

// Single values. read() gives false for what was not written by write().
inline Json write(const std::string& text, Extent /*extent*/) { return text; }
inline Json write(bool flag, Extent /*extent*/) { return flag; }
inline Json write(int number, Extent /*extent*/) { return number; }
inline Json write(std::uint32_t number, Extent /*extent*/) { return number; }
inline Json write(std::uint64_t number, Extent /*extent*/) { return number; }
Json write(const Bytes& bytes, Extent extent);
Json write(const Digest& digest, Extent extent);
Json write(const Instant& instant, Extent extent);
Json write(const Value& value, Extent extent);
Json write(const SelectorPtr& selector, Extent extent);
bool read(const Json& json, std::string& text);
bool read(const Json& json, bool& flag);
bool read(const Json& json, Bytes& bytes);
bool read(const Json& json, Digest& digest);
bool read(const Json& json, Instant& instant);
bool read(const Json& json, Value& value);
bool read(const Json& json, SelectorPtr& selector);

template <std::integral Number>
bool read(const Json& json, Number& number) {
  if (!json.is_number_integer()) {
    return false;
  }
  const auto fits = [&](auto whole) {
    number = static_cast<Number>(whole);
    return std::in_range<Number>(whole);
  };
  return json.is_number_unsigned() ? fits(json.get<std::uint64_t>())
                                   : fits(json.get<std::int64_t>());
}

/// An enumeration is its name; names_of(T) lists them in order.
template <class T>
concept Named = std::is_enum_v<T>;
template <class T>
concept Members = std::is_class_v<T> && requires(T value) {
  each_member(value, [](auto&&...) {});
};

template <class A, class B>
Json write(const std::pair<A, B>& pair, Extent extent);
template <class T>
Json write(const std::vector<T>& items, Extent extent);
template <Named T>
Json write(const T& value, Extent extent);
template <Members T>
Json write(const T& value, Extent extent);
template <class A, class B>
bool read(const Json& json, std::pair<A, B>& pair);
template <class T>
bool read(const Json& json, std::vector<T>& items);
template <Named T>
bool read(const Json& json, T& value);
template <Members T>
bool read(const Json& json, T& value);

/// Writes one member after another.
class Writer {
 public:
  explicit Writer(Extent extent) : extent_(extent) {}
  template <class T>
  void operator()(const char* name, const T& member) {
    out_[name] = write(member, extent_);
  }
  template <class T>
  void operator()(const char* name, const std::optional<T>& member) {
    if (member) {
      out_[name] = write(*member, extent_);
    }
  }
  /// A member for people, which no approval binds.
  template <class T>
  void words(const char* name, const T& member) {
    if (extent_ == Extent::whole) {
      (*this)(name, member);
    }
  }
  Json take() && { return std::move(out_); }

 private:
  Extent extent_;
  Json out_ = Json::object();
};

/// Reads one member after another and remembers whether each was there.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json), good_(json.is_object()) {}
  template <class T>
  void operator()(const char* name, T& member) {
    const auto found = good_ ? json_.find(name) : json_.end();
    good_ = found != json_.end() && read(*found, member);
    ++members_;
  }
  template <class T>
  void operator()(const char* name, std::optional<T>& member) {
    if (good_ && json_.contains(name)) {
      (*this)(name, member.emplace());
    }
  }
  template <class T>
  void words(const char* name, T& member) {
    (*this)(name, member);
  }
  /// Every member was there, and `others` more.
  [[nodiscard]] bool all(std::size_t others = 0) const {
    return good_ && json_.size() == members_ + others;
  }

 private:
  const Json& json_;
  bool good_;
  std::size_t members_ = 0;
};

template <class A, class B>
Json write(const std::pair<A, B>& pair, Extent extent) {
  return Json::array({write(pair.first, extent), write(pair.second, extent)});
}
template <class T>
Json write(const std::vector<T>& items, Extent extent) {
  Json out = Json::array();
  for (const T& item : items) {
    out.push_back(write(item, extent));
  }
  return out;
}
template <Named T>
Json write(const T& value, Extent /*extent*/) {
  return names_of(value)[static_cast<std::size_t>(value)];
}
template <Members T>
Json write(const T& value, Extent extent) {
  Writer writer{extent};
  each_member(value, writer);
  return std::move(writer).take();
}

template <class A, class B>
bool read(const Json& json, std::pair<A, B>& pair) {
  return json.is_array() && json.size() == 2 && read(json[0], pair.first) &&
         read(json[1], pair.second);
}
template <class T>
bool read(const Json& json, std::vector<T>& items) {
  if (!json.is_array()) {
    return false;
  }
  items.reserve(json.size());
  for (const Json& item : json) {
    if (!read(item, items.emplace_back())) {
      return false;
    }
  }
  return true;
}
template <Named T>
bool read(const Json& json, T& value) {
  const auto names = names_of(value);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (json == names[i]) {
      value = static_cast<T>(i);
      return true;
    }
  }
  return false;
}
template <Members T>
bool read(const Json& json, T& value) {
  Reader reader{json};
  each_member(value, reader);
  return reader.all();
}

}  // namespace abide::engine::json_form
