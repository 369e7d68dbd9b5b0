#include "crawler/extract/price.h"

#include <algorithm>
#include <initializer_list>

#include "crawler/extract/currency.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kLongestSymbol = 14;

// The digits of other scripts as ASCII, and the blanks and marks that group digits as ' ' and '\''. Offsets into the
// original are kept so that what was read can be pointed at.
struct Plain {
    std::string text;
    std::vector<std::size_t> offsets;  // one more than text has bytes
};

Plain plain_digits(std::string_view original) {
    Plain plain;
    plain.text.reserve(original.size());
    plain.offsets.reserve(original.size() + 1);
    for (std::size_t at = 0; at < original.size();) {
        const std::size_t begin = at;
        if (static_cast<unsigned char>(original[at]) < 0x80) {
            const char c = original[at++];
            plain.text += is_space(c) ? ' ' : c;
            plain.offsets.push_back(begin);
            continue;
        }
        const char32_t c = next_character(original, at);
        std::string one;
        const auto digit_from = [&](char32_t zero) { return c >= zero && c <= zero + 9; };
        for (char32_t zero :
             {U'\u0660', U'\u06F0', U'\u0966', U'\u09E6', U'\u0E50', U'\uFF10', U'\u0ED0', U'\u1040', U'\u17E0'})
            if (digit_from(zero)) one = std::string(1, static_cast<char>('0' + (c - zero)));
        if (c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200A) || c == 0x3000)
            one = " ";
        else if (c == 0x2019 || c == 0x02BC || c == 0x2018)
            one = "'";
        else if (c == 0xFF0C || c == 0x060C || c == 0x066C)
            one = ",";
        else if (c == 0xFF0E || c == 0x066B)
            one = ".";
        else if (c == 0x2013 || c == 0x2014 || c == 0x2212)
            one = "-";
        else if (c == 0x200B || c == 0x200E || c == 0x200F || c == 0x202A || c == 0x202C || c == 0xFEFF || c == 0xAD)
            continue;
        if (one.empty()) one = original.substr(begin, at - begin);
        for (char byte : one) {
            plain.text += byte;
            plain.offsets.push_back(begin);
        }
    }
    plain.offsets.push_back(original.size());
    return plain;
}

struct Number {
    std::size_t begin = 0, end = 0;  // "1.234,56" with its separators
};

// A run of digits with separators between digits. A blank joins only groups of exactly three ("1 234 567").
Number number_at(std::string_view text, std::size_t at) {
    Number number{at, at};
    while (at < text.size() && is_digit(text[at])) ++at;
    std::size_t group = at - number.begin;  // digits since the last separator
    number.end = at;
    char blank_kind = 0;
    while (at + 1 < text.size()) {
        const char mark = text[at];
        if ((mark != '.' && mark != ',' && mark != '\'' && mark != ' ') || !is_digit(text[at + 1])) break;
        std::size_t next = at + 1;
        while (next < text.size() && is_digit(text[next])) ++next;
        const std::size_t length = next - at - 1;
        if (mark == ' ' || mark == '\'') {
            const bool first_group = number.end == number.begin + group;
            if (length != 3 || group > 3 || (!first_group && blank_kind == 0) || (blank_kind && blank_kind != mark))
                break;
            blank_kind = mark;
        }
        group = length;
        number.end = at = next;
    }
    return number;
}

bool has_three_decimals(std::string_view currency) {
    return currency == "KWD" || currency == "BHD" || currency == "OMR" || currency == "TND" || currency == "JOD" ||
           currency == "IQD" || currency == "LYD";
}

bool has_no_decimals(std::string_view currency) {
    for (std::string_view known : {"VND", "IDR", "KRW", "JPY", "CLP", "COP", "PYG", "ISK", "HUF", "UGX",
                                   "TZS", "XOF", "XAF", "IRR", "LAK", "KHR", "MMK", "ARS", "CRC", "RSD"})
        if (known == currency) return true;
    return false;
}

// "1.234,56" -> "1234.56" by the rules in the header; `exact`: a single '.' is a decimal mark (schema.org says so).
std::string normalised(std::string_view number, std::string_view currency, bool exact) {
    std::size_t dots = 0, commas = 0;
    for (char c : number) {
        dots += c == '.';
        commas += c == ',';
    }
    const auto last_dot = number.rfind('.');
    const auto last_comma = number.rfind(',');
    std::size_t decimal = std::string_view::npos;
    if (dots && commas) {
        const std::size_t last = std::max(last_dot, last_comma);
        if (std::count(number.begin(), number.end(), number[last]) == 1) decimal = last;
    } else if (dots + commas == 1) {
        const std::size_t mark = dots ? last_dot : last_comma;
        const std::size_t after = number.size() - mark - 1;
        const bool leading_zero = number[0] == '0';
        const bool grouped_like = after == 3 && mark <= 3 && !leading_zero;
        if (!grouped_like)
            decimal = mark;
        else if (exact && dots)
            decimal = has_no_decimals(currency) ? decimal : mark;
        else if (has_three_decimals(currency))
            decimal = mark;
    }
    std::string whole, fraction;
    for (std::size_t i = 0; i < number.size(); ++i)
        if (is_digit(number[i])) (decimal != std::string_view::npos && i > decimal ? fraction : whole) += number[i];
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    while (fraction.size() > 2 && fraction.back() == '0') fraction.pop_back();
    if (fraction.size() == 1) fraction += '0';
    return fraction.empty() ? whole : whole + "." + fraction;
}

// Moves the decimal point `places` to the right: "1.2" by 6 -> "1200000".
std::string scaled(const std::string& amount, int places) {
    const auto dot = amount.find('.');
    std::string whole = amount.substr(0, dot);
    std::string fraction = dot == std::string::npos ? std::string() : amount.substr(dot + 1);
    for (int i = 0; i < places; ++i) {
        whole += fraction.empty() ? '0' : fraction[0];
        if (!fraction.empty()) fraction.erase(0, 1);
    }
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
    return fraction.empty() ? whole : whole + "." + fraction;
}

struct Multiplier {
    std::string_view word;  // lower case
    int places;
};

constexpr Multiplier kMultipliers[] = {
    {"triệu", 6}, {"trieu", 6}, {"tr", 6},      {"tỷ", 9},    {"tỉ", 9},     {"nghìn", 3}, {"ngàn", 3}, {"lakhs", 5},
    {"lakh", 5},  {"lacs", 5},  {"lac", 5},     {"crore", 7}, {"crores", 7}, {"cr", 7},    {"万", 4},   {"萬", 4},
    {"億", 8},    {"亿", 8},    {"만", 4},      {"억", 8},    {"juta", 6},   {"jt", 6},    {"ribu", 3}, {"rb", 3},
    {"млн", 6},   {"тыс", 3},   {"million", 6}, {"mio", 6},   {"mn", 6},     {"mil", 3},   {"k", 3},    {"พัน", 3},
    {"หมื่น", 4},   {"แสน", 5},   {"ล้าน", 6},     {"bin", 3},   {"хил", 3},    {"lk", 5},
};

bool is_word_byte(char c) { return is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

// What the word after a number multiplies it by, as a power of ten; Latin words need an end after them ("kr" is no
// "k").
int multiplier_at(std::string_view text, std::size_t at, std::size_t& end) {
    std::size_t from = at;
    if (from < text.size() && text[from] == ' ') ++from;
    const std::string next = lowered(text.substr(from, 16));
    const Multiplier* best = nullptr;
    for (const Multiplier& multiplier : kMultipliers) {
        if (next.compare(0, multiplier.word.size(), multiplier.word) != 0) continue;
        const bool latin = is_ascii_letter(multiplier.word.back());
        if (latin && next.size() > multiplier.word.size() && is_word_byte(next[multiplier.word.size()])) continue;
        if (!best || multiplier.word.size() > best->word.size()) best = &multiplier;
    }
    if (!best) return 0;
    end = from + best->word.size();
    return best->places;
}

struct SymbolHit {
    std::string code;
    std::size_t begin = 0, end = 0;
};

bool letters_only(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return is_ascii_letter(c); });
}

// "R150.00", but "R8 Mk2" and "R134a" are names: a single letter is a currency in its own market, or before an amount
// that could be nothing else.
bool is_lone_letter_sign(std::string_view text, std::size_t at, std::string_view code, const PriceContext& context) {
    const Number number = number_at(text, at);
    if (number.end < text.size() && is_word_byte(text[number.end])) return false;
    if (context.currency == code || (!context.country.empty() && currency_of_country(context.country) == code))
        return true;
    return context.country.empty() && text.substr(at, number.end - at).find_first_of(".,") != std::string_view::npos;
}

// A currency ending where `at` is, at most one blank (or ':' or '.') before the number.
bool symbol_before(std::string_view text, std::size_t at, const PriceContext& context, SymbolHit& hit) {
    std::size_t end = at;
    if (end > 0 && text[end - 1] == '-') --end;
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == ':') && at - end < 3) --end;
    if (end >= 3 && is_currency_code(text.substr(end - 3, 3)) && (end == 3 || !is_word_byte(text[end - 4]))) {
        hit = {std::string(text.substr(end - 3, 3)), end - 3, at};
        return true;
    }
    const CurrencySymbol* best = nullptr;
    for (const CurrencySymbol* symbol = currency_symbols_begin(); symbol != currency_symbols_end(); ++symbol) {
        const std::string_view sign = symbol->text;
        if (sign.size() > end || text.substr(end - sign.size(), sign.size()) != sign) continue;
        if (is_ascii_letter(sign.front()) && end > sign.size() && is_word_byte(text[end - sign.size() - 1])) continue;
        if (sign == ":-") continue;
        if (sign.size() == 1 && letters_only(sign) &&
            (end != at || !is_lone_letter_sign(text, at, symbol->code, context)))
            continue;
        if (!best || sign.size() > best->text.size()) best = symbol;
    }
    if (!best) return false;
    hit = {resolved_currency(best->code, context), end - best->text.size(), at};
    return true;
}

bool symbol_after(std::string_view text, std::size_t at, const PriceContext& context, SymbolHit& hit) {
    std::size_t begin = at;
    // "25,-" and "25,– €": the dash stands for no cents.
    if (text.substr(begin, 2) == ",-" || text.substr(begin, 2) == ".-") begin += 2;
    const std::size_t dashed = begin;
    while (begin < text.size() && text[begin] == ' ' && begin - dashed < 2) ++begin;
    const std::string_view rest = text.substr(begin, kLongestSymbol);
    if (rest.size() >= 3 && is_currency_code(rest.substr(0, 3)) && (rest.size() == 3 || !is_word_byte(rest[3]))) {
        hit = {std::string(rest.substr(0, 3)), at, begin + 3};
        return true;
    }
    const CurrencySymbol* best = nullptr;
    for (const CurrencySymbol* symbol = currency_symbols_begin(); symbol != currency_symbols_end(); ++symbol) {
        const std::string_view sign = symbol->text;
        if (rest.substr(0, sign.size()) != sign) continue;
        if (is_word_byte(sign.back()) && static_cast<unsigned char>(sign.back()) < 0xE0 && rest.size() > sign.size() &&
            is_word_byte(rest[sign.size()]))
            if (sign != "€" && sign != "£" && sign != "¥" && sign != "元" && sign != "円") continue;
        if (sign.size() == 1 && letters_only(sign)) continue;  // "12 K", "3 P": units of something else
        if (!best || sign.size() > best->text.size()) best = symbol;
    }
    if (best) {
        hit = {resolved_currency(best->code, context), at, begin + best->text.size()};
        return true;
    }
    if (dashed > at) {
        hit = {{}, at, dashed};
        return true;
    }
    return false;
}

bool follows_with_unit(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] == ' ') ++at;
    // "0,14 € / Stück", "$3/lb": a slash before a word.
    if (at < text.size() && text[at] == '/') {
        std::size_t unit = at + 1;
        while (unit < text.size() && (text[unit] == ' ' || is_digit(text[unit]))) ++unit;
        if (unit < text.size() && is_word_byte(text[unit]) && static_cast<unsigned char>(text[unit]) < 0xE0)
            return true;
    }
    const std::string next = lowered(text.substr(at, 16));
    for (std::string_view word :
         {"/mo",  "/ mo",   "per mo", "/wk", "per w",   "a month", "/month",     "per day", "/kg",   "/ kg",
          "/100", "/ 100",  "/l",     "/ l", "per 100", "je 100",  "pro 100",    "/monat",  "/mois", "/stk",
          "/mes", "al mes", "mtl",    "/oz", "/ft",     "/m²",     "each month", "per kg",  "per l"})
        if (next.compare(0, word.size(), word) == 0) return true;
    return false;
}

}  // namespace

std::vector<FoundPrice> read_prices(std::string_view text, const PriceContext& context, std::size_t limit) {
    std::vector<FoundPrice> found;
    const Plain plain = plain_digits(text.substr(0, 100'000));
    const std::string_view all = plain.text;
    for (std::size_t at = 0; at < all.size() && found.size() < limit;) {
        if (!is_digit(all[at])) {
            ++at;
            continue;
        }
        Number number = number_at(all, at);
        at = number.end;
        if (number.end - number.begin > 20) continue;
        FoundPrice price;
        SymbolHit before, after;
        // ".99" without a whole part
        const bool bare_fraction = number.begin > 0 && all[number.begin - 1] == '.' &&
                                   (number.begin == 1 || !is_digit(all[number.begin - 2])) &&
                                   number.end - number.begin == 2 &&
                                   symbol_before(all, number.begin - 1, context, before);
        const bool has_before = bare_fraction || symbol_before(all, number.begin, context, before);
        std::size_t end = number.end;
        std::size_t after_multiplier = end;
        const int places = multiplier_at(all, end, after_multiplier);
        bool has_after = symbol_after(all, places ? after_multiplier : end, context, after);
        // "Case of 12 $485.68": the sign is that of the next amount.
        if (has_after && all[end] == ' ' && after.end < all.size() && is_digit(all[after.end]) &&
            (all[after.end - 1] == '$' || all.substr(0, after.end).ends_with("£")))
            has_after = false;
        price.begin = has_before ? before.begin : number.begin;
        if (has_after && !(has_before && !before.code.empty())) {
            price.currency = after.code;
            price.end = after.end;
        } else {
            price.end = places ? after_multiplier : end;
        }
        if (has_before) price.currency = before.code;
        const std::string_view digits = all.substr(number.begin, number.end - number.begin);
        // "21€90": the sign in the place of the mark, as French shops write.
        const std::size_t cents = price.end;
        const bool sign_for_mark = has_after && !has_before && !after.code.empty() && after.begin == number.end &&
                                   all[after.end - 1] != ' ' && after.end - after.begin <= 3 &&
                                   cents + 2 <= all.size() && is_digit(all[cents]) && is_digit(all[cents + 1]) &&
                                   (cents + 2 == all.size() || !is_digit(all[cents + 2])) &&
                                   digits.find_first_of(".,") == std::string_view::npos;
        if (sign_for_mark) price.end = cents + 2;
        price.amount = bare_fraction
                           ? "0." + std::string(digits)
                           : normalised(digits, price.currency.empty() ? context.currency : price.currency, false);
        if (places) price.amount = scaled(price.amount, places);
        if (sign_for_mark) price.amount += "." + std::string(all.substr(cents, 2));
        std::size_t next = price.end;
        while (next < all.size() && all[next] == ' ') ++next;
        price.percent = next < all.size() && all[next] == '%';
        price.per_something = follows_with_unit(all, price.end);
        at = std::max(at, price.end);
        price.begin = plain.offsets[price.begin];
        price.end = plain.offsets[std::min(price.end, plain.offsets.size() - 1)];
        found.push_back(std::move(price));
    }
    return found;
}

FoundPrice read_price_value(std::string_view text, const PriceContext& context) {
    const std::string_view value = trimmed(text);
    const bool bare = !value.empty() && std::all_of(value.begin(), value.end(),
                                                    [](char c) { return is_digit(c) || c == '.' || c == ','; });
    if (bare && is_digit(value.front())) {
        FoundPrice price;
        std::string_view digits = value;
        while (!is_digit(digits.back())) digits.remove_suffix(1);
        price.amount = normalised(digits, context.currency, true);
        price.end = text.size();
        return price;
    }
    const std::vector<FoundPrice> prices = read_prices(text, context, 2);
    if (prices.empty()) return {};
    return prices.size() > 1 && prices[0].currency.empty() && !prices[1].currency.empty() ? prices[1] : prices[0];
}

}  // namespace crawler
