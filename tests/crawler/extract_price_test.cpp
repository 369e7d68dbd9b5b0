#include "crawler/extract/price.h"

#include <catch2/catch.hpp>

using namespace crawler;

TEST_CASE("prices read in every notation", "[extract][price]") {
    struct Case {
        const char* text;
        const char* country;
        const char* amount;
        const char* currency;
    };
    const std::vector<Case> cases{
        {"1.234,56 €", "de", "1234.56", "EUR"},
        {"€ 1.234,-", "nl", "1234", "EUR"},
        {"$1,234.56", "us", "1234.56", "USD"},
        {"$1,234", "au", "1234", "AUD"},
        {"US $1,234.56", "", "1234.56", "USD"},
        {"£45", "uk", "45", "GBP"},
        {"\u200E1\u200B299,00 €", "de", "1299.00", "EUR"},
        {"1 299 kr", "se", "1299", "SEK"},
        {"kr 1.299,00", "no", "1299.00", "NOK"},
        {"1\u00A0299,00\u00A0Kč", "cz", "1299.00", "CZK"},
        {"CHF 1'299.50", "ch", "1299.50", "CHF"},
        {"₫1.200.000", "vn", "1200000", "VND"},
        {"1.200.000đ", "vn", "1200000", "VND"},
        {"1.2tr", "vn", "1200000", ""},
        {"1,5 triệu đồng", "vn", "1500000", "VND"},
        {"Rs 12 lakh", "in", "1200000", "INR"},
        {"₹12,34,567", "in", "1234567", "INR"},
        {"Rs. 4,500", "pk", "4500", "PKR"},
        {"¥12,000", "jp", "12000", "JPY"},
        {"¥350", "cn", "350", "CNY"},
        {"3.5万円", "jp", "35000", "JPY"},
        {"12,500円", "jp", "12500", "JPY"},
        {"NT$1,280", "tw", "1280", "TWD"},
        {"Rp 1.500.000", "id", "1500000", "IDR"},
        {"Rp 15 juta", "id", "15000000", "IDR"},
        {"RM 49.90", "my", "49.90", "MYR"},
        {"฿1,990", "th", "1990", "THB"},
        {"1 990 руб.", "ru", "1990", "RUB"},
        {"1990₽", "ru", "1990", "RUB"},
        {"1 250 грн", "ua", "1250", "UAH"},
        {"R$ 1.299,90", "br", "1299.90", "BRL"},
        {"R1,150.00", "za", "1150.00", "ZAR"},
        {"149,99 zł", "pl", "149.99", "PLN"},
        {"12 990 Ft", "hu", "12990", "HUF"},
        {"₩35,000", "kr", "35000", "KRW"},
        {"35,000원", "kr", "35000", "KRW"},
        {"KSh 2,500", "ke", "2500", "KES"},
        {"₦150,000", "ng", "150000", "NGN"},
        {"AED 1,299", "ae", "1299", "AED"},
        {"1.299 TL", "tr", "1299", "TRY"},
        {"KD 12.500", "kw", "12.50", "KWD"},
        {"１２，５００円", "jp", "12500", "JPY"},
        {"٢٥٠ ريال", "sa", "250", "SAR"},
        {"Price: 19.99 USD", "", "19.99", "USD"},
        {"$.99", "us", "0.99", "USD"},
    };
    for (const Case& each : cases) {
        INFO(each.text);
        const auto found = read_prices(each.text, {each.country, ""});
        REQUIRE(!found.empty());
        CHECK(found[0].amount == each.amount);
        CHECK(found[0].currency == each.currency);
    }
}

TEST_CASE("structured prices read exactly", "[extract][price]") {
    CHECK(read_price_value("1299.0", {}).amount == "1299.00");
    CHECK(read_price_value("19.9900", {}).amount == "19.99");
    CHECK(read_price_value("1,299.00", {}).amount == "1299.00");
    CHECK(read_price_value("12.500", {"", "USD"}).amount == "12.50");
    CHECK(read_price_value("1.200.000", {"vn", "VND"}).amount == "1200000");
    CHECK(read_price_value("45000", {}).amount == "45000");
    CHECK(read_price_value("EUR 12,50", {}).amount == "12.50");
    CHECK(read_price_value("free", {}).amount.empty());
    CHECK(read_price_value("", {}).amount.empty());
}

TEST_CASE("percentages and unit prices are marked as such", "[extract][price]") {
    CHECK(read_prices("save 20 %", {})[0].percent);
    CHECK(read_prices("$5.99 / kg", {})[0].per_something);
    CHECK_FALSE(read_prices("$5.99", {})[0].per_something);
}

TEST_CASE("hostile numbers cost no more than their length", "[extract][price]") {
    CHECK(read_prices(std::string(200'000, '1'), {}).empty());
    std::string groups;
    for (int i = 0; i < 20'000; ++i) groups += "1.";
    read_prices(groups, {});
    CHECK(read_prices(std::string(5'000, '$'), {}).empty());
}
