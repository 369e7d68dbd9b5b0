// What is known around an advert: its facts, pictures, captures, versions, and its trail.
#include <algorithm>

#include "tools/review/advert_parts.h"
#include "tools/review/desk.h"

namespace tools::review {

namespace {

constexpr std::size_t most_pictures = 12;

std::string short_digest(const std::string& digest) { return digest.substr(0, 16); }

Html capture_facts(const Visit& visit, const casebook::CaptureOf& capture) {
    const MessageCatalogue& words = visit.words;
    return html(
        "<dl class=\"facts\"><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd><code>{} @ {}</code></dd>"
        "<dt>{}</dt><dd><code class=\"digest\">{}</code></dd><dt>{}</dt><dd><code class=\"digest\">{}</code></dd></dl>",
        words("capture_time"), time_of(capture.fetched_ms), words("capture"), capture.capture.file,
        capture.capture.offset, words("digest"), capture.capture.sha256, words("chain"), capture.link);
}

}  // namespace

Html facts(const Visit& visit, const casebook::StoredListing& stored, const std::string& assignee) {
    const MessageCatalogue& words = visit.words;
    const detector::Listing& listing = stored.listing;
    Html list;
    const auto fact = [&](const char* key, const std::string& value) {
        if (!value.empty()) list.add("<dt>{}</dt><dd dir=\"auto\">{}</dd>", words(key), value);
    };
    const auto moment = [&](const char* key, casebook::Milliseconds time) {
        if (time != 0) list.add("<dt>{}</dt><dd>{}</dd>", words(key), time_of(time));
    };
    fact("price", listing.price.text);
    fact("quantity", stored.judgement.quantity);
    fact("seller", listing.seller);
    fact("place", listing.location);
    for (const casebook::Contact& contact : stored.contacts) fact("contacts", contact.kind + " " + contact.value);
    for (const std::string& claim : stored.judgement.claims) fact("claims", claim);
    fact("source", listing.source);
    fact("language", listing.language);
    fact("published", listing.published);
    fact("availability", words.stored("availability.", listing.availability));
    moment("first_seen", stored.first_seen_ms);
    moment("last_seen", stored.last_seen_ms);
    moment("gone", stored.gone_ms.value_or(0));
    fact("desk.assignee", assignee);
    fact("note", stored.judgement.note);
    moment("desk.judged", stored.judged_ms);
    fact("software", stored.judgement.by.software);
    fact("lists", stored.judgement.by.lists_version + " (" + short_digest(stored.judgement.by.lists_digest) + ")");
    return html("<section class=\"card\"><h2>{}</h2><dl class=\"facts\">{}</dl></section>", words("desk.facts"), list);
}

Html pictures(const Visit& visit, const casebook::StoredListing& stored) {
    if (stored.listing.image_urls.empty()) return {};
    const MessageCatalogue& words = visit.words;
    Html shown;
    std::size_t absent = 0, number = 0;
    for (const casebook::StoredPicture& picture : visit.adverts.pictures(stored.id)) {
        if (!picture.capture || number >= most_pictures) {
            ++absent;
            continue;
        }
        const std::string alternative = words("desk.picture", std::to_string(++number));
        shown.add("<a href=\"/picture/{}\"><img src=\"/picture/{}\" alt=\"{}\" loading=\"lazy\"></a>", picture.id,
                  picture.id, alternative);
    }
    return html("<section class=\"card\"><h2>{}</h2><div class=\"pictures\">{}</div>{}</section>",
                words("desk.pictures"), shown,
                absent ? html("<p class=\"soft\">{}</p>",
                              words.counted("desk.pictures_absent", static_cast<std::int64_t>(absent)))
                       : Html{});
}

Html captures_and_versions(const Visit& visit, const casebook::StoredListing& stored) {
    const MessageCatalogue& words = visit.words;
    const auto versions = visit.queue.versions(stored.id);
    Html list;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const casebook::VersionOf& version = versions[i];
        Html body;
        if (version.capture) body.add("{}", capture_facts(visit, *version.capture));
        if (!version.price.empty()) body.add("<p dir=\"auto\"><b>{}</b> {}</p>", words("price"), version.price);
        // Of an older version, what the one after it no longer says; of the newest, what is new in it.
        const auto* other = i > 0 ? &versions[i - 1] : versions.size() > 1 ? &versions[1] : nullptr;
        for (const std::string& text : version.passages) {
            const bool kept =
                !other || std::find(other->passages.begin(), other->passages.end(), text) != other->passages.end();
            if (!kept && i == 0) body.add("<p class=\"said\" dir=\"auto\"><ins>{}</ins></p>", text);
            if (!kept && i > 0) body.add("<p class=\"said\" dir=\"auto\"><del>{}</del></p>", text);
        }
        list.add("<details{}><summary>{} · {}</summary>{}</details>", i == 0 ? html(" open") : Html{},
                 words("desk.version_number", std::to_string(version.number)), time_of(version.first_seen_ms),
                 body.empty() ? html("<p class=\"soft\">{}</p>", words("desk.no_capture")) : body);
    }
    return html("<section class=\"card\"><h2>{}</h2>{}</section>", words("desk.captures"), list);
}

Html trail(const Visit& visit, const casebook::StoredListing& stored, const std::string& query) {
    const MessageCatalogue& words = visit.words;
    Html entries;
    for (const casebook::TrailEntry& entry : visit.queue.trail(stored.id)) {
        const bool is_verdict =
            entry.what == "new" || entry.what == "confirmed" || entry.what == "dismissed" || entry.what == "unsure";
        Html what = is_verdict ? status_badge(visit, entry.what) : html("<b>{}</b>", words("trail." + entry.what));
        if (!entry.reason.empty()) what.add(" <bdi>{}</bdi>", dismissal_reason(visit, entry.reason));
        if (!entry.note.empty()) what.add("<p dir=\"auto\">{}</p>", entry.note);
        if (entry.can_undo) {
            what.add(
                "<form method=\"post\" action=\"/undo/{}\">{}{}<button class=\"plain\" data-undo>{}</button></form>",
                entry.id, token_field(visit), hidden("back", with_query(visit.request.path, query)),
                words("desk.undo"));
            if (entry.batch != 0)
                what.add("<form method=\"post\" action=\"/undo/{}\">{}{}{}<button class=\"plain\">{}</button></form>",
                         entry.id, token_field(visit), hidden("whole", "1"),
                         hidden("back", with_query(visit.request.path, query)), words("desk.undo_batch"));
        }
        entries.add("<li>{} <b><bdi>{}</bdi></b> {}</li>", time_of(entry.at_ms), entry.who, what);
    }
    return html(
        "<section class=\"card trail\" id=\"trail\"><h2>{}</h2>{}</section>", words("verdicts"),
        entries.empty() ? html("<p class=\"soft\">{}</p>", words("desk.no_decisions")) : html("<ol>{}</ol>", entries));
}

}  // namespace tools::review
