#include "crawler/extract/profile.h"

#include <algorithm>

#include "crawler/extract/availability.h"
#include "crawler/extract/details.h"
#include "crawler/extract/text.h"
#include "crawler/toml.h"

namespace crawler {
namespace {

using detector::Field;
using detector::Listing;

std::vector<Selector> read_selectors(const TomlTable& table, std::string_view key) {
    std::vector<Selector> selectors;
    for (const std::string& text : table.texts(key).value_or(std::vector<std::string>())) {
        std::string error;
        std::optional<Selector> selector = Selector::parse(text, error);
        if (!selector) table.fail(key, "'" + text + "' is no CSS selector: " + error);
        selectors.push_back(std::move(*selector));
    }
    return selectors;
}

// "h1.title" takes the text; "meta[itemprop=price] @content" an attribute.
std::vector<Pick> read_picks(const TomlTable& table, std::string_view key) {
    std::vector<Pick> picks;
    for (const std::string& written : table.texts(key).value_or(std::vector<std::string>())) {
        std::string_view text = written;
        std::string attribute;
        if (const auto at = text.rfind('@'); at != std::string_view::npos && at > 0 && is_space(text[at - 1])) {
            attribute = ascii_lowered(trimmed(text.substr(at + 1)));
            text = trimmed(text.substr(0, at));
        }
        std::string error;
        std::optional<Selector> selector = Selector::parse(text, error);
        if (!selector) table.fail(key, "'" + written + "' is no CSS selector: " + error);
        picks.push_back({std::move(*selector), std::move(attribute)});
    }
    return picks;
}

// Reads fields below `root` of a page, minding what the profile removes.
class Picker {
  public:
    Picker(const Profile& profile, const Tree& tree, const BaseUrl& base)
        : tree_(tree), base_(base), removed_(tree.size(), false) {
        for (const Selector& selector : profile.remove)
            for (NodeId id : selector.select(tree, 0))
                for (NodeId at = id; at < tree[id].end; ++at) removed_[at] = true;
    }

    std::vector<std::string> all(const std::vector<Pick>& picks, NodeId root, std::size_t limit = 200) const {
        std::vector<std::string> values;
        for (const Pick& pick : picks) {
            for (NodeId id : pick.selector.select(tree_, root)) {
                if (removed_[id] || values.size() >= limit) continue;
                std::string value = value_of(pick, id);
                if (!value.empty() && std::find(values.begin(), values.end(), value) == values.end())
                    values.push_back(std::move(value));
            }
            if (!values.empty()) break;  // the first selector that finds anything
        }
        return values;
    }
    std::string first(const std::vector<Pick>& picks, NodeId root) const {
        std::vector<std::string> values = all(picks, root, 1);
        return values.empty() ? std::string() : std::move(values[0]);
    }
    std::vector<NodeId> nodes(const std::vector<Selector>& selectors, NodeId root) const {
        std::vector<NodeId> found;
        for (const Selector& selector : selectors)
            for (NodeId id : selector.select(tree_, root))
                if (!removed_[id]) found.push_back(id);
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }

  private:
    std::string value_of(const Pick& pick, NodeId id) const {
        if (pick.attribute.empty()) {
            if (tree_[id].tag == Tag::img) return image_url(tree_, id, base_);
            if (tree_[id].tag == Tag::meta) return std::string(trimmed(tree_.attribute(id, "content")));
            for (NodeId at = id; at < tree_[id].end; ++at)
                if (removed_[at]) return without_removed(id);
            return tree_.text(id);
        }
        const std::string_view value = trimmed(tree_.attribute(id, pick.attribute));
        if (pick.attribute == "href" || pick.attribute == "src" || pick.attribute == "data-src")
            return base_.resolve(value);
        return std::string(value);
    }
    std::string without_removed(NodeId id) const {
        std::string out;
        for (NodeId at = id; at < tree_[id].end; ++at) {
            if (removed_[at]) continue;
            if (tree_[at].is_text)
                out += tree_[at].text;
            else if (breaks_line(tree_[at].tag))
                out += '\n';
        }
        return collapsed_lines(out);
    }

    const Tree& tree_;
    const BaseUrl& base_;
    std::vector<bool> removed_;
};

void replace(Listing& listing, Field field, std::string text) {
    if (text.empty()) return;
    std::erase_if(listing.passages, [&](const detector::Passage& passage) { return passage.field == field; });
    // Title first, then description: readers of passages expect that order.
    auto at = listing.passages.begin();
    if (field != Field::title)
        while (at != listing.passages.end() && at->field < field) ++at;
    listing.passages.insert(at, {field, {}, std::move(text)});
}

std::string joined(const std::vector<std::string>& parts, std::string_view mark) {
    std::string out;
    for (const std::string& part : parts) {
        if (!out.empty()) out += mark;
        out += part;
    }
    return out;
}

detector::Price price_of(const std::string& text, const PriceContext& context, const std::string& currency) {
    const FoundPrice found = read_price_value(text, context);
    const std::string code = currency_code(currency, context);
    return {text, found.amount,
            !code.empty()             ? code
            : !found.currency.empty() ? found.currency
                                      : std::string(currency_of_country(context.country))};
}

void apply_to_listing(const Profile& profile, const Picker& picker, const PriceContext& context, Page& page) {
    Listing& listing = page.listing;
    replace(listing, Field::title, collapsed(picker.first(profile.title, 0)));
    replace(listing, Field::description, joined(picker.all(profile.description, 0), "\n"));
    if (const std::string text = picker.first(profile.price, 0); !text.empty())
        listing.price = price_of(collapsed(text), context, picker.first(profile.currency, 0));
    if (const std::string text = picker.first(profile.availability, 0); !text.empty())
        if (std::string name = availability_name(text); !name.empty())
            listing.availability =
                name == "SoldOut" || name == "Discontinued" || name == "Reserved" ? "OutOfStock" : name;
    const auto take = [&](std::string& field, const std::vector<Pick>& picks) {
        if (std::string value = collapsed(picker.first(picks, 0)); !value.empty()) field = std::move(value);
    };
    take(listing.sku, profile.sku);
    take(listing.published, profile.published);
    if (std::string seller = collapsed(picker.first(profile.seller, 0)); !seller.empty()) {
        listing.seller = seller;
        replace(listing, Field::seller, seller);
    }
    if (std::string location = collapsed(picker.first(profile.location, 0)); !location.empty()) {
        listing.location = location;
        replace(listing, Field::location, location);
    }
    replace(listing, Field::category, joined(picker.all(profile.category, 0), " > "));
    if (std::vector<std::string> tags = picker.all(profile.tags, 0); !tags.empty()) {
        std::erase_if(listing.passages, [](const detector::Passage& passage) { return passage.field == Field::tag; });
        for (std::string& tag : tags) listing.passages.push_back({Field::tag, {}, collapsed(tag)});
    }
    if (std::vector<std::string> images = picker.all(profile.images, 0); !images.empty())
        listing.image_urls = std::move(images);
    if (!profile.attribute_rows.empty()) {
        std::vector<detector::Passage> attributes;
        for (NodeId row : picker.nodes(profile.attribute_rows, 0)) {
            std::string name = collapsed(picker.first(profile.attribute_name, row));
            std::string value = collapsed(picker.first(profile.attribute_value, row));
            while (!name.empty() && (name.back() == ':' || name.back() == ' ')) name.pop_back();
            if (!name.empty() && !value.empty() && attributes.size() < 200)
                attributes.push_back({Field::attribute, name, value});
        }
        if (!attributes.empty()) {
            std::erase_if(listing.passages,
                          [](const detector::Passage& passage) { return passage.field == Field::attribute; });
            for (detector::Passage& attribute : attributes) listing.passages.push_back(std::move(attribute));
        }
    }
}

void apply_to_index(const Profile& profile, const Picker& picker, const BaseUrl& base, const PriceContext& context,
                    Page& page) {
    std::vector<Listing> teasers;
    for (NodeId card : picker.nodes(profile.card, 0)) {
        Listing teaser;
        teaser.url = base.link(picker.first(profile.card_link, card));
        const std::string title = collapsed(picker.first(profile.card_title, card));
        if (teaser.url.empty() || title.empty() || teasers.size() >= 500) continue;
        teaser.passages.push_back({Field::title, {}, title});
        if (const std::string price = collapsed(picker.first(profile.card_price, card)); !price.empty())
            teaser.price = price_of(price, context, {});
        teasers.push_back(std::move(teaser));
    }
    if (!teasers.empty()) page.teasers = std::move(teasers);
}

bool fits_any(const std::vector<std::string>& globs, std::string_view url) {
    return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) { return matches_glob(glob, url); });
}

}  // namespace

bool is_listing_address(const Profile& profile, std::string_view url) { return fits_any(profile.listing_urls, url); }
bool is_index_address(const Profile& profile, std::string_view url) { return fits_any(profile.index_urls, url); }

bool matches_glob(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

std::unique_ptr<const Profile> read_profile(const std::filesystem::path& file) {
    const TomlTable table = TomlTable::read(file);
    auto profile = std::make_unique<Profile>();
    profile->name = table.required_text("name");
    profile->country = ascii_lowered(table.text("country").value_or(std::string()));
    profile->listing_urls = table.texts("listing_urls").value_or(std::vector<std::string>());
    profile->index_urls = table.texts("index_urls").value_or(std::vector<std::string>());
    profile->remove = read_selectors(table, "remove");
    if (const std::optional<TomlTable> listing = table.table("listing")) {
        profile->title = read_picks(*listing, "title");
        profile->description = read_picks(*listing, "description");
        profile->price = read_picks(*listing, "price");
        profile->currency = read_picks(*listing, "currency");
        profile->availability = read_picks(*listing, "availability");
        profile->sku = read_picks(*listing, "sku");
        profile->seller = read_picks(*listing, "seller");
        profile->location = read_picks(*listing, "location");
        profile->published = read_picks(*listing, "published");
        profile->category = read_picks(*listing, "category");
        profile->images = read_picks(*listing, "images");
        profile->tags = read_picks(*listing, "tags");
        if (const std::optional<TomlTable> attributes = listing->table("attributes")) {
            profile->attribute_rows = read_selectors(*attributes, "rows");
            profile->attribute_name = read_picks(*attributes, "name");
            profile->attribute_value = read_picks(*attributes, "value");
            attributes->finish();
        }
        listing->finish();
    }
    if (const std::optional<TomlTable> index = table.table("index")) {
        profile->card = read_selectors(*index, "card");
        profile->card_link = read_picks(*index, "link");
        profile->card_title = read_picks(*index, "title");
        profile->card_price = read_picks(*index, "price");
        profile->next = read_picks(*index, "next");
        index->finish();
    }
    for (const TomlTable& sample : table.tables("sample")) {
        profile->samples.push_back({file.parent_path() / sample.required_text("page"), sample.required_text("url"),
                                    file.parent_path() / sample.required_text("expected")});
        sample.finish();
    }
    table.finish();
    for (const auto* picks :
         {&profile->title, &profile->description, &profile->price, &profile->currency, &profile->availability,
          &profile->sku, &profile->seller, &profile->location, &profile->published, &profile->category, &profile->tags,
          &profile->attribute_name, &profile->attribute_value, &profile->card_title})
        for (const Pick& pick : *picks)
            if (!pick.attribute.empty()) profile->text_attributes.push_back(pick.attribute);
    return profile;
}

void apply_profile(const Profile& profile, const Tree& tree, const BaseUrl& base, const PriceContext& context,
                   Page& page) {
    PriceContext market = context;
    if (!profile.country.empty()) market.country = profile.country;
    const Picker picker(profile, tree, base);
    // The address says what a page is, where the profile knows the market's addresses.
    const std::string_view address = page.canonical;
    const bool listing = fits_any(profile.listing_urls, address), index = fits_any(profile.index_urls, address);
    if (listing)
        page.kind = PageKind::listing;
    else if (index)
        page.kind = PageKind::index;
    if (page.kind == PageKind::index) {
        apply_to_index(profile, picker, base, market, page);
    } else {
        apply_to_listing(profile, picker, market, page);
        if (listing) page.teasers.clear();
    }
    for (const std::string& url : picker.all(profile.next, 0)) {
        const std::string target = base.link(url);
        if (target.empty()) continue;
        const auto known = std::find_if(page.links.begin(), page.links.end(), [&](const Link& link) {
            return link.url == target && link.kind != LinkKind::image;
        });
        if (known != page.links.end())
            known->kind = LinkKind::next;
        else
            page.links.push_back({target, {}, LinkKind::next, false});
    }
}

}  // namespace crawler
