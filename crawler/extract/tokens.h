// The tags of a page one after another, without building anything: what the first pass and the nesting guard read.
//
// Follows the WHATWG tokenizer (13.2.5) as far as finding where each tag, attribute and text begins and ends: quoted
// attribute values, comments, raw text elements (script, style, title, textarea ...). Linear in the input, allocates
// nothing; views point into the input. What it leaves out: the tree's say in it (CDATA in SVG, title inside SVG).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crawler {

// The elements that anything here treats specially; everything else is `other`.
enum class Tag : std::uint8_t {
    other,
    a,
    abbr,
    address,
    area,
    article,
    aside,
    b,
    base,
    big,
    blockquote,
    body,
    br,
    button,
    code,
    col,
    dd,
    del,
    details,
    dialog,
    div,
    dl,
    dt,
    em,
    embed,
    fieldset,
    figcaption,
    figure,
    font,
    footer,
    form,
    h1,
    h2,
    h3,
    h4,
    h5,
    h6,
    head,
    header,
    hr,
    html,
    i,
    iframe,
    img,
    input,
    ins,
    label,
    legend,
    li,
    link,
    main,
    mark,
    menu,
    meta,
    nav,
    nobr,
    noembed,
    noframes,
    noscript,
    ol,
    optgroup,
    option,
    p,
    param,
    picture,
    pre,
    q,
    rp,
    rt,
    s,
    samp,
    script,
    section,
    select,
    small,
    source,
    span,
    strike,
    strong,
    style,
    sub,
    summary,
    sup,
    svg,
    table,
    tbody,
    td,
    template_,
    textarea,
    tfoot,
    th,
    thead,
    time,
    title,
    tr,
    track,
    tt,
    u,
    ul,
    video,
    wbr,
    xmp
};

Tag tag_of(std::string_view name);  // any case
bool is_void(Tag tag);              // never has content: br, img, meta ...
bool breaks_line(Tag tag);          // text before and after it is not one word: div, p, td, br ...
inline bool is_heading(Tag tag) { return tag >= Tag::h1 && tag <= Tag::h6; }
bool is_raw_text(Tag tag);  // content is text up to the end tag: script, style, title ...

enum class TokenKind : std::uint8_t { text, raw_text, start_tag, end_tag, comment };

struct Token {
    TokenKind kind = TokenKind::text;
    Tag tag = Tag::other;       // start_tag, end_tag; for raw_text the element it is the content of
    bool self_closing = false;  // "<br/>": means nothing for HTML elements, ends an SVG one
    std::string_view name;      // as written
    std::string_view text;      // text, raw_text, comment: undecoded; start_tag: the attributes
};

class Tokens {
  public:
    explicit Tokens(std::string_view html) : at_(html.data()), end_(html.data() + html.size()) {}
    bool next(Token& token);

  private:
    bool read_markup(Token& token);
    void read_raw_text(Token& token);

    const char* at_;
    const char* end_;
    Tag raw_ = Tag::other;  // inside this raw text element
    std::string_view raw_name_;
};

// Walks the attributes of a start tag; values are undecoded, names as written.
class Attributes {
  public:
    explicit Attributes(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}
    bool next();
    std::string_view name() const { return name_; }
    std::string_view value() const { return value_; }

  private:
    const char* at_;
    const char* end_;
    std::string_view name_;
    std::string_view value_;
};

}  // namespace crawler
