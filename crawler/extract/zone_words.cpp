#include "crawler/extract/zone_words.h"

#include <algorithm>
#include <vector>

#include "crawler/extract/layout.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

struct ZoneWords {
    std::uint32_t zone;
    std::vector<std::string_view> words;
};

const std::vector<ZoneWords> kZoneWords{
    {kNavigation,
     {"nav", "navbar", "navigation", "menu", "megamenu", "pagination", "pager", "sitemap", "skip-link", "toolbar",
      "mobile-menu", "topbar", "top-bar", "sidenav"}},
    {kBreadcrumb, {"breadcrumb", "breadcrumbs", "crumb", "crumbs", "brotkrumen", "ariane"}},
    {kHeader, {"header", "masthead", "site-header", "page-header"}},
    {kFooter, {"footer", "site-footer", "copyright", "colophon"}},
    {kAside, {"sidebar", "side-bar", "aside", "rail"}},
    {kRelated,
     {"related",
      "recommend",
      "recommended",
      "recommendation",
      "upsell",
      "up-sell",
      "cross-sell",
      "crosssell",
      "crosssells",
      "similar",
      "also-bought",
      "also-like",
      "alsobought",
      "alsolike",
      "you-may",
      "youmay",
      "may-like",
      "recently",
      "recent-products",
      "viewed",
      "bestseller",
      "best-seller",
      "bestsellers",
      "suggest",
      "suggested",
      "suggestion",
      "suggestions",
      "featured-products",
      "more-from",
      "morefrom",
      "other-products",
      "others-also",
      "customers-also",
      "frequently",
      "fbt",
      "bought-together",
      "accessories",
      "accessory",
      "complementary",
      "certona",
      "rich-relevance",
      "nosto",
      "barilliance",
      "trending",
      "most-read",
      "popular-posts",
      "related-posts",
      "outbrain",
      "taboola",
      "read-more-links",
      "promoted",
      "sponsored",
      "topseller",
      "top-seller",
      "topsellers",
      "newer-version",
      "combo-deals",
      "combos"}},
    {kCart,
     {"minicart",     "mini-cart",      "cart-drawer", "cart-summary", "cart-dropdown", "cart-popup", "ajax-cart",
      "ajaxcart",     "basket-summary", "mini-basket", "minibasket",   "shopping-cart", "cart-total", "header-cart",
      "cart-preview", "blockcart",      "layer_cart",  "top-cart",     "topcart",       "cart-modal"}},
    {kReviews,
     {"review",
      "reviews",
      "comment",
      "comments",
      "disqus",
      "yotpo",
      "bazaarvoice",
      "testimonial",
      "testimonials",
      "comentarios",
      "comentários",
      "commentaires",
      "kommentare",
      "commenti",
      "reacties",
      "komentarze",
      "ratings-and-reviews",
      "bv-",
      "rating",
      "q-and-a",
      "questions",
      "feedback-list"}},
    {kNotice,
     {"cookie",        "cookies",       "consent",  "gdpr",          "newsletter", "popup",           "pop-up",
      "modal",         "subscribe",     "signup",   "sign-up",       "share",      "sharing-buttons", "social-sharing",
      "social",        "addthis",       "addtoany", "sharethis",     "login",      "promo-bar",       "announcement",
      "shipping-info", "delivery-info", "tooltip",  "advert-banner", "adsbygoogle"}},
    {kStruck, {"old-price",
               "price-old",
               "oldprice",
               "priceold",
               "was-price",
               "price-was",
               "wasprice",
               "pricewas",
               "old",
               "was",
               "strike",
               "strikethrough",
               "line-through",
               "crossed",
               "crossed-out",
               "former",
               "stroked",
               "strikeout",
               "compare",
               "compare-at",
               "compare_at",
               "comparison",
               "msrp",
               "rrp",
               "uvp",
               "list-price",
               "listprice",
               "retail-price",
               "previous",
               "price-before",
               "before-price",
               "original",
               "ancien",
               "barre",
               "standard-price",
               "price-standard",
               "statt",
               "was_price",
               "old_price",
               "price_old",
               "rrp-price",
               "price-rrp",
               "recommended-price",
               "struck",
               "high-price",
               "past-price",
               "non-sale",
               "price--non-sale",
               "price--rrp",
               "strike-through"}},
    {kSearchEcho, {"no-results", "noresults", "search-term", "search-query", "search-heading", "results-for"}},
};

// The whole heading but for figures and marks.
constexpr std::string_view kCommentHeadings[] = {"comment",
                                                 "comments",
                                                 "response",
                                                 "responses",
                                                 "reply",
                                                 "replies",
                                                 "your views",
                                                 "user comments",
                                                 "reader comments",
                                                 "leave a reply",
                                                 "leave a comment",
                                                 "post a comment",
                                                 "guest book",
                                                 "guestbook",
                                                 "join the conversation",
                                                 "kommentare",
                                                 "leserkommentare",
                                                 "kommentar",
                                                 "gästebuch",
                                                 "commentaires",
                                                 "commentaire",
                                                 "comentarios",
                                                 "comentários",
                                                 "commenti",
                                                 "reacties",
                                                 "kommentarer",
                                                 "kommentit",
                                                 "komentarze",
                                                 "komentáře",
                                                 "hozzászólások",
                                                 "комментарии",
                                                 "комментариев",
                                                 "yorumlar",
                                                 "コメント",
                                                 "评论",
                                                 "댓글",
                                                 "التعليقات",
                                                 "تعليقات",
                                                 "bình luận"};

constexpr std::string_view kRelatedHeadings[] = {
    "you may also", "you might also", "related", "recommended", "similar", "also bought", "also viewed",
    "recently viewed", "customers who", "das könnte ihnen", "das könnte dir", "ähnliche", "kunden kauften",
    "vous aimerez", "produits similaires", "articles similaires", "dans la même catégorie", "te puede interesar",
    "también te", "productos relacionados", "productos similares", "você também", "produtos relacionados",
    "potrebbe interessarti", "potrebbe piacerti", "prodotti correlati", "gerelateerde", "vergelijkbare", "andra köpte",
    "relaterade", "lignende", "podobne", "polecane", "podobné", "související", "похожие", "с этим товаром",
    "рекомендуем", "関連商品", "おすすめ", "相关", "猜你喜欢", "추천", "benzer ürünler", "sản phẩm tương tự",
    "สินค้าที่เกี่ยวข้อง", "customer reviews", "frequently bought", "more from", "people also", "complete the look",
    "sponsored", "gesponserte", "sponsorisés", "patrocinad", "sponsorizzat", "sponsorowane", "スポンサー",
    "neueres modell", "newer model", "newer version", "people who", "quem viu", "quem comprou", "los clientes",
    "quienes vieron", "kunden interessierten", "könnte dich auch", "dazu passt", "wird oft zusammen",
    "souvent achetés ensemble", "ils ont aussi", "découvrez aussi", "altri clienti", "anderen bekeken",
    "anderen kochten", "look också", "andra tittade", "andre kiggede", "zobacz również", "klienci kupili",
    "mohlo by se", "hasonló", "ezt is", "вас также", "с этим покупают", "вместе с этим", "ranking", "ランキング",
    "この商品を見た", "よく一緒に", "看了又看", "猜您喜欢", "相關", "同类", "함께 본", "같이 본", "sizin için",
    "bunlar da", "có thể bạn", "สินค้าแนะนำ", "produk serupa", "complete your", "goes well with", "pairs well",
    "customers also", "also looked at", "also purchased", "inspired by your", "other sellers", "схожі", "подібні",
    "похожі", "weitere anzeigen", "andere anzeigen", "autres annonces", "annonces similaires", "otros anuncios",
    "anuncios similares", "anúncios semelhantes", "altri annunci", "andere advertenties", "inne ogłoszenia",
    "další inzeráty", "similar ads", "similar listings", "other ads", "more ads", "other listings", "from this seller",
    "同じ出品者", "类似", "店铺推荐", "also need", "more in this", "works with", "use it with", "goes great with",
    "compare similar", "other titles", "other copies", "more copies", "weitere exemplare", "autres exemplaires",
    "otros ejemplares", "altre copie", "alternatieven", "alternativen", "alternatives", "покупают вместе",
    "top sellers", "best sellers", "other products", "complete the room", "complete the set", "also available from",
    "weitere artikel", "weitere produkte", "passend dazu", "autres produits", "otros productos", "outros produtos",
    "altri prodotti", "andere producten", "andra produkter", "andre produkter", "muita tuotteita", "inne produkty",
    "další produkty", "другие товары", "andre købte", "købte også", "kunder købte", "måske kan du", "andre kjøpte",
    "kjøpte også", "du liker kanskje", "kunder köpte", "köpte också", "muut ostivat", "asiakkaat ostivat",
    "saatat pitää", "kupili również", "kupili także", "klienci kupowali", "zákazníci také", "k tomu se hodí",
    "mások ezt", "vásárlók", "kapcsolódó", "clienții au cumpărat", "clientii au cumparat", "produse similare",
    "produse asemănătoare", "birlikte alınan", "ilginizi çekebilir", "함께 구매", "관련 상품", "관련상품",
    "비슷한 상품", "この商品を買った", "chi ha comprato", "chi ha acquistato", "spesso comprati", "quienes compraron",
    "clientes también", "klanten kochten", "vaak samen gekocht", "andere kauften", "andere kunden", "покупали также",
    "купують разом", "también compraron", "frecuentemente comprados", "compre junto", "πελάτες αγόρασαν",
    "σχετικά προϊόντα",
    // what took the place of a thing no longer made
    "replaced by", "recommended replacement", "successor", "nachfolge", "ersetzt durch", "remplacé par",
    "sustituido por", "reemplazado por", "substituído por", "sostituito da", "vervangen door", "opvolger", "ersatt av",
    "erstattes af", "następca", "nahrazen", "заменён на", "後継", "替代"};

}  // namespace

std::uint32_t zones_named(std::string_view names) {
    std::uint32_t zones = 0;
    for (const ZoneWords& each : kZoneWords)
        if (has_any_name(names, each.words)) zones |= each.zone;
    return zones;
}

bool begins_related(std::string_view line) {
    return std::any_of(std::begin(kRelatedHeadings), std::end(kRelatedHeadings), [&](std::string_view phrase) {
        const bool spaced = static_cast<unsigned char>(phrase[0]) < 0xE0;
        return spaced ? line.starts_with(phrase) : line.find(phrase) != std::string_view::npos;
    });
}

bool heads_related(std::string_view heading) { return holds_any(heading, kRelatedHeadings); }

bool heads_comments(std::string_view heading) {
    const std::string_view marks = "0123456789 ().,:;-[]";
    const auto begin = heading.find_first_not_of(marks);
    if (begin == std::string_view::npos || heading.substr(0, begin).find('.') != std::string_view::npos) return false;
    const bool counted = begin > 0 && heading[0] >= '0' && heading[0] <= '9';
    heading = heading.substr(begin, heading.find_last_not_of(marks) - begin + 1);
    if (counted && (heading.starts_with("responses to ") || heading.starts_with("thoughts on "))) return true;
    return std::find(std::begin(kCommentHeadings), std::end(kCommentHeadings), heading) != std::end(kCommentHeadings);
}

}  // namespace crawler
