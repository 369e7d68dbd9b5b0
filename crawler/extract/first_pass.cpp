#include "crawler/extract/first_pass.h"

#include <algorithm>
#include <cstring>

#include "crawler/extract/charset.h"
#include "crawler/extract/entities.h"
#include "crawler/extract/links.h"
#include "crawler/extract/profile.h"
#include "crawler/extract/robots_meta.h"
#include "crawler/extract/structured.h"
#include "crawler/extract/text.h"
#include "crawler/extract/tokens.h"

namespace crawler {
namespace {

// The strings of a JSON text, one a line, escapes undone. A reader of structured data sees no others.
void append_json_strings(std::string& out, std::string_view json) {
    for (std::size_t at = 0; (at = json.find('"', at)) != std::string_view::npos;) {
        ++at;
        while (at < json.size() && json[at] != '"') {
            const std::size_t stop = std::min(json.find_first_of("\"\\", at), json.size());
            out += json.substr(at, stop - at);
            at = stop;
            if (at >= json.size() || json[at] != '\\') continue;
            if (++at >= json.size()) break;
            const char escaped = json[at++];
            if (escaped == 'u') {
                const auto unit = [&] {
                    char32_t value = 0;
                    for (int i = 0; i < 4 && at < json.size(); ++i, ++at) {
                        const char c = ascii_lower(json[at]);
                        if (is_digit(c))
                            value = value * 16 + static_cast<char32_t>(c - '0');
                        else if (c >= 'a' && c <= 'f')
                            value = value * 16 + static_cast<char32_t>(c - 'a') + 10;
                        else
                            break;
                    }
                    return value;
                };
                char32_t code = unit();
                if (code >= 0xD800 && code < 0xDC00 && json.substr(at, 2) == "\\u") {
                    at += 2;
                    const char32_t low = unit();
                    if (low >= 0xDC00 && low < 0xE000) code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                }
                append_utf8(out, code);
            } else if (escaped == 'n' || escaped == 'r' || escaped == 't') {
                out += ' ';
            } else {
                out += escaped;
            }
        }
        out += '\n';
        ++at;
    }
}

bool holds_state(std::string_view script) {
    for (std::size_t at = 0; (at = script.find("__", at)) != std::string_view::npos; at += 2) {
        const std::string_view rest = script.substr(at, 22);
        if (rest.substr(0, 10) == "__INITIAL_" || rest.substr(0, 11) == "__NEXT_DATA" ||
            rest.substr(0, 8) == "__STATE_" || rest.substr(0, 12) == "__PRELOADED_" ||
            rest.substr(0, 11) == "__APP_STATE" || rest.substr(0, 8) == "__APOLLO")
            return true;
    }
    return false;
}

class Skimmer {
  public:
    Skimmer(std::string_view html, const PageInput& input, FirstPass& out)
        : html_(html), input_(input), out_(out), links_(input.url) {}

    void run() {
        out_.text.reserve(html_.size() / 3);
        read_robots(input_.robots_header, out_.nofollow, out_.noindex);
        Token token;
        for (Tokens tokens(html_); tokens.next(token);) {
            switch (token.kind) {
                case TokenKind::text:
                    text(token.text);
                    break;
                case TokenKind::start_tag:
                    start(token);
                    break;
                case TokenKind::end_tag:
                    links_.end_tag(token);
                    if (breaks_line(token.tag)) break_line();
                    break;
                case TokenKind::raw_text:
                    raw(token);
                    break;
                case TokenKind::comment:
                    break;
            }
        }
        out_.declares_listing = declares_product_ || (products_ == 1 && !declares_list_);
        out_.links = links_.take();
        out_.base = links_.base().text();
        out_.canonical = links_.canonical();
        if (out_.canonical.empty()) out_.canonical = input_.url;
    }

  private:
    void break_line() {
        if (!out_.text.empty() && out_.text.back() != '\n') out_.text += '\n';
    }

    void line(std::string_view written) {
        if (written.empty()) return;
        break_line();
        append_decoded(out_.text, written, true);
        out_.text += '\n';
    }

    void text(std::string_view written) {
        const std::size_t begin = out_.text.size();
        append_decoded(out_.text, written, false);
        if (links_.in_link()) links_.text(std::string_view(out_.text).substr(begin));
    }

    void start(const Token& token) {
        if (breaks_line(token.tag)) break_line();
        links_.start_tag(token);
        script_text_ = false;
        script_plain_ = false;
        switch (token.tag) {
            case Tag::html:
                for (Attributes attributes(token.text); attributes.next();)
                    if (out_.language.empty() && (equals_ignoring_case(attributes.name(), "lang") ||
                                                  equals_ignoring_case(attributes.name(), "xml:lang")))
                        out_.language = trimmed(attributes.value());
                return;
            case Tag::meta:
                meta(token);
                return;
            case Tag::script:
                script_plain_ = true;
                for (Attributes attributes(token.text); attributes.next();)
                    if (equals_ignoring_case(attributes.name(), "type"))
                        script_text_ = contains_ignoring_case(attributes.value(), "json") ||
                                       contains_ignoring_case(attributes.value(), "magento");
                return;
            default:
                break;
        }
        if (token.text.size() < 6) return;
        for (Attributes attributes(token.text); attributes.next();) {
            const std::string_view name = attributes.name();
            switch (name.size()) {
                case 3:
                    if (equals_ignoring_case(name, "alt")) line(attributes.value());
                    break;
                case 5:
                    if (equals_ignoring_case(name, "title") ||
                        (token.tag == Tag::input && equals_ignoring_case(name, "value")) ||
                        (token.tag == Tag::other && equals_ignoring_case(name, "value")))
                        line(attributes.value());
                    break;
                case 7:
                    if (equals_ignoring_case(name, "content")) line(attributes.value());
                    break;
                case 8:
                    if (equals_ignoring_case(name, "itemtype")) {
                        const std::string_view type = local_name(trimmed(attributes.value()));
                        products_ += type == "Product";
                        declares_list_ = declares_list_ || type == "ItemList";
                    }
                    break;
                default:
                    break;
            }
            if (input_.profile && is_picked(name)) line(attributes.value());
        }
    }

    bool is_picked(std::string_view name) const {
        const auto& picked = input_.profile->text_attributes;
        return std::any_of(picked.begin(), picked.end(),
                           [&](const std::string& each) { return equals_ignoring_case(each, name); });
    }

    void meta(const Token& token) {
        std::string_view name, content, equiv;
        for (Attributes attributes(token.text); attributes.next();) {
            if (equals_ignoring_case(attributes.name(), "content"))
                content = attributes.value();
            else if (equals_ignoring_case(attributes.name(), "http-equiv"))
                equiv = trimmed(attributes.value());
            else if (equals_ignoring_case(attributes.name(), "name") ||
                     equals_ignoring_case(attributes.name(), "property"))
                name = trimmed(attributes.value());
        }
        line(content);
        if (equals_ignoring_case(name, "og:type"))
            declares_product_ = contains_ignoring_case(content, "product") && !contains_ignoring_case(content, "group");
        if (equals_ignoring_case(name, "robots")) read_robots(content, out_.nofollow, out_.noindex);
        if (out_.language.empty() && equals_ignoring_case(equiv, "content-language")) out_.language = trimmed(content);
    }

    void raw(const Token& token) {
        switch (token.tag) {
            case Tag::title:
                if (out_.title.empty()) out_.title = collapsed(decoded(token.text));
                line(token.text);
                break;
            case Tag::textarea:
            case Tag::xmp:
                line(token.text);
                break;
            case Tag::script:
                if (script_text_) count_types(token.text);
                if (script_text_ || (script_plain_ && holds_state(token.text))) {
                    break_line();
                    if (token.text.find("&quot;") != std::string_view::npos) {
                        const std::string unescaped = decoded(token.text);
                        append_json_strings(out_.text, unescaped);
                    }
                    append_json_strings(out_.text, token.text);
                }
                break;
            default:
                break;
        }
    }

    // "@type": "Product", however it is spaced.
    void count_types(std::string_view json) {
        for (std::size_t at = 0; (at = json.find("\"@type\"", at)) != std::string_view::npos;) {
            at += 7;
            std::string_view rest = json.substr(at, 60);
            while (!rest.empty() && (is_space(rest[0]) || rest[0] == ':' || rest[0] == '"' || rest[0] == '['))
                rest.remove_prefix(1);
            const std::string_view type = local_name(rest.substr(0, rest.find('"')));
            products_ += type == "Product" || type == "ProductGroup";
            declares_list_ = declares_list_ || type == "ItemList" || type == "SearchResultsPage";
        }
    }

    std::string_view html_;
    const PageInput& input_;
    FirstPass& out_;
    LinkCollector links_;
    int products_ = 0;
    bool declares_list_ = false;
    bool declares_product_ = false;
    bool script_text_ = false;  // the script being read holds JSON
    bool script_plain_ = false;
};

}  // namespace

FirstPass skim_decoded(std::string_view html, const PageInput& input) {
    FirstPass out;
    Skimmer(html, input, out).run();
    return out;
}

FirstPass skim(const PageInput& input) {
    DecodedText text;
    decode_page(input.body, input.content_type, text);
    return skim_decoded(text.text, input);
}

Page page_of(FirstPass pass) {
    Page page;
    page.canonical = std::move(pass.canonical);
    page.title = std::move(pass.title);
    page.links = std::move(pass.links);
    page.nofollow = pass.nofollow;
    page.noindex = pass.noindex;
    page.structured_json = "[]";
    page.listing.url = page.canonical;
    page.listing.language = std::move(pass.language);
    page.passed_over = true;
    page.kind = pass.declares_listing ? PageKind::listing : PageKind::other;
    if (pass.declares_listing && !page.title.empty())
        page.listing.passages.push_back({detector::Field::title, {}, page.title});
    return page;
}

}  // namespace crawler
