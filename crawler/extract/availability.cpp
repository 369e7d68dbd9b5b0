#include "crawler/extract/availability.h"

#include <algorithm>
#include <initializer_list>

#include "crawler/extract/structured.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

using Words = std::initializer_list<std::string_view>;

bool contains_any(std::string_view text, const Words& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Lower case; checked before the good news, as "not in stock" holds "in stock".
const Words kGone = {
    "out of stock", "out-of-stock", "sold out", "soldout", "currently unavailable", "not available", "no longer available",
    "temporarily unavailable", "unavailable", "not in stock", "no stock", "discontinued", "this item has sold",
    "item is sold", "back soon", "notify me when", "email me when", "notify when",
    "ausverkauft", "nicht vorrätig", "nicht verfügbar", "nicht auf lager", "nicht lieferbar", "vergriffen",
    "derzeit nicht", "momentan nicht", "verkauft",
    "rupture", "épuisé", "indisponible", "en rupture", "victime de son succès", "plus disponible", "non disponible",
    "agotado", "sin existencias", "no disponible", "sin stock", "fuera de stock",
    "esgotado", "indisponível", "sem estoque", "sem stock", "fora de estoque",
    "esaurito", "non disponibile", "terminato",
    "uitverkocht", "niet op voorraad", "niet leverbaar", "niet beschikbaar",
    "slutsåld", "slut i lager", "ej i lager", "udsolgt", "ikke på lager", "utsolgt", "loppuunmyyty", "ei varastossa",
    "niedostępny", "brak w magazynie", "wyprzedane", "produkt niedostępny", "vyprodáno", "není skladem", "nedostupné",
    "vypredané", "elfogyott", "nincs raktáron", "stoc epuizat", "indisponibil", "nu este in stoc", "изчерпан",
    "нет в наличии", "распродано", "закончился", "нет на складе", "немає в наявності", "продано",
    "εξαντλ", "μη διαθέσιμο", "stokta yok", "tükendi", "tukendi", "אזל", "לא במלאי", "غير متوفر", "نفذ", "نفدت", "ناموجود",
    "hết hàng", "tạm hết", "đã bán", "สินค้าหมด", "หมดชั่วคราว", "habis", "stok kosong", "terjual",
    "在庫なし", "在庫切れ", "売り切れ", "売切", "完売", "品切れ", "缺货", "缺貨", "售罄", "售完", "已售出", "无货", "품절", "일시품절",
    "rasprodano", "nema na zalihi", "ni na zalogi", "out of print"};

const Words kHere = {
    "in stock", "instock", "in-stock", "available now", "available for", "ready to ship", "ships in", "ships within",
    "usually ships", "left in stock", "items left", "only left", "available to order", "available online",
    "availability: available", "availability: in",
    "auf lager", "vorrätig", "sofort lieferbar", "lieferbar", "sofort verfügbar", "am lager", "lagernd", "verfügbar",
    "en stock", "disponible", "expédié sous", "disponibile", "in magazzino", "pronta consegna",
    "en existencia", "hay existencias", "em estoque", "em stock", "disponível", "em armazém",
    "op voorraad", "leverbaar", "voorradig", "i lager", "på lager", "finns i lager", "varastossa", "saatavilla",
    "dostępny", "w magazynie", "na stanie", "na magazynie", "skladem", "na sklade", "raktáron", "készleten", "în stoc",
    "in stoc", "в наличии", "есть на складе", "в наявності", "є в наявності", "налично", "в наличност", "на склад",
    "σε απόθεμα", "διαθέσιμο", "άμεσα διαθέσιμο", "stokta", "stokta var", "במלאי", "متوفر", "متوفرة", "موجود",
    "còn hàng", "มีสินค้า", "พร้อมส่ง", "tersedia", "ready stock", "在庫あり", "有货", "有貨", "现货", "現貨", "庫存", "재고 있음",
    "na zalihi", "na zalogi", "noliktavā", "yra sandėlyje", "laos", "á lager"};

const Words kComing = {"pre-order", "preorder", "pre order", "vorbestell", "précommande", "reserva ya", "予約", "预购",
                       "предзаказ", "preventa", "pré-venda", "forudbestil", "förhandsbeställ"};
const Words kBackOrder = {"backorder", "back-order", "back order", "available on order", "special order"};

const Words kBuying = {
    "add to cart", "add to basket", "add to bag", "add to trolley", "add to shopping", "buy now", "buy it now", "add item",
    "place bid", "add to order", "add to my bag", "add to tote", "purchase now", "shop now on", "order now", "ship it",
    "in den warenkorb", "in den einkaufswagen", "zum warenkorb", "jetzt kaufen", "in warenkorb", "warenkorb legen",
    "ajouter au panier", "acheter", "ajouter à mon panier", "ajouter au caddie", "añadir al carrito", "agregar al carrito",
    "añadir a la cesta", "añadir a la bolsa", "comprar", "adicionar ao carrinho", "adicionar à sacola", "añadir a mi",
    "aggiungi al carrello", "acquista", "nel carrello", "in winkelwagen", "in winkelmand", "toevoegen aan", "in mijn winkel",
    "bestellen", "lägg i varukorg", "lägg i kundvagn", "köp", "lägg i korg", "læg i kurv", "tilføj til kurv", "føj til kurv",
    "køb", "legg i handlekurv", "kjøp", "lisää ostoskoriin", "osta", "dodaj do koszyka", "do koszyka", "kup teraz",
    "do košíku", "vložit do košíku", "koupit", "do košíka", "kosárba", "kosárhoz", "adaugă în coș", "adauga in cos",
    "adaugă în co", "cumpără", "добави в количка", "купи", "в корзину", "купить", "в кошик", "купити", "στο καλάθι",
    "προσθήκη στο", "αγορά", "sepete ekle", "satın al", "הוסף לסל", "הוספה לסל", "أضف إلى", "اضف إلى", "إضافة إلى",
    "اشتر", "افزودن به سبد", "thêm vào giỏ", "mua ngay", "หยิบใส่", "เพิ่มลงใน", "ซื้อเลย", "ใส่ตะกร้า", "ใส่รถเข็น", "tambah ke",
    "beli sekarang", "masukkan keranjang", "tambahkan ke", "カートに入れる", "カートへ", "カゴに", "かごに", "買い物かご", "加入购物车", "加入購物車",
    "立即购买", "立即購買", "放入购物车", "장바구니", "구매하기", "바로구매", "dodaj u košaricu", "dodaj u korpu", "v košarico", "lisa korvi",
    "į krepšelį", "pievienot grozam", "add to quote", "add to wishbasket"};

}  // namespace

std::string availability_name(std::string_view value) {
    value = trimmed(value);
    if (value.empty()) return {};
    std::string key;
    for (char c : local_name(value))
        if (is_ascii_letter(c)) key += ascii_lower(c);
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"instock", "InStock"},           {"available", "InStock"},
        {"instoreonly", "InStoreOnly"},   {"onlineonly", "OnlineOnly"},
        {"limitedavailability", "LimitedAvailability"}, {"outofstock", "OutOfStock"},
        {"oos", "OutOfStock"},            {"soldout", "SoldOut"},
        {"discontinued", "Discontinued"}, {"preorder", "PreOrder"},
        {"presale", "PreSale"},           {"backorder", "BackOrder"},
        {"availablefororder", "InStock"}, {"pending", "OutOfStock"},
        {"reserved", "Reserved"},         {"madetoorder", "MadeToOrder"},
        {"true", "InStock"},              {"in", "InStock"},
        {"notavailable", "OutOfStock"},   {"unavailable", "OutOfStock"}};
    for (const auto& [known, name] : kNames)
        if (key == known) return std::string(name);
    return availability_in_text(value);
}

std::string availability_in_text(std::string_view line) {
    if (line.size() > 160) return {};
    const std::string text = lowered(line);
    if (contains_any(text, kComing)) return "PreOrder";
    if (contains_any(text, kBackOrder)) return "BackOrder";
    if (contains_any(text, kGone)) return "OutOfStock";
    return contains_any(text, kHere) ? "InStock" : "";
}

bool is_buying_word(std::string_view text) {
    if (text.size() > 120) return false;
    const std::string low = lowered(text);
    return contains_any(low, kBuying);
}

bool is_gone_word(std::string_view text) {
    if (text.size() > 120) return false;
    const std::string low = lowered(text);
    return contains_any(low, kGone);
}

}  // namespace crawler
