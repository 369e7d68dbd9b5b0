// What the words beside an amount of money say that it is: what is asked now, or something else (an old price, postage,
// an instalment, a member's price, an amount without tax, a threshold). Some thirty languages; pure functions.
#pragma once

#include <string_view>

namespace crawler {

// `before`: text that ends where the amount begins; only its last words are looked at.
bool says_other_before(std::string_view before);
// `after`: text that begins where the amount ends; only its first words are looked at.
bool says_other_after(std::string_view after);
// "/ each", "pro Stück": the price of one, where one is what is sold.
bool says_each(std::string_view after);
// "Call for price", "Preis auf Anfrage": all that the text says.
bool says_on_request(std::string_view text);
// "Your price:", "Cena s DPH".
bool says_asked(std::string_view before);

// "from £7.99": the least of several, as what stands between the ends of a range says ("£7.99 - £42.00").
bool says_from(std::string_view before);
bool says_range(std::string_view between);
// "Item total:", "Your ring": the price of what is chosen, or of a cart.
bool says_total(std::string_view before);
// "£8.24 exc. VAT", "£9.89 inc. VAT".
bool says_untaxed(std::string_view after);
bool says_taxed(std::string_view after);

// Does the label before an amount call it the reduced price ("Sale price:")?
bool says_reduced(std::string_view before);

}  // namespace crawler
