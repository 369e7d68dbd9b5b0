#include "crawler/extract/details.h"

#include <algorithm>
#include <unordered_set>

#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kMaxAttributes = 150;
constexpr std::size_t kMaxImages = 40;

// "Material: ivory": a short label, a colon, a value that is no time or URL.
bool split_line(std::string_view line, std::string& name, std::string& value) {
    auto colon = line.find(':');
    std::size_t width = 1;
    if (const auto wide = line.find("："); wide != std::string_view::npos && wide < colon) {
        colon = wide;
        width = 3;
    }
    if (colon == std::string_view::npos || colon == 0 || colon > 60) return false;
    const std::string_view left = trimmed(line.substr(0, colon)), right = trimmed(line.substr(colon + width));
    if (left.empty() || right.empty() || right.size() > 300 || characters(left) > 30) return false;
    if (right.substr(0, 2) == "//" || is_digit(left.back())) return false;
    if (split_words(left).size() > 4) return false;
    name = left;
    value = right;
    return true;
}

// The largest candidate of a srcset by its width or density.
std::string_view best_of_srcset(std::string_view srcset) {
    std::string_view best;
    double best_size = -1;
    std::size_t at = 0;
    while (at < srcset.size()) {
        while (at < srcset.size() && (is_space(srcset[at]) || srcset[at] == ',')) ++at;
        const std::size_t begin = at;
        while (at < srcset.size() && !is_space(srcset[at])) ++at;
        std::string_view url = srcset.substr(begin, at - begin);
        double size = 1;
        if (!url.empty() && url.back() == ',') {
            while (!url.empty() && url.back() == ',') url.remove_suffix(1);
        } else {
            const std::size_t descriptor = at;
            while (at < srcset.size() && srcset[at] != ',') ++at;
            const std::string text(trimmed(srcset.substr(descriptor, at - descriptor)));
            if (!text.empty()) size = std::atof(text.c_str()) * (text.back() == 'x' ? 1000 : 1);
        }
        if (!url.empty() && size > best_size) {
            best = url;
            best_size = size;
        }
    }
    return best;
}

bool is_placeholder(std::string_view url) {
    if (url.empty() || starts_with_ignoring_case(url, "data:") || starts_with_ignoring_case(url, "about:")) return true;
    for (std::string_view word : {"placeholder", "spacer", "blank.gif", "pixel.gif", "transparent", "loading.gif",
                                  "lazy.gif", "1x1", "loader", "grey.gif", "sprite"})
        if (contains_ignoring_case(url, word)) return true;
    return false;
}

}  // namespace

NamedValues shown_attributes(const Tree& tree, const Layout& layout) {
    NamedValues found;
    std::unordered_set<std::string> seen;
    const auto add = [&](std::string name, std::string value) {
        while (!name.empty() && (name.back() == ':' || name.back() == ' ')) name.pop_back();
        if (name.size() > 2 && name.compare(name.size() - 3, 3, "：") == 0) name.resize(name.size() - 3);
        if (name.empty() || value.empty() || name.size() > 80 || value.size() > 500 || found.size() >= kMaxAttributes)
            return;
        if (!seen.insert(name + "\n" + value).second) return;
        found.emplace_back(std::move(name), std::move(value));
    };
    for (NodeId id = 0; id < tree.size() && found.size() < kMaxAttributes; ++id) {
        const Node& node = tree[id];
        if (layout.is_in(id, kNotAdvert | kHeader)) continue;
        if (node.tag == Tag::tr && !node.is_text) {
            std::vector<NodeId> cells;
            for (NodeId child = tree.first_child(id); child != kNoNode && cells.size() < 4;
                 child = tree.next_sibling(child))
                if (tree[child].tag == Tag::td || tree[child].tag == Tag::th) cells.push_back(child);
            if (cells.size() == 2 && layout.text_length(cells[0]) <= 80 && layout.text_length(cells[1]) <= 500)
                add(collapsed(tree.text(cells[0])), collapsed(tree.text(cells[1])));
        } else if (node.tag == Tag::dt && layout.text_length(id) <= 80) {
            NodeId next = tree.next_sibling(id);
            while (next != kNoNode && tree[next].is_text) next = tree.next_sibling(next);
            if (next != kNoNode && tree[next].tag == Tag::dd && layout.text_length(next) <= 500)
                add(collapsed(tree.text(id)), collapsed(tree.text(next)));
        } else if ((node.tag == Tag::li || node.tag == Tag::p || node.tag == Tag::div) && layout.text_length(id) > 3 &&
                   layout.text_length(id) <= 200) {
            bool blocks = false;
            for (NodeId child = tree.first_child(id); child != kNoNode && !blocks; child = tree.next_sibling(child))
                blocks = !tree[child].is_text && breaks_line(tree[child].tag) && tree[child].tag != Tag::br;
            if (blocks) continue;
            std::string name, value;
            const std::string text = tree.text(id);
            for (std::string_view line : split(text, '\n'))
                if (split_line(line, name, value)) add(name, value);
        } else if (node.is_text && node.parent != kNoNode && layout.text_length(node.parent) > 200 &&
                   node.text.size() <= 200) {
            std::string name, value;  // lines of a long text broken by <br>
            if (split_line(collapsed(node.text), name, value)) add(name, value);
        }
    }
    return found;
}

std::string image_url(const Tree& tree, NodeId id, const BaseUrl& base) {
    for (const char* name : {"data-zoom-image", "data-large", "data-large_image", "data-original", "data-lazy-src",
                             "data-src", "data-lazy", "data-image", "data-img"})
        if (const auto value = trimmed(tree.attribute(id, name));
            !value.empty() && !is_placeholder(value) && value.find_first_of("{<") == std::string_view::npos)
            return base.resolve(value);
    for (const char* name : {"srcset", "data-srcset", "data-lazy-srcset"})
        if (const auto best = best_of_srcset(tree.attribute(id, name)); !is_placeholder(best))
            return base.resolve(best);
    const std::string_view source = trimmed(tree.attribute(id, "src"));
    return is_placeholder(source) ? std::string() : base.resolve(source);
}

ShownImages shown_images(const Tree& tree, const Layout& layout, const BaseUrl& base) {
    ShownImages images;
    std::unordered_set<std::string> seen, texts;
    for (NodeId id = 0; id < tree.size() && images.urls.size() < kMaxImages; ++id) {
        const Node& node = tree[id];
        if (node.is_text || layout.is_in(id, kNotAdvert | kHeader)) continue;
        const bool caption =
            node.tag == Tag::figcaption ||
            (node.attribute_count && has_any_name(layout.names(id), {"caption", "image-caption", "photo-caption"}));
        if (caption && layout.text_length(id) < 500) {
            std::string text = collapsed(tree.text(id));
            if (!text.empty() && texts.insert(text).second) images.texts.push_back(std::move(text));
            continue;
        }
        if (node.tag != Tag::img) continue;
        const int width = std::atoi(std::string(tree.attribute(id, "width")).c_str());
        const int height = std::atoi(std::string(tree.attribute(id, "height")).c_str());
        if ((width > 0 && width < 60) || (height > 0 && height < 60)) continue;
        std::string url = image_url(tree, id, base);
        if (url.empty() || contains_ignoring_case(url, ".svg") || contains_ignoring_case(url, "logo") ||
            contains_ignoring_case(url, "icon"))
            continue;
        std::string text = collapsed(tree.attribute(id, "alt"));
        if (!text.empty() && text.size() < 500 && texts.insert(text).second) images.texts.push_back(std::move(text));
        if (seen.insert(url).second) images.urls.push_back(std::move(url));
    }
    return images;
}

std::vector<std::string> shown_breadcrumbs(const Tree& tree, const Layout& layout) {
    std::vector<std::string> crumbs;
    NodeId bar = kNoNode;
    for (NodeId id = 0; id < tree.size() && crumbs.size() < 12; ++id) {
        const Node& node = tree[id];
        if (node.is_text || !layout.is_in(id, kBreadcrumb)) continue;
        if (bar == kNoNode)
            bar = id;
        else if (id >= tree[bar].end) {
            if (!crumbs.empty()) break;  // the first bar that has any
            bar = id;
        }
        if (node.tag != Tag::a && node.tag != Tag::li && node.tag != Tag::span) continue;
        if (node.tag != Tag::a && tree[id].end - id > 4) continue;  // only leaves besides links
        std::string text = collapsed(tree.text(id));
        if (text.empty() || text.size() > 100 || text == ">" || text == "/" || text == "»" || text == "›" ||
            text == "•" || characters(text) < 2 || text == "|")
            continue;
        if (crumbs.empty() || crumbs.back() != text) crumbs.push_back(std::move(text));
        if (node.tag == Tag::a) id = node.end - 1;
    }
    if (!crumbs.empty() && layout.heading() != kNoNode && crumbs.back() == layout.heading_text()) crumbs.pop_back();
    return crumbs;
}

ShownParty shown_party(const Tree& tree, const Layout& layout) {
    static const std::vector<std::string_view> sellers{
        "seller-name", "seller",     "sellername", "seller_name",  "vendor-name", "username", "user-name",
        "author-name", "store-name", "shop-name",  "shopname",     "verkaeufer",  "vendeur",  "vendedor",
        "seller-info", "posted-by",  "advertiser", "profile-name", "authorname",  "author"};
    static const std::vector<std::string_view> places{"location", "item-location", "locality", "ad-location",
                                                      "address",  "ubicacion",     "standort", "seller-location",
                                                      "region",   "place",         "city"};
    static constexpr std::string_view kSellerLabels[] = {
        "seller",    "sold by",  "posted by",   "verkäufer", "anbieter", "vendeur",
        "vendu par", "vendedor", "vendido por", "venditore", "verkoper", "продавец",
        "người bán", "ผู้ขาย",     "penjual",     "卖家",      "賣家",     "出品者"};
    static constexpr std::string_view kPlaceLabels[] = {
        "location",     "item location", "located in",  "ships from", "standort", "ort",   "lieu",
        "localisation", "ubicación",     "localização", "località",   "plaats",   "город", "местоположение",
        "khu vực",      "địa điểm",      "lokasi",      "所在地",     "地址"};
    static constexpr std::string_view kDateLabels[] = {
        "posted",      "posted on",       "listed",    "listed on",     "date listed", "published",
        "online seit", "eingestellt am",  "publié le", "mise en ligne", "publicado",   "pubblicato",
        "geplaatst",   "дата публикации", "ngày đăng", "发布时间"};
    ShownParty party;
    const auto labelled = [](std::string_view low, auto& labels) {
        for (std::string_view label : labels)
            if (low == label) return true;
        return false;
    };
    for (NodeId id = 0; id < tree.size(); ++id) {
        const Node& node = tree[id];
        if (node.is_text || layout.is_in(id, kNotAdvert | kHeader)) continue;
        const std::size_t length = layout.text_length(id);
        if (node.tag == Tag::time && party.published.empty() && tree.attribute(id, "itemprop") != "priceValidUntil") {
            const auto datetime = trimmed(tree.attribute(id, "datetime"));
            if (!datetime.empty())
                party.published = datetime;
            else if (length < 60)
                party.published = collapsed(tree.text(id));
        }
        if (length == 0 || length > 120 || layout.names(id).empty()) continue;
        const std::string& names = layout.names(id);
        if (party.seller.empty() && has_any_name(names, sellers) && length <= 80)
            party.seller = collapsed(tree.text(id));
        if (party.location.empty() && has_any_name(names, places)) party.location = collapsed(tree.text(id));
    }
    for (const auto& [name, value] : shown_attributes(tree, layout)) {
        const std::string low = lowered(name);
        if (labelled(low, kSellerLabels) && value.size() < 100)
            party.seller = value;
        else if (labelled(low, kPlaceLabels) && value.size() < 200)
            party.location = value;
        else if (labelled(low, kDateLabels) && party.published.empty() && value.size() < 60)
            party.published = value;
    }
    // "Seller: ann" as one text
    for (auto* field : {&party.seller, &party.location}) {
        std::string name, value;
        if (split_line(*field, name, value)) *field = value;
    }
    return party;
}

}  // namespace crawler
