// Which currency a symbol means, and which a country uses.
#include <algorithm>

#include "crawler/extract/currency.h"
#include "crawler/extract/price.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

struct CountryCurrency {
    std::string_view country, currency;
};

constexpr CountryCurrency kCountries[] = {
    {"ae", "AED"}, {"ar", "ARS"}, {"at", "EUR"}, {"au", "AUD"}, {"bd", "BDT"}, {"be", "EUR"}, {"bg", "BGN"},
    {"bh", "BHD"}, {"bo", "BOB"}, {"br", "BRL"}, {"by", "BYN"}, {"ca", "CAD"}, {"ch", "CHF"}, {"ci", "XOF"},
    {"cl", "CLP"}, {"cm", "XAF"}, {"cn", "CNY"}, {"co", "COP"}, {"cr", "CRC"}, {"cy", "EUR"}, {"cz", "CZK"},
    {"de", "EUR"}, {"dk", "DKK"}, {"do", "DOP"}, {"dz", "DZD"}, {"ec", "USD"}, {"ee", "EUR"}, {"eg", "EGP"},
    {"es", "EUR"}, {"et", "ETB"}, {"eu", "EUR"}, {"fi", "EUR"}, {"fr", "EUR"}, {"gb", "GBP"}, {"ge", "GEL"},
    {"gh", "GHS"}, {"gr", "EUR"}, {"gt", "GTQ"}, {"hk", "HKD"}, {"hr", "EUR"}, {"hu", "HUF"}, {"id", "IDR"},
    {"ie", "EUR"}, {"il", "ILS"}, {"in", "INR"}, {"iq", "IQD"}, {"ir", "IRR"}, {"is", "ISK"}, {"it", "EUR"},
    {"jo", "JOD"}, {"jp", "JPY"}, {"ke", "KES"}, {"kh", "KHR"}, {"kr", "KRW"}, {"kw", "KWD"}, {"kz", "KZT"},
    {"la", "LAK"}, {"lb", "LBP"}, {"lk", "LKR"}, {"lt", "EUR"}, {"lu", "EUR"}, {"lv", "EUR"}, {"ma", "MAD"},
    {"md", "MDL"}, {"mg", "MGA"}, {"mm", "MMK"}, {"mt", "EUR"}, {"mx", "MXN"}, {"my", "MYR"}, {"mz", "MZN"},
    {"na", "NAD"}, {"ng", "NGN"}, {"nl", "EUR"}, {"no", "NOK"}, {"np", "NPR"}, {"nz", "NZD"}, {"om", "OMR"},
    {"pe", "PEN"}, {"ph", "PHP"}, {"pk", "PKR"}, {"pl", "PLN"}, {"pt", "EUR"}, {"py", "PYG"}, {"qa", "QAR"},
    {"ro", "RON"}, {"rs", "RSD"}, {"ru", "RUB"}, {"sa", "SAR"}, {"se", "SEK"}, {"sg", "SGD"}, {"si", "EUR"},
    {"sk", "EUR"}, {"sn", "XOF"}, {"th", "THB"}, {"tn", "TND"}, {"tr", "TRY"}, {"tw", "TWD"}, {"tz", "TZS"},
    {"ua", "UAH"}, {"ug", "UGX"}, {"uk", "GBP"}, {"us", "USD"}, {"uy", "UYU"}, {"uz", "UZS"}, {"ve", "VES"},
    {"vn", "VND"}, {"za", "ZAR"}, {"zm", "ZMW"}, {"zw", "ZWL"},
};

// `code` "$", "kr", "¥", "Rs", "£", "元" are resolved by the market. A symbol made of letters must stand alone.
constexpr CurrencySymbol kSymbols[] = {
    {"HK$", "HKD"},    {"NT$", "TWD"},  {"US$", "USD"},   {"AU$", "AUD"},   {"CA$", "CAD"},   {"NZ$", "NZD"},
    {"MX$", "MXN"},    {"SG$", "SGD"},  {"R$", "BRL"},    {"A$", "AUD"},    {"C$", "CAD"},    {"S$", "SGD"},
    {"U$S", "USD"},    {"U$D", "USD"},  {"RD$", "DOP"},   {"CLP$", "CLP"},  {"COP$", "COP"},  {"B/.", "PAB"},
    {"S/.", "PEN"},    {"S/", "PEN"},   {"$b", "BOB"},    {"Bs.", "VES"},   {"$U", "UYU"},    {"€", "EUR"},
    {"£", "£"},        {"¥", "¥"},      {"￥", "¥"},      {"$", "$"},       {"＄", "$"},      {"₫", "VND"},
    {"đ", "VND"},      {"Đ", "VND"},    {"vnđ", "VND"},   {"VNĐ", "VND"},   {"đồng", "VND"},  {"₹", "INR"},
    {"₨", "Rs"},       {"रु", "INR"},    {"Rs.", "Rs"},    {"Rs", "Rs"},     {"RS", "Rs"},     {"฿", "THB"},
    {"บาท", "THB"},    {"₩", "KRW"},    {"￦", "KRW"},    {"원", "KRW"},    {"円", "JPY"},    {"元", "元"},
    {"人民币", "CNY"}, {"RMB", "CNY"},  {"圓", "TWD"},    {"₽", "RUB"},   {"руб.", "RUB"},  {"руб", "RUB"},
    {"рублей", "RUB"}, {"р.", "RUB"},   {"₴", "UAH"},     {"грн.", "UAH"},  {"грн", "UAH"},   {"₺", "TRY"},
    {"TL", "TRY"},     {"₪", "ILS"},    {"ש\"ח", "ILS"},  {"₱", "PHP"},     {"₦", "NGN"},     {"₵", "GHS"},
    {"₡", "CRC"},      {"₲", "PYG"},    {"₸", "KZT"},     {"тг", "KZT"},    {"тенге", "KZT"}, {"₾", "GEL"},
    {"৳", "BDT"},      {"৳.", "BDT"},   {"Tk", "BDT"},    {"៛", "KHR"},     {"₭", "LAK"},     {"₼", "AZN"},
    {"֏", "AMD"},      {"﷼", "IRR"},    {"تومان", "IRT"}, {"ريال", "SAR"},  {"ر.س", "SAR"},   {"د.إ", "AED"},
    {"درهم", "AED"},   {"ج.م", "EGP"},  {"جنيه", "EGP"},  {"د.ك", "KWD"},   {"kr.", "kr"},    {"kr", "kr"},
    {"Kr", "kr"},      {"KR", "kr"},    {":-", "kr"},     {"zł", "PLN"},    {"zl", "PLN"},    {"ZŁ", "PLN"},
    {"Kč", "CZK"},     {"KČ", "CZK"},   {"Kc", "CZK"},    {"Ft", "HUF"},    {"Ft.", "HUF"},   {"lei", "RON"},
    {"Lei", "RON"},    {"LEI", "RON"},  {"лв.", "BGN"},   {"лв", "BGN"},    {"дин", "RSD"},   {"din.", "RSD"},
    {"RSD", "RSD"},    {"kn", "HRK"},   {"Fr.", "CHF"},   {"SFr.", "CHF"},  {"sFr.", "CHF"},  {"RM", "MYR"},
    {"Rp.", "IDR"},    {"Rp", "IDR"},   {"rp", "IDR"},    {"KSh", "KES"},   {"Ksh", "KES"},   {"KSH", "KES"},
    {"TSh", "TZS"},    {"Tsh", "TZS"},  {"USh", "UGX"},   {"UGX", "UGX"},   {"GH¢", "GHS"},   {"GH₵", "GHS"},
    {"FCFA", "XAF"},   {"CFA", "XAF"},  {"Dh", "MAD"},    {"DH", "MAD"},    {"Dhs", "AED"},   {"MAD", "MAD"},
    {"DA", "DZD"},     {"DT", "TND"},   {"KD", "KWD"},    {"R", "ZAR"},     {"Ar", "MGA"},    {"MOP$", "MOP"},
    {"Euro", "EUR"},   {"euro", "EUR"}, {"euros", "EUR"}, {"Euros", "EUR"}, {"EURO", "EUR"},  {"dollars", "$"},
    {"USDT", "USDT"},  {"сом", "KGS"},  {"сўм", "UZS"},   {"сум", "UZS"},   {"so'm", "UZS"},  {"P", "PHP"},
    {"Php", "PHP"},    {"N", "NGN"},    {"K", "ZMW"},
};

constexpr std::string_view kCodes =
    " AED AFN ALL AMD ANG AOA ARS AUD AZN BAM BDT BGN BHD BND BOB BRL BTN BWP BYN CAD CDF CHF CLP CNY COP CRC CUP CZK "
    "DKK DOP DZD EGP ETB EUR FJD GBP GEL GHS GMD GNF GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
    "KHR KRW KWD KZT LAK LBP LKR LYD MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
    "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SCR SDG SEK SGD SOS SYP THB TND TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VES VND VUV XAF XOF XPF YER ZAR ZMW ZWL ";

}  // namespace

const CurrencySymbol* currency_symbols_begin() { return std::begin(kSymbols); }
const CurrencySymbol* currency_symbols_end() { return std::end(kSymbols); }

bool is_currency_code(std::string_view code) {
    return code.size() == 3 && code.find(' ') == std::string_view::npos &&
           kCodes.find(std::string(" ") + std::string(code) + " ") != std::string_view::npos;
}

std::string_view currency_of_country(std::string_view country) {
    const auto* hit =
        std::lower_bound(std::begin(kCountries), std::end(kCountries), country,
                         [](const CountryCurrency& known, std::string_view c) { return known.country < c; });
    return hit != std::end(kCountries) && hit->country == country ? hit->currency : std::string_view();
}

std::string resolved_currency(std::string_view code, const PriceContext& context) {
    const std::string_view local = context.currency.empty() ? currency_of_country(context.country) : context.currency;
    const auto is_one_of = [&](std::initializer_list<std::string_view> codes) {
        return std::find(codes.begin(), codes.end(), local) != codes.end();
    };
    if (code == "$") {
        if (is_one_of({"AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "FJD", "JMD",
                       "BND", "NAD", "TTD", "MOP"}))
            return std::string(local);
        return "USD";
    }
    if (code == "kr") return is_one_of({"SEK", "NOK", "DKK", "ISK"}) ? std::string(local) : "SEK";
    if (code == "¥") return is_one_of({"CNY", "TWD"}) ? std::string(local) : "JPY";
    if (code == "元") return is_one_of({"TWD", "HKD", "MOP"}) ? std::string(local) : "CNY";
    if (code == "Rs") return is_one_of({"PKR", "LKR", "NPR", "MUR", "SCR"}) ? std::string(local) : "INR";
    if (code == "£") return is_one_of({"EGP", "LBP", "SDG", "SYP"}) ? std::string(local) : "GBP";
    return std::string(code);
}

std::string currency_code(std::string_view text, const PriceContext& context) {
    text = trimmed(text);
    if (text.size() == 3) {
        std::string upper(text);
        for (char& c : upper)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 0x20);
        if (is_currency_code(upper)) return upper;
    }
    for (const CurrencySymbol& symbol : kSymbols)
        if (symbol.text == text) return resolved_currency(symbol.code, context);
    return {};
}

std::string country_of(std::string_view url, std::string_view language) {
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos) {
        std::string_view host = url.substr(scheme + 3);
        host = host.substr(0, host.find_first_of(":/?#"));
        const auto dot = host.rfind('.');
        const std::string last =
            ascii_lowered(dot == std::string_view::npos ? std::string_view() : host.substr(dot + 1));
        // Two-letter domains sold to everyone say nothing about the market.
        if (last.size() == 2 && last != "co" && last != "io" && last != "me" && last != "tv" && last != "eu" &&
            last != "cc" && last != "to" && last != "la" && !currency_of_country(last).empty())
            return last;
    }
    const auto dash = language.find_first_of("-_");
    if (dash != std::string_view::npos) {
        const std::string region = ascii_lowered(language.substr(dash + 1, 2));
        if (!currency_of_country(region).empty() && language.size() == dash + 3) return region;
    }
    static constexpr std::pair<std::string_view, std::string_view> kLanguages[] = {
        {"vi", "vn"}, {"th", "th"}, {"ja", "jp"}, {"ko", "kr"}, {"sv", "se"}, {"da", "dk"}, {"nb", "no"},
        {"no", "no"}, {"pl", "pl"}, {"cs", "cz"}, {"hu", "hu"}, {"ro", "ro"}, {"bg", "bg"}, {"tr", "tr"},
        {"id", "id"}, {"zh", "cn"}, {"he", "il"}, {"uk", "ua"}, {"ru", "ru"}, {"hi", "in"}, {"is", "is"}};
    for (const auto& [tag, country] : kLanguages)
        if (equals_ignoring_case(language.substr(0, 2), tag) && (language.size() == 2 || dash == 2))
            return std::string(country);
    return {};
}

}  // namespace crawler
