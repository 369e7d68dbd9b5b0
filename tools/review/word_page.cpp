// One word in one sense: what hangs on it, and the list change that would have kept its false alarms away.
#include <algorithm>

#include "tools/review/bulk_selection.h"
#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

namespace {

// The adverts that nothing but this word, in this sense, speaks for.
Search hanging_on(const HttpRequest& request) {
    Search search;
    search.filter.word = request.parameter("word").substr(0, 200);
    search.filter.word_language = request.parameter("word_language").substr(0, 40);
    search.filter.word_kind = request.parameter("word_kind").substr(0, 40);
    search.filter.word_alone = true;
    search.filter.status = "new";
    return search;
}

// A table cell of a list: what the word is, without what would break the row.
std::string cell(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    return text;
}

// Nothing was ever right with the word: take it out. Some was: take it out too, or better keep it and ask for support;
// the person sees both figures and decides, the row is the same either way.
casebook::ListChange change_for(const casebook::Filter& filter) {
    const std::string row = cell(filter.word) + '\t' + cell(filter.word_language);
    return {filter.word, filter.word_language, filter.word_kind, "disabled.tsv", row};
}

std::int64_t count(const std::vector<casebook::StatusCount>& counts, const std::string& status) {
    for (const casebook::StatusCount& each : counts)
        if (each.status == status) return each.count.count;
    return 0;
}

HttpResponse show(const Visit& visit, const Search& search, std::string_view warning_key, int status) {
    const MessageCatalogue& words = visit.words;
    const casebook::Filter& filter = search.filter;
    const TaxonCards::Sense sense = visit.desk.cards.sense(filter.word, filter.word_language, filter.word_kind);
    const auto counts = visit.queue.counts(filter, most_counted);
    const std::int64_t confirmed = count(counts, "confirmed");
    const BulkSelection selection = select_for_bulk(visit, search, {});
    const casebook::ListChange change = change_for(filter);

    Html figures;
    for (const casebook::StatusCount& each : counts)
        figures.add("<li>{} <b>{}</b></li>", words("status." + each.status), grouped_number(visit.words, each.count));
    const std::string why =
        confirmed == 0 ? words("desk.change_disable") : words.counted("desk.change_costs", confirmed);
    Html form;
    if (!selection.seen.empty())
        form = html(
            "<form method=\"post\" action=\"/word\" class=\"card decide\"><h2>{}</h2>{}{}{}{}{}{}"
            "<p>{}</p><pre class=\"row\" tabindex=\"0\">{}</pre><p>{}</p>"
            "<label><input type=\"checkbox\" name=\"propose\" value=\"1\" checked> {}</label>"
            "<div class=\"verdicts\"><button class=\"dismiss\">{}</button></div></form>",
            words.counted("desk.dismiss_word", static_cast<std::int64_t>(selection.seen.size())), token_field(visit),
            hidden("digest", selection.digest), hidden("word", filter.word),
            hidden("word_language", filter.word_language), hidden("word_kind", filter.word_kind),
            hidden("back", visit.request.parameter("back").substr(0, 2000)), words("desk.change_would", change.file),
            change.row, why, words("desk.keep_proposal"),
            words.counted("desk.dismiss_all", static_cast<std::int64_t>(selection.seen.size())));
    std::vector<casebook::ListingId> first;
    for (const casebook::Seen& seen : selection.seen)
        if (first.size() < 20) first.push_back(seen.listing);
    casebook::Filter any = filter;
    any.word_alone = false;
    Search everywhere{any, {}};
    everywhere.filter.status.clear();
    const Html main = html(
        "<h1><bdi>{}</bdi> <small>{} · {}</small></h1>{}<p><i lang=\"la\">{}</i> <small><code>{}</code></small></p>"
        "<p>{}</p><ul class=\"chips\">{}</ul><p><a href=\"{}\">{}</a></p>{}<h2>{}</h2>{}",
        filter.word, filter.word_kind.empty() ? words("desk.any") : stored_word(visit, "kind.", filter.word_kind),
        filter.word_language,
        warning_key.empty() ? Html{} : html("<p class=\"warning\" role=\"alert\">{}</p>", words(warning_key)),
        sense.meaning, sense.file, words("desk.hangs_alone"), figures, with_query("/", query_string(everywhere)),
        words("desk.word_anywhere"), form, words("desk.bulk_touches"),
        first.empty() ? html("<p>{}</p>", words("desk.nothing_here"))
                      : rows_table(visit, visit.queue.rows(first), query_string(search), false));
    return page(visit, filter.word, main, status, "/");
}

bool is_kind(const std::string& kind) {
    for (const char* known :
         {"", "accepted", "synonym", "genus", "family", "common", "product", "code", "emoji", "watch"})
        if (kind == known) return true;
    return false;
}

}  // namespace

HttpResponse word_page(const Visit& visit) {
    const Search search = hanging_on(visit.request);
    if (search.filter.word.empty() || !is_kind(search.filter.word_kind))
        return problem(visit, 404, "desk.no_page",
                       html("<p><a class=\"button\" href=\"/\">{}</a></p>", visit.words("desk.to_queue")));
    return show(visit, search, {}, 200);
}

HttpResponse dismiss_word(const Visit& visit) {
    const Search search = hanging_on(visit.request);
    if (search.filter.word.empty() || !is_kind(search.filter.word_kind)) return word_page(visit);
    const BulkSelection selection = select_for_bulk(visit, search, {});
    if (selection.seen.empty() || selection.digest != visit.request.parameter("digest"))
        return show(visit, search, "desk.bulk_stale", 409);
    const std::string note =
        search.filter.word + " (" + search.filter.word_language + ", " + search.filter.word_kind + ")";
    const casebook::ListChange change = change_for(search.filter);
    const casebook::Decided decided = visit.desk.write([&](casebook::Desk& desk) {
        const casebook::Milliseconds now = unix_now();
        const auto done = desk.decide(selection.seen, {visit.analyst, "dismissed", "other_sense", note}, now);
        if (visit.request.parameter("propose") == "1" && done.recorded > 0)
            desk.propose(change, done.recorded, visit.analyst, now);
        return done;
    });
    return bulk_done(decided, query_string(read_search(visit.request.parameter("back"))));
}

HttpResponse proposals_page(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    const auto proposals = visit.queue.proposals();
    Html list;
    std::string table = "text\tlanguage\n";
    std::vector<std::string> told;
    for (const casebook::Proposal& proposal : proposals) {
        list.add(
            "<tr><td><bdi>{}</bdi></td><td>{}</td><td>{}</td><td "
            "class=\"n\">{}</td><td>{}</td><td><bdi>{}</bdi></td></tr>",
            proposal.word, proposal.language, stored_word(visit, "kind.", proposal.kind), proposal.adverts,
            time_of(proposal.at_ms), proposal.who);
        if (std::find(told.begin(), told.end(), proposal.row) != told.end()) continue;
        told.push_back(proposal.row);
        table += proposal.row + '\n';
    }
    Html shown = html("<p>{}</p>", words("desk.no_proposals"));
    if (!proposals.empty())
        shown = html(
            "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
            "<th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\">{}</th><th "
            "scope=\"col\">{}</th>"
            "</tr></thead><tbody>{}</tbody></table></div><h2>disabled.tsv</h2><p>{}</p><pre class=\"row\" "
            "tabindex=\"0\">{}</pre>",
            words("desk.word"), words("language"), words("desk.kind"), words("status.dismissed"), words("made"),
            words("desk.analyst"), list, words("desk.use_proposals"), table);
    return page(
        visit, words("desk.proposals"),
        html("<h1>{}</h1><p class=\"lead\">{}</p>{}", words("desk.proposals"), words("desk.proposals_lead"), shown),
        200, "/proposals");
}

}  // namespace tools::review
