// What all pages share: the frame around them and the small pieces in them.
#include <array>
#include <chrono>
#include <stdexcept>

#include "tools/report/renderer.h"
#include "tools/review/assets.h"
#include "tools/review/decision_fields.h"
#include "tools/review/visit.h"

namespace tools::review {

namespace {

struct Place {
    const char *path, *key;
};
constexpr std::array<Place, 5> places{{{"/", "desk.queue"},
                                       {"/figures", "desk.figures"},
                                       {"/crawler", "desk.crawler"},
                                       {"/proposals", "desk.proposals"},
                                       {"/help", "desk.help"}}};

// Languages by their own names: a person finds hers whatever the page is in.
constexpr std::array<std::pair<const char*, const char*>, 3> languages{
    {{"en", "English"}, {"fr", "Français"}, {"es", "Español"}}};

Html navigation(const Visit& visit, std::string_view here) {
    Html nav;
    for (const Place& place : places) {
        if (place.path == here)
            nav.add("<a href=\"{}\" aria-current=\"page\">{}</a>", place.path, visit.words(place.key));
        else
            nav.add("<a href=\"{}\">{}</a>", place.path, visit.words(place.key));
    }
    return nav;
}

Html language_choice(const Visit& visit) {
    Html options;
    for (const auto& [code, name] : languages) {
        if (visit.words.language() == code)
            options.add("<option value=\"{}\" lang=\"{}\" selected>{}</option>", code, code, name);
        else
            options.add("<option value=\"{}\" lang=\"{}\">{}</option>", code, code, name);
    }
    return html(
        "<form method=\"post\" action=\"/language\" class=\"language\">{}{}<label><span class=\"unseen\">{}</span>"
        "<select name=\"language\" data-submit>{}</select></label><button class=\"plain\">{}</button></form>",
        token_field(visit), hidden("back", visit.request.method == "GET" ? visit.request.target : "/"),
        visit.words("desk.page_language"), options, visit.words("desk.choose"));
}

Html who(const Visit& visit) {
    if (!visit.may_sign_out) return html("<span class=\"who\">{}</span>", visit.analyst);
    return html(
        "<form method=\"post\" action=\"/sign-out\" class=\"who\">{}<span>{}</span><button "
        "class=\"plain\">{}</button></form>",
        token_field(visit), visit.analyst, visit.words("desk.sign_out"));
}

}  // namespace

std::int64_t Visit::id() const { return path_arguments.empty() ? -1 : number_in(path_arguments[0]); }

std::int64_t number_in(const std::string& text) {
    if (text.empty() || text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos) return -1;
    return std::stoll(text);
}

HttpResponse page(const Visit& visit, std::string_view title, const Html& main, int status, std::string_view here) {
    const MessageCatalogue& words = visit.words;
    Html bar;
    if (!visit.analyst.empty())
        bar = html("<nav aria-label=\"{}\">{}</nav>", words("desk.navigation"), navigation(visit, here));
    const Html whole = html(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{} · citeswatch</title>\n<link rel=\"stylesheet\" href=\"{}\">\n<link rel=\"icon\" href=\"{}\">\n"
        "<script src=\"{}\" defer></script>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">{}</a>\n"
        "<header class=\"bar\"><a class=\"brand\" href=\"/\">citeswatch</a>{}<div class=\"self\">{}{}</div></header>\n"
        "<main id=\"main\" tabindex=\"-1\">\n{}\n</main>\n</body>\n</html>\n",
        words.language(), title, asset("desk.css").path, asset("icon.svg").path, asset("desk.js").path,
        words("desk.skip"), bar, language_choice(visit), visit.analyst.empty() ? Html{} : who(visit), main);
    return {.status = status, .body = whole.str(), .headers = {}};
}

HttpResponse problem(const Visit& visit, int status, std::string_view heading_key, const Html& what) {
    const std::string& heading = visit.words(heading_key);
    return page(visit, heading, html("<div class=\"notice\"><h1>{}</h1>{}</div>", heading, what), status);
}

HttpResponse redirect(const std::string& path) {
    bool ours = !path.empty() && path[0] == '/' && path.size() < 4000 && (path.size() == 1 || path[1] != '/');
    for (const char c : path) ours &= static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != '\\';
    return {.status = 303, .content_type = "", .body = "", .headers = {{"Location", ours ? path : "/"}}};
}

Html level_badge(const Visit& visit, detector::Level level) {
    const std::string_view name = to_string(level);
    return html("<span class=\"badge level-{}\">{}</span>", name, visit.words("level." + std::string(name)));
}

Html status_badge(const Visit& visit, const std::string& status) {
    return html("<span class=\"badge status-{}\">{}</span>", status, visit.words("status." + status));
}

Html appendix_badge(const Visit& visit, const std::string& appendix) {
    if (appendix.empty()) return {};
    return html("<span class=\"badge appendix\" title=\"{} {}\"><span class=\"unseen\">{} </span>{}</span>",
                visit.words("appendix"), appendix, visit.words("appendix"), appendix);
}

Html regime_badge(const std::string& regime) {
    return html("<span class=\"badge appendix\"><bdi>{}</bdi></span>", regime);
}

Html lang_attribute(const std::string& language) {
    const bool is_tag = language.size() >= 2 && language.size() <= 35 &&
                        language.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
                            std::string::npos &&
                        language[0] != '-';
    return is_tag ? html(" lang=\"{}\"", language) : Html{};
}

Html time_of(casebook::Milliseconds time) {
    if (time == 0) return {};
    const std::string exact = report::iso_time(time);  // "2026-03-04 05:06:07 UTC"
    std::string machine = exact.substr(0, 19);
    machine[10] = 'T';
    return html("<time datetime=\"{}Z\" title=\"{}\">{}</time>", machine, exact, exact.substr(0, 16));
}

Html hidden(std::string_view name, std::string_view value) {
    return html("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
}

Html token_field(const Visit& visit) { return hidden("token", visit.token); }

std::vector<std::pair<std::string, std::string>> described(const Visit& visit, const casebook::Filter& filter) {
    const MessageCatalogue& words = visit.words;
    std::vector<std::pair<std::string, std::string>> parts;
    const auto add = [&](const char* key, const std::string& value) {
        if (!value.empty()) parts.emplace_back(words(key), value);
    };
    const auto joined = [](const std::vector<std::string>& values) {
        std::string list;
        for (const std::string& value : values) list += (list.empty() ? "" : ", ") + value;
        return list;
    };
    if (!filter.status.empty()) add("status", words("status." + filter.status));
    if (filter.least_level == detector::Level::none) add("level", words("desk.flagged_or_not"));
    if (filter.least_level > detector::Level::low)
        add("level", words("desk.or_higher", words("level." + std::string(to_string(filter.least_level)))));
    add("appendix", joined(filter.appendices));
    add("regimes", joined(filter.regimes));
    add("taxon", filter.taxon);
    add("source", joined(filter.sources));
    add("language", filter.language);
    add("seller", filter.seller);
    add("desk.assignee", filter.assignee == "-" ? words("desk.nobody") : filter.assignee);
    add("desk.since", filter.since);
    add("desk.until", filter.until);
    add("desk.text", filter.text);
    add("desk.rule", filter.rule);
    add("desk.word", filter.word.empty()            ? ""
                     : filter.word_language.empty() ? filter.word
                                                    : filter.word + " (" + filter.word_language + ")");
    return parts;
}

Html description(const Visit& visit, const casebook::Filter& filter) {
    Html chips;
    for (const auto& [name, value] : described(visit, filter))
        chips.add("<li><b>{}</b> <bdi>{}</bdi></li>", name, value);
    return chips.empty() ? Html{} : html("<ul class=\"chips\">{}</ul>", chips);
}

std::string dismissal_reason(const Visit& visit, const std::string& reason) {
    if (is_reason(reason) || reason == "undone") return visit.words("reason." + reason);
    return reason == "text changed" ? visit.words("reason.text_changed") : reason;
}

std::string stored_word(const Visit& visit, const char* prefix, const std::string& value) {
    return visit.words.stored(prefix, value);
}

std::string grouped_number(const MessageCatalogue& words, const casebook::BoundedCount& count) {
    return words.number(count.count) + (count.at_least ? "+" : "");
}

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace tools::review
