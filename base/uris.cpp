#include "base/uris.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

namespace abide {
namespace {

constexpr std::string_view scheme = "file://";

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size()) {
      const char* const digits = text.data() + i + 1;
      if (const auto [last, wrong] = std::from_chars(digits, digits + 2, value, 16);
          wrong == std::errc{} && last == digits + 2) {
        plain += static_cast<char>(value);
        i += 2;
        continue;
      }
    }
    plain += text[i];
  }
  return plain;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"/-._~"}.find(c) != std::string_view::npos;
}

}  // namespace

std::string path_of(std::string_view uri) {
  if (!uri.starts_with(scheme)) return std::string{uri};
  uri.remove_prefix(scheme.size());
  const std::size_t slash = uri.find('/');  // a host before it is this one
  return std::filesystem::path{unescaped(slash == std::string_view::npos ? "/" : uri.substr(slash))}
      .lexically_normal()
      .string();
}

std::string uri_of(std::string_view path) {
  std::string uri{path.starts_with('/') ? scheme : ""};
  for (const char c : path) {
    if (is_unreserved(c)) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

}  // namespace abide
