// Any bytes at all are a notice or are refused: no crash, and no word that is in no sentence. The
// first line names a section, the second is quoted from it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include "tests/support/notice_wholeness.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace notices = abide::policy::notices;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::size_t first = text.find('\n');
  const std::size_t second = first == std::string::npos ? first : text.find('\n', first + 1);
  const std::string title = text.substr(0, first);
  const auto notice = notices::Notice::read("fuzz.md", text, {{title}, {title + " more"}});
  if (!notice) return 0;
  if (const std::string fault = abide::test::fault_of(*notice); !fault.empty()) {
    std::fprintf(stderr, "broken: %s\n", fault.c_str());
    std::abort();
  }
  if (second != std::string::npos) {
    const notices::Quoted quoted{"F-1",
                                 {},
                                 {{{}, text.substr(first + 1, second - first - 1)}},
                                 abide::policy::ast::Text{{}, title}};
    const auto standing = notices::stand_in(*notice, std::span{&quoted, 1});
    static_cast<void>(notices::share_of(*notice, standing));
  }
  return 0;
}
