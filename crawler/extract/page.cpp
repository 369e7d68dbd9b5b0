#include "crawler/extract/page.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "crawler/extract/asked_price.h"
#include "crawler/extract/availability.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/chosen_variant.h"
#include "crawler/extract/content.h"
#include "crawler/extract/details.h"
#include "crawler/extract/facts.h"
#include "crawler/extract/first_pass.h"
#include "crawler/extract/html.h"
#include "crawler/extract/language.h"
#include "crawler/extract/layout.h"
#include "crawler/extract/offer.h"
#include "crawler/extract/page_kind.h"
#include "crawler/extract/page_title.h"
#include "crawler/extract/profile.h"
#include "crawler/extract/shop_state.h"
#include "crawler/extract/structured.h"
#include "crawler/extract/teasers.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

using detector::Field;
using detector::Listing;

bool appears(std::string_view text, std::string_view what) {
    return what.size() >= 2 && contains_ignoring_case(text, what);
}

class PageReader {
  public:
    PageReader(const PageInput& input, std::string_view html, FirstPass pass, Page& page)
        : input_(input), page_(page), pass_(std::move(pass)), tree_(Tree::parse(html)), base_(pass_.base) {}

    void read() {
        if (tree_.was_cut()) page_.notes.push_back("the page is nested too deeply or too long: parts were left out");
        page_.canonical = pass_.canonical;
        page_.title = pass_.title;
        page_.nofollow = pass_.nofollow;
        page_.noindex = pass_.noindex;
        page_.links = std::move(pass_.links);

        const StructuredData data = read_structured_data(tree_, base_);
        page_.country = input_.profile && !input_.profile->country.empty() ? input_.profile->country
                                                                           : country_of(input_.url, pass_.language);
        context_.country = page_.country;
        facts_ = read_facts(data, context_);
        const std::vector<Facts> from_state = read_shop_state(data, context_);
        page_.structured_json = structured_json(data);
        declares_product_ = contains_ignoring_case(data.meta_content("og:type"), "product") &&
                            !contains_ignoring_case(data.meta_content("og:type"), "group");

        std::vector<std::string> names{std::string(without_site(page_.title, input_.url)), facts_.page.title};
        for (std::size_t i = 0; i < facts_.products.size() && i < 3; ++i) names.push_back(facts_.products[i].title);
        for (std::size_t i = 0; i < facts_.posts.size() && i < 2; ++i) names.push_back(facts_.posts[i].title);
        std::erase_if(names, [](const std::string& name) { return name.size() < 3; });
        layout_.emplace(tree_, names);

        const int chosen = choose_main(facts_.products, layout_->heading_text(), page_.title, page_.canonical);
        if (chosen >= 0) main_ = facts_.products[static_cast<std::size_t>(chosen)];
        // The same thing said again in another syntax fills the gaps.
        for (const Facts& other : facts_.products)
            if (chosen >= 0 && (other.title == main_.title || likeness(other.title, main_.title) > 0.85))
                complete(main_, other);
        for (const Facts& other : from_state)
            if (!other.title.empty() &&
                likeness(other.title, main_.title.empty() ? layout_->heading_text() : main_.title) > 0.85) {
                complete(main_, other);
                break;
            }

        if (const auto variant = chosen_variant(tree_, *layout_, data, input_.url, context_)) prefer(main_, *variant);
        decide_kind(chosen >= 0);
        Listing& listing = page_.listing;
        listing.url = page_.canonical;
        if (page_.kind == PageKind::listing)
            read_listing();
        else
            read_other();
        if (page_.kind == PageKind::index) page_.teasers = teasers_;
        if (input_.profile) apply_profile(*input_.profile, tree_, base_, context_, page_);
        read_language();
        add_image_links();
    }

  private:
    void decide_kind(bool structured_main) {
        // Which dollar "$" is.
        currency_ = main_.currency.empty() ? facts_.page.currency : main_.currency;
        context_.currency = currency_;
        prices_ = shown_prices(tree_, *layout_, context_);
        teasers_ = shown_teasers(tree_, *layout_, base_, context_);
        shown_availability_ = shown_availability(tree_, *layout_);
        PageEvidence seen;
        seen.main = structured_main ? &main_ : nullptr;
        seen.is_list = facts_.is_list;
        seen.declares_offer = declares_product_ || !facts_.page.amount.empty();
        seen.posts = facts_.posts.size();
        seen.best_price = prices_.empty() ? nullptr : &prices_[0];
        seen.availability_stated = shown_availability_.stated;
        seen.said_gone = shown_availability_.gone;
        shown_sku_ = shown_sku(tree_, *layout_, main_.sku);
        seen.numbered =
            (shown_sku_.rank >= 4 && shown_sku_.numbers <= 3) || (shown_sku_.rank >= 2 && shown_availability_.gone);
        for (const Listing& teaser : teasers_) {
            seen.priced_teasers += !teaser.price.amount.empty();
            seen.price_of_teaser |= seen.best_price && same_amount(teaser.price.amount, seen.best_price->amount);
            seen.pictured_teasers += !teaser.image_urls.empty();
        }
        seen.teasers = teasers_.size();
        best_is_elsewhere_ = seen.best_price && is_in_teaser(tree_, *layout_, base_, seen.best_price->node);
        seen.price_in_teaser = best_is_elsewhere_;
        seen.price_of_teaser |= best_is_elsewhere_;
        body_ = main_text(tree_, *layout_);
        seen.text_bytes = body_.size();
        page_.kind = kind_of(seen, *layout_);
        if (page_.kind == PageKind::listing && !seen.main && seen.posts > 0 && is_post(seen, *layout_))
            main_ = facts_.posts[0];
    }

    void passage(Field field, std::string label, std::string text) {
        if (!text.empty()) page_.listing.passages.push_back({field, std::move(label), std::move(text)});
    }

    void read_title() {
        std::string title = main_.title;
        const std::string& heading = layout_->heading_text();
        // The heading is what people see; structured names add the brand or lack the variant.
        if (title.empty() || (!heading.empty() && likeness(heading, title) > 0.6 && heading.size() < 200))
            title = heading;
        if (title.empty()) title = facts_.page.title;
        if (title.empty()) title = without_site(page_.title, input_.url);
        passage(Field::title, {}, collapsed(title));
        if (!main_.title.empty() && likeness(main_.title, title) < 1) passage(Field::title, "name", main_.title);
    }

    void read_descriptions() {
        const bool post = main_.kind == Facts::Kind::post;
        std::string shown = described_text(tree_, *layout_);
        if ((shown.size() < 200 || post) && body_.size() > shown.size() && body_ != page_.listing.first(Field::title)) {
            // What describes itself as the description stays, if the body does not hold it anyway.
            if (!post && !shown.empty() && body_.find(shown) == std::string::npos) extra_description_ = shown;
            shown = body_;
        }
        std::string declared = main_.description;
        // The article that microdata names is an element with all that stands in it.
        if (post && main_.syntax != Syntax::json_ld && shown.size() * 2 > declared.size()) declared.clear();
        if (declared.empty() && shown.size() < 100) declared = facts_.page.description;
        // The summary that a page gives search engines is no part of a long text beside it.
        const bool summary = shown.size() >= (post ? 200 : 500) && declared.size() < 400;
        if (!shown.empty() && (summary || !says_already(declared, shown))) passage(Field::description, {}, shown);
        if (page_.listing.first(Field::description).empty())
            passage(Field::description, {}, declared);
        else if (!says_already(shown, declared))
            passage(Field::description, summary ? "summary" : "", declared);
        if (!says_already(shown, extra_description_) && !says_already(declared, extra_description_))
            passage(Field::description, {}, extra_description_);
    }

    void read_numbers() {
        Listing& listing = page_.listing;
        const ShownSku& shown = shown_sku_;
        const std::string& declared = main_.sku;
        // "ARC-M2" in the data, "SKU: ARC-M2-BLK" for the reader: of the variant that is shown.
        const bool variant = shown.rank >= 4 && !declared.empty() && shown.value.size() > declared.size() + 1 &&
                             shown.value.starts_with(declared) && !is_digit(shown.value[declared.size()]);
        // "Style: P400912 | Item No. 2304417": it is declared by what the page calls a model.
        const bool model = shown.rank >= 4 && (shown.declared_rank == 1 || shown.declared_rank == 2);
        if (!declared.empty() && !variant && !model && (appears(visible_text(), declared) || shown.rank < 4))
            listing.sku = declared;
        else if (shown.rank >= 2)
            listing.sku = shown.value;
        else if (!facts_.page.sku.empty() && appears(visible_text(), facts_.page.sku))
            listing.sku = facts_.page.sku;
        else if (!main_.id.empty() && main_.id.substr(0, 4) == "sku:")
            listing.sku = main_.id.substr(4);
        else if (!main_.id.empty() && appears(visible_text(), main_.id))
            listing.sku = main_.id;
        listing.id = !main_.id.empty() ? main_.id : listing.sku;
    }

    const std::string& visible_text() {
        if (visible_.empty() && tree_.size() > 0) visible_ = tree_.text(0);
        return visible_;
    }

    void read_availability() {
        Listing& listing = page_.listing;
        const std::string& shown = shown_availability_.state;
        std::string declared = plain_availability(main_.availability);
        if (declared.empty()) declared = plain_availability(facts_.page.availability);
        listing.availability = declared;
        // A page that says "sold out" on its buy button is not in stock, whatever its template declares.
        const bool stated = shown_availability_.stated || shown_availability_.gone;
        const bool sold_out = declared == "InStock" && shown == "OutOfStock" &&
                              (layout_->buy_disabled() || (layout_->buy_withheld() && stated));
        // Nor is a declaration of another day believed, whose price is not the page's either.
        const bool stale = stated && !main_.amount.empty() && !listing.price.amount.empty() &&
                           !same_amount(main_.amount, listing.price.amount);
        if (declared.empty() || sold_out || stale) listing.availability = shown;
        if (listing.availability.empty() && !listing.price.amount.empty() && main_.kind == Facts::Kind::product)
            listing.availability = "InStock";
    }

    void read_listing() {
        Listing& listing = page_.listing;
        read_title();
        read_descriptions();
        if (main_.kind == Facts::Kind::product) {
            // What is sold out need not cost anything: the price of a recommendation is not its.
            const bool none = withholds_price(tree_, *layout_) || (shown_availability_.gone && best_is_elsewhere_);
            listing.price = asked_price({main_, facts_.page, prices_, best_is_elsewhere_, none, page_.country});
            read_numbers();
            read_availability();
        }
        NamedValues attributes = shown_attributes(tree_, *layout_);
        const auto attribute = [&](std::string name, std::string value) {
            if (value.empty() || attributes.size() > 250) return;
            if (std::find(attributes.begin(), attributes.end(), std::pair{name, value}) == attributes.end())
                attributes.emplace_back(std::move(name), std::move(value));
        };
        for (const auto& [name, value] : main_.attributes) attribute(name, value);
        attribute("brand", main_.brand.empty() ? facts_.page.brand : main_.brand);
        attribute("condition", main_.condition.empty() ? facts_.page.condition : main_.condition);
        attribute("mpn", main_.mpn.empty() ? facts_.page.mpn : main_.mpn);
        attribute("gtin", main_.gtin.empty() ? facts_.page.gtin : main_.gtin);
        for (auto& [name, value] : attributes) passage(Field::attribute, name, value);

        std::vector<std::string> path = facts_.breadcrumbs;
        if (path.empty()) path = shown_breadcrumbs(tree_, *layout_);
        if (path.empty()) path = main_.category;
        if (path.empty()) path = facts_.page.category;
        if (!path.empty() && path.back() == listing.first(Field::title)) path.pop_back();
        std::string category;
        for (const std::string& step : path) category += (category.empty() ? "" : " > ") + step;
        passage(Field::category, {}, category);
        for (const std::string& tag : main_.tags.empty() ? facts_.page.tags : main_.tags) passage(Field::tag, {}, tag);

        ShownParty party = shown_party(tree_, *layout_);
        listing.seller = !main_.seller.empty() ? main_.seller : party.seller;
        listing.location = !main_.location.empty()   ? main_.location
                           : !party.location.empty() ? party.location
                                                     : facts_.page.location;
        listing.published = !main_.published.empty()         ? main_.published
                            : !facts_.page.published.empty() ? facts_.page.published
                                                             : party.published;
        passage(Field::seller, {}, listing.seller);
        passage(Field::location, {}, listing.location);
        read_images();
    }

    void read_images() {
        Listing& listing = page_.listing;
        std::unordered_set<std::string> seen;
        const auto add = [&](const std::string& url) {
            std::string resolved = base_.resolve(url);
            if (!resolved.empty() && listing.image_urls.size() < 60 && seen.insert(resolved).second)
                listing.image_urls.push_back(std::move(resolved));
        };
        for (const std::string& url : main_.images) add(url);
        for (const std::string& url : facts_.page.images) add(url);
        ShownImages shown = shown_images(tree_, *layout_, base_);
        for (const std::string& url : shown.urls) add(url);
        for (std::string& text : shown.texts) passage(Field::image_text, {}, std::move(text));
    }

    // A page that is no advert still has a title and a text: forums, blogs and "about us" pages offer things too.
    void read_other() {
        std::string title = layout_->heading_text();
        if (title.empty()) title = facts_.page.title;
        if (title.empty()) title = without_site(page_.title, input_.url);
        passage(Field::title, {}, collapsed(title));
        std::string body = body_;
        if (body.empty() && page_.kind == PageKind::other) body = facts_.page.description;
        if (page_.kind == PageKind::other || body.size() > 140) passage(Field::description, {}, body);
        page_.listing.published = facts_.page.published;
        if (page_.kind == PageKind::other) read_images();
    }

    void read_language() {
        std::string& language = page_.listing.language;
        language = clean_language(pass_.language);
        if (language.empty()) language = clean_language(facts_.language);
        if (!language.empty()) return;
        std::string text(page_.listing.first(Field::title));
        text += '\n';
        text += page_.listing.first(Field::description);
        language = detected_language(text);
    }

    void add_image_links() {
        for (const std::string& url : page_.listing.image_urls)
            page_.links.push_back({url, {}, LinkKind::image, false});
    }

    const PageInput& input_;
    Page& page_;
    FirstPass pass_;
    Tree tree_;
    BaseUrl base_;
    PriceContext context_;
    std::string currency_;  // that the page's data names
    StructuredFacts facts_;
    Facts main_;
    std::optional<Layout> layout_;
    std::vector<ShownPrice> prices_;
    std::vector<Listing> teasers_;
    ShownAvailability shown_availability_;
    ShownSku shown_sku_;
    std::string body_;  // main text
    std::string extra_description_;
    bool declares_product_ = false;   // og:type
    bool best_is_elsewhere_ = false;  // the likeliest price is that of something the page leads to
    std::string visible_;
};

}  // namespace

Page read_page(const PageInput& input) { return read_page(input, {}); }

Page read_page(const PageInput& input, const Screen& screen) {
    Page page;
    page.canonical = input.url;
    page.listing.url = input.url;
    page.structured_json = "[]";
    if (looks_binary(input.body)) {
        page.notes.push_back("not a text: nothing was read");
        return page;
    }
    DecodedText text;
    decode_page(input.body, input.content_type, text);
    std::string note;
    if (text.contradicted)
        note = "the bytes are not in the declared encoding: read as " + std::string(text.charset.name);
    else if (text.charset.source == CharsetSource::detected)
        note = "no encoding declared: read as " + std::string(text.charset.name);

    FirstPass pass = skim_decoded(text.text, input);
    // Index pages of a profile have fields that are needed whatever their words: which links are adverts, which is
    // next.
    const bool whole = input.whole || (input.profile && is_index_address(*input.profile, input.url));
    if (screen && !whole && !screen(pass.text, clean_language(pass.language))) {
        if (input.profile && is_listing_address(*input.profile, input.url)) pass.declares_listing = true;
        page = page_of(std::move(pass));
    } else {
        PageReader(input, text.text, std::move(pass), page).read();
    }
    page.charset = text.charset.name;
    if (!note.empty()) page.notes.insert(page.notes.begin(), std::move(note));
    return page;
}

}  // namespace crawler
