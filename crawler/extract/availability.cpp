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

// "Beschikbaarheid: uitverkocht": the caption holds a word for what is to be had; "finance available on orders over
// £500" speaks of no back order, "los más vendidos" of no sale.
void drop_captions(std::string& text) {
    for (const std::string_view caption :
         {"beschikbaarheid", "verfügbarkeit", "lieferbarkeit", "tillgänglighet", "tilgjengelighet", "tilgængelighed",
          "saatavuus", "available on orders", "más vendid", "mais vendid", "più vendut", "plus vendu", "meistverkauft",
          "meest verkocht", "best verkocht", "mest såld", "mest solgt"})
        if (const std::size_t at = text.find(caption); at != std::string::npos) text.erase(at, caption.size());
}

// "Only 3 left" holds "only left".
std::string without_figures(std::string_view text) {
    std::string words(text);
    return std::erase_if(words, is_digit) > 0 ? collapsed(words) : std::string();
}

// No orders are taken, whatever else is said of what is on its way.
constexpr std::string_view kClosed[] = {"not available to order",
                                        "cannot be ordered",
                                        "can't be ordered",
                                        "no longer be ordered",
                                        "not orderable",
                                        "have sold through",
                                        "has sold through",
                                        "sold through until",
                                        "nicht bestellbar",
                                        "kann nicht bestellt werden",
                                        "non commandable",
                                        "ne peut être command",
                                        "ne peut plus être command",
                                        "no se puede pedir",
                                        "no se puede comprar",
                                        "não pode ser encomendad",
                                        "não disponível para compra",
                                        "non ordinabile",
                                        "non acquistabile",
                                        "niet te bestellen",
                                        "niet bestelbaar",
                                        "nie można zamówić",
                                        "nelze objednat",
                                        "нельзя заказать",
                                        "недоступен для заказа",
                                        "не можна замовити",
                                        "nu poate fi comandat",
                                        "nem rendelhető",
                                        "kan inte beställas",
                                        "kan ikke bestilles",
                                        "ei tilattavissa",
                                        "sipariş edilemez",
                                        "注文できません",
                                        "注文不可",
                                        "无法订购",
                                        "無法訂購",
                                        "주문 불가"};

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
    if (holds_any(text, kClosed)) return "OutOfStock";
    if (holds_any(text, coming_words())) return "PreOrder";
    if (holds_any(text, back_order_words())) return "BackOrder";
    if (holds_any(text, gone_words())) return "OutOfStock";
    if (!holds_any(text, here_words()) && !holds_any(without_figures(text), here_words())) return "";
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
    const std::string low = lowered(trimmed(text));
    return low.starts_with("notify me") || holds_any(low, gone_words());
}

}  // namespace crawler
