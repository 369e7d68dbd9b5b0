// One advert: everything that speaks for and against, and the buttons that decide.
#include "tools/report/renderer.h"
#include "tools/review/advert_parts.h"
#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

namespace {

// The advert's neighbours in the queue it was opened from.
Html neighbours(const Visit& visit, const Search& search, const casebook::QueueRow& row, const std::string& query) {
    const auto link = [&](bool backwards, const char* key, const char* rel) {
        casebook::Walk walk{search.walk.order,
                            search.walk.order == casebook::Order::priority ? casebook::Place{row.score, row.id}
                                                                           : casebook::Place{row.first_seen_ms, row.id},
                            backwards, 1};
        const auto found = visit.queue.page(search.filter, walk).rows;
        if (found.empty()) return html("<span class=\"button\" aria-disabled=\"true\">{}</span>", visit.words(key));
        return html("<a class=\"button\" rel=\"{}\" href=\"{}\">{}</a>", rel,
                    with_query("/advert/" + std::to_string(static_cast<std::int64_t>(found.front().id)), query),
                    visit.words(key));
    };
    return html(
        "<nav class=\"neighbours\" aria-label=\"{}\"><a class=\"button\" href=\"{}\" data-queue>{}</a>{}{}</nav>",
        visit.words("desk.in_queue"), with_query("/", query), visit.words("desk.to_queue"),
        link(true, "desk.previous", "prev"), link(false, "desk.next", "next"));
}

}  // namespace

HttpResponse advert_page(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    const casebook::ListingId id{visit.id()};
    const auto stored = visit.adverts.listing(id);
    const auto seen = visit.queue.seen({&id, 1});
    const auto rows = visit.queue.rows({&id, 1});
    if (!stored || seen.empty() || rows.empty())
        return problem(visit, 404, "desk.no_advert",
                       html("<p><a class=\"button\" href=\"/\">{}</a></p>", words("desk.to_queue")));
    const Search search = read_search(visit.request);
    const std::string query = query_string(search);
    const casebook::QueueRow& row = rows.front();
    const std::string title = report::title_of(*stored).empty() ? words("untitled") : report::title_of(*stored);
    const casebook::Judgement& judgement = stored->judgement;

    Html address;
    if (!stored->listing.url.empty())
        address = html(
            "<p class=\"address\"><span class=\"unseen\">{}: </span><code>{}</code>"
            "<button type=\"button\" class=\"plain\" data-copy=\"{}\" hidden>{}</button></p>",
            words("address"), stored->listing.url, stored->listing.url, words("desk.copy"));
    Html listed = appendix_badge(visit, judgement.appendix);
    for (const std::string& regime : row.regimes) listed.add("{}", regime_badge(regime));
    Html done;
    if (const std::int64_t last = number_in(visit.request.parameter("done")); last >= 0)
        done = html("<p class=\"done\" role=\"status\">{} <a href=\"{}\" data-last>{}</a></p>", words("desk.recorded"),
                    with_query("/advert/" + std::to_string(last), query) + "#trail", words("desk.see_last"));
    const Html main = html(
        "<article class=\"advert\" data-advert>{}{}<header><h1><bdi>{}</bdi></h1>{}<div class=\"signs\">{}"
        "<span class=\"score\" title=\"{}\">{}</span>{}{}{}</div></header>"
        "<div class=\"columns\"><div class=\"reading\">{}{}{}{}{}</div>"
        "<div class=\"deciding\">{}{}{}{}</div></div></article>",
        neighbours(visit, search, row, query), done, title, address, level_badge(visit, judgement.level),
        words("score"), judgement.score, listed, status_badge(visit, stored->status),
        stored->gone_ms ? html("<span class=\"badge\">{}</span>", words("desk.gone")) : Html{},
        advert_text(visit, *stored), pictures(visit, *stored), reasons_table(visit, *stored, query),
        connections(visit, *stored), captures_and_versions(visit, *stored),
        decision_forms(visit, *stored, seen.front().verdict, row.assignee, query), taxon_cards(visit, *stored),
        facts(visit, *stored, row.assignee), trail(visit, *stored, query));
    return page(visit, title, main, 200, "/");
}

}  // namespace tools::review
