// Which part of a page each node belongs to, told from elements, roles, class names and ids: navigation, related
// items, reviews, a cart, struck-out prices ... and where the advert's heading and its buy button stand.
//
// An element that contains the heading is never taken for an aside whatever its class says (body classes are full of
// accidents). Built once a page, linear in its nodes; reading is const.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/html.h"

namespace crawler {

enum Zone : std::uint32_t {
    kNavigation = 1u << 0,  // nav, menus, breadcrumbs, pagination
    kHeader = 1u << 1,
    kFooter = 1u << 2,
    kAside = 1u << 3,
    kRelated = 1u << 4,  // recommendations, other adverts, recently viewed
    kCart = 1u << 5,     // the visitor's own cart
    kReviews = 1u << 6,  // reviews, comments, ratings
    kNotice = 1u << 7,   // cookie banners, modal dialogs, newsletters, sharing bars
    kStruck = 1u << 8,   // del, s, "old price": no longer asked
    kHidden = 1u << 9,
    kInLink = 1u << 10,
    kForm = 1u << 11,
    kBreadcrumb = 1u << 12,
    kSearchEcho = 1u << 13,  // "No results for ...": what the visitor typed
    kUnseen = 1u << 14,      // script, style, template ...
    kNotAdvert = kNavigation | kFooter | kRelated | kCart | kReviews | kNotice | kSearchEcho | kUnseen | kBreadcrumb,
};

class Layout {
  public:
    // `names`: titles the page gives itself (document title, og:title, structured name) that its heading resembles.
    Layout(const Tree& tree, const std::vector<std::string>& names);

    std::uint32_t zones(NodeId id) const { return zones_[id]; }
    bool is_in(NodeId id, std::uint32_t zones) const { return (zones_[id] & zones) != 0; }

    NodeId heading() const { return heading_; }
    const std::string& heading_text() const { return heading_text_; }
    NodeId buy_button() const { return buy_button_; }    // kNoNode when there is none
    bool buy_disabled() const { return buy_disabled_; }  // it says that the thing is gone, or another does beside it
    bool buy_withheld() const { return buy_withheld_; }  // it cannot be pressed as the page stands, or is not seen
    int buy_buttons() const { return buy_buttons_; }     // how many there are: several on a list of adverts

    // Bytes of text before a node: what distances on the page are measured in.
    std::size_t text_before(NodeId id) const { return text_before_[id]; }
    std::size_t text_length(NodeId id) const { return text_before_[tree_[id].end] - text_before_[id]; }
    std::size_t link_text_length(NodeId id) const { return link_before_[tree_[id].end] - link_before_[id]; }
    double link_density(NodeId id) const {  // the share of links in the text, 0 to 1
        const std::size_t length = text_length(id);
        return length == 0 ? 0 : static_cast<double>(link_text_length(id)) / static_cast<double>(length);
    }
    // Lower-case class and id of an element, "" for text.
    const std::string& names(NodeId id) const { return names_[id]; }

  private:
    void measure();
    void find_heading(const std::vector<std::string>& names);
    std::uint32_t unlikely_for(NodeId id) const;
    void mark_zones();
    void find_buy_button();

    const Tree& tree_;
    std::vector<std::uint32_t> zones_;
    std::vector<std::size_t> text_before_, link_before_;  // one more than nodes
    std::vector<std::string> names_;
    NodeId heading_ = kNoNode;
    std::string heading_text_;
    NodeId buy_button_ = kNoNode;
    bool buy_disabled_ = false, buy_withheld_ = false;
    int buy_buttons_ = 0;
};

// Does `names` hold `word` as a word or at the start of one ("price" in "product-price", "prices", not in "caprice")?
bool has_name(std::string_view names, std::string_view word);
bool has_any_name(std::string_view names, const std::vector<std::string_view>& words);

}  // namespace crawler
