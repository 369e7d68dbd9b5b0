#include "casebook/summary.h"

#include "casebook/selection.h"

namespace casebook {

namespace {

constexpr const char* largest_first = "number DESC, name";

// One way to count: `tallied` sums the kept counts, else every advert counts one.
class Counting {
  public:
    Counting(Database& database, const Selection& selection)
        : database_(database), selection_(selection), tallied_(!selection.tally_where().empty()) {}

    // `source` is joined as s where it is asked for.
    std::vector<Count> by(const std::string& expression, const std::string& order = largest_first) {
        const std::string joined = expression == "s.name" ? " JOIN sources s ON s.id = l.source_id" : "";
        if (tallied_) {
            Statement query(database_, "SELECT " + expression + " AS name, sum(l.number) AS number FROM tallies l" +
                                           joined + " WHERE " + selection_.tally_where() +
                                           " GROUP BY 1 HAVING sum(l.number) > 0 ORDER BY " + order);
            selection_.bind_tally(query);
            return read(query);
        }
        Statement query(database_, "SELECT " + expression + " AS name, count(*) AS number FROM " + selection_.from() +
                                       joined + " WHERE " + selection_.where() + " GROUP BY 1 ORDER BY " + order);
        selection_.bind(query);
        return read(query);
    }

    std::vector<Count> by_taxon() {
        if (selection_.by_level_and_status()) {
            Statement query(database_,
                            "SELECT x.name AS name, sum(l.number) AS number FROM taxon_tallies l JOIN taxa x "
                            "ON x.id = l.taxon WHERE " +
                                selection_.tally_where() + " GROUP BY 1 HAVING sum(l.number) > 0 ORDER BY " +
                                largest_first);
            selection_.bind_tally(query);
            return read(query);
        }
        // Grouped by number first: names are long, and far fewer than adverts.
        Statement query(database_,
                        "SELECT x.name AS name, sum(n) AS number FROM (SELECT t.taxon AS taxon, count(*) "
                        "AS n FROM " +
                            selection_.from() + " CROSS JOIN listing_taxa t ON t.listing_id = l.id WHERE " +
                            selection_.where() +
                            " GROUP BY 1) JOIN taxa x ON x.id = taxon GROUP BY 1 "
                            "ORDER BY " +
                            largest_first);
        selection_.bind(query);
        return read(query);
    }

    std::vector<Count> by_regime() {
        Statement query(database_,
                        "SELECT r.regime || ' ' || r.listing AS name, count(*) AS number FROM " + selection_.from() +
                            " CROSS JOIN (SELECT DISTINCT assessment_id, regime, listing FROM assessment_regimes) r "
                            "ON r.assessment_id = l.assessment_id WHERE " +
                            selection_.where() + " GROUP BY 1 ORDER BY " + largest_first);
        selection_.bind(query);
        return read(query);
    }

    std::vector<Count> by_day() {
        Statement query(database_,
                        "SELECT date(day * 86400, 'unixepoch'), n FROM (SELECT l.first_seen_ms / 86400000 "
                        "AS day, count(*) AS n FROM " +
                            selection_.from() + " WHERE " + selection_.where() + " GROUP BY 1) ORDER BY day");
        selection_.bind(query);
        return read(query);
    }

  private:
    static std::vector<Count> read(Statement& query) {
        std::vector<Count> found;
        while (query.step()) found.push_back({query.text(0), query.integer(1)});
        return found;
    }

    Database& database_;
    const Selection& selection_;
    const bool tallied_;
};

}  // namespace

std::int64_t count_of(Database& database, const Filter& filter, std::int64_t most) {
    const Selection selection(database, filter, Selection::Use::figures);
    if (!selection.tally_where().empty()) {
        Statement query(database, "SELECT ifnull(sum(l.number), 0) FROM tallies l WHERE " + selection.tally_where());
        selection.bind_tally(query);
        query.step();
        return query.integer(0);
    }
    Statement query(database, "SELECT count(*) FROM (SELECT 1 FROM " + selection.from() + " WHERE " +
                                  selection.where() + " LIMIT ?)");
    query.bind_one(selection.bind(query), most);
    query.step();
    return query.integer(0);
}

Summary summary_of(Database& database, const Filter& filter) {
    const Selection selection(database, filter, Selection::Use::figures);
    Counting counting(database, selection);
    Summary summary;
    summary.listings = count_of(database, filter);
    summary.by_level = counting.by("l.level", "1 DESC");
    for (Count& level : summary.by_level)
        level.name = detector::to_string(static_cast<detector::Level>(std::stoi(level.name)));
    summary.by_appendix = counting.by("ifnull(l.appendix, '')");
    summary.by_source = counting.by("s.name");
    summary.by_status = counting.by("l.status");
    summary.by_language = counting.by("ifnull(l.language, '')");
    summary.by_taxon = counting.by_taxon();
    summary.by_regime = counting.by_regime();
    summary.by_day = counting.by_day();
    return summary;
}

std::vector<LocationCount> locations_of(Database& database, const Filter& filter) {
    const Selection selection(database, filter, Selection::Use::figures);
    Statement query(database, "SELECT ifnull(v.location, ''), ifnull(" + host_of_url("l.url") +
                                  ", ''), count(*) FROM " + selection.from() +
                                  " JOIN versions v ON v.id = l.version_id WHERE " + selection.where() +
                                  " GROUP BY 1, 2");
    selection.bind(query);
    std::vector<LocationCount> found;
    while (query.step()) found.push_back({query.text(0), query.text(1), query.integer(2)});
    return found;
}

std::vector<Precision> precision_of(Database& database, const Filter& filter, Precise what) {
    const Selection selection(database, filter, Selection::Use::figures);
    const std::string name = what == Precise::rules ? "r.rule, ''" : "r.entry, r.kind || ', ' || r.language";
    const std::string raised =
        what == Precise::rules ? "reasons r ON r.points > 0" : "matches r ON r.kind NOT IN ('part', 'context')";
    Statement query(database, "SELECT " + name +
                                  ", count(DISTINCT CASE l.status WHEN 'confirmed' THEN l.id END), "
                                  "count(DISTINCT CASE l.status WHEN 'dismissed' THEN l.id END) FROM " +
                                  selection.from() + " CROSS JOIN " + raised +
                                  " AND r.assessment_id = l.assessment_id WHERE l.status IN ('confirmed', 'dismissed') "
                                  "AND " +
                                  selection.where() + " GROUP BY 1, 2 ORDER BY 4 DESC, 3 DESC, 1, 2 LIMIT ?");
    query.bind_one(selection.bind(query), most_precisions);
    std::vector<Precision> found;
    while (query.step()) found.push_back({query.text(0), query.text(1), query.integer(2), query.integer(3)});
    return found;
}

}  // namespace casebook
