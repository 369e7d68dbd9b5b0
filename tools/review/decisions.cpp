// Decisions on one advert: the forms, and what they do.
#include "tools/review/advert_parts.h"
#include "tools/review/decision_fields.h"
#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

namespace {

constexpr std::size_t longest_note = 4000;

std::string advert_path(std::int64_t id) { return "/advert/" + std::to_string(id); }

HttpResponse stale(const Visit& visit, std::int64_t id, const std::string& query) {
    const MessageCatalogue& words = visit.words;
    return problem(
        visit, 409, "desk.stale",
        html("<p>{}</p>{}<p><a class=\"button main\" href=\"{}\">{}</a> <a class=\"button\" href=\"{}\">{}</a></p>",
             words("desk.stale_why"), typed_fields(visit, visit.request.parameters),
             with_query(advert_path(id), query) + "#trail", words("desk.see_it_now"), with_query("/", query),
             words("desk.to_queue")));
}

HttpResponse refused(const Visit& visit, const char* key) {
    return problem(
        visit, 400, "desk.not_understood",
        html("<p>{}</p><p><a class=\"button\" href=\"/\">{}</a></p>", visit.words(key), visit.words("desk.to_queue")));
}

// The advert behind this one in the queue, or the queue itself at its end.
std::string next_in_queue(const Visit& visit, casebook::ListingId id, const Search& search) {
    const auto rows = visit.queue.rows({&id, 1});
    if (!rows.empty()) {
        const casebook::QueueRow& row = rows.front();
        const std::int64_t key = search.walk.order == casebook::Order::priority ? row.score : row.first_seen_ms;
        const auto next = visit.queue.page(search.filter, {search.walk.order, casebook::Place{key, id}, false, 1}).rows;
        if (!next.empty())
            return with_query(advert_path(static_cast<std::int64_t>(next.front().id)), query_string(search));
    }
    return with_query("/", query_string(search));
}

}  // namespace

bool is_verdict(const std::string& verdict) {
    return verdict == "confirmed" || verdict == "dismissed" || verdict == "unsure" || verdict == "new";
}

Html reason_choice(const Visit& visit) {
    Html options = html("<option value=\"\">{}</option>", visit.words("desk.choose_reason"));
    for (const char* reason : dismissal_reasons)
        options.add("<option value=\"{}\">{}</option>", reason, visit.words(std::string("reason.") + reason));
    return html("<label class=\"field\"><span>{}</span><select name=\"reason\" data-reason>{}</select></label>",
                visit.words("desk.dismiss_reason"), options);
}

bool is_reason(const std::string& reason) {
    for (const char* known : dismissal_reasons)
        if (reason == known) return true;
    return false;
}

Html decision_forms(const Visit& visit, const casebook::StoredListing& stored, std::int64_t standing,
                    const std::string& assignee, const std::string& query) {
    const MessageCatalogue& words = visit.words;
    const auto id = static_cast<std::int64_t>(stored.id);
    const Html common = html("{}{}", token_field(visit), hidden("query", query));
    const Html seen = html("{}{}", hidden("assessment", std::to_string(stored.assessment)),
                           hidden("standing", std::to_string(standing)));
    Html reopen;
    if (stored.status != "new")
        reopen = html("<button name=\"verdict\" value=\"new\" class=\"plain\">{}</button>", words("desk.reopen"));
    const bool mine = assignee == visit.analyst;
    Html assign = html(
        "<form method=\"post\" action=\"/advert/{}/assign\" class=\"line\">{}{}{}<button "
        "data-key=\"a\">{}</button></form>",
        id, common, hidden("expected", assignee), hidden("assignee", mine ? "" : visit.analyst),
        mine ? words("desk.give_back") : words("desk.take"));
    assign.add(
        "<form method=\"post\" action=\"/advert/{}/assign\" class=\"line\">{}{}<label class=\"field\"><span>{}</span>"
        "<input name=\"assignee\" value=\"{}\" maxlength=\"60\" required "
        "autocomplete=\"off\"></label><button>{}</button></form>",
        id, common, hidden("expected", assignee), words("desk.assign_to"), mine ? "" : assignee, words("desk.assign"));
    return html(
        "<section class=\"card decide\" aria-label=\"{}\"><h2>{}</h2>"
        "<form method=\"post\" action=\"/advert/{}/verdict\" data-decide>{}{}{}"
        "<label class=\"field\"><span>{}</span><textarea name=\"note\" rows=\"2\" maxlength=\"4000\" "
        "dir=\"auto\"></textarea></label>"
        "<div class=\"verdicts\"><button name=\"verdict\" value=\"confirmed\" class=\"confirm\" "
        "data-key=\"c\">{}</button>"
        "<button name=\"verdict\" value=\"dismissed\" class=\"dismiss\" data-key=\"d\">{}</button>"
        "<button name=\"verdict\" value=\"unsure\" data-key=\"u\">{}</button>{}</div></form>"
        "<details><summary data-key=\"n\">{}</summary><form method=\"post\" action=\"/advert/{}/note\">{}"
        "<label class=\"field\"><span>{}</span><textarea name=\"note\" rows=\"3\" maxlength=\"4000\" required "
        "dir=\"auto\"></textarea></label>"
        "<button>{}</button></form></details><details><summary>{}</summary>{}</details>"
        "<p><a href=\"/export?pick={}\">{}</a></p></section>",
        words("desk.decide"), words("desk.decide"), id, common, seen, reason_choice(visit),
        words("desk.note_with_decision"), words("desk.confirm"), words("desk.dismiss"), words("desk.unsure"), reopen,
        words("desk.add_note"), id, common, words("note"), words("desk.add_note"),
        assignee.empty() ? words("desk.assign") : words("desk.assigned_to", assignee), assign, id,
        words("desk.export_this"));
}

HttpResponse decide(const Visit& visit) {
    const HttpRequest& request = visit.request;
    const casebook::Decision decision{visit.analyst, request.parameter("verdict"), request.parameter("reason"),
                                      request.parameter("note").substr(0, longest_note)};
    const casebook::Seen seen{casebook::ListingId{visit.id()}, number_in(request.parameter("assessment")),
                              number_in(request.parameter("standing"))};
    if (!is_verdict(decision.verdict)) return refused(visit, "desk.no_such_decision");
    const bool dismissal = decision.verdict == "dismissed";
    if (dismissal && !is_reason(decision.reason)) return refused(visit, "desk.reason_needed");
    const Search search = read_search(request.parameter("query"));
    const std::string next = next_in_queue(visit, seen.listing, search);
    casebook::Decision recorded = decision;
    if (!dismissal) recorded.reason.clear();
    const auto decided = visit.desk.write([&](casebook::Desk& desk) {
        return desk.decide({&seen, 1}, recorded, unix_now());
    });
    if (!decided.stale.empty()) return stale(visit, visit.id(), query_string(search));
    return redirect(with_query(next, "done=" + std::to_string(visit.id())));
}

HttpResponse add_note(const Visit& visit) {
    const std::string note = visit.request.parameter("note").substr(0, longest_note);
    const casebook::ListingId id{visit.id()};
    if (visit.queue.seen({&id, 1}).empty()) return refused(visit, "desk.no_advert");
    if (note.empty()) return refused(visit, "desk.empty_note");
    visit.desk.write([&](casebook::Desk& desk) { desk.note(id, visit.analyst, note, unix_now()); });
    return redirect(with_query(advert_path(visit.id()), query_string(read_search(visit.request.parameter("query")))) +
                    "#trail");
}

HttpResponse assign(const Visit& visit) {
    const std::string assignee = visit.request.parameter("assignee");
    const std::string query = query_string(read_search(visit.request.parameter("query")));
    const casebook::ListingId id{visit.id()};
    if (visit.queue.seen({&id, 1}).empty()) return refused(visit, "desk.no_advert");
    if (assignee.size() > 60 || assignee == "-") return refused(visit, "desk.no_such_decision");
    const auto decided = visit.desk.write([&](casebook::Desk& desk) {
        return desk.assign({&id, 1}, visit.request.parameter("expected"), assignee, visit.analyst, unix_now());
    });
    if (!decided.stale.empty()) return stale(visit, visit.id(), query);
    return redirect(with_query(advert_path(visit.id()), query));
}

HttpResponse undo(const Visit& visit) {
    const bool whole = visit.request.parameter("whole") == "1";
    const auto undone =
        visit.desk.write([&](casebook::Desk& desk) { return desk.undo(visit.id(), whole, visit.analyst, unix_now()); });
    if (undone.recorded == 0)
        return problem(visit, 409, "desk.stale",
                       html("<p>{}</p><p><a class=\"button\" href=\"/\">{}</a></p>", visit.words("desk.undo_stale"),
                            visit.words("desk.to_queue")));
    return redirect(visit.request.parameter("back"));
}

HttpResponse save_search(const Visit& visit) {
    const std::string name = visit.request.parameter("name").substr(0, 80);
    const std::string query = query_string(read_search(visit.request.parameter("query")));
    if (name.empty()) return refused(visit, "desk.no_such_decision");
    visit.desk.write([&](casebook::Desk& desk) { desk.save_search(visit.analyst, name, query, unix_now()); });
    return redirect(with_query("/", query));
}

HttpResponse forget_search(const Visit& visit) {
    visit.desk.write([&](casebook::Desk& desk) { desk.forget_search(visit.analyst, visit.id()); });
    return redirect("/");
}

}  // namespace tools::review
