// One request as a page sees it: who asks, in which language, and what the desk lends for answering.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "casebook/desk_reader.h"
#include "casebook/links.h"
#include "casebook/reader.h"
#include "tools/http_server.h"
#include "tools/message_catalogue.h"
#include "tools/review/html.h"
#include "tools/review/search.h"

namespace tools::review {

struct Desk;

struct Visit {
    const HttpRequest& request;
    const MessageCatalogue& words;
    Desk& desk;                 // shared by all visits
    casebook::Reader& adverts;  // lent for this visit
    casebook::DeskReader& queue;
    casebook::LinkReader& links;
    std::string analyst;  // who acts; empty before signing in
    std::string token;    // goes into every form
    bool may_sign_out = false;
    std::vector<std::string> path_arguments = {};

    std::int64_t id() const;  // the number in the path; -1 where there is none
};

HttpResponse page(const Visit& visit, std::string_view title, const Html& main, int status = 200,
                  std::string_view here = {});
// A page that says what went wrong and where to go on.
HttpResponse problem(const Visit& visit, int status, std::string_view heading_key, const Html& what);
// After a POST: 303 to a page of ours. An address that is not one of ours becomes "/".
HttpResponse redirect(const std::string& path);

Html level_badge(const Visit& visit, detector::Level level);
Html status_badge(const Visit& visit, const std::string& status);
Html appendix_badge(const Visit& visit, const std::string& appendix);
Html regime_badge(const std::string& regime);  // "EU A"
// ` lang="th"`; nothing where it is no language tag.
Html lang_attribute(const std::string& language);
// A time as a person reads it, the exact one for machines and on resting.
Html time_of(casebook::Milliseconds time);
Html hidden(std::string_view name, std::string_view value);
Html token_field(const Visit& visit);
// Adverts in one line each; `pick` gives each a box to tick.
Html rows_table(const Visit& visit, const std::vector<casebook::QueueRow>& rows, const std::string& query, bool pick);
// What the search narrows, in words, each part by itself: ("Level", "high or more") ...
std::vector<std::pair<std::string, std::string>> described(const Visit& visit, const casebook::Filter& filter);
Html description(const Visit& visit, const casebook::Filter& filter);
std::string dismissal_reason(const Visit& visit, const std::string& reason);
// A stored word ("kind." "product") in the page's language; as it is stored where another release wrote it.
std::string stored_word(const Visit& visit, const char* prefix, const std::string& value);

std::int64_t number_in(const std::string& text);  // digits and nothing else; -1 for all other text
std::string grouped_number(const MessageCatalogue& words, const casebook::BoundedCount& count);
casebook::Milliseconds unix_now();

}  // namespace tools::review
