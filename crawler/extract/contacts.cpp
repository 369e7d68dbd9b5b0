#include "crawler/extract/contacts.h"

#include <phonenumbers/phonenumbermatch.h>
#include <phonenumbers/phonenumbermatcher.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>

#include "crawler/extract/text.h"

namespace crawler {
namespace {

namespace phone = i18n::phonenumbers;

constexpr std::size_t kMaxText = 50'000;

// Where the next byte beyond ASCII stands.
std::size_t ascii_end(std::string_view text, std::size_t at) {
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
    return at;
}

// One text with digits of every script as ASCII, full-width forms narrowed and "(at)", "[dot]" and their like undone.
std::string without_obfuscation(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t run = ascii_end(text, at);
        plain += text.substr(at, run - at);
        if ((at = run) == text.size()) break;
        char32_t c = next_character(text, at);
        for (char32_t zero :
             {U'\u0660', U'\u06F0', U'\u0966', U'\u09E6', U'\u0E50', U'\uFF10', U'\u0ED0', U'\u1040', U'\u17E0'})
            if (c >= zero && c <= zero + 9) c = U'0' + (c - zero);
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
        if (c >= 0x1D7CE && c <= 0x1D7FF) c = U'0' + (c - 0x1D7CE) % 10;         // mathematical digits
        if (c == 0xFE0F || c == 0x20E3 || c == 0x200B || c == 0x2060) continue;  // keycap emoji, zero-width marks
        append_utf8(plain, c);
    }
    // "name (at) mail [dot] com", "name AT mail DOT com"
    std::string out;
    out.reserve(plain.size());
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t bracket = std::min(plain.find_first_of("([{<_", at), plain.size());
        out.append(plain, at, bracket - at);
        if ((at = bracket) == plain.size()) break;
        const std::string_view rest = std::string_view(plain).substr(at);
        std::size_t used = 0;
        char sign = 0;
        for (const auto& [word, mark] : {std::pair<std::string_view, char>{"at", '@'},
                                         {"dot", '.'},
                                         {"punkt", '.'},
                                         {"punto", '.'},
                                         {"point", '.'},
                                         {"arroba", '@'},
                                         {"собака", '@'}}) {
            for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"(", ")"},
                                              {"[", "]"},
                                              {"{", "}"},
                                              {"<", ">"},
                                              {"_", "_"}}) {
                std::size_t length = open.size();
                if (rest.substr(0, length) != open) continue;
                while (length < rest.size() && rest[length] == ' ') ++length;
                if (!starts_with_ignoring_case(rest.substr(length), word)) continue;
                length += word.size();
                while (length < rest.size() && rest[length] == ' ') ++length;
                if (rest.substr(length, close.size()) != close) continue;
                used = length + close.size();
                sign = mark;
            }
        }
        if (used) {
            while (!out.empty() && out.back() == ' ') out.pop_back();
            out += sign;
            at += used;
            while (at < plain.size() && plain[at] == ' ') ++at;
        } else {
            out += plain[at++];
        }
    }
    // Bare words between what reads like the parts of an address: "name at gmail dot com".
    if (find_ignoring_case(out, " dot ") == std::string_view::npos) return out;
    const std::string low = ascii_lowered(out);
    std::string joined;
    std::size_t copied = 0;
    for (std::size_t at = 0; (at = low.find(" at ", at)) != std::string::npos; at += 3) {
        const std::string_view after = std::string_view(low).substr(at + 4, 40);
        const auto dot = after.find(" dot ");
        if (dot == std::string_view::npos || dot < 2 || after.substr(0, dot).find(' ') != std::string_view::npos)
            continue;
        joined += out.substr(copied, at - copied) + "@" + out.substr(at + 4, dot) + ".";
        copied = at + 4 + dot + 5;
    }
    return joined + out.substr(copied);
}

bool in_name(char c) { return is_ascii_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '-'; }

void find_emails(std::string_view text, std::vector<Contact>& found) {
    for (std::size_t at = 0; (at = text.find('@', at)) != std::string_view::npos; ++at) {
        std::size_t begin = at, end = at + 1;
        while (begin > 0 && at - begin < 64 && (in_name(text[begin - 1]) || text[begin - 1] == '+')) --begin;
        while (end < text.size() && end - at < 200 && in_name(text[end])) ++end;
        while (end > at + 1 && !is_ascii_letter(text[end - 1])) --end;
        const std::string_view domain = text.substr(at + 1, end - at - 1);
        const auto dot = domain.rfind('.');
        if (begin == at || dot == std::string_view::npos || dot == 0 || domain.size() - dot < 3) continue;
        if (domain.find("..") != std::string_view::npos) continue;
        const std::string_view written = text.substr(begin, end - begin);
        if (contains_ignoring_case(written, ".png") || contains_ignoring_case(written, ".jpg")) continue;
        found.push_back({ContactKind::email, ascii_lowered(written), std::string(written)});
    }
}

// The country as libphonenumber names it; "ZZ" is nowhere.
std::string region_of(std::string_view country) {
    if (country.empty()) return "ZZ";
    std::string region(country);
    for (char& c : region)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 0x20);
    return region == "UK" ? "GB" : region;
}

struct Messenger {
    std::string_view word;  // lower case
    ContactKind kind;
};

constexpr Messenger kMessengers[] = {
    {"whatsapp", ContactKind::whatsapp}, {"whats app", ContactKind::whatsapp}, {"watsapp", ContactKind::whatsapp},
    {"wa.me/", ContactKind::whatsapp},   {"wa:", ContactKind::whatsapp},       {"вотсап", ContactKind::whatsapp},
    {"ватсап", ContactKind::whatsapp},   {"telegram", ContactKind::telegram},  {"t.me/", ContactKind::telegram},
    {"телеграм", ContactKind::telegram}, {"tg:", ContactKind::telegram},       {"wechat", ContactKind::wechat},
    {"we chat", ContactKind::wechat},    {"微信", ContactKind::wechat},        {"weixin", ContactKind::wechat},
    {"薇信", ContactKind::wechat},       {"威信", ContactKind::wechat},        {"v信", ContactKind::wechat},
    {"vx:", ContactKind::wechat},        {"加v", ContactKind::wechat},         {"line id", ContactKind::line},
    {"line:", ContactKind::line},        {"ไลน์", ContactKind::line},           {"ไอดีไลน์", ContactKind::line},
    {"zalo", ContactKind::zalo},         {"viber", ContactKind::viber},        {"вайбер", ContactKind::viber},
    {"signal:", ContactKind::signal},    {"skype", ContactKind::skype},        {"instagram", ContactKind::instagram},
    {"ig:", ContactKind::instagram},     {"insta:", ContactKind::instagram},   {"facebook.com/", ContactKind::facebook},
    {"fb.com/", ContactKind::facebook},  {"m.me/", ContactKind::facebook},
};

struct MessengerPlace {
    const Messenger* messenger = nullptr;
    std::size_t at = 0;
};

// Where messengers are named in a lowered text: in the order of the table, then of the text.
std::vector<MessengerPlace> messenger_places(std::string_view low) {
    static const auto by_first_byte = [] {
        std::array<std::vector<const Messenger*>, 256> table;
        for (const Messenger& each : kMessengers) table[static_cast<unsigned char>(each.word[0])].push_back(&each);
        return table;
    }();
    std::vector<MessengerPlace> places;
    for (std::size_t at = 0; at < low.size(); ++at) {
        const auto& candidates = by_first_byte[static_cast<unsigned char>(low[at])];
        if (candidates.empty()) continue;
        const bool letter = is_ascii_letter(low[at]);
        if (letter && at > 0 && (is_ascii_letter(low[at - 1]) || is_digit(low[at - 1]))) continue;
        for (const Messenger* each : candidates)
            if (low.substr(at).starts_with(each->word)) places.push_back({each, at});
    }
    std::stable_sort(places.begin(), places.end(),
                     [](const MessengerPlace& a, const MessengerPlace& b) { return a.messenger < b.messenger; });
    return places;
}

// The account named after the messenger's name: "Telegram: @ivory_king", "Zalo 0912 345 678", "微信号：abc123".
void find_messengers(std::string_view text, std::string_view country, std::vector<Contact>& found) {
    const std::string low = lowered(text);
    if (low.size() != text.size()) return;
    for (const auto& [named, at] : messenger_places(low)) {
        const Messenger& messenger = *named;
        std::size_t next = at + messenger.word.size();
        for (bool again = true; again && next < text.size();) {
            again = false;
            for (std::string_view filler :
                 {" ", ":", "：", "@", "+", "-", "(", "=", "id", "号", "號", "no.", "number", "/", "ไอดี", "ที่"})
                if (low.compare(next, filler.size(), filler) == 0 &&
                    !(is_ascii_letter(filler[0]) && next + filler.size() < low.size() &&
                      is_ascii_letter(low[next + filler.size()]))) {
                    next += filler.size();
                    again = true;
                    break;
                }
        }
        std::size_t end = next;
        while (end < text.size() && end - next < 40 && in_name(text[end])) ++end;
        std::string value(text.substr(next, end - next));
        // A telephone number may be written with blanks.
        if (!value.empty() &&
            std::all_of(value.begin(), value.end(), [](char c) { return is_digit(c) || c == '.' || c == '-'; })) {
            while (end < text.size() && end - next < 24 &&
                   (is_digit(text[end]) || text[end] == ' ' || text[end] == '-' || text[end] == '.'))
                ++end;
            value.clear();
            for (char c : text.substr(next, end - next))
                if (is_digit(c)) value += c;
            if (text.substr(at, next - at).find('+') != std::string_view::npos) value.insert(0, "+");
            const auto& util = *phone::PhoneNumberUtil::GetInstance();
            phone::PhoneNumber number;
            if (util.Parse(value, region_of(country), &number) == phone::PhoneNumberUtil::NO_PARSING_ERROR &&
                util.IsValidNumber(number))
                util.Format(number, phone::PhoneNumberUtil::E164, &value);
        }
        while (!value.empty() && (value.back() == '.' || value.back() == '-')) value.pop_back();
        const bool link = messenger.word.back() == '/';
        // An ordinary word after "telegram" is no account unless something marks it as one.
        const bool marked = link || text.substr(at, next - at).find_first_of(":@=") != std::string_view::npos ||
                            text.substr(at, next - at).find("：") != std::string_view::npos ||
                            low.substr(at, next - at).find("id") != std::string::npos ||
                            std::any_of(value.begin(), value.end(), is_digit);
        if (value.size() < 4 || !marked) continue;
        found.push_back({messenger.kind, value, std::string(text.substr(at, end - at))});
    }
}

void find_phones(const std::string& text, std::string_view country, std::vector<Contact>& found) {
    if (std::count_if(text.begin(), text.end(), is_digit) < 7) return;
    const auto& util = *phone::PhoneNumberUtil::GetInstance();
    phone::PhoneNumberMatcher matcher(util, text, region_of(country), phone::PhoneNumberMatcher::VALID, 200);
    phone::PhoneNumberMatch match;
    for (int i = 0; i < 30 && matcher.HasNext(); ++i) {
        if (!matcher.Next(&match)) break;
        std::string value;
        util.Format(match.number(), phone::PhoneNumberUtil::E164, &value);
        found.push_back({ContactKind::phone, value, match.raw_string()});
    }
}

}  // namespace

std::string_view to_string(ContactKind kind) {
    switch (kind) {
        case ContactKind::phone:
            return "phone";
        case ContactKind::email:
            return "email";
        case ContactKind::whatsapp:
            return "whatsapp";
        case ContactKind::telegram:
            return "telegram";
        case ContactKind::wechat:
            return "wechat";
        case ContactKind::line:
            return "line";
        case ContactKind::zalo:
            return "zalo";
        case ContactKind::viber:
            return "viber";
        case ContactKind::signal:
            return "signal";
        case ContactKind::skype:
            return "skype";
        case ContactKind::instagram:
            return "instagram";
        case ContactKind::facebook:
            return "facebook";
    }
    return "";
}

std::vector<Contact> find_contacts(std::string_view text, std::string_view country) {
    std::vector<Contact> found;
    const std::string plain = without_obfuscation(text.substr(0, kMaxText));
    find_emails(plain, found);
    find_messengers(plain, country, found);
    find_phones(plain, country, found);
    std::vector<Contact> once;
    for (Contact& contact : found) {
        const bool known = std::any_of(once.begin(), once.end(), [&](const Contact& other) {
            return other.value == contact.value && (other.kind == contact.kind || contact.kind == ContactKind::phone);
        });
        if (!known && once.size() < kMaxContacts) once.push_back(std::move(contact));
    }
    return once;
}

std::vector<Contact> find_contacts(const detector::Listing& listing, std::string_view country) {
    std::string text;
    for (const detector::Passage& passage : listing.passages) {
        if (passage.field == detector::Field::image_text || passage.field == detector::Field::category) continue;
        text += passage.text;
        text += '\n';
    }
    return find_contacts(text, country);
}

}  // namespace crawler
