#include "crawler/extract/item_labels.h"

#include <array>
#include <vector>

#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr ItemLabel kLabels[] = {
    // codes that are none of the item's: of customs, of a discount, of a place
    {"hsn code", 0},
    {"hsn", 0},
    {"hs code", 0},
    {"tariff code", 0},
    {"customs code", 0},
    {"commodity code", 0},
    {"promo code", 0},
    {"promotion code", 0},
    {"coupon code", 0},
    {"discount code", 0},
    {"voucher code", 0},
    {"with code", 0},
    {"use code", 0},
    {"code promo", 0},
    {"código promocional", 0},
    {"código de descuento", 0},
    {"codice sconto", 0},
    {"kod rabatowy", 0},
    {"промокод", 0},
    {"zip code", 0},
    {"postal code", 0},
    {"code postal", 0},
    {"código postal", 0},
    {"color code", 0},
    {"colour code", 0},
    {"country code", 0},
    {"date code", 0},
    {"material code", 0},
    {"sku code", 5},
    {"sku number", 5},
    {"sku id", 5},
    {"sku", 5},
    {"item sku", 5},
    {"product sku", 5},
    {"item number", 4},
    {"item no", 4},
    {"item #", 4},
    {"item#", 4},
    {"item code", 4},
    {"item id", 4},
    {"product code", 4},
    {"product number", 4},
    {"product no", 4},
    {"product #", 4},
    {"product id", 4},
    {"prod. code", 4},
    {"product ref", 4},
    {"article number", 4},
    {"article no", 4},
    {"article code", 4},
    {"stock code", 4},
    {"stock number", 4},
    {"stock no", 4},
    {"stock #", 4},
    {"stock id", 4},
    {"catalog number", 4},
    {"catalogue number", 4},
    {"catalog #", 4},
    {"catalog no", 4},
    {"cat. no", 4},
    {"cat no", 4},
    {"web id", 4},
    {"inventory #", 4},
    {"inventory number", 4},
    {"inventory no", 4},
    {"inv. no", 4},
    {"digi-key part number", 4},
    {"mouser no", 4},
    {"mouser #", 4},
    {"our part number", 4},
    {"asin", 4},
    {"numer oferty", 4},
    {"nr oferty", 4},
    {"número do anúncio", 4},
    {"anúncio #", 4},
    {"bh #", 4},
    {"b&h #", 4},
    {"i/n", 4},
    {"supc", 4},
    {"catalog no.", 4},
    {"catalogue no", 4},
    {"internet #", 4},
    {"stock ref", 4},
    {"our ref", 3},
    {"product sku #", 5},
    {"code", 3},
    {"order number", 4},
    {"order no", 4},
    {"order code", 4},
    {"artikelnummer", 4},
    {"artikel-nummer", 4},
    {"artikel nummer", 4},
    {"artikel-nr", 4},
    {"artikelnr", 4},
    {"artikel nr", 4},
    {"artikelcode", 4},
    {"art.-nr", 4},
    {"art.nr", 4},
    {"art. nr", 4},
    {"art-nr", 4},
    {"art nr", 4},
    {"artnr", 4},
    {"art.no", 4},
    {"art. no", 4},
    {"art no", 4},
    {"bestellnummer", 4},
    {"bestell-nr", 4},
    {"bestellnr", 4},
    {"best.-nr", 4},
    {"produktnummer", 4},
    {"produkt-nr", 4},
    {"produktnr", 4},
    {"produktcode", 4},
    {"produktkod", 4},
    {"produkt-id", 4},
    {"productcode", 4},
    {"productnummer", 4},
    {"référence", 4},
    {"reference", 4},
    {"réf", 4},
    {"ref", 3},
    {"code article", 4},
    {"code produit", 4},
    {"referencia", 4},
    {"código de producto", 4},
    {"código artículo", 4},
    {"código de artículo", 4},
    {"cód. artículo", 4},
    {"código", 3},
    {"codigo", 3},
    {"cód", 3},
    {"cod. producto", 4},
    {"referência", 4},
    {"código do produto", 4},
    {"cód. do produto", 4},
    {"codice prodotto", 4},
    {"codice articolo", 4},
    {"codice", 4},
    {"cod. art", 4},
    {"cod. prodotto", 4},
    {"cod", 3},
    {"riferimento", 4},
    {"articolo", 3},
    {"varenummer", 4},
    {"varenr", 4},
    {"vare nr", 4},
    {"varunummer", 4},
    {"tuotenumero", 4},
    {"tuotekoodi", 4},
    {"tuotenro", 4},
    {"kod produktu", 4},
    {"kod towaru", 4},
    {"symbol", 3},
    {"nr katalogowy", 4},
    {"numer katalogowy", 4},
    {"indeks", 4},
    {"kód produktu", 4},
    {"kód zboží", 4},
    {"katalogové číslo", 4},
    {"číslo produktu", 4},
    {"kód tovaru", 4},
    {"kód", 4},
    {"cikkszám", 4},
    {"cod produs", 4},
    {"cod articol", 4},
    {"артикул", 4},
    {"код товара", 4},
    {"код товару", 4},
    {"арт.", 4},
    {"код продукта", 4},
    {"код на продукта", 4},
    {"код", 3},
    {"κωδικός προϊόντος", 4},
    {"κωδικός", 4},
    {"ürün kodu", 4},
    {"stok kodu", 4},
    {"מק\"ט", 4},
    {"رمز المنتج", 4},
    {"mã sản phẩm", 4},
    {"mã sp", 4},
    {"mã hàng", 4},
    {"รหัสสินค้า", 4},
    {"kode produk", 4},
    {"kode barang", 4},
    {"商品番号", 4},
    {"商品コード", 4},
    {"品番", 4},
    {"型番", 3},
    {"货号", 4},
    {"貨號", 4},
    {"商品编号", 4},
    {"商品編號", 4},
    {"商品编码", 4},
    {"상품코드", 4},
    {"상품번호", 4},
    {"품번", 4},
    {"tootekood", 4},
    {"prekės kodas", 4},
    {"preces kods", 4},
    {"šifra", 4},
    {"sifra", 4},
    {"style number", 3},
    {"style no", 3},
    {"style #", 3},
    {"style code", 3},
    {"style", 2},
    {"модель", 2},  // of the shop software most used in Russia: its item number
    {"part number", 2},
    {"part no", 2},
    {"part #", 2},
    {"model number", 1},
    {"model no", 1},
    {"model #", 1},
    {"model", 2},
    {"modell", 2},
    {"modelo", 2},
    {"modèle", 2},
    {"mpn", 1},
    {"internet #", 2},
    {"store sku", 5},
    {"store sku #", 5},
    {"auction id", 3},
    {"オークションid", 3},
    {"listing id", 3},
    {"ad id", 3},
    {"ad number", 3},
    {"anzeigennummer", 3},
    {"anzeigen-id", 3},
    {"annonce n", 3},
    {"isbn", 1},
    {"isbn-13", 1},
    {"ean", 1},
    {"upc", 1},
    {"gtin", 1},
    {"商品貨號", 4},
    {"管理番号", 4},
    {"제품번호", 4},
    {"rif", 3},
    {"best.nr", 4},
    {"bestnr", 4},
    {"artikel", 2},
    {"article", 2},
    {"dpci", 5},
    {"item", 2},
    {"mfr #", 1},
    {"mfr part #", 1},
    {"manufacturer part number", 1},
    {"manufacturer product number", 1},
    {"stock", 1},
    {"sku no", 5},
    {"product sku", 5},
    {"id sản phẩm", 4},
    {"id produto", 4},
    {"id", 1},
    {"lot", 2},
    {"lot number", 3},
    {"katalog-nr", 4},
    {"kat. nr", 4},
    {"viitenumero", 4},
    {"reference number", 4},
    {"reference no", 4},
    {"ref. no", 4},
    {"ref no", 4},
    {"product reference", 4},
    {"商品id", 4},
    {"货品编号", 4},
    {"产品编号", 4},
    {"产品型号", 2},
    {"型号", 2},
    {"모델명", 2},
};

// By first byte: a text is tried at each of its words.
const std::vector<const ItemLabel*>& labels_beginning_with(char first) {
    static const auto by_first = [] {
        std::array<std::vector<const ItemLabel*>, 256> sorted;
        for (const ItemLabel& label : kLabels) sorted[static_cast<unsigned char>(label.text[0])].push_back(&label);
        return sorted;
    }();
    return by_first[static_cast<unsigned char>(first)];
}

constexpr std::string_view kMakers[] = {
    "manufacturer",  "mfr",         "mfg",         "maker",      "oem",        "oe ",        "supplier",   "vendor",
    "original part", "legacy",      "your ",       "cross ref",  "cross-ref",  "herst",      "lieferant",  "fabricant",
    "constructeur",  "fournisseur", "d'origine",   "fabricante", "proveedor",  "fornecedor", "produttore", "fornitore",
    "costruttore",   "fabrikant",   "leverancier", "producent",  "dostawc",    "výrobc",     "dodavatel",  "произв",
    "поставщ",       "оригинал",    "виробник",    "постачальн", "gyártó",     "beszállító", "producător", "furnizor",
    "tillverkar",    "leverantör",  "leverandør",  "valmistaja", "toimittaja", "üretici",    "tedarikçi",  "メーカ",
    "厂家",          "厂商",        "廠商",        "제조사"};

}  // namespace

bool names_maker(std::string_view before) {
    // "Manufacturer: Delmont | SKU: 1180": what ends before the label is said of something else.
    if (const auto end = before.find_last_of(":|,;"); end != std::string_view::npos) before.remove_prefix(end + 1);
    return !before.empty() && holds_any(before, kMakers);
}

const ItemLabel* label_of(std::string_view low, std::string_view text, std::string_view& rest, bool& separated) {
    if (low.empty()) return nullptr;
    const ItemLabel* best = nullptr;
    for (const ItemLabel* label : labels_beginning_with(low[0])) {
        const std::size_t length = label->text.size();
        if (low.substr(0, length) != label->text || (best && length <= best->text.size())) continue;
        if (is_ascii_letter(label->text.back()) && low.size() > length && is_ascii_letter(low[length])) continue;
        best = label;
    }
    if (!best) return nullptr;
    std::size_t at = best->text.size();
    constexpr std::size_t kAbbreviation = 5;  // bytes: "ref. RH4471B"
    separated = best->text.back() == '#' || (text.substr(at, 1) == "." && at <= kAbbreviation);
    while (at < text.size() && (is_space(text[at]) || text[at] == ':' || text[at] == '#' || text[at] == '.' ||
                                text[at] == '-' || text[at] == '=' || text[at] == '/' || text.substr(at, 2) == "°" ||
                                text.substr(at, 3) == "：" || text.substr(at, 3) == "№" || text.substr(at, 2) == "º")) {
        if (text[at] == ':' || text[at] == '#' || text.substr(at, 3) == "：" || text.substr(at, 3) == "№")
            separated = true;
        at += text.substr(at, 3) == "：" || text.substr(at, 3) == "№"  ? 3
              : text.substr(at, 2) == "°" || text.substr(at, 2) == "º" ? 2
                                                                       : 1;
    }
    // "Item Number (DPCI): 052-10"
    if (at < text.size() && text[at] == '(')
        if (const auto close = text.find(')', at); close != std::string_view::npos && close - at < 14) {
            at = close + 1;
            while (at < text.size() && (is_space(text[at]) || text[at] == ':')) separated |= text[at++] == ':';
        }
    rest = text.substr(at);
    return best;
}

}  // namespace crawler
