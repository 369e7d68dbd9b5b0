#include "crawler/extract/availability.h"

#include "crawler/extract/availability_words.h"
#include "crawler/extract/structured.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

// "Vendido e entregue por Casa Ipanema" says who sells, not that it is sold: the word goes, what else is said stays.
void drop_sold_by(std::string& text) {
    static constexpr std::string_view by[] = {" por", " y enviado", " e entregue", " et expédié", " par ",
                                              " da ", " e spedito", " door",       " af ",        " av ",
                                              " de ", " przez",     " dal"};
    for (const std::string_view sold :
         {"vendido", "venduto", "vendu", "solgt", "verkocht", "vândut", "sprzedane", "såld"})
        if (const std::size_t at = text.find(sold);
            at != std::string::npos && holds_any(std::string_view(text).substr(at), by))
            text.erase(at, sold.size());
}

// "Beschikbaarheid: uitverkocht": the caption holds a word for what is to be had.
void drop_captions(std::string& text) {
    for (const std::string_view caption : {"beschikbaarheid", "verfügbarkeit", "lieferbarkeit", "tillgänglighet",
                                           "tilgjengelighet", "tilgængelighed", "saatavuus"})
        if (const std::size_t at = text.find(caption); at != std::string::npos) text.erase(at, caption.size());
}

}  // namespace

std::string availability_name(std::string_view value) {
    value = trimmed(value);
    if (value.empty()) return {};
    std::string key;
    for (char c : local_name(value))
        if (is_ascii_letter(c)) key += ascii_lower(c);
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"instock", "InStock"},
        {"available", "InStock"},
        {"instoreonly", "InStoreOnly"},
        {"onlineonly", "OnlineOnly"},
        {"limitedavailability", "LimitedAvailability"},
        {"outofstock", "OutOfStock"},
        {"oos", "OutOfStock"},
        {"soldout", "SoldOut"},
        {"discontinued", "Discontinued"},
        {"preorder", "PreOrder"},
        {"presale", "PreSale"},
        {"backorder", "BackOrder"},
        {"availablefororder", "InStock"},
        {"pending", "OutOfStock"},
        {"reserved", "Reserved"},
        {"madetoorder", "MadeToOrder"},
        {"true", "InStock"},
        {"in", "InStock"},
        {"notavailable", "OutOfStock"},
        {"unavailable", "OutOfStock"}};
    for (const auto& [known, name] : kNames)
        if (key == known) return std::string(name);
    return availability_in_text(value);
}

std::string plain_availability(std::string_view name) {
    if (name == "OutOfStock" || name == "SoldOut" || name == "Discontinued" || name == "Reserved") return "OutOfStock";
    return name.empty() ? std::string() : "InStock";
}

std::string availability_in_text(std::string_view line) {
    if (line.size() > 160) return {};
    std::string text = lowered(line);
    drop_captions(text);
    drop_sold_by(text);
    // "SOLD" alone is a label; within a line ("12 sold", "sold by") it says something else.
    std::string_view alone = trimmed(text);
    while (!alone.empty() && (alone.back() == '.' || alone.back() == '!')) alone.remove_suffix(1);
    if (alone == "sold" || alone == "sold item") return "OutOfStock";
    if (holds_any(text, coming_words())) return "PreOrder";
    if (holds_any(text, back_order_words())) return "BackOrder";
    if (holds_any(text, gone_words())) return "OutOfStock";
    if (!holds_any(text, here_words())) return "";
    // "0 units in stock", "In stock: 0"
    const bool none =
        alone.starts_with("0 ") || alone.ends_with(": 0") || alone.ends_with(":0") || alone.ends_with("(0)");
    return none ? "OutOfStock" : "InStock";
}

bool is_buying_word(std::string_view text) {
    if (text.size() > 120) return false;
    const std::string low = lowered(text);
    return holds_any(low, buying_words());
}

bool is_gone_word(std::string_view text) {
    if (text.size() > 120) return false;
    const std::string low = lowered(text);
    return holds_any(low, gone_words());
}

}  // namespace crawler
