// How a seller asks to be reached: telephone numbers, e-mail addresses and messenger names in the text of an advert.
//
// Obfuscations are undone first: "name (at) mail dot com", "0 9 1 2 - 3 4 5", digits of other scripts, letters for
// digits in numbers ("o9l2 345 678"). Telephone numbers are checked by libphonenumber against the market's country
// and given in E.164. Total, linear; threads may call it at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detector/listing.h"

namespace crawler {

enum class ContactKind : std::uint8_t {
    phone,
    email,
    whatsapp,
    telegram,
    wechat,
    line,
    zalo,
    viber,
    signal,
    skype,
    instagram,
    facebook
};

std::string_view to_string(ContactKind kind);  // "phone", "email" ...

struct Contact {
    ContactKind kind = ContactKind::phone;
    std::string value;       // phone: E.164; email: lower case; else the account's name
    std::string as_written;  // the words of the advert
};

inline constexpr std::size_t kMaxContacts = 50;  // of one advert

// Contacts named in the passages, each once, in order. `country`: ISO 3166, lower case, empty when unknown.
std::vector<Contact> find_contacts(const detector::Listing& listing, std::string_view country);
std::vector<Contact> find_contacts(std::string_view text, std::string_view country);

}  // namespace crawler
