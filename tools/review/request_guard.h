// What a request must be to be let in, and what every answer carries. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/http_server.h"

namespace tools::review {

// A page of an attacker can point a name of its own at this machine (DNS rebinding) and then read what we answer; it
// cannot do so with an IP address or with localhost. Those, and names the operator gave, are ours.
bool is_our_host(std::string_view host, const std::vector<std::string>& names);

// A POST says where it comes from (Origin, Sec-Fetch-Site), in browsers of this decade.
bool is_same_origin(const HttpRequest& request);

// Its browser vouches that a page of this very desk sent it. Other pages cannot say so, old browsers do not.
bool is_from_our_page(const HttpRequest& request);

// Whom a sign-in comes from. Behind a proxy every request comes from the proxy, which says whom it speaks for; without
// one that header is anybody's invention.
std::string client_address(const HttpRequest& request, bool behind_proxy);

std::string cookie(const HttpRequest& request, std::string_view name);
// Cookies know no ports: two desks on one machine need two names.
std::string session_cookie_name(const HttpRequest& request);
std::string session_cookie(std::string_view name, std::string_view session, const HttpRequest& request);
std::string language_cookie(std::string_view language);

// en, fr or es: as chosen by hand, else as the browser prefers (RFC 9110 12.5.4), else English.
std::string preferred_language(std::string_view chosen, std::string_view accept_language);

// Content-Security-Policy and its kin; an answer's own headers are kept.
void add_safety_headers(HttpResponse& response);

}  // namespace tools::review
