// abide access zip: the encrypted file of a pack that is there already.
#include "cli/access_zip.hpp"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "reports/pack/sealed.hpp"
#include "reports/pack/zip.hpp"

namespace abide::cli {
namespace {

struct ZipWords : Words {
  std::string pack;
  std::string zip;
};

int zip(const Desk& desk, const ZipWords& words) {
  if (const auto checked = reports::check_sealed(words.pack); !checked.ok())
    return desk.tell(checked.error());
  const auto password = reports::write_zip(words.pack, words.zip);
  if (!password.ok()) return desk.tell(password.error());
  say(words, {{"pack", words.pack}, {"zip", words.zip}, {"password", *password}},
      fmt::format("`{}` is `{}`, encrypted; its password, kept nowhere: {}\n", words.zip,
                  words.pack, *password));
  return done;
}

}  // namespace

void add_access_zip(const Verb& access, const Desk& desk) {
  const Verb verb = access.add("zip", "make the encrypted file of a pack that is there")
                        .footer("Example: abide access zip ada.pack --zip ada.zip");
  auto words = std::make_shared<ZipWords>();
  verb.take("--format", words->format, "text or json").allow({"text", "json"});
  verb.take("FOLDER", words->pack, "the pack").require();
  verb.take("--zip", words->zip, "the file to make, which is not there yet").require();
  verb.act([&desk, words] { return zip(desk, *words); });
}

}  // namespace abide::cli
