// XML as it is found in sitemaps and feeds: a pull reader that never gives up. Unclosed and stray tags, naked
// ampersands, HTML in descriptions, wrong namespaces: each is read as far as it makes sense. Total, linear, without
// recursion; it remembers no element, so that depth costs nothing, and its readers keep limits::xml_text of one. Why
// not expat: a strict reader loses the whole feed at the first fault, and a third of feeds has one.
//
// Input is UTF-8 (utf8_of_xml() brings other encodings there). Views stay valid until the input goes. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crawler {

class XmlReader {
  public:
    enum class Event : std::uint8_t { start, end, text, finished };

    explicit XmlReader(std::string_view text) : text_(text) {}

    Event next();
    std::string_view qualified_name() const { return name_; }  // start, end: "content:encoded"
    std::string_view name() const;                             // without its prefix
    std::string_view prefix() const;
    bool self_closed() const { return self_closed_; }  // start: no end will follow
    // text: as it stands; entities of plain text still in, CDATA bare.
    std::string_view raw_text() const { return content_; }
    bool is_cdata() const { return cdata_; }
    std::string_view raw_tag() const { return content_; }  // start, end: with its angle brackets
    std::string text() const;                              // decoded
    // start: a decoded attribute, matched by local name; empty when absent.
    std::string attribute(std::string_view name) const;

  private:
    Event tag();
    std::string_view text_, name_, content_, attributes_;
    std::size_t at_ = 0;
    bool self_closed_ = false, cdata_ = false;
};

// "&amp;", "&#233;", "&#xe9;" and the HTML names that feeds use anyway; what is no entity stays.
std::string decode_entities(std::string_view text);

// As UTF-8: by byte-order mark, else by the encoding declaration, else as UTF-8 unless it plainly is not
// (decode_page()).
std::string utf8_of_xml(std::string_view bytes);

}  // namespace crawler
