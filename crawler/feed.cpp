#include "crawler/feed.h"

#include "crawler/ascii.h"
#include "crawler/limits.h"
#include "crawler/percent.h"
#include "crawler/xml.h"

namespace crawler {
namespace {

std::string from_base64(std::string_view text) {
    std::string out;
    unsigned bits = 0, held = 0;
    for (char c : text) {
        unsigned value = 0;
        if (c >= 'A' && c <= 'Z')
            value = static_cast<unsigned>(c - 'A');
        else if (c >= 'a' && c <= 'z')
            value = static_cast<unsigned>(c - 'a') + 26;
        else if (c >= '0' && c <= '9')
            value = static_cast<unsigned>(c - '0') + 52;
        else if (c == '+')
            value = 62;
        else if (c == '/')
            value = 63;
        else if (c == '=' || c == ' ' || c == '\n' || c == '\r' || c == '\t')
            continue;
        else
            return {};
        held = (held << 6) | value;
        if ((bits += 6) >= 8) out += static_cast<char>((held >> (bits -= 8)) & 0xFF);
    }
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '&')
            out += "&amp;";
        else
            out += c;
    }
    return out;
}

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    for (std::string_view candidate : names)
        if (name == candidate) return true;
    return false;
}

// Elements that hold text of an entry or of the feed. Everything between their tags belongs to them, markup included.
bool holds_text(std::string_view name) {
    return one_of(
        name, {"title", "link", "guid", "id", "description", "summary", "encoded", "content", "pubDate", "published",
               "issued", "updated", "date", "author", "creator", "category", "subject", "language", "price"});
}

class Parser {
  public:
    explicit Parser(std::string_view text) : xml_(text) {}

    Feed parse() {
        for (auto event = xml_.next(); event != XmlReader::Event::finished; event = xml_.next()) {
            if (event == XmlReader::Event::start)
                start();
            else if (event == XmlReader::Event::end && one_of(xml_.name(), {"item", "entry"}))
                finish_entry();
        }
        finish_entry();
        return std::move(feed_);
    }

  private:
    void start() {
        const std::string_view name = xml_.name();
        if (feed_.version.empty()) {
            if (one_of(name, {"rss", "channel"})) feed_.version = "rss";
            if (name == "RDF") feed_.version = "rdf";
            if (name == "feed") feed_.version = "atom";
            if (feed_.version == "atom") feed_.language = xml_.attribute("lang");
            if (feed_.version.empty() && one_of(name, {"html", "urlset", "sitemapindex"})) stopped_ = true;
        }
        if (stopped_) return;
        if (one_of(name, {"item", "entry"})) {
            finish_entry();
            if (feed_.version.empty()) feed_.version = name == "entry" ? "atom" : "rss";
            in_entry_ = feed_.entries.size() < limits::feed_items;
            return;
        }
        if (name == "link" && !xml_.attribute("href").empty()) return atom_link();
        if (one_of(name, {"enclosure", "thumbnail"}) || (name == "content" && xml_.prefix() == "media")) return image();
        if (name == "image_link" && in_entry_) {
            entry_.images.push_back(std::string(trimmed(element("text"))));
            return;
        }
        if (xml_.self_closed() || !holds_text(name)) return;
        const std::string own(xml_.qualified_name());
        const std::string kind = xml_.attribute("type");
        const bool permalink = xml_.attribute("isPermaLink") != "false";
        const std::string value = element(kind);
        in_entry_ ? entry_field(own, value, permalink) : feed_field(own, value);
    }

    // Text of the element just started, up to its end; nested markup as written. `type` is Atom's.
    std::string element(const std::string& type) {
        const std::string own(xml_.qualified_name());
        const bool atom = feed_.version == "atom";
        const bool binary = atom && type.find('/') != std::string::npos && type.compare(0, 5, "text/") != 0 &&
                            type.find("xml") == std::string::npos && type.find("html") == std::string::npos;
        std::string out;
        bool markup = false;
        std::size_t depth = 0;
        for (auto event = xml_.next(); event != XmlReader::Event::finished; event = xml_.next()) {
            if (event == XmlReader::Event::start) {
                // An entry within a text: the end tag is missing.
                if (one_of(xml_.qualified_name(), {"item", "entry"})) {
                    start();
                    break;
                }
                markup = true;
                if (xml_.qualified_name() == own && !xml_.self_closed()) ++depth;
                append(out, xml_.raw_tag());
            } else if (event == XmlReader::Event::end) {
                if (xml_.qualified_name() == own && depth-- == 0) break;
                if (one_of(xml_.qualified_name(), {"item", "entry", "channel", "feed"})) {
                    if (one_of(xml_.name(), {"item", "entry"})) closed_early_ = true;
                    break;
                }
                append(out, xml_.raw_tag());
            } else if (atom && type == "xhtml") {
                append(out, xml_.is_cdata() ? escaped(xml_.raw_text()) : std::string(xml_.raw_text()));
            } else {
                // Naked markup stays markup, escaped markup becomes it; between naked tags text keeps its entities.
                append(out, markup && !xml_.is_cdata() ? std::string(xml_.raw_text()) : xml_.text());
            }
        }
        out = std::string(trimmed(out));
        if (atom && type == "xhtml") out = unwrapped(out);
        // Blog engines that put escaped markup into a <div> all the same.
        if (const std::string inner = unwrapped(out); atom && type == "html" && inner.size() < out.size())
            out = decode_entities(inner);
        if (binary)
            if (std::string decoded = from_base64(out); !decoded.empty()) out = decoded;
        return out;
    }

    // XHTML content comes in one <div> that is not part of it (RFC 4287, section 3.1.1.3).
    static std::string unwrapped(const std::string& text) {
        if (text.compare(0, 4, "<div") != 0 || text.size() < 10 || text.compare(text.size() - 6, 6, "</div>") != 0)
            return text;
        const std::size_t begin = text.find('>') + 1;
        return begin + 6 > text.size() ? text : std::string(trimmed(text.substr(begin, text.size() - 6 - begin)));
    }

    static void append(std::string& out, std::string_view text) {
        if (out.size() < limits::xml_text) out.append(text.substr(0, limits::xml_text - out.size()));
    }

    void atom_link() {
        const std::string rel = xml_.attribute("rel"), href = std::string(trimmed(xml_.attribute("href")));
        const std::string type = xml_.attribute("type");
        if (!in_entry_) {
            if (rel == "next") feed_.next = href;
            return;
        }
        if (rel == "enclosure" && type.compare(0, 6, "image/") == 0) entry_.images.push_back(href);
        const bool page = type.empty() || type.find("html") != std::string::npos;
        if ((rel.empty() || rel == "alternate") && page && !link_is_best_) {  // a declared alternate beats a plain link
            if (entry_.link.empty() || rel == "alternate") entry_.link = href;
            link_is_best_ = rel == "alternate";
        }
    }

    void image() {
        if (!in_entry_) return;
        const std::string url = std::string(trimmed(xml_.attribute("url")));
        const std::string type = xml_.attribute("type"), medium = xml_.attribute("medium");
        if (!url.empty() && (xml_.name() == "thumbnail" || type.compare(0, 6, "image/") == 0 || medium == "image"))
            entry_.images.push_back(url);
    }

    void feed_field(std::string_view own, const std::string& value) {
        if (own == "title" && feed_.title.empty()) feed_.title = value;
        if (own == "language" || own == "dc:language") feed_.language = value;
    }

    void entry_field(std::string_view own, const std::string& value, bool permalink) {
        const std::size_t colon = own.rfind(':');
        const std::string_view name = colon == std::string_view::npos ? own : own.substr(colon + 1);
        const std::string_view prefix = colon == std::string_view::npos ? std::string_view{} : own.substr(0, colon);
        if (prefix == "media" && (name == "title" || name == "description")) return;
        auto fill = [&](std::string& field) {
            if (field.empty()) field = value;
        };
        if (name == "title")
            fill(entry_.title);
        else if (name == "link")
            fill(entry_.link);
        else if (name == "id")
            fill(entry_.id);
        else if (name == "guid") {
            fill(entry_.id);
            if (permalink && guid_link_.empty()) guid_link_ = value;
            guid_ = value;
        } else if (name == "description")
            description(value);
        else if (name == "summary")
            summary(value);
        else if (name == "encoded" || name == "content")
            fill(entry_.content);
        else if (one_of(name, {"pubDate", "published", "issued"}))
            entry_.published = value;
        else if (one_of(name, {"updated", "date"}))
            fill(entry_.published);
        else if (one_of(name, {"author", "creator"}))
            fill(entry_.author);
        else if (one_of(name, {"category", "subject"}))
            entry_.categories.push_back(value);
        else if (name == "price")
            fill(entry_.price);
        if (closed_early_) finish_entry();
    }

    void description(const std::string& value) {
        if (!entry_.summary.empty() && entry_.content.empty()) entry_.content = entry_.summary;
        entry_.summary = value;
        described_ = true;
    }

    // Beside a description a summary is more text, not less (feedparser reads it as content).
    void summary(const std::string& value) {
        std::string& field = described_ ? entry_.content : entry_.summary;
        if (field.empty()) field = value;
    }

    void finish_entry() {
        if (in_entry_) {
            // A guid is a link where it says so, or where nothing else is and it looks like one.
            if (entry_.link.empty()) entry_.link = guid_link_;
            if (entry_.link.empty() && guid_.compare(0, 4, "http") == 0) entry_.link = guid_;
            if (entry_.link.compare(0, 4, "http") != 0 && entry_.link.find(' ') != std::string::npos)
                entry_.link.clear();
            feed_.entries.push_back(std::move(entry_));
        }
        entry_ = {};
        guid_.clear();
        guid_link_.clear();
        in_entry_ = link_is_best_ = described_ = closed_early_ = false;
    }

    XmlReader xml_;
    Feed feed_;
    FeedEntry entry_;
    std::string guid_, guid_link_;
    bool in_entry_ = false, link_is_best_ = false, described_ = false, closed_early_ = false, stopped_ = false;
};

}  // namespace

Feed parse_feed(std::string_view bytes) {
    const std::string text = utf8_of_xml(bytes);
    return Parser(text).parse();
}

}  // namespace crawler
