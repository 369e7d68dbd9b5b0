// Discourse forums by their JSON: /latest.json pages (or a category's), /search.json for terms, and each topic they
// name as /t/ID.json, whose first post is the advert and whose later posts are replies.
#include <set>

#include "crawler/percent.h"
#include "crawler/sources/api_source.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/markup_text.h"

namespace crawler {
namespace {

class Discourse final : public ApiSource {
  public:
    Discourse(const SourceConfig& config, SourceParts parts) : ApiSource(config), parts_(std::move(parts)) {}

    std::vector<Lead> seeds() const override {
        std::vector<Lead> leads;
        for (std::size_t i = 0; i < config_.urls.size(); ++i) {
            for (const std::string& term : parts_.terms) {
                if (leads.size() >= std::min<std::size_t>(config_.max_pages, limits::search_requests)) return leads;
                leads.push_back(api_lead(root(i) + "/search.json?q=" + encode_component(term) + "&page=1", "1"));
            }
            if (parts_.terms.empty()) {
                const std::string category = config_.category.empty() ? "" : "/c/" + config_.category;
                leads.push_back(
                    api_lead(root(i) + category + (category.empty() ? "/latest.json" : "/l/latest.json"), "1"));
            }
        }
        return leads;
    }

    Reading read(const Answer& answer) const override {
        Reading reading;
        const Json json = json_of(answer, reading);
        for (const Json& error : json.list("errors")) reading.note += "the forum answers: " + error.text() + ' ';
        const std::string home = root_of(answer.result.url);
        if (json.has("post_stream")) {
            add_topic(json, home, reading);
            return reading;
        }
        std::set<std::string> topics;
        for (const Json& topic : json.at("topic_list").list("topics")) topics.insert(topic.text("id"));
        for (const Json& topic : json.list("topics")) topics.insert(topic.text("id"));
        for (const Json& post : json.list("posts")) topics.insert(post.text("topic_id"));
        for (const std::string& id : topics)
            if (!id.empty()) reading.leads.push_back({home + "/t/" + id + ".json", LeadKind::api, 1, 0, {}, false});
        add_next(answer, json, home, reading);
        return reading;
    }

  private:
    std::string root_of(const std::string& url) const {
        for (std::size_t i = 0; i < config_.urls.size(); ++i)
            if (url.compare(0, root(i).size(), root(i)) == 0) return root(i);
        return root();
    }

    void add_next(const Answer& answer, const Json& json, const std::string& home, Reading& reading) const {
        const std::uint32_t page = page_of(answer.context);
        if (page >= config_.pages_per_term) return;
        const bool more_found = json.at("grouped_search_result").text("more_full_page_results") == "true";
        const std::string more = json.at("topic_list").text("more_topics_url");  // "/latest?page=1"
        const auto here = Url::parse(answer.result.url);
        if (more_found && here) {
            std::string url = here->text();
            const std::string now = "&page=" + std::to_string(page);
            if (const std::size_t at = url.rfind(now); at != std::string::npos)
                url.replace(at, now.size(), "&page=" + std::to_string(page + 1));
            reading.leads.push_back(api_lead(url, std::to_string(page + 1)));
        } else if (!more.empty() && more[0] == '/') {
            const std::size_t query = std::min(more.find('?'), more.size());
            const bool has_ending = more.substr(0, query).find(".json") != std::string::npos;
            reading.leads.push_back(
                api_lead(home + more.substr(0, query) + (has_ending ? "" : ".json") + more.substr(query),
                         std::to_string(page + 1)));
        }
    }

    void add_topic(const Json& topic, const std::string& home, Reading& reading) const {
        const std::string id = topic.text("id");
        const std::string url = home + "/t/" + topic.text("slug") + "/" + id;
        for (const Json& post : topic.at("post_stream").list("posts")) {
            const bool first = post.integer("post_number", 1) == 1;
            // Replies offer too ("I have two of them"): each is read as an advert of its own under the topic's title.
            detector::Listing listing =
                listing_for(id + "/" + post.text("post_number"), first ? url : url + "/" + post.text("post_number"));
            if (first) add_passage(listing, detector::Field::title, topic.text("title"));
            add_passage(listing, detector::Field::description, text_of_markup(post.text("cooked")));
            if (first)
                for (const Json& tag : topic.list("tags"))
                    add_passage(listing, detector::Field::tag, tag.text().empty() ? tag.text("name") : tag.text());
            listing.seller = post.text("username");
            listing.published = post.text("created_at");
            if (first && !topic.text("image_url").empty()) listing.image_urls.push_back(topic.text("image_url"));
            reading.listings.push_back(std::move(listing));
        }
        reading.is_listing = true;
    }

    SourceParts parts_;
};

}  // namespace

std::unique_ptr<Source> make_discourse(const SourceConfig& config, SourceParts parts) {
    return std::make_unique<Discourse>(config, std::move(parts));
}

}  // namespace crawler
