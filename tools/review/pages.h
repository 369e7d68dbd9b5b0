// The pages of the desk and its actions; one function each, one file a page. A page reads and shows, an action (a POST
// that carried a valid token) does one thing and sends on to a page.
#pragma once

#include <map>
#include <string>

#include "tools/review/visit.h"

namespace tools::review {

// What follows a sign-in: a page, or the form that was sent when its session had ended already.
struct AfterSignIn {
    std::string back;
    std::string unsent = {};
};
AfterSignIn after_sign_in(const HttpRequest& request);
// `message`: what went wrong with the last try.
HttpResponse sign_in_page(const Visit& visit, const std::string& message, const AfterSignIn& after, int status);

// A form that could not be taken. Packed: its path and fields as one text, for a page to carry until it is sent again.
std::string packed_form(const HttpRequest& request);
// What the analyst typed and chose in it.
Html typed_fields(const Visit& visit, const std::multimap<std::string, std::string>& fields);
// `why`: what kept it from being taken.
HttpResponse send_again_page(const Visit& visit, const std::string& packed, const std::string& why, int status);
// The casebook could not take it, as on a full disk.
HttpResponse form_that_failed(const Visit& visit, const std::string& error);
// A form whose token this desk does not know: it was shown before the desk was started anew, or is none of ours.
HttpResponse form_of_another_time(const Visit& visit);

HttpResponse queue_page(const Visit& visit);
HttpResponse advert_page(const Visit& visit);
HttpResponse picture(const Visit& visit);
HttpResponse bulk_page(const Visit& visit);
HttpResponse word_page(const Visit& visit);
HttpResponse figures_page(const Visit& visit);
HttpResponse crawler_page(const Visit& visit);
HttpResponse export_page(const Visit& visit);
HttpResponse proposals_page(const Visit& visit);
HttpResponse help_page(const Visit& visit);

HttpResponse decide(const Visit& visit);
HttpResponse add_note(const Visit& visit);
HttpResponse assign(const Visit& visit);
HttpResponse undo(const Visit& visit);
HttpResponse bulk(const Visit& visit);
HttpResponse dismiss_word(const Visit& visit);
HttpResponse export_selection(const Visit& visit);
HttpResponse save_search(const Visit& visit);
HttpResponse forget_search(const Visit& visit);

}  // namespace tools::review
