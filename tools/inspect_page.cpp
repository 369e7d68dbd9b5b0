#include "tools/inspect_page.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "crawler/extract/contacts.h"
#include "crawler/extract/page.h"
#include "crawler/extract/profile.h"
#include "detector/error.h"
#include "tools/page_fetch.h"
#include "tools/profile_samples.h"

namespace tools {
namespace {

using Json = nlohmann::ordered_json;

std::string_view to_string(crawler::PageKind kind) {
    switch (kind) {
        case crawler::PageKind::listing:
            return "listing";
        case crawler::PageKind::index:
            return "index";
        case crawler::PageKind::other:
            return "other";
    }
    return "";
}

std::string_view to_string(crawler::LinkKind kind) {
    switch (kind) {
        case crawler::LinkKind::anchor:
            return "anchor";
        case crawler::LinkKind::next:
            return "next";
        case crawler::LinkKind::canonical:
            return "canonical";
        case crawler::LinkKind::frame:
            return "frame";
        case crawler::LinkKind::refresh:
            return "refresh";
        case crawler::LinkKind::search_form:
            return "search_form";
        case crawler::LinkKind::image:
            return "image";
        case crawler::LinkKind::other:
            return "other";
    }
    return "";
}

// Absent fields are null, so that "read as empty" and "not on the page" look the same to scripts.
Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(std::string(text)); }

Json listing_json(const detector::Listing& listing) {
    using detector::Field;
    Json json;
    json["title"] = text_or_null(listing.first(Field::title));
    std::string description, summary;
    Json attributes = Json::array(), tags = Json::array(), image_texts = Json::array();
    for (const detector::Passage& passage : listing.passages) {
        if (passage.field == Field::description && passage.label == "summary") {
            summary = passage.text;
        } else if (passage.field == Field::description) {
            if (!description.empty()) description += '\n';
            description += passage.text;
        } else if (passage.field == Field::attribute) {
            attributes.push_back({{"name", passage.label}, {"value", passage.text}});
        } else if (passage.field == Field::tag) {
            tags.push_back(passage.text);
        } else if (passage.field == Field::image_text) {
            image_texts.push_back(passage.text);
        }
    }
    json["description"] = text_or_null(description);
    json["summary"] = text_or_null(summary);
    json["price"] = listing.price.amount.empty() && listing.price.text.empty()
                        ? Json()
                        : Json{{"text", listing.price.text},
                               {"amount", text_or_null(listing.price.amount)},
                               {"currency", text_or_null(listing.price.currency)}};
    json["availability"] = text_or_null(listing.availability);
    json["sku"] = text_or_null(listing.sku);
    json["seller"] = text_or_null(listing.seller);
    json["location"] = text_or_null(listing.location);
    json["images"] = listing.image_urls;
    json["category"] = text_or_null(listing.first(Field::category));
    json["published"] = text_or_null(listing.published);
    json["language"] = text_or_null(listing.language);
    json["url"] = text_or_null(listing.url);
    json["attributes"] = std::move(attributes);
    json["tags"] = std::move(tags);
    json["image_texts"] = std::move(image_texts);
    return json;
}

std::string read_input(const std::string& input) {
    if (input == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
    std::ifstream file(input, std::ios::binary);
    if (!file) throw detector::DataError(input, 0, "cannot be read", "give a saved page, or - for standard input");
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_address(std::string_view input) { return input.starts_with("http://") || input.starts_with("https://"); }

// The body at an address; what the response says of it goes into `options` unless that was given.
std::string fetched(InspectPageOptions& options, Console& console) {
    if (options.user_agent.empty())
        throw detector::DataError(options.input, 0, "pages are fetched in your name",
                                  "say who you are with --user-agent 'agency/1.0 (+https://agency.example)' or "
                                  "CITESWATCH_USER_AGENT, or save the page and give the file");
    crawler::FetchResult result = fetch_page(options.input, {options.user_agent, options.allow_private});
    if (result.http_status != 200) console.warn(fmt::format("{}: HTTP {}", result.url, result.http_status));
    if (options.url.empty()) options.url = result.url;
    if (options.content_type.empty()) options.content_type = result.header("content-type");
    options.robots_header = result.header("x-robots-tag");
    return std::move(result.body);
}

int run_samples(const std::filesystem::path& profile, Console& console) {
    const SampleCheck check = check_samples(profile);
    for (const std::string& difference : check.differences) fmt::print("{}\n", difference);
    if (check.samples == 0) console.warn(fmt::format("{}: has no [[sample]]", profile.string()));
    if (check.samples > 0 && check.differences.empty())
        console.note(fmt::format("{}: {} read as expected", profile.string(), counted(check.samples, "sample")));
    return check.samples > 0 && check.differences.empty() ? 0 : 1;
}

}  // namespace

std::string page_json(const InspectPageOptions& options, std::string_view body) {
    std::unique_ptr<const crawler::Profile> profile;
    if (!options.profile.empty()) profile = crawler::read_profile(options.profile);
    crawler::PageInput input;
    input.body = body;
    input.url = options.url;
    input.content_type = options.content_type;
    input.robots_header = options.robots_header;
    input.profile = profile.get();
    const crawler::Page page = crawler::read_page(input);

    Json json;
    json["kind"] = to_string(page.kind);
    json["charset"] = page.charset;
    json["canonical"] = text_or_null(page.canonical);
    json["title"] = text_or_null(page.title);
    json["listing"] = listing_json(page.listing);
    Json contacts = Json::array();
    for (const crawler::Contact& contact : crawler::find_contacts(page.listing, page.country))
        contacts.push_back(
            {{"kind", crawler::to_string(contact.kind)}, {"value", contact.value}, {"text", contact.as_written}});
    json["contacts"] = std::move(contacts);
    Json teasers = Json::array();
    for (const detector::Listing& teaser : page.teasers) teasers.push_back(listing_json(teaser));
    json["teasers"] = std::move(teasers);
    Json links = Json::array();
    for (const crawler::Link& link : page.links)
        links.push_back(
            {{"url", link.url}, {"kind", to_string(link.kind)}, {"text", link.text}, {"nofollow", link.nofollow}});
    json["links"] = std::move(links);
    json["structured"] = Json::parse(page.structured_json, nullptr, false);
    json["nofollow"] = page.nofollow;
    json["noindex"] = page.noindex;
    json["notes"] = page.notes;
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

int run(const InspectPageOptions& options, Console& console) {
    if (options.input.empty()) return run_samples(options.profile, console);
    InspectPageOptions read = options;
    const std::string body = is_address(options.input) ? fetched(read, console) : read_input(options.input);
    const std::string json = page_json(read, body);
    std::fwrite(json.data(), 1, json.size(), stdout);
    std::fputc('\n', stdout);
    return 0;
}

}  // namespace tools
