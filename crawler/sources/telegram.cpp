// Public Telegram channels by their preview pages (t.me/s/CHANNEL): about twenty posts a page, older ones by ?before=.
// Read with the streaming reader: posts are marked by data-post, their parts by class names; no login, no API key.
#include "crawler/sources/api_source.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/markup_text.h"
#include "crawler/xml.h"

namespace crawler {
namespace {

bool has_class(std::string_view classes, std::string_view wanted) {
    while (!classes.empty()) {
        const std::string_view one = classes.substr(0, classes.find(' '));
        if (one == wanted) return true;
        classes.remove_prefix(std::min(one.size() + 1, classes.size()));
    }
    return false;
}

// background-image:url('https://cdn...')
std::string image_of(const std::string& style) {
    const std::size_t begin = style.find("url(");
    if (begin == std::string::npos) return {};
    std::string url = style.substr(begin + 4, style.find(')', begin) - begin - 4);
    while (!url.empty() && (url.front() == '\'' || url.front() == '"')) url.erase(0, 1);
    while (!url.empty() && (url.back() == '\'' || url.back() == '"')) url.pop_back();
    return url.compare(0, 4, "http") == 0 ? url : std::string();
}

class Telegram final : public ApiSource {
  public:
    explicit Telegram(const SourceConfig& config) : ApiSource(config) {
        if (config_.urls.empty()) config_.urls = {"https://t.me"};
    }

    std::vector<Lead> seeds() const override {
        std::vector<Lead> leads;
        for (std::string channel : config_.terms) {
            if (const std::size_t slash = channel.rfind('/'); slash != std::string::npos) channel.erase(0, slash + 1);
            if (!channel.empty() && channel[0] == '@') channel.erase(0, 1);
            if (!channel.empty()) leads.push_back({root() + "/s/" + channel, LeadKind::index, 0, 1, "1", false});
        }
        return leads;
    }

    bool in_scope(const Url& url) const override {
        const auto home = Url::parse(root());
        return home && url.origin() == home->origin() && url.path().substr(0, 3) == "/s/";
    }

    Reading read(const Answer& answer) const override {
        Reading reading;
        std::string older, channel;
        XmlReader html(answer.result.body);
        for (auto event = html.next(); event != XmlReader::Event::finished; event = html.next()) {
            if (event != XmlReader::Event::start) continue;
            if (std::string post = html.attribute("data-post"); !post.empty() && html.name() == "div") {
                reading.listings.push_back(listing_for(post, root() + "/" + post));
                if (!channel.empty()) reading.listings.back().seller = channel;
                continue;
            }
            const std::string classes = html.attribute("class");
            if (html.name() == "link" && html.attribute("rel") == "prev") older = html.attribute("href");
            if (older.empty() && has_class(classes, "tme_messages_more")) older = html.attribute("href");
            if (channel.empty() && has_class(classes, "tgme_channel_info_header_title")) channel = inner_text(html);
            if (reading.listings.empty()) continue;
            detector::Listing& listing = reading.listings.back();
            if (has_class(classes, "tgme_widget_message_text"))
                add_passage(listing, detector::Field::description, inner_text(html));
            else if (has_class(classes, "tgme_widget_message_photo_wrap"))
                add_image(listing, image_of(html.attribute("style")));
            else if (has_class(classes, "tgme_widget_message_owner_name"))
                listing.seller = inner_text(html);
            else if (html.name() == "time" && listing.published.empty())
                listing.published = html.attribute("datetime");
        }
        if (reading.listings.empty())
            reading.note = "no public posts (the channel is private, gone, or has no preview)";
        const std::uint32_t page = page_of(answer.context);
        const auto base = Url::parse(answer.result.url);
        const auto next = base && !older.empty() ? base->resolve(older) : std::nullopt;
        if (!reading.listings.empty() && next && in_scope(*next) && page < config_.pages_per_term)
            reading.leads.push_back({next->text(), LeadKind::index, 0, 1, std::to_string(page + 1), false});
        return reading;
    }

  private:
    static void add_image(detector::Listing& listing, const std::string& url) {
        if (!url.empty()) listing.image_urls.push_back(url);
    }

    // Text up to the end of the element just started; elements of its name nest.
    static std::string inner_text(XmlReader& html) {
        const std::string own(html.name());
        if (html.self_closed()) return {};
        std::string markup;
        std::size_t depth = 0;
        while (markup.size() < limits::xml_text) {
            const auto event = html.next();
            if (event == XmlReader::Event::finished) break;
            if (event == XmlReader::Event::text) {
                markup += html.raw_text();
                continue;
            }
            if (html.name() == own) {
                if (event == XmlReader::Event::start && !html.self_closed()) ++depth;
                if (event == XmlReader::Event::end && depth-- == 0) break;
            }
            markup += html.raw_tag();
        }
        return text_of_markup(markup);
    }
};

}  // namespace

std::unique_ptr<Source> make_telegram(const SourceConfig& config) { return std::make_unique<Telegram>(config); }

}  // namespace crawler
