// The report as JSON lines: the object of `scan --format jsonl`, and what only a casebook knows.
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "tools/report/json_parts.h"
#include "tools/report/renderer.h"

namespace tools::report {

namespace {

using Json = nlohmann::ordered_json;

Json taxa_json(const casebook::Judgement& judgement) {
    Json taxa = Json::array();
    for (const casebook::JudgedTaxon& taxon : judgement.taxa) {
        taxa.push_back({{"taxon_id", taxon.taxon_id},
                        {"scientific_name", taxon.scientific_name},
                        {"rank", taxon.rank},
                        {"appendix", taxon.appendix},
                        {"annotation", taxon.annotation},
                        {"specimens", taxon.specimens}});
        for (const casebook::JudgedRegime& listed : taxon.regimes)
            taxa.back()["regimes"].push_back({{"regime", listed.regime}, {"listing", listed.listing}});
    }
    return taxa;
}

Json matches_json(const casebook::StoredListing& stored) {
    Json matches = Json::array();
    for (const casebook::JudgedMatch& match : stored.judgement.matches) {
        Json json = {{"field", detector::to_string(match.field)}};
        if (match.passage < stored.listing.passages.size())
            if (const std::string& label = stored.listing.passages[match.passage].label; !label.empty())
                json["attribute"] = label;
        json["start"] = match.start;
        json["end"] = match.end;
        json["text"] = match.text;
        json["entry"] = match.entry;
        json["kind"] = match.kind;
        json["language"] = match.language;
        json["how"] = match.how;
        matches.push_back(std::move(json));
    }
    return matches;
}

class Jsonl final : public Renderer {
  public:
    explicit Jsonl(Sink sink) : sink_(std::move(sink)) {}

    void begin(const Head& head) override { groups_.emplace(head.groups); }
    void advert(const casebook::StoredListing& stored, const std::vector<casebook::VerdictEntry>& verdicts,
                const std::vector<casebook::StoredPicture>& pictures) override {
        const casebook::Judgement& judgement = stored.judgement;
        Json reasons = Json::array();
        for (const casebook::JudgedReason& reason : judgement.reasons)
            reasons.push_back({{"rule", reason.rule}, {"points", reason.points}, {"text", reason.text}});
        Json json = {{"id", stored.listing.id},
                     {"url", stored.listing.url},
                     {"title", title_of(stored)},
                     {"flagged", judgement.flagged()},
                     {"level", detector::to_string(judgement.level)},
                     {"score", judgement.score},
                     {"confidence", std::round(judgement.confidence * 10000) / 10000},
                     {"appendix", judgement.appendix},
                     {"taxa", taxa_json(judgement)},
                     {"matches", matches_json(stored)},
                     {"reasons", std::move(reasons)},
                     {"claims", judgement.claims},
                     {"quantity", judgement.quantity},
                     {"lists", judgement.by.lists_version + " " + judgement.by.lists_digest.substr(0, 12)},
                     {"software", judgement.by.software},
                     {"listing", static_cast<std::int64_t>(stored.id)},
                     {"source", stored.listing.source},
                     {"status", stored.status},
                     {"seller", stored.listing.seller},
                     {"location", stored.listing.location},
                     {"language", stored.listing.language},
                     {"price",
                      {{"text", stored.listing.price.text},
                       {"amount", stored.listing.price.amount},
                       {"currency", stored.listing.price.currency}}},
                     {"first_seen", iso_time(stored.first_seen_ms)},
                     {"last_seen", iso_time(stored.last_seen_ms)}};
        if (stored.gone_ms) json["gone"] = iso_time(*stored.gone_ms);
        if (stored.capture) json["capture"] = capture_json(*stored.capture);
        if (const std::size_t group = groups_->of(stored.id)) json["group"] = group;
        for (const casebook::Contact& contact : stored.contacts)
            json["contacts"].push_back({{"kind", contact.kind}, {"value", contact.value}});
        for (const casebook::StoredPicture& picture : pictures) json["pictures"].push_back(picture_json(picture));
        for (const casebook::VerdictEntry& verdict : verdicts)
            json["verdicts"].push_back({{"at", iso_time(verdict.at_ms)},
                                        {"who", verdict.who},
                                        {"verdict", verdict.verdict},
                                        {"reason", verdict.reason},
                                        {"note", verdict.note}});
        sink_(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    }
    void end() override {}

  private:
    const Sink sink_;
    std::optional<GroupIndex> groups_;
};

}  // namespace

std::unique_ptr<Renderer> jsonl_renderer(Sink sink) { return std::make_unique<Jsonl>(std::move(sink)); }

}  // namespace tools::report
