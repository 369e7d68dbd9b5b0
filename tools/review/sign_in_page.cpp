#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

HttpResponse sign_in_page(const Visit& visit, const std::string& message, const std::string& back, int status) {
    const MessageCatalogue& words = visit.words;
    Html notice;
    if (!message.empty()) notice = html("<p class=\"warning\" role=\"alert\">{}</p>", message);
    if (!visit.desk.accounts.any()) notice.add("<p class=\"warning\">{}</p>", words("desk.no_accounts"));
    return page(
        visit, words("desk.sign_in"),
        html("<form method=\"post\" action=\"/sign-in\" class=\"sign-in card\"><h1>{}</h1>{}{}{}"
             "<label>{}<input name=\"name\" autocomplete=\"username\" required autofocus maxlength=\"60\"></label>"
             "<label>{}<input name=\"password\" type=\"password\" autocomplete=\"current-password\" required "
             "maxlength=\"1024\"></label><button class=\"main\">{}</button></form>",
             words("desk.sign_in"), notice, token_field(visit), hidden("back", back), words("desk.name"),
             words("desk.password"), words("desk.sign_in")),
        status);
}

}  // namespace tools::review
