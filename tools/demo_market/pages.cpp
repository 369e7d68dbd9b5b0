#include "tools/demo_market/pages.h"

#include <fmt/core.h>

#include <cctype>
#include <nlohmann/json.hpp>

namespace tools::demo_market {

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string head(const Shop& shop, std::string_view title, std::string_view charset, std::string_view extra) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\"{}>\n<head>\n{}<title>{} - {}</title>\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<style>body{{font:16px/1.5 sans-serif;max-width:60em;margin:auto}}nav "
        "a{{margin-right:1em}}</style>\n{}</head>\n"
        "<body>\n<header><a href=\"/\">{}</a> <small>{}</small></header>\n"
        "<nav><a href=\"/\">&#8962;</a><a href=\"/cart\" rel=\"nofollow\">&#128722;</a>"
        "<a href=\"/account/login\">&#128100;</a></nav>\n"
        "<form action=\"/search\" method=\"get\"><input name=\"q\" type=\"search\"><button>{}</button></form>\n",
        shop.language, shop.language == "ar" ? " dir=\"rtl\"" : "",
        charset.empty() ? std::string{} : fmt::format("<meta charset=\"{}\">\n", charset), escaped(title),
        escaped(shop.name), extra, escaped(shop.name), escaped(shop.tagline), shop.words.search);
}

constexpr std::string_view foot = "<footer><a href=\"/help\">?</a></footer>\n</body>\n</html>\n";

std::string json_ld(const Advert& advert, const Shop& shop) {
    nlohmann::ordered_json product = {
        {"@context", "https://schema.org"},  {"@type", "Product"},         {"sku", advert.id}, {"name", advert.title},
        {"description", advert.description}, {"category", advert.category}};
    nlohmann::ordered_json offer = {{"@type", "Offer"},
                                    {"availability", "https://schema.org/InStock"},
                                    {"url", advert_path(advert, shop)},
                                    {"seller", {{"@type", "Person"}, {"name", advert.seller}}},
                                    {"availableAtOrFrom", {{"@type", "Place"}, {"address", advert.location}}}};
    if (!advert.price.empty()) {
        offer["price"] = advert.price;
        offer["priceCurrency"] = advert.currency;
    }
    product["offers"] = std::move(offer);
    std::string text = product.dump(1);
    for (std::size_t at = 0; (at = text.find("</", at)) != std::string::npos; at += 3) text.replace(at, 2, "<\\/");
    return "<script type=\"application/ld+json\">\n" + text + "\n</script>\n";
}

std::string teaser(const Advert& advert, const Shop& shop) {
    return fmt::format("<li><a href=\"{}\">{}</a> <span class=\"price\">{}</span></li>\n", linked_path(advert, shop),
                       escaped(advert.title), price_text(advert, shop));
}

std::string related_block(const Shop& shop, std::span<const Advert* const> related) {
    std::string html = fmt::format("<aside class=\"related\"><h2>{}</h2><ul>\n", shop.words.related);
    for (const Advert* other : related) html += teaser(*other, shop);
    return html + "</ul></aside>\n";
}

std::string plain_advert(const Advert& advert, const Shop& shop) {
    const Wording& words = shop.words;
    std::string html = fmt::format("<main class=\"advert\">\n<h1>{}</h1>\n", escaped(advert.title));
    if (!advert.price.empty())
        html += fmt::format("<p class=\"price\">{}: {}</p>\n", words.price, price_text(advert, shop));
    html += fmt::format("<div class=\"description\"><p>{}</p></div>\n", escaped(advert.description));
    html += fmt::format(
        "<table class=\"details\"><tr><th>{}</th><td>{}</td></tr><tr><th>{}</th><td>{}</td></tr>"
        "<tr><th>{}</th><td>{}</td></tr></table>\n",
        words.seller, escaped(advert.seller), words.location, escaped(advert.location), words.category,
        escaped(advert.category));
    return html + fmt::format("<p><a href=\"/account/message?to={}\">{}</a></p>\n</main>\n",
                              percent_encoded(advert.seller), words.contact);
}

std::string microdata_advert(const Advert& advert, const Shop& shop) {
    const Wording& words = shop.words;
    std::string html = fmt::format(
        "<main itemscope itemtype=\"https://schema.org/Product\">\n<h1 itemprop=\"name\">{}</h1>\n"
        "<meta itemprop=\"sku\" content=\"{}\">\n<p>{}: <span itemprop=\"category\">{}</span></p>\n",
        escaped(advert.title), advert.id, words.category, escaped(advert.category));
    html += "<div itemprop=\"offers\" itemscope itemtype=\"https://schema.org/Offer\">\n";
    if (!advert.price.empty())
        html += fmt::format(
            "<p>{}: <span itemprop=\"price\" content=\"{}\">{}</span>"
            "<meta itemprop=\"priceCurrency\" content=\"{}\"></p>\n",
            words.price, advert.price, price_text(advert, shop), advert.currency);
    html += fmt::format(
        "<link itemprop=\"availability\" href=\"https://schema.org/InStock\">\n"
        "<p>{}: <span itemprop=\"seller\" itemscope itemtype=\"https://schema.org/Person\"><b itemprop=\"name\">{}</b>"
        "</span></p>\n<p>{}: <span itemprop=\"availableAtOrFrom\">{}</span></p>\n</div>\n",
        words.seller, escaped(advert.seller), words.location, escaped(advert.location));
    html += fmt::format("<div itemprop=\"description\">{}</div>\n</main>\n", escaped(advert.description));
    return html;
}

}  // namespace

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || c == '-' || c == '_' || c == '.' || c == '~')
            out += c;
        else
            out += fmt::format("%{:02X}", byte);
    }
    return out;
}

std::string price_text(const Advert& advert, const Shop& shop) {
    if (advert.price.empty()) return {};
    const std::size_t point = advert.price.find('.');
    std::string whole = advert.price.substr(0, point);
    for (std::size_t at = whole.size(); at > 3;) whole.insert(at -= 3, 1, shop.decimal_comma ? '.' : ',');
    if (point != std::string::npos) whole += (shop.decimal_comma ? "," : ".") + advert.price.substr(point + 1);
    struct Sign {
        std::string_view currency, sign;
        bool before;
    };
    static constexpr Sign signs[] = {{"GBP", "£", true},   {"USD", "$", true},     {"EUR", " €", false},
                                     {"VND", " ₫", false}, {"THB", "฿", true},     {"JPY", "¥", true},
                                     {"CNY", "¥", true},   {"RUB", " ₽", false}, {"INR", "₹", true},
                                     {"IDR", "Rp ", true}, {"BRL", "R$ ", true},   {"PLN", " zł", false}};
    for (const Sign& known : signs)
        if (known.currency == advert.currency)
            return known.before ? std::string(known.sign) + whole : whole + std::string(known.sign);
    return whole + " " + advert.currency;
}

std::string advert_path(const Advert& advert, const Shop& shop) {
    return fmt::format("{}{}{}", advert.quirks.forbidden ? "/private" : "", shop.listing_path, advert.id);
}

std::string linked_path(const Advert& advert, const Shop& shop) {
    return advert.quirks.moved ? "/old/" + advert.id : advert_path(advert, shop);
}

std::string category_path(std::string_view category) { return "/c/" + percent_encoded(category); }

std::string advert_page(const Advert& advert, const Shop& shop, std::span<const Advert* const> related,
                        std::string_view charset) {
    const bool structured = shop.style == Style::json_ld;
    std::string html = head(shop, advert.title, charset, structured ? json_ld(advert, shop) : std::string{});
    if (advert.quirks.deep)
        for (std::size_t i = 0; i < deep_nesting; ++i) html += "<div>";
    html += shop.style == Style::microdata ? microdata_advert(advert, shop) : plain_advert(advert, shop);
    if (advert.quirks.deep)
        for (std::size_t i = 0; i < deep_nesting; ++i) html += "</div>";
    return html + related_block(shop, related) + std::string(foot);
}

std::string list_page(const Shop& shop, std::string_view heading, std::span<const Advert* const> adverts,
                      std::span<const std::string> categories, std::string_view next_path) {
    std::string html = head(shop, heading, "utf-8", "");
    if (!categories.empty()) {
        html += "<nav class=\"categories\">";
        for (const std::string& category : categories)
            html += fmt::format("<a href=\"{}\">{}</a>\n", category_path(category), escaped(category));
        html += "</nav>\n";
    }
    html += fmt::format("<h1>{}</h1>\n<ul class=\"results\">\n", escaped(heading));
    for (const Advert* advert : adverts) html += teaser(*advert, shop);
    html += "</ul>\n";
    if (!next_path.empty())
        html += fmt::format("<p><a rel=\"next\" href=\"{}\">{}</a></p>\n", escaped(next_path), shop.words.next);
    return html + std::string(foot);
}

std::string missing_page(const Shop& shop) {
    return head(shop, shop.words.missing, "utf-8", "") + fmt::format("<h1>404</h1><p>{}</p>\n", shop.words.missing) +
           std::string(foot);
}

std::string robots_txt(std::string_view origin, double crawl_delay_seconds) {
    return fmt::format(
        "# Machines are welcome where they are asked in.\nUser-agent: *\nDisallow: /private/\nDisallow: /account/\n"
        "Disallow: /cart\nDisallow: /*?sort=\nCrawl-delay: {}\n\nUser-agent: GreedyBot\nDisallow: /\n\nSitemap: "
        "{}/sitemap.xml\n",
        crawl_delay_seconds, origin);
}

std::string sitemap_xml(const Shop& shop, std::span<const Advert* const> adverts, std::string_view origin) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (const Advert* advert : adverts)
        if (!advert->quirks.forbidden && !advert->quirks.gone)
            xml += fmt::format("<url><loc>{}{}</loc></url>\n", origin, advert_path(*advert, shop));
    return xml + "</urlset>\n";
}

}  // namespace tools::demo_market
