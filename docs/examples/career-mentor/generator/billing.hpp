// What Stripe has of an account.
#pragma once

#include "life.hpp"

namespace abide::mentor {

/// The customer, the invoices, and the receipts that went out for them.
/// @pre the account has paid
Result<void> write_billing(const Options& options, const Account& account, Stores& stores,
                           Random& random);

}  // namespace abide::mentor
