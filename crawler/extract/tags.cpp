// The elements that tokens.h knows by name, and what the standard says of each.
#include <array>
#include <cstring>

#include "crawler/extract/text.h"
#include "crawler/extract/tokens.h"

namespace crawler {
namespace {

struct TagName {
    std::string_view name;
    Tag tag;
};

constexpr TagName kTags[] = {
    {"a", Tag::a},
    {"abbr", Tag::abbr},
    {"address", Tag::address},
    {"area", Tag::area},
    {"article", Tag::article},
    {"aside", Tag::aside},
    {"b", Tag::b},
    {"base", Tag::base},
    {"big", Tag::big},
    {"blockquote", Tag::blockquote},
    {"body", Tag::body},
    {"br", Tag::br},
    {"button", Tag::button},
    {"code", Tag::code},
    {"col", Tag::col},
    {"dd", Tag::dd},
    {"del", Tag::del},
    {"details", Tag::details},
    {"dialog", Tag::dialog},
    {"div", Tag::div},
    {"dl", Tag::dl},
    {"dt", Tag::dt},
    {"em", Tag::em},
    {"embed", Tag::embed},
    {"fieldset", Tag::fieldset},
    {"figcaption", Tag::figcaption},
    {"figure", Tag::figure},
    {"font", Tag::font},
    {"footer", Tag::footer},
    {"form", Tag::form},
    {"frame", Tag::embed},
    {"h1", Tag::h1},
    {"h2", Tag::h2},
    {"h3", Tag::h3},
    {"h4", Tag::h4},
    {"h5", Tag::h5},
    {"h6", Tag::h6},
    {"head", Tag::head},
    {"header", Tag::header},
    {"hr", Tag::hr},
    {"html", Tag::html},
    {"i", Tag::i},
    {"iframe", Tag::iframe},
    {"img", Tag::img},
    {"input", Tag::input},
    {"ins", Tag::ins},
    {"label", Tag::label},
    {"legend", Tag::legend},
    {"li", Tag::li},
    {"link", Tag::link},
    {"main", Tag::main},
    {"mark", Tag::mark},
    {"menu", Tag::menu},
    {"meta", Tag::meta},
    {"nav", Tag::nav},
    {"nobr", Tag::nobr},
    {"noembed", Tag::noembed},
    {"noframes", Tag::noframes},
    {"noscript", Tag::noscript},
    {"ol", Tag::ol},
    {"optgroup", Tag::optgroup},
    {"option", Tag::option},
    {"p", Tag::p},
    {"param", Tag::param},
    {"picture", Tag::picture},
    {"pre", Tag::pre},
    {"q", Tag::q},
    {"rp", Tag::rp},
    {"rt", Tag::rt},
    {"s", Tag::s},
    {"samp", Tag::samp},
    {"script", Tag::script},
    {"section", Tag::section},
    {"select", Tag::select},
    {"small", Tag::small},
    {"source", Tag::source},
    {"span", Tag::span},
    {"strike", Tag::strike},
    {"strong", Tag::strong},
    {"style", Tag::style},
    {"sub", Tag::sub},
    {"summary", Tag::summary},
    {"sup", Tag::sup},
    {"svg", Tag::svg},
    {"table", Tag::table},
    {"tbody", Tag::tbody},
    {"td", Tag::td},
    {"template", Tag::template_},
    {"textarea", Tag::textarea},
    {"tfoot", Tag::tfoot},
    {"th", Tag::th},
    {"thead", Tag::thead},
    {"time", Tag::time},
    {"title", Tag::title},
    {"tr", Tag::tr},
    {"track", Tag::track},
    {"tt", Tag::tt},
    {"u", Tag::u},
    {"ul", Tag::ul},
    {"video", Tag::video},
    {"wbr", Tag::wbr},
    {"xmp", Tag::xmp},
};

constexpr unsigned slot_of(std::string_view name) {
    const auto low = [](char c) { return static_cast<unsigned>(static_cast<unsigned char>(c) | 0x20u); };
    return (low(name.front()) * 7 + low(name.back()) * 31 + low(name[name.size() / 2]) * 113 +
            static_cast<unsigned>(name.size()) * 61) &
           511u;
}

// Open addressing: built at compile time, at most a few probes.
constexpr std::array<std::uint8_t, 512> make_slots() {
    std::array<std::uint8_t, 512> slots{};
    for (std::size_t i = 0; i < std::size(kTags); ++i) {
        unsigned slot = slot_of(kTags[i].name);
        while (slots[slot]) slot = (slot + 1) & 511u;
        slots[slot] = static_cast<std::uint8_t>(i + 1);
    }
    return slots;
}
constexpr auto kSlots = make_slots();

}  // namespace

Tag tag_of(std::string_view name) {
    if (name.empty() || name.size() > 10) return Tag::other;
    for (unsigned slot = slot_of(name); kSlots[slot]; slot = (slot + 1) & 511u) {
        const TagName& known = kTags[kSlots[slot] - 1];
        if (equals_ignoring_case(known.name, name)) return known.tag;
    }
    return Tag::other;
}

bool is_void(Tag tag) {
    switch (tag) {
        case Tag::area:
        case Tag::base:
        case Tag::br:
        case Tag::col:
        case Tag::embed:
        case Tag::hr:
        case Tag::img:
        case Tag::input:
        case Tag::link:
        case Tag::meta:
        case Tag::param:
        case Tag::source:
        case Tag::track:
        case Tag::wbr:
            return true;
        default:
            return false;
    }
}

bool breaks_line(Tag tag) {
    switch (tag) {
        case Tag::address:
        case Tag::article:
        case Tag::aside:
        case Tag::blockquote:
        case Tag::body:
        case Tag::br:
        case Tag::button:
        case Tag::dd:
        case Tag::details:
        case Tag::dialog:
        case Tag::div:
        case Tag::dl:
        case Tag::dt:
        case Tag::fieldset:
        case Tag::figcaption:
        case Tag::figure:
        case Tag::footer:
        case Tag::form:
        case Tag::h1:
        case Tag::h2:
        case Tag::h3:
        case Tag::h4:
        case Tag::h5:
        case Tag::h6:
        case Tag::head:
        case Tag::header:
        case Tag::hr:
        case Tag::html:
        case Tag::iframe:
        case Tag::input:
        case Tag::legend:
        case Tag::li:
        case Tag::main:
        case Tag::menu:
        case Tag::nav:
        case Tag::noscript:
        case Tag::ol:
        case Tag::optgroup:
        case Tag::option:
        case Tag::p:
        case Tag::pre:
        case Tag::script:
        case Tag::section:
        case Tag::select:
        case Tag::style:
        case Tag::summary:
        case Tag::table:
        case Tag::tbody:
        case Tag::td:
        case Tag::template_:
        case Tag::textarea:
        case Tag::tfoot:
        case Tag::th:
        case Tag::thead:
        case Tag::title:
        case Tag::tr:
        case Tag::ul:
        case Tag::video:
        case Tag::xmp:
            return true;
        default:
            return false;
    }
}

bool is_raw_text(Tag tag) {
    switch (tag) {
        case Tag::script:
        case Tag::style:
        case Tag::title:
        case Tag::textarea:
        case Tag::xmp:
        case Tag::iframe:
        case Tag::noembed:
        case Tag::noframes:
            return true;
        default:
            return false;
    }
}

}  // namespace crawler
