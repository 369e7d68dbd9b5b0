#include "crawler/extract/furniture.h"

#include <algorithm>
#include <vector>

#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kLongestBox = 400;       // bytes of a box that asks for an address
constexpr NodeId kLargestBox = 200;            // nodes of it
constexpr std::size_t kLongestLine = 300;      // bytes of a line that may be furniture
constexpr std::size_t kLongestLabelled = 300;  // bytes of a box that is labelled an advertisement
constexpr std::size_t kLinesAbove = 6;         // lines above the first paragraph that may tell when
constexpr std::size_t kFirstParagraph = 120;   // bytes of a line that a date above a text does not have
constexpr std::size_t kLongestName = 150;      // bytes that tell who wrote, and when
constexpr std::size_t kLongestCaption = 600;   // bytes beside a picture
constexpr std::size_t kSignatureLines = 5;     // below a rule at the end of a post

constexpr std::string_view kNames =
    "caption|image-caption|photo-caption|wp-caption-text|credit|photo-credit|image-credit|pullquote|pull-quote|"
    "twitter-tweet|instagram-media|author-bio|about-author|author-box|byline|mw-editsection|reflist|references|"
    "infobox|navbox|hatnote|ambox|toc|signature|postprofile|jp-relatedposts|sharedaddy|noprint|post-meta|"
    "entry-meta|affiliate-notice|sr-only|visually-hidden|visuallyhidden|screen-reader-text|screen-reader|"
    "ad-unit|ad-block|ad-slot|ad-container|ad-wrapper|ad-banner|advert-box|publi|publicidad|publicidade|werbung|"
    "bildunterschrift|bildtext|pie-de-foto|pie-foto|pie-de-imagen|legende|didascalia|onderschrift|fotobijschrift|"
    "video-player|video-caption|video-title|video-description|video-embed|video-widget|widget-video|playlist|"
    "boletin|boletim|infolettre|nieuwsbrief|nyhetsbrev|nyhedsbrev|app-promo|promo|cta|paywall-teaser|paywall-offer|"
    "donate|donation|donations|contributions|support-us|betting|pagination|post-navigation|prev-next|article-tags|post-"
    "tags|entry-tags";

// Names of small boxes that tell who wrote, and when.
constexpr std::string_view kShortNames =
    "author|authors|autor|autores|auteur|autore|forfatter|författare|firma|signature|dateline|timestamp|pubdate|"
    "publish-date|published-date|post-date|entry-date|article-date|article-dates|article-meta|story-meta|news-meta|"
    "posted-on|date-published|fecha|datum|copyright|copy-right|reading-time|read-time|kicker|antetitulo|copyright-"
    "notice";

// What stands first in a box of advertising, or in one that leads to another text.
constexpr std::string_view kLabels =
    "advertisement|ad|sponsored|sponsored content|advertisement feature|article continues below|"
    "article continues below advertisement|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|"
    "reklama|reklam|annonse|annonce|mainos|реклама|広告|广告|廣告|광고|إعلان|read also|read more|read next|"
    "see also|related|related story|related article|related articles|more on this story|don't miss|"
    "lesen sie auch|mehr zum thema|lesetipp|auch interessant|lire aussi|à lire aussi|sur le même sujet|noticia "
    "relacionada|"
    "noticias relacionadas|lea también|lee también|te puede interesar|leia também|veja também|saiba mais|leggi anche|"
    "lees ook|lees meer|läs också|läs även|les også|læs også|lue myös|czytaj także|czytaj też|zobacz także|čtěte také|"
    "читайте также|читайте ещё|関連記事|あわせて読みたい|相关阅读|延伸阅读|관련기사|اقرأ أيضا|اقرأ أيضًا";

// Whole lines, lower case, without marks at their ends.
constexpr std::string_view kLines =
    "close|watch now|download the app|back to top|top|next|previous|article continues below|"
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
    "posted in |tags:|tagged:|topics:|reporting by |posted: |posted:|first published|date published|written by|"
    "related: |read also: |see also: |read more: |read next: |this page last updated|you are visitor|"
    "lesen sie auch: |lire aussi : |à lire aussi : |lea también: |lee también: |leia também: |veja também: |"
    "leggi anche: |lees ook: |läs också: |les også: |læs også: |lue myös: |czytaj także: |читайте также: |"
    "erstellt am|stand: |écrit par|escrito por|scritto da|geschreven door|"
    "veröffentlicht|aktualisiert|foto:|fotos:|bild:|publié le|mis à jour|"
    "crédit photo|publicado el|publicado em|actualizado|atualizado|crédito:|fotografía:|pubblicato|aggiornato|"
    "geplaatst|bijgewerkt|опубликовано|обновлено|фото:|آخر تحديث|责任编辑|编辑：|原标题|来源：|記事提供|配信";

// Likewise, though they may be a sentence.
constexpr std::string_view kAlways =
    "©|(c) 19|(c) 20|photo by |photos by |image: |best viewed in |"
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
                                    kFurnitureBeginnings = listed(kBeginnings), kFurnitureAlways = listed(kAlways),
                                    kFurnitureShortNames = listed(kShortNames), kFurnitureLabels = listed(kLabels);

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
    if (says("newsletter")) return holds_any(low, verbs);
    return low.starts_with("follow ") && (says("twitter") || says("facebook") || says("instagram"));
}

// "Support our work with a gift", "Download our app", "Reach him at ...": what a site asks of its readers.
bool asks_for_support(std::string_view low) {
    static const std::vector<std::string_view> phrases = listed(
        "support our work|support our journalism|support us by|support local journalism|become a member today|"
        "become a supporter|consider supporting us|buy me a coffee|download our app|unterstützen sie uns|"
        "lade die app|laden sie die app|soutenez-nous|téléchargez l'app|hazte socio|descarga la app|apoie o nosso|"
        "baixe o app|sostienici|scarica l'app|steun ons|download de |поддержите нас");
    static const std::vector<std::string_view> addresses =
        listed("reach him at|reach her at|reach them at|can be reached at|contact the reporter");
    const auto says = [&](std::string_view each) { return low.find(each) != std::string_view::npos; };
    return holds_any(low, phrases) || (says("@") && holds_any(low, addresses)) ||
           (low.starts_with("download the ") && says(" app "));
}

bool is_year_at(std::string_view text, std::size_t at) {
    if (at + 4 > text.size() || (at > 0 && is_digit(text[at - 1]))) return false;
    const std::string_view century = text.substr(at, 2);
    return (century == "19" || century == "20") && is_digit(text[at + 2]) && is_digit(text[at + 3]) &&
           (at + 4 == text.size() || !is_digit(text[at + 4]));
}

// "12:30", "6h01".
bool is_time_at(std::string_view text, std::size_t at) {
    return at + 3 < text.size() && is_digit(text[at]) && (text[at + 1] == ':' || text[at + 1] == 'h') &&
           is_digit(text[at + 2]) && is_digit(text[at + 3]) && (at + 4 == text.size() || !is_digit(text[at + 4]));
}

// "Domingo, 19 de febrero 2023, 05:00": a short line with a year and a time of day. One with a year and other figures
// may be a seller's: "born 2021, 2 left".
bool is_date_line(std::string_view line) {
    constexpr std::size_t kLongestDate = 90;
    if (line.size() > kLongestDate || ends_sentence(line)) return false;
    bool year = false, time = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        year |= is_year_at(line, at);
        time |= is_time_at(line, at);
    }
    return year && time;
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
    if (std::any_of(kFurnitureAlways.begin(), kFurnitureAlways.end(), begins) || asks_to_subscribe(text) ||
        asks_for_support(text) || is_small_print(text))
        return true;
    if (!ends_sentence(trimmed(line)) && std::any_of(kFurnitureBeginnings.begin(), kFurnitureBeginnings.end(), begins))
        return true;
    return is_byline(text) || is_reading_time(text);
}

bool asks_for_address(const Tree& tree, NodeId id) {
    for (NodeId at = id; at < tree[id].end; ++at)
        if (tree[at].tag == Tag::input && equals_ignoring_case(tree.attribute(at, "type"), "email")) return true;
    return false;
}

// The first words of a box, if they are one text.
std::string first_words(const Tree& tree, NodeId id) {
    for (NodeId at = id; at < tree[id].end; ++at)
        if (tree[at].is_text && !trimmed(tree[at].text).empty()) return lowered(collapsed(tree[at].text));
    return {};
}

// "Advertisement", "Read also" above what is advertised or to be read.
bool is_labelled(const Tree& tree, const Layout& layout, NodeId id) {
    if (!breaks_line(tree[id].tag) || is_heading(tree[id].tag) || layout.text_length(id) > kLongestLabelled ||
        tree[id].end - id > kLargestBox)
        return false;
    const std::string words = first_words(tree, id);
    const std::string_view label = bare(words);
    if (std::find(kFurnitureLabels.begin(), kFurnitureLabels.end(), label) == kFurnitureLabels.end()) return false;
    // "See also the notes of last year." is a sentence.
    return tree[id].tag != Tag::p || !ends_sentence(tree.text(id));
}

// Is it more than words within a line ("Author: <span class=author>Stendhal</span>")?
bool stands_alone(const Tree& tree, NodeId id) {
    constexpr std::size_t kBy = 4;  // bytes of "By", "Von"
    const NodeId parent = tree[id].parent;
    if (breaks_line(tree[id].tag) || parent == kNoNode) return true;
    for (NodeId other = tree.first_child(parent); other != kNoNode; other = tree.next_sibling(other))
        if (tree[other].is_text && trimmed(tree[other].text).size() > kBy) return false;
    return tree[parent].tag != Tag::p;
}

// A figure shows something; only tables, quotations and code in it are read.
bool is_picture(const Tree& tree, const Layout& layout, NodeId id) {
    if (tree[id].tag != Tag::figure || layout.text_length(id) > kLongestCaption) return false;
    for (NodeId at = id; at < tree[id].end; ++at)
        for (const Tag tag : {Tag::table, Tag::blockquote, Tag::pre, Tag::ul, Tag::ol})
            if (!tree[at].is_text && tree[at].tag == tag) return false;
    return true;
}

// "<amp-video-player>": elements of a page's own that play something.
bool is_player(const Tree& tree, NodeId id) {
    return tree[id].tag == Tag::other && tree[id].name.find("video") != std::string_view::npos;
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
    if (is_picture(tree, layout, id) || is_player(tree, id) || is_labelled(tree, layout, id)) return true;
    if (node.attribute_count && layout.text_length(id) < 2000) {
        const std::string& names = layout.names(id);
        if (!names.empty() && has_any_name(names, kFurnitureNames)) return true;
        if (!names.empty() && layout.text_length(id) < kLongestName && stands_alone(tree, id) &&
            has_any_name(names, kFurnitureShortNames))
            return true;
        if (node.tag == Tag::ol && has_name(names, "notes")) return true;
    }
    return breaks_line(node.tag) && layout.text_length(id) < kLongestBox && node.end - id < kLargestBox &&
           asks_for_address(tree, id);
}

namespace {

// "The Ice Works" of "The Ice Works -- Pages of a county".
bool begins_title(std::string_view line, std::string_view title) {
    constexpr std::size_t kTelling = 10;  // bytes of a beginning that is no accident
    return line.size() >= kTelling && title.starts_with(line) && title.substr(line.size(), 1) == " ";
}

}  // namespace

bool is_small_print(std::string_view text) {
    static const std::vector<std::string_view> rights = listed(
        "all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|"
        "todos os direitos reservados|tutti i diritti riservati|alle rechten voorbehouden|alla rättigheter|"
        "alle rettigheter|alle rettigheder|wszelkie prawa zastrzeżone|všechna práva vyhrazena|все права защищены|"
        "版权所有|無断転載|無断複製|무단 전재|جميع الحقوق "
        "محفوظة|may not be published, broadcast");
    static const std::vector<std::string_view> consent = listed(
        "we use|use of cookies|accept all|accept cookies|your consent|our partners|this site|your browser|your device|"
        "our cookie|cookie policy|cookie settings|zustimm|einwillig|"
        "ablehnen|webseite|accepte|consentement|navigateur|acepta|consentimiento|navegador|aceita|accett|consenso|"
        "toestemming|accepteer|samtycke|samtykke|zgod|souhlas|соглас");
    const std::string low = lowered(text);
    const auto says = [&](std::string_view each) { return low.find(each) != std::string::npos; };
    if (holds_any(low, rights)) return true;
    constexpr std::size_t kNearBeginning = 40;
    for (std::string_view mark : {"copyright 19", "copyright 20", "copyright (c)", "copyright ©"})
        if (low.find(mark) < kNearBeginning) return true;
    return (says("cookie") || says("куки")) && holds_any(low, consent);
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
    std::size_t above = 0;  // lines above the first paragraph
    while (above < lines.size() && above < kLinesAbove && lines[above].size() < kFirstParagraph) ++above;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        const std::string_view line = lines[at], words = trimmed(line);
        if (at < above && (is_date_line(words) || begins_title(words, heading))) continue;
        if (is_furniture_line(line) || is_rule(words) || (!heading.empty() && words == heading)) continue;
        if (!out.empty()) out += '\n';
        out += line;
    }
    return out;
}

}  // namespace crawler
