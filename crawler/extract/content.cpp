#include "crawler/extract/content.h"

#include <algorithm>

#include "crawler/extract/text.h"

namespace crawler {

std::string described_text(const Tree& tree, const Layout& layout) {
    static const std::vector<std::string_view> names{"description",
                                                     "product-description",
                                                     "productdescription",
                                                     "prod-desc",
                                                     "product-desc",
                                                     "item-description",
                                                     "product_description",
                                                     "product-details",
                                                     "product__description",
                                                     "productdetails",
                                                     "ad-description",
                                                     "listing-description",
                                                     "desc",
                                                     "beschreibung",
                                                     "artikelbeschreibung",
                                                     "descripcion",
                                                     "descrizione",
                                                     "descricao",
                                                     "omschrijving",
                                                     "opis",
                                                     "popis",
                                                     "beskrivelse",
                                                     "kuvaus",
                                                     "posting-body",
                                                     "postingbody",
                                                     "tab-description",
                                                     "rte",
                                                     "long-description",
                                                     "detail-text",
                                                     "woocommerce-product-details__short-description",
                                                     "short-description",
                                                     "overview",
                                                     "full-description",
                                                     "item-desc",
                                                     "goods-detail",
                                                     "product-info-description"};
    NodeId best = kNoNode;
    double best_score = 0;
    for (NodeId id = 0; id < tree.size(); ++id) {
        const Node& node = tree[id];
        if (node.is_text || node.attribute_count == 0 || layout.is_in(id, kNotAdvert)) continue;
        const bool declared =
            tree.attribute(id, "itemprop") == "description" || tree.attribute(id, "property") == "schema:description";
        if (!declared && (layout.names(id).empty() || !has_any_name(layout.names(id), names))) continue;
        if (node.tag == Tag::meta || node.tag == Tag::a || node.tag == Tag::body) continue;
        if (layout.heading() != kNoNode && tree.contains(id, layout.heading())) continue;
        const std::size_t length = layout.text_length(id);
        if (length < 15 || length > 60'000 || layout.link_density(id) > 0.6) continue;
        const double score = std::min(static_cast<double>(length), 4000.0) * (declared ? 2.0 : 1.0) *
                             (layout.is_in(id, kAside) ? 0.5 : 1.0) * (1 - layout.link_density(id));
        if (score > best_score) {
            best_score = score;
            best = id;
        }
    }
    return best == kNoNode ? std::string() : clean_text(tree, layout, best);
}

bool says_already(const std::string& whole, const std::string& part) {
    constexpr std::size_t kPiece = 50;
    if (part.empty()) return true;
    const std::string asked = collapsed(part);
    if (asked.size() > kPiece && whole.size() < kPiece) return false;
    const std::string held = collapsed(whole);
    if (asked.size() <= kPiece) return held.find(asked) != std::string::npos;
    std::size_t pieces = 0, found = 0;
    for (std::size_t at = 0; at + kPiece <= asked.size() && pieces < 60; at += std::max(kPiece, asked.size() / 60)) {
        ++pieces;
        found += held.find(asked.substr(at, kPiece)) != std::string::npos;
    }
    return found * 10 >= pieces * 6;
}

}  // namespace crawler
