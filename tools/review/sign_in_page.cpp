// Signing in, and what becomes of a form that could not be taken: its session had ended, or the casebook refused it.
#include <algorithm>

#include "tools/review/desk.h"
#include "tools/review/pages.h"
#include "tools/review/request_guard.h"

namespace tools::review {

namespace {

// Path and fields of a form as one text: what a sign-in page carries until somebody is there to send it again.
std::string packed(const HttpRequest& request) {
    std::string query;
    for (const auto& [name, value] : request.parameters)
        if (name != "token") query += (query.empty() ? "" : "&") + percent_encoded(name) + '=' + percent_encoded(value);
    return with_query(request.path, query);
}

}  // namespace

HttpResponse sign_in_page(const Visit& visit, const std::string& message, const AfterSignIn& after, int status) {
    const MessageCatalogue& words = visit.words;
    Html notice, carried = hidden("back", after.back);
    if (!after.unsent.empty()) {
        notice.add("<p class=\"warning\">{}</p>", words("desk.session_ended"));
        carried.add("{}", hidden("unsent", after.unsent));
    }
    if (!message.empty()) notice.add("<p class=\"warning\" role=\"alert\">{}</p>", message);
    if (!visit.desk.accounts.any()) notice.add("<p class=\"warning\">{}</p>", words("desk.no_accounts"));
    return page(
        visit, words("desk.sign_in"),
        html("<form method=\"post\" action=\"/sign-in\" class=\"sign-in card\"><h1>{}</h1>{}{}{}"
             "<label>{}<input name=\"name\" autocomplete=\"username\" required autofocus maxlength=\"60\"></label>"
             "<label>{}<input name=\"password\" type=\"password\" autocomplete=\"current-password\" required "
             "maxlength=\"1024\"></label><button class=\"main\">{}</button></form>",
             words("desk.sign_in"), notice, token_field(visit), carried, words("desk.name"), words("desk.password"),
             words("desk.sign_in")),
        status);
}

AfterSignIn after_sign_in(const HttpRequest& request) {
    if (request.method != "POST") return {.back = request.target};
    if (request.path == "/sign-in") return {request.parameter("back"), request.parameter("unsent")};
    return {.back = "/", .unsent = request.path == "/sign-out" ? "" : packed(request)};
}

HttpResponse form_of_another_time(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    // Handed back only to who sent it from a page of ours: what another page made up must not stand here with a button.
    const bool acts = visit.request.path != "/language" && visit.request.path != "/sign-out";
    if (acts && is_from_our_page(visit.request)) {
        const AfterSignIn after = after_sign_in(visit.request);
        if (visit.request.path == "/sign-in") return sign_in_page(visit, words("desk.sign_in_anew"), after, 403);
        if (visit.analyst.empty()) return sign_in_page(visit, {}, after, 403);
        return send_again_page(visit, after.unsent, words("desk.send_again_why"), 403);
    }
    return problem(visit, 403, "desk.stale_form",
                   html("<p>{}</p><p><a class=\"button\" href=\"/\">{}</a></p>", words("desk.stale_form_why"),
                        words("desk.to_queue")));
}

HttpResponse form_that_failed(const Visit& visit, const std::string& error) {
    return send_again_page(visit, packed(visit.request), visit.words("desk.not_recorded", error), 500);
}

// Shown before it is sent: another person may have signed in, and other things have happened meanwhile.
HttpResponse send_again_page(const Visit& visit, const std::string& unsent, const std::string& why, int status) {
    const MessageCatalogue& words = visit.words;
    const std::size_t end = std::min(unsent.find('?'), unsent.size());
    const std::string path = unsent.substr(0, end);
    if (redirect(path).headers.front().second != path) return redirect("/");
    Html fields, typed;
    for (const auto& [name, value] : query_fields(std::string_view(unsent).substr(std::min(end + 1, unsent.size())))) {
        fields.add("{}", hidden(name, value));
        if (name == "verdict" && !value.empty() && value != "assign")
            typed.add("<dt>{}</dt><dd>{}</dd>", words("status"), stored_word(visit, "status.", value));
        if (name == "reason" && !value.empty())
            typed.add("<dt>{}</dt><dd>{}</dd>", words("desk.dismiss_reason"), dismissal_reason(visit, value));
        if ((name == "note" || name == "name" || name == "title" || name == "assignee") && !value.empty())
            typed.add("<dt>{}</dt><dd class=\"said\" dir=\"auto\">{}</dd>",
                      name == "assignee" ? words("desk.assign_to") : words("note"), value);
    }
    return page(
        visit, words("desk.send_again"),
        html("<form method=\"post\" action=\"{}\" class=\"notice\"><h1>{}</h1><p>{}</p><dl class=\"facts\">{}</dl>"
             "{}{}<div class=\"buttons\"><button class=\"main\">{}</button><a class=\"button\" "
             "href=\"/\">{}</a></div></form>",
             path, words("desk.send_again"), why, typed, token_field(visit), fields, words("desk.send_again"),
             words("desk.to_queue")),
        status);
}

}  // namespace tools::review
