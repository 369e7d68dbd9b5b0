// What the crawler is doing: sources and when they are due, the last runs, what went wrong.
#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

namespace {

Html sources(const Visit& visit, casebook::Milliseconds now) {
    const MessageCatalogue& words = visit.words;
    Html rows;
    for (const casebook::SourceState& state : visit.queue.source_states()) {
        const bool due = state.next_due_ms != 0 && state.next_due_ms <= now;
        rows.add(
            "<tr><td><a href=\"/?source={}\"><bdi>{}</bdi></a></td><td>{}</td><td>{}</td><td class=\"n\">{}</td>"
            "<td class=\"n\">{}</td><td>{}{}</td></tr>",
            percent_encoded(state.source), state.source, time_of(state.started_ms),
            state.ended_ms ? time_of(*state.ended_ms) : html("<b>{}</b>", words("desk.not_finished")),
            visit.words.number(state.pages), visit.words.number(state.failing), time_of(state.next_due_ms),
            due ? html(" <b>{}</b>", words("desk.due")) : Html{});
    }
    if (rows.empty()) return html("<p class=\"soft\">{}</p>", words("desk.no_crawl"));
    return html(
        "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th "
        "scope=\"col\">{}</th>"
        "<th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th><th "
        "scope=\"col\">{}</th></tr></thead>"
        "<tbody>{}</tbody></table></div>",
        words("source"), words("desk.begun"), words("desk.ended"), words("desk.pages_known"),
        words("desk.pages_failing"), words("desk.next_due"), rows);
}

Html runs(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    Html rows;
    for (const casebook::RunState& run : visit.queue.last_runs(12)) {
        Html fetches;
        for (const casebook::Count& count : run.fetches)
            fetches.add("<span class=\"count\"><b>{}</b> {}</span> ", visit.words.number(count.count),
                        stored_word(visit, "fetch.", count.name));
        rows.add("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", run.command,
                 time_of(run.started_ms),
                 run.ended_ms ? time_of(*run.ended_ms) : html("<b>{}</b>", words("desk.not_finished")),
                 run.outcome.empty() ? words("unknown") : run.outcome, fetches);
    }
    if (rows.empty()) return html("<p class=\"soft\">{}</p>", words("desk.no_crawl"));
    return html(
        "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th "
        "scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table></div>",
        words("desk.run"), words("desk.begun"), words("desk.ended"), words("desk.outcome"), words("desk.fetches"),
        rows);
}

Html errors(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    Html rows;
    for (const casebook::FetchError& error : visit.queue.last_errors(40))
        rows.add(
            "<tr><td>{}</td><td><bdi>{}</bdi></td><td>{}{}</td><td><code>{}</code><small "
            "dir=\"auto\">{}</small></td></tr>",
            time_of(error.at_ms), error.source, stored_word(visit, "fetch.", error.status),
            error.http_status ? html(" (HTTP {})", error.http_status) : Html{}, error.url, error.error);
    if (rows.empty()) return html("<p class=\"soft\">{}</p>", words("desk.no_errors"));
    return html(
        "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th "
        "scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table></div>",
        words("desk.begun"), words("source"), words("desk.outcome"), words("address"), rows);
}

Html resting(const Visit& visit, casebook::Milliseconds now) {
    Html list;
    for (const casebook::HostState& host : visit.queue.backing_off(now))
        list.add("<li><code>{}</code> {} {} <small>{}</small></li>", host.host, visit.words("desk.until"),
                 time_of(host.backoff_until_ms), host.reason);
    return list.empty() ? html("<p class=\"soft\">{}</p>", visit.words("desk.none_resting"))
                        : html("<ul>{}</ul>", list);
}

}  // namespace

HttpResponse crawler_page(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    const casebook::Milliseconds now = unix_now();
    return page(visit, words("desk.crawler"),
                html("<h1>{}</h1><h2>{}</h2>{}<h2>{}</h2>{}<h2>{}</h2>{}<h2>{}</h2>{}", words("desk.crawler"),
                     words("desk.sources"), sources(visit, now), words("desk.resting"), resting(visit, now),
                     words("desk.runs"), runs(visit), words("desk.errors"), errors(visit)),
                200, "/crawler");
}

}  // namespace tools::review
