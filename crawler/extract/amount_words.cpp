#include "crawler/extract/amount_words.h"

#include <algorithm>
#include <span>
#include <string>

#include "crawler/extract/text.h"
#include "detector/byte_pairs.h"

namespace crawler {
namespace {

constexpr std::size_t kReach = 18;  // bytes between a word and its amount: "RRP (incl. VAT): "

constexpr std::string_view kOtherBefore[] = {
    // old, recommended, regular
    "was", "rrp", "msrp", "srp", "list price", "list", "retail", "retail price", "reg.", "reg", "regular",
    "regular price", "before", "originally", "original price", "orig.", "compare at", "comp. value", "after event",
    "statt", "uvp", "uvp des herstellers", "ursprünglich", "bisher", "vorher", "alter preis", "listenpreis",
    "niedrigster preis", "au lieu de", "prix conseillé", "prix public", "prix barré", "prix le plus bas",
    "prix d'origine", "antes", "pvp", "pvpr", "precio anterior", "precio de lista", "precio normal", "de r$",
    "de:", "preço normal", "anziché", "prezzo di listino", "prezzo consigliato", "listino", "adviesprijs",
    "van:", "van €", "van voor", "oude prijs", "ord.", "ord. pris", "ordinarie", "ordinarie pris", "rek. pris",
    "tidigare", "före", "tidligere", "før", "førpris", "vejl.", "vejl. pris", "vejledende", "normalpris", "veil.",
    "ovh", "norm.", "było", "cena regularna", "cena katalogowa", "najniższa cena", "stara cena", "běžná cena",
    "původní cena", "původně", "bežná cena", "eredeti ár", "régi ár", "preț vechi", "prp", "вместо", "старая цена",
    "обычная цена", "стара ціна", "eski fiyat", "piyasa fiyatı", "giá gốc", "giá cũ", "giá thị trường", "ราคาปกติ",
    "harga normal", "harga asli", "定価", "通常価格", "希望小売価格", "参考価格", "メーカー希望小売価格", "建議售價",
    "定價", "原价", "原價", "市场价", "市場價", "参考价", "정가", "소비자가", "시중가",
    "lowest price in the last 30 days", "lowest price in last 30 days",
    // saved
    "save", "saving", "you save", "savings", "sie sparen", "sparen sie", "ersparnis", "économ", "économisez",
    "vous économisez", "ahorr", "ahorras", "ahorra", "risparmi", "risparmia", "economize", "economia de", "besparing",
    "oszczędzasz", "ušetříte", "экономия", "省", "off", "% off", "discount of", "rabatt", "remise",
    // postage and thresholds
    "shipping", "delivery", "postage", "p&p", "shipping from", "delivery from", "versand", "versandkosten", "porto",
    "livraison", "livraison à", "frais de port", "envío", "gastos de envío", "frete", "spediz", "spedizione", "verzend",
    "verzendkosten", "frakt", "fragt", "dostawa", "doprava", "doprava od", "doprava zdarma od", "szállítás", "доставк",
    "доставка", "kargo", "送料", "运费", "運費", "配送费", "배송비", "phí vận chuyển", "ค่าส่ง", "ongkir", "orders over",
    "order over", "over", "above", "free", "spend", "under", "minimum", "min.", "mindestbestellwert", "dès",
    "à partir de 1", "gratis", "gratis ab", "frei ab", "kostenlos", "kostenlos ab", "zdarma od", "fri frakt över",
    "miễn phí vận chuyển đơn từ", "満", "cart", "basket", "warenkorb", "subtotal", "sub-total", "total", "cart total",
    "zwischensumme", "panier", "carrito", "koszyk",
    // what others say it is worth
    "price guide", "guide price", "book value", "catalog value", "catalogue value", "valued at", "estimate",
    // of several
    "or more", "and up", "oder mehr", "et plus", "ou plus", "o más", "ou mais", "o più", "of meer", "lub więcej",
    "nebo více", "eller fler", "eller flere", "vagy több", "или более", "и более", "или больше", "або більше",
    "ve üzeri", "以上", "이상",
    // instalments
    "per month", "from just", "payments of", "installments of", "instalments of", "payment of", "interest-free",
    "parcelas", "em até", "x de", "rate da", "rata", "raty", "rate ab", "monatlich ab", "ab monatlich", "mensualités",
    "cuotas de", "intereses de", "interés de", "meses de", "mensualidades de", "quincenas de", "pagos de", "vezes de",
    "juros de", "interessi da", "frais de", "raten à", "raten zu", "raten von", "termijnen van", "ratach po",
    "rates of", "months at", "finance from", "apr from", "от ... в месяц", "deposit", "anzahlung", "pfand", "zzgl.",
    "eco-participation", "éco-participation", "dont",
    // without tax
    "netto", "nettopreis", "cena netto", "nettó ár", "excl. vat", "ex vat", "ex. vat", "ex gst", "excl", "excl.",
    "exkl. moms", "bez dph", "cena bez dph", "hors taxe", "ht", "sin iva", "iva esclusa", "excl. btw", "без ндс",
    "税抜", "税別", "extax", "ex tax",
    // of an extra, or of one of a set
    "add", "adds", "aufpreis", "zuschlag", "supplément", "suplemento", "supplemento", "acréscimo", "toeslag",
    "meerprijs", "dopłata", "příplatek", "príplatok", "felár", "доплата", "tillägg", "tillæg", "tillegg", "lisähinta",
    "pari a", "equivale a", "entspricht", "equivalent to", "works out at", "soit", "sale a", "omgerekend",
    // for some only, or in another currency
    "core", "core charge", "with card", "card price", "with club card", "member", "member price", "members", "club",
    "vip", "plus", "mitglieder", "会员", "会员价", "会員", "approx", "approximately", "approx.", "about", "ca.",
    "circa", "env.", "environ", "points", "rewards", "cashback", "gift card", "coupon", "voucher", "used from",
    "used -", "used –", "used:", "gebraucht -", "gebraucht:", "d'occasion -", "d'occasion :", "occasion dès",
    "occasion à partir de", "d'occasion dès", "usato -", "usado -", "usado:", "new from", "starting bid", "startpreis",
    "開始価格", "起拍价", "trade-in", "warranty", "protection plan", "tweede kans", "gebraucht ab"};

constexpr std::string_view kOtherAfter[] = {
    "off",       "off on",    "ht",          "h.t.",       "excl",      "excl.",   "excluding",  "ex vat",
    "ex. vat",   "ex gst",    "exkl",        "exkl.",      "netto",     "bez dph", "+ vat",      "+vat",
    "+ iva",     "sin iva",   "iva esclusa", "hors taxe",  "без ндс",   "ex tax",  "税抜",       "税別",
    "or more",   "and up",    "and over",    "and above",  "以上",      "이상",    "以上で",     "üzeri",
    "et plus",   "und mehr",  "ou plus",     "o más",      "monatlich", "/month",  "/mo",        "/ mo",
    "per month", "a month",   "month for",   "p/m",        "mtl",       "/mois",   "par mois",   "al mes",
    "/mes",      "/ мес",     "в месяц",     "sparen",     "gespart",   "saved",   "savings",    "rabatt",
    "cashback",  "points",    "ポイント",    "plus专享价", "会员价",    "x 3",     "sans frais", "sin interés",
    "sem juros", "in 3 rate", "shipping",    "delivery",   "postage",   "versand", "livraison",  "送料",
    "deposit",   "exc",       "exc.",        "exc. vat"};

constexpr std::string_view kEach[] = {
    "per strand", "per skein",  "per pack",  "per packet", "per set",  "per pair",  "per roll", "per sheet",
    "per copy",   "per bottle", "per box",   "per dozen",  "per yard", "/yard",     "/yd",      "per ball",
    "/ ball",     "/ skein",    "per plant", "per tin",    "per jar",  "per bag",   "each",     "ea",
    "per each",   "per item",   "per piece", "per unit",   "/ea",      "pro stück", "/ stück",  "je stück",
    "/ stk",      "/stk",       "per stuk",  "/ st",       "la pièce", "l'unité",   "/ pièce",  "cada uno",
    "/ unidad",   "/ ud",       "cad.",      "al pezzo",   "/ pezzo",  "/ pz",      "/szt",     "/ szt",
    "za sztukę",  "/ ks",       "/ шт",      "за штуку",   "/шт",      "個",        "/ 個",     "/ 件"};

// Beside "our price" and "regular price" the one that counts.
constexpr std::string_view kReduced[] = {"sale price",
                                         "sale",
                                         "special price",
                                         "promo price",
                                         "discounted price",
                                         "price now",
                                         "now only",
                                         "sonderpreis",
                                         "angebotspreis",
                                         "aktionspreis",
                                         "prix promo",
                                         "prix soldé",
                                         "prix réduit",
                                         "precio de oferta",
                                         "precio oferta",
                                         "precio especial",
                                         "precio rebajado",
                                         "preço promocional",
                                         "prezzo scontato",
                                         "prezzo speciale",
                                         "aanbiedingsprijs",
                                         "actieprijs",
                                         "kampanjpris",
                                         "reapris",
                                         "tilbudspris",
                                         "tarjoushinta",
                                         "cena promocyjna",
                                         "akční cena",
                                         "akciová cena",
                                         "akciós ár",
                                         "preț promoțional",
                                         "цена со скидкой",
                                         "акционная цена",
                                         "indirimli fiyat",
                                         "giá khuyến mãi",
                                         "ราคาพิเศษ",
                                         "harga promo",
                                         "特価",
                                         "セール価格",
                                         "促销价",
                                         "优惠价",
                                         "特價",
                                         "할인가"};

// Before an amount: it is the least of several.
constexpr std::string_view kFrom[] = {"from",         "starting at", "as low as", "ab",          "schon ab",
                                      "à partir de",  "dès",         "desde",     "a partir de", "da",
                                      "a partire da", "vanaf",       "od",        "już od",      "от",
                                      "від",          "de la",       "från",      "fra",         "alkaen"};

// Between two amounts: they are the ends of a range.
constexpr std::string_view kRange[] = {"-",  "–", "—",  "~",  "～",  "〜",  "to",   "bis", "à",
                                       "al", "a", "до", "do", "tot", "até", "till", "til"};

// Before an amount: a sum, be it of a cart or of what is chosen.
constexpr std::string_view kTotal[] = {
    "total",  "item total", "your total", "gesamt", "gesamtpreis", "summe", "prix total", "preço total", "precio total",
    "totale", "totaal",     "totalt",     "i alt",  "yhteensä",    "razem", "suma",       "celkem",      "celkom",
    "итого",  "разом",      "összesen",   "toplam", "合計",        "总计",  "總計",       "합계"};

constexpr std::string_view kUntaxed[] = {
    "ex vat",    "ex. vat",     "exc vat",  "exc. vat",   "excl vat",   "excl. vat",   "ex gst", "ex. gst",   "ex tax",
    "excl. tax", "excl. btw",   "excl btw", "exkl. mwst", "exkl. moms", "ekskl. moms", "netto",  "hors taxe", "ht",
    "sin iva",   "iva esclusa", "sem iva",  "bez dph",    "без ндс",    "税抜",        "税別"};
constexpr std::string_view kTaxed[] = {"inc vat",    "inc. vat",   "incl vat", "incl. vat", "including vat", "inc gst",
                                       "inc. gst",   "incl. gst",  "inc tax",  "incl. tax", "incl. btw",     "incl btw",
                                       "inkl. mwst", "inkl. moms", "brutto",   "ttc",       "iva incl",      "con iva",
                                       "com iva",    "s dph",      "vč. dph",  "с ндс",     "税込"};

constexpr std::string_view kAsked[] = {
    "price", "preis",  "prix",  "precio", "preço", "prezzo", "prijs", "cena",  "pris", "fiyat", "hinta",
    "цена",  "ціна",   "τιμή",  "giá",    "ราคา",  "harga",  "価格",  "价格",  "價格", "價",    "价",
    "가격",  "판매가", "السعر", "מחיר",   "ár",    "preț",   "now",   "jetzt", "nur",  "por",   "current bid"};

bool in_word(char c) { return is_ascii_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }
bool is_wide(std::string_view word) { return static_cast<unsigned char>(word[0]) >= 0xE0; }

bool starts_word(std::string_view text, std::size_t at, std::string_view word) {
    return at == 0 || is_wide(word) || !in_word(word[0]) || !in_word(text[at - 1]);
}
bool ends_word(std::string_view text, std::size_t end, std::string_view word) {
    return end >= text.size() || is_wide(word) || !in_word(word.back()) || !in_word(text[end]);
}

bool begins_with_one(std::string_view after, std::span<const std::string_view> words) {
    const std::string all = lowered(after.substr(0, 40));
    std::string_view text = all;
    while (!text.empty() && (text[0] == ' ' || text[0] == '(' || text[0] == '*' || text[0] == ','))
        text.remove_prefix(1);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.starts_with(word) && ends_word(text, word.size(), word);
    });
}

bool ends_with_one(std::string_view before, std::span<const std::string_view> words) {
    const std::string all = lowered(before.substr(before.size() - std::min<std::size_t>(before.size(), 40)));
    std::string_view text = trimmed(all);
    while (!text.empty() && (text.back() == ':' || text.back() == ' ')) text.remove_suffix(1);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return text.ends_with(word) && starts_word(text, text.size() - word.size(), word);
    });
}

}  // namespace

bool says_other_before(std::string_view before) {
    const std::string all = lowered(before.substr(before.size() - std::min<std::size_t>(before.size(), 60)));
    const std::string_view text = all;
    const detector::BytePairs pairs(text);
    for (std::string_view word : kOtherBefore) {
        if (!pairs.may_hold(word)) continue;
        const auto at = text.rfind(word);
        if (at == std::string_view::npos || text.size() - at - word.size() > kReach) continue;
        const std::string_view between = text.substr(at + word.size());
        // "Was $9 now $7": what comes between belongs to another amount.
        if (between.find_first_of("0123456789") != std::string_view::npos) continue;
        if (starts_word(text, at, word) && ends_word(text, at + word.size(), word) && !says_asked(between)) return true;
    }
    return false;
}

bool says_other_after(std::string_view after) { return begins_with_one(after, kOtherAfter); }
bool says_untaxed(std::string_view after) { return begins_with_one(after, kUntaxed); }
bool says_taxed(std::string_view after) { return begins_with_one(after, kTaxed); }
bool says_from(std::string_view before) { return ends_with_one(before, kFrom); }
bool says_total(std::string_view before) { return ends_with_one(before, kTotal); }

bool says_range(std::string_view between) {
    const std::string text = lowered(trimmed(between));
    return std::find(std::begin(kRange), std::end(kRange), text) != std::end(kRange);
}

bool says_each(std::string_view after) {
    const std::string text = lowered(trimmed(after.substr(0, 40)));
    const std::string_view bare = std::string_view(text).substr(text.starts_with("/ ") ? 2 : 0);
    return std::any_of(std::begin(kEach), std::end(kEach), [&](std::string_view word) {
        const std::string_view from = word[0] == '/' ? std::string_view(text) : bare;
        return from.starts_with(word) && ends_word(from, word.size(), word);
    });
}

bool says_on_request(std::string_view text) {
    static constexpr std::string_view kOnRequest[] = {
        // English
        "call for price", "call for pricing", "call us for price", "price on request", "price on application", "poa",
        "p.o.a.", "price upon request", "contact us for price", "contact us for pricing", "email for price",
        "log in to see price", "login to see price", "login for price", "log in for price", "inquire for price",
        "sign in for pric", "sign in to see pric", "sign in to view pric", "log in for pric", "log in to view pric",
        "login to view pric", "request a price", "price available on request", "to see your price", "to see price",
        "to view price", "to view your price", "for trade price",
        // German, French, Spanish, Portuguese, Italian, Dutch
        "preis auf anfrage", "auf anfrage", "preise nach anmeldung", "preise nur für", "connectez-vous pour voir",
        "inicia sesión para ver", "inicie sesión para ver", "faça login para ver", "accedi per vedere",
        "log in voor prijzen", "zaloguj się, aby zobaczyć cen", "prix sur demande", "nous consulter",
        "precio a consultar", "consultar precio", "preço sob consulta", "sob consulta", "prezzo su richiesta",
        "prijs op aanvraag",
        // others
        "cena na zapytanie", "cena na dotaz", "цена по запросу", "цену уточняйте", "ціну уточнюйте", "fiyat sorunuz",
        "価格はお問い合わせ", "要問い合わせ", "价格面议", "價格面議", "가격문의"};
    if (text.size() > 60) return false;
    // "Call 1-888-555-0176 for pricing": the figures aside.
    std::string said(text);
    std::erase_if(said, [](char c) { return is_digit(c) || c == '-' || c == '+' || c == '(' || c == ')'; });
    const std::string all = lowered(collapsed(said));
    const std::string_view low = std::string_view(all).substr(all.starts_with("please ") ? 7 : 0);
    return std::any_of(std::begin(kOnRequest), std::end(kOnRequest),
                       [&](std::string_view each) { return low.starts_with(each); });
}

bool says_reduced(std::string_view before) {
    const std::string text = lowered(trimmed(before));
    return text.size() <= 40 && std::any_of(std::begin(kReduced), std::end(kReduced), [&](std::string_view each) {
               return std::string_view(text).starts_with(each) && ends_word(text, each.size(), each);
           });
}

bool says_asked(std::string_view before) {
    const std::string text = lowered(before.substr(before.size() - std::min<std::size_t>(before.size(), 40)));
    for (std::string_view word : kAsked)
        for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; ++at)
            if (starts_word(text, at, word) && ends_word(text, at + word.size(), word)) return true;
    return false;
}

}  // namespace crawler
