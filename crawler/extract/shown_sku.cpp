#include <algorithm>

#include "crawler/extract/offer.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

struct Label {
    std::string_view text;  // lower case
    int rank;
};

// Longer labels of the same beginning come first.
constexpr Label kLabels[] = {
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
    {"item", 2},
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
    {"part number", 3},
    {"part no", 3},
    {"part #", 3},
    {"model number", 2},
    {"model no", 2},
    {"model #", 2},
    {"model", 2},
    {"modell", 2},
    {"modelo", 2},
    {"modèle", 2},
    {"mpn", 2},
};

bool is_word(char c) { return is_ascii_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

// "ABC-123.4/X": at most 40 bytes, a digit in it, no prose.
std::string item_number(std::string_view text) {
    text = trimmed(text);
    std::size_t length = 0;
    while (length < text.size() && !is_space(text[length]) && text[length] != ',' && text[length] != ';' &&
           text[length] != '|' && text[length] != '(' && text[length] != ')' && text[length] != '[')
        ++length;
    std::string_view value = text.substr(0, length);
    while (!value.empty() && !is_word(value.back())) value.remove_suffix(1);
    while (!value.empty() && !is_word(value.front())) value.remove_prefix(1);
    if (value.empty() || value.size() > 40) return {};
    const bool digit = std::any_of(value.begin(), value.end(), is_digit);
    const bool capitals = value.size() >= 3 &&
                          std::none_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
                          static_cast<unsigned char>(value[0]) < 0x80;
    // Capitals without digits ("TBC-BLACK") count where nothing but them follows the label.
    if (!digit && !(capitals && length == text.size() && value != "N/A")) return {};
    if (value.find("://") != std::string_view::npos || value.find('@') != std::string_view::npos) return {};
    return std::string(value);
}

// The label `text` begins with; `rest` gets what follows it and its colon.
const Label* label_of(std::string_view low, std::string_view text, std::string_view& rest, bool& separated) {
    const Label* best = nullptr;
    for (const Label& label : kLabels)
        if (low.substr(0, label.text.size()) == label.text && (!best || label.text.size() > best->text.size())) {
            const bool latin = is_ascii_letter(label.text.back());
            if (latin && low.size() > label.text.size() && is_ascii_letter(low[label.text.size()])) continue;
            best = &label;
        }
    if (!best) return nullptr;
    std::size_t at = best->text.size();
    separated = false;
    while (at < text.size() && (is_space(text[at]) || text[at] == ':' || text[at] == '#' || text[at] == '.' ||
                                text[at] == '-' || text[at] == '=' || text[at] == '/' || text.substr(at, 2) == "°" ||
                                text.substr(at, 3) == "：" || text.substr(at, 3) == "№" || text.substr(at, 2) == "º")) {
        if (text[at] == ':' || text[at] == '#' || text.substr(at, 3) == "：" || text.substr(at, 3) == "№")
            separated = true;
        at += text.substr(at, 3) == "：" || text.substr(at, 3) == "№"  ? 3
              : text.substr(at, 2) == "°" || text.substr(at, 2) == "º" ? 2
                                                                       : 1;
    }
    rest = text.substr(at);
    return best;
}

}  // namespace

ShownSku shown_sku(const Tree& tree, const Layout& layout) {
    ShownSku best;
    double best_score = 0;
    const auto offer = [&](std::string value, int rank, NodeId id, double extra) {
        if (value.empty() || value.size() < 2) return;
        double score = rank + extra;
        if (layout.is_in(id, kRelated | kReviews | kNavigation | kFooter | kCart)) score -= 4;
        if (layout.is_in(id, kHeader)) score -= 2;
        if (layout.heading() != kNoNode && id < layout.heading()) score -= 0.5;
        if (score > best_score) {
            best_score = score;
            best = {std::move(value), rank};
        }
    };
    for (NodeId id = 0; id < tree.size(); ++id) {
        const Node& node = tree[id];
        if (!node.is_text) {
            if (!node.attribute_count || layout.is_in(id, kUnseen)) continue;
            if (tree.attribute(id, "itemprop") == "sku") {
                std::string value(trimmed(tree.attribute(id, "content")));
                if (value.empty() && layout.text_length(id) < 60) value = collapsed(tree.text(id));
                if (value.size() <= 60) offer(std::move(value), 5, id, 1);
            } else if (has_any_name(layout.names(id),
                                    {"sku", "product-sku", "sku-value", "product_sku", "sku_wrapper"}) &&
                       !has_any_name(layout.names(id),
                                     {"price", "installment", "best", "list", "quantity", "selector", "name"}) &&
                       layout.text_length(id) > 0 && layout.text_length(id) < 50) {
                const std::string text = collapsed(tree.text(id));
                const std::string low = lowered(text);
                std::string_view rest = text;
                bool separated = false;
                if (low.size() == text.size()) label_of(low, text, rest, separated);
                offer(item_number(rest), 5, id, 0.5);
            }
            continue;
        }
        if (layout.is_in(id, kUnseen) || node.text.size() > 400) continue;
        const std::string text = collapsed(node.text);
        if (text.size() < 2) continue;
        const std::string low = lowered(text);
        if (low.size() != text.size()) continue;
        // The label may stand at the start of the text or after a separator within a short line.
        for (std::size_t at = 0; at < text.size() && at < 200;) {
            std::string_view rest;
            bool separated = false;
            if (const Label* label =
                    label_of(std::string_view(low).substr(at), std::string_view(text).substr(at), rest, separated)) {
                if (!rest.empty()) {
                    if (separated || (label->rank >= 4 && rest.size() < 40))
                        offer(item_number(rest), label->rank, id, at == 0 ? 0.2 : 0);
                } else {
                    // The value stands in the next piece of text: beside it, or in the next cell.
                    NodeId next = id + 1;
                    for (int steps = 0; next < tree.size() && steps < 8; ++next, ++steps)
                        if (tree[next].is_text && !trimmed(tree[next].text).empty() && !layout.is_in(next, kUnseen))
                            break;
                    if (next < tree.size() && tree[next].is_text && tree[next].text.size() < 120) {
                        std::string value = collapsed(tree[next].text);
                        std::string_view view = value;
                        while (!view.empty() && (view[0] == ':' || view[0] == '#' || view[0] == ' '))
                            view.remove_prefix(1);
                        if (view.size() < 40) offer(item_number(view), label->rank, id, separated ? 0.2 : 0);
                    }
                }
            }
            // On to the next place a label may begin.
            const auto next = text.find_first_of("|,;(/", at);
            if (next == std::string::npos) break;
            at = next + 1;
            while (at < text.size() && text[at] == ' ') ++at;
        }
    }
    return best_score > 1.5 ? best : ShownSku{};
}

}  // namespace crawler
