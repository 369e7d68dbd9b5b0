// The queue: what waits for a person, strongest first, with everything that narrows it.
#include <array>

#include "tools/report/html_text.h"
#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

namespace {

constexpr std::size_t longest_title = 300;  // of Latin letters: some sellers put the whole advert there
constexpr std::size_t longest_name = 60;

Html option(std::string_view value, std::string_view text, bool chosen) {
    return chosen ? html("<option value=\"{}\" selected>{}</option>", value, text)
                  : html("<option value=\"{}\">{}</option>", value, text);
}

Html field(std::string_view label, const Html& control) {
    return html("<label class=\"field\"><span>{}</span>{}</label>", label, control);
}

Html text_input(std::string_view name, std::string_view value, std::string_view type = "text") {
    return html("<input type=\"{}\" name=\"{}\" value=\"{}\" dir=\"auto\" autocomplete=\"off\">", type, name, value);
}

Html choice(std::string_view name, const std::vector<std::pair<std::string, std::string>>& options,
            const std::string& chosen) {
    Html list;
    for (const auto& [value, text] : options) list.add("{}", option(value, text, value == chosen));
    return html("<select name=\"{}\">{}</select>", name, list);
}

Html filter_form(const Visit& visit, const Search& search) {
    const MessageCatalogue& words = visit.words;
    const casebook::Filter& filter = search.filter;
    using Options = std::vector<std::pair<std::string, std::string>>;
    const Options any{{"", words("desk.any")}};

    Options levels;
    for (const char* level : {"low", "medium", "high", "critical"})
        levels.emplace_back(level, words("desk.or_higher", words(std::string("level.") + level)));
    levels.emplace_back("none", words("desk.flagged_or_not"));
    Options sources = any, languages = any, people = any;
    for (std::string& name : visit.adverts.sources()) sources.emplace_back(name, name);
    for (std::string& code : visit.queue.languages()) languages.emplace_back(code, code);
    people.emplace_back("-", words("desk.nobody"));
    people.emplace_back(visit.analyst, words("desk.me", visit.analyst));
    for (std::string& name : visit.queue.assignees())
        if (name != visit.analyst) people.emplace_back(name, name);
    const Options orders{{"", words("desk.order_priority")},
                         {"newest", words("desk.order_newest")},
                         {"oldest", words("desk.order_oldest")}};
    const char* order = search.walk.order == casebook::Order::newest   ? "newest"
                        : search.walk.order == casebook::Order::oldest ? "oldest"
                                                                       : "";
    Html appendices;
    for (const char* appendix : {"I", "I/II", "II", "III"}) {
        bool chosen = false;
        for (const std::string& each : filter.appendices) chosen |= each == appendix;
        appendices.add("<label><input type=\"checkbox\" name=\"appendix\" value=\"{}\"{}> {}</label>", appendix,
                       chosen ? html(" checked") : Html{}, appendix);
    }
    Options regimes = any;
    for (const auto& [regime, listing] : visit.queue.regimes()) {
        if (regimes.back().first.substr(0, regime.size() + 1) != regime + ' ') regimes.emplace_back(regime, regime);
        if (!listing.empty()) regimes.emplace_back(regime + ' ' + listing, regime + ' ' + listing);
    }
    const std::string regime = filter.regimes.empty() ? "" : filter.regimes.front();
    Html kept;  // narrowed by pages that no field here names
    if (!filter.rule.empty()) kept.add("{}", hidden("rule", filter.rule));
    if (!filter.word.empty()) kept.add("{}", hidden("word", filter.word));
    if (!filter.word_language.empty()) kept.add("{}", hidden("word_language", filter.word_language));
    if (!filter.word_kind.empty()) kept.add("{}", hidden("word_kind", filter.word_kind));
    if (filter.word_alone) kept.add("{}", hidden("alone", "1"));
    if (filter.status != "new") kept.add("{}", hidden("status", filter.status.empty() ? "all" : filter.status));
    return html(
        "<form class=\"filters\" action=\"/\" role=\"search\" aria-label=\"{}\">{}{}{}"
        "<fieldset><legend>{}</legend>{}</fieldset>{}{}{}{}{}{}<div class=\"pair\">{}{}</div>{}"
        "<div class=\"buttons\"><button class=\"main\">{}</button><a class=\"button\" href=\"/\">{}</a></div></form>",
        words("desk.filters"), kept,
        field(words("desk.text"), html("<input type=\"search\" name=\"q\" value=\"{}\" dir=\"auto\" id=\"search\" "
                                       "title=\"{}\">",
                                       filter.text, words("desk.text_help"))),
        field(words("level"), choice("level", levels, std::string(to_string(filter.least_level)))), words("appendix"),
        appendices,
        regimes.size() > 1 || !regime.empty() ? field(words("regimes"), choice("regime", regimes, regime)) : Html{},
        field(words("taxon"), html("<input name=\"taxon\" value=\"{}\" autocomplete=\"off\" title=\"{}\">",
                                   filter.taxon, words("desk.taxon_help"))),
        field(words("source"), choice("source", sources, filter.sources.empty() ? "" : filter.sources.front())),
        field(words("language"), choice("language", languages, filter.language)),
        field(words("seller"), text_input("seller", filter.seller)),
        field(words("desk.assignee"), choice("assignee", people, filter.assignee)),
        field(words("desk.since"), text_input("since", filter.since, "date")),
        field(words("desk.until"), text_input("until", filter.until, "date")),
        field(words("desk.order"), choice("order", orders, order)), words("desk.apply"), words("desk.clear"));
}

Html status_tabs(const Visit& visit, Search search) {
    const MessageCatalogue& words = visit.words;
    const std::string now = search.filter.status;
    search.filter.status.clear();
    const auto counts = visit.queue.counts(search.filter, most_counted);
    Html tabs;
    const auto tab = [&](const std::string& status, const std::string& label, const std::string& count) {
        search.filter.status = status;
        const std::string path = with_query("/", query_string(search));
        const Html current = status == now ? html(" aria-current=\"page\"") : Html{};
        tabs.add("<a href=\"{}\"{}>{} <b>{}</b></a>", path, current, label, count);
    };
    casebook::BoundedCount all;
    for (const casebook::StatusCount& each : counts) {
        tab(each.status, words("status." + each.status), grouped_number(words, each.count));
        all.count += each.count.count;
        all.at_least |= each.count.at_least;
    }
    tab("", words("desk.all"), grouped_number(words, all));
    return html("<nav class=\"tabs\" aria-label=\"{}\">{}</nav>", words("status"), tabs);
}

Html saved_searches(const Visit& visit, const Search& search) {
    const MessageCatalogue& words = visit.words;
    Html list;
    for (const casebook::SavedSearch& saved : visit.queue.saved_searches(visit.analyst))
        list.add(
            "<li><a href=\"{}\" dir=\"auto\">{}</a><form method=\"post\" action=\"/searches/{}/forget\">{}"
            "<button class=\"plain\" title=\"{}\" aria-label=\"{}: {}\">×</button></form></li>",
            with_query("/", saved.query), saved.name, saved.id, token_field(visit), words("desk.forget_search"),
            words("desk.forget_search"), saved.name);
    return html(
        "<section class=\"saved\"><h2>{}</h2><ul>{}</ul><form method=\"post\" action=\"/searches\">{}{}"
        "<label class=\"field\"><span>{}</span><input name=\"name\" required maxlength=\"80\" dir=\"auto\"></label>"
        "<button>{}</button></form></section>",
        words("desk.saved_searches"), list, token_field(visit), hidden("query", query_string(search)),
        words("desk.search_name"), words("desk.save_search"));
}

Html pager(const Visit& visit, const Search& search, const casebook::QueuePage& page) {
    if (page.rows.empty()) return {};
    const MessageCatalogue& words = visit.words;
    const std::string query = query_string(search);
    const bool earlier = search.walk.backwards ? page.more : search.walk.from.has_value();
    const bool later = search.walk.backwards || page.more;
    const auto link = [&](bool shown, const casebook::Place& place, bool backwards, const char* key, const char* rel) {
        if (!shown) return html("<span></span>");
        return html("<a class=\"button\" rel=\"{}\" href=\"{}\">{}</a>", rel,
                    with_query(with_query("/", query), place_query(place, backwards)), words(key));
    };
    return html("<nav class=\"pager\" aria-label=\"{}\">{}{}</nav>", words("desk.pages"),
                link(earlier, page.rows.front().place, true, "desk.previous_page", "prev"),
                link(later, page.rows.back().place, false, "desk.next_page", "next"));
}

// The tabs tell the status already.
Html described_beside_status(const Visit& visit, casebook::Filter filter) {
    filter.status.clear();
    return description(visit, filter);
}

// What the last action did, and the way back.
Html done(const Visit& visit, const std::string& query) {
    const MessageCatalogue& words = visit.words;
    if (visit.request.parameter("done").empty()) return {};
    Html said = html("<span>{}</span>", words("desk.recorded"));
    if (const std::int64_t skipped = number_in(visit.request.parameter("skipped")); skipped > 0)
        said.add(" <span>{}</span>", words.counted("desk.bulk_skipped", skipped));
    const std::string batch = visit.request.parameter("batch");
    if (number_in(batch) >= 0)
        said.add(" <form method=\"post\" action=\"/undo/{}\">{}{}{}<button>{}</button></form>", batch,
                 token_field(visit), hidden("whole", "1"), hidden("back", with_query("/", query)),
                 words("desk.undo_batch"));
    return html("<div class=\"done\" role=\"status\">{}</div>", said);
}

}  // namespace

Html rows_table(const Visit& visit, const std::vector<casebook::QueueRow>& rows, const std::string& query, bool pick) {
    const MessageCatalogue& words = visit.words;
    Html body;
    for (const casebook::QueueRow& row : rows) {
        const auto id = static_cast<std::int64_t>(row.id);
        Html taxa, found, listed = appendix_badge(visit, row.appendix);
        for (const std::string& regime : row.regimes) listed.add("{}", regime_badge(regime));
        for (const std::string& taxon : row.taxa) taxa.add("<i lang=\"la\">{}</i>", taxon);
        for (const std::string& word : row.words) found.add("<mark><bdi>{}</bdi></mark>", word);
        const std::string title = row.title.empty() ? words("untitled") : report::shortened(row.title, longest_title);
        Html box;
        if (pick)
            box = html("<td class=\"pick\"><input type=\"checkbox\" name=\"pick\" value=\"{}\" aria-label=\"{}\"></td>",
                       id, words("desk.pick", title));
        body.add(
            "<tr data-row>{}<td class=\"signs\">{}<span class=\"score\" title=\"{}\">{}</span>{}</td>"
            "<td class=\"what\" dir=\"auto\"><a href=\"{}\" data-open>{}</a><span class=\"found\">{}</span></td>"
            "<td class=\"taxa\">{}</td><td class=\"price\" dir=\"auto\">{}</td>"
            "<td class=\"where\"><bdi>{}</bdi><small>{}{}{}</small></td>"
            "<td class=\"when\">{}<small>{}{}</small></td></tr>\n",
            box, level_badge(visit, row.level), words("score"), row.score, listed,
            with_query("/advert/" + std::to_string(id), query), title, found, taxa, row.price,
            report::shortened(row.seller, longest_name), row.source,
            row.location.empty() ? Html{} : html(" · <bdi>{}</bdi>", report::shortened(row.location, longest_name)),
            row.language.empty() ? Html{} : html(" · {}", row.language), time_of(row.first_seen_ms),
            row.status == "new" ? Html{} : status_badge(visit, row.status),
            row.assignee.empty() ? Html{} : html(" <span class=\"assignee\">→ <bdi>{}</bdi></span>", row.assignee));
    }
    return html(
        "<table class=\"rows\"><thead><tr>{}<th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th><th "
        "scope=\"col\">{}</th></tr></thead><tbody>\n{}</tbody></table>",
        pick ? html("<th scope=\"col\" class=\"pick\"><span class=\"unseen\">{}</span></th>", words("desk.picked"))
             : Html{},
        words("level"), words("advert"), words("taxa"), words("price"), words("seller"), words("first_seen"), body);
}

HttpResponse queue_page(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    Search search = read_search(visit.request);
    const casebook::QueuePage found = visit.queue.page(search.filter, search.walk);
    const std::string query = query_string(search);
    Html list;
    if (found.rows.empty())
        list = html("<div class=\"notice\"><h2>{}</h2><p>{}</p></div>", words("desk.nothing_here"),
                    words("desk.nothing_here_why"));
    else
        list = html(
            "<form action=\"/bulk\" data-rows>{}{}<div class=\"with-picked\"><button>{}</button> <button "
            "formaction=\"/export\">{}</button></div></form>",
            rows_table(visit, found.rows, query, true), pager(visit, search, found), words("desk.decide_picked"),
            words("desk.export_picked"));
    const Html main = html(
        "<div class=\"queue\"><details class=\"side\" open><summary>{}</summary>{}{}</details>"
        "<div class=\"list\"><h1 class=\"unseen\">{}</h1>{}{}{}"
        "<div class=\"tools\"><a class=\"button\" href=\"{}\">{}</a><a class=\"button\" "
        "href=\"{}\">{}</a></div>{}</div></div>",
        words("desk.filters"), filter_form(visit, search), saved_searches(visit, search), words("desk.queue"),
        done(visit, query), status_tabs(visit, search), described_beside_status(visit, search.filter),
        with_query("/bulk", query), words("desk.decide_all"), with_query("/export", query), words("desk.export"), list);
    return page(visit, words("desk.queue"), main, 200, "/");
}

}  // namespace tools::review
