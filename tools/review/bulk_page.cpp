// Decisions on many adverts at once: first what they would touch, then the deed, and only if nothing changed between.
#include <algorithm>

#include "detector/digest.h"
#include "tools/review/bulk_selection.h"
#include "tools/review/decision_fields.h"
#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

namespace {

constexpr std::size_t most_shown = 20;

Html action_buttons(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    return html(
        "{}<label class=\"field\"><span>{}</span><textarea name=\"note\" rows=\"2\" maxlength=\"4000\" "
        "dir=\"auto\"></textarea></label>"
        "<div class=\"verdicts\"><button name=\"verdict\" value=\"confirmed\" class=\"confirm\">{}</button>"
        "<button name=\"verdict\" value=\"dismissed\" class=\"dismiss\">{}</button>"
        "<button name=\"verdict\" value=\"unsure\">{}</button><button name=\"verdict\" value=\"new\" "
        "class=\"plain\">{}</button></div>"
        "<div class=\"line\"><label class=\"field\"><span>{}</span><input name=\"assignee\" value=\"{}\" "
        "maxlength=\"60\"></label>"
        "<button name=\"verdict\" value=\"assign\">{}</button></div>",
        reason_choice(visit), words("desk.note_with_decision"), words("desk.confirm"), words("desk.dismiss"),
        words("desk.unsure"), words("desk.reopen"), words("desk.assign_to"), visit.analyst, words("desk.assign"));
}

HttpResponse preview(const Visit& visit, const BulkSelection& selection, std::string_view warning_key, int status) {
    const MessageCatalogue& words = visit.words;
    if (selection.seen.empty())
        return problem(visit, status, "desk.nothing_here",
                       html("<p><a class=\"button\" href=\"/\">{}</a></p>", words("desk.to_queue")));
    std::vector<casebook::ListingId> first;
    for (const casebook::Seen& seen : selection.seen)
        if (first.size() < most_shown) first.push_back(seen.listing);
    const auto decided =
        std::count_if(selection.seen.begin(), selection.seen.end(), [](const auto& each) { return each.verdict != 0; });
    const std::string heading = words.counted("desk.bulk_of", static_cast<std::int64_t>(selection.seen.size()));
    Html notes;
    if (!warning_key.empty()) notes.add("<p class=\"warning\" role=\"alert\">{}</p>", words(warning_key));
    if (selection.more)
        notes.add("<p class=\"warning\">{}</p>",
                  words("desk.bulk_bound", visit.words.number(static_cast<std::int64_t>(most_in_bulk))));
    if (decided) notes.add("<p class=\"warning\">{}</p>", words.counted("desk.bulk_decided", decided));
    Html fields = html("{}{}", token_field(visit), hidden("digest", selection.digest));
    if (selection.picks.empty()) fields.add("{}", hidden("query", query_string(selection.search)));
    for (const casebook::ListingId id : selection.picks)
        fields.add("{}", hidden("pick", std::to_string(static_cast<std::int64_t>(id))));
    const Html main = html(
        "<h1>{}</h1>{}{}<form method=\"post\" action=\"/bulk\" class=\"card decide\">{}{}</form>"
        "<h2>{}</h2>{}{}",
        heading, selection.picks.empty() ? description(visit, selection.search.filter) : Html{}, notes, fields,
        action_buttons(visit), words("desk.bulk_touches"),
        rows_table(visit, visit.queue.rows(first), query_string(selection.search), false),
        selection.seen.size() > most_shown
            ? html("<p class=\"soft\">{}</p>", words("desk.and_more", visit.words.number(static_cast<std::int64_t>(
                                                                          selection.seen.size() - most_shown))))
            : Html{});
    return page(visit, heading, main, status, "/");
}

}  // namespace

std::vector<casebook::ListingId> picked(const HttpRequest& request) {
    std::vector<casebook::ListingId> ids;
    for (auto [at, end] = request.parameters.equal_range("pick"); at != end; ++at)
        if (const std::int64_t id = number_in(at->second); id >= 0 && ids.size() < most_in_bulk)
            ids.push_back(casebook::ListingId{id});
    return ids;
}

BulkSelection select_for_bulk(const Visit& visit, const Search& search, std::vector<casebook::ListingId> picks) {
    BulkSelection selection;
    selection.search = search;
    selection.picks = std::move(picks);
    selection.seen =
        selection.picks.empty() ? visit.queue.seen(search.filter, most_in_bulk + 1) : visit.queue.seen(selection.picks);
    if (selection.seen.size() > most_in_bulk) {
        selection.seen.resize(most_in_bulk);
        selection.more = true;
    }
    detector::Sha256 sha;
    for (const casebook::Seen& seen : selection.seen)
        sha.update(std::to_string(static_cast<std::int64_t>(seen.listing)) + '.' + std::to_string(seen.assessment) +
                   '.' + std::to_string(seen.verdict) + '\n');
    selection.digest = detector::to_hex(sha.finish());
    return selection;
}

HttpResponse bulk_page(const Visit& visit) {
    return preview(visit, select_for_bulk(visit, read_search(visit.request), picked(visit.request)), {}, 200);
}

HttpResponse bulk(const Visit& visit) {
    const HttpRequest& request = visit.request;
    const BulkSelection selection = select_for_bulk(visit, read_search(request.parameter("query")), picked(request));
    if (selection.digest != request.parameter("digest")) return preview(visit, selection, "desk.bulk_stale", 409);
    const std::string verdict = request.parameter("verdict");
    const std::string note = request.parameter("note").substr(0, 4000);
    const std::string reason = verdict == "dismissed" ? request.parameter("reason") : "";
    if (verdict == "dismissed" && !is_reason(reason)) return preview(visit, selection, "desk.reason_needed", 400);
    if (verdict != "assign" && !is_verdict(verdict)) return preview(visit, selection, "desk.no_such_decision", 400);
    const std::string assignee = request.parameter("assignee").substr(0, 60);
    const casebook::Decided decided = visit.desk.write([&](casebook::Desk& desk) {
        if (verdict != "assign") return desk.decide(selection.seen, {visit.analyst, verdict, reason, note}, unix_now());
        std::vector<casebook::ListingId> ids;
        for (const casebook::Seen& seen : selection.seen) ids.push_back(seen.listing);
        return desk.assign(ids, std::nullopt, assignee, visit.analyst, unix_now());
    });
    return bulk_done(decided, query_string(selection.search));
}

HttpResponse bulk_done(const casebook::Decided& decided, const std::string& query) {
    std::string path = with_query("/", query);
    path = with_query(path, "done=" + std::to_string(decided.recorded));
    if (decided.batch != 0 && decided.recorded > 0) path = with_query(path, "batch=" + std::to_string(decided.batch));
    if (!decided.stale.empty()) path = with_query(path, "skipped=" + std::to_string(decided.stale.size()));
    return redirect(path);
}

}  // namespace tools::review
