#include "crawler/extract/availability.h"
#include "crawler/extract/layout.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

// A label without the states it hides: "Add to cart" beside a hidden "Sold out".
std::string shown_text(const Tree& tree, const Layout& layout, NodeId id) {
    std::string text;
    for (NodeId at = id; at < tree[id].end; ++at) {
        if (at != id && !tree[at].is_text && layout.is_in(at, kHidden | kUnseen) && !layout.is_in(id, kHidden)) {
            at = tree[at].end - 1;
            continue;
        }
        if (tree[at].is_text) {
            text += tree[at].text;
            text += ' ';
        }
    }
    return collapsed(text);
}

}  // namespace

void Layout::find_buy_button() {
    double best = 0;
    bool says_gone = false;  // any control where the product is: "Notify me when available"
    for (NodeId id = 0; id < tree_.size(); ++id) {
        const Node& node = tree_[id];
        if (node.is_text) continue;
        const bool control = node.tag == Tag::button || node.tag == Tag::input || node.tag == Tag::a ||
                             tree_.attribute(id, "role") == "button";
        if (!control || is_in(id, kUnseen)) continue;
        const std::string& names = names_[id];
        std::string label;
        if (node.tag == Tag::input) {
            const std::string type = ascii_lowered(tree_.attribute(id, "type"));
            if (type != "submit" && type != "button" && type != "image") continue;
            label = tree_.attribute(id, type == "image" ? "alt" : "value");
        } else if (text_length(id) < 100) {
            label = shown_text(tree_, *this, id);
        } else {
            continue;
        }
        for (const char* extra : {"title", "aria-label"})
            if (label.empty()) label = tree_.attribute(id, extra);
        double score = 0;
        const bool named =
            has_any_name(names, {"add-to-cart", "addtocart",     "add_to_cart",        "addtobag",
                                 "add-to-bag",  "add-to-basket", "addtobasket",        "btn-cart",
                                 "buy-now",     "buynow",        "single_add_to_cart", "product-form__cart-submit",
                                 "tocart",      "add-cart",      "add2cart",           "btn-addtocart",
                                 "buybutton",   "buy-button",    "cart-submit",        "button-cart"}) ||
            tree_.attribute(id, "name") == "add" || tree_.attribute(id, "name") == "add-to-cart";
        if (is_buying_word(label)) score += 3;
        if (named) score += 3;
        const bool gone = is_gone_word(label);
        // A disabled button that says "sold out" is the buy button, whatever the cards below offer.
        if (gone && (node.tag != Tag::a || named)) score += tree_.has_attribute(id, "disabled") ? 3 : 2;
        if (score <= 0) continue;
        if (node.tag == Tag::a) score -= 0.5;
        if (is_in(id, kRelated | kCart | kReviews)) score -= 6;
        if (is_in(id, kFooter | kNavigation | kHeader)) score -= 3;
        if (is_in(id, kNotice)) score -= 1;
        if (is_in(id, kHidden)) score -= 1.5;
        if (heading_ != kNoNode && id < heading_) score -= 1;
        says_gone |= gone && node.tag != Tag::a && score >= 2 && !is_in(id, kHidden);
        buy_buttons_ += score >= 2.5 && (gone || is_buying_word(label));
        if (score > best) {
            best = score;
            buy_button_ = id;
            buy_disabled_ =
                gone || tree_.has_attribute(id, "disabled") || has_any_name(names, {"disabled", "sold-out", "soldout"});
            buy_withheld_ = tree_.has_attribute(id, "disabled") || is_in(id, kHidden);
            // A button waiting for a choice of size is disabled too; its label tells.
            if (buy_disabled_ && is_buying_word(label)) buy_disabled_ = gone && tree_.has_attribute(id, "disabled");
        }
    }
    buy_disabled_ |= buy_withheld_ && says_gone;
}

}  // namespace crawler
