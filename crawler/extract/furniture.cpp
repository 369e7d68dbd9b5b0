#include "crawler/extract/furniture.h"

#include <algorithm>
#include <vector>

#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kLongestBox = 400;    // bytes of a box that asks for an address
constexpr NodeId kLargestBox = 200;         // nodes of it
constexpr std::size_t kLongestLine = 300;   // bytes of a line that may be furniture
constexpr std::size_t kSignatureLines = 5;  // below a rule at the end of a post

constexpr std::string_view kNames =
    "caption|image-caption|photo-caption|wp-caption-text|credit|photo-credit|image-credit|pullquote|pull-quote|"
    "twitter-tweet|instagram-media|author-bio|about-author|author-box|byline|mw-editsection|reflist|references|"
    "infobox|navbox|hatnote|ambox|toc|signature|postprofile|jp-relatedposts|sharedaddy|noprint|post-meta|"
    "entry-meta|affiliate-notice|sr-only|visually-hidden|visuallyhidden|screen-reader-text|screen-reader";

// Whole lines, lower case, without marks at their ends.
constexpr std::string_view kLines =
    "advertisement|advertisements|skip advertisement|advertisement continue reading below|"
    "advertisement · scroll to continue|advertisement - continue reading below|ad|sponsored|"
    "story continues below|article continues below advertisement|article continues after ad|continue reading|"
    "read more|loading|like loading|like this|share this|share|tweet|pin it|email|print|more information|"
    "share or comment on this article|skip past newsletter promotion|after newsletter promotion|sign up|"
    "subscribe|subscribe now|show more|show more notes|view comments|leave a comment|related|anzeige|werbung|"
    "weiterlesen|artikel teilen|mehr zum thema|publicité|publicite|la suite après la publicité|lire aussi|"
    "partager|publicidad|compartir|leer más|continúa leyendo|apúntate|publicidade|continua depois da publicidade|"
    "compartilhe|leia mais|leia também|agora não|pubblicità|leggi anche|condividi|advertentie|"
    "advertentie via ster.nl|lees ook|deel dit artikel|reklama|reklam|annonse|annonce|mainos|reklaam|реклама|"
    "читайте также|поделиться|広告|广告|廣告|광고|إعلان|اعلان|quảng cáo|โฆษณา|iklan|विज्ञापन";

// What a line begins with that tells when, by whom, or of which picture.
constexpr std::string_view kBeginnings =
    "published|posted at |posted on |posted by |post by |updated |updated:|last updated|last modified|"
    "image source|image credit|photo credit|photo:|photograph:|picture:|filed under|"
    "posted in |tags:|reporting by |"
    "veröffentlicht|aktualisiert|foto:|fotos:|bild:|publié le|mis à jour|"
    "crédit photo|publicado el|publicado em|actualizado|atualizado|crédito:|fotografía:|pubblicato|aggiornato|"
    "geplaatst|bijgewerkt|опубликовано|обновлено|фото:|آخر تحديث|责任编辑|编辑：|原标题|来源：|記事提供|配信";

// Likewise, though they may be a sentence.
constexpr std::string_view kAlways =
    "this entry was posted|this post may contain affiliate|this article may contain affiliate|follow us on|"
    "our standards:|sign up here";

// The words of such a list.
std::vector<std::string_view> listed(std::string_view list) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find('|', at), list.size());
        words.push_back(list.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

const std::vector<std::string_view> kFurnitureNames = listed(kNames), kFurnitureLines = listed(kLines),
                                    kFurnitureBeginnings = listed(kBeginnings), kFurnitureAlways = listed(kAlways);

std::string_view bare(std::string_view line) {
    const auto is_mark = [](char c) {
        return is_space(c) || std::string_view("-.:!|*>[]()").find(c) != std::string_view::npos;
    };
    while (!line.empty() && is_mark(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_mark(line.back())) line.remove_suffix(1);
    while (line.ends_with("…")) line.remove_suffix(3);
    return line;
}

bool ends_sentence(std::string_view line) {
    return line.ends_with('.') || line.ends_with('!') || line.ends_with('?') || line.ends_with("。") ||
           line.ends_with("\"") || line.ends_with("”");
}

// "By Hannah Bexley": two to five words, no sentence.
bool is_byline(std::string_view low) {
    static constexpr std::string_view kBy[] = {"by ", "von ", "par ", "por ", "di ", "door ", "av ", "af "};
    const bool begins =
        std::any_of(std::begin(kBy), std::end(kBy), [&](std::string_view by) { return low.starts_with(by); });
    return begins && low.size() < 50 && !ends_sentence(low) && std::count(low.begin(), low.end(), ' ') <= 4 &&
           low.find(',') == std::string_view::npos;
}

bool is_reading_time(std::string_view low) {
    return low.size() < 60 &&
           (low.find(" min read") != std::string_view::npos || low.find(" minute read") != std::string_view::npos);
}

// "Sign up to our newsletter", "Follow us on Twitter and Instagram".
bool asks_to_subscribe(std::string_view low) {
    static const std::vector<std::string_view> verbs = listed(
        "sign up|subscribe|inbox|iscri|apúntate|recibe|abonn|anmelden|nieuwsbrief|assine|cadastre|подпи|"
        "everything you need to know");
    const auto says = [&](std::string_view each) { return low.find(each) != std::string_view::npos; };
    if (says("newsletter")) return std::any_of(verbs.begin(), verbs.end(), says);
    return low.starts_with("follow ") && (says("twitter") || says("facebook") || says("instagram"));
}

bool is_rule(std::string_view line) {
    return line.size() >= 5 && line.find_first_not_of("_-=~*") == std::string_view::npos;
}

bool is_furniture_line(std::string_view line) {
    if (line.size() > kLongestLine) return false;
    const std::string low = lowered(line);
    const std::string_view text = bare(low);
    if (std::find(kFurnitureLines.begin(), kFurnitureLines.end(), text) != kFurnitureLines.end()) return true;
    const auto begins = [&](std::string_view each) { return text.starts_with(each); };
    if (std::any_of(kFurnitureAlways.begin(), kFurnitureAlways.end(), begins) || asks_to_subscribe(text)) return true;
    if (!ends_sentence(trimmed(line)) && std::any_of(kFurnitureBeginnings.begin(), kFurnitureBeginnings.end(), begins))
        return true;
    return is_byline(text) || is_reading_time(text);
}

bool asks_for_address(const Tree& tree, NodeId id) {
    for (NodeId at = id; at < tree[id].end; ++at)
        if (tree[at].tag == Tag::input && equals_ignoring_case(tree.attribute(at, "type"), "email")) return true;
    return false;
}

// "[1]", "12" as a link: the mark of a footnote.
bool is_footnote_mark(const Tree& tree, const Layout& layout, NodeId id) {
    if (tree[id].tag != Tag::sup && !(tree[id].tag == Tag::a && has_name(layout.names(id), "footnote"))) return false;
    if (layout.text_length(id) > 30) return false;
    const bool linked = tree[id].tag == Tag::a || layout.link_text_length(id) > 0;
    return linked && tree.text(id).find_first_of("0123456789[*†") != std::string::npos;
}

}  // namespace

bool is_furniture(const Tree& tree, const Layout& layout, NodeId id) {
    const Node& node = tree[id];
    if (node.tag == Tag::figcaption || is_footnote_mark(tree, layout, id)) return true;
    if (node.attribute_count && layout.text_length(id) < 2000) {
        const std::string& names = layout.names(id);
        if (!names.empty() && has_any_name(names, kFurnitureNames)) return true;
        if (node.tag == Tag::ol && has_name(names, "notes")) return true;
    }
    return breaks_line(node.tag) && layout.text_length(id) < kLongestBox && node.end - id < kLargestBox &&
           asks_for_address(tree, id);
}

std::string without_furniture(std::string_view text, std::string_view heading) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    for (std::size_t from = lines.size() - std::min(lines.size(), kSignatureLines); from < lines.size(); ++from)
        if (from > 0 && is_rule(trimmed(lines[from]))) lines.resize(from);
    std::string out;
    for (const std::string_view line : lines) {
        if (is_furniture_line(line) || is_rule(trimmed(line)) || (!heading.empty() && trimmed(line) == heading))
            continue;
        if (!out.empty()) out += '\n';
        out += line;
    }
    return out;
}

}  // namespace crawler
