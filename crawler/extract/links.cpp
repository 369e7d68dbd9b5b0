#include "crawler/extract/links.h"

#include "crawler/extract/entities.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

std::string_view attribute(const Token& token, std::string_view name) {
    for (Attributes attributes(token.text); attributes.next();)
        if (equals_ignoring_case(attributes.name(), name)) return attributes.value();
    return {};
}

bool has_word(std::string_view text, std::string_view word) {
    for (std::string_view each : split_words(text))
        if (equals_ignoring_case(each, word)) return true;
    return false;
}

// "/item/7" or "https://..." in a data attribute; anything else there is an identifier or a template.
bool looks_like_reference(std::string_view value) {
    return value.size() > 1 && value.size() < 2'000 && value.find_first_of("{}<> ") == std::string_view::npos &&
           (value[0] == '/' || starts_with_ignoring_case(value, "http://") ||
            starts_with_ignoring_case(value, "https://"));
}

bool looks_like_search(std::string_view text) {
    for (std::string_view word : {"search", "such", "recherche", "buscar", "busca", "cerca", "zoek", "szukaj", "poisk",
                                  "поиск", "搜", "検索", "tim-kiem", "keyword"})
        if (contains_ignoring_case(text, word)) return true;
    return false;
}

}  // namespace

std::size_t LinkCollector::add(std::string_view reference, LinkKind kind, bool nofollow, std::string_view text) {
    std::string url =
        kind == LinkKind::frame || kind == LinkKind::other ? base_.resolve(reference) : base_.link(reference);
    if (url.empty() || links_.size() >= kMaxLinks) return kNone;
    std::pmr::string key(1, static_cast<char>('0' + static_cast<int>(kind)), &arena_);
    key += url;
    const auto [at, added] = seen_.try_emplace(std::move(key), links_.size());
    if (added) {
        links_.push_back({std::move(url), std::string(text), kind, nofollow});
    } else {
        Link& link = links_[at->second];
        link.nofollow = link.nofollow && nofollow;
        if (link.text.empty()) link.text = text;
    }
    return at->second;
}

void LinkCollector::start_tag(const Token& token) {
    switch (token.tag) {
        case Tag::a:
        case Tag::area:
            read_anchor(token);
            return;
        case Tag::link:
            read_link_element(token);
            return;
        case Tag::base: {
            const std::string href = decoded(attribute(token, "href"), true);
            if (!href.empty()) base_.set_base(href);
            return;
        }
        case Tag::embed:  // also <frame>
        case Tag::iframe: {
            const std::string source = decoded(attribute(token, "src"), true);
            if (!source.empty()) add(source, LinkKind::frame, false);
            return;
        }
        case Tag::meta:
            read_refresh(token);
            return;
        case Tag::form:
            read_form(token);
            return;
        case Tag::input:
            read_field(token);
            return;
        case Tag::img:
            if (open_ != kNone && open_takes_text_) text(decoded(attribute(token, "alt"), true));
            return;
        case Tag::div:
        case Tag::li:
        case Tag::article:
        case Tag::section:
        case Tag::tr:
        case Tag::td:
        case Tag::span:
        case Tag::button:
        case Tag::other:
            read_lazy(token);
            return;
        default:
            return;
    }
}

void LinkCollector::end_tag(const Token& token) {
    if (token.tag == Tag::a) open_ = kNone;
    if (token.tag == Tag::form && form_.open) {
        if (form_.searches && !form_.field.empty()) add(form_.action, LinkKind::search_form, false, form_.field);
        form_ = {};
    }
}

void LinkCollector::text(std::string_view decoded) {
    if (open_ == kNone || !open_takes_text_) return;
    std::string& out = links_[open_].text;
    for (std::string_view word : split_words(decoded)) {
        if (out.size() + word.size() > kMaxLinkText) return;
        if (!out.empty()) out += ' ';
        out += word;
    }
}

void LinkCollector::read_anchor(const Token& token) {
    open_ = kNone;
    std::string_view href, rel;
    for (Attributes attributes(token.text); attributes.next();) {
        if (href.empty() && equals_ignoring_case(attributes.name(), "href"))
            href = attributes.value();
        else if (equals_ignoring_case(attributes.name(), "rel"))
            rel = attributes.value();
    }
    if (href.empty()) {
        read_lazy(token);
        return;
    }
    const LinkKind kind = !rel.empty() && has_word(rel, "next") ? LinkKind::next : LinkKind::anchor;
    const bool nofollow = !rel.empty() && has_word(rel, "nofollow");
    std::size_t index;
    if (const auto known = written_.find(href); known != written_.end() && kind == LinkKind::anchor) {
        index = known->second;
        links_[index].nofollow = links_[index].nofollow && nofollow;
    } else {
        index = href.find('&') == std::string_view::npos ? add(href, kind, nofollow)
                                                         : add(decoded(href, true), kind, nofollow);
        if (index != kNone && kind == LinkKind::anchor) written_.emplace(href, index);
    }
    open_ = token.tag == Tag::a ? index : kNone;
    open_takes_text_ = index != kNone && links_[index].text.empty();
}

void LinkCollector::read_link_element(const Token& token) {
    const std::string_view rel = attribute(token, "rel");
    if (rel.empty()) return;
    const std::string href = decoded(attribute(token, "href"), true);
    if (href.empty()) return;
    if (has_word(rel, "canonical")) {
        const std::size_t index = add(href, LinkKind::canonical, false);
        if (index != kNone && canonical_.empty()) canonical_ = links_[index].url;
    } else if (has_word(rel, "next")) {
        add(href, LinkKind::next, false);
    } else if (has_word(rel, "alternate") && !has_word(rel, "stylesheet")) {
        add(href, LinkKind::other, false, attribute(token, "type"));
    }
}

void LinkCollector::read_refresh(const Token& token) {
    if (!equals_ignoring_case(trimmed(attribute(token, "http-equiv")), "refresh")) return;
    const std::string content = decoded(attribute(token, "content"), true);
    // "5; url='next.html'"
    const auto at = content.find_first_of(";,");
    if (at == std::string::npos) return;
    std::string_view rest = trimmed(std::string_view(content).substr(at + 1));
    if (starts_with_ignoring_case(rest, "url")) {
        const std::string_view after = trimmed(rest.substr(3));
        if (!after.empty() && after[0] == '=') rest = trimmed(after.substr(1));
    }
    if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) {
        const char quote = rest[0];
        rest.remove_prefix(1);
        rest = rest.substr(0, rest.find(quote));
    }
    add(rest, LinkKind::refresh, false);
}

void LinkCollector::read_form(const Token& token) {
    form_ = {};
    if (equals_ignoring_case(attribute(token, "method"), "post")) return;
    form_.open = true;
    form_.action = decoded(attribute(token, "action"), true);
    if (trimmed(form_.action).empty()) form_.action = base_.text();
    form_.searches = looks_like_search(token.text);
}

void LinkCollector::read_field(const Token& token) {
    if (!form_.open) return;
    const std::string_view type = attribute(token, "type");
    const bool search = equals_ignoring_case(type, "search");
    if (!type.empty() && !search && !equals_ignoring_case(type, "text")) return;
    const std::string name = decoded(attribute(token, "name"), true);
    if (name.empty() || (!form_.field.empty() && !search)) return;
    form_.field = name;
    form_.searches = form_.searches || search || name == "q" || name == "s" || name == "k" || name == "kw" ||
                     name == "query" || name == "_nkw" || looks_like_search(token.text);
}

void LinkCollector::read_lazy(const Token& token) {
    if (token.text.size() < 12) return;
    for (Attributes attributes(token.text); attributes.next();) {
        const std::string_view name = attributes.name();
        if (name.size() < 7) continue;
        const char first = ascii_lower(name[0]);
        if (first == 'd' && starts_with_ignoring_case(name, "data-")) {
            const std::string key = ascii_lowered(name.substr(5));
            if ((key == "href" || key == "url" || key == "link" || key == "product-url" || key == "item-url" ||
                 key == "target-url" || key == "detail-url" || key == "next-url" || key == "next-page") &&
                looks_like_reference(attributes.value()))
                add(decoded(attributes.value(), true), LinkKind::anchor, false);
        } else if (first == 'o' && equals_ignoring_case(name, "onclick")) {
            const std::string code = decoded(attributes.value(), true);
            const auto at = code.find("location");
            if (at == std::string::npos) continue;
            const auto open = code.find_first_of("'\"", at);
            if (open == std::string::npos) continue;
            const auto close = code.find(code[open], open + 1);
            if (close == std::string::npos) continue;
            const std::string_view target = std::string_view(code).substr(open + 1, close - open - 1);
            // Followed by '+': put together by the script, not a whole address.
            const auto next = code.find_first_not_of(' ', close + 1);
            if (next != std::string::npos && code[next] == '+') continue;
            if (!target.empty() && target.find_first_of("{}<>") == std::string_view::npos)
                add(target, LinkKind::anchor, false);
        }
    }
}

std::vector<Link> LinkCollector::take() {
    if (form_.open && form_.searches && !form_.field.empty())
        add(form_.action, LinkKind::search_form, false, form_.field);
    return std::move(links_);
}

}  // namespace crawler
