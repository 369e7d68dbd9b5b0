// Signing in, and a form that was sent after its session had ended.
#include "tools/review/desk.h"
#include "tools/review/pages.h"
#include "tools/review/request_guard.h"

namespace tools::review {

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
    return {.back = "/", .unsent = request.path == "/sign-out" ? "" : packed_form(request)};
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

}  // namespace tools::review
