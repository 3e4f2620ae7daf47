// Writes customers and invoices.
#include "billing.hpp"

#include <fmt/format.h>

#include "texts.hpp"

namespace abide::mentor {
namespace {

using std::chrono::seconds;

struct Price {
  std::string_view lines;
  std::int64_t pence;
};
constexpr Price individual[] = {{"AI Career Mentor, 1 month", 1200},
                                {"AI Career Mentor, 3 months", 3000},
                                {"AI Career Mentor, 12 months", 9600}};
constexpr Price corporate[] = {{"AI Career Mentor for teams, 5 seats, 1 month", 9900},
                               {"AI Career Mentor for teams, 20 seats, 1 month", 29000}};
constexpr std::string_view roads[] = {"Tanner Street", "Bell Yard", "Weir Road", "Dock Lane"};
constexpr std::string_view cities[] = {"Hull", "Exeter", "Swansea", "Perth", "Lisburn"};
constexpr std::string_view cards[] = {"visa", "mastercard", "amex"};
constexpr std::string_view alphanumeric =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::string details_of(const Account& account, Random& random) {
  const auto house = random.between(1, 90);
  const std::string_view road = random.pick(roads);
  const std::string_view city = random.pick(cities);
  const std::string_view card = random.pick(cards);
  return fmt::format(R"({{"name":"{}","address":"{} {}, {}","card":"{} ending {}"}})", account.name,
                     house, road, city, card, random.digits(4));
}

class Book {
 public:
  Book(const Options& options, const Account& account, Stores& stores, Random& random)
      : options_(options), account_(account), stores_(stores), random_(random) {}

  Result<void> customer() {
    const std::string details = details_of(account_, random_);
    return stores_.insert(
        Table::customers,
        {account_.customer, account_.id, std::string_view{hires() ? "corporate" : "individual"},
         account_.email, details, unix_seconds(account_.payments.front() - seconds{61})});
  }
  Result<void> paid(Moment at) {
    const std::string number = next_number();
    ABIDE_CHECK(invoice(number, "paid", unix_seconds(at)));
    const Notice receipt = draw_receipt(random_, number);
    return write_notice(options_, stores_, random_, account_.email, receipt, at + seconds{61});
  }
  Result<void> open() { return invoice(next_number(), "open", std::nullopt); }

 private:
  [[nodiscard]] bool hires() const { return account_.role == Role::hiring; }
  [[nodiscard]] std::string next_number() const {
    // 7919 and 10^8 have no common factor, so numbers differ until they run out.
    const std::int64_t number =
        (stores_.next_id(Table::invoices) * 7'919 + 27'182'818) % 100'000'000;
    return fmt::format("CM-{:08}", number);
  }
  Result<void> invoice(const std::string& number, std::string_view status, const Cell& paid_at) {
    const Price& price = hires() ? random_.pick(corporate) : random_.pick(individual);
    const std::string id = "in_" + random_.token(alphanumeric, 14);
    return stores_.insert(Table::invoices, {id, account_.customer, number, price.lines, price.pence,
                                            std::string_view{"gbp"}, status, paid_at});
  }

  const Options& options_;
  const Account& account_;
  Stores& stores_;
  Random& random_;
};

}  // namespace

Result<void> write_billing(const Options& options, const Account& account, Stores& stores,
                           Random& random) {
  Book book{options, account, stores, random};
  ABIDE_CHECK(book.customer());
  for (const Moment at : account.payments) {
    ABIDE_CHECK(book.paid(at));
  }
  const bool owes = random.per_mille(40);
  return owes && account.place >= named_people ? book.open() : Result<void>{};
}

}  // namespace abide::mentor
