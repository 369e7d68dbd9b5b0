// What ties the advert to others: the account, a contact, a name, a picture, the words.
#include <algorithm>

#include "tools/review/advert_parts.h"
#include "tools/review/desk.h"

namespace tools::review {

namespace {

constexpr std::size_t most_links = 16;
constexpr std::size_t most_shown = 8;  // adverts of each

std::string heading(const Visit& visit, const casebook::Link& link) {
    switch (link.kind) {
        case casebook::LinkKind::account:
            return visit.words("desk.of_seller", link.value);
        case casebook::LinkKind::contact:
            return visit.words("desk.same_contact", link.value);
        case casebook::LinkKind::handle:
            return visit.words("desk.same_handle", link.value);
        case casebook::LinkKind::picture:
            return visit.words("desk.same_picture");
        case casebook::LinkKind::text:
            break;
    }
    return visit.words("desk.same_text");
}

// The most alike and newest; of one account the strongest.
Html adverts_of(const Visit& visit, const casebook::Link& link) {
    std::vector<casebook::ListingId> ids;
    for (const casebook::LinkedListing& listing : link.listings) ids.push_back(listing.id);
    if (link.kind != casebook::LinkKind::account && ids.size() > most_shown) ids.resize(most_shown);
    std::vector<casebook::QueueRow> rows = visit.queue.rows(ids);
    if (link.kind == casebook::LinkKind::account)
        std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    if (rows.size() > most_shown) rows.resize(most_shown);
    return rows_table(visit, rows, "", false);
}

Html link_part(const Visit& visit, const casebook::Link& link) {
    const MessageCatalogue& words = visit.words;
    Html size = html("<small>{}{}", link.at_least ? "≥ " : "",
                     words("desk.link_adverts", visit.words.number(static_cast<std::int64_t>(link.adverts))));
    if (link.kind != casebook::LinkKind::account)
        size.add(" · {}", words("desk.link_accounts", visit.words.number(static_cast<std::int64_t>(link.accounts))));
    size.add("</small>");
    if (link.common)
        return html("<details><summary><bdi>{}</bdi> {}</summary><p class=\"soft\">{}</p>{}</details>",
                    heading(visit, link), size, words("desk.link_common"), adverts_of(visit, link));
    Html all;
    if (link.kind == casebook::LinkKind::account && link.adverts > most_shown)
        all = html("<p><a href=\"/?status=all&amp;level=none&amp;seller={}\">{}</a></p>", percent_encoded(link.value),
                   words("desk.all_of_seller"));
    return html("<h3><bdi>{}</bdi> {}</h3>{}{}", heading(visit, link), size, adverts_of(visit, link), all);
}

}  // namespace

Html connections(const Visit& visit, const casebook::StoredListing& stored) {
    std::vector<casebook::Link> links = visit.links.links(stored.id);
    // What ties somebody comes before what everybody shares.
    std::stable_partition(links.begin(), links.end(), [](const casebook::Link& link) { return !link.common; });
    if (links.size() > most_links) links.resize(most_links);
    Html parts;
    for (const casebook::Link& link : links) parts.add("{}", link_part(visit, link));
    if (parts.empty()) return {};
    return html("<section class=\"card connections\"><h2>{}</h2>{}</section>", visit.words("desk.elsewhere"), parts);
}

}  // namespace tools::review
