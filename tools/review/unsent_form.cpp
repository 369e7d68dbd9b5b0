// What an analyst sent and the desk could not take: shown, and kept to be sent again.
#include <algorithm>

#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

std::string packed_form(const HttpRequest& request) {
    std::string query;
    for (const auto& [name, value] : request.parameters)
        if (name != "token") query += (query.empty() ? "" : "&") + percent_encoded(name) + '=' + percent_encoded(value);
    return with_query(request.path, query);
}

Html typed_fields(const Visit& visit, const std::multimap<std::string, std::string>& fields) {
    const MessageCatalogue& words = visit.words;
    Html typed;
    for (const auto& [name, value] : fields) {
        if (value.empty()) continue;
        if (name == "verdict" && value != "assign")
            typed.add("<dt>{}</dt><dd>{}</dd>", words("status"), stored_word(visit, "status.", value));
        if (name == "reason")
            typed.add("<dt>{}</dt><dd>{}</dd>", words("desk.dismiss_reason"), dismissal_reason(visit, value));
        if (name == "note" || name == "name" || name == "title" || name == "assignee")
            typed.add("<dt>{}</dt><dd class=\"said\" dir=\"auto\">{}</dd>",
                      name == "assignee" ? words("desk.assign_to") : words("note"), value);
    }
    return typed.empty() ? Html{} : html("<dl class=\"facts\">{}</dl>", typed);
}

// Shown before it is sent: another person may have signed in, and other things have happened meanwhile.
HttpResponse send_again_page(const Visit& visit, const std::string& packed, const std::string& why, int status) {
    const MessageCatalogue& words = visit.words;
    const std::size_t end = std::min(packed.find('?'), packed.size());
    const std::string path = packed.substr(0, end);
    if (redirect(path).headers.front().second != path) return redirect("/");
    const auto sent = query_fields(std::string_view(packed).substr(std::min(end + 1, packed.size())));
    Html fields;
    for (const auto& [name, value] : sent) fields.add("{}", hidden(name, value));
    return page(visit, words("desk.send_again"),
                html("<form method=\"post\" action=\"{}\" class=\"notice\"><h1>{}</h1><p>{}</p>{}{}{}<div "
                     "class=\"buttons\"><button class=\"main\">{}</button><a class=\"button\" "
                     "href=\"/\">{}</a></div></form>",
                     path, words("desk.send_again"), why, typed_fields(visit, sent), token_field(visit), fields,
                     words("desk.send_again"), words("desk.to_queue")),
                status);
}

HttpResponse form_that_failed(const Visit& visit, const std::string& error) {
    return send_again_page(visit, packed_form(visit.request), visit.words("desk.not_recorded", error), 500);
}

}  // namespace tools::review
